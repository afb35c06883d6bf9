"""The Review screen: the loop by keys, what undo and other processes do, and its empty states."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Markdown, Static, TextArea

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.locations import Locations, locate
from studyplan.study import Study, asking, history, noting, open_study, reading, reviewing, settings
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.review import ReviewScreen, Stage
from tests.learner import fall_behind


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


SMALL, LARGE = (80, 24), (120, 40)
MINUTE = timedelta(minutes=1)
READINGS = ("focal-loss", "feature-logging", "information-leakage")
CARDS = tuple(f"{id}:recall" for id in READINGS)
"""Their cards, in the order in which they are asked."""


pytestmark = pytest.mark.usefixtures("introduced")


@pytest.fixture
def introduced(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first questions are answered; the app opens where it is tested."""
    monkeypatch.setattr(StudyplanApp, "DEFAULT_MODE", "review")
    study.introduce()


@pytest.fixture
def three_read(study: Study) -> None:
    """Three works are read, and their cards due; each takes two steps."""
    settings.change(study, {"learning_steps": "1m 10m"})
    for id in READINGS:
        reading.mark(study, id, Status.READ)
    assert [one.card.id for one in asking.due(study).questions] == list(CARDS)


@pytest.fixture
def elsewhere(places: Locations, clock: FixedClock) -> Iterator[Study]:
    """The same study, open in another process."""
    other = open_study(places, clock)
    yield other
    other.close()


class Desk:
    """The Review screen in an app, and a person at its keys."""

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
        await self.screen.run_action(action)
        await self.pilot.pause()

    async def refresh(self) -> None:
        self.app.refresh_view()
        await self.pilot.pause()

    @property
    def screen(self) -> ReviewScreen:
        screen = self.app.screen
        assert isinstance(screen, ReviewScreen)
        return screen

    def at(self, stage: Stage) -> bool:
        """Whether the screen waits for this."""
        return self.screen.stage is stage

    def text(self, selector: str) -> str:
        """What a widget shows; nothing where it is not displayed."""
        widget = self.screen.query_one(selector, Static)
        return str(widget.render()) if widget.is_on_screen and widget.display else ""

    @property
    def header(self) -> str:
        return " ".join(self.text("#header").split())

    @property
    def asked(self) -> str:
        """The id of the work that is asked about."""
        question = self.screen.query_one("#question", Static)
        titles = {one.title: one.id for one in reading.works(self.app.study)}
        return next(id for title, id in titles.items() if title in str(question.render()))

    @property
    def attempt(self) -> TextArea:
        return self.screen.query_one("#attempt", TextArea)

    @property
    def toasts(self) -> str:
        """Every sentence that was said so far."""
        return "\n".join(self.said)

    @property
    def footer(self) -> set[str]:
        """The descriptions of the keys that the footer offers."""
        bindings = self.screen.active_bindings.values()
        return {one.binding.description for one in bindings if one.binding.show}


@asynccontextmanager
async def at_review(study: Study, size: tuple[int, int] = SMALL) -> AsyncIterator[Desk]:
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        app.open_url = lambda url, **_: desk.opened.append(url)  # type: ignore[method-assign]
        app.notify = lambda text, **_: desk.said.append(text)  # type: ignore[method-assign]
        await pilot.pause()
        yield desk


def grades(study: Study, card: str) -> list[Grade]:
    return [one.grade for one in reviewing.history(study, card)]


