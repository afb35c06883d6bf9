"""What is loaded before the first frame: counted as modules, not as time."""

import subprocess
import sys
from pathlib import Path

from studyplan.locations import Locations

ROOT = Path(__file__).parents[2]

FIRST_FRAME = """
import asyncio, sys
from studyplan.locations import locate
from studyplan.study import open_study
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.today import TodayScreen

async def main() -> None:
    study = open_study(locate(sys.argv[1]))
    study.introduce()
    show = TodayScreen.show
    def shown(screen):
        show(screen)
        print("loaded:", *sys.modules)
    TodayScreen.show = shown
    async with StudyplanApp(study).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    study.close()

asyncio.run(main())
"""

SCREENS = {
    "studyplan.tui",
    "studyplan.tui.app",
    "studyplan.tui.clean_lines",
    "studyplan.tui.commands",
    "studyplan.tui.commands.curriculum",
    "studyplan.tui.commands.everywhere",
    "studyplan.tui.commands.palette",
    "studyplan.tui.commands.questions",
    "studyplan.tui.commands.today",
    "studyplan.tui.host",
    "studyplan.tui.newest",
    "studyplan.tui.keeper",
    "studyplan.tui.modes",
    "studyplan.tui.screens",
    "studyplan.tui.screens.base",
    "studyplan.tui.screens.today",
    "studyplan.tui.signals",
    "studyplan.tui.themes",
    "studyplan.tui.travelling",
    "studyplan.tui.watcher",
    "studyplan.tui.widgets",
    "studyplan.tui.widgets.choices",
    "studyplan.tui.widgets.footer",
}
"""Another one here costs a person time at each start: is it needed before anything is seen?"""
NOT_YET = {
    *("alembic", "sqlalchemy", "sqlmodel", "pydantic", "docutils", "yaml"),
    *("markdown_it", "pygments.lexers", "studyplan.library.importing", "studyplan.cli.commands"),
    *("studyplan.study.apart", "studyplan.study.foresight", "studyplan.study.agenda"),
    *("studyplan.study.progress", "studyplan.study.syncing"),
}


def test_only_what_the_first_frame_shows_is_loaded_before_it(places: Locations) -> None:
    result = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(places.data)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    line = next(line for line in result.stdout.splitlines() if line.startswith("loaded:"))
    loaded = set(line.split()[1:])
    assert {name for name in loaded if name.startswith("studyplan.tui")} == SCREENS
    assert not loaded & NOT_YET
