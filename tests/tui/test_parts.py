"""Recording that a part of a work was read, on Today, in the Curriculum and in the Plan."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from studyplan.clock import FixedClock
from studyplan.domain.plan import SLICE
from studyplan.domain.resource import Status
from studyplan.study import Study, reading, settings
from studyplan.study.situation import state
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.plan import PlanScreen
from studyplan.tui.screens.read_part import ReadPartScreen
from studyplan.tui.screens.today import PART, Agenda, TodayScreen
from studyplan.tui.widgets.spots import Spots

SIZES = [(80, 24), (120, 40)]
WORK = "focal-loss"


@pytest.fixture
def long(study: Study, clock: FixedClock) -> str:
    """A long work that is begun, with a slice planned for today."""
    study.introduce()
    settings.change(study, {"interview_date": "2026-12-24", "new_per_day": "0"})
    settings.change(study, {"minutes.wed": "120"})
    unread = {one.id: one for one in state(study).situation.unread}
    for primer in [one.id for one in unread.values() if one.primer]:
        reading.mark(study, primer, Status.READ)
        del unread[primer]
    found = next(o for o in unread.values() if o.is_long and not unread.keys() & {*o.needs})
    reading.mark(study, found.id, Status.READING)
    clock.set(clock.now() + timedelta(days=1))
    return found.id


def toasts(pilot: Pilot[None]) -> list[str]:
    return [toast.message for toast in pilot.app._notifications]


def minutes_read(study: Study, work: str) -> int:
    return reading.detail(study, work).progress.minutes_read


def choose(pilot: Pilot[None], line: str) -> None:
    agenda = pilot.app.screen.query_one(Agenda)
    agenda.highlighted = agenda.get_option_index(line)


@pytest.mark.parametrize("size", SIZES)
async def test_today_takes_the_slice_that_the_line_promises(
    study: Study, long: str, size: tuple[int, int]
) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        choose(pilot, long)
        await pilot.press("l")
        assert isinstance(app.screen, TodayScreen)
        assert minutes_read(study, long) == SLICE
        assert f"{SLICE} of 180 min read; u takes it back." in toasts(pilot)[-1]
        lines = {one.id: str(one.prompt) for one in app.screen.query_one(Agenda).options}
        assert long not in lines
        done = lines[f"{PART}{long}"]
        assert "✓" in done
        assert f"{SLICE} min of it" in done
        await pilot.press("u")
        assert minutes_read(study, long) == 0
        assert [one.id for one in app.screen.query_one(Agenda).options].count(long) == 1


async def test_of_a_reading_that_is_planned_whole_it_asks(study: Study, long: str) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        choose(pilot, WORK)
        await pilot.press("l")
        assert isinstance(app.screen, ReadPartScreen)
        field = app.screen.query_one(Input)
        assert field.value == "10"
        field.value = "half"
        await pilot.press("enter")
        wrong = str(app.screen.query_one("#wrong", Static).content)
        assert wrong == "`half` is no number of minutes from 1 to 1440."
        field.value = "4"
        await pilot.press("enter")
        assert minutes_read(study, WORK) == 4
        # Both lines: what was read of it, and what is left.
        ids = [one.id for one in app.screen.query_one(Agenda).options]
        assert {WORK, f"{PART}{WORK}"} <= set(ids)
        choose(pilot, f"{PART}{WORK}")
        await pilot.press("l", "escape")
        assert minutes_read(study, WORK) == 4
        await pilot.press("enter")
        assert isinstance(app.screen, CurriculumScreen)
    del long


async def test_what_has_no_parts_offers_none(study: Study) -> None:
    study.introduce()
    reading.mark(study, WORK, Status.READ)
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        choose(pilot, WORK)
        await pilot.press("l")
        assert isinstance(app.screen, TodayScreen)
        assert app.screen.check_action("read_part_command", ()) is False
        app.go_to_work(WORK)
        await pilot.pause()
        assert app.screen.check_action("read_part_command", ()) is False


@pytest.mark.parametrize("size", SIZES)
async def test_the_curriculum_asks_and_says_how_far_one_is(
    study: Study, long: str, size: tuple[int, int]
) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        app.go_to_work(long)
        await pilot.pause()
        await pilot.press("l")
        assert isinstance(app.screen, ReadPartScreen)
        assert app.screen.query_one(Input).value == str(SLICE)
        app.screen.query_one(Input).value = "75"
        await pilot.press("enter")
        assert isinstance(app.screen, CurriculumScreen)
        assert minutes_read(study, long) == 75
        assert "75 of 180 min read" in str(app.screen.query_one("#facts", Static).content)


async def test_the_plan_takes_the_slice_of_today_and_asks_for_that_of_later(
    study: Study, long: str
) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        spots = screen.query_one("#agenda", Spots)
        today = study.today
        assert spots.go_to(f"{today} read {long}")
        await pilot.press("l")
        assert minutes_read(study, long) == SLICE
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not spots.go_to(f"{today} read {long}")
        assert spots.go_to(f"{today} part {long}")
        assert spots.go_to(f"{today + timedelta(days=1)} read {long}")
        await pilot.press("l")
        assert isinstance(app.screen, ReadPartScreen)
        await pilot.press("escape")
        assert minutes_read(study, long) == SLICE
