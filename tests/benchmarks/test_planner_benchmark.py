"""The planner's benchmark: figures that are the same every time, and a bound that holds."""

from dataclasses import replace
from statistics import fmean

import pytest
from fsrs_rs_python import FSRS, MemoryState
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bound import Bounds
from benchmarks.learners import DRAWS, Curriculum, Reading, draws, learner, shipped
from benchmarks.planner import Mapper, line, outcome, results
from benchmarks.policies import Studyplan, capped, cram, list_order, shortest
from benchmarks.preparation import MOST_OVER, READ_WITHIN, Policy, Preparation

DAYS, MINUTES = 8, 20


def reading(id: str, competency: str, minutes: float, cards: int, row: int) -> Reading:
    return Reading(id, minutes, competency, cards, (), row, False, 1 / 12)


SMALL = Curriculum(
    tuple(
        reading(f"{competency} {n}", competency, 8 + 5 * n, 3 + n, 10 * n + row)
        for row, competency in enumerate(("A", "B", "C"))
        for n in range(4)
    ),
    {"A": (), "B": ("A",), "C": ("A",)},
)
POLICIES: dict[str, Policy] = {
    "a": list_order,
    "b": capped,
    "c": cram,
    "d": shortest(DAYS - 2),
    "e": Studyplan(SMALL),
    "e*": Studyplan(SMALL, full_last_day=True),
}
LEARNERS = [learner(seed) for seed in range(6)]


def test_the_curriculum_is_the_one_that_ships() -> None:
    curriculum = shipped()

    assert len(curriculum.readings) == 105
    assert sum(one.primer for one in curriculum.readings) == 18
    assert sum(one.value for one in curriculum.readings) == pytest.approx(1)
    assert all(one.cards > 0 and one.minutes > 0 for one in curriculum.readings)
    places = {one.id: place for place, one in enumerate(curriculum.readings)}
    assert all(places[id] < places[one.id] for one in curriculum.readings for id in one.needs)


def test_a_learner_is_their_seed() -> None:
    assert learner(3).memory.parameters == learner(3).memory.parameters
    assert replace(learner(3), memory=LEARNERS[4].memory) != LEARNERS[4]
    assert draws(3, 5) == draws(3, 5) != draws(4, 5)
    assert DRAWS % 3 == 0


@given(
    st.integers(0, 500),
    st.floats(0.125, 100, width=32),
    st.floats(1, 10, width=32),
    st.integers(0, 90),
)
@settings(max_examples=60, deadline=None)
def test_memory_is_that_of_fsrs(seed: int, stability: float, difficulty: float, days: int) -> None:
    memory = learner(seed).memory
    theirs = FSRS(memory.parameters).next_states(MemoryState(stability, difficulty), 0.9, days)

    answers = (theirs.again, theirs.hard, theirs.good, theirs.easy)
    for grade, expected in enumerate(answers, 1):
        after = memory.after(stability, difficulty, days, grade)
        assert after[0] == pytest.approx(expected.memory.stability, rel=5e-3)
        assert after[1] == pytest.approx(expected.memory.difficulty, rel=5e-3)


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_keeps_the_rules(name: str) -> None:
    for person in LEARNERS:
        run = Preparation(person, SMALL, DAYS, MINUTES).run(POLICIES[name])

        studied = DAYS - sum(day < DAYS for day in person.absent)
        over = MOST_OVER * person.seconds / 60
        assert len(run.used) == studied
        assert all(used <= MINUTES + over + 1e-6 for used in run.used)
        # What runs over is taken from the next day, so days do not add up.
        assert sum(run.used) <= studied * MINUTES + over + 1e-6
        assert len(run.cards) + len(run.new) == sum(
            one.cards for one in SMALL.readings if one.id in run.read
        )
        assert all(len(run.used) - day < READ_WITHIN for day in run.begun.values())
        assert 0 <= run.score <= 1


@pytest.mark.parametrize("name", POLICIES)
def test_the_same_seed_scores_the_same(name: str) -> None:
    again = [outcome(LEARNERS[1], SMALL, (DAYS, MINUTES), POLICIES[name]) for _ in range(2)]

    assert again[0] == again[1]


@pytest.mark.parametrize(("days", "minutes"), [(8, 20), (8, 60), (3, 15)])
def test_no_policy_scores_more_than_the_bound(days: int, minutes: int) -> None:
    bound = fmean(Bounds(one, SMALL, days).of(days, minutes).free for one in LEARNERS)

    for name, policy in POLICIES.items():
        scores = (Preparation(one, SMALL, days, minutes).run(policy).score for one in LEARNERS)
        assert fmean(scores) <= bound <= 1, name


def test_the_bound_is_met_where_there_is_one_thing_to_do() -> None:
    one = replace(reading("only", "A", 5, 1, 1), value=1.0)
    curriculum = Curriculum((one,), {"A": ()})
    person = replace(LEARNERS[0], absent=frozenset())
    runs = [
        Preparation(replace(person, seed=seed), curriculum, 1, 30).run(list_order).score
        for seed in range(1500)
    ]

    assert Bounds(person, curriculum, 1).of(1, 30).free == pytest.approx(fmean(runs), abs=0.015)


def test_primers_first_never_raise_the_bound() -> None:
    primed = Curriculum(
        tuple(replace(one, primer=one.id.endswith("3")) for one in SMALL.readings), SMALL.needs
    )
    with_primers = Bounds(LEARNERS[3], primed, DAYS).of(DAYS, 20)
    without = Bounds(LEARNERS[3], SMALL, DAYS).of(DAYS, 20)
    assert with_primers.primed < with_primers.free
    assert without.primed == without.free


def test_more_minutes_never_lower_the_bound() -> None:
    bounds = Bounds(LEARNERS[2], SMALL, DAYS)

    found = [bounds.of(DAYS, minutes).free for minutes in (10, 20, 40, 80)]
    assert found == sorted(found)


def test_the_table_has_a_line_a_cell() -> None:
    (found,) = results([(3, 30)], [1, 2], Mapper(1), bounded=1)

    assert line(found, 1000).split()[:3] == ["3", "30", "0.09"]
    assert len(found.outcomes["e"]) == 2
    assert len(found.bounds) == 1
