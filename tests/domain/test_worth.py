"""Shares of the score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.worth import Worth

competencies = st.sampled_from(["K0", "K1", "K2", None])
readings = st.dictionaries(competencies, st.integers(0, 20).map(float), min_size=1)
weights = st.dictionaries(st.sampled_from(["K0", "K1", "K2"]), st.floats(0.1, 9))


@given(readings, weights)
def test_all_readings_together_are_the_whole(
    readings: dict[str | None, float], weights: dict[str, float]
) -> None:
    worth = Worth(readings, weights)
    whole = sum(worth.a_reading(one) * count for one, count in readings.items())
    assert whole == pytest.approx(1 if any(readings.values()) else 0)


def test_competencies_count_by_their_weight_and_readings_in_one_alike() -> None:
    worth = Worth({"K0": 2, "K1": 4, "empty": 0}, {"K0": 3})
    assert worth.a_reading("K0") == pytest.approx(3 / 4 / 2)
    assert worth.a_reading("K1") == pytest.approx(1 / 4 / 4)
    assert worth.a_reading("empty") == worth.a_reading("unknown") == 0
    assert Worth({}, {}).a_reading("K0") == 0


def test_a_reading_without_a_competency_counts_as_the_least_of_those_that_have_one() -> None:
    worth = Worth({"K0": 2, "K1": 4, None: 1}, {"K0": 3})
    assert worth.a_reading(None) == pytest.approx(worth.a_reading("K1"))
    assert worth.a_reading("K0") == pytest.approx(3 / 4.25 / 2)
    assert Worth({None: 2}, {}).a_reading(None) == 0.5
