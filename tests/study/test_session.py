"""Opening a study: the catalogue is taken in once, and an upgrade of it loses nothing."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.records import from_record, to_record
from studyplan.domain.resource import Status
from studyplan.library.errors import CatalogError
from studyplan.locations import Locations
from studyplan.store import content
from studyplan.study import Study, history, importing, open_study, reading, reviewing

CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
LIST = """\
Mine
====

- `Something Nobody Has Listed <https://example.org/mine>`_
- `Understanding TF–IDF for machine learning <https://example.org/elsewhere>`_
- `Papers with a Number <https://arxiv.org/abs/2001.00001>`_
"""


@pytest.fixture
def upgradable(places: Locations, tmp_path: Path) -> Locations:
    """A person's folders, with shipped content that a test may change."""
    assets = tmp_path / "assets"
    shutil.copytree(places.assets, assets)
    return replace(places, assets=assets)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.rst"
    path.write_text(LIST, encoding="utf-8")
    return path


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_the_catalogue_is_taken_in_once(places: Locations, monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(*_: object) -> None:
        raise AssertionError("read YAML again")

    monkeypatch.setattr("studyplan.library.catalog.load_catalog", unexpected)
    open_study(places, CLOCK).close()


def test_an_upgrade_changes_texts_and_keeps_what_a_person_did(upgradable: Locations) -> None:
    study = open_study(upgradable, CLOCK)
    reading.mark(study, "focal-loss", Status.READ)
    reading.write_note(study, "focal-loss", "mine")
    reviewing.grade(study, "focal-loss:recall", Grade.EASY)
    study.close()

    edit(upgradable.assets / "catalog.yaml", "  title: What's WRONG", "  title: What's right")
    edit(
        upgradable.assets / "catalog.yaml",
        "- id: whats-wrong-with-metrics",
        "- id: metrics-gone-wrong",
    )
    edit(upgradable.assets / "competencies.yaml", "short: Retrieval", "short: Finding")
    study = open_study(upgradable, CLOCK)
    detail = reading.detail(study, "focal-loss")
    assert (detail.listed.status, detail.progress.note) == (Status.READ, "mine")
    assert reviewing.question(study, "focal-loss:recall").card.reps == 1
    assert len(reading.works(study)) == 120
    assert reading.detail(study, "metrics-gone-wrong").listed.title == "What's right with Metrics?"
    assert "Finding" in [one.competency.name for one in reading.standings(study)]
    study.close()


def test_progress_waits_for_a_work_that_left_the_catalogue(upgradable: Locations) -> None:
    catalogue = upgradable.assets / "catalog.yaml"
    study = open_study(upgradable, CLOCK)
    reading.mark(study, "whats-wrong-with-metrics", Status.READ)
    reviewing.grade(study, "whats-wrong-with-metrics:recall", Grade.EASY)
    study.close()
    edit(catalogue, "- id: whats-wrong-with-metrics", "- id: metrics-gone-wrong")
    study = open_study(upgradable, CLOCK)
    assert reviewing.due(study, ahead=True).questions == ()
    assert history.undo(study).startswith("graded “whats-wrong-with-metrics")
    history.redo(study)
    study.close()
    edit(catalogue, "- id: metrics-gone-wrong", "- id: whats-wrong-with-metrics")
    study = open_study(upgradable, CLOCK)
    assert reviewing.question(study, "whats-wrong-with-metrics:recall").card.reps == 1
    study.close()


def test_a_broken_catalogue_is_a_sentence_and_the_old_one_stays(upgradable: Locations) -> None:
    edit(upgradable.assets / "catalog.yaml", "- id: focal-loss\n", "- id: Focal Loss\n")
    with pytest.raises(CatalogError, match=r"catalog\.yaml, line \d+: Focal Loss: an id has"):
        open_study(upgradable, CLOCK)
    shutil.copy2(Path(__file__).parents[2] / "assets" / "catalog.yaml", upgradable.assets)
    study = open_study(upgradable, CLOCK)
    assert len(reading.works(study)) == 120
    study.close()


def test_every_shipped_work_survives_the_store(study: Study) -> None:
    from studyplan.library.catalog import load_catalog

    shipped = {one.id: one for one in load_catalog(study.locations.assets / "catalog.yaml")}
    assert {one.id: one for one in content.all_works(study.store)} == shipped
    assert {id_: from_record(to_record(one)) for id_, one in shipped.items()} == shipped


def test_importing_adds_what_is_new_as_one_action(study: Study, mine: Path) -> None:
    looked = importing.look_into(study, mine)
    assert (looked.rows, looked.works, len(looked.new_works)) == (3, 3, 2)
    assert len(reading.works(study)) == 120
    importing.take_in(study, mine)
    found = reading.works(study, "something nobody has listed")
    assert [(one.title, one.competency) for one in found] == [("Something Nobody Has Listed", None)]
    assert len(importing.take_in(study, mine).new_works) == 0
    reading.mark(study, found[0].id, Status.READ)
    assert len(reviewing.due(study).questions) == 1
    history.undo(study)
    assert history.undo(study) == "imported 2 works from mine.rst"
    assert len(reading.works(study)) == 120
    history.redo(study)
    assert len(reading.works(study)) == 122


def test_an_own_work_survives_an_upgrade(upgradable: Locations, mine: Path) -> None:
    study = open_study(upgradable, CLOCK)
    importing.take_in(study, mine)
    study.close()
    edit(upgradable.assets / "competencies.yaml", "short: Retrieval", "short: Finding")
    study = open_study(upgradable, CLOCK)
    assert len(reading.works(study)) == 122
    study.close()
