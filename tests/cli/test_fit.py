"""`studyplan fit`: what it says, what scripts get, what it changes."""

import pytest

from studyplan.locations import Locations
from studyplan.study import open_study
from tests.cli.conftest import Run
from tests.learner import FORGETFUL, answer, history

FIELDS = {"reviews", "needed", "accepted", "before", "after", "parameters", "calibration"}


def give(places: Locations, reviews: int) -> None:
    study = open_study(places)
    answer(study, history(reviews, true=FORGETFUL))
    study.close()


@pytest.mark.parametrize("reviews", [0, 399])
def test_too_few_reviews_wait(run: Run, places: Locations, reviews: int) -> None:
    give(places, reviews)
    found = run("fit", "--json").json
    assert found.keys() >= FIELDS
    assert (found["reviews"], found["needed"], found["accepted"]) == (reviews, 400, False)
    assert (found["before"], found["after"], found["parameters"]) == (None, None, None)
    said = run("fit")
    assert said.status == 0
    assert f"waits for 400 reviews; there are {reviews}." in said.out
    assert said.err == "Nothing was changed.\n"


def test_better_parameters_are_taken_and_can_be_taken_back(run: Run, places: Locations) -> None:
    give(places, 1000)
    found = run("fit", "--json").json
    assert found["accepted"]
    assert len(found["parameters"]) == 21
    for figure in ("log_loss", "rmse_bins"):
        assert found["after"][figure] < found["before"][figure]
    assert all({"predicted", "recalled", "reviews"} <= one.keys() for one in found["calibration"])
    assert sum(one["reviews"] for one in found["calibration"]) == found["held_out"]
    assert run("settings", "--json").json["parameters"] == found["parameters"]
    assert "… (21 in all)" in run("settings").out
    assert "the parameters of memory" in run("undo").err
    assert run("settings", "--json").json["parameters"] is None
    text = run("fit").out
    assert "log loss" in text
    assert "○ predicted" in text
    assert "better" in text


def test_parameters_may_be_brought_along(run: Run) -> None:
    typed = " ".join(map(str, FORGETFUL))
    assert run("set", "parameters", typed).status == 0
    assert run("settings", "--json").json["parameters"] == list(FORGETFUL)
    assert run("set", "parameters", "none").status == 0
    wrong = run("set", "parameters", "1 2")
    assert wrong.status == 1
    assert "FSRS-6 has 21 parameters, not 2." in wrong.err
