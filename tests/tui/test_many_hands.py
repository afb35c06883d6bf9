"""Another program that writes, a full disk, a folder that is gone: said, and nothing typed lost."""

import resource
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.study import Study, noting, questions, reading, reviewing
from studyplan.tui import app as tui
from studyplan.tui import typing, watcher
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens import base
from studyplan.tui.screens.note import NoteScreen
from studyplan.tui.screens.review import ReviewScreen

if sys.platform == "win32":
    pytest.skip("an open file cannot be moved there", allow_module_level=True)

WORKS = ("focal-loss", "feature-logging")


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once; but look for changes only when the test says so."""
    monkeypatch.setattr(tui, "QUICK", 0.01)
    monkeypatch.setattr(base, "TRY_AGAIN", 0.02)
    monkeypatch.setattr(typing, "KEEP_EVERY", 0.1)
    monkeypatch.setattr(watcher, "LOOK_FOR_CHANGES", 3600)


@pytest.fixture
def other(study: Study) -> Iterator[Study]:
    with closing(study.beside()) as opened:
        yield opened


class Desk:
    """An app, and a person at its keys."""

    def __init__(self, app: StudyplanApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.said: list[str] = []

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, what: str) -> None:
        """Wait until the screen or a message says it."""
        end = monotonic() + 10
        while not any(what in one for one in (*self.said, *self.shown())):
            assert monotonic() < end, (what, self.said, self.shown())
            await self.pilot.pause(0.01)

    def shown(self) -> list[str]:
        return [str(one.render()) for one in self.app.screen.query(Static)]


@asynccontextmanager
async def at_desk(study: Study) -> AsyncIterator[Desk]:
    if not study.introduced:
        study.introduce()
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(app, pilot)
        notify = app.notify

        def listen(message: str, **how: object) -> None:
            desk.said.append(message)
            notify(message, **how)

        app.notify = listen  # type: ignore[method-assign]
        yield desk


@contextmanager
def writing(study: Study) -> Iterator[None]:
    """Another program holds the lock."""
    with closing(sqlite3.connect(study.store.path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield
        foreign.execute("ROLLBACK")


@contextmanager
def full_disk() -> Iterator[None]:
    """A limit on the size of files stands in for the disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def grades(study: Study) -> int:
    return int(study.store.value("SELECT count(*) FROM review"))


async def test_a_grade_waits_for_another_program_and_the_keys_go_on(study: Study) -> None:
    for work in WORKS:
        reading.mark(study, work, Status.READ)
    async with at_desk(study) as desk:
        await desk.press("r", "space")
        with writing(study):
            began = monotonic()
            await desk.press("3")
            await desk.press("4")  # another grade does not take the place of the first
            assert monotonic() - began < 2
            assert desk.said[0] == "Another program is writing; this waits for it."
            assert grades(study) == 0
            assert isinstance(desk.app.screen, ReviewScreen)
        while not grades(study):
            await desk.pilot.pause(0.01)
        await desk.until("2 of 2")
        await desk.pilot.pause(0.2)
    (review,) = reviewing.history(study, "focal-loss:recall")
    assert review.grade is Grade.GOOD
    assert grades(study) == 1


async def test_a_grade_that_waits_is_kept_when_the_app_is_left(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "TRY_AGAIN", 3600)
    reading.mark(study, WORKS[0], Status.READ)
    async with at_desk(study) as desk:
        await desk.press("r", "space")
        with writing(study):
            await desk.press("3")
        await desk.press("ctrl+q")
    assert grades(study) == 1


async def test_while_another_program_writes_every_screen_can_be_looked_at(study: Study) -> None:
    reading.mark(study, WORKS[0], Status.READ)
    study.introduce()
    with writing(study):
        async with at_desk(study) as desk:
            for key in ("c", "r", "i", "p", "h", "H", "t", "r"):
                await desk.press(key)
            assert isinstance(desk.app.screen, ReviewScreen)
            assert desk.said == []


async def test_undo_waits_too(study: Study) -> None:
    reading.mark(study, WORKS[0], Status.READ)
    async with at_desk(study) as desk:
        with writing(study):
            await desk.press("u")
            assert desk.said[-1] == "Another program is writing; this waits for it…"
        await desk.until("Undone: marked")
    assert reading.detail(study, WORKS[0]).listed.status is Status.UNREAD


@pytest.mark.parametrize("trouble", [writing, lambda _: full_disk()], ids=["busy", "full"])
async def test_what_is_typed_is_kept_once_it_can_be(study: Study, trouble: object) -> None:
    assert callable(trouble)
    async with at_desk(study) as desk:
        await desk.app.push_screen(NoteScreen(WORKS[0]))
        await desk.press("a")
        await desk.until("kept")
        with trouble(study):
            await desk.press("b")
            await desk.until("not saved")
            await desk.press("c")
            if trouble is not writing:
                await desk.press("escape")
                assert isinstance(desk.app.screen, NoteScreen)  # it stays while it cannot be kept
        while study.store.value("SELECT text FROM draft WHERE resource NOT LIKE 'base:%'") != "abc":
            await desk.pilot.pause(0.01)
        await desk.press("escape")
    assert reading.detail(study, WORKS[0]).progress.note == "abc"


