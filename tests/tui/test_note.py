"""The note editor: what is typed is never lost, however the editor or the app is left."""

import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.domain.resource import Status
from studyplan.locations import Locations, locate
from studyplan.store.engine import StoreError
from studyplan.study import Study, history, noting, open_study, reading
from studyplan.tui import typing
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.note import NoteScreen

WORK = "focal-loss"


@pytest.fixture(autouse=True)
def introduced(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first questions are answered; the app opens at the list; drafts need no patience."""
    monkeypatch.setattr(StudyplanApp, "DEFAULT_MODE", "curriculum")
    monkeypatch.setattr(typing, "KEEP_EVERY", 0.02)
    study.introduce()


class Desk:
    """An app with the list behind and, most of the time, the editor in front."""

    def __init__(self, app: StudyplanApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.said: list[str] = []

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, done: Callable[[], bool]) -> None:
        """Let the app work until something is so."""
        for _ in range(2000):
            if done():
                return
            await self.pilot.pause()
        raise AssertionError("it never became so")

    @property
    def editor(self) -> TextArea:
        assert isinstance(self.app.screen, NoteScreen)
        return self.app.screen.query_one(TextArea)

    @property
    def state(self) -> str:
        return str(self.app.screen.query_one("#note-state", Static).render())

    @property
    def is_open(self) -> bool:
        return isinstance(self.app.screen, NoteScreen)


@asynccontextmanager
async def at_note(
    study: Study, config: Config | None = None, *, opened: bool = True
) -> AsyncIterator[Desk]:
    app = StudyplanApp(study, config)
    said: list[str] = []
    app.notify = lambda text, **_: said.append(text)  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(app, pilot)
        desk.said = said
        await pilot.pause()
        if opened:
            assert isinstance(app.screen, CurriculumScreen)
            app.screen.go_to(WORK)
            await pilot.pause()
            await desk.press("n")
            assert desk.is_open
        yield desk


def text_of(study: Study, work: str = WORK) -> str:
    return reading.detail(study, work).progress.note


def notes_written(study: Study, work: str = WORK) -> int:
    return sum(it.kind == "note" for it in history.of_resource(study, work))


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_what_is_typed_is_one_event_when_the_editor_is_left(study: Study, key: str) -> None:
    async with at_note(study) as desk:
        await desk.press(*"uq?")
        assert desk.state == "typing…" or desk.state == "kept"
        await desk.until(lambda: desk.state == "kept")
        await desk.press("enter", "b", key)
        assert not desk.is_open
    assert text_of(study) == "uq?\nb"
    assert notes_written(study) == 1
    assert noting.recover_drafts(study) == []


async def test_leaving_without_a_change_writes_nothing(study: Study) -> None:
    noting.write_note(study, WORK, "as it was")
    async with at_note(study) as desk:
        assert desk.editor.text == "as it was"
        await desk.press("escape")
        await desk.press("n", "x", "backspace", "escape")
    assert notes_written(study) == 1
    assert noting.recover_drafts(study) == []


async def test_a_note_written_elsewhere_is_not_overwritten_by_looking(study: Study) -> None:
    async with at_note(study) as desk:
        noting.write_note(study, WORK, "from elsewhere")
        await desk.press("escape")
    assert text_of(study) == "from elsewhere"


async def test_emptying_removes_the_note_and_undo_brings_it_back(study: Study) -> None:
    noting.write_note(study, WORK, "x")
    async with at_note(study) as desk:
        await desk.press("backspace", "escape")
        assert text_of(study) == ""
        await desk.press("u")
        assert text_of(study) == "x"
        assert "Undone: removed the note" in desk.said[-1]


async def test_quitting_in_the_middle_writes_the_note(study: Study) -> None:
    async with at_note(study) as desk:
        await desk.press("a", "b", "ctrl+q")
    assert text_of(study) == "ab"
    assert notes_written(study) == 1


async def test_an_exit_by_any_other_way_writes_it_too(study: Study) -> None:
    async with at_note(study) as desk:
        await desk.press("a", "b")
        desk.app.exit()
    assert text_of(study) == "ab"


async def test_a_kill_in_the_middle_of_typing_loses_nothing(
    study: Study, places: Locations, clock: FixedClock, tmp_path: Path
) -> None:
    """What the files hold while a person types is all that a killed app leaves behind."""
    async with at_note(study) as desk:
        await desk.press(*"not lost")
        await desk.until(lambda: desk.state == "kept")
        left = locate(tmp_path / "left")
        left.data.mkdir()
        for file in places.data.glob("studyplan.db*"):
            shutil.copy2(file, left.data / file.name)
    after = open_study(left, clock)
    assert text_of(after) == ""
    async with at_note(after, opened=False) as desk:
        assert "recovered" in desk.said[0]
        assert "Focal Loss" in desk.said[0]
        assert text_of(after) == "not lost"
    async with at_note(after, opened=False) as desk:
        assert desk.said == []
    assert notes_written(after) == 1
    after.close()


async def test_the_first_key_is_kept_at_once(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing, "KEEP_EVERY", 3600)
    kept: list[str] = []
    monkeypatch.setattr(noting, "keep_draft", lambda _, __, text, **___: kept.append(text))
    async with at_note(study) as desk:
        await desk.press(*"abc")
        assert kept == ["a"]
        assert desk.state == "typing…"


async def test_what_is_typed_before_the_editor_is_ready_is_taken_in(study: Study) -> None:
    async with at_note(study, opened=False) as desk:
        assert isinstance(desk.app.screen, CurriculumScreen)
        desk.app.screen.go_to(WORK)
        await desk.pilot.pause()
        desk.app.screen.action_note_command()
        for key in "qut":
            desk.app.simulate_key(key)
        await desk.pilot.pause()
        await desk.until(lambda: desk.editor.text == "qut")
        await desk.press("escape")
    assert text_of(study) == "qut"


async def test_what_cannot_be_written_is_said_and_the_editor_stays(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(typing, "KEEP_EVERY", 3600)
    async with at_note(study) as desk:
        with monkeypatch.context() as broken:
            broken.setattr(noting, "write_note", full)
            broken.setattr(noting, "keep_draft", full)
            await desk.press("a", "escape")
            await desk.press("ctrl+q")
            assert "The disk is full." in desk.said
            assert desk.state == "not saved: The disk is full."
            assert desk.editor.text == "a"
        await desk.press("escape")
    assert text_of(study) == "a"


class TestOtherEditor:
    @pytest.fixture
    def editor(self, tmp_path: Path) -> str:
        """A command that adds a line to the file it is given."""
        script = tmp_path / "editor.py"
        script.write_text("import sys\nopen(sys.argv[1], 'a').write(' and more')\n")
        return f"{sys.executable} {script}"

    @pytest.fixture
    def suspended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The terminal can be given away, as a real one can."""
        monkeypatch.setattr(StudyplanApp, "suspend", lambda _: nullcontext())

    @pytest.mark.usefixtures("suspended")
    async def test_takes_over_what_was_written_there(self, study: Study, editor: str) -> None:
        async with at_note(study, Config(editor=editor)) as desk:
            await desk.press("a", "ctrl+e")
            assert desk.editor.text == "a and more"
            await desk.press("escape")
        assert text_of(study) == "a and more"

    @pytest.mark.usefixtures("suspended")
    async def test_visual_is_used_without_a_setting(
        self, study: Study, editor: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VISUAL", editor)
        async with at_note(study) as desk:
            await desk.press("ctrl+e")
            assert desk.editor.text == " and more"

    @pytest.mark.usefixtures("suspended")
    async def test_an_editor_that_fails_gets_a_sentence(self, study: Study) -> None:
        async with at_note(study, Config(editor="no-such-editor-here")) as desk:
            await desk.press("a", "ctrl+e")
            assert desk.editor.text == "a"
            assert "`no-such-editor-here` cannot be run" in desk.said[-1]

    async def test_a_terminal_that_cannot_be_given_away_gets_a_sentence(
        self, study: Study, editor: str
    ) -> None:
        async with at_note(study, Config(editor=editor)) as desk:
            await desk.press("a", "ctrl+e")
            assert desk.editor.text == "a"
            assert "cannot be opened from this kind of terminal" in desk.said[-1]


async def test_a_draft_on_a_work_that_is_gone_waits(study: Study) -> None:
    noting.keep_draft(study, "gone", "for later")
    noting.keep_draft(study, WORK, "for now")
    async with at_note(study, opened=False) as desk:
        assert len(desk.said) == 1
    assert text_of(study) == "for now"
    assert reading.detail(study, WORK).listed.status is Status.UNREAD


async def test_undone_text_does_not_come_back_from_a_draft(study: Study) -> None:
    noting.write_note(study, "focal-loss", "old")
    async with StudyplanApp(study).run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(NoteScreen("focal-loss"))
        await pilot.press("x", "backspace", "escape")
    history.undo(study)
    assert noting.recover_drafts(study) == []
    assert reading.detail(study, "focal-loss").progress.note == ""
