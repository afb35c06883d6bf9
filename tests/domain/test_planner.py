"""The plan of whole situations: what holds whatever a person's state and settings are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyplan.domain.plan import (
    ASKS,
    DUE,
    HORIZON,
    LIGHT_DAY,
    LONG,
    NEW,
    SLICE,
    DayPlan,
    ItemKind,
    Situation,
)
from studyplan.domain.planner import REVIEW_SHARE, plan
from tests.domain.situations import DAY, TODAY, Week, situations

READINGS = (ItemKind.READ, ItemKind.PRIMER)


def read_minutes(days: Iterable[DayPlan]) -> dict[str, float]:
    """Minutes of each reading on these days."""
    found: Counter[str] = Counter()
    for day in days:
        for item in day.items:
            if item.kind in READINGS:
                found[item.id] += item.minutes  # type: ignore[assignment]
    return dict(found)


def finished(days: Iterable[DayPlan]) -> list[str]:
    """The readings that are read to their end, in order."""
    return [item.id for day in days for item in day.items if item.kind in READINGS and item.whole]


def readings_of(day: DayPlan) -> list[str]:
    return [item.id for item in day.items if item.kind in READINGS]


def asked(day: DayPlan, id: str) -> int:
    """How many cards the day asks: those that are due, or new ones."""
    return sum(item.cards for item in day.items if item.id == id)


@given(situations())
def test_no_day_is_over_its_minutes(given: Situation) -> None:
    for index, day in enumerate(plan(given).days):
        light = day.day + DAY == given.interview
        minutes = given.minutes(day.day) * (LIGHT_DAY if light else 1)
        assert day.minutes == pytest.approx(
            max(0, minutes - given.spent) if index == 0 else minutes
        )
        assert day.planned <= day.minutes + 1e-6
        assert all(item.minutes > 0 for item in day.items)


@given(situations())
def test_every_day_to_the_date_is_there_once(given: Situation) -> None:
    made = plan(given)
    until = given.interview or TODAY + HORIZON * DAY
    assert made.until == until
    assert [day.day for day in made.days] == [TODAY + n * DAY for n in range((until - TODAY).days)]


@given(situations())
def test_nothing_is_read_before_what_it_needs(given: Situation) -> None:
    unread = {one.id: one for one in given.unread}
    openable = {one.competency for one in given.unread}
    begun, done = set(given.begun), set[str]()
    for day in plan(given).days:
        for item in day.items:
            if item.kind not in READINGS:
                continue
            one = unread[item.id]
            assert not {id for id in one.needs if id in unread} - done
            for need in given.needs.get(one.competency or "", ()):
                assert need in begun or need not in openable
            if item.whole:
                done.add(one.id)
                begun.add(one.competency or "")


@given(situations())
def test_nothing_is_planned_twice(given: Situation) -> None:
    made = plan(given)
    ends = finished(made.days)
    assert len(ends) == len(set(ends))
    unread = {one.id: one for one in given.unread}
    for id, minutes in read_minutes(made.days).items():
        whole = unread[id].minutes
        assert minutes == pytest.approx(whole) if id in ends else minutes < whole
    for day in made.days:
        names = [item.id for item in day.items]
        assert len(names) == len(set(names))
    assert len(made.today) == len(set(made.today))


@given(situations())
def test_slices_of_a_long_reading_are_sittings(given: Situation) -> None:
    unread = {one.id: one for one in given.unread}
    for day in plan(given).days:
        long = [item for item in day.items if item.id in unread and unread[item.id].minutes > LONG]
        assert len(long) <= 1
        assert all(item.minutes < SLICE + 3 for item in long)


@given(situations(dated=True))
def test_planned_or_cut(given: Situation) -> None:
    made = plan(given)
    planned, cut = set(read_minutes(made.days)), {one.id for one in made.cut}
    assert not planned & cut
    assert planned | cut == {one.id for one in given.unread}
    worth = [one.points / one.minutes for one in made.cut]
    assert worth == sorted(worth)
    assert {one.id for one in made.cut if one.waits_for is not None} == {
        one.id for one in made.cut if one.reason == "waits"
    }


@given(situations())
def test_limits_hold(given: Situation) -> None:
    for index, day in enumerate(plan(given).days):
        new, again = (given.new_today, given.reviewed_today) if index == 0 else (0, 0)
        assert asked(day, NEW) <= max(0, given.new_per_day - new)
        assert asked(day, DUE) <= max(0, given.reviews_per_day - again)


@given(situations())
def test_what_is_reviewed_today_is_named(given: Situation) -> None:
    made = plan(given)
    cards = {card.id: card for card in given.cards}
    if made.days:
        assert len(made.today) == asked(made.days[0], DUE)
    for id in made.today:
        memory, last = cards[id].memory, cards[id].last_day
        assert memory is not None
        assert last is not None
        assert last < TODAY


@given(situations())
def test_predictions_lie_within_their_bands(given: Situation) -> None:
    made = plan(given)
    assert set(made.predictions) == {one for one, count in given.readings.items() if count > 0}
    for found in (*made.predictions.values(),):
        assert 0 <= found.low <= found.expected <= found.high <= 1 + 1e-9
        assert 0 <= found.covered <= 1
    assert 0 <= made.low <= made.score <= made.high <= 1 + 1e-9


@given(situations(), st.randoms())
def test_a_plan_is_a_function_of_what_it_is_given(given: Situation, random: object) -> None:
    assert plan(given) == plan(given)
    other = replace(
        given,
        unread=list(given.unread),
        cards=tuple(given.cards),
        needs={one: tuple(given.needs[one]) for one in reversed(list(given.needs))},
        begun=set(given.begun),
        readings=dict(reversed(list(given.readings.items()))),
        weights=dict(reversed(list(given.weights.items()))),
    )
    first, second = plan(given), plan(other)
    assert first.days == second.days
    assert (first.today, first.cut, first.latest) == (second.today, second.cut, second.latest)
    assert first.predictions == second.predictions
    assert first.score == second.score


@given(situations(dated=True), st.sampled_from([1, 5, 15, 60, 180]))
def test_more_minutes_never_lower_the_score_by_more_than_a_hundredth(
    given: Situation, more: int
) -> None:
    week = given.minutes
    assert isinstance(week, Week)
    before = plan(given).score
    after = plan(replace(given, minutes=week.more(more))).score
    assert after >= before * 0.99 - 1e-9


@given(situations(dated=True))
def test_the_last_day_has_no_new_reading(given: Situation) -> None:
    days = plan(given).days
    if days and given.interview is not None and days[-1].day + DAY == given.interview:
        assert readings_of(days[-1]) == []


@given(situations(dated=True))
def test_the_latest_day_to_begin_leaves_the_minutes_for_it(given: Situation) -> None:
    made = plan(given)
    unread = {one.id: one for one in given.unread}
    assert set(made.latest) == set(unread)
    minute = given.seconds / 60 * ASKS

    def free(days: Iterable[DayPlan]) -> float:
        """Minutes that are not for reviews or mock interviews of what there is."""
        taken = (ItemKind.REVIEW, ItemKind.INTERVIEW)
        return sum(
            day.minutes
            - sum(item.minutes for item in day.items if item.kind in taken and item.id != NEW)
            for day in days
        )

    for id, day in made.latest.items():
        one = unread[id]
        own = one.minutes + one.questions * minute
        before_last = made.days[:-1]
        if day is None:
            for need in one.needs:
                if need in made.latest:
                    assert made.latest[need] is None
            continue
        assert given.minutes(day) > 0
        assert free(one for one in before_last if one.day >= day) >= own - 1e-6
        for need in one.needs:
            if need in made.latest:
                earlier = made.latest[need]
                assert earlier is None or earlier <= day


@given(situations(dated=True), st.integers(1, 40))
def test_a_longer_reading_is_to_be_begun_earlier(given: Situation, more: int) -> None:
    assume(given.unread)
    made = plan(given)
    last = given.unread[-1]
    longer = replace(last, minutes=last.minutes + more)
    # Of the same plan, so that the minutes for reviews are the same.
    assume(last.id not in read_minutes(made.days))
    unread = (*given.unread[:-1], longer)
    again = plan(replace(given, unread=unread))
    assume(again.days == made.days)
    before, after = made.latest[last.id], again.latest[last.id]
    assert after is None or (before is not None and after <= before)


@given(situations(dated=False))
def test_without_a_date_reviews_take_their_share_at_most(given: Situation) -> None:
    made = plan(given)
    assert (made.cut, made.latest) == ((), {})
    for index, day in enumerate(made.days):
        unfinished = {one.id for one in given.unread} - set(finished(made.days[:index]))
        read = sum(item.minutes for item in day.items if item.kind in READINGS)
        due = sum(item.minutes for item in day.items if item.id == DUE)
        spare = day.minutes - day.planned
        if unfinished and due > day.minutes * REVIEW_SHARE + 1e-6:
            # Only what reading could not use.
            assert read + due + spare + asked(day, NEW) * given.seconds == pytest.approx(
                read + due + spare + asked(day, NEW) * given.seconds
            )
            assert due <= day.minutes - read + 1e-6
