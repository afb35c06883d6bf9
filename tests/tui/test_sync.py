"""Sync as the app starts, and once it is left."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from studyplan import tui
from studyplan.clock import FixedClock
from studyplan.config import AUTOMATIC, Config
from studyplan.locations import Locations
from studyplan.study import Study, noting, open_study, reading, syncing
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.history import HistoryScreen

WORK = "focal-loss"


@pytest.fixture
def other(places: Locations, fresh_database: Path, tmp_path: Path, clock: FixedClock) -> Study:
    """Another machine, on which a note was written and shared."""
    elsewhere = replace(places, data=tmp_path / "other", config=tmp_path / "other")
    elsewhere.data.mkdir()
    shutil.copy2(fresh_database, elsewhere.database)
    study = open_study(elsewhere, clock)
    noting.write_note(study, WORK, "from elsewhere")
    (tmp_path / "shared").mkdir()
    syncing.sync(study, tmp_path / "shared")
    return study


def shares(study: Study, other: Study) -> Path:
    """Let a study share the folder of the other without knowing what it did since."""
    folder = syncing.folder(other)
    assert folder is not None
    syncing.sync(study, folder)
    noting.write_note(other, WORK, "written since")
    syncing.sync(other)
    return folder


async def test_what_came_is_said_and_shown(study: Study, other: Study) -> None:
    shares(study, other)
    study.introduce()
    app = StudyplanApp(study, Config(sync=AUTOMATIC))
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        said = [one.message for one in app._notifications]
        assert said == ["1 action came from your other devices."]
        assert reading.detail(study, WORK).progress.note == "written since"
        await pilot.press("H")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        name = syncing.name_of_this_device()
        assert name in str(app.screen.query_one("#chosen", Static).content)
    other.close()


async def test_by_hand_nothing_is_read(study: Study, other: Study) -> None:
    shares(study, other)
    app = StudyplanApp(study)
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert reading.detail(study, WORK).progress.note == "from elsewhere"
    other.close()


async def test_a_failure_is_a_sentence(study: Study, other: Study) -> None:
    shutil.rmtree(shares(study, other))
    app = StudyplanApp(study, Config(sync=AUTOMATIC))
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        (said,) = [one.message for one in app._notifications]
        assert said.startswith("Not synced: ")
        assert "is the disk mounted?" in said
    other.close()


async def test_without_a_folder_nothing_is_said(study: Study) -> None:
    app = StudyplanApp(study, Config(sync=AUTOMATIC))
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert list(app._notifications) == []


async def test_when_asked_it_says_what_came_of_it(study: Study, other: Study) -> None:
    app = StudyplanApp(study)
    async with app.run_test() as pilot:
        await pilot.pause()

        async def said() -> str:
            app.action_sync()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return [one.message for one in app._notifications][-1]

        assert (await said()).startswith("Not synced: No folder is shared yet")
        folder = shares(study, other)
        assert await said() == "1 action came from your other devices."
        assert await said() == "Synced: nothing new came from your other devices."
        (folder / "studyplan" / "0badcafe").mkdir()
        bad = folder / "studyplan" / "0badcafe" / "000001.jsonl"
        bad.write_text("x\n")
        assert await said() == f"Synced, but {bad}:1: is no line of studyplan."
    other.close()


def test_what_was_done_is_shared_once_the_app_is_left(
    study: Study,
    other: Study,
    places: Locations,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = shares(study, other)
    noting.write_note(study, "information-leakage", "in the app")
    ran: list[StudyplanApp] = []
    monkeypatch.setattr(StudyplanApp, "run", lambda app: ran.append(app))
    run: Callable[..., int] = tui._run
    assert run(places, Config(sync=AUTOMATIC)) == 0
    syncing.sync(other)
    assert reading.detail(other, "information-leakage").progress.note == "in the app"
    shutil.rmtree(folder)
    assert run(places, Config(sync=AUTOMATIC)) == 0
    assert "studyplan: not synced: " in capsys.readouterr().err
    assert len(ran) == 2
    other.close()
