"""Load balancing: of the days that fuzz allows, the least busy one; easy days are kept free."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.day import StudyDays
from studyplan.domain.memory import Grade, Memory
from studyplan.domain.scheduling import Card, Phase, Scheduling, fuzz_range, preview

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = StudyDays(ZoneInfo("UTC"), time(4))
TODAY = date(2026, 11, 24)


def in_review(stability: float, reps: int = 5) -> Card:
    return Card(
        id="w:q",
        phase=Phase.REVIEW,
        due_day=TODAY,
        memory=Memory(stability, 5.0),
        last_at=NOW - timedelta(days=7),
        last_day=TODAY - timedelta(days=7),
        reps=reps,
    )


def intervals(card: Card, load: Callable[[date], float] | None) -> dict[Grade, int]:
    outcomes = preview(card, NOW, DAYS, Scheduling(), load)
    return {grade: (one.due_day - TODAY).days for grade, one in outcomes.items()}


stabilities = st.floats(3, 200)
loads = st.dictionaries(st.integers(1, 400), st.floats(0, 50), max_size=40)


@given(stabilities, st.integers(1, 40), loads)
def test_it_stays_within_what_fuzz_allows_and_takes_the_least_busy_day(
    stability: float, reps: int, busy: dict[int, float]
) -> None:
    card = in_review(stability, reps)

    def load(day: date) -> float:
        return busy.get((day - TODAY).days, 1.0)

    for grade, taken in intervals(card, load).items():
        if grade is Grade.AGAIN:
            continue
        after = preview(card, NOW, DAYS, Scheduling(fuzz=False))[grade]
        exact = (after.due_day - TODAY).days
        shortest, longest = fuzz_range(max(1.0, float(exact)), 36500)
        assert shortest - 1 <= taken <= longest + 1
    hard = intervals(card, load)[Grade.HARD]
    fuzzed = [intervals(in_review(stability, n), None)[Grade.HARD] for n in range(60)]
    assert all(
        load(TODAY + timedelta(days=hard)) <= load(TODAY + timedelta(days=n)) for n in fuzzed
    )


@given(stabilities, st.integers(1, 40), loads)
def test_a_better_grade_never_comes_back_sooner(
    stability: float, reps: int, busy: dict[int, float]
) -> None:
    taken = intervals(in_review(stability, reps), lambda day: busy.get((day - TODAY).days, 1.0))
    assert taken[Grade.HARD] <= taken[Grade.GOOD] <= taken[Grade.EASY]


@given(stabilities, st.integers(1, 40))
def test_a_day_off_stays_free(stability: float, reps: int) -> None:
    card = in_review(stability, reps)
    usual = TODAY + timedelta(days=intervals(card, None)[Grade.HARD])
    taken = intervals(card, lambda day: math.inf if day == usual else 1.0)
    assert TODAY + timedelta(days=taken[Grade.HARD]) != usual


@given(stabilities, st.integers(1, 40))
def test_equally_busy_days_are_decided_as_without_load(stability: float, reps: int) -> None:
    card = in_review(stability, reps)
    assert intervals(card, lambda _: 3.0) == intervals(card, None)
