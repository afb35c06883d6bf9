"""Links and articles in the app: their state in words, archived copies, fetching, reading here."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from studyplan.domain.links import Fault, LinkState, Verdict
from studyplan.store import links as stored
from studyplan.study import Study, history, links, reading, reviewing
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.asking_network import NetworkScreen
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.question import QuestionScreen
from studyplan.tui.screens.reader import ReaderScreen
from studyplan.web.following import Follower
from tests.web.server import Server, serving

WORK = "focal-loss"
pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def server(study: Study) -> Iterator[Server]:
    study.locations.config_file.write_text("private_addresses: allowed\n")
    with serving() as running:
        yield running


@asynccontextmanager
async def at_work(study: Study, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    study.introduce()
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        app.action_curriculum()
        await pilot.pause()
        curriculum(pilot).go_to(WORK)
        await pilot.pause()
        yield pilot


def curriculum(pilot: Pilot[None]) -> CurriculumScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CurriculumScreen)
    return screen


def front(pilot: Pilot[None]) -> type[object]:
    return type(pilot.app.screen)


def facts(pilot: Pilot[None]) -> str:
    return str(curriculum(pilot).query_one("#facts", Static).visual)


def said(pilot: Pilot[None]) -> str:
    return " ".join(one.message for one in pilot.app._notifications)


async def network(pilot: Pilot[None], key: str) -> None:
    """Press a key that asks the network, and let it end."""
    await pilot.press(key)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def found(study: Study, verdict: Verdict) -> None:
    url = links.of_work(study, WORK).url
    assert url is not None
    stored.keep(study.store, url, verdict, study.clock.now())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_broken_link_is_said_and_offers_a_copy(
    study: Study, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(study, Verdict(LinkState.BROKEN, str(Fault.NO_HOST)))
    opened: list[str] = []
    monkeypatch.setattr(StudyplanApp, "open_url", lambda _, url, **__: opened.append(url))
    async with at_work(study, size) as pilot:
        shown = facts(pilot)
        assert "✗ link broken, checked today" in shown
        assert "there is no such host" in shown
        assert "O opens an archived copy." in shown
        await pilot.press("O")
    url = links.of_work(study, WORK).url
    assert opened == [f"https://web.archive.org/web/{url}"]
    assert study.store.value("SELECT count(*) FROM event") == 0


async def test_a_moved_link_is_taken_over_by_a_key_and_undone(study: Study) -> None:
    before = links.of_work(study, WORK).url
    found(study, Verdict(LinkState.MOVED, "to x", "https://example.org/new"))
    async with at_work(study) as pilot:
        assert "→ link moved" in facts(pilot)
        assert curriculum(pilot).check_action("take_new_address_command", ())
        await pilot.press("A")
        assert links.of_work(study, WORK).url == "https://example.org/new"
        assert "https://example.org/new" in facts(pilot)
        assert "· link unchecked, x checks it" in facts(pilot)
        assert not curriculum(pilot).check_action("take_new_address_command", ())
        await pilot.press("u")
        await pilot.pause()
        assert links.of_work(study, WORK).url == before


async def test_a_link_is_checked_beside_the_app(study: Study, server: Server) -> None:
    links.set_address(study, WORK, server.url("/status/410"))
    async with at_work(study) as pilot:
        await network(pilot, "x")
        assert "The link is broken: the page is gone (410)." in said(pilot)
        assert "✗ link broken, checked today" in facts(pilot)


async def test_a_check_is_called_off_with_escape(
    study: Study, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    links.set_address(study, WORK, server.url("/slow"))

    def asks_for_long(self: Follower, address: str) -> None:
        while True:
            self._wait(0.01)

    monkeypatch.setattr(Follower, "observe", asks_for_long)
    async with at_work(study) as pilot:
        await pilot.press("X")
        assert front(pilot) is NetworkScreen
        await network(pilot, "escape")
        assert front(pilot) is CurriculumScreen
        assert "Called off after 0 links." in said(pilot)


async def test_an_article_is_fetched_and_read_here(study: Study, server: Server) -> None:
    links.set_address(study, WORK, server.url("/ok"))
    async with at_work(study) as pilot:
        await network(pilot, "f")
        assert "enter reads it here" in said(pilot)
        assert "words are here, fetched today; enter reads" in facts(pilot)
        assert "words at 220 a minute, an estimate" in facts(pilot)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReaderScreen)
        header = str(pilot.app.screen.query_one("#header", Static).visual)
        assert "Focal Loss : A better alternative" in header
        await pilot.press("v", "w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, QuestionScreen)
        text = " ".join(area.text for area in pilot.app.screen.query(TextArea))
        assert "Step 0. The loss is scaled by a factor" in text


async def test_what_is_here_is_opened_here_from_any_screen(study: Study, server: Server) -> None:
    links.set_address(study, WORK, server.url("/ok"))
    async with at_work(study, (80, 24)) as pilot:
        await network(pilot, "f")
        app = pilot.app
        assert isinstance(app, StudyplanApp)
        app.action_today()
        await pilot.pause()
        app.go_to_work(WORK)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert front(pilot) is ReaderScreen


async def test_a_highlight_becomes_a_note(study: Study, server: Server) -> None:
    links.set_address(study, WORK, server.url("/ok"))
    async with at_work(study, (80, 24)) as pilot:
        await network(pilot, "f")
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("v", "n")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
    note = reading.detail(study, WORK).progress.note
    assert note.startswith("> Step 0. The loss is scaled")
    history.undo(study)
    assert reading.detail(study, WORK).progress.note == ""
    assert reviewing.of_resource(study, WORK) == []


async def test_what_is_no_article_is_said(study: Study, server: Server) -> None:
    links.set_address(study, WORK, server.url("/short"))
    async with at_work(study) as pilot:
        await network(pilot, "f")
        assert "Not kept: only the beginning is free" in said(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CurriculumScreen)


async def test_without_the_extra_it_says_how_to_get_it(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "studyplan.web.client", raising=False)
    async with at_work(study) as pilot:
        await network(pilot, "f")
        assert "pip install 'studyplan[reader]'" in said(pilot)
