import math
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from importlib.metadata import version
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import fsrs
import fsrs_rs_python
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyplan.domain.day import StudyDays
from studyplan.domain.memory import (
    DEFAULT_PARAMETERS,
    Grade,
    Memory,
    interval_days,
)
from studyplan.domain.scheduling import (
    Card,
    Graded,
    Phase,
    Scheduling,
    apply,
    decide,
    fuzz_range,
    interval_text,
    is_leech,
    preview,
)

DAYS = StudyDays(UTC)
BERLIN = StudyDays(ZoneInfo("Europe/Berlin"))
EXACT = Scheduling(fuzz=False)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
MINUTE = timedelta(minutes=1)
AGAIN, HARD, GOOD, EASY = Grade


def replay(card: Card, grades: Sequence[Graded]) -> Card:
    return reduce(lambda so_far, graded: apply(so_far, graded, DEFAULT_PARAMETERS), grades, card)


def reviewed(grade: Grade, at: datetime, days: StudyDays = DAYS) -> Graded:
    """A recorded grade of which only time and grade matter."""
    day = days.of(at)
    return Graded(at, grade, day, Phase.REVIEW, None, day + timedelta(days=1), None)


def next_time(graded: Graded) -> datetime:
    """When the card is due, at the same time of day if it is due on a day."""
    return graded.due_at or graded.at + (graded.due_day - graded.day)


