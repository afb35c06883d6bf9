"""The Reader: where it opens, how one moves in it, that the place is kept, what reading does."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets.markdown import MarkdownFence

from studyplan.config import Config
from studyplan.domain.resource import Status
from studyplan.locations import Locations, locate
from studyplan.study import (
    Refused,
    Study,
    asking,
    open_study,
    planning,
    primers,
    reading,
)
from studyplan.tui.app import StudyplanApp
from studyplan.tui.commands.reader import NextPrimer
from studyplan.tui.screens import reader
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.note import NoteScreen
from studyplan.tui.screens.reader import ReaderScreen
from studyplan.tui.screens.review import ReviewScreen
from studyplan.tui.screens.today import TodayScreen
from studyplan.tui.widgets.page import Page, columns, sections, share_out
from studyplan.tui.widgets.reading_tree import ReadingTree, draw

NARROW, WIDE = (80, 24), (120, 40)


@pytest.fixture
def shipped(abridged: Path) -> Path:
    return abridged


@pytest.fixture(autouse=True)
def introduced(study: Study) -> None:
    """The first questions are answered."""
    study.introduce()


class Desk:
    """An app, and a person at its keys."""

    def __init__(self, app: StudyplanApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.said: list[str] = []

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Let the text be mounted, and the place be found."""
        await self.pilot.pause()
        if isinstance(self.app.screen, ReaderScreen):
            await self.until(lambda: self.header.endswith(" %"))
        await self.pilot.pause()

    async def until(self, done: Callable[[], bool]) -> None:
        """Let the app work until something is so."""
        for _ in range(2000):
            if done():
                return
            await self.pilot.pause()
        raise AssertionError("it never became so")

    async def read(self, primer: str) -> None:
        self.app.go_to_work(primer)
        await self.pilot.pause()
        await self.settle()

    async def leave(self) -> None:
        await self.press("escape")
        assert not isinstance(self.app.screen, ReaderScreen)

    @property
    def page(self) -> Page:
        assert isinstance(self.app.screen, ReaderScreen)
        return self.app.screen.query_one(Page)

    @property
    def header(self) -> str:
        return str(self.app.screen.query_one("#header", Static).content)

    @property
    def after(self) -> str:
        return str(self.page.query_one("#after", Static).content)

    @property
    def top(self) -> str:
        """The heading that stands in the first line in view."""
        y = round(self.page.scroll_y)
        return next(
            (
                str(one.query_one("MarkdownHeader", Static).content)
                for one in self.page.query("_Section")
                if one.virtual_region.y == y
            ),
            "",
        )

    @property
    def footer(self) -> dict[str, bool]:
        """What the footer offers, and whether it can be used."""
        bindings = self.app.screen.active_bindings.values()
        return {one.binding.description: one.enabled for one in bindings if one.binding.show}


@asynccontextmanager
async def at_desk(
    study: Study, size: tuple[int, int] = NARROW, config: Config | None = None
) -> AsyncIterator[Desk]:
    app = StudyplanApp(study, config)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        app.notify = lambda text, **_: desk.said.append(text)  # type: ignore[method-assign]
        await pilot.pause()
        yield desk


