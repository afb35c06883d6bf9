"""Opening a study: the catalogue is taken in once, and an upgrade of it loses nothing."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.records import from_record, to_record
from studyplan.domain.resource import Status
from studyplan.library.errors import CatalogError
from studyplan.locations import Locations, locate
from studyplan.store import content
from studyplan.study import (
    Study,
    asking,
    history,
    importing,
    noting,
    open_study,
    primers,
    reading,
    reviewing,
    settings,
)

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
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


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
    noting.write_note(study, "focal-loss", "mine")
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
    assert asking.due(study, ahead=True).questions == ()
    assert history.undo(study).startswith("graded “whats-wrong-with-metrics")
    history.redo(study)
    study.close()
    edit(catalogue, "- id: metrics-gone-wrong", "- id: whats-wrong-with-metrics")
    study = open_study(upgradable, CLOCK)
    assert reviewing.question(study, "whats-wrong-with-metrics:recall").card.reps == 1
    study.close()


def test_one_card_of_a_work_a_day(tmp_path: Path) -> None:
    clock = FixedClock(CLOCK.now())
    study = open_study(locate(tmp_path / "full"), clock)
    settings.change(study, {"bury_siblings": "yes"})
    reading.mark(study, "focal-loss", Status.READ)
    assert [one.card.id for one in asking.due(study).questions] == ["focal-loss:recall"]
    reviewing.grade(study, "focal-loss:recall", Grade.EASY)
    assert asking.due(study).questions == ()
    settings.change(study, {"bury_siblings": "no"})
    assert len(asking.due(study).questions) > 3
    settings.change(study, {"bury_siblings": "yes"})
    reading.mark(study, "K01", Status.READ)
    assert len(asking.due(study).questions) > 7  # those of a competency are no siblings
    reading.mark(study, "K01", Status.UNREAD)
    clock.set(clock.now() + timedelta(days=1))
    assert len(asking.due(study).questions) == 1
    study.close()


def test_a_broken_catalogue_is_a_sentence_and_the_old_one_stays(upgradable: Locations) -> None:
    edit(upgradable.assets / "catalog.yaml", "- id: focal-loss\n", "- id: Focal Loss\n")
    with pytest.raises(CatalogError, match=r"catalog\.yaml, line \d+: Focal Loss: an id has"):
        open_study(upgradable, CLOCK)
    shutil.copy2(locate().assets / "catalog.yaml", upgradable.assets)
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
    assert len(asking.due(study).questions) == 1
    history.undo(study)
    assert history.undo(study) == "imported 2 works from mine.rst"
    assert len(reading.works(study)) == 120
    history.redo(study)
    assert len(reading.works(study)) == 122


def test_an_own_work_never_meets_the_id_of_a_shipped_one(study: Study, mine: Path) -> None:
    new = importing.take_in(study, mine).new_works
    assert all(one.id.startswith("my.") for one in new)


def test_what_commands_a_terminal_is_dropped_from_a_list(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "evil.rst"
    path.write_text(
        "- `Ti\x1b[31mtle \u202eof evil \x9bthings <https://example.org/x>`_\n", "utf-8"
    )
    (work,) = importing.take_in(study, path).new_works
    assert work.title == "Ti[31mtle of evil things"


def test_an_own_work_survives_an_upgrade(upgradable: Locations, mine: Path) -> None:
    study = open_study(upgradable, CLOCK)
    importing.take_in(study, mine)
    study.close()
    edit(upgradable.assets / "competencies.yaml", "short: Retrieval", "short: Finding")
    study = open_study(upgradable, CLOCK)
    assert len(reading.works(study)) == 122
    study.close()


def test_prompts_and_primers_become_cards(tmp_path: Path) -> None:
    study = open_study(locate(tmp_path / "full"), CLOCK)
    reading.mark(study, "focal-loss", Status.READ)
    cards = reviewing.of_resource(study, "focal-loss")
    assert cards[0].card.id == "focal-loss:recall"
    assert len(cards) > 3
    assert all(one.points and one.follow_up for one in cards[1:])
    primer = primers.text(study, "K07")
    assert primer.startswith("# Retrieval")
    assert (
        "- **Practical BM25 — Part 2: The BM25 Algorithm and its variables** (`practical-bm25-2`): "
        in primer
    )
    assert reviewing.of_resource(study, "K07") == []
    reading.mark(study, "K07", Status.READ)
    assert len(reviewing.of_resource(study, "K07")) >= 8
    assert len(reading.works(study)) == 120
    (seventh,) = (one for one in reading.standings(study) if one.competency.id == "K07")
    assert (seventh.primer, seventh.coverage.done) == (Status.READ, 0)
    study.close()


def test_an_edit_of_a_shipped_prompt_keeps_the_history_of_its_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(locate().assets, assets)
    places = replace(locate(tmp_path / "data"), assets=assets)
    study = open_study(places, CLOCK)
    reading.mark(study, "focal-loss", Status.READ)
    card = reviewing.of_resource(study, "focal-loss")[1]
    reviewing.grade(study, card.card.id, Grade.EASY)
    study.close()
    edit(assets / "prompts" / "K02.yaml", card.question, "Asked in other words, what is it?")
    study = open_study(places, CLOCK)
    after = reviewing.question(study, card.card.id)
    assert (after.question, after.card.reps) == ("Asked in other words, what is it?", 1)
    study.close()