def seeded(seed: int) -> random.Random:
    """Chance that is the same in every run."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def in_phase(phase: Phase, step: int | None = None, stability: float = 10.0) -> Card:
    """A card graded yesterday and due now."""
    due_at = NOON if phase.has_steps else None
    last_at = NOON - timedelta(days=1)
    memory = Memory(stability, 5.0)
    return Card("k", phase, step, TODAY, due_at, memory, last_at, DAYS.of(last_at), reps=3)


@st.composite
def cards_and_times(draw: st.DrawFn) -> tuple[Card, datetime]:
    """A card with a history of up to 10 grades, and a time at which it may be graded next."""
    card, now = Card(draw(st.text(min_size=1, max_size=8))), NOON
    scheduling = draw(schedulings())
    gaps = st.sampled_from([MINUTE, 10 * MINUTE, timedelta(hours=20)]) | st.timedeltas(
        timedelta(0), timedelta(days=400)
    )
    for grade in draw(st.lists(st.sampled_from(Grade), max_size=10)):
        card = apply(card, decide(card, grade, now, BERLIN, scheduling), scheduling.parameters)
        now += draw(gaps)
    return card, now


def schedulings() -> st.SearchStrategy[Scheduling]:
    """Settings of all kinds."""
    minutes = st.integers(1, 720).map(lambda number: number * MINUTE)
    steps = st.lists(minutes, max_size=3).map(lambda some: tuple(sorted(some)))
    return st.builds(
        Scheduling,
        retention=st.floats(0.70, 0.99),
        learning_steps=steps,
        relearning_steps=steps,
        maximum_interval=st.integers(1, 36500),
        fuzz=st.booleans(),
    )


# What was published


def test_published_intervals_of_py_fsrs() -> None:
    card, now = Card("k"), datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
    intervals = []
    for grade in (*[GOOD] * 6, AGAIN, AGAIN, *[GOOD] * 5):
        graded = decide(card, grade, now, DAYS, EXACT)
        card = apply(card, graded, DEFAULT_PARAMETERS)
        intervals.append((graded.due_day - graded.day).days)
        now = next_time(graded)
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_published_memory_state() -> None:
    at, grades = NOON, []
    for grade, gap in zip((AGAIN, GOOD, GOOD, GOOD, GOOD, GOOD), (0, 0, 1, 3, 8, 21), strict=True):
        at += timedelta(days=gap)
        grades.append(reviewed(grade, at))
    memory = replay(Card("k"), grades).memory
    assert memory is not None
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_sixty_days_of_good_at_the_default_retention_are_three_reviews() -> None:
    card, now = Card("k"), NOON
    reviews = []
    while now <= NOON + timedelta(days=60):
        graded = decide(card, GOOD, now, DAYS, EXACT)
        if card.phase is Phase.REVIEW and card.last_day is not None:
            reviews.append((graded.day - card.last_day).days)
        card = apply(card, graded, DEFAULT_PARAMETERS)
        now = next_time(graded)
    assert reviews == [2, 11, 46]


def test_stability_agrees_with_py_fsrs_on_random_histories() -> None:
    assert tuple(map(int, version("fsrs").split(".")[:3])) >= (6, 3, 2)
    oracle = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    chance = seeded(6)
    worst_stability = worst_difficulty = 0.0
    for history in range(2000):
        ours, theirs, at = Card("k"), fsrs.Card(card_id=history), NOON
        for _ in range(12):
            grade = chance.choice(list(Grade))
            ours = apply(ours, reviewed(grade, at), DEFAULT_PARAMETERS)
            theirs, _log = oracle.review_card(theirs, fsrs.Rating(grade), at)
            assert ours.memory is not None
            assert theirs.stability is not None
            assert theirs.difficulty is not None
            worst_stability = max(
                worst_stability, abs(ours.memory.stability / theirs.stability - 1)
            )
            worst_difficulty = max(
                worst_difficulty, abs(ours.memory.difficulty / theirs.difficulty - 1)
            )
            at += timedelta(days=chance.choice((0, 1, 2, 5, chance.randint(0, 60))))
    assert worst_stability < 1e-5
    assert worst_difficulty < 1e-5


# Traps that others fell into


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=9_000)])
def test_a_grade_after_the_clock_was_set_back_is_dated_like_the_last_one(back: timedelta) -> None:
    card = replay(Card("k"), [reviewed(GOOD, NOON)])
    now = NOON - back
    for at in (now, now.astimezone(ZoneInfo("Asia/Tokyo"))):
        again = decide(card, AGAIN, at, DAYS, EXACT)
        assert (again.at, again.day) == (NOON, DAYS.of(now))
        assert again.due_at == now + EXACT.relearning_steps[0]
        assert interval_text(again, at) == "10m"
        easy = decide(card, EASY, at, DAYS, EXACT)
        assert easy.due_day > easy.day == DAYS.of(now)
        assert easy.due_day - easy.day < timedelta(days=60)


def test_one_from_a_device_whose_clock_is_behind_counts_as_of_the_same_day() -> None:
    card = replay(Card("k"), [reviewed(GOOD, NOON)])
    before, same_day = NOON - timedelta(days=3), NOON + timedelta(hours=1)
    late = apply(card, reviewed(GOOD, before), DEFAULT_PARAMETERS)
    assert late.memory == apply(card, reviewed(GOOD, same_day), DEFAULT_PARAMETERS).memory
    assert late.reps == 2


def test_two_grades_at_the_same_instant_are_in_order() -> None:
    assert replay(Card("k"), [reviewed(GOOD, NOON), reviewed(GOOD, NOON)]).reps == 2


@pytest.mark.parametrize("retention", [0.0, 0.69, 0.991, 1.0, 1.5, -0.9, math.nan, math.inf])
def test_retention_out_of_bounds_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match=r"Retention must lie between 0\.70 and 0\.99, not "):
        Scheduling(retention=retention)


@pytest.mark.parametrize("retention", [0.70, 0.99])
def test_retention_at_its_bounds_is_allowed(retention: float) -> None:
    assert Scheduling(retention=retention).retention == retention


def test_elapsed_time_is_counted_in_study_days_not_in_24_hours() -> None:
    first = replay(Card("k"), [reviewed(GOOD, datetime(2026, 3, 10, 12, tzinfo=UTC))])
    memories = [
        apply(first, reviewed(GOOD, at), DEFAULT_PARAMETERS).memory
        for at in (
            datetime(2026, 3, 11, 4, 0, tzinfo=UTC),
            datetime(2026, 3, 11, 11, 59, tzinfo=UTC),
            datetime(2026, 3, 11, 12, 1, tzinfo=UTC),
            datetime(2026, 3, 11, 23, 59, tzinfo=UTC),
            datetime(2026, 3, 12, 0, 1, tzinfo=UTC),
            datetime(2026, 3, 12, 3, 59, tzinfo=UTC),
        )
    ]
    assert len(set(memories)) == 1
    same_day = apply(
        first, reviewed(GOOD, datetime(2026, 3, 11, 3, 59, tzinfo=UTC)), DEFAULT_PARAMETERS
    )
    assert same_day.memory not in memories


@given(st.integers(0, 60 * 24 - 1), st.integers(0, 60 * 24 - 1), st.integers(0, 400), st.data())
def test_the_hour_of_a_study_day_changes_nothing(
    first: int, second: int, gap: int, data: st.DataObject
) -> None:
    """Two reviews, each at any minute of its study day, also when clocks change between."""
    day = date(2026, 3, 1)
    other = day + timedelta(days=gap)
    start, end = BERLIN.start(other), BERLIN.end(other)
    grade = data.draw(st.sampled_from(Grade))

    def memory(one: datetime, two: datetime) -> Memory | None:
        grades = [reviewed(GOOD, one, BERLIN), reviewed(grade, two, BERLIN)]
        return replay(Card("k"), grades).memory

    one = BERLIN.start(day) + first * MINUTE
    two = max(one, min(start + second * MINUTE, end - MINUTE))
    assert memory(one, two) == memory(BERLIN.start(day), end - MINUTE)


def test_a_journey_west_never_counts_days_backwards() -> None:
    tokyo, hawaii = StudyDays(ZoneInfo("Asia/Tokyo")), StudyDays(ZoneInfo("Pacific/Honolulu"))
    card = replay(Card("k"), [reviewed(GOOD, NOON, tokyo)])
    later = reviewed(GOOD, NOON + timedelta(hours=1), hawaii)
    assert later.day < TODAY
    same_day = reviewed(GOOD, NOON + timedelta(hours=1), tokyo)
    assert (
        apply(card, later, DEFAULT_PARAMETERS).memory
        == apply(card, same_day, DEFAULT_PARAMETERS).memory
    )


def test_fuzz_does_not_use_the_shared_random_generator() -> None:
    card = in_phase(Phase.REVIEW, stability=300.0)
    random.seed(1)
    state = random.getstate()
    one = decide(card, GOOD, NOON, DAYS, Scheduling())
    assert random.getstate() == state
    random.seed(2)
    assert decide(card, GOOD, NOON, DAYS, Scheduling()) == one


def test_nothing_here_searches_for_an_optimal_retention(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("this takes 20 seconds")

    for name in ("optimal_retention", "simulate"):
        monkeypatch.setattr(fsrs_rs_python, name, refuse)
    card = apply(Card("k"), decide(Card("k"), GOOD, NOON, DAYS, EXACT), DEFAULT_PARAMETERS)
    assert preview(card, NOON, DAYS, Scheduling(retention=0.8))


def test_importing_the_module_does_not_load_fsrs() -> None:
    code = "import sys, studyplan.domain.memory; sys.exit('fsrs_rs_python' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# Steps


def due(card: Card, grade: Grade, scheduling: Scheduling = EXACT) -> tuple[Phase, int | None, str]:
    graded = decide(card, grade, NOON, DAYS, scheduling)
    return graded.phase, graded.step, interval_text(graded, NOON)


NEW_CARD = Card("k")
ONE = replace(EXACT, learning_steps=(10 * MINUTE,))
THREE = replace(EXACT, learning_steps=(MINUTE, 10 * MINUTE, 60 * MINUTE))
TWO_AGAIN = replace(EXACT, relearning_steps=(10 * MINUTE, 20 * MINUTE))
NONE = replace(EXACT, learning_steps=(), relearning_steps=())


@pytest.mark.parametrize(
    ("card", "scheduling", "grade", "expected"),
    [
        (NEW_CARD, EXACT, AGAIN, (Phase.LEARNING, 0, "1m")),
        (NEW_CARD, THREE, HARD, (Phase.LEARNING, 0, "6m")),
        (NEW_CARD, EXACT, GOOD, (Phase.LEARNING, 1, "10m")),
        (NEW_CARD, EXACT, EASY, (Phase.REVIEW, None, "8d")),
        (NEW_CARD, ONE, AGAIN, (Phase.LEARNING, 0, "10m")),
        (NEW_CARD, ONE, HARD, (Phase.LEARNING, 0, "15m")),
        (NEW_CARD, ONE, GOOD, (Phase.REVIEW, None, "2d")),
        (NEW_CARD, NONE, AGAIN, (Phase.REVIEW, None, "1d")),
        (NEW_CARD, NONE, GOOD, (Phase.REVIEW, None, "2d")),
        (in_phase(Phase.LEARNING, 1), EXACT, AGAIN, (Phase.LEARNING, 0, "1m")),
        (in_phase(Phase.LEARNING, 1), EXACT, HARD, (Phase.LEARNING, 1, "10m")),
        (in_phase(Phase.LEARNING, 1), EXACT, GOOD, (Phase.REVIEW, None, "13d")),
        (in_phase(Phase.LEARNING, 0), EXACT, EASY, (Phase.REVIEW, None, "16d")),
        (in_phase(Phase.LEARNING, 1), THREE, GOOD, (Phase.LEARNING, 2, "1h")),
        (in_phase(Phase.LEARNING, 2), THREE, GOOD, (Phase.REVIEW, None, "13d")),
        # The settings have lost the step the card is in.
        (in_phase(Phase.LEARNING, 2), EXACT, HARD, (Phase.REVIEW, None, "12d")),
        (in_phase(Phase.LEARNING, 2), EXACT, GOOD, (Phase.REVIEW, None, "13d")),
        (in_phase(Phase.LEARNING, 2), EXACT, AGAIN, (Phase.LEARNING, 0, "1m")),
        (in_phase(Phase.LEARNING, 2), NONE, AGAIN, (Phase.REVIEW, None, "1d")),
        (in_phase(Phase.REVIEW), EXACT, AGAIN, (Phase.RELEARNING, 0, "10m")),
        (in_phase(Phase.REVIEW), EXACT, HARD, (Phase.REVIEW, None, "12d")),
        (in_phase(Phase.REVIEW), EXACT, GOOD, (Phase.REVIEW, None, "13d")),
        (in_phase(Phase.REVIEW), EXACT, EASY, (Phase.REVIEW, None, "16d")),
        (in_phase(Phase.REVIEW), NONE, AGAIN, (Phase.REVIEW, None, "1d")),
        (in_phase(Phase.RELEARNING, 0), EXACT, AGAIN, (Phase.RELEARNING, 0, "10m")),
        (in_phase(Phase.RELEARNING, 0), EXACT, HARD, (Phase.RELEARNING, 0, "15m")),
        (in_phase(Phase.RELEARNING, 0), EXACT, GOOD, (Phase.REVIEW, None, "13d")),
        (in_phase(Phase.RELEARNING, 0), TWO_AGAIN, HARD, (Phase.RELEARNING, 0, "15m")),
        (in_phase(Phase.RELEARNING, 0), TWO_AGAIN, GOOD, (Phase.RELEARNING, 1, "20m")),
        (in_phase(Phase.RELEARNING, 1), TWO_AGAIN, HARD, (Phase.RELEARNING, 1, "20m")),
        (in_phase(Phase.RELEARNING, 0), EXACT, EASY, (Phase.REVIEW, None, "16d")),
    ],
)
def test_where_a_grade_leads(
    card: Card, scheduling: Scheduling, grade: Grade, expected: tuple[Phase, int | None, str]
) -> None:
    assert due(card, grade, scheduling) == expected


def test_hard_on_the_first_of_two_steps_waits_for_their_mean() -> None:
    graded = decide(Card("k"), HARD, NOON, DAYS, EXACT)
    assert graded.due_at == NOON + timedelta(minutes=5, seconds=30)


def test_a_step_may_cross_the_end_of_the_study_day() -> None:
    late = datetime(2026, 3, 11, 3, 55, tzinfo=UTC)
    graded = decide(Card("k"), GOOD, late, DAYS, EXACT)
    assert graded.day == date(2026, 3, 10)
    assert graded.due_at == datetime(2026, 3, 11, 4, 5, tzinfo=UTC)
    assert graded.due_day == date(2026, 3, 11)


def test_a_review_after_midnight_is_due_as_if_it_were_before() -> None:
    card = in_phase(Phase.REVIEW)
    evening = decide(card, GOOD, datetime(2026, 3, 10, 23, 59, tzinfo=UTC), DAYS, EXACT)
    night = decide(card, GOOD, datetime(2026, 3, 11, 0, 1, tzinfo=UTC), DAYS, EXACT)
    assert evening.due_day == night.due_day == date(2026, 3, 23)


def test_steps_agree_with_py_fsrs_on_random_histories() -> None:
    """Phase, step and due time; each grade is given when it is due, so that both count alike."""
    ours_by = replace(THREE, relearning_steps=TWO_AGAIN.relearning_steps)
    theirs_by = fsrs.Scheduler(
        learning_steps=ours_by.learning_steps,
        relearning_steps=ours_by.relearning_steps,
        enable_fuzzing=False,
    )
    phases = {
        Phase.LEARNING: fsrs.State.Learning,
        Phase.REVIEW: fsrs.State.Review,
        Phase.RELEARNING: fsrs.State.Relearning,
    }
    chance = seeded(3)
    for history in range(300):
        ours, theirs, at = Card("k"), fsrs.Card(card_id=history), NOON
        for _ in range(8):
            grade = chance.choice(list(Grade))
            graded = decide(ours, grade, at, DAYS, ours_by)
            ours = apply(ours, graded, DEFAULT_PARAMETERS)
            theirs, _log = theirs_by.review_card(theirs, fsrs.Rating(grade), at)
            assert (phases[ours.phase], ours.step) == (theirs.state, theirs.step)
            at = next_time(graded)
            assert at == theirs.due


# Fold


def test_reps_and_lapses() -> None:
    card, counts = Card("k"), []
    now = NOON
    for grade in (AGAIN, GOOD, GOOD, AGAIN, AGAIN, GOOD, HARD, AGAIN):
        graded = decide(card, grade, now, DAYS, EXACT)
        card = apply(card, graded, DEFAULT_PARAMETERS)
        counts.append((card.phase, card.reps, card.lapses))
        now = next_time(graded)
    assert counts == [
        (Phase.LEARNING, 1, 0),  # forgetting what was never learnt is no lapse
        (Phase.LEARNING, 2, 0),
        (Phase.REVIEW, 3, 0),
        (Phase.RELEARNING, 4, 1),
        (Phase.RELEARNING, 5, 1),
        (Phase.REVIEW, 6, 1),
        (Phase.REVIEW, 7, 1),
        (Phase.RELEARNING, 8, 2),
    ]


def test_applying_a_grade_takes_over_what_was_decided() -> None:
    graded = decide(Card("k"), GOOD, NOON, BERLIN, Scheduling())
    card = apply(Card("k"), graded, DEFAULT_PARAMETERS)
    assert (card.phase, card.step, card.due_day, card.due_at) == (
        graded.phase,
        graded.step,
        graded.due_day,
        graded.due_at,
    )
    assert (card.last_at, card.last_day, card.reps) == (NOON, TODAY, 1)
    assert card.memory is not None
    assert card.memory.stability == pytest.approx(DEFAULT_PARAMETERS[2])
    assert card.memory.difficulty == pytest.approx(2.118104, abs=1e-5)


@given(
    schedulings(),
    st.lists(
        st.tuples(st.sampled_from(Grade), st.timedeltas(timedelta(0), timedelta(days=90))),
        max_size=12,
    ),
    st.data(),
)
def test_a_card_is_the_fold_of_its_grades(
    scheduling: Scheduling, answers: list[tuple[Grade, timedelta]], data: st.DataObject
) -> None:
    """Bit for bit, wherever the fold was interrupted, and whatever the settings have become."""
    card, now, log = Card("k"), NOON, []
    for grade, gap in answers:
        graded = decide(card, grade, now, BERLIN, scheduling)
        log.append(graded)
        card = apply(card, graded, DEFAULT_PARAMETERS)
        now += gap
    cut = data.draw(st.integers(0, len(log)))
    assert replay(Card("k"), log) == card
    assert replay(replay(Card("k"), log[:cut]), log[cut:]) == card
    assert repr(replay(Card("k"), log)) == repr(card)


def test_a_suspended_card_refuses_a_grade_but_keeps_those_it_has() -> None:
    card = replace(in_phase(Phase.REVIEW), suspended=True)
    with pytest.raises(ValueError, match="Card k is suspended"):
        decide(card, GOOD, NOON, DAYS, EXACT)
    with pytest.raises(ValueError, match="Card k is suspended"):
        preview(card, NOON, DAYS, EXACT)
    assert apply(card, reviewed(GOOD, NOON), DEFAULT_PARAMETERS).suspended


def test_other_parameters_give_another_memory() -> None:
    slower = (0.212, 1.2931, 1.0, *DEFAULT_PARAMETERS[3:])
    memories = {
        apply(Card("k"), reviewed(GOOD, NOON), parameters).memory
        for parameters in (DEFAULT_PARAMETERS, slower, DEFAULT_PARAMETERS)
    }
    assert len(memories) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": datetime.fromisoformat("2026-03-10 12:00")}, "which has no time zone"),
        ({"due_at": datetime.fromisoformat("2026-03-10 12:10")}, "which has no time zone"),
        ({"phase": Phase.NEW, "step": None, "due_at": None}, "leaves its card new"),
        ({"step": None}, "only steps have both"),
        ({"due_at": None}, "only steps have both"),
        ({"phase": Phase.REVIEW}, "only steps have both"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    changes: dict[str, Any], sentence: str
) -> None:
    sound = decide(Card("k"), GOOD, NOON, DAYS, EXACT)
    with pytest.raises(ValueError, match=sentence):
        replace(sound, **changes)


# Deciding


@given(cards_and_times(), schedulings())
def test_a_better_grade_never_comes_back_sooner(
    case: tuple[Card, datetime], scheduling: Scheduling
) -> None:
    card, now = case
    outcomes = preview(card, now, BERLIN, scheduling)
    assert list(outcomes) == list(Grade)
    for worse, better in pairwise(outcomes.values()):
        assert worse.due_day <= better.due_day
        if worse.due_at is not None and better.due_at is not None:
            assert worse.due_at <= better.due_at


@given(cards_and_times(), schedulings())
def test_every_decision_is_in_the_future_and_below_the_maximum(
    case: tuple[Card, datetime], scheduling: Scheduling
) -> None:
    card, now = case
    for grade, graded in preview(card, now, BERLIN, scheduling).items():
        assert (graded.grade, graded.at, graded.day) == (grade, now, BERLIN.of(now))
        if graded.due_at is None:
            assert 1 <= (graded.due_day - graded.day).days <= scheduling.maximum_interval
        else:
            assert graded.due_at > now
            assert graded.due_day == BERLIN.of(graded.due_at)


@given(cards_and_times(), schedulings(), st.sampled_from(Grade))
def test_the_preview_is_what_is_decided_and_decided_again(
    case: tuple[Card, datetime], scheduling: Scheduling, grade: Grade
) -> None:
    card, now = case
    expected = preview(card, now, BERLIN, scheduling)[grade]
    elsewhere = now.astimezone(ZoneInfo("America/New_York"))
    assert decide(card, grade, now, BERLIN, scheduling) == expected
    assert decide(card, grade, elsewhere, BERLIN, replace(scheduling)) == expected


@given(cards_and_times(), schedulings(), st.sampled_from(Grade))
def test_fuzz_stays_in_its_range(
    case: tuple[Card, datetime], scheduling: Scheduling, grade: Grade
) -> None:
    card, now = case
    graded = decide(card, grade, now, BERLIN, replace(scheduling, fuzz=True))
    plain = decide(card, grade, now, BERLIN, replace(scheduling, fuzz=False))
    if graded.due_at is not None:
        assert graded == plain
        return
    memory = apply(card, graded, scheduling.parameters).memory
    assert memory is not None
    exact = interval_days(memory.stability, scheduling.retention, scheduling.parameters)
    shortest, longest = fuzz_range(exact, scheduling.maximum_interval)
    assert shortest <= (graded.due_day - graded.day).days <= longest
    assert shortest <= (plain.due_day - plain.day).days <= longest


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (0.01, (1, 1)),
        (1.0, (1, 1)),
        (2.49, (2, 2)),
        (2.5, (2, 4)),
        (5.0, (4, 6)),
        (7.0, (5, 9)),
        (10.0, (8, 12)),
        (20.0, (17, 23)),
        (100.0, (93, 107)),
        (1000.0, (948, 1000)),
        (5000.0, (948, 1000)),
    ],
)
def test_fuzz_ranges_are_those_of_anki(interval: float, expected: tuple[int, int]) -> None:
    assert fuzz_range(interval, 1000) == expected


@given(st.floats(0.001, 40000), st.floats(0.001, 40000), st.integers(1, 36500))
@example(2.49, 2.5, 36500)
def test_fuzz_ranges_grow_with_the_interval(one: float, other: float, maximum: int) -> None:
    (low, high), (low_after, high_after) = (
        fuzz_range(interval, maximum) for interval in sorted((one, other))
    )
    assert 1 <= low <= high <= maximum
    assert low <= low_after
    assert high <= high_after


def test_fuzz_spreads_cards_and_repetitions_over_the_whole_range() -> None:
    card = replace(in_phase(Phase.LEARNING, 1), memory=None)
    easy = replace(card, reps=0)
    by_card = {
        (graded.due_day - graded.day).days
        for number in range(200)
        for graded in [decide(replace(easy, id=f"k{number}"), EASY, NOON, DAYS, Scheduling())]
    }
    by_repetition = {
        (graded.due_day - graded.day).days
        for number in range(200)
        for graded in [decide(replace(easy, reps=number), EASY, NOON, DAYS, Scheduling())]
    }
    assert by_card == by_repetition == {6, 7, 8, 9, 10}


def test_fuzz_is_the_same_on_every_machine() -> None:
    card = in_phase(Phase.REVIEW, stability=100.0)
    graded = preview(card, NOON, DAYS, Scheduling())
    assert [(g.due_day - TODAY).days for g in graded.values()] == [0, 98, 99, 101]


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        decide(Card("k"), GOOD, datetime.fromisoformat("2026-03-10 12:00"), DAYS, EXACT)


def test_times_are_recorded_in_utc() -> None:
    graded = decide(Card("k"), GOOD, NOON.astimezone(BERLIN.zone), BERLIN, EXACT)
    assert graded.at.tzinfo is UTC
    assert graded.due_at is not None
    assert graded.due_at.tzinfo is UTC


# Settings, words and the rest


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"learning_steps": (timedelta(0),)}, "Learning steps must be longer than nothing"),
        ({"relearning_steps": (timedelta(hours=13),)}, "Relearning steps .* at most 12 hours"),
        ({"learning_steps": (10 * MINUTE, MINUTE)}, "Learning steps must not get shorter"),
        ({"maximum_interval": 0}, "between 1 and 36500 days, not 0"),
        ({"maximum_interval": 36501}, "between 1 and 36500 days, not 36501"),
        ({"leech_after": 0}, "1 or more lapses, not 0"),
        ({"parameters": DEFAULT_PARAMETERS[:19]}, "has 21 parameters, not 19"),
        ({"parameters": ()}, "has 21 parameters, not 0"),
        ({"parameters": (math.nan, *DEFAULT_PARAMETERS[1:])}, "w0 must be a finite number"),
        (
            {"parameters": (*DEFAULT_PARAMETERS[:20], 0.0)},
            "w20 must lie between 0.1 and 0.8, not 0.0",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Scheduling(**settings)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (timedelta(seconds=30), "30s"),
        (MINUTE, "1m"),
        (10 * MINUTE, "10m"),
        (timedelta(minutes=59, seconds=50), "1h"),
        (90 * MINUTE, "1.5h"),
        (timedelta(hours=18), "18h"),
    ],
)
def test_the_text_of_a_step(after: timedelta, text: str) -> None:
    due_at = NOON + after
    graded = Graded(NOON, GOOD, TODAY, Phase.LEARNING, 0, DAYS.of(due_at), due_at)
    assert interval_text(graded, NOON) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, "1d"),
        (4, "4d"),
        (30, "30d"),
        (31, "1mo"),
        (64, "2.1mo"),
        (364, "12mo"),
        (365, "1y"),
        (475, "1.3y"),
        (36500, "99.9y"),
    ],
)
def test_the_text_of_an_interval(days: int, text: str) -> None:
    due_day = TODAY + timedelta(days=days)
    graded = Graded(NOON, GOOD, TODAY, Phase.REVIEW, None, due_day, None)
    assert interval_text(graded, NOON) == text


def test_leeches() -> None:
    assert [is_leech(Card("k", lapses=lapses), 8) for lapses in (0, 7, 8, 9)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_day_can_begin_at_midnight() -> None:
    midnight = StudyDays(UTC, time(0))
    night = datetime(2026, 3, 11, 0, 1, tzinfo=UTC)
    assert decide(Card("k"), GOOD, night, midnight, EXACT).day == date(2026, 3, 11)
