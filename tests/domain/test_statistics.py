from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.statistics import (
    Activity,
    Forecast,
    Minutes,
    Recalled,
    by_day,
    forecast,
    spent,
    streak,
    wilson,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
near = st.integers(-40, 40).map(lambda days: TODAY + days * DAY)
counts = st.integers(0, 50)
minutes = st.builds(Minutes, *[st.integers(0, 90).map(float)] * 3)
activities = st.lists(st.builds(Activity, near, counts, counts, counts, minutes))


def never(_: date) -> bool:
    return False


# ----------------------------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("recalled", "reviews", "low", "high"),
    [  # R. G. Newcombe, 1998, "Two-sided confidence intervals for the single proportion", table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(
    recalled: int, reviews: int, low: float, high: float
) -> None:
    assert wilson(recalled / reviews, reviews) == pytest.approx((low, high), abs=5e-5)


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_wilson_holds_the_share_and_narrows(share: float, trials: int) -> None:
    low, high = wilson(share, trials)
    assert 0 <= low <= high <= 1
    assert not trials or low <= share <= high
    narrower_low, narrower_high = wilson(share, trials * 4 + 1)
    assert narrower_high - narrower_low <= high - low + 1e-12


# ---------------------------------------------------------------------------------- activity


@given(activities)
def test_days_are_in_order_and_lose_nothing(done: list[Activity]) -> None:
    days = by_day(done)
    assert [one.day for one in days] == sorted({one.day for one in done})
    assert spent(days) == spent(done)
    assert spent(done).total == sum(one.minutes.total for one in done)
    for name in ("reviews", "readings", "practices"):
        assert sum(getattr(one, name) for one in days) == sum(getattr(one, name) for one in done)
    for one in days:
        assert one.readings == sum(it.readings for it in done if it.day == one.day)


# ------------------------------------------------------------------------------------ streaks


def runs(studied: set[date], rests: Callable[[date], bool]) -> tuple[int, int]:
    """What a streak is, said plainly: a string of days, cut at those that were missed."""
    days = sorted(day for day in studied if day <= TODAY)
    if not days:
        return 0, 0
    text = ""
    for number in range((TODAY - days[0]).days + 1):
        day = days[0] + number * DAY
        text += "x" if day in studied else "" if rests(day) or day == TODAY else " "
    return len(text.split(" ")[-1]), max(map(len, text.split(" ")))


@given(st.sets(near), st.sets(near))
def test_a_streak_is_the_longest_run_without_a_missed_day(
    studied: set[date], free: set[date]
) -> None:
    found = streak(studied, free.__contains__, TODAY)
    assert (found.current, found.longest) == runs(studied, free.__contains__)


@given(st.sets(near), st.sets(near), near)
def test_a_day_off_never_shortens_a_streak(studied: set[date], free: set[date], day: date) -> None:
    before = streak(studied, free.__contains__, TODAY)
    after = streak(studied, (free | {day}).__contains__, TODAY)
    assert after.current >= before.current
    assert after.longest >= before.longest


@pytest.mark.parametrize(
    ("days_ago", "current", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1, 2, 3), 3, 3),  # today is not over
        ((2, 3, 4), 0, 3),
        ((0, 1, 3, 4, 5), 2, 3),
        ((-1, 0), 1, 1),  # tomorrow has not been
    ],
)
def test_some_streaks(days_ago: tuple[int, ...], current: int, longest: int) -> None:
    found = streak({TODAY - ago * DAY for ago in days_ago}, never, TODAY)
    assert (found.current, found.longest) == (current, longest)


def test_a_weekend_of_no_minutes_breaks_nothing_and_counts_where_it_was_studied() -> None:
    friday = date(2026, 11, 20)
    studied = {friday, friday + DAY, friday + 3 * DAY, TODAY}  # Saturday, not Sunday
    assert streak(studied, lambda day: day.weekday() > 4, TODAY).current == 4
    assert streak(studied, never, TODAY).current == 2


# ---------------------------------------------------------------------------------- retention


def test_the_share_is_told_against_the_target_only_where_it_is_sure() -> None:
    assert Recalled().share is None
    assert Recalled().against(0.9) == ""
    assert Recalled(1, 1).against(0.9) == "too few to tell"
    assert Recalled(90, 100).against(0.9) == "on target"
    assert Recalled(60, 100).against(0.9) == "below target"
    assert Recalled(799, 800).against(0.9) == "above target"
    assert Recalled(3, 4).share == 0.75


# ----------------------------------------------------------------------------------- forecast


@given(st.lists(st.tuples(st.none() | near, counts)), st.integers(1, 60))
def test_a_forecast_counts_every_card_once(due: list[tuple[date | None, int]], days: int) -> None:
    found = forecast(due, TODAY, days)
    ahead = dict(found.days)
    assert list(ahead) == [TODAY + number * DAY for number in range(days)]
    total = found.overdue + sum(ahead.values()) + found.later + found.new
    assert total == sum(number for _, number in due)
    assert found.overdue == sum(number for day, number in due if day and day < TODAY)
    assert ahead[TODAY] == sum(number for day, number in due if day == TODAY)


def test_a_small_forecast() -> None:
    due = [(TODAY - DAY, 2), (TODAY, 1), (TODAY + 2 * DAY, 4), (None, 3), (TODAY + 3 * DAY, 5)]
    days = ((TODAY, 1), (TODAY + DAY, 0), (TODAY + 2 * DAY, 4))
    assert forecast(due, TODAY, 3) == Forecast(overdue=2, days=days, later=5, new=3)
