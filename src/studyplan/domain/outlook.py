"""What comes of planned days: what will be recalled, what is given up, and what is pressing."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import fsum

from studyplan.domain.forecast import Forecast
from studyplan.domain.plan import (
    FARTHEST,
    HORIZON,
    NEW,
    Cut,
    DayPlan,
    ItemKind,
    Plan,
    Prediction,
    Reason,
    Situation,
)
from studyplan.domain.pool import Group
from studyplan.domain.priority import reached
from studyplan.domain.worth import Worth

WEAKER, STRONGER = 0.6, 1.6
"""By what a person's stabilities may differ from those predicted, while they are not fitted."""
AT_ONCE = 0.9
"""Recall of a reading that was just asked: what a reading that is cut would have added."""
ONE_DEVIATION = 1.0


def plan_of(
    given: Situation,
    planned: Sequence[DayPlan],
    *,
    today: tuple[str, ...],
    postponed: int,
    caught_up: date | None,
    groups: Sequence[Group],
    rest: Mapping[str, float],
    worth: Worth,
    minute: float,
) -> Plan:
    """The plan that the days make.

    Args:
        given: the situation they were planned for.
        planned: the days.
        today: ids of the cards to review on the first.
        postponed: cards due that day which wait.
        caught_up: the first day at whose end nothing is overdue.
        groups: the cards at the end of the last day.
        rest: minutes that are left of each reading then.
        worth: what readings stand for.
        minute: minutes that asking one card takes.
    """
    days = (given.interview - given.day).days if given.interview else HORIZON
    reaches = days <= FARTHEST
    end = given.day + timedelta(days=min(days, FARTHEST))
    forecast = Forecast(given.parameters)
    by_competency = _predictions(given, groups, rest, forecast, end.toordinal())
    weigh = {one: worth.a_reading(one) * given.readings[one] for one in by_competency}
    return Plan(
        interview=given.interview,
        until=end,
        days=tuple(planned),
        today=today,
        cut=_cuts(given, planned, rest, worth, minute) if given.interview and days else (),
        latest=_latest(given, planned, rest, minute) if given.interview and reaches else {},
        predictions=by_competency,
        score=fsum(weigh[one] * found.expected for one, found in by_competency.items()),
        low=fsum(weigh[one] * found.low for one, found in by_competency.items()),
        high=fsum(weigh[one] * found.high for one, found in by_competency.items()),
        postponed=postponed,
        caught_up=caught_up,
    )


def _predictions(
    given: Situation,
    groups: Iterable[Group],
    rest: Mapping[str, float],
    forecast: Forecast,
    end: int,
) -> dict[str | None, Prediction]:
    """What will be recalled of each competency.

    The band is what would be expected with a weaker and with a stronger memory (stabilities times
    `WEAKER` and `STRONGER`), a standard deviation of the answers further out.
    """
    uncovered: dict[str | None, float] = {}
    for reading in given.unread:
        if rest[reading.id] > 0:
            already = uncovered.get(reading.competency, 0.0)
            uncovered[reading.competency] = already + reading.share
    sums = {one: [0.0] * 4 for one, readings in given.readings.items() if readings > 0}
    for group in groups:
        if group.memory is None or group.competency not in sums:
            continue
        share = group.share / given.readings[group.competency]
        days, of = end - group.last, sums[group.competency]
        stability = group.memory.stability
        expected = forecast.recall(stability, days)
        of[0] += share * expected
        of[1] += share * forecast.recall(stability * WEAKER, days)
        of[2] += share * forecast.recall(stability * STRONGER, days)
        of[3] += share * share / group.cards * expected * (1 - expected)
    found: dict[str | None, Prediction] = {}
    for one, (expected, weaker, stronger, variance) in sums.items():
        deviation = ONE_DEVIATION * variance**0.5
        covered = max(0.0, 1 - uncovered.get(one, 0.0) / given.readings[one])
        expected = min(1.0, expected)
        found[one] = Prediction(
            expected=expected,
            low=min(expected, max(0.0, weaker - deviation)),
            # Sums of shares may be a hair above what is covered.
            high=max(expected, min(covered, stronger + deviation)),
            covered=covered,
        )
    return found


