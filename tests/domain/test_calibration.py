"""How well predictions fit: our figures against those of fsrs-rs, our predictions against folds."""

import math
from datetime import date, timedelta

import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.calibration import BIN_WIDTH, Prediction, Trial, calibration, figures, trials
from studyplan.domain.fitting import predict
from studyplan.domain.fold import remember
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from tests.learner import FIRST_DAY, FORGETFUL, history

AGAIN, GOOD = Grade.AGAIN, Grade.GOOD
gaps = st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 400)), min_size=1, max_size=12)


def dated(gaps: list[tuple[Grade, int]], card: str = "k") -> list[tuple[str, date, Grade]]:
    day, grades = FIRST_DAY, []
    for grade, gap in gaps:
        day += timedelta(days=gap)
        grades.append((card, day, grade))
    return grades


def items(found: list[Trial]) -> list[FSRSItem]:
    return [FSRSItem([FSRSReview(g, elapsed) for g, elapsed in one.grades]) for one in found]


def test_the_loss_of_a_prediction_is_that_of_fsrs_rs() -> None:
    model = FSRS(DEFAULT_PARAMETERS)
    found = trials(history(400))
    for item, ours in zip(items(found), predict(found, DEFAULT_PARAMETERS), strict=True):
        assert ours.loss == pytest.approx(model.evaluate([item]).log_loss, abs=1e-5)


@pytest.mark.parametrize("true", [DEFAULT_PARAMETERS, FORGETFUL])
def test_the_bins_are_those_of_fsrs_rs(true: tuple[float, ...]) -> None:
    """Theirs weighs bins by their trials, later ones more: a quarter at the first, one at last."""
    found = trials(history(3000, true=true))
    weights = [0.25 + 0.75 * (place / (len(found) - 1)) ** 3 for place in range(len(found))]
    bins: dict[object, list[tuple[float, float]]] = {}
    for weight, one in zip(weights, predict(found, DEFAULT_PARAMETERS), strict=True):
        error = one.probability - one.trial.recalled
        bins.setdefault(one.trial.bin, []).append((weight, error))
    squared = sum(
        sum(weight for weight, _ in alike) * (sum(error for _, error in alike) / len(alike)) ** 2
        for alike in bins.values()
    )
    theirs = FSRS(DEFAULT_PARAMETERS).evaluate(items(found))
    assert math.sqrt(squared / sum(weights)) == pytest.approx(theirs.rmse_bins, abs=1e-5)


def test_figures_by_hand() -> None:
    """Two bins: one of two like trials, off by 0.3 on average; one of one, off by 0.1."""
    first = trials([*dated([(GOOD, 0), (GOOD, 2)], "a"), *dated([(GOOD, 0), (AGAIN, 2)], "b")])
    (other,) = trials(dated([(GOOD, 0), (GOOD, 40)], "c"))
    found = figures([Prediction(first[0], 0.8), Prediction(first[1], 0.8), Prediction(other, 0.9)])
    losses = -math.log(0.8) - math.log(0.2) - math.log(0.9)
    assert found.log_loss == pytest.approx(losses / 3)
    assert found.rmse_bins == pytest.approx(math.sqrt((2 * 0.3**2 + 0.1**2) / 3))


@given(gaps)
def test_a_prediction_is_the_fold_of_the_grades_before(gaps: list[tuple[Grade, int]]) -> None:
    elapsed = [(grade, gap if place else None) for place, (grade, gap) in enumerate(gaps)]
    before = [recall for _, recall, _ in remember(elapsed, FORGETFUL)]
    expected = [r for r, (_, days) in zip(before, elapsed, strict=True) if days]
    found = predict(trials(dated(gaps)), FORGETFUL)
    assert [one.probability for one in found] == expected


@given(gaps)
def test_trials_come_a_day_or_more_after_the_grade_before(gaps: list[tuple[Grade, int]]) -> None:
    found = trials(dated(gaps))
    later = [(grade, gap) for grade, gap in gaps[1:] if gap > 0]
    assert [(one.grades[-1][0], one.elapsed) for one in found] == later
    assert [one.recalled for one in found] == [grade is not AGAIN for grade, _ in later]
    assert all(one.grades[0][1] == 0 for one in found)


def test_trials_of_several_cards_are_in_order_of_time() -> None:
    mixed = [
        ("a", FIRST_DAY, GOOD),
        ("b", FIRST_DAY, GOOD),
        ("b", FIRST_DAY + timedelta(days=1), AGAIN),
        ("a", FIRST_DAY + timedelta(days=2), GOOD),
        ("b", FIRST_DAY + timedelta(days=2), GOOD),
        ("b", FIRST_DAY + timedelta(days=1), GOOD),  # a journey west: on an earlier day
    ]
    assert [(one.card, one.elapsed) for one in trials(mixed)] == [("b", 1), ("a", 2), ("b", 1)]


def test_a_prediction_that_was_certain_and_wrong_costs_much_but_not_all() -> None:
    (trial,) = trials(dated([(GOOD, 0), (AGAIN, 3)]))
    assert 10 < Prediction(trial, 1.0).loss < 20
    assert Prediction(trial, 0.5).loss == pytest.approx(math.log(2))


def test_there_are_no_figures_of_nothing() -> None:
    with pytest.raises(ValueError, match="no predictions"):
        figures([])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_bins_hold_every_review_once_in_order(predicted: list[tuple[float, bool]]) -> None:
    bins = calibration(predicted)
    assert sum(one.reviews for one in bins) == len(predicted)
    assert sum(one.recalled * one.reviews for one in bins) == pytest.approx(
        sum(recalled for _, recalled in predicted)
    )
    means = [one.predicted for one in bins]
    assert means == sorted(means)
    assert len(bins) <= 100 / BIN_WIDTH


def test_a_bin_says_what_was_predicted_and_what_came() -> None:
    (low, high) = calibration([(0.91, True), (0.93, True), (0.92, False), (0.5, False)])
    assert (low.predicted, low.recalled, low.reviews) == (0.5, 0.0, 1)
    assert high.predicted == pytest.approx(0.92)
    assert high.recalled == pytest.approx(2 / 3)
