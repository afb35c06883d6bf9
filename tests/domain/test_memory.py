"""The model of memory: FSRS-6 as published."""

from datetime import date, timedelta

import fsrs
import fsrs_rs_python
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.memory import (
    DEFAULT_PARAMETERS,
    PARAMETER_RANGES,
    Grade,
    Memory,
    interval_days,
    retrievability,
)

TODAY = date(2026, 3, 10)


def test_parameters_may_be_what_the_oracle_lets_them_be() -> None:
    assert [least for least, _ in PARAMETER_RANGES] == list(fsrs.scheduler.LOWER_BOUNDS_PARAMETERS)
    assert [most for _, most in PARAMETER_RANGES] == list(fsrs.scheduler.UPPER_BOUNDS_PARAMETERS)


def test_the_default_parameters_are_those_of_fsrs_6() -> None:
    assert DEFAULT_PARAMETERS == fsrs.scheduler.DEFAULT_PARAMETERS
    assert pytest.approx(fsrs_rs_python.DEFAULT_PARAMETERS, rel=1e-7) == list(DEFAULT_PARAMETERS)


def test_published_intervals_by_retention_at_a_stability_of_one_day() -> None:
    intervals = [
        max(1, round(interval_days(1.0, tenths / 10, DEFAULT_PARAMETERS)))
        for tenths in range(1, 11)
    ]
    assert intervals == [3116766, 34793, 2508, 387, 90, 27, 9, 3, 1, 1]


@pytest.mark.parametrize(
    ("retention", "days"),
    [(0.7, 93), (0.8, 33), (0.85, 19), (0.9, 10), (0.95, 4), (0.97, 2), (0.99, 1)],
)
def test_published_intervals_by_retention_at_a_stability_of_ten_days(
    retention: float, days: int
) -> None:
    assert round(interval_days(10.0, retention, DEFAULT_PARAMETERS)) == days


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, 1.0),
        (1, 0.985682),
        (5, 0.940344),
        (10, 0.9),
        (20, 0.845885),
        (30, 0.809388),
        (60, 0.742717),
    ],
)
def test_published_forgetting_curve(days: int, expected: float) -> None:
    day = TODAY + timedelta(days=days)
    assert retrievability(Memory(10.0, 5.0), TODAY, day, DEFAULT_PARAMETERS) == pytest.approx(
        expected, abs=5e-7
    )


def test_grades_have_words() -> None:
    assert [grade.label for grade in Grade] == ["again", "hard", "good", "easy"]
    assert [Grade.parse(grade.label) for grade in Grade] == [1, 2, 3, 4]
    assert Grade.parse(" Good ") is Grade.GOOD
    with pytest.raises(ValueError, match="'fine' is no grade; grades are again, hard, good and"):
        Grade.parse("fine")


def test_retrievability_before_the_last_day_is_certain() -> None:
    memory = Memory(10.0, 5.0)
    yesterday = TODAY - timedelta(days=1)
    assert retrievability(memory, TODAY, yesterday, DEFAULT_PARAMETERS) == 1.0


@given(st.floats(0.01, 36500), st.floats(0.70, 0.99), st.floats(0.1, 0.8))
def test_interval_and_retrievability_are_inverse(
    stability: float, retention: float, decay: float
) -> None:
    parameters = (*DEFAULT_PARAMETERS[:20], decay)
    exact = interval_days(stability, retention, parameters)
    whole = min(round(exact), 3_000_000)
    recalled = retrievability(
        Memory(stability, 5.0), date(1, 1, 1), date(1, 1, 1) + timedelta(days=whole), parameters
    )
    assert interval_days(stability, recalled, parameters) == pytest.approx(
        whole, rel=1e-3, abs=0.01
    )
