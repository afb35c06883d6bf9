"""The app: it owns the study and the modes; everything else is in the screens."""

import gc
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual_enhanced.commands import Command

from studyplan.config import AUTOMATIC, Config
from studyplan.study import PATIENCE, Study, failures, history, noting, pages, questions, reading
from studyplan.tui import modes
from studyplan.tui.clean_lines import CleanApp
from studyplan.tui.commands.everywhere import EVERYWHERE
from studyplan.tui.commands.palette import ScreenCommands
from studyplan.tui.host import Holding
from studyplan.tui.keeper import Keeper
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.signals import leave_on_signals
from studyplan.tui.themes import THEMES
from studyplan.tui.travelling import Traveller
from studyplan.tui.watcher import Watcher

if TYPE_CHECKING:
    from studyplan.study.apart import Beside
    from studyplan.tui.watchdog import Watchdog

DEBUG_VARIABLE = "STUDYPLAN_DEBUG"
"""Where it is set, what keeps the screens from answering is told at the end."""
QUICK = 0.25
"""Seconds that a key may wait while another program is writing; afterwards, what it does waits."""


def _load_screens() -> None:
    """Load what no key should have to wait for, now that there is something to see."""
    for name in ("curriculum", "review", "plan", "progress"):
        import_module(f"studyplan.tui.screens.{name}")