@pytest.mark.usefixtures("three_read")
class TestLoop:
    async def test_three_cards_by_keys(self, study: Study, clock: FixedClock) -> None:
        async with at_review(study) as desk:
            assert desk.header.startswith("Review 1 of 3 · 2 min left")
            assert desk.at(Stage.QUESTION)
            await desk.press("space")
            assert desk.at(Stage.ANSWER)
            clock.set(clock.now() + timedelta(seconds=20))
            await desk.press("1")
            assert grades(study, CARDS[0]) == [Grade.AGAIN]
            assert reviewing.history(study, CARDS[0])[0].seconds == 20
            assert desk.at(Stage.QUESTION)
            assert desk.header.startswith("Review 2 of 3")
            await desk.press("enter", "4")
            assert grades(study, CARDS[1]) == [Grade.EASY]
            await desk.press("space", "space")
            assert grades(study, CARDS[2]) == [Grade.GOOD]
            assert desk.at(Stage.REST)
            assert "3 cards · 1 min · 1 again" in " ".join(desk.text("#rest").split())

    async def test_a_forgotten_card_comes_back_and_the_total_grows(
        self, study: Study, clock: FixedClock
    ) -> None:
        async with at_review(study) as desk:
            await desk.press("space", "1")
            clock.set(clock.now() + MINUTE)
            await desk.press("space", "2")
            assert desk.asked == READINGS[0]
            assert desk.header.startswith("Review 3 of 4")

    async def test_a_grade_before_the_answer_only_hints(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("3")
            assert "First the answer (space)" in desk.toasts
            assert desk.at(Stage.QUESTION)
            assert not any(grades(study, card) for card in CARDS)
            await desk.pilot.click("#grade-good")
            assert desk.at(Stage.QUESTION)

    async def test_the_mouse_grades(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.act("show_answer_command")
            assert "4 easy" in desk.text("#grade-easy")
            await desk.pilot.click("#grade-easy")
            await desk.pilot.pause()
            assert grades(study, CARDS[0]) == [Grade.EASY]

    async def test_each_grade_tells_where_it_leads(self, study: Study) -> None:
        async with at_review(study) as desk:
            assert desk.screen.query_one("#grades").styles.visibility == "hidden"
            await desk.act("show_answer_command")
            card = reviewing.question(study, CARDS[0]).card
            for number, (grade, interval) in enumerate(reviewing.choices(study, card).items(), 1):
                expected = f"{number} {grade.label} {interval}"
                assert desk.text(f"#grade-{grade.label}").strip() == expected

    async def test_keys_that_the_footer_offers(self, study: Study) -> None:
        async with at_review(study) as desk:
            always = {"source", "note", "undo", "today", "curriculum", "help"}
            assert desk.footer == {"answer"} | always
            await desk.press("a")
            assert desk.footer == {"done typing", "help"}
            await desk.press("escape", "space")
            assert desk.footer == {"good"} | always
            await desk.press("r")
            assert desk.at(Stage.ANSWER)

    async def test_skipped_cards_come_last(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("s")
            assert desk.asked == READINGS[1]
            assert desk.header.startswith("Review 1 of 3")
            await desk.press("space", "4", "space", "4")
            assert desk.asked == READINGS[0]
            await desk.press("s")
            assert desk.asked == READINGS[0]
            assert "only card left" in desk.toasts


@pytest.mark.usefixtures("three_read")
class TestAttempt:
    async def test_it_is_kept_with_the_grade(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("a", "1", "space", "3", "enter", "q")
            assert desk.at(Stage.TYPING)
            assert desk.attempt.text == "1 3\nq"
            assert not any(grades(study, card) for card in CARDS)
            await desk.press("escape")
            assert desk.at(Stage.QUESTION)
            await desk.press("space")
            assert desk.text("#attempted") == "Your attempt\n1 3\nq"
            await desk.press("3")
            assert reviewing.history(study, CARDS[0])[0].attempt == "1 3\nq"
            assert desk.attempt.text == ""

    async def test_a_click_begins_it(self, study: Study) -> None:
        async with at_review(study) as desk:
            assert not desk.attempt.has_focus
            await desk.pilot.click("#attempt")
            await desk.press("x")
            assert desk.attempt.text == "x"

    async def test_it_is_not_disturbed(self, study: Study, elsewhere: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("a", "m", "y")
            reviewing.grade(elsewhere, CARDS[1], Grade.EASY)
            await desk.refresh()
            assert desk.at(Stage.TYPING)
            assert desk.attempt.text == "my"
            # The other card counts as done.
            assert desk.header.startswith("Review 2 of 3")


@pytest.mark.usefixtures("three_read")
class TestUndo:
    async def test_it_brings_the_card_back_with_its_attempt(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("a", "m", "y", "escape", "space", "4")
            await desk.press("space")
            assert desk.asked == READINGS[1]
            await desk.press("u")
            assert desk.asked == READINGS[0]
            assert desk.at(Stage.QUESTION)
            assert desk.attempt.text == "my"
            assert grades(study, CARDS[0]) == []
            assert desk.header.startswith("Review 1 of 3")
            await desk.press("space", "2")
            assert grades(study, CARDS[0]) == [Grade.HARD]
            assert desk.asked == READINGS[1]

    async def test_twice(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("space", "4", "space", "4", "u")
            assert desk.asked == READINGS[1]
            await desk.press("u")
            assert desk.asked == READINGS[0]
            await desk.press("U")
            assert desk.asked == READINGS[1]

    async def test_after_the_last_card(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press(*["space", "4"] * 3)
            assert desk.at(Stage.REST)
            await desk.press("u")
            assert desk.asked == READINGS[2]
            assert desk.at(Stage.QUESTION)

    async def test_of_another_process_does_not_take_the_shown_card_away(
        self, study: Study, elsewhere: Study
    ) -> None:
        async with at_review(study) as desk:
            await desk.press("space", "4", "space")
            history.undo(elsewhere)
            await desk.refresh()
            assert desk.asked == READINGS[1]
            assert desk.at(Stage.ANSWER)
            await desk.press("4")
            assert desk.asked == READINGS[0]
            assert grades(study, CARDS[0]) == []

    async def test_of_a_suspension(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("exclamation_mark")
            assert "Suspended; u takes it back." in desk.toasts
            assert reviewing.question(study, CARDS[0]).card.suspended
            assert desk.asked == READINGS[1]
            assert desk.header.startswith("Review 1 of 2")
            await desk.press("u")
            assert desk.asked == READINGS[0]
            await desk.press("minus")
            assert reviewing.question(study, CARDS[0]).card.suspended


@pytest.mark.usefixtures("three_read")
class TestElsewhere:
    async def test_graded_while_shown(self, study: Study, elsewhere: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("space")
            reviewing.grade(elsewhere, CARDS[0], Grade.EASY)
            await desk.refresh()
            assert "graded meanwhile" in desk.toasts
            assert desk.asked == READINGS[1]
            assert desk.at(Stage.QUESTION)

    async def test_graded_a_moment_before_the_key(self, study: Study, elsewhere: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("space")
            reviewing.grade(elsewhere, CARDS[0], Grade.EASY)
            await desk.act("grade(1)")
            assert grades(study, CARDS[0]) == [Grade.EASY]
            assert desk.asked == READINGS[1]

    @pytest.mark.parametrize("graded_before", [False, True])
    async def test_no_longer_read(
        self, study: Study, clock: FixedClock, elsewhere: Study, graded_before: bool
    ) -> None:
        if graded_before:  # such a card stays in the tables
            reviewing.grade(study, CARDS[0], Grade.AGAIN)
            clock.set(clock.now() + 2 * MINUTE)
        async with at_review(study) as desk:
            assert desk.asked == READINGS[0]
            reading.mark(elsewhere, READINGS[0], Status.UNREAD)
            await desk.refresh()
            assert "no longer asked" in desk.toasts
            assert desk.asked == READINGS[1]

    async def test_a_note_written_while_the_answer_is_shown(
        self, study: Study, elsewhere: Study
    ) -> None:
        async with at_review(study) as desk:
            await desk.press("space")
            assert "You wrote no note on this." in desk.text("#no-note")
            noting.write_note(elsewhere, READINGS[0], "down-weights easy examples")
            await desk.refresh()
            assert desk.at(Stage.ANSWER)
            note = desk.screen.query_one("#note", Markdown)
            assert note.display
            assert note.source == "down-weights easy examples"
            assert desk.text("#no-note") == ""

    async def test_the_clock_set_back(self, study: Study, clock: FixedClock) -> None:
        reviewing.grade(study, CARDS[0], Grade.AGAIN)
        clock.set(clock.now() + 2 * MINUTE)
        async with at_review(study) as desk:
            await desk.press("space")
            clock.set(clock.now() - 5 * MINUTE)
            await desk.press("3")
        assert grades(study, CARDS[0]) == [Grade.AGAIN, Grade.GOOD]  # after it, as it was given


async def test_no_cards_yet(study: Study) -> None:
    async with at_review(study) as desk:
        assert "No cards yet." in desk.text("#rest")
        assert "Mark a reading read and its card comes here." in desk.text("#rest")
        assert desk.footer == {"undo", "today", "curriculum", "help"}
        await desk.press("space", "3", "s", "a", "o", "n")
        assert desk.at(Stage.REST)
        reading.mark(study, READINGS[0], Status.READ)
        desk.screen.look_for_cards()
        await desk.pilot.pause()
        assert desk.asked == READINGS[0]


@pytest.mark.usefixtures("three_read")
class TestRest:
    async def test_ask_ahead(self, study: Study) -> None:
        for card in CARDS:
            reviewing.grade(study, card, Grade.GOOD)
        async with at_review(study) as desk:
            assert "in 10 min · space asks it now" in desk.text("#rest")
            await desk.press("enter")
            assert desk.at(Stage.QUESTION)
            assert desk.header.startswith("Review 4 of 6")
            await desk.press(*["space", "3"] * 3)
            assert desk.at(Stage.REST)
            assert "asks it now" not in desk.text("#rest")

    async def test_a_step_that_ends_shows_itself(self, study: Study, clock: FixedClock) -> None:
        async with at_review(study) as desk:
            await desk.press(*["space", "3"] * 3)
            assert desk.at(Stage.REST)
            clock.set(clock.now() + 4 * MINUTE)
            desk.screen.look_for_cards()
            await desk.pilot.pause()
            assert "in 6 min" in desk.text("#rest")
            clock.set(clock.now() + 6 * MINUTE)
            desk.screen.look_for_cards()
            await desk.pilot.pause()
            assert desk.asked == min(READINGS)  # of three that end together

    async def test_what_comes_on_later_days(self, study: Study) -> None:
        settings.change(study, {"new_per_day": "2"})
        async with at_review(study) as desk:
            await desk.press(*["space", "4"] * 2)
            assert "tomorrow: 2 new cards" in desk.text("#rest")

    async def test_all_suspended(self, study: Study) -> None:
        for card in CARDS:
            reviewing.suspend(study, card)
        async with at_review(study) as desk:
            assert "all are suspended" in desk.text("#rest")


@pytest.mark.usefixtures("three_read")
class TestAnswer:
    async def test_points_and_note(self, study: Study) -> None:
        study.store.run(
            "UPDATE prompt SET points = ? WHERE id = ?", '["easy ones [b]weigh[/b] less"]', CARDS[0]
        )
        noting.write_note(study, READINGS[0], "# Focal\n\n*gamma*")
        async with at_review(study) as desk:
            assert not desk.screen.query("Point")
            await desk.press("space")
            lines = [str(one.render()) for one in desk.screen.query("Point Static").results(Static)]
            assert lines == ["› □", "easy ones [b]weigh[/b] less"]
            assert desk.screen.query_one("#note", Markdown).source == "# Focal\n\n*gamma*"
            await desk.press("4")
            assert not desk.screen.query("Point")

    async def test_a_leech_in_words(self, study: Study, clock: FixedClock) -> None:
        card = reviewing.grade(study, CARDS[0], Grade.EASY)
        while card.lapses < 8:
            assert card.due_day is not None
            clock.set(clock.now() + (card.due_day - study.today) * 1)
            reviewing.grade(study, card.id, Grade.AGAIN)
            clock.set(clock.now() + 10 * MINUTE)
            card = reviewing.grade(study, card.id, Grade.GOOD)
        assert card.due_day is not None
        for other in CARDS[1:]:
            reviewing.suspend(study, other)
        clock.set(clock.now() + (card.due_day - study.today) * 1)
        async with at_review(study) as desk:
            assert desk.text("#leech") == (
                "leech: forgotten 8 times; rewrite your note, or suspend it with !"
            )

    async def test_open_the_source(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("o")
            url = reading.detail(study, READINGS[0]).listed.url
            assert desk.opened == [url]
            assert reading.detail(study, READINGS[0]).progress.opened == 1
            assert desk.at(Stage.QUESTION)

    @pytest.mark.parametrize("url", [None, "file:///etc/hosts"])
    async def test_no_link_to_open(self, study: Study, url: str | None) -> None:
        study.store.run("UPDATE resource SET url = ? WHERE id = ?", url, READINGS[0])
        async with at_review(study) as desk:
            await desk.press("o")
            assert desk.opened == []
            assert reading.detail(study, READINGS[0]).progress.opened == 0
            assert ("no link" if url is None else "Only http, https") in desk.toasts

    async def test_write_the_note(self, study: Study) -> None:
        async with at_review(study) as desk:
            await desk.press("space", "n")
            assert not isinstance(desk.app.screen, ReviewScreen)
            await desk.press("x", "escape")
            assert reading.detail(study, READINGS[0]).progress.note == "x"
            assert desk.at(Stage.ANSWER)
            assert desk.screen.query_one("#note", Markdown).source == "x"


@pytest.mark.usefixtures("three_read")
class TestSizes:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_layout(self, study: Study, size: tuple[int, int]) -> None:
        noting.write_note(study, READINGS[0], "\n\n".join(f"paragraph {n}" for n in range(60)))
        async with at_review(study, size) as desk:
            await desk.press("space")
            asked = desk.screen.query_one("#asked").region
            answer = desk.screen.query_one("#answer").region
            if size == LARGE:
                assert answer.x >= asked.right
                assert answer.y == asked.y
            else:
                assert answer.y >= asked.bottom
                assert answer.x == asked.x
            bar = desk.screen.query_one("#grades").region
            assert bar.bottom < size[1]
            card = desk.screen.query_one("#card")
            before = card.scroll_y
            card.scroll_down(animate=False)
            await desk.press("j")
            assert card.scroll_target_y > before
            await desk.press("G")
            assert card.scroll_target_y == card.max_scroll_y > 0

    async def test_a_long_header_is_cut(self, study: Study) -> None:
        study.store.run("UPDATE resource SET company = ?", "A company of many, many words " * 5)
        async with at_review(study) as desk:
            header = desk.text("#header")
            assert len(header) == SMALL[0] - 2
            assert header.endswith("…")


class TestPoints:
    """A prompt with points: ticks suggest a grade, the follow-up waits for its key."""

    @pytest.fixture
    def shipped(self) -> Path:
        return locate().assets

    async def test_ticks_suggest_and_never_force(self, study: Study) -> None:
        settings.change(study, {"bury_siblings": "no"})
        reading.mark(study, "K07", Status.READ)
        asked = asking.due(study).questions[0]
        async with StudyplanApp(study).run_test(size=(80, 24)) as pilot:
            app = pilot.app
            await pilot.press("r", "f", "space")
            assert asked.follow_up not in shown(app, "#follow-up")
            await pilot.press("x", "f")
            await pilot.pause()
            assert shown(app, "#grade-again").endswith("‹")
            assert asked.follow_up in shown(app, "#follow-up")
            for _ in asked.points[1:]:
                await pilot.press("x")
            await pilot.pause()
            assert shown(app, "#grade-good").endswith("‹")
            await pilot.press("x")  # the last tick is taken back
            await pilot.pause()
            assert shown(app, "#grade-hard").endswith("‹")
            await pilot.press("4")
        (review,) = reviewing.history(study, asked.card.id)
        assert review.grade is Grade.EASY


def shown(app: App[None], selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_can_wait_is_counted_and_asked_all_the_same(
    study: Study, clock: FixedClock, size: tuple[int, int]
) -> None:
    fall_behind(study, clock)
    async with at_review(study, size) as desk:
        assert desk.at(Stage.REST)
        assert desk.header.startswith("Review 59 cards can wait")
        assert "nothing is due" not in desk.header
        rest = " ".join(desk.text("#rest").split())
        assert "59 cards; the plan has other things" in rest
        assert "space asks" in rest
        await desk.press("space")
        assert desk.at(Stage.QUESTION)
