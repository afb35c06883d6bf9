"""History: what was done, a page at a time, and any of it taken back, here or in two windows."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.study import Study, noting, reading, reviewing, taking_back
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.confirm import ConfirmScreen
from studyplan.tui.screens.history import HistoryScreen
from studyplan.tui.widgets.choices import Choices


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def app(study: Study) -> StudyplanApp:
    study.introduce()
    return StudyplanApp(study)


def used(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    noting.write_note(study, "focal-loss", "γ [bold]not markup[/]")
    reviewing.grade(study, "focal-loss:recall", Grade.GOOD)


def shown(app: StudyplanApp) -> list[str]:
    lines = app.screen.query_one(Choices)
    return [str(lines.get_option_at_index(at).prompt) for at in range(lines.option_count)]


def text(app: StudyplanApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


async def settled(app: StudyplanApp, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everything_is_listed_by_day(
    app: StudyplanApp, study: Study, size: tuple[int, int]
) -> None:
    used(study)
    async with app.run_test(size=size) as pilot:
        await pilot.press("H")
        assert isinstance(app.screen, HistoryScreen)
        day, grade, note, mark = (line.split() for line in shown(app))
        assert day == ["Tue", "24", "Nov", "2026"]
        assert [line[1] for line in (grade, note, mark)] == ["graded", "wrote", "marked"]
        assert "graded “Focal Loss" in text(app, "#chosen")
        assert app.screen.query_one("#chosen").region.bottom < size[1]


async def test_nothing_says_what_to_do(app: StudyplanApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("H")
        assert "Nothing was done yet" in shown(app)[0]
        assert app.screen.check_action("take_back_command", ()) is None


async def test_one_is_taken_back_alone_and_says_so_by_word_and_glyph(
    app: StudyplanApp, study: Study
) -> None:
    used(study)
    async with app.run_test() as pilot:
        await pilot.press("H", "j", "x")
        await settled(app, pilot)
        assert reading.detail(study, "focal-loss").progress.note == ""
        assert shown(app)[2].endswith("↶ undone")
        assert "It is undone." in text(app, "#chosen")
        assert app.screen.check_action("take_back_command", ()) is None
        await pilot.press("U")
        assert reading.detail(study, "focal-loss").progress.note
        assert "undone" not in shown(app)[2]


@pytest.mark.parametrize("yes", [True, False])
async def test_what_depends_on_it_is_named_and_goes_with_it_or_neither_goes(
    app: StudyplanApp, study: Study, yes: bool
) -> None:
    used(study)
    async with app.run_test() as pilot:
        await pilot.press("H", "G", "x")
        await settled(app, pilot)
        assert isinstance(app.screen, ConfirmScreen)
        assert "marked “Focal Loss" in text(app, "#asked")
        assert text(app, "#about").startswith("↶ graded “Focal Loss")
        await pilot.press("y" if yes else "n")
        await settled(app, pilot)
        assert app.screen.query("#chosen")
        undone = [line.endswith("↶ undone") for line in shown(app)[1:]]
        assert undone == [yes, False, yes]
        assert [one.undone for one in taking_back.page(study)] == undone


async def test_older_ones_are_read_on_the_way_down(app: StudyplanApp, study: Study) -> None:
    with study.store.transaction():
        for number in range(250):
            noting.write_note(study, "focal-loss", str(number))
    async with app.run_test() as pilot:
        await pilot.press("H")
        lines = [len(shown(app))]
        assert "older ones below" in text(app, "#header")
        for _ in range(3):
            await pilot.press("G")
            lines.append(len(shown(app)))
        assert lines[0] == 101
        assert lines[-1] == 251
        assert all(before <= after for before, after in pairwise(lines))
        assert text(app, "#header").endswith("250 actions")
        await pilot.press("u")  # the view keeps its place among what was read
        assert len(shown(app)) == 251
        assert app.screen.query_one(Choices).highlighted == 250


async def test_what_another_window_does_is_seen(app: StudyplanApp, study: Study) -> None:
    used(study)
    async with app.run_test() as pilot:
        await pilot.press("H", "j")
        with closing(study.beside()) as other:
            noting.write_note(other, "focal-loss", "from elsewhere")
        app.watcher.look()
        await pilot.pause()
        assert len(shown(app)) == 5
        assert "γ" not in text(app, "#chosen")
        assert "wrote a note" in text(app, "#chosen")  # the cursor stays on what it was on
        assert app.screen.query_one(Choices).highlighted == 3


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_question_stands_below(
    app: StudyplanApp, study: Study, size: tuple[int, int]
) -> None:
    used(study)
    asked = reviewing.question(study, "focal-loss:recall").question
    async with app.run_test(size=size) as pilot:
        await pilot.press("H")
        assert " ".join(asked.split()) in text(app, "#chosen")
