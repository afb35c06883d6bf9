"""Own parameters: taken where they predict later reviews better, and only there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.calibration import figures, trials
from studyplan.domain.fitting import (
    BLOCKS,
    NEEDED,
    STEPS,
    TRIALS_NEEDED,
    History,
    Verdict,
    cuts,
    fit,
    predict,
)
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade, check_parameters
from tests.learner import FIRST_DAY, FORGETFUL, Grades, history


def given_to(grades: Grades, **more: object) -> History:
    return History(tuple(grades), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
def test_who_forgets_sooner_gets_parameters_that_say_so(seed: int) -> None:
    found = fit(given_to(history(2000, true=FORGETFUL, seed=seed)))
    assert found.verdict is Verdict.BETTER
    assert found.before is not None
    assert found.after is not None
    assert found.after.log_loss < found.before.log_loss
    assert found.after.rmse_bins < found.before.rmse_bins
    assert found.parameters is not None
    check_parameters(found.parameters)
    never_seen = trials(history(2000, true=FORGETFUL, seed=seed + 100))
    own = figures(predict(never_seen, found.parameters))
    assert own.log_loss < figures(predict(never_seen, DEFAULT_PARAMETERS)).log_loss - 0.01
    assert sum(one.reviews for one in found.calibration) == found.trials
    assert found.why == f"Your own parameters predict {found.trials:,} later reviews better."


@pytest.mark.parametrize("reviews", [400, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_who_remembers_as_the_defaults_say_keeps_them(reviews: int, seed: int) -> None:
    found = fit(given_to(history(reviews, seed=seed)))
    assert found.verdict is Verdict.NO_BETTER
    assert found.parameters is None
    assert found.before is not None
    assert found.after is not None
    assert "which stay" in found.why


def test_what_beats_the_present_parameters_must_beat_the_defaults_too() -> None:
    grades = history(1000)
    present = fit(given_to(grades, present=FORGETFUL))
    assert present.after is not None
    assert present.before is not None
    assert present.after.log_loss < present.before.log_loss
    assert present.verdict is Verdict.NO_BETTER


def test_one_review_too_few_waits() -> None:
    found = fit(given_to(history(NEEDED - 1, true=FORGETFUL)))
    assert found.verdict is Verdict.WAITING
    assert found.why.startswith("Fitting waits for 400 reviews; there are 399.")
    assert (found.before, found.after, found.parameters) == (None, None, None)
    assert found.calibration
    assert fit(given_to(history(NEEDED, true=FORGETFUL))).verdict is not Verdict.WAITING


def test_nothing_at_all_waits() -> None:
    found = fit(History(()))
    assert (found.verdict, found.reviews, found.calibration) == (Verdict.WAITING, 0, ())


def test_reviews_of_one_day_tell_nothing_of_forgetting() -> None:
    found = fit(given_to([(f"k{n % 50}", FIRST_DAY, Grade.GOOD) for n in range(500)]))
    assert found.verdict is Verdict.WAITING
    assert "100 reviews to judge by; there are 0" in found.why


def test_parameters_are_judged_by_what_came_after_them() -> None:
    grades = history(2000, true=FORGETFUL)
    own = fit(given_to(grades)).parameters
    last = grades[-1][1]
    now = fit(given_to(grades, present=own, since=last))
    assert now.verdict is Verdict.WAITING
    assert now.trials == 0
    later = fit(given_to(grades, present=own, since=FIRST_DAY + timedelta(days=90)))
    assert later.verdict is not Verdict.WAITING
    after = [one for one in trials(grades) if one.day > FIRST_DAY + timedelta(days=90)]
    assert later.trials == len(after)


def test_each_fit_is_reported_once() -> None:
    done: list[int] = []
    fit(given_to(history(500)), done.append)
    assert done == list(range(1, STEPS + 1))


def test_the_same_history_gives_the_same_fit() -> None:
    given = given_to(history(600, true=FORGETFUL))
    assert fit(given) == fit(given)


@pytest.mark.parametrize("grade", [Grade.AGAIN, Grade.EASY])
def test_one_grade_for_ever_breaks_nothing(grade: Grade) -> None:
    grades = [
        (f"k{n % 60}", FIRST_DAY + timedelta(days=n // 60 * (n // 60)), grade) for n in range(600)
    ]
    found = fit(given_to(grades))
    assert found.verdict is not Verdict.WAITING


@given(
    st.lists(st.integers(0, 60), min_size=6, max_size=200),
    st.none() | st.integers(0, 60),
)
def test_what_is_predicted_comes_after_what_was_seen(days: list[int], since: int | None) -> None:
    grades: Grades = [(f"{n}", FIRST_DAY, Grade.GOOD) for n in range(len(days))]
    grades += [
        (f"{n}", FIRST_DAY + timedelta(days=day + 1), Grade.GOOD)
        for n, day in enumerate(sorted(days))
    ]
    found = trials(grades)
    taken = None if since is None else FIRST_DAY + timedelta(days=since)
    places = cuts(found, taken)
    assert places == sorted(places)
    assert len(places) == BLOCKS + 1
    assert places[-1] == len(found)
    for cut in places[:-1]:
        assert not found[cut:] or not found[:cut] or found[cut - 1].day < found[cut].day
    if taken is not None:
        assert all(one.day > taken for one in found[places[0] :])
    if places[0] > len(found) // (BLOCKS + 1) and since is None:
        assert found[len(found) // (BLOCKS + 1)].day == found[places[0] - 1].day


@pytest.mark.parametrize(("trials", "waits"), [(TRIALS_NEEDED - 1, True), (TRIALS_NEEDED, False)])
def test_a_verdict_rests_on_enough_trials(trials: int, waits: bool) -> None:
    grades = history(500)
    cards, last = list(dict.fromkeys(card for card, _, _ in grades)), grades[-1][1]
    for number in range(trials):
        round_, place = divmod(number, len(cards))
        grades.append((cards[place], last + timedelta(days=round_ + 1), Grade.GOOD))
    found = fit(given_to(grades, present=FORGETFUL, since=last))
    assert found.trials == trials
    assert (found.verdict is Verdict.WAITING) is waits
