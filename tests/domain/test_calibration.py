import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.calibration import calibration

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()))


@given(pairs, st.integers(1, 30))
def test_every_review_is_in_one_bin(reviews: list[tuple[float, bool]], bins: int) -> None:
    found = calibration(reviews, bins)
    assert len(found) <= bins
    assert sum(one.reviews for one in found) == len(reviews)
    assert all(one.reviews for one in found)
    assert sum(one.recalled * one.reviews for one in found) == pytest.approx(
        sum(recalled for _, recalled in reviews)
    )
    assert sum(one.predicted * one.reviews for one in found) == pytest.approx(
        sum(predicted for predicted, _ in reviews)
    )


@given(pairs)
def test_bins_are_in_order_and_apart(reviews: list[tuple[float, bool]]) -> None:
    means = [one.predicted for one in calibration(reviews)]
    assert means == sorted(means)


@given(pairs)
def test_the_order_of_the_reviews_does_not_matter(reviews: list[tuple[float, bool]]) -> None:
    forwards, backwards = calibration(reviews), calibration(reversed(reviews))
    assert [one.reviews for one in forwards] == [one.reviews for one in backwards]
    assert [one.recalled for one in forwards] == [one.recalled for one in backwards]


def test_bins_are_narrower_where_predictions_crowd() -> None:
    found = calibration([(0.8, True), (0.9, True), (0.9, False), (0.95, True), (0.99, True)])
    assert [(one.recalled, one.reviews) for one in found] == [(1, 1), (0.5, 2), (1, 1), (1, 1)]
    assert calibration([(0.1, False), (0.2, True)])[0].reviews == 2
