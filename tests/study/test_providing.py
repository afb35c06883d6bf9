"""A person's own interviews: taken in from a file, practised, changed, removed, kept."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension
from studyplan.library.errors import CatalogError
from studyplan.locations import Locations
from studyplan.study import Refused, Study, history, open_study, practising, providing
from studyplan.study.practice import Practice

ID = "my.ads-ctr"


@pytest.fixture
def file(places: Locations, tmp_path: Path) -> Path:
    """A person's file: one that ships, which they have changed."""
    path = tmp_path / "mine.yaml"
    text = (places.assets / "interviews" / "ads-ctr.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("title: Predict", "title: Guess", 1), encoding="utf-8")
    return path


def test_it_stands_beside_those_that_ship_and_is_practised(study: Study, file: Path) -> None:
    assert providing.add(study, file) == (ID,)
    listed = practising.interviews_of(study)
    assert len(listed) == 31
    assert [one.interview.id for one in listed if one.own] == [ID] == [listed[0].interview.id]
    assert listed[0].interview.title.startswith("Guess")
    attempt = practising.start(study, "my.")
    Practice(study, attempt).pause()
    practising.finish(study, attempt, {Dimension.DATA: 3})
    assert practising.find(study, ID).last_score == 3.0


def test_the_same_file_again_changes_nothing_and_a_new_version_does(
    study: Study, file: Path
) -> None:
    providing.add(study, file)
    attempt = practising.start(study, ID)
    assert providing.add(study, file) == ()
    file.write_text(file.read_text(encoding="utf-8").replace("title: Guess", "title: Rank", 1))
    assert providing.add(study, file) == (ID,)
    one = practising.find(study, ID)
    assert one.interview.title.startswith("Rank")
    assert one.unfinished is not None
    assert one.unfinished.id == attempt
    assert history.undo(study).startswith("added the interview “Rank")
    assert practising.find(study, ID).interview.title.startswith("Guess")


def test_removing_keeps_attempts_and_undo_brings_it_back(study: Study, file: Path) -> None:
    providing.add(study, file)
    attempt = practising.start(study, ID)
    assert providing.remove(study, ID).startswith("Guess")
    assert len(practising.interviews_of(study)) == 30
    assert practising.waiting(study) == []
    assert [one.id for one in practising.history(study)] == [attempt]
    with pytest.raises(Refused, match="no interview"):
        Practice(study, attempt)
    assert history.undo(study) == f"removed the interview {ID}"
    assert practising.find(study, ID).unfinished is not None


def test_one_that_ships_is_not_removed(study: Study) -> None:
    with pytest.raises(Refused, match="that you added"):
        providing.remove(study, "ads-ctr")


def test_it_survives_an_upgrade(
    places: Locations, clock: FixedClock, file: Path, tmp_path: Path
) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(places.assets, assets)
    places = replace(places, assets=assets)
    study = open_study(places, clock)
    providing.add(study, file)
    study.close()
    (assets / "interviews" / "ads-ctr.yaml").unlink()
    study = open_study(places, clock)
    assert len(practising.interviews_of(study)) == 30
    assert practising.find(study, ID).own
    study.close()


def test_a_broken_file_is_a_sentence_with_its_line_and_changes_nothing(
    study: Study, file: Path
) -> None:
    text = file.read_text(encoding="utf-8")
    line = text.splitlines().index(next(one for one in text.splitlines() if "difficulty" in one))
    file.write_text(text.replace("difficulty: ", "difficulty: 4", 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=rf"mine\.yaml, line {line + 1}: ads-ctr: difficulty"):
        providing.add(study, file)
    assert len(practising.interviews_of(study)) == 30
