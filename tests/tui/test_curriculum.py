"""The Curriculum screen: tree, details, marking, links, filter, and that it keeps the place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, Markdown, Static

from studyplan.domain.action import Imported
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.study import Study, history, noting, reading, reviewing
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.mark import MarkScreen
from studyplan.tui.widgets import reading_tree
from studyplan.tui.widgets.detail_pane import DetailPane
from studyplan.tui.widgets.outline import HUBS, UNPLACED, Line
from studyplan.tui.widgets.reading_tree import ReadingTree, draw


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


NARROW, WIDE = (80, 24), (120, 40)
BOTH = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
BOOK = "designing-machine-learning-systems"
NO_LINK = "feature-engineering-book"


@pytest.fixture(autouse=True)
def introduced(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first questions are answered; the app opens where it is tested."""
    monkeypatch.setattr(StudyplanApp, "DEFAULT_MODE", "curriculum")
    study.introduce()


class Desk:
    """The Curriculum screen in an app, and a person at its keys."""

    def __init__(self, app: StudyplanApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.opened: list[str] = []
        self.said: list[str] = []

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def act(self, action: str) -> None:
        """Do what a key would, without the wait that a key takes."""
        await self.screen.run_action(f"{action}_command")
        await self.pilot.pause()

    async def go(self, resource: str) -> None:
        """Put the cursor on a work, in the list."""
        self.screen.go_to(resource)
        await self.pilot.pause()
        await self.act("back")
        assert self.at == resource

    async def look_for(self, words: str) -> None:
        """Type into the filter, without the wait that each key takes."""
        await self.act("filter")
        self.screen.query_one("#words", Input).value = words
        await self.pilot.pause()

    @property
    def screen(self) -> CurriculumScreen:
        screen = self.app.screen
        assert isinstance(screen, CurriculumScreen)
        return screen

    @property
    def tree(self) -> ReadingTree:
        return self.screen.query_one(ReadingTree)

    @property
    def at(self) -> str:
        """The key of the line that the cursor is on."""
        assert self.tree.current is not None
        return self.tree.current.key

    @property
    def keys(self) -> list[str]:
        """The keys of all lines of the list."""
        return [line.key for line in self.tree.entries]

    def line(self, key: str) -> str:
        """What the list says of a line, its words one space apart."""
        return " ".join(draw(self.tree.entries[self.keys.index(key)], 78).plain.split())

    def text(self, selector: str) -> str:
        """What a text shows; nothing where it is hidden."""
        widget = self.screen.query_one(selector, Static)
        return str(widget.render()) if widget.display else ""

    @property
    def detail(self) -> str:
        """All that the details say, but for the note."""
        return "\n".join(self.text(f"#{id}") for id in ("facts", "parts", "cards", "history"))

    @property
    def panes(self) -> set[str]:
        """The panes that can be seen."""
        return {id for id in ("list", "detail") if self.screen.query_one(f"#{id}").region}

    @property
    def is_inside(self) -> bool:
        """Whether keys go to the details."""
        return self.screen.query_one(DetailPane).has_focus

    @property
    def footer(self) -> dict[str, bool]:
        """What the footer offers, and whether it can be used."""
        bindings = self.screen.active_bindings.values()
        return {one.binding.description: one.enabled for one in bindings if one.binding.show}


@asynccontextmanager
async def at_list(study: Study, size: tuple[int, int] = NARROW) -> AsyncIterator[Desk]:
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        app.open_url = lambda url, **_: desk.opened.append(url)  # type: ignore[method-assign]
        app.notify = lambda text, **_: desk.said.append(text)  # type: ignore[method-assign]
        await pilot.pause()
        yield desk


def status(study: Study, resource: str) -> Status:
    return reading.detail(study, resource).listed.status


class TestTree:
    async def test_begins_at_the_first_reading_that_is_open(self, study: Study) -> None:
        async with at_list(study) as desk:
            assert desk.keys[0] == ":K01"
            assert desk.at == reading.works(study)[0].id
            assert desk.line(":K01").startswith("▾ K01 Framing")
            assert desk.line(":K02").endswith("after K01 0/2")

    async def test_what_is_done_is_counted_and_opens_what_comes_next(self, study: Study) -> None:
        first, _, second, *_ = reading.works(study)
        reading.mark(study, first.id, Status.READ)
        reading.mark(study, second.id, Status.SKIPPED)
        async with at_list(study) as desk:
            assert desk.line(":K01").endswith("2/4")
            assert "after" not in desk.line(":K02")
            assert "2 of 94 readings done" in desk.text("#header")
            assert desk.line(first.id).startswith("● ")
            assert desk.line(second.id).startswith("⊘ ")

    async def test_hubs_stand_apart_at_the_end_and_are_not_counted(self, study: Study) -> None:
        async with at_list(study) as desk:
            hubs = [one.id for one in reading.works(study) if one.kind.is_hub]
            assert desk.keys[-1] == HUBS
            assert desk.line(HUBS) == f"▸ Keep an eye on {len(hubs)} places"
            await desk.press("G", "right")
            assert desk.keys[-len(hubs) :] == hubs
            assert "94 readings" in desk.text("#header")
            reading.mark(study, hubs[0], Status.READ)
            desk.app.refresh_view()
            assert "0 of 94 readings done" in desk.text("#header")
            await desk.go(hubs[1])
            assert "it is not counted" in desk.detail

    async def test_own_works_without_a_place_are_shown_before_the_hubs(self, study: Study) -> None:
        async with at_list(study) as desk:
            assert UNPLACED not in desk.keys
            own = Resource("own", "One of [b]mine[/b]", Kind.ARTICLE, minutes=5)
            study.do(Imported("mine.rst", (own,)))
            desk.app.refresh_view()
            assert desk.keys.index(UNPLACED) < desk.keys.index(HUBS)
            await desk.go("own")
            assert desk.line("own") == "○ One of [b]mine[/b] 5 min"
            assert "One of [b]mine[/b]" in desk.detail
            assert "95 readings" in desk.text("#header")

    async def test_a_book_shows_its_chapters(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go(BOOK)
            assert f"{BOOK}/1" not in desk.keys
            await desk.press("space")
            assert desk.keys[desk.keys.index(BOOK) + 1] == f"{BOOK}/1"
            await desk.press("right")
            assert desk.at == f"{BOOK}/1"
            await desk.press("left")
            assert desk.at == BOOK
            await desk.press("left")
            assert f"{BOOK}/1" not in desk.keys

    async def test_folding_by_keys(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.press("g")
            assert desk.at == ":K01"
            whole = len(desk.keys)
            await desk.press("enter")
            assert len(desk.keys) == whole - 4
            await desk.press("right", "right")
            assert len(desk.keys) == whole
            assert desk.at == desk.keys[1]
            await desk.press("left")
            assert desk.at == ":K01"
            await desk.press("left", "j", "space")
            assert desk.at == ":K02"
            assert desk.line(":K02").startswith("▾")

    async def test_j_k_g_and_capital_g_move(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.press("G")
            assert desk.at == HUBS
            await desk.press("k")
            assert desk.at == ":K18"  # not the gap between
            await desk.press("g", "j", "down")
            assert desk.at == desk.keys[2]

    async def test_a_click_unfolds_a_competency(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.pilot.click(ReadingTree, offset=(10, desk.keys.index(":K03")))
            await desk.pilot.pause()
            assert desk.at == ":K03"
            assert desk.line(":K03").startswith("▾")

    async def test_other_processes_are_followed_without_moving(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            top = desk.tree.scroll_y
            reading.mark(study, "focal-loss", Status.READING)
            desk.app.refresh_view()
            assert desk.at == "focal-loss"
            assert desk.tree.scroll_y == top
            assert desk.line("focal-loss").startswith("◐")
            assert "reading since today" in desk.detail


class TestPanes:
    async def test_one_pane_at_a_time_where_it_is_narrow(self, study: Study) -> None:
        async with at_list(study, NARROW) as desk:
            assert desk.panes == {"list"}
            await desk.go("focal-loss")
            await desk.press("enter")
            assert desk.panes == {"detail"}
            assert "Focal Loss" in desk.detail
            await desk.press("escape")
            assert desk.panes == {"list"}
            assert desk.at == "focal-loss"

    async def test_the_details_follow_the_cursor_where_it_is_wide(self, study: Study) -> None:
        async with at_list(study, WIDE) as desk:
            assert desk.panes == {"list", "detail"}
            for _ in range(4):
                await desk.press("j")
                line = desk.tree.current
                assert line is not None
                title = line.work.title if line.work else ""
                assert title in desk.detail

    async def test_enter_goes_into_the_details_and_escape_back(self, study: Study) -> None:
        async with at_list(study, WIDE) as desk:
            await desk.go(BOOK)
            assert desk.footer["info"]
            await desk.press("enter")
            assert "info" not in desk.footer
            assert "back" in desk.footer
            await desk.press("j")
            assert desk.at == BOOK
            await desk.press("escape")
            assert desk.tree.has_focus
            assert desk.panes == {"list", "detail"}

    async def test_a_competency_has_details_too(self, study: Study) -> None:
        async with at_list(study, NARROW) as desk:
            desk.tree.choose(":K07")
            await desk.press("d")
            assert desk.panes == {"detail"}
            assert "Needs ○ K04 Features" in desk.detail.replace("  ", " ")
            assert "The plan waits for one reading of K04 and K06" in desk.detail
            assert "9 unread" in desk.detail
            assert "Two-Tower Networks" in desk.detail

    async def test_left_leaves_the_details_and_nothing_is_folded_from_there(
        self, study: Study
    ) -> None:
        async with at_list(study, NARROW) as desk:
            desk.tree.choose(":K07")
            before = desk.keys
            await desk.press("d", "enter", "space", "right", "left")
            assert desk.panes == {"list"}
            assert desk.keys == before
            assert desk.at == ":K07"

    async def test_a_line_says_what_is_under_the_cursor_where_it_is_narrow(
        self, study: Study
    ) -> None:
        noting.write_note(study, "focal-loss", "# Focal\n\nmore")
        async with at_list(study, NARROW) as desk:
            await desk.go("focal-loss")
            assert desk.text("#glance") == "“Focal” · article · easy"
            await desk.press("g")
            assert desk.text("#glance").startswith("Turn a vague product ask")
            await desk.pilot.resize_terminal(*WIDE)
            await desk.pilot.pause()
            assert desk.text("#glance") == ""

    async def test_turning_the_terminal_keeps_the_place(self, study: Study) -> None:
        async with at_list(study, WIDE) as desk:
            await desk.go("focal-loss")
            await desk.pilot.resize_terminal(*NARROW)
            await desk.pilot.pause()
            assert desk.panes == {"list"}
            assert desk.at == "focal-loss"

    @BOTH
    async def test_going_to_a_work_from_elsewhere(
        self, study: Study, size: tuple[int, int]
    ) -> None:
        async with at_list(study, size) as desk:
            await desk.look_for("netflix")
            desk.app.action_today()
            await desk.pilot.pause()
            desk.app.action_curriculum()
            desk.screen.go_to(f"{BOOK}/4")
            await desk.pilot.pause()
            assert desk.at == f"{BOOK}/4"
            assert "Training Data" in desk.detail
            assert "chapter of Designing" in desk.detail
            assert desk.panes == ({"detail"} if size is NARROW else {"list", "detail"})
            assert desk.screen.query_one("#words", Input).value == ""

    async def test_going_to_a_work_before_the_screen_was_ever_shown(
        self, study: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(StudyplanApp, "DEFAULT_MODE", "today")
        async with at_list(study, NARROW) as desk:
            desk.app.switch_mode("curriculum")
            desk.screen.go_to("focal-loss")
            await desk.pilot.pause()
            await desk.pilot.pause()
            assert desk.at == "focal-loss"
            assert desk.panes == {"detail"}
            assert desk.is_inside


class TestDetails:
    async def test_what_is_known_of_a_work(self, study: Study) -> None:
        reading.mark(study, "netflix-fraud-detection", Status.READ)
        reviewing.grade(study, "netflix-fraud-detection:recall", Grade.EASY)
        noting.write_note(study, "netflix-fraud-detection", "# Fraud\n\nFew labels.")
        async with at_list(study, WIDE) as desk:
            await desk.go("netflix-fraud-detection")
            for said in (
                "Netflix · 2022 · article · medium",
                "~15 min (estimate: article of difficulty 2)",
                "K13 Integrity, safety & fraud",
                "also K03 Data",
                "● read today",
                "https://netflixtechblog.com/",
                "teach you?",
                "due Mon",
                "today       note written\ntoday       card graded easy\ntoday       marked read",
            ):
                assert said in desk.detail
            assert desk.screen.query_one("#note", Markdown).source == "# Fraud\n\nFew labels."
            assert "note" in desk.line("netflix-fraud-detection")
            await desk.press("j")
            assert not desk.screen.query_one("#note").display

    async def test_series_needs_remarks_and_corrections(self, study: Study) -> None:
        async with at_list(study, WIDE) as desk:
            await desk.go("real-world-recsys-2-training-data")
            assert "Part 2 of 3 of a series" in desk.detail
            await desk.go("practical-bm25-2")
            assert "Read first: ○ Understanding TF-IDF" in desk.detail
            assert "A lone part 2" in desk.detail
            await desk.go("spotify-recursive-embedding")
            assert "The list says “Clusterig” for the topic; here it is “Clustering”" in desk.detail

    async def test_many_things_that_happened_are_cut(self, study: Study) -> None:
        for mark in (Status.READ, Status.UNREAD) * 5:
            reading.mark(study, "focal-loss", mark)
        async with at_list(study, WIDE) as desk:
            await desk.go("focal-loss")
            assert desk.text("#history").count("marked") == 8
            assert "and 2 more before" in desk.detail

    async def test_only_web_addresses_of_a_note_are_opened(self, study: Study) -> None:
        async with at_list(study, WIDE) as desk:
            note = desk.screen.query_one("#note", Markdown)
            for href in ("https://example.org/a", "file:///etc/passwd"):
                note.post_message(Markdown.LinkClicked(note, href))
                await desk.pilot.pause()
            assert desk.opened == ["https://example.org/a"]
            assert "Only http, https" in desk.said[-1]


class TestMarking:
    @BOTH
    @pytest.mark.parametrize(
        ("key", "expected"),
        [("r", Status.READ), ("g", Status.READING), ("s", Status.SKIPPED)],
    )
    async def test_by_two_keys(
        self, study: Study, size: tuple[int, int], key: str, expected: Status
    ) -> None:
        async with at_list(study, size) as desk:
            await desk.go("focal-loss")
            await desk.press("m", key)
            assert status(study, "focal-loss") is expected
            assert desk.at == "focal-loss"
            assert str(expected) in desk.detail
            await desk.press("m", "u")
            assert status(study, "focal-loss") is Status.UNREAD

    async def test_says_what_it_made(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            await desk.press("m", "r")
            assert desk.said == ["Read. 1 card to recall it, from today on."]
            await desk.press("m", "r")
            assert desk.said[-1] == "It was read already."
            assert "due" in desk.line("focal-loss")

    async def test_keys_in_quick_succession_mark_the_right_work(self, study: Study) -> None:
        async with at_list(study) as desk:
            before = desk.tree.highlighted
            assert before is not None
            for key in ("j", "j", "m", "s"):
                desk.app.simulate_key(key)
            await desk.pilot.pause()
            await desk.pilot.pause()
            assert status(study, desk.keys[before + 2]) is Status.SKIPPED
            assert desk.at == desk.keys[before + 2]

    async def test_by_arrows_and_enter(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            await desk.press("m")
            assert isinstance(desk.app.screen, MarkScreen)
            await desk.press("up", "enter")  # from unread, where the cursor is
            assert status(study, "focal-loss") is Status.SKIPPED

    async def test_by_mouse(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            await desk.act("mark")
            await desk.pilot.click("OptionList", offset=(5, 0))
            await desk.pilot.pause()
            assert status(study, "focal-loss") is Status.READ

    async def test_escape_leaves_everything_as_it_was(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            await desk.press("m", "escape")
            assert history.of_resource(study, "focal-loss") == []
            assert desk.said == []
            assert desk.at == "focal-loss"

    async def test_a_book_takes_its_chapters_along_and_undo_keeps_the_place(
        self, study: Study
    ) -> None:
        async with at_list(study, WIDE) as desk:
            await desk.go(BOOK)
            await desk.press("space", "m", "r")
            assert desk.said[-1].startswith("Read. 11 chapters with it. 11 cards")
            assert desk.line(f"{BOOK}/11").startswith("●")
            await desk.press("j", "j")
            place, top = desk.at, desk.tree.scroll_y
            await desk.press("u")
            assert desk.at == place == f"{BOOK}/2"
            assert desk.tree.scroll_y == top
            assert desk.line(f"{BOOK}/11").startswith("○")
            assert status(study, BOOK) is Status.UNREAD

    async def test_a_chapter_begins_its_book(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go(f"{BOOK}/1")
            await desk.press("m", "r")
            assert desk.said[-1] == (
                "Read. The book is now reading. 1 card to recall it, from today on."
            )
            assert desk.line(BOOK).startswith("▾ ◐")

    async def test_a_heading_cannot_be_marked(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.press("g", "m")
            assert desk.at == ":K01"
            assert "mark" not in desk.footer
            assert desk.footer["fold"]

    async def test_the_keys_of_config_are_the_keys(self, study: Study) -> None:
        async with at_list(study) as desk:
            desk.app.set_keymap({"Mark": "x", "MarkRead": "y"})
            await desk.go("focal-loss")
            await desk.press("x", "y")
            assert status(study, "focal-loss") is Status.READ


class TestLinks:
    async def test_opening_changes_no_status(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            await desk.press("o")
            assert desk.opened == [reading.detail(study, "focal-loss").listed.url]
            assert status(study, "focal-loss") is Status.UNREAD
            assert "link opened" in desk.detail

    async def test_suspended_cards_are_resumed(self, study: Study) -> None:
        reading.mark(study, "focal-loss", Status.READ)
        reviewing.suspend(study, "focal-loss:recall")
        async with at_list(study) as desk:
            await desk.go("focal-loss")
            assert "suspended" in desk.text("#cards")
            await desk.act("resume_cards")
            assert "suspended" not in desk.text("#cards")
            assert desk.said[-1] == "1 card resumed."
            await desk.act("resume_cards")
            assert desk.said[-1] == "No card is suspended."

    @BOTH
    async def test_a_work_without_link_gets_a_sentence(
        self, study: Study, size: tuple[int, int]
    ) -> None:
        async with at_list(study, size) as desk:
            await desk.go(NO_LINK)
            await desk.press("enter", "o")
            assert "no link" in desk.detail
            assert desk.said == ["The list gives no link for this work."]
            assert desk.opened == []

    async def test_only_web_addresses_are_opened(self, study: Study) -> None:
        own = Resource("own", "Mine", Kind.ARTICLE, minutes=5, url="file:///etc/passwd")
        study.do(Imported("mine.rst", (own,)))
        async with at_list(study) as desk:
            await desk.go("own")
            await desk.press("o")
            assert desk.opened == []
            assert desk.said == [
                "Only http, https, mailto and doi links are opened, not file:///etc/passwd"
            ]


class TestFilter:
    async def test_every_key_filters(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.press("slash", *"focal")
            assert desk.text("#filter-count") == "1 of 120"
            assert desk.keys == [":K02", "focal-loss"]
            assert desk.at == "focal-loss"
            await desk.press("backspace", "backspace")
            found = reading.works(study, "foc")
            assert desk.text("#filter-count") == f"{len(found)} of 120"

    async def test_what_is_typed_at_once_is_not_taken_for_commands(self, study: Study) -> None:
        async with at_list(study) as desk:
            for key in ("slash", "o", "m", "n", "r"):
                desk.app.simulate_key(key)
            await desk.pilot.pause()
            await desk.pilot.pause()
            assert desk.screen.query_one("#words", Input).value == "omnr"
            assert desk.opened == []

    async def test_enter_goes_to_the_list_and_escape_shows_all_again(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.look_for("netflix ab")
            await desk.press("enter", "j")
            assert desk.tree.has_focus
            place = desk.at
            await desk.press("escape")
            assert len(desk.keys) > 20
            assert desk.at == place
            assert not desk.screen.query_one("#filter").display

    async def test_marking_what_was_found(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.look_for("focal")
            await desk.press("enter", "m", "r")
            assert status(study, "focal-loss") is Status.READ
            assert desk.keys == [":K02", "focal-loss"]

    async def test_hubs_and_chapters_are_found_too(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.look_for("distribution shifts")
            assert desk.keys == [":K01", f"{BOOK}/8"]
            assert desk.text("#filter-count") == "1 of 120"
            await desk.look_for("huyen")
            assert desk.keys == [":K01", BOOK]
            await desk.look_for("techblog")
            assert desk.keys[-2:] == [HUBS, "netflix-techblog"]

    async def test_nothing_found_says_so_and_how_to_go_on(self, study: Study) -> None:
        async with at_list(study) as desk:
            await desk.look_for("[b]zzz")
            assert "Nothing matches “[b]zzz”" in desk.text("#nothing")
            assert "Escape" in desk.text("#nothing")
            assert desk.text("#filter-count") == "0 of 120"
            assert desk.detail.strip() == ""
            await desk.press("enter", "m", "o", "enter", "space", "right", "left")
            assert desk.said == []
            await desk.press("escape")
            assert len(desk.keys) > 20

    async def test_with_nothing_typed_all_is_there(self, study: Study) -> None:
        async with at_list(study) as desk:
            before = desk.keys
            await desk.press("slash")
            assert desk.keys == before
            assert desk.text("#filter-count") == "120 of 120"
            await desk.press("escape")
            assert desk.keys == before
            assert desk.tree.has_focus


async def test_of_thousands_of_works_only_those_in_sight_are_drawn(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[str] = set()

    def draw_and_count(line: Line, width: int) -> Content:
        drawn.add(line.key)
        return draw(line, width)

    monkeypatch.setattr(reading_tree, "draw", draw_and_count)
    own = tuple(Resource(f"own-{n}", f"Work {n}", Kind.ARTICLE, minutes=5) for n in range(2_000))
    study.do(Imported("mine.rst", own))
    async with at_list(study, WIDE) as desk:
        await desk.go("own-1999")
        assert "own-1999" in drawn
        assert len(drawn) < 200
        assert desk.line(UNPLACED).endswith("0/2000")
