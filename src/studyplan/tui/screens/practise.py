"""A mock interview against the clock: the question, the stages with their time, one editor.

What is typed and how the clock stands is kept every second; leaving a stage and pausing write it to
the log.
"""

from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea
from textual_enhanced.commands import Command

from studyplan.domain.interview import Fact
from studyplan.study import Refused
from studyplan.study.practice import Practice
from studyplan.tui.commands.interview import (
    AskFact,
    EndPractice,
    HearOn,
    LeavePractice,
    NextStage,
    PauseClock,
    PreviousStage,
)
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.hanging import hanging
from studyplan.tui.widgets.stage_list import StageList
from studyplan.words import clock

TICK = 1.0
"""Seconds between two looks at the clock; at most so much is lost when the process is killed."""


class PractiseScreen(StudyScreen):
    """One attempt while it runs."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#answer"
    HELP = """
    ## A mock interview

    Speak, and write down what you would draw and say. The interviewer tells facts only when asked,
    and asks on when two thirds of a stage's time are over. The clock may be stopped; everything
    is kept, and the interview goes on where it was, also after a crash.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(NextStage, PreviousStage, PauseClock, AskFact, HearOn, EndPractice, LeavePractice),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*COMMAND_MESSAGES)

    def __init__(self, practice: Practice, *, paused: bool = False) -> None:
        super().__init__()
        self._begins_paused = paused
        self._practice = practice
        self._editor = TextArea(id="answer", placeholder="Your notes for this stage.")
        self._told: Fact | None = None  # what the interviewer said last
        self._asked_on = False  # whether the follow-ups were shown at the last look

    def body(self) -> ComposeResult:
        """The question on top, the stages beside the editor, what the interviewer says above it."""
        with VerticalScroll(id="question", can_focus=False):
            yield Static(self._practice.interview.question.strip(), markup=False)
        with Horizontal(id="body"):
            yield StageList(id="stages")
            with Vertical(id="desk"):
                with VerticalScroll(id="says", can_focus=False):
                    yield Static(id="told")
                    yield Static(id="asks")
                yield self._editor

    def on_mount(self) -> None:
        """Let the clock run, and look at it every second."""
        if not self._begins_paused:
            self._practice.resume()
        self._load_note()
        self.set_interval(TICK, self.tick)

    def on_unmount(self) -> None:
        """Stop the clock and write what was typed, however the screen is left."""
        self.let_go()

    def let_go(self) -> bool:
        """Stop the clock and write what was typed; whether that succeeded."""
        return self.attempt(self._pause) or False

    def _pause(self) -> bool:
        self._practice.type(self._editor.text)  # its last change may not have been told yet
        self._practice.pause()
        return True

    def show(self) -> None:
        """Show what time it is; after an undo, the attempt as it is now."""
        self._practice.type(self._editor.text)  # its last change may not have been told yet
        try:
            self._practice.follow()
        except Refused:  # its beginning was undone, or it was finished elsewhere
            self._practice.keep()  # until redo brings it back
            self.app.pop_screen()
            raise
        if self._editor.text != self._practice.note:
            self._load_note()
        self._draw()

    def tick(self) -> None:
        """Keep how it stands, and show it."""
        self.attempt(self._practice.keep)
        if not self._asked_on and self._practice.current.asks_on:
            self._told = None  # it stays behind the key that asks
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._draw()

    @on(TextArea.Changed, "#answer")
    def _typed(self) -> None:
        self._practice.type(self._editor.text)

    def action_next_stage_command(self) -> None:
        """Go on; after the last stage comes the end."""
        self._step(1)

    def action_previous_stage_command(self) -> None:
        """Go back."""
        self._step(-1)

    def action_pause_clock_command(self) -> None:
        """Stop the clock, or let it run again."""
        if self._practice.is_paused:
            self._practice.resume()
        else:
            self.attempt(self._pause)
        self._draw()

    def action_ask_fact_command(self) -> None:
        """Choose what to ask, and show the answer."""
        from studyplan.tui.screens.ask_fact import AskFactScreen

        def asked(fact: Fact | None) -> None:
            if fact is not None:
                self.attempt(lambda: self._practice.reveal(fact))
                self._told = fact
                self._draw()

        chooser = AskFactScreen(self._practice.hidden, self._practice.revealed)
        self.app.push_screen(chooser, asked)

    def action_hear_on_command(self) -> None:
        """Show the next lines of what the interviewer says, or the first again."""
        says = self.query_one("#says", VerticalScroll)
        if says.scroll_offset.y >= says.max_scroll_y:
            says.scroll_home(animate=False)
        else:
            says.scroll_page_down(animate=False)

    def action_end_practice_command(self) -> None:
        """Stop the clock, and go on to the outcome."""
        from studyplan.tui.screens.outcome import OutcomeScreen

        if self.let_go():
            outcome = self.attempt(lambda: OutcomeScreen.of(self.study, self._practice.attempt.id))
            if outcome is not None:
                self.app.switch_screen(outcome)

    def action_leave_practice_command(self) -> None:
        """Stop the clock, and go back."""
        if self.let_go():
            self.app.pop_screen()
            self.notify("The clock stands; the interview waits here.", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the next stage where there is one."""
        del parameters
        if action == NextStage.action_name():
            return not self._practice.is_last
        return True

    def _step(self, by: int) -> None:
        self._told = None
        self._practice.type(self._editor.text)
        self.attempt(lambda: self._practice.step(by))
        self._load_note()
        self.refresh_bindings()
        self._draw()

    def _load_note(self) -> None:
        self._editor.load_text(self._practice.note)
        self._editor.move_cursor(self._editor.document.end)

    def _draw(self) -> None:
        clocks = self._practice.clocks()
        self.query_one(StageList).show(clocks, self._practice.is_paused)
        self._says()
        spent = f"{clock(sum(one.spent for one in clocks))} of {self._practice.attempt.minutes} min"
        right = f"paused · {spent}" if self._practice.is_paused else spent
        width = max(10, self.size.width - 4 - len(right))
        title = Content(self._practice.interview.title).truncate(width, ellipsis=True, pad=True)
        header = Content.assemble(title.stylize("bold"), "  ", right)
        self.query_one("#header", Static).update(header)

    def _says(self) -> None:
        """Show what the interviewer says: the last answer, and in time the follow-ups."""
        told, current = self._told, self._practice.current
        self._asked_on = current.asks_on
        answer, follow_ups = self.query_one("#told", Static), self.query_one("#asks", Static)
        answer.display, follow_ups.display = told is not None, current.asks_on
        if told is not None:
            answer.update(Content.assemble((f"You ask: {told.ask}\n", "dim"), told.answer))
        if current.asks_on:
            probes = [("›", probe) for probe in current.stage.probes]
            follow_ups.update(hanging(probes, "The interviewer asks"))
