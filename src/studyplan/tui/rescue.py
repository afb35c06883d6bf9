"""What is shown in place of the app where the database is damaged."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Static
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.clock import Clock
from studyplan.config import Config
from studyplan.locations import Locations
from studyplan.study import failures, restoring
from studyplan.study.restoring import Remedy
from studyplan.tui.clean_lines import CleanApp
from studyplan.tui.commands.history import LeaveDamaged, PutBack
from studyplan.tui.themes import THEMES


class RescueApp(CleanApp[bool]):
    """Says what is wrong, and puts the newest backup back; returns whether it did."""

    TITLE = "studyplan"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(PutBack, LeaveDamaged)
    CSS = """
    Screen { align: center middle; }
    #rescue { width: 90%; max-width: 84; height: auto; }
    #rescue Static { height: auto; margin-bottom: 1; }
    Footer { background: $background; }
    """

    @dataclass
    class Found(Message):
        """It is known what can be done."""

        remedy: Remedy

    @dataclass
    class Failed(Message):
        """Something cannot be done."""

        why: str

    def __init__(self, places: Locations, clock: Clock, config: Config) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = config.theme if config.theme in self.available_themes else THEMES[0].name
        self.failure: Exception | None = None
        """What ended the app, where an error did."""
        self._places, self._clock = places, clock
        self._remedy: Remedy | None = None

    def compose(self) -> ComposeResult:
        """What is wrong, what there is, what can be done."""
        with Vertical(id="rescue"):
            yield Static(Content.styled("Your database is damaged", "bold $accent"))
            yield Static("Looking what can still be read …", id="wrong", markup=False)
            yield Static(id="there", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look in a thread: a large file takes seconds."""
        self.run_worker(self._look, thread=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to put a backup back where there is anything to put."""
        del parameters
        return action != "put_back_command" or self._has_something or None

    @property
    def _has_something(self) -> bool:
        one = self._remedy
        return one is not None and (one.backup is not None or bool(one.salvaged.events))

    def action_leave_damaged_command(self) -> None:
        """Leave everything as it is."""
        self.exit(False)

    def action_put_back_command(self) -> None:
        """Put the backup back, and what was read."""
        if (remedy := self._remedy) is not None and self._has_something:
            self._remedy = None  # not twice
            self.refresh_bindings()
            self.query_one("#there", Static).update("Putting it back …")
            self.run_worker(partial(self._put_back, remedy), thread=True)

    def _look(self) -> None:
        try:
            self.post_message(self.Found(restoring.remedy(self._places)))
        except failures() as error:
            self.post_message(self.Failed(str(error)))

    def _put_back(self, remedy: Remedy) -> None:
        try:
            restoring.salvage(self._places, self._clock, remedy)
        except failures() as error:
            self.post_message(self.Failed(str(error)))
            return
        self.call_from_thread(self.exit, True)

    def _handle_exception(self, error: Exception) -> None:
        # As in the app itself: whoever started it says a sentence.
        if self.is_headless:
            super()._handle_exception(error)  # so that a test fails with the error itself
        elif self.failure is None:
            self.failure = error
            self.exit(False, return_code=1)

    @on(Failed)
    def _say(self, event: Failed) -> None:
        self.query_one("#there", Static).update(Content(event.why))

    @on(Found)
    def _show(self, event: Found) -> None:
        self._remedy = one = event.remedy
        self.query_one("#wrong", Static).update(Content(one.what))
        if one.backup is None:
            there = "There is no backup."
        else:
            at = one.backup.at.astimezone(self._clock.zone)
            there = f"The newest sound backup is of {words.short_day(at.date())}, {at:%H:%M}."
        if one.beyond:
            there += f" {words.count(one.beyond, 'action')} since can still be read in the file"
            there += " and will be kept."
        elif one.backup is not None:
            there += " Nothing newer can be read in the file."
        if one.salvaged.lost:
            there += f" {words.count(one.salvaged.lost, 'action')} cannot be read."
        there += "\n\nThe damaged file is kept beside the new one, whatever you choose."
        self.query_one("#there", Static).update(Content(there))
        self.refresh_bindings()
