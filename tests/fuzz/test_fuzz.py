"""A few runs of `python -m tests.fuzz`, the same each time, and what hypothesis thinks of."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import targets
from tests.fuzz.mutation import mutated

RUNS = 15
SEEDS = 30
"""The most good inputs that are taken of a target, which may have one for each column there is."""


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_works_and_what_is_almost_right(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)  # noqa: S311 - no secret
    seeds = targets.TARGETS[name].seeds
    good = chance.sample(seeds, min(SEEDS, len(seeds)))
    fed = [*good, *(mutated(seeds, chance) for _ in range(RUNS))]
    for number, data in enumerate(fed):
        folder = tmp_path / str(number)
        folder.mkdir()
        targets.run(name, data, folder)


@pytest.mark.parametrize("name", ["lists", "config", "own_interviews"])
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_at_all(name: str, data: bytes, tmp_path: Path) -> None:
    targets.run(name, data, tmp_path)


def test_the_seeds_of_the_log_are_readable(tmp_path: Path) -> None:
    found = targets.looked_at(tmp_path)
    assert found["log"]
    assert found["integrity"]