async def test_a_full_disk_is_said_and_the_grade_can_be_given_again(study: Study) -> None:
    reading.mark(study, WORKS[0], Status.READ)
    async with at_desk(study) as desk:
        await desk.press("r", "space")
        with full_disk():
            await desk.press("3")
            assert "Nothing was changed" in desk.said[-1]
            assert grades(study) == 0
        await desk.press("3")
        assert grades(study) == 1


async def test_a_folder_that_is_gone_and_comes_back(study: Study) -> None:
    reading.mark(study, WORKS[0], Status.READ)
    folder = study.locations.data
    async with at_desk(study) as desk:
        await desk.app.workers.wait_for_complete()
        await desk.press("r", "space")
        away = folder.rename(folder.with_name("elsewhere"))
        desk.app.watcher.look()
        desk.app.watcher.look()
        assert ["is gone: nothing that you do is kept" in one for one in desk.said] == [True]
        await desk.press("3")
        assert "is gone: was its folder moved" in desk.said[-1]
        desk.app.keeper._look()
        await desk.app.workers.wait_for_complete()
        assert not folder.exists()
        away.rename(folder)
        desk.app.watcher.look()
        assert "is back" in desk.said[-1]
        await desk.press("3")
    with closing(study.beside()) as again:
        assert grades(again) == 1


async def test_what_is_typed_goes_on_when_the_folder_is_back(study: Study) -> None:
    folder = study.locations.data
    async with at_desk(study) as desk:
        await desk.app.workers.wait_for_complete()
        await desk.app.push_screen(NoteScreen(WORKS[0]))
        away = folder.rename(folder.with_name("elsewhere"))
        await desk.press("a")
        await desk.until("not saved")
        away.rename(folder)
        await desk.until("kept")
    assert reading.detail(study, WORKS[0]).progress.note == "a"


# ---------------------------------------------------------------------------- cut off in typing


def cut_off(study: Study) -> None:
    """What this process was typing is another's now, and that one has died."""
    study.store.run(
        "UPDATE draft SET process = 4194304, resource = "
        "substr(resource, 1, instr(resource, '@')) || 4194304"
    )


async def test_a_question_that_was_cut_off_is_kept_at_the_next_start(
    study: Study, other: Study
) -> None:
    async with at_desk(study) as desk:
        desk.app.go_to_work(WORKS[0])
        await desk.press("w", *"Why?", "tab", *"one")
        await desk.until("✎ yours")
        await desk.pilot.pause(0.2)
        cut_off(other)
        desk.app.screen.dismiss()
        await desk.pilot.pause()
    assert questions.worded(study) == []
    async with at_desk(study) as desk:
        await desk.pilot.pause()
    (one,) = questions.worded(study)
    assert (one.wording.question, one.wording.points) == ("Why?", ("one",))
    assert study.store.value("SELECT count(*) FROM draft") == 0


async def test_one_without_its_text_waits_for_the_editor(study: Study, other: Study) -> None:
    async with at_desk(study) as desk:
        desk.app.go_to_work(WORKS[0])
        await desk.press("w", "tab", *"one")
        await desk.pilot.pause(0.2)
        cut_off(other)
        desk.app.screen.dismiss()
        await desk.pilot.pause()
    async with at_desk(study) as desk:
        desk.app.go_to_work(WORKS[0])
        await desk.press("w")
        assert desk.app.screen.query_one("#points", TextArea).text == "one"
        await desk.press(*"Why?", "ctrl+s")
    (one,) = questions.worded(study)
    assert (one.wording.question, one.wording.points) == ("Why?", ("one",))
    assert study.store.value("SELECT count(*) FROM draft") == 0


async def test_an_answer_that_was_cut_off_stands_there_when_its_card_comes(
    study: Study, other: Study
) -> None:
    for work in WORKS:
        reading.mark(study, work, Status.READ)
    async with at_desk(study) as desk:
        await desk.press("r", "a", *"easy ones", "escape", "s")
        await desk.pilot.pause(0.2)
        cut_off(other)
    async with at_desk(study) as desk:
        await desk.press("r")
        field = desk.app.screen.query_one("#attempt", TextArea)
        assert field.text == "easy ones"
        await desk.press("space", "3")
    (review,) = reviewing.history(study, "focal-loss:recall")
    assert review.attempt == "easy ones"
    assert study.store.value("SELECT count(*) FROM draft") == 0


def test_two_windows_that_type_a_note_keep_both_texts(study: Study) -> None:
    noting.keep_draft(study, WORKS[0], "from the first")
    cut_off(study)
    study.store.run("UPDATE draft SET process = 4194303, resource = 'focal-loss@4194303'")
    noting.keep_draft(study, WORKS[0], "from the second")
    study.store.run(
        "UPDATE draft SET process = 4194304, resource = 'focal-loss@4194304' "
        "WHERE process <> 4194303"
    )
    assert noting.recover_drafts(study) == [WORKS[0]]
    note = reading.detail(study, WORKS[0]).progress.note
    assert "from the first" in note
    assert "from the second" in note
