"""Pictures of whole screens. A picture that changed on purpose is looked at, then renewed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.store.salvage import Salvaged
from studyplan.study import (
    Study,
    backing_up,
    history,
    noting,
    practising,
    reading,
    restoring,
    reviewing,
    settings,
)
from studyplan.study.practice import Practice
from studyplan.study.restoring import Remedy
from studyplan.tui.app import StudyplanApp
from studyplan.tui.keeper import Keeper
from studyplan.tui.rescue import RescueApp
from studyplan.tui.screens.practise import PractiseScreen

Compare = Callable[..., bool]
FEED = "news-feed-ranking"
NARROW, WIDE = (80, 24), (120, 40)
NOTE = "# Focal loss\n\nDown-weights *easy* examples by `(1 - p)^γ`.\n\n- γ = 0 is cross-entropy\n"


@pytest.fixture
def busy(study: Study, clock: FixedClock) -> Study:
    """A study on its second day: things read, noted, graded and due."""
    settings.change(study, {"interview_date": "2027-01-05"})
    study.introduce()
    settings.change(study, {"minutes.wed": "90"})
    for work in reading.works(study)[:6]:
        reading.mark(study, work.id, Status.READ)
    noting.write_note(study, "focal-loss", NOTE)
    reviewing.grade(study, "focal-loss:recall", Grade.HARD, seconds=40)
    clock.set(clock.now() + timedelta(days=1))
    reading.mark(study, "feature-logging", Status.READING)
    reading.mark(study, "information-leakage", Status.READ)
    return study


@pytest.fixture
def practised(busy: Study, clock: FixedClock) -> Study:
    """A study with one mock interview finished, and a day passed since."""
    practice = Practice(busy, practising.start(busy, FEED))
    practice.resume()
    for note in ("800 posts a request: rank, do not search.", "", "Two stages."):
        practice.type(note)
        for _ in range(11):
            clock.set(clock.now() + timedelta(seconds=23))
            practice.keep()
        practice.step(1)
    practice.pause()
    scores = {dimension: 2 + place % 2 for place, dimension in enumerate(Dimension)}
    practising.finish(busy, practice.attempt.id, scores)
    clock.set(clock.now() + timedelta(days=1))
    return busy


async def on_the_news_feed(pilot: Pilot[None]) -> None:
    """Leave the screen at the interview that was practised."""
    app = pilot.app
    assert isinstance(app, StudyplanApp)
    app.go_to_interview(FEED)
    await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Let what the app begins with come to rest, the plan behind Today among it."""
    while pilot.app.workers:  # of what is wished for meanwhile, one comes after the other
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


async def on_focal_loss(pilot: Pilot[None]) -> None:
    """Leave the screen at the details of a work with everything to show."""
    app = pilot.app
    assert isinstance(app, StudyplanApp)
    app.go_to_work("focal-loss")
    await pilot.pause()


async def on_progress(pilot: Pilot[None]) -> None:
    """Leave the screen at Progress, counted, the cursor at a competency with a number."""
    await pilot.press("h")
    await pilot.app.workers.wait_for_complete()
    await pilot.press("j")


