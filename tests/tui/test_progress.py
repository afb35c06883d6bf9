"""The Progress screen: what it shows, how it is gone through, and that it is never stale."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.readiness import FORMULA
from studyplan.domain.resource import Status
from studyplan.study import Study, progress, reading, reviewing, settings
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.progress import ProgressScreen, Report
from studyplan.tui.screens.reader import ReaderScreen
from studyplan.tui.widgets.drawing import Drawing
from studyplan.tui.widgets.readiness_bars import ReadinessBars

NARROW, WIDE = (80, 24), (120, 40)
FIGURES = ("heat-map", "activity", "retention", "calibration", "forecast", "time", "companies")


@pytest.fixture
def begun(study: Study, clock: FixedClock) -> Study:
    """A study in which something was read and answered, yesterday."""
    study.introduce()
    settings.change(study, {"interview_date": "2027-01-05"})
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, "focal-loss:recall", Grade.EASY, seconds=30)
    clock.set(clock.now() + timedelta(days=1))
    return study


async def counted(pilot: Pilot[None]) -> None:
    """Wait until the numbers are there."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@asynccontextmanager
async def opened(study: Study, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        app.action_progress()
        await pilot.pause()
        await counted(pilot)
        yield pilot


def strips(pilot: Pilot[None], id: str) -> list[str]:
    """What is drawn, line by line, as it is on the screen."""
    drawing = pilot.app.screen.query_one(f"#{id}", Drawing)
    return [drawing.render_line(y).text.rstrip() for y in range(drawing.size.height)]


def bars(pilot: Pilot[None]) -> ReadinessBars:
    return pilot.app.screen.query_one(ReadinessBars)


def report(pilot: Pilot[None]) -> Report:
    return pilot.app.screen.query_one(Report)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_everything_is_there_and_nothing_is_cut(begun: Study, size: tuple[int, int]) -> None:
    async with opened(begun, size) as pilot:
        header = str(pilot.app.screen.query_one("#header", Static).content)
        assert "as it would be on Tue 5 Jan" in header
        assert "Interview in 41 days" in header
        drawn = {id: strips(pilot, id) for id in ("readiness", *FIGURES)}
        assert all(drawn.values())
        assert not [line for rows in drawn.values() for line in rows if "…" in line]
        assert "1 reading, 1 review, 0 mock interviews on 1 day" in drawn["activity"]
        assert any("due" in line or "new" in line for line in drawn["forecast"])


@pytest.mark.parametrize(
    ("day", "said", "left"),
    [(12, "would be on Sun 20 Dec", "Interview in 14 days"), (40, "is on Sun 3 Jan", "was on")],
)
async def test_the_day_it_names_is_the_one_its_numbers_are_for(
    begun: Study, clock: FixedClock, day: int, said: str, left: str
) -> None:
    settings.change(begun, {"interview_date": "2026-12-04", "later_interviews": "2026-12-20"})
    clock.set(datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(days=day))
    async with opened(begun, NARROW) as pilot:
        header = str(pilot.app.screen.query_one("#header", Static).content)
        assert f"as it {said}" in header
        assert left in header
        assert "4 Dec" not in header


async def test_a_number_comes_with_its_reasons(begun: Study) -> None:
    one = next(r for r in progress.progress(begun).readiness if r.competency.id == "K02")
    async with opened(begun, NARROW) as pilot:
        assert "?" in strips(pilot, "readiness")[1]
        await pilot.press("j")
        assert bars(pilot).current == one
        drawn = strips(pilot, "readiness")
        row = bars(pilot).row_of_chosen
        assert drawn[row].startswith("› K02 Fundamentals")
        assert f"{one.readiness.score:.0f}" in drawn[row]
        assert tuple(line.strip() for line in drawn[row + 1 : row + 4]) == one.readiness.reasons


async def test_keys_go_through_the_competencies_then_scroll(begun: Study) -> None:
    async with opened(begun, NARROW) as pilot:
        last = len(bars(pilot).found) - 1
        for _ in range(last):
            report(pilot).action_scroll_down()
            await pilot.pause()
        assert bars(pilot).chosen == last
        below = report(pilot).scroll_offset.y
        assert "mock interviews" in strips(pilot, "readiness")[-1]
        assert bars(pilot).region.bottom <= report(pilot).region.bottom
        await pilot.press("j", "down")
        assert bars(pilot).chosen == last
        assert report(pilot).scroll_offset.y == below + 2
        await pilot.press("G")
        assert report(pilot).scroll_offset.y == report(pilot).max_scroll_y
        companies = pilot.app.screen.query_one("#companies")
        assert companies.region.bottom <= report(pilot).region.bottom
        await pilot.press("k")  # too far below to move the cursor
        assert bars(pilot).chosen == last
        await pilot.press("g")
        assert (bars(pilot).chosen, report(pilot).scroll_offset.y) == (0, 0)
        await pilot.press("down", "up", "k")
        assert (bars(pilot).chosen, report(pilot).scroll_offset.y) == (0, 0)


async def test_scrolling_up_comes_back_to_the_chosen_competency(begun: Study) -> None:
    async with opened(begun, NARROW) as pilot:
        await pilot.press("j", "j", "space")
        assert report(pilot).scroll_offset.y > 0
        assert bars(pilot).chosen == 2
        for _ in range(40):
            report(pilot).action_scroll_up()
            await pilot.pause()
        assert (bars(pilot).chosen, report(pilot).scroll_offset.y) == (0, 0)


async def test_brackets_go_from_heading_to_heading(begun: Study) -> None:
    async with opened(begun, NARROW) as pilot:
        headings = [str(one.content) for one in report(pilot).query(".heading").results(Static)]
        assert headings[0] == "Readiness, if nothing is asked again until then"
        assert headings[1:3] == ["A year of study", "Retention"]
        await pilot.press("right_square_bracket", "right_square_bracket")
        retention = report(pilot).query(".heading").results(Static)
        assert [one.region.y for one in retention][2] == report(pilot).region.y
        await pilot.press("left_square_bracket")
        report(pilot).go_to_heading(1)
        report(pilot).go_to_heading(1)  # before the first was drawn
        report(pilot).go_to_heading(-1)
        report(pilot).go_to_heading(-1)
        await pilot.pause()
        year = list(report(pilot).query(".heading").results(Static))[1]
        assert year.region.y == report(pilot).region.y


async def test_a_click_chooses_and_enter_reads_the_primer(begun: Study) -> None:
    async with opened(begun, WIDE) as pilot:
        await pilot.click("#readiness", offset=(5, 8))  # below the reasons of the first
        assert bars(pilot).current is not None
        assert bars(pilot).chosen == 4
        await pilot.click("#readiness", offset=(5, 2))
        assert bars(pilot).chosen == 1
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ProgressScreen)


