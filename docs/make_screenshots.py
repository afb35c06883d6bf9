"""Draw the pictures of the README from the running app: `make screenshots`.

A person of no importance studies for two weeks on a clock that stands where it is put, in a
temporary folder, so that the pictures change only when the app does.
"""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.locations import locate
from studyplan.study import (
    Study,
    asking,
    noting,
    open_study,
    planning,
    reading,
    reviewing,
    settings,
)
from studyplan.tui.app import StudyplanApp

IMAGES = Path(__file__).parent / "images"
FIRST_DAY = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
DAYS = 13
NOTE = """\
Down-weights *easy* examples by `(1 - p)^γ`, so that the rare, hard ones steer the gradient.

- γ = 0 is cross-entropy; α balances the classes
- say in an interview: why not just resample?
"""
GRADES = (Grade.GOOD, Grade.GOOD, Grade.EASY, Grade.HARD, Grade.GOOD, Grade.AGAIN)


def study_for_two_weeks(study: Study, clock: FixedClock) -> None:
    """Read what the plan says, answer what is due, and stop in the middle of the last day."""
    settings.change(study, {"interview_date": "2027-01-05"})
    study.introduce()
    noting.write_note(study, "focal-loss", NOTE)
    for number in range(DAYS):
        clock.set(FIRST_DAY + timedelta(days=number))
        answer_what_is_due(study, clock)
        for planned in planning.today(study).readings[:2]:
            clock.set(clock.now() + timedelta(minutes=planned.minutes))
            if planned.whole:
                reading.mark(study, planned.listed.id, Status.READ)
        answer_what_is_due(study, clock)
    clock.set(FIRST_DAY + timedelta(days=DAYS))
    first = next(one for one in planning.today(study).readings if one.whole)
    clock.set(clock.now() + timedelta(minutes=first.minutes))
    reading.mark(study, first.listed.id, Status.READ)


def answer_what_is_due(study: Study, clock: FixedClock) -> None:
    """Grade every card that is due, some of them badly."""
    while questions := asking.due(study).questions:
        card = questions[0].card
        clock.set(clock.now() + timedelta(seconds=38))
        reviewing.grade(study, card.id, GRADES[card.reps % len(GRADES)], seconds=38)


async def draw(
    study: Study,
    name: str,
    size: tuple[int, int],
    steps: Callable[[Pilot[None]], Awaitable[None]],
) -> None:
    """Run the app in a window of `size` cells, go through `steps`, and save what is seen."""
    app = StudyplanApp(study)
    async with app.run_test(size=size) as pilot:
        await steps(pilot)
        await pilot.pause()
        picture = app.export_screenshot(title="studyplan")
    # Fonts would be fetched from elsewhere by whoever looks at the picture; theirs will do.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    picture = "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"
    (IMAGES / f"{name}.svg").write_text(picture, encoding="utf-8")


async def pictures(study: Study) -> None:
    """All pictures, one after the other."""

    async def today(pilot: Pilot[None]) -> None:
        await pilot.pause()

    async def curriculum(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, StudyplanApp)  # noqa: S101
        app.go_to_work("focal-loss")

    async def review(pilot: Pilot[None]) -> None:
        await pilot.press("r")
        for question in asking.due(study).questions:
            if question.points:
                break
            await pilot.press("s")  # to one that has more to show
        await pilot.press("space", "x", "x", "tab", "x")

    async def plan(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("right_curly_bracket", "plus", "plus")
        await pilot.app.workers.wait_for_complete()

    async def reader(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, StudyplanApp)  # noqa: S101
        app.go_to_work("K07")
        await pilot.app.workers.wait_for_complete()
        for _ in range(3):
            await pilot.press("pagedown")

    async def progress(pilot: Pilot[None]) -> None:
        await pilot.press("h")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("j", "j")

    await draw(study, "today", (80, 24), today)
    await draw(study, "review", (80, 24), review)
    await draw(study, "reader", (80, 24), reader)
    await draw(study, "curriculum", (120, 40), curriculum)
    await draw(study, "plan", (120, 40), plan)
    await draw(study, "progress", (120, 40), progress)


def main() -> None:
    """Make the pictures of `docs/images`."""
    IMAGES.mkdir(exist_ok=True)
    clock = FixedClock(FIRST_DAY)
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(locate(folder), clock)
        study_for_two_weeks(study, clock)
        asyncio.run(pictures(study))
        study.close()


if __name__ == "__main__":
    main()
