"""Backups in the app: made in passing, looked into, put back; and a damaged database rescued."""

from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from textual.worker import WorkerCancelled

from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.store import sharing
from studyplan.study import Study, backing_up, noting, open_study, reading
from studyplan.study.backing_up import Backup
from studyplan.tui.app import StudyplanApp
from studyplan.tui.rescue import RescueApp
from studyplan.tui.screens.backups import BackupsScreen, when
from studyplan.tui.screens.confirm import ConfirmScreen
from studyplan.tui.syncer import Syncer
from studyplan.tui.widgets.choices import Choices


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def app(study: Study) -> StudyplanApp:
    study.introduce()
    return StudyplanApp(study)


def text(app: StudyplanApp | RescueApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


async def settled(app: StudyplanApp | RescueApp, pilot: Pilot[Any]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_one_is_made_at_the_start_and_while_it_runs(
    app: StudyplanApp, study: Study, clock: FixedClock
) -> None:
    noting.write_note(study, "focal-loss", "x")
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert len(backing_up.everything(study.locations)) == 1
        noting.write_note(study, "focal-loss", "y")
        clock.set(clock.now() + timedelta(minutes=31))
        app.keeper._look()
        await settled(app, pilot)
        assert len(backing_up.everything(study.locations)) == 2


async def test_one_that_cannot_be_made_is_said_once(app: StudyplanApp, study: Study) -> None:
    noting.write_note(study, "focal-loss", "x")
    study.locations.backups.write_text("in the way")
    async with app.run_test() as pilot:
        await settled(app, pilot)
        said = [one.message for one in app._notifications]
        assert len(said) == 1
        assert said[0].startswith("No backup was made: ")
        app.clear_notifications()
        app.keeper._look()
        await settled(app, pilot)
        assert len(app._notifications) == 0


async def test_an_error_of_the_system_beside_the_screens_ends_nothing(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharing.set_folder(study.store, study.locations.data.parent)
    monkeypatch.setattr("studyplan.study.backing_up.keep", full)
    monkeypatch.setattr("studyplan.study.syncing.sync", full)
    async with app.run_test() as pilot:
        await settled(app, pilot)
        Syncer(app, study).begin(asked=True)
        await settled(app, pilot)
        said = " ".join(one.message for one in app._notifications)
    assert "[Errno 28]" in app.keeper._said
    assert "Not synced: [Errno 28]" in said


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_is_looked_into_and_put_back(
    app: StudyplanApp, study: Study, clock: FixedClock, size: tuple[int, int]
) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    backing_up.make(study, "import")
    clock.set(clock.now() + timedelta(minutes=5))
    noting.write_note(study, "focal-loss", "later")
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        await pilot.press("colon", *"backups", "enter")
        assert isinstance(app.screen, BackupsScreen)
        await settled(app, pilot)
        inside = text(app, "#inside")
        assert "1  action" in inside
        assert "marked “Focal Loss" in inside
        await pilot.press("x")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert reading.detail(study, "focal-loss").progress.note == "later"
        await pilot.press("x", "y")
        await settled(app, pilot)
        assert reading.detail(study, "focal-loss").progress.note == ""
        assert [one.why for one in backing_up.everything(study.locations)] == ["restore", "import"]
        lines = app.screen.query_one(Choices)
        assert lines.highlighted == 1  # still on the one that was put back

        await pilot.press("k")  # and back again, by the backup of what was there
        await settled(app, pilot)
        await pilot.press("x", "y")
        await settled(app, pilot)
        assert reading.detail(study, "focal-loss").progress.note == "later"
        await pilot.press("escape")
        assert app.current_mode == "today"


async def test_one_is_put_back_at_a_time(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting.write_note(study, "focal-loss", "x")
    backing_up.make(study)
    begun, go_on = [], Event()

    def restore(*_: object) -> None:
        begun.append(1)
        go_on.wait(5)

    monkeypatch.setattr("studyplan.study.restoring.restore", restore)
    async with app.run_test() as pilot:
        app.action_backups()
        await pilot.pause()
        await settled(app, pilot)
        await pilot.press("x", "y", "x", "y")
        screen = app.screen
        assert isinstance(screen, BackupsScreen)
        assert screen.check_action("restore_backup_command", ()) is None
        screen.action_restore_backup_command()  # however it comes
        await pilot.press("y")
        go_on.set()
        await settled(app, pilot)
        assert screen.check_action("restore_backup_command", ())
    assert len(begun) == 1


async def test_there_is_none_yet_and_b_makes_one(app: StudyplanApp, study: Study) -> None:
    async with app.run_test() as pilot:
        app.action_backups()
        await pilot.pause()
        assert "There is no backup yet" in text(app, "#inside")
        assert app.screen.check_action("restore_backup_command", ()) is None
        await pilot.press("b")
        await settled(app, pilot)
        await settled(app, pilot)
        assert app.screen.check_action("restore_backup_command", ())
        assert len(backing_up.everything(study.locations)) == 1


async def test_a_damaged_one_says_so_and_cannot_be_put_back(
    app: StudyplanApp, study: Study
) -> None:
    path = backing_up.make(study).path
    path.write_bytes(path.read_bytes()[:20_000])
    async with app.run_test() as pilot:
        app.action_backups()
        await pilot.pause()
        await settled(app, pilot)
        assert "is no sound studyplan database" in text(app, "#inside")
        assert app.screen.check_action("restore_backup_command", ()) is None


def damaged(places: Locations, clock: FixedClock) -> None:
    """A database with a backup, an action beyond it, and a table that is gone."""
    study = open_study(places, clock)
    noting.write_note(study, "focal-loss", "in the backup")
    backing_up.make(study)
    reading.mark(study, "focal-loss", Status.READ)
    root = study.store.value("SELECT rootpage FROM sqlite_master WHERE name = 'prompt'")
    study.close()
    with places.database.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)


async def test_the_app_ends_at_once_on_a_damaged_database(
    places: Locations, clock: FixedClock
) -> None:
    damaged(places, clock)
    study = open_study(places, clock)
    app = StudyplanApp(study)
    with suppress(WorkerCancelled):  # the plan that Today waits for
        async with app.run_test() as pilot:
            await settled(app, pilot)
    assert app.keeper.damaged is not None
    study.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_rescued(places: Locations, clock: FixedClock, size: tuple[int, int]) -> None:
    damaged(places, clock)
    app = RescueApp(places, clock, Config())
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        assert "is damaged" in text(app, "#wrong")
        assert "1 action since can still be read" in text(app, "#there")
        await pilot.press("enter")
        await settled(app, pilot)
    assert app.return_value is True
    study = open_study(places, clock)
    assert reading.detail(study, "focal-loss").progress.note == "in the backup"
    assert reading.detail(study, "focal-loss").listed.status is Status.READ
    study.close()
    assert len(list(places.data.glob("damaged-*.db"))) == 1


async def test_or_left_as_it_is(places: Locations, clock: FixedClock) -> None:
    damaged(places, clock)
    before = places.database.read_bytes()
    app = RescueApp(places, clock, Config())
    async with app.run_test() as pilot:
        await settled(app, pilot)
        await pilot.press("q")
    assert app.return_value is False
    assert places.database.read_bytes() == before
    assert list(places.data.glob("damaged-*")) == []


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("when_it_fails", ["looking", "making ready", "keeping"])
async def test_on_a_full_disk_it_is_said_and_nothing_is_changed(
    places: Locations, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, when_it_fails: str
) -> None:
    damaged(places, clock)
    before = places.database.read_bytes()
    app = RescueApp(places, clock, Config())
    if when_it_fails == "looking":
        monkeypatch.setattr("shutil.copyfile", full)
    async with app.run_test() as pilot:
        await settled(app, pilot)
        if when_it_fails == "making ready":
            monkeypatch.setattr("tempfile.mkstemp", full)
        elif when_it_fails == "keeping":
            monkeypatch.setattr("os.link", full)
            monkeypatch.setattr("shutil.copyfile", full)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "No space left on device" in text(app, "#there")
        await pilot.press("q")
    assert app.return_value is False
    assert places.database.read_bytes() == before
    others = {one.name for one in places.data.iterdir() if "studyplan.db" not in one.name}
    assert others - {"restore.lock"} == {"backups"}


async def test_an_error_in_it_is_a_sentence_of_whoever_started_it(
    places: Locations, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged(places, clock)
    error = ValueError("an error of ours")
    app = RescueApp(places, clock, Config())
    monkeypatch.setattr(RescueApp, "is_headless", False)
    app._handle_exception(error)
    assert app.failure is error
    assert app.return_code == 1


def test_seconds_are_told_only_while_two_share_a_minute(study: Study) -> None:
    at = study.clock.now()
    first, second, third = (
        Backup(Path(str(n)), at + timedelta(seconds=seconds), "", 1)
        for n, seconds in enumerate((0, 7, 100))
    )
    assert when(first, (first, third), UTC) == "Tue 24 Nov 2026 09:00"
    assert when(first, (first, second, third), UTC) == "Tue 24 Nov 2026 09:00:00"