def on_plan(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Leave the screen at Plan after some keys, planned."""

    async def before(pilot: Pilot[None]) -> None:
        for key in ("p", *keys):
            await pilot.press(key)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()

    return before


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestToday:
    def test_first_questions(
        self, study: Study, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        assert snap_compare(StudyplanApp(study), run_before=settled, terminal_size=size)

    def test_busy(self, busy: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(StudyplanApp(busy), run_before=settled, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestCurriculum:
    def test_list_and_details(
        self, busy: Study, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        app = StudyplanApp(busy)
        assert snap_compare(app, run_before=on_focal_loss, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestPlan:
    def test_agenda(self, busy: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(StudyplanApp(busy), run_before=on_plan(), terminal_size=size)

    def test_what_if(self, busy: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        tried = on_plan("b", "right_curly_bracket", "plus")
        assert snap_compare(StudyplanApp(busy), run_before=tried, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestProgress:
    def test_readiness_and_figures(
        self, busy: Study, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        app = StudyplanApp(busy)
        assert snap_compare(app, run_before=on_progress, terminal_size=size)


class TestReview:
    def test_question(self, busy: Study, snap_compare: Compare) -> None:
        assert snap_compare(StudyplanApp(busy), press=["r"], terminal_size=NARROW)

    @pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
    def test_answer(self, busy: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(StudyplanApp(busy), press=["r", "space"], terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestInterview:
    def test_list_and_question(
        self, practised: Study, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        app = StudyplanApp(practised)
        assert snap_compare(app, run_before=on_the_news_feed, terminal_size=size)

    def test_practice(
        self, practised: Study, clock: FixedClock, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        async def practise(pilot: Pilot[None]) -> None:
            await on_the_news_feed(pilot)
            await pilot.press("enter", "ctrl+n")
            screen = pilot.app.screen
            assert isinstance(screen, PractiseScreen)
            for _ in range(20):
                clock.set(clock.now() + timedelta(seconds=13))
                screen.tick()
            await pilot.press(*"Rank", "ctrl+o", "enter")
            await settled(pilot)

        app = StudyplanApp(practised)
        assert snap_compare(app, run_before=practise, terminal_size=size)

    def test_outcome(self, practised: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        async def look(pilot: Pilot[None]) -> None:
            await on_the_news_feed(pilot)
            await pilot.press("o")
            await settled(pilot)

        assert snap_compare(StudyplanApp(practised), run_before=look, terminal_size=size)

    def test_scores(self, practised: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        async def score(pilot: Pilot[None]) -> None:
            await on_the_news_feed(pilot)
            await pilot.press("enter", "ctrl+g")
            await settled(pilot)
            await pilot.press("s", "3", "2")
            await settled(pilot)

        assert snap_compare(StudyplanApp(practised), run_before=score, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestReader:
    def test_primer(self, busy: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        async def read(pilot: Pilot[None]) -> None:
            app = pilot.app
            assert isinstance(app, StudyplanApp)
            app.go_to_work("K14")
            await settled(pilot)
            await pilot.press("right_square_bracket", "right_square_bracket")
            await settled(pilot)

        assert snap_compare(StudyplanApp(busy), run_before=read, terminal_size=size)


class TestLooks:
    def test_light(self, busy: Study, snap_compare: Compare) -> None:
        app = StudyplanApp(busy, Config(theme="studyplan-light"))
        assert snap_compare(app, run_before=settled, terminal_size=NARROW)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
class TestKeeping:
    """History, Backups, and what is shown in place of the app."""

    def test_history(self, practised: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
        history.undo(practised)

        async def look(pilot: Pilot[None]) -> None:
            await pilot.press("H", "j", "j")
            await settled(pilot)

        assert snap_compare(StudyplanApp(practised), run_before=look, terminal_size=size)

    def test_what_depends_on_an_action(
        self, busy: Study, snap_compare: Compare, size: tuple[int, int]
    ) -> None:
        async def ask(pilot: Pilot[None]) -> None:
            await pilot.press("H", "G", *("k" * 5), "x")
            await settled(pilot)

        assert snap_compare(StudyplanApp(busy), run_before=ask, terminal_size=size)

    def test_backups(
        self,
        busy: Study,
        clock: FixedClock,
        snap_compare: Compare,
        size: tuple[int, int],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for why in ("", "import", "asked"):
            backing_up.make(busy, why)
            clock.set(clock.now() + timedelta(hours=5))
        # As large as any other, whatever ships.
        found = [replace(one, size=3_000_000) for one in backing_up.everything(busy.locations)]
        monkeypatch.setattr(backing_up, "everything", lambda _: found)
        monkeypatch.setattr(Keeper, "begin", lambda _: None)

        async def look(pilot: Pilot[None]) -> None:
            app = pilot.app
            assert isinstance(app, StudyplanApp)
            app.action_backups()
            await settled(pilot)
            await pilot.press("j")
            await settled(pilot)

        assert snap_compare(StudyplanApp(busy), run_before=look, terminal_size=size)

    def test_rescue(
        self,
        busy: Study,
        clock: FixedClock,
        snap_compare: Compare,
        size: tuple[int, int],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        backup = backing_up.make(busy)
        # Neither where the test runs nor which page was hit is on the picture.
        what = "~/studyplan/studyplan.db is damaged (Page 20: btreeInitPage() returns error)."
        remedy = Remedy(what, backup, Salvaged((), 2, {}), 14)
        monkeypatch.setattr(restoring, "remedy", lambda _: remedy)
        app = RescueApp(busy.locations, clock, Config())

        async def look(pilot: Pilot[None]) -> None:
            await settled(pilot)

        assert snap_compare(app, run_before=look, terminal_size=size)
