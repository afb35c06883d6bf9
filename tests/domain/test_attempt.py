"""Time is split exactly, notes fold, a mean becomes a grade, a surprise is drawn by weakness."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.action import Begun, Event, Finished, Written
from studyplan.domain.attempt import Attempt, grade_of, mean_score, split, step_attempt, surprise
from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.memory import Grade
from tests.small import interview

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SCOPE, TASK = StageName.SCOPE, StageName.TASK


def with_minutes(minutes: list[int]) -> Interview:
    return interview("one", minutes=tuple(minutes))


@given(st.lists(st.integers(1, 60), min_size=9, max_size=9), st.sampled_from([30, 45, 60]))
def test_a_split_adds_up_and_keeps_the_proportions(minutes: list[int], total: int) -> None:
    found = split(with_minutes(minutes), total)
    assert list(found) == list(StageName)
    assert sum(found.values()) == total * 60
    for part, seconds in zip(minutes, found.values(), strict=True):
        assert abs(seconds - part * total * 60 / sum(minutes)) < 1


def test_the_length_it_was_written_for_is_kept() -> None:
    minutes = [5, 5, 5, 5, 5, 8, 5, 4, 3]
    assert list(split(with_minutes(minutes), 45).values()) == [60 * part for part in minutes]


def event(action: Begun | Written | Finished, number: int = 1) -> Event:
    return Event(UUID(int=number), "here", AT, action)


def fold(*actions: Begun | Written | Finished) -> Attempt | None:
    state = None
    for action in actions:
        state = step_attempt(state, event(action))
    return state


BEGUN = Begun("a", "one", {SCOPE: 300, TASK: 300})


def test_an_attempt_is_the_fold_of_its_events() -> None:
    found = fold(
        BEGUN,
        Written("a", TASK, {SCOPE: "Who asks?"}, {SCOPE: 290.5}, ("How many?",)),
        Written("a", TASK, {TASK: "Rank."}, {TASK: 10.0}, ("How many?", "Why?")),
        Written("a", SCOPE, {TASK: ""}, {TASK: 12.0}, ("How many?", "Why?")),
        Finished("a", "one", {Dimension.DATA: 3, Dimension.FEATURES: 0}),
    )
    assert found is not None
    assert (found.stage, found.minutes, found.started_at) == (SCOPE, 10, AT)
    assert found.notes == {SCOPE: "Who asks?"}
    assert found.seconds == {SCOPE: 290.5, TASK: 12.0}
    assert found.spent == 302.5
    assert found.revealed == ("How many?", "Why?")
    assert (found.finished_at, found.mean) == (AT, 1.5)


def test_what_was_never_begun_stays_nothing() -> None:
    written = Written("a", TASK, {SCOPE: "x"}, {}, ())
    assert fold(written, Finished("a", "one", {})) is None


@pytest.mark.parametrize(
    ("mean", "grade"),
    [(0, Grade.AGAIN), (1.49, Grade.AGAIN), (1.5, Grade.HARD), (2.49, Grade.HARD),
     (2.5, Grade.GOOD), (3.49, Grade.GOOD), (3.5, Grade.EASY), (4, Grade.EASY)],
)  # fmt: skip
def test_the_mean_gives_the_grade(mean: float, grade: Grade) -> None:
    assert grade_of(mean) is grade


def test_nothing_scored_has_no_mean() -> None:
    assert mean_score({}) is None


def test_a_surprise_is_the_same_for_a_seed_and_prefers_the_weakest() -> None:
    safe, half, weak = (
        interview(name, competencies=(competency, "K09"))
        for name, competency in (("safe", "K01"), ("half", "K02"), ("weak", "K03"))
    )
    weakness = {"K01": 0.0, "K02": 0.5, "K03": 1.0, "K09": 0.1}
    drawn = [surprise([safe, half, weak], weakness, seed).id for seed in range(400)]
    assert drawn == [surprise([safe, half, weak], weakness, seed).id for seed in range(400)]
    count = Counter(drawn)
    assert count["weak"] > 2 * count["half"] > 4 * count["safe"] > 0


def test_the_first_competency_counts_most() -> None:
    first = interview("first", competencies=("K01", "K02"))
    second = interview("second", competencies=("K02", "K01"))
    drawn = Counter(
        surprise([first, second], {"K01": 1.0, "K02": 0.0}, seed).id for seed in range(400)
    )
    assert drawn["first"] > 2 * drawn["second"]
