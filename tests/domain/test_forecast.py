"""Forecasts against the functions of memory, the states of fsrs-rs and py-fsrs as an oracle."""

import math
from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.forecast import FIRST_GRADES, Forecast
from studyplan.domain.memory import DEFAULT_PARAMETERS, Memory, interval_days, retrievability

FORECAST = Forecast(DEFAULT_PARAMETERS)
ORACLE = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
memories = st.builds(Memory, st.floats(0.1, 400), st.floats(1, 10))
some_days = st.integers(1, 200)


def answered(memory: Memory, elapsed: int, rating: fsrs.Rating) -> Memory:
    """The state after a grade, by py-fsrs."""
    card = fsrs.Card(
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=NOW,
        last_review=NOW - timedelta(days=elapsed),
    )
    after, _ = ORACLE.review_card(card, rating, NOW)
    assert after.stability is not None
    assert after.difficulty is not None
    return Memory(after.stability, after.difficulty)


@given(memories, st.integers(0, 400))
def test_recall_is_that_of_memory(memory: Memory, days: int) -> None:
    then = date(2026, 3, 10)
    later = then + timedelta(days=days)
    expected = retrievability(memory, then, later, DEFAULT_PARAMETERS)
    assert FORECAST.recall(memory.stability, days) == pytest.approx(expected, rel=1e-9)


@given(st.floats(0.1, 400), st.floats(0.7, 0.99))
def test_intervals_are_those_of_memory(stability: float, retention: float) -> None:
    expected = interval_days(stability, retention, DEFAULT_PARAMETERS)
    assert FORECAST.interval(stability, retention) == pytest.approx(expected, rel=1e-4)
    assert FORECAST.recall(stability, FORECAST.interval(stability, retention)) == pytest.approx(
        retention
    )
    wait = FORECAST.wait(Memory(stability, 5.0), retention)
    assert wait == max(1, round(FORECAST.interval(stability, retention)))


@given(memories, some_days, some_days)
def test_the_gain_is_what_is_recalled_if_asked_less_what_is_if_not(
    memory: Memory, elapsed: int, left: int
) -> None:
    now = FORECAST.recall(memory.stability, elapsed)
    good = answered(memory, elapsed, fsrs.Rating.Good)
    again = answered(memory, elapsed, fsrs.Rating.Again)
    asked = now * FORECAST.recall(good.stability, left)
    asked += (1 - now) * FORECAST.recall(again.stability, left)
    unasked = FORECAST.recall(memory.stability, elapsed + left)
    assert FORECAST.gain(memory, elapsed, left) == pytest.approx(asked - unasked, abs=2e-4)


@given(memories, some_days, some_days)
def test_the_gain_is_never_more_than_what_would_be_forgotten(
    memory: Memory, elapsed: int, left: int
) -> None:
    """Which cards are worth a closer look is told by this alone."""
    forgotten = 1 - FORECAST.recall(memory.stability, elapsed + left)
    assert FORECAST.gain(memory, elapsed, left) <= forgotten + 1e-9


@given(memories, some_days)
def test_the_expected_state_lies_between_the_answers(memory: Memory, elapsed: int) -> None:
    now = FORECAST.recall(memory.stability, elapsed)
    good = answered(memory, elapsed, fsrs.Rating.Good)
    again = answered(memory, elapsed, fsrs.Rating.Again)
    expected = FORECAST.expected(memory, elapsed)
    stability = math.exp(now * math.log(good.stability) + (1 - now) * math.log(again.stability))
    assert expected.stability == pytest.approx(stability, rel=1e-3)
    difficulty = now * good.difficulty + (1 - now) * again.difficulty
    assert expected.difficulty == pytest.approx(difficulty, abs=1e-3)


def test_the_first_state_is_the_mean_over_first_grades() -> None:
    assert sum(FIRST_GRADES) == pytest.approx(1)
    after = []
    for rating in fsrs.Rating:
        card, _ = ORACLE.review_card(fsrs.Card(), rating, NOW)
        assert card.stability is not None
        assert card.difficulty is not None
        after.append((card.stability, card.difficulty))
    stability = math.exp(
        sum(share * math.log(s) for share, (s, _) in zip(FIRST_GRADES, after, strict=True))
    )
    difficulty = sum(share * d for share, (_, d) in zip(FIRST_GRADES, after, strict=True))
    assert FORECAST.first().stability == pytest.approx(stability, rel=1e-4)
    assert FORECAST.first().difficulty == pytest.approx(difficulty, rel=1e-4)


def test_a_day_before_the_last_grade_counts_as_its_day() -> None:
    assert FORECAST.recall(0.2, -3) == FORECAST.recall(0.2, 0) == 1


def test_asking_soon_after_buys_little_and_near_the_date_much() -> None:
    memory = Memory(3.0, 5.0)
    assert FORECAST.gain(memory, 1, 30) < FORECAST.gain(memory, 15, 16)
    assert FORECAST.gain(Memory(300.0, 5.0), 10, 10) < 0.02


def test_other_parameters_forecast_otherwise() -> None:
    flatter = Forecast((*DEFAULT_PARAMETERS[:20], 0.3))
    assert flatter.recall(10.0, 10) == pytest.approx(0.9)
    assert flatter.recall(10.0, 100) < FORECAST.recall(10.0, 100)
