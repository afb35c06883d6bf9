"""Words for dates and counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan import words

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        *((-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "Thu"), (6, "Mon")),
        *((7, "1 Dec"), (-2, "22 Nov"), (40, "3 Jan 2027")),
    ],
)
def test_a_day_is_said_as_people_say_it(days: int, said: str) -> None:
    assert words.relative_day(TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (42, "Interview in 42 days · Tue 5 Jan"),
        (1, "Interview in 1 day · Wed 25 Nov"),
        (0, "The interview is today"),
        (-3, "The interview was on Sat 21 Nov"),
    ],
)
def test_the_countdown_is_in_words(days: int, said: str) -> None:
    assert words.countdown(TODAY, TODAY + timedelta(days=days)) == said


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert words.countdown(TODAY, None) == "No interview date yet"


@given(st.floats(-1, 2), st.integers(0, 40))
def test_a_bar_has_its_width_whatever_its_share(share: float, width: int) -> None:
    assert len(words.bar(share, width)) == width


@pytest.mark.parametrize(("number", "said"), [(0, "0 min"), (0.2, "1 min"), (12.6, "13 min")])
def test_minutes_are_whole_and_never_hide_that_there_is_something(number: float, said: str) -> None:
    assert words.minutes(number) == said


def test_minutes_of_a_day_are_those_done_and_planned_of_those_there_are() -> None:
    assert words.spent(59, 60) == "59 of 60 min"
    assert words.spent(0, 60, 60) == "60 done + 0 of 60 min"
    assert words.spent(0, 0) == "no study"


def test_a_day_far_away_has_its_year() -> None:
    assert words.short_day(date(2031, 1, 1), TODAY) == "Wed 1 Jan 2031"
    assert words.short_day(date(2027, 1, 1), TODAY) == "Fri 1 Jan"
    assert words.countdown(TODAY, date(2031, 1, 1)).endswith("Wed 1 Jan 2031")
