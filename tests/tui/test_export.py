"""Exporting from the app: every format, refusals, and calling it off."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from studyplan.domain.resource import Status
from studyplan.study import Study, formats, reading, writing
from studyplan.study.formats import FORMATS, Format
from studyplan.study.writing import Made, Report
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.export import ExportScreen


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def app(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StudyplanApp:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    study.introduce()
    reading.mark(study, "focal-loss", Status.READ)
    return StudyplanApp(study)


def said(app: StudyplanApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


async def settled(app: StudyplanApp, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("format", list(FORMATS))
async def test_each_format_is_written_to_the_home_folder(
    app: StudyplanApp, tmp_path: Path, format: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("E")
        assert isinstance(app.screen, ExportScreen)
        await pilot.press(*["j"] * list(FORMATS).index(format), "enter")
        await settled(app, pilot)
        place = tmp_path / FORMATS[format].name
        assert said(app).startswith("✓ ")
        assert place.name in said(app).replace("\n", "")
        assert place.exists()
        assert app.screen.query_one("#keys").region.bottom <= 24
        await pilot.press("escape")
        assert not isinstance(app.screen, ExportScreen)


async def test_what_is_somebody_elses_is_left_and_said(app: StudyplanApp, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("[1]")
    async with app.run_test() as pilot:
        await pilot.press("colon", *"export", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ExportScreen)
        app.screen.query_one(Input).value = str(tmp_path / "mine.json")
        app.screen.query_one(Input).focus()
        await pilot.press("enter")
        await settled(app, pilot)
        assert "give another name" in said(app)
        assert (tmp_path / "mine.json").read_text() == "[1]"
        app.screen.query_one(Input).value = " "
        await pilot.press("enter")
        assert "Say where to" in said(app)


async def test_it_can_be_called_off(
    app: StudyplanApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = Event(), Event()

    def slowly(study: Study, path: Path, force: bool, report: Report) -> Made:
        report("reading", 1, 3)
        began.set()
        go_on.wait(20)
        report("reading", 2, 3)
        return Made(writing.write(path, b"x", lambda _: False, force=force), {})

    slow: dict[str, Any] = {"json": Format("slow", "slow.json", slowly)}
    monkeypatch.setattr("studyplan.tui.screens.export.FORMATS", slow)
    async with app.run_test() as pilot:
        await pilot.press("E", "enter")
        while not began.is_set():
            await pilot.pause()
        await pilot.pause()
        assert "reading 1 of 3" in said(app)
        await pilot.press("escape")
        go_on.set()
        await settled(app, pilot)
        assert said(app) == "Called off."
        assert not (tmp_path / "slow.json").exists()
    assert formats.FORMATS is FORMATS
