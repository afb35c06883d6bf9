"""What is an article, and how long it takes this person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.articles import (
    ENOUGH,
    FASTEST,
    SLOWEST,
    USUAL,
    Pace,
    count,
    not_an_article,
    pace_of,
)

TEXT = "The loss decays to zero as the confidence grows. " * 30


def test_the_usual_pace_is_said_to_be_an_estimate() -> None:
    assert Pace().source(1100) == "1,100 words at 220 a minute, an estimate"
    assert Pace().minutes(1100) == 5
    assert Pace(110.0, 4).source(1100) == "1,100 words at your 110 a minute"
    assert Pace(110.0, 4).minutes(1100) == 10


def test_a_pace_is_measured_once_there_is_enough_of_it() -> None:
    assert pace_of([(1000, 10)] * (ENOUGH - 1)) == Pace()
    assert pace_of([(1000, 10), (2000, 10), (900, 10)]) == Pace(100.0, 3)
    assert pace_of([(1000, 0), (100_000, 1), (10, 100)]) == Pace()  # nobody reads so


@given(st.lists(st.tuples(st.integers(1, 100_000), st.integers(0, 1440))))
def test_a_pace_is_one_of_a_person(read: list[tuple[int, int]]) -> None:
    pace = pace_of(read)
    assert SLOWEST <= pace.words <= FASTEST
    assert pace.measured or pace.words == USUAL
    assert pace.minutes(1) >= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# One two\n\n- three", 3),
        ("a [link](https://example.org/four/five) here", 3),
        ("the model's well-known don’t", 4),
        ("---\n\n```\n\n```", 0),
    ],
)
def test_marks_and_addresses_are_no_words(text: str, words: int) -> None:
    assert count(text) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing readable"),
        ("Too little.", "only 2 words"),
        ("Some words. " * 20 + "This is a Member-only story.", "only the beginning is free"),
        (TEXT, None),
        (TEXT * 3 + "Log in to continue the discussion.", None),  # the article is there
    ],
)
def test_what_is_none_is_told_with_the_reason(text: str, why: str | None) -> None:
    found = not_an_article(text)
    assert (found is None) if why is None else (found is not None and why in found)