async def test_what_was_done_since_is_counted_when_one_comes_back(begun: Study) -> None:
    async with opened(begun, WIDE) as pilot:
        await pilot.press("t")
        reading.mark(begun, "feature-logging", Status.READ)
        await pilot.press("h")
        await counted(pilot)
        assert any("2 readings" in line for line in strips(pilot, "activity"))
        await pilot.press("u")
        await counted(pilot)
        assert any("1 reading," in line for line in strips(pilot, "activity"))


async def test_a_first_day_says_what_to_do(study: Study) -> None:
    study.introduce()
    async with opened(study, NARROW) as pilot:
        drawn = strips(pilot, "readiness")
        assert drawn[0] == "Read a primer, mark it read, answer its cards: then numbers come."
        assert all("?" in line for line in drawn[5:])
        assert strips(pilot, "forecast") == ["No cards yet. They come with what you mark read."]
        assert strips(pilot, "activity") == ["Nothing yet. Today has what to begin with."]


async def test_a_database_that_cannot_be_read_is_a_sentence(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studyplan.study import Refused

    def refuse(study: Study) -> None:
        raise Refused("The disk reports an error.")

    async with opened(begun, NARROW) as pilot:
        monkeypatch.setattr(progress, "progress", refuse)
        pilot.app.screen.refresh_view()  # type: ignore[attr-defined]
        await counted(pilot)
        messages = [toast.message for toast in pilot.app._notifications]
        assert messages == ["The disk reports an error."]
        assert strips(pilot, "readiness")  # what was there stays


def test_the_help_tells_the_formula_from_its_one_source() -> None:
    said = " ".join(ProgressScreen.HELP.split())
    assert " ".join(FORMULA.split()) in said
