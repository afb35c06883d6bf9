"""Own questions and edits in the app: where they are written, what is kept, what is shown."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.study import Study, asking, questions, reading, reviewing
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.choose_question import ChooseQuestionScreen
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.question import QuestionScreen
from studyplan.tui.screens.reader import ReaderScreen
from studyplan.tui.screens.review import ReviewScreen
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.page import Page
from studyplan.tui.widgets.passages import passages
from studyplan.tui.widgets.points import Points
from studyplan.tui.widgets.reading_tree import ReadingTree

WHY = Wording("Why does it help?", ("Easy ones count less.",), "And calibration?")
SHIPPED = "focal-loss:formula"


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
        await self.pilot.pause()

    async def go_to(self, resource: str) -> None:
        self.app.go_to_work(resource)
        await self.pilot.pause()
        if isinstance(self.app.screen, ReaderScreen):
            for _ in range(2000):
                if self.text("#header").endswith(" %"):
                    break
                await self.pilot.pause()
            await self.pilot.pause()

    async def write(self, question: str, points: str, follow_up: str = "") -> None:
        """Type into the three fields, in place of what is there."""
        for id, text in (("asked", question), ("points", points), ("follow-up", follow_up)):
            self.field(id).load_text(text)
        await self.pilot.pause()

    def field(self, id: str) -> TextArea:
        return self.app.screen.query_one(f"#{id}", TextArea)

    def text(self, selector: str) -> str:
        return str(self.app.screen.query_one(selector, Static).content)

    def offers(self) -> set[str]:
        """What the footer offers."""
        bindings = self.app.screen.active_bindings.values()
        return {one.binding.description for one in bindings if one.binding.show and one.enabled}


@asynccontextmanager
async def at_desk(study: Study, mode: str = "today") -> AsyncIterator[Desk]:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(app, pilot)
        notify = app.notify

        def listen(message: str, **how: object) -> None:
            desk.said.append(message)
            notify(message, **how)

        app.notify = listen  # type: ignore[method-assign]
        if mode != "today":
            await app.run_action(mode)
            await pilot.pause()
        yield desk


class TestCurriculum:
    async def test_a_question_is_written_on_the_chosen_work(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("w", *"Why?", "tab", *"one", "enter", *"two", "tab", *"So")
            await desk.press("enter")  # in a field of one line it keeps
            assert isinstance(desk.app.screen, CurriculumScreen)
            assert desk.said[-1].startswith("Kept; it is asked from today on")
            assert "✎ yours" in desk.text("#cards")
            assert "Why?" in desk.text("#cards")
        (one,) = questions.worded(study)
        assert one.wording == Wording("Why?", ("one", "two"), "So")

    async def test_on_a_heading_it_is_of_the_competency(self, study: Study) -> None:
        async with at_desk(study, "curriculum") as desk:
            desk.app.screen.query_one(ReadingTree).choose(":K07")
            await desk.pilot.pause()
            await desk.press("w", *"Why?", "ctrl+s")
        assert [one.resource for one in questions.worded(study)] == ["K07"]

    async def test_one_of_several_is_edited_and_restored(self, study: Study) -> None:
        reading.mark(study, "focal-loss", Status.READ)
        shipped = reviewing.question(study, SHIPPED).wording
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("e")
            assert isinstance(desk.app.screen, ChooseQuestionScreen)
            found = [one.card.id for one in reviewing.of_resource(study, "focal-loss")]
            desk.app.screen.query_one(Choices).highlighted = found.index(SHIPPED)
            await desk.press("enter")
            assert desk.text("#question-state") == "as it ships"
            assert desk.field("points").text == "\n".join(shipped.points)
            assert "restore the shipped text" not in desk.offers()
            await desk.write(WHY.question, WHY.points[0], WHY.follow_up)
            await desk.press("ctrl+s")
            assert reviewing.question(study, SHIPPED).wording == WHY
            assert "✎ edited  Why does it help?" in desk.text("#cards")

            await desk.press("e")
            desk.app.screen.query_one(Choices).highlighted = found.index(SHIPPED)
            await desk.press("enter")
            assert desk.text("#question-state") == "✎ edited"
            assert shipped.question in desk.text("#shipped Static")
            assert {"restore the shipped text", "keep", "leave"} <= desk.offers()
            assert "remove" not in desk.offers()
            await desk.press("ctrl+r")
            assert reviewing.question(study, SHIPPED).wording == shipped
            await desk.press("u")
            assert reviewing.question(study, SHIPPED).wording == WHY

    async def test_an_own_one_is_removed_and_brought_back(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("e", "enter")
            assert "remove" in desk.offers()
            await desk.press("ctrl+r")
            assert questions.worded(study) == []
            assert desk.said[-1] == "Removed; u brings it back."
            await desk.press("u")
        assert [one.card.id for one in questions.worded(study)] == [card]

    async def test_where_nothing_is_asked_it_says_so(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("e")
            assert isinstance(desk.app.screen, CurriculumScreen)
            assert "write one with w" in desk.said[-1]


class TestSheet:
    async def test_leaving_drops_what_was_typed_only_when_asked_twice(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("w", "escape")
            assert isinstance(desk.app.screen, CurriculumScreen)
            await desk.press("w", *"Why?", "escape")
            assert "esc again drops" in desk.text("#question-state")
            state = desk.app.screen.query_one("#question-state")
            assert state.size.width >= len(desk.text("#question-state"))
            assert not desk.app._notifications
            await desk.press("!")
            assert desk.text("#question-state") == "✎ yours"
            await desk.press("escape", "escape")
            assert isinstance(desk.app.screen, CurriculumScreen)
        assert questions.worded(study) == []

    async def test_one_without_text_stays(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("w", "tab", *"one", "ctrl+s")
            assert isinstance(desk.app.screen, QuestionScreen)
            assert desk.said[-1] == "A question needs its text."

    async def test_leaving_the_app_keeps_it(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            await desk.press("w", *"Why?")
            await desk.app.action_quit()
        assert [one.question for one in questions.worded(study)] == ["Why?"]

    async def test_text_is_never_markup(self, study: Study) -> None:
        reading.mark(study, "focal-loss", Status.READ)
        questions.edit(study, SHIPPED, Wording("[b]x[/] [@click=quit]?", ("[red]y",)))
        questions.add(study, "focal-loss", Wording("[/nothing]"))
        async with at_desk(study) as desk:
            await desk.go_to("focal-loss")
            assert "[/nothing]" in desk.text("#cards")
            await desk.press("e")
            prompts = [str(o.prompt) for o in desk.app.screen.query_one(Choices).options]
            assert any("[@click=quit]" in prompt for prompt in prompts)


class TestReview:
    async def test_the_words_change_under_the_persons_eyes(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        async with at_desk(study, "review") as desk:
            assert isinstance(desk.app.screen, ReviewScreen)
            assert desk.text("#whose") == "✎ yours"
            await desk.press("space", "e")
            await desk.write("How does it help?", "One.\nTwo.")
            await desk.press("ctrl+s")
            assert desk.text("#question") == "How does it help?"
            assert desk.app.screen.query_one(Points).shown == ("One.", "Two.")
            await desk.press("x", "2")
            assert reviewing.question(study, card).card.reps == 1

    @pytest.mark.parametrize(
        ("points", "follow_up", "hint"),
        [
            (("One.",), "", "x ticks what you said"),
            ((), "And?", "f shows what they would ask next"),
            ((), "", ""),
        ],
    )
    async def test_only_what_there_is_can_be_asked_for(
        self, study: Study, points: tuple[str, ...], follow_up: str, hint: str
    ) -> None:
        questions.add(study, "focal-loss", Wording("Why?", points, follow_up))
        async with at_desk(study, "review") as desk:
            await desk.press("space")
            assert desk.text("#follow-up") == hint
            await desk.press("f")
            said = f"They would ask next: {follow_up}" if follow_up else hint
            assert desk.text("#follow-up") == said

    async def test_ticks_stay_where_the_points_do(self, study: Study) -> None:
        questions.add(study, "focal-loss", WHY)
        async with at_desk(study, "review") as desk:
            await desk.press("space", "x", "e")
            await desk.write("How does it help?", WHY.points[0], WHY.follow_up)
            await desk.press("ctrl+s")
            assert desk.text("Point .box").endswith("☑")

    async def test_one_that_is_removed_makes_room_for_the_next(self, study: Study) -> None:
        questions.add(study, "focal-loss", WHY)
        questions.add(study, "K07", Wording("What next?"))
        async with at_desk(study, "review") as desk:
            assert desk.text("#question") == WHY.question
            await desk.press("e")
            assert isinstance(desk.app.screen, ReviewScreen)  # its points would be the answer
            assert desk.said[-1] == "First the answer (space), then its words."
            await desk.press("space", "e", "ctrl+r")
            assert desk.text("#question") == "What next?"
            await desk.press("u")
            assert len(asking.due(study).questions) == 2

    async def test_another_one_is_written_on_the_same_work(self, study: Study) -> None:
        questions.add(study, "focal-loss", WHY)
        async with at_desk(study, "review") as desk:
            await desk.press("w", *"More?", "enter")
            assert desk.text("#question") == WHY.question
        assert [one.resource for one in questions.worded(study)] == ["focal-loss"] * 2


class TestReader:
    @pytest.fixture
    def shipped(self, abridged: Path) -> Path:
        return abridged

    async def test_a_passage_is_selected_by_keys_and_becomes_a_point(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("K07")
            reader = desk.app.screen
            await desk.press("v")
            first = reader.get_selected_text()
            assert first is not None
            assert first.startswith("Whether you can cut")
            await desk.press("v")
            assert reader.get_selected_text() != first
            await desk.press("V", "V")
            assert reader.get_selected_text() == first  # there is none before
            await desk.press("w")
            assert desk.field("points").text == first
            await desk.press(*"Why?", "enter")
            assert desk.app.screen is reader
            await desk.press("escape")
            assert (desk.app.screen is reader, reader.selections) == (True, {})
            await desk.press("escape")
            assert desk.app.screen is not reader
        (one,) = questions.worded(study)
        assert (one.resource, one.points) == ("K07", (first,))

    async def test_every_passage_can_be_selected_and_comes_into_view(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("K07")
            page = desk.app.screen.query_one(Page)
            found = passages(page)
            assert len(found) > 20
            for passage in found:
                page.select_passage(1)
                await desk.pilot.pause()
                assert set(desk.app.screen.selections) == set(passage)
                assert passage[0].region.overlaps(page.region)
            page.select_passage(1)
            assert set(desk.app.screen.selections) == set(found[-1])

    async def test_a_row_of_a_table_is_one_point(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("K07")
            page = desk.app.screen.query_one(Page)
            row = next(passage for passage in passages(page) if len(passage) > 1)
            while set(desk.app.screen.selections) != set(row):
                page.select_passage(1)
            await desk.press("w")
            assert len(desk.field("points").text.splitlines()) == 1
            assert desk.field("points").text.count(" · ") == len(row) - 1

    async def test_what_the_mouse_selects_becomes_a_point(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("K07")
            paragraph = passages(desk.app.screen.query_one(Page))[0][0]
            await desk.pilot.mouse_down(paragraph, offset=(8, 0))
            await desk.pilot.hover(paragraph, offset=(10, 0))
            await desk.pilot.mouse_up(paragraph, offset=(10, 0))
            assert desk.app.screen.get_selected_text() == "you"
            await desk.press("w")
            assert desk.field("points").text == "you"

    async def test_without_a_selection_the_sheet_is_empty(self, study: Study) -> None:
        async with at_desk(study) as desk:
            await desk.go_to("K07")
            await desk.press("w")
            assert desk.field("points").text == ""
            assert "Retrieval" in desk.text("#question-of")