class StudyplanApp(CleanApp[None]):
    """studyplan, in a terminal."""

    TITLE = "studyplan"
    COMMAND_MESSAGES = EVERYWHERE
    COMMANDS = {ScreenCommands}  # noqa: RUF012 - Textual's own type
    MODES = dict(modes.MODES)  # noqa: RUF012 - Textual's own type
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*EVERYWHERE)
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 4
    COMMAND_PALETTE_BINDING = "f2"
    CSS_PATH = "app.tcss"

    def __init__(self, study: Study, config: Config | None = None) -> None:
        super().__init__()
        self.study = study
        self._apart: Beside | None = None
        self.config = config or Config()
        for theme in THEMES:
            self.register_theme(theme)
        # Set before the app runs, for another theme later means to read all styles again.
        self.theme = (
            name if (name := self.config.theme) in self.available_themes else THEMES[0].name
        )
        self.failure: Exception | None = None
        """What ended the app, where an error did."""
        self.watchdog: Watchdog | None = None
        """Where this is the app of who works on it."""
        self.keeper = Keeper(self, study)
        self.watcher = Watcher(self, study, self._is_stale, self.refresh_view)
        self._traveller = Traveller(self, study, self.refresh_view)
        study.wait_at_most(QUICK)

    def on_mount(self) -> None:
        """Take over a person's keys, and keep looking for changes from outside."""
        if self.theme != self.config.theme:
            line = self.config.lines.get("theme", 1)
            sentence = f"config.yaml:{line}: there is no theme `{self.config.theme}`."
            self.notify(sentence, severity="warning", timeout=10, markup=False)
        self.set_keymap(self.config.keys)
        self._recover()
        self._look_at_the_clock()
        self.watcher.begin()
        if not self.is_headless:
            leave_on_signals(self.leave)

    def on_unmount(self) -> None:
        """Wait for nothing that nobody will see."""
        if self._apart is not None:
            self._apart.end()

    def on_ready(self) -> None:
        """Begin, once there is something to see, what would only have delayed it."""
        gc.freeze()  # never look through what stays to the end
        gc.enable()
        self.keeper.begin()
        if self.config.sync == AUTOMATIC:
            self._sync(asked=False)
        self.run_worker(_load_screens, thread=True, group="screens")
        if os.environ.get(DEBUG_VARIABLE):
            from studyplan.tui.watchdog import watch

            self.watchdog = watch()

    def refresh_view(self) -> None:
        """Let the screen in front show the state as it is now."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, StudyScreen):
                screen.refresh_view()
                return

    def notify(self, message: str, **how: Any) -> None:
        """Show a message in place of the one before; a pile of them would hide the screen."""
        self.clear_notifications()
        super().notify(message, **how)

    @property
    def apart(self) -> "Beside":
        """Who does what takes long: a process, or a thread where there is no terminal to wait."""
        if self._apart is None:
            from studyplan.study.apart import Apart, Beside

            self._apart = Beside() if self.is_headless else Apart()
        return self._apart

    @property
    def has_browser(self) -> bool:
        """Whether a link can be opened; where it cannot, `open_url` shows it."""
        import webbrowser

        try:
            return self.is_web or bool(webbrowser.get())
        except webbrowser.Error:
            return False

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address in the browser; where there is none, show it to be copied.

        Whoever asks, Textual's own widgets too: it must be one that may be opened.
        """
        try:
            url = reading.check_link(url)
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
            return
        if not self.has_browser:
            self.notify(f"No browser was found. The link: {url}", timeout=15, markup=False)
            return
        super().open_url(url, new_tab=new_tab)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Do not offer to go where the person is."""
        del parameters
        return action != self.current_mode or self._is_reading

    def go_to_work(self, resource: str) -> None:
        """Open what is read here; go to any other work or chapter in the reading list."""
        from studyplan.tui.screens.curriculum import CurriculumScreen
        from studyplan.tui.screens.reader import ReaderScreen

        try:
            is_here = pages.is_here(self.study, resource)
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
            return
        if is_here:
            self.push_screen(ReaderScreen(resource))
            return
        self._go("curriculum")
        if isinstance(self.screen, CurriculumScreen):
            self.screen.go_to(resource)

    def action_today(self) -> None:
        """Go to the day."""
        self._go("today")

    def action_curriculum(self) -> None:
        """Go to the reading list."""
        self._go("curriculum")

    def action_review(self) -> None:
        """Go to the cards that are due."""
        self._go("review")

    def action_interview(self) -> None:
        """Go to the mock interviews."""
        self._go("interview")

    def action_plan(self) -> None:
        """Go to the days to the interview."""
        self._go("plan")

    def action_progress(self) -> None:
        """Go to how ready one is, and why."""
        self._go("progress")

    def action_history(self) -> None:
        """Go to everything that was done."""
        self._go("history")

    def action_backups(self) -> None:
        """Look into the backups."""
        from studyplan.tui.screens.backups import BackupsScreen

        self.push_screen(BackupsScreen())

    def action_export(self) -> None:
        """Write what is the person's for other programs."""
        from studyplan.tui.screens.export import ExportScreen

        self.push_screen(ExportScreen())

    def action_sync(self) -> None:
        """Exchange what was done with the other machines."""
        self._sync(asked=True)

    def go_to_interview(self, interview: str) -> None:
        """Go to a mock interview, to be begun or gone on with."""
        from studyplan.tui.screens.interview import InterviewScreen

        self._go("interview")
        if isinstance(self.screen, InterviewScreen):
            self.screen.go_to(interview)

    def action_undo(self) -> None:
        """Take back the newest action."""
        self._traveller.undo()

    def action_redo(self) -> None:
        """Bring back what was undone last."""
        self._traveller.redo()

    def action_fit(self) -> None:
        """Fit FSRS to the person's reviews."""
        from studyplan.tui.screens.fit import FitScreen

        self.push_screen(FitScreen())

    async def action_quit(self) -> None:
        """Leave, once what is being typed is kept."""
        if self._let_go():
            self.exit()

    def leave(self, status: int) -> None:
        """Leave whatever happens; what cannot be kept is a draft, for the next time."""
        self._let_go()
        self.exit(return_code=status)

    def _let_go(self) -> bool:
        """Let every screen keep what it holds, and wait for other programs; whether all could."""
        self.study.wait_at_most(PATIENCE)
        screens = [screen for stack in self._screen_stacks.values() for screen in stack]
        kept = [screen.let_go() for screen in screens if isinstance(screen, Holding)]
        if not all(kept):
            self.study.wait_at_most(QUICK)
        return all(kept)

    def action_help(self) -> None:
        """Show what every key does."""
        from textual_enhanced.dialogs import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def _sync(self, *, asked: bool) -> None:
        from studyplan.tui.syncer import Syncer

        Syncer(self, self.study).begin(asked=asked)

    @property
    def _is_reading(self) -> bool:
        """Whether a primer lies on top of the screen of the mode."""
        return isinstance(self.screen, StudyScreen) and len(self.screen_stack) > 1

    def _go(self, mode: str) -> None:
        """Go to a mode; an open primer is closed."""
        if self._is_reading:
            self.pop_screen()
        self.switch_mode(mode)

    def _handle_exception(self, error: Exception) -> None:
        # Textual has no public hook for this. Its own way prints a traceback over the terminal;
        # ours leaves, and whoever started the app says a sentence.
        if self.is_headless:
            super()._handle_exception(error)  # so that a test fails with the error itself
        elif self.failure is None:
            self.failure = error
            self.exit(return_code=1)

    def _look_at_the_clock(self) -> None:
        """Say so where the clock stands before what was done last: one of the two is wrong."""
        try:
            at = history.still_to_come(self.study)
        except failures():
            return  # whatever it is, the screen will say it
        if at is not None:
            zone, now = self.study.clock.zone, self.study.clock.now()
            self.notify(
                f"The clock says {now.astimezone(zone):%Y-%m-%d %H:%M}, but your last action is of "
                f"{at.astimezone(zone):%Y-%m-%d %H:%M}. Is the clock right?",
                severity="warning",
                timeout=15,
                markup=False,
            )

    def _recover(self) -> None:
        """Keep what was being typed when an earlier run was cut off, and say so."""
        try:
            notes = noting.recover_drafts(self.study)
            found = [("note", resource) for resource in notes]
            found += [("question", of) for of in questions.recover_drafts(self.study)]
            for what, resource in found:
                title = reading.detail(self.study, resource).listed.title
                self.notify(
                    f"The {what} on “{title}”, cut off in the middle, was recovered.",
                    timeout=10,
                    markup=False,
                )
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)

    def _is_stale(self) -> bool:
        return isinstance(self.screen, StudyScreen) and self.screen.is_stale
