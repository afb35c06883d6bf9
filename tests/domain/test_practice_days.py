"""Mock interviews: at a rising rate, on days that hang on the date alone."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.plan import ItemKind, Situation
from studyplan.domain.planner import plan
from studyplan.domain.practice_days import A_CARD, MOST, practice_days
from tests.domain.situations import DAY, TODAY, Week, known, later, situation, situations


def mocks(given: Situation) -> dict[date, tuple[str, float]]:
    """The mock interviews of a plan, by the day."""
    return {
        day.day: (item.id, item.minutes)
        for day in plan(given).days
        for item in day.items
        if item.kind is ItemKind.INTERVIEW
    }


def practising(days: int | None, minutes: float = 60, *ids: str) -> Situation:
    return replace(situation(days=days, minutes=minutes), mocks=ids or ("feed", "ads", "search"))


@pytest.mark.parametrize(
    ("minutes", "before"),
    [(90, [2, 3, 5, 8, 12, 17, 23, 30]), (60, [2, 4, 8, 14, 22]), (30, [2, 5, 11, 20])],
)
def test_gaps_grow_back_from_the_date(minutes: float, before: list[int]) -> None:
    found = mocks(practising(30, minutes))
    assert [30 - (day - TODAY).days for day in reversed(found)] == before


def test_they_take_turns_and_are_as_long_as_the_day_allows() -> None:
    assert [id for id, _ in mocks(practising(30)).values()] == [
        "feed", "ads", "search", "feed", "ads",
    ]  # fmt: skip
    assert {length for _, length in mocks(practising(30)).values()} == {45}
    assert {length for _, length in mocks(practising(30, 40)).values()} == {30}
    assert mocks(practising(30, 29)) == {}


@pytest.mark.parametrize(
    "given",
    [practising(None), situation(days=30), practising(0), practising(1), practising(30, 0)],
    ids=["no date", "no mock interview", "today", "tomorrow", "no minutes"],
)
def test_there_is_none(given: Situation) -> None:
    assert mocks(given) == {}


@given(st.integers(3, 90), st.integers(1, 5))
def test_missed_days_move_no_other(days: int, missed: int) -> None:
    given = replace(practising(days), minutes=Week((30, 60, 30, 60, 30, 120, 0), frozenset()))
    then = later(given, min(missed, days - 1))
    left = [day for day in mocks(given) if day >= then.day]
    # With fewer minutes there may be fewer, and those nearest the date stay.
    assert list(mocks(then)) == left[len(left) - len(mocks(then)) :]


@given(situations(dated=True))
def test_they_take_a_part_of_the_minutes_at_most(given: Situation) -> None:
    assert given.interview is not None
    days = [given.day + n * DAY for n in range((given.interview - given.day).days)]
    whole = sum(map(given.minutes, days)) + len(given.cards) * A_CARD
    assert sum(length for _, length in mocks(given).values()) <= whole * MOST


def test_who_begins_late_reads_and_who_has_prepared_practises() -> None:
    assert mocks(practising(3, 30)) == {}
    prepared = replace(practising(3, 30), cards=[known(f"c{n}") for n in range(60)])
    assert [(TODAY + 3 * DAY - day).days for day in mocks(prepared)] == [2]


@pytest.mark.parametrize("minutes", [30, 60, 90])
def test_what_was_planned_stays_while_the_days_are_studied(minutes: int) -> None:
    """A card for three minutes is what the list that ships makes."""
    given = practising(30, minutes)
    for studied in range(1, 30):
        cards = [known(f"c{n}") for n in range(studied * minutes // 4)]
        then = replace(later(given, studied), cards=cards)
        assert list(mocks(then)) == [day for day in mocks(given) if day >= then.day]


def test_what_is_done_of_today_moves_none_and_one_a_day_is_enough() -> None:
    # Today is eight days before: a day for one.
    given = replace(practising(8), cards=[known(f"c{n}") for n in range(200)])
    assert next(iter(mocks(given))) == TODAY
    assert list(mocks(replace(given, spent=10))) == list(mocks(given))
    assert list(mocks(replace(given, spent=50))) == list(mocks(given))[1:]
    practised = replace(given, spent=45, mocked_today=True)
    assert list(mocks(practised)) == list(mocks(given))[1:]


@given(situations(dated=True))
def test_every_mock_interview_has_room_and_none_comes_the_day_before(given: Situation) -> None:
    assert given.interview is not None
    found = mocks(given)
    assert given.interview - DAY not in found
    assert all(given.minutes(day) >= length for day, (_, length) in found.items())
    assert {id for id, _ in found.values()} <= set(given.mocks)


def test_they_come_more_and_more_often() -> None:
    found = list(practice_days(practising(90), [60.0] * 90))
    gaps = [after - before for before, after in pairwise(found)]
    assert gaps == sorted(gaps, reverse=True)