class TestOpening:
    async def test_enter_opens_it_from_the_day_and_escape_goes_back(self, study: Study) -> None:
        planning.pin(study, "K01", study.today)
        assert planning.today(study).readings[0].listed.id == "K01"
        async with at_desk(study) as desk:
            await desk.press("enter")
            assert desk.header.startswith("Reader   K01 Framing   ○ unread · ")
            assert desk.header.endswith("0 %")
            await desk.leave()
            assert isinstance(desk.app.screen, TodayScreen)

    async def test_enter_and_o_open_it_from_the_reading_list(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.press("c")
            tree = desk.app.screen.query_one(ReadingTree)
            assert tree.current is not None
            assert tree.current.key == "K01"
            minutes = reading.detail(study, "K01").listed.minutes
            assert draw(tree.current, 78).plain.split() == ["○", "Primer", str(minutes), "min"]
            assert desk.footer["read"]
            await desk.press("enter")
            assert "K01" in desk.header
            await desk.leave()
            assert isinstance(desk.app.screen, CurriculumScreen)
            await desk.press("o")
            assert "K01" in desk.header

    async def test_the_source_of_a_card_of_the_competency_is_its_primer(self, study: Study) -> None:
        reading.mark(study, "K01", Status.READ)
        async with at_desk(study) as desk:
            await desk.press("r", "o")
            assert "K01" in desk.header
            await desk.press("r")
            assert isinstance(desk.app.screen, ReviewScreen)

    @pytest.mark.parametrize(
        ("key", "mode"), [("t", "today"), ("c", "curriculum"), ("r", "review")]
    )
    async def test_the_keys_of_the_screens_close_it(
        self, study: Study, key: str, mode: str
    ) -> None:
        async with at_desk(study) as desk:
            await desk.read("K02")
            await desk.press(key)
            assert desk.app.current_mode == mode
            assert len(desk.app.screen_stack) == 1
            desk.app.action_today()
            await desk.pilot.pause()
            assert isinstance(desk.app.screen, TodayScreen)

    @pytest.mark.parametrize("size", [(60, 16), NARROW, WIDE])
    async def test_it_is_one_column_in_the_middle(
        self, study: Study, size: tuple[int, int]
    ) -> None:
        async with at_desk(study, size) as desk:
            await desk.read("K07")
            column = desk.page.query("_Section").first().region
            assert column.width <= 76
            assert abs(column.x - (size[0] - column.right)) <= 2
            assert desk.page.max_scroll_x == 0
            assert all(one.max_scroll_x == 0 for one in desk.page.query(MarkdownFence))

    async def test_a_primer_that_cannot_be_read_is_a_sentence(
        self, study: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object) -> str:
            raise Refused("The disk is gone.")

        async with at_desk(study) as desk:
            with monkeypatch.context() as broken:
                broken.setattr(primers, "text", fails)
                await desk.app.push_screen(ReaderScreen("K01"))
                await desk.app.workers.wait_for_complete()
            assert "The disk is gone." in desk.said
            await desk.leave()


class TestWhole:
    """Primers as they ship, whole."""

    @pytest.fixture
    def shipped(self) -> Path:
        return locate().assets

    async def test_every_primer_opens(self, study: Study) -> None:
        ids = [one.id for one in reading.works(study, primers=True) if one.id.startswith("K")]
        assert len(ids) == 18
        async with at_desk(study) as desk:
            for id in ids[::6]:
                await desk.read(id)
                assert len(desk.page.query("_Section")) == len(sections(primers.text(study, id)))
                await desk.leave()


class TestMoving:
    async def test_from_heading_to_heading(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press("right_square_bracket", "right_square_bracket")
            assert desk.top == "Core ideas"
            await desk.press("right_square_bracket", "j")
            assert desk.top == ""
            await desk.press("left_square_bracket")
            assert desk.top == "The funnel"
            await desk.press("left_square_bracket")
            assert desk.top == "Core ideas"
            await desk.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
            assert desk.top == "Retrieval & multi-stage architecture"

    async def test_by_pages_that_overlap_to_the_end(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            height = desk.page.scrollable_content_region.height
            await desk.press("space")
            assert desk.page.scroll_y == height - 2
            await desk.press("pagedown", "pageup")
            assert desk.page.scroll_y == height - 2
            desk.page.scroll_end(animate=False)
            await desk.pilot.pause()
            await desk.press("right_square_bracket")
            assert desk.header.endswith("100 %")

    async def test_on_to_the_next_competency_and_back(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K01")
            await desk.press("right_square_bracket", "right_square_bracket")
            share = desk.page.place
            await desk.press("N")
            assert "K02 Fundamentals" in desk.header
            assert desk.top == "ML fundamentals & training objectives"
            await desk.press("less_than_sign")
            assert "K01 Framing" in desk.header
            assert desk.page.place == share
            await desk.press("P")
            assert "K01 Framing" in desk.header

    async def test_the_last_has_no_next(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K18")
            assert desk.app.screen.check_action(NextPrimer.action_name(), ()) is None
            reading.mark(study, "K18", Status.READ)
            desk.app.refresh_view()
            assert desk.after == "This was the last primer."

    async def test_leafing_faster_than_the_text_comes(self, study: Study) -> None:
        async with at_desk(study) as desk:
            desk.app.go_to_work("K01")
            await desk.pilot.pause()
            assert isinstance(desk.app.screen, ReaderScreen)
            for _ in range(5):
                desk.app.screen.action_next_primer_command()
            desk.app.screen.action_previous_primer_command()
            await desk.settle()
            assert "K05" in desk.header
            assert len(desk.page.query("_Section")) == len(sections(primers.text(study, "K05")))


class TestPlace:
    async def test_is_kept_when_it_is_opened_again(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press(*["right_square_bracket"] * 4)
            await desk.leave()
            await desk.read("K07")
            assert desk.top == "Lexical matching"
            assert all(one.visible for one in desk.page.query("_Section"))

    async def test_is_kept_over_a_restart_in_another_window(
        self, study: Study, places: Locations
    ) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press(*["right_square_bracket"] * 4)
            await desk.press("q")
        again = open_study(places, study.clock)
        async with at_desk(again, WIDE) as desk:
            await desk.read("K07")
            assert desk.top == "Lexical matching"
            await desk.leave()
            await desk.read("K06")
            assert desk.page.scroll_y == 0
        again.close()

    async def test_is_kept_when_the_terminal_is_closed(
        self, study: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reader, "KEEP_EVERY", 0.02)
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press(*["right_square_bracket"] * 4)
            await desk.until(lambda: primers.place(study, "K07") == desk.page.place > 0)

    async def test_stays_when_the_lines_become_shorter(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press(*["right_square_bracket"] * 6)
            before = desk.page.place
            await desk.pilot.resize_terminal(62, 24)
            await desk.settle()
            assert desk.page.place == pytest.approx(before, abs=0.02)


class TestReading:
    async def test_marking_it_read_makes_the_cards_of_the_competency(self, study: Study) -> None:
        made = reading.cards_to_make(study, "K07")
        async with at_desk(study) as desk:
            await desk.read("K07")
            assert desk.after == f"m r marks it read and makes its {made} cards."
            await desk.press("m", "r")
            assert desk.said == [f"Read. {made} cards to recall it, from today on."]
            assert "● read" in desk.header
            assert desk.after == "> goes on to K08 Ranking."
            await desk.press("u")
            assert "○ unread" in desk.header
        assert made >= 8

    async def test_the_cards_are_those_of_the_competency(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press("m", "r")
        due = asking.due(study).questions
        assert due
        assert {(one.resource, one.competency) for one in due} == {("K07", "K07")}

    async def test_it_is_counted_in_no_number_but_opens_what_needs_it(self, study: Study) -> None:
        reading.mark(study, "K01", Status.READ)
        async with at_desk(study) as desk:
            await desk.press("c")
            assert "0 of 94 readings done" in desk.header
            tree = desk.app.screen.query_one(ReadingTree)
            lines = {line.key: draw(line, 78).plain for line in tree.entries}
            assert lines[":K01"].rstrip().endswith("0/4")
            assert "after" not in lines[":K02"]
            assert lines["K01"].split()[:2] == ["●", "Primer"]

    async def test_a_note_is_written_in_it_and_shown(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.read("K07")
            await desk.press("n")
            assert isinstance(desk.app.screen, NoteScreen)
            await desk.press("x", "escape")
            assert "· note" in desk.header
        assert reading.detail(study, "K07").progress.note == "x"

    async def test_the_line_at_the_end_names_a_persons_own_keys(self, study: Study) -> None:
        config = Config(keys={"Mark": "f5", "MarkRead": "y"})
        async with at_desk(study, config=config) as desk:
            await desk.read("K07")
            assert desk.after.startswith("f5 y marks it read")

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    async def test_the_footer_and_the_help_say_what_can_be_done(
        self, study: Study, size: tuple[int, int]
    ) -> None:
        async with at_desk(study, size) as desk:
            await desk.read("K07")
            offered = [name for name, enabled in desk.footer.items() if enabled]
            assert offered == [
                *("mark", "question", "select", "back"),
                *("today", "curriculum", "review", "help"),
            ]
            await desk.press("question_mark")
            help_text = desk.app.screen._context_help  # type: ignore[attr-defined]
            for title in ("Next Heading", "Previous Primer", "Close the text", "Write a note"):
                assert f"| {title} |" in help_text


def test_a_text_is_cut_before_its_headings_and_never_inside_of_code() -> None:
    text = "# A\n\none\n```calc\n# no heading\n```\n## B\n### C\ntwo\n"
    assert sections(text) == ["# A\n\none\n```calc\n# no heading\n```\n", "## B\n", "### C\ntwo\n"]
    assert sections("") == [""]


def test_the_columns_of_a_table_are_as_wide_as_their_cells() -> None:
    text = "| a | bcd |\n|---|---|\n| efgh | i |\n\nbetween\n\n| j |\n|---|\n"
    assert columns(text) == [[4, 3], [1]]
    assert columns("none | here") == []


def test_a_narrow_column_of_a_wide_table_keeps_its_width() -> None:
    assert share_out([24, 28, 33], 70) == [23, 23, 24]
    assert share_out([40, 8, 60], 70) == [31, 8, 31]
    assert share_out([5, 5], 20) == [5, 5]
