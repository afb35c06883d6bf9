"""The last pass over the final days: fair shares, and nothing that piles up on the last day."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from studyplan.domain.last_pass import CATCH_UP, FADES, catch_up, spread
from studyplan.domain.plan import ASKS, DUE, NEW, DayPlan, ItemKind, Known, Situation, Unread
from studyplan.domain.planner import plan
from studyplan.domain.pool import LAST_DAYS
from tests.domain.situations import DAY, TODAY, known, situation

MINUTES = st.lists(st.sampled_from([0.0, 10.0, 30.0, 45.0, 60.0, 240.0]), min_size=1, max_size=30)


@given(MINUTES, st.floats(0, 5000))
def test_no_day_takes_more_than_it_has_and_all_that_fits_has_a_day(
    minutes: list[float], demand: float
) -> None:
    shares = spread(minutes, demand)
    assert len(shares) == len(minutes)
    for share, room in zip(shares, minutes, strict=True):
        assert -1e-9 <= share <= room + 1e-9
    assert sum(shares) >= min(demand, sum(minutes)) - 1e-6


@given(MINUTES, st.floats(0, 5000))
def test_of_the_final_days_none_takes_more_than_its_share_while_another_has_room(
    minutes: list[float], demand: float
) -> None:
    final = list(enumerate(zip(spread(minutes, demand), minutes, strict=True)))[-LAST_DAYS:]
    last = len(minutes) - 1
    levels = {
        place: (share / FADES ** max(0, last - place - 1), share < room - 1e-9)
        for place, (share, room) in final
    }
    highest = max(level for level, _ in levels.values())
    for level, has_room in levels.values():
        if has_room:
            assert level == pytest.approx(highest)


@given(MINUTES, st.floats(0, 5000))
def test_days_before_the_final_ones_take_only_what_does_not_fit_there(
    minutes: list[float], demand: float
) -> None:
    shares = spread(minutes, demand)
    for index, share in enumerate(shares[:-LAST_DAYS]):
        if share > 1e-6:
            assert shares[index + 1 :] == pytest.approx(minutes[index + 1 :])


def test_a_small_last_pass_fades_back_from_the_date() -> None:
    shares = spread([60.0] * 20 + [45.0], 60)
    assert shares[-1] == shares[-2] == 45
    assert all(after >= before for before, after in pairwise(shares))
    assert shares[-3] == pytest.approx(45 * FADES)
    assert spread([], 10) == []


def test_what_is_due_gets_a_part_of_what_reading_does_not_need() -> None:
    assert catch_up(600, 60, 540) == pytest.approx(60 * CATCH_UP)
    assert catch_up(300, 60, 540) == pytest.approx(15 * CATCH_UP)
    assert catch_up(-600, 60, 540) == 0
    assert catch_up(600, 0, 0) == 0


def asked(day: DayPlan) -> int:
    return sum(item.cards for item in day.items if item.id == DUE)


def is_read_on(day: DayPlan) -> bool:
    return any(item.kind in (ItemKind.READ, ItemKind.PRIMER) for item in day.items)


@st.composite
def preparations(draw: st.DrawFn) -> Situation:
    """From nothing known to half of it, with too few minutes or enough."""
    readings = draw(st.integers(1, 60))
    unread = [
        Unread(f"w{n}", draw(st.sampled_from([5.0, 10, 15, 22, 45])), f"K{n % 3}", 6)
        for n in range(readings)
    ]
    cards: list[Known] = []
    for number in range(draw(st.integers(0, 30))):
        stability, due = draw(st.sampled_from([0.5, 2.0, 8.0, 30.0])), draw(st.integers(-20, 20))
        cards += [
            known(f"r{number}:{n}", source=f"r{number}", share=1 / 6, stability=stability,
                  ago=20, due_in=due)
            for n in range(6)
        ]  # fmt: skip
    days, minutes = draw(st.integers(3, 60)), draw(st.sampled_from([15, 30, 60, 90, 120]))
    return situation(*unread, cards=tuple(cards), days=days, minutes=minutes)


def new_minutes(day: DayPlan) -> float:
    return sum(item.minutes for item in day.items if item.id == NEW)


def waiting(given: Situation, days: Sequence[DayPlan]) -> int:
    """How many cards there are at the end of some days that were not asked again on these."""
    known = sum(card.memory is not None for card in given.cards)
    return known + sum(i.cards * (1 if i.id == NEW else -1) for day in days for i in day.items)


@given(preparations())
@example(situation(*(Unread(f"w{n}", 15, "K0", 7) for n in range(90)), days=21))
def test_nothing_piles_up_on_the_last_day(given: Situation) -> None:
    """Where the day before has minutes for reading, it has as many reviews as the last one."""
    days = plan(given).days
    eve, last = days[-2], days[-1]
    assume(waiting(given, days[:-2]) >= asked(last))
    if is_read_on(eve):
        minute = given.seconds / 60 * ASKS
        assert asked(eve) >= min(asked(last), int((eve.minutes - new_minutes(eve)) / minute)) - 1


@given(preparations())
@example(situation(*(Unread(f"w{n}", 15, "K0", 7) for n in range(90)), days=21))
def test_reviews_fade_in_over_the_final_days(given: Situation) -> None:
    """While there is reading on a day, it has its part of what the last day has."""
    days = plan(given).days
    minute = given.seconds / 60 * ASKS
    for index in range(max(1, len(days) - LAST_DAYS), len(days) - 1):
        day = days[index]
        fair = asked(days[-1]) * FADES ** (len(days) - 2 - index)
        if is_read_on(day) and waiting(given, days[:index]) >= fair:
            assert asked(day) >= min(fair, (day.minutes - new_minutes(day)) / minute) - 2


def test_what_is_overdue_is_caught_up_with_while_there_is_reading() -> None:
    backlog = tuple(known(f"c{n}", stability=4, ago=20, due_in=-10) for n in range(120))
    given = situation(
        *(Unread(f"w{n}", 15, "K0", 6) for n in range(90)), cards=backlog, days=80, minutes=60
    )
    made = plan(given)
    assert made.cut == ()
    first = made.days[:14]
    assert all(is_read_on(day) for day in first)
    assert sum(asked(day) > 0 for day in first[:-1]) >= 10
    assert sum(asked(day) for day in first) >= 60
    assert made.caught_up is not None
    assert made.caught_up < TODAY + 60 * DAY


def test_where_minutes_are_few_what_is_due_waits_for_reading() -> None:
    given = situation(*(Unread(f"w{n}", 15, "K0", 6) for n in range(90)), days=20, minutes=30)
    made = plan(replace(given, cards=tuple(known(f"c{n}", due_in=-3) for n in range(50))))
    assert made.cut
    assert made.postponed == 50