def _cuts(
    given: Situation,
    planned: Sequence[DayPlan],
    rest: Mapping[str, float],
    worth: Worth,
    minute: float,
) -> tuple[Cut, ...]:
    """The unread readings that the plan does not end, the least valuable a minute first."""
    lost = {one.id: one for one in given.unread if rest[one.id] > 0}
    minutes_left = sum(day.minutes for day in planned)
    started = {one.competency for one in given.unread if one.id not in lost} | given.begun
    first: dict[str | None, str] = {}
    """Of each competency that is not begun either, what of it is given up first."""
    for one in lost.values():
        if one.competency not in started:
            first.setdefault(one.competency, one.id)
    found = []
    for one in lost.values():
        minutes = one.minutes + one.questions * minute
        closed = (first.get(need) for need in given.needs.get(one.competency or "", ()))
        awaited = (*(id for id in one.needs if id in lost), *(id for id in closed if id))
        waits_for = next(iter(awaited), None)
        if waits_for is not None:
            reason = Reason.WAITS
        elif minutes > minutes_left:
            reason = Reason.TOO_LONG
        else:
            reason = Reason.NO_ROOM
        points = worth.a_reading(one.competency) * one.share * AT_ONCE * 100
        found.append(Cut(one.id, reason, minutes, points, waits_for))
    return tuple(sorted(found, key=lambda cut: (cut.points / cut.minutes, cut.id)))


def _latest(
    given: Situation, planned: Sequence[DayPlan], rest: Mapping[str, float], minute: float
) -> dict[str, date | None]:
    """Of each unread reading, the last day to begin it.

    With all the minutes for it that are not for reviews or mock interviews, it and all readings of
    the plan that wait for it are done two days before the date, so that each is asked on a later
    day too.
    """
    tail = _with_what_waits(given, planned, rest, minute)
    free = [
        day.minutes
        - sum(
            item.minutes
            for item in day.items
            if item.kind in (ItemKind.REVIEW, ItemKind.INTERVIEW) and item.id != NEW
        )
        for day in planned[:-1]
    ]
    # Minutes from each day to the last but one, smallest first, so that they can be searched.
    to_the_end = list(accumulate(reversed(free)))
    found: dict[str, date | None] = {}
    for one in given.unread:
        index = len(free) - 1 - _first_reaching(to_the_end, tail[one.id])
        found[one.id] = planned[index].day if index >= 0 else None
    return found


def _with_what_waits(
    given: Situation, planned: Sequence[DayPlan], rest: Mapping[str, float], minute: float
) -> dict[str, float]:
    """Of each unread reading, its minutes and those of all that the plan reads only after it.

    That is what needs it, directly or not, and where it is the first of its competency that is
    read, what competencies that need this one hold.
    """
    done = {one.id: one for one in given.unread if rest[one.id] <= 0}
    opener: dict[str | None, str] = {}
    for day in planned:
        for item in day.items:
            one = done.get(item.id)
            if one is not None and item.whole and one.competency not in given.begun:
                opener.setdefault(one.competency, one.id)
    waiting: dict[str, set[str]] = {}
    for one in done.values():
        opened = (opener.get(need) for need in given.needs.get(one.competency or "", ()))
        for id in (*one.needs, *opened):
            if id is not None:
                waiting.setdefault(id, set()).add(one.id)
    own = {one.id: one.minutes + one.questions * minute for one in given.unread}
    tail: dict[str, float] = {}
    for one in reversed(given.unread):
        first = waiting.get(one.id, set())
        if len(first) == 1 and (only := next(iter(first))) in tail:
            tail[one.id] = own[one.id] + tail[only]
        else:
            tail[one.id] = own[one.id] + fsum(own[id] for id in reached(first, waiting))
    return tail


def _first_reaching(sums: Sequence[float], minutes: float) -> int:
    """The index of the first of the rising sums that has so many minutes; their number if none."""
    return bisect_right(sums, minutes - 1e-9)
