"""Mock interviews: choose one, or be surprised; what came of those that were practised."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.attempt import LENGTHS
from studyplan.domain.interview import MINUTES
from studyplan.study import practising
from studyplan.study.practice import Practice
from studyplan.study.practising import Listed
from studyplan.tui.commands.interview import Begin, LastAttempt, Length, Surprise
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.attempts import Attempts
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.pane import Pane

_STATE = 15
_WIDE = 100
"""Columns from which the list has three fifths of them, as in the style sheet."""


class _Interviews(Choices):
    """The interviews, to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(Begin)


class InterviewScreen(StudyScreen):
    """What can be practised, and beside it the question and the attempts of the chosen one."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#interviews"
    HELP = """
    ## Mock interviews

    First what was begun, then what is due, then the rest. Each is practised against the clock in
    nine stages, scored by yourself at the end, and comes back by its own schedule.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (Begin, Surprise, Length, LastAttempt)
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(Surprise, Length, LastAttempt)

    _found: Sequence[Listed] = ()
    _minutes = MINUTES
    _wanted: str | None = None
    """The interview to go to, once the list is there."""

    def body(self) -> ComposeResult:
        """The list, and the chosen one."""
        with Container(id="body"):
            yield _Interviews(id="interviews")
            with Pane(id="detail"):
                yield Static(id="question", markup=False)
                yield Attempts(id="attempts")

    def show(self) -> None:
        """Show the interviews as they stand now, the cursor where it was."""
        self._found = sorted(practising.interviews_of(self.study), key=_order)
        self.stale_at = self.study.days.end(self.study.today)
        choices = self.query_one(_Interviews)
        chosen = self._wanted or (self._chosen.interview.id if self._chosen else None)
        self._wanted = None
        ids = [one.interview.id for one in self._found]
        choices.clear_options()
        choices.add_options(Option(self._line(one), id=one.interview.id) for one in self._found)
        choices.highlighted = ids.index(chosen) if chosen in ids else (0 if ids else None)
        self._show_chosen()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lines out for the new width."""
        super().on_resize(event)
        self.refresh_view()

    def go_to(self, interview: str) -> None:
        """Put the cursor on an interview."""
        self._wanted = interview
        self.refresh_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the last attempt where there is one."""
        del parameters
        if action == LastAttempt.action_name():
            return bool(self._chosen and self._chosen.finished)
        return True

    @on(OptionList.OptionSelected, "#interviews")
    def action_begin(self) -> None:
        """Begin the chosen interview, or go on with it."""
        from studyplan.tui.screens.practise import PractiseScreen

        if (one := self._chosen) is None:
            return
        practice = self.attempt(lambda: self._practice(one))
        if practice is not None:
            self.app.push_screen(PractiseScreen(practice))

    def action_surprise_command(self) -> None:
        """Put the cursor on an interview drawn by what is weak."""
        seed = int(self.study.clock.now().timestamp() * 1000)
        if (drawn := self.attempt(lambda: practising.surprise_me(self.study, seed))) is not None:
            self.go_to(drawn.id)
            self.notify(f"Drawn: {drawn.title}. enter begins.", markup=False)

    def action_length_command(self) -> None:
        """Take the next length."""
        self._minutes = LENGTHS[(LENGTHS.index(self._minutes) + 1) % len(LENGTHS)]
        self._draw_header()

    def action_last_attempt_command(self) -> None:
        """Look at the newest attempt that was finished."""
        from studyplan.tui.screens.outcome import OutcomeScreen

        if (one := self._chosen) is not None and one.finished:
            last = one.finished[-1].id
            if (outcome := self.attempt(lambda: OutcomeScreen.of(self.study, last))) is not None:
                self.app.push_screen(outcome)

    @property
    def _chosen(self) -> Listed | None:
        """The interview that the cursor is on."""
        line = self.query_one(_Interviews).highlighted_option
        by_id = {one.interview.id: one for one in self._found}
        return None if line is None or line.id is None else by_id.get(line.id)

    def _practice(self, one: Listed) -> Practice:
        begun = one.unfinished
        attempt = begun.id if begun else None
        return Practice(
            self.study,
            attempt or practising.start(self.study, one.interview.id, self._minutes),
        )

    @on(OptionList.OptionHighlighted, "#interviews")
    def _show_chosen(self) -> None:
        self._draw_header()
        self.refresh_bindings()
        if (one := self._chosen) is None:
            return
        interview = one.interview
        about = f"{' '.join(interview.competencies)} · difficulty {interview.difficulty} of 3"
        about += " · ✎ yours" if one.own else ""
        content = Content.assemble(
            (interview.title, "bold"), "\n", (about, "dim"), "\n\n", interview.question.strip()
        )
        self.query_one("#question", Static).update(content)
        self.query_one(Attempts).show(one.attempts, self.study.clock.zone)
        self.query_one("#detail", Pane).scroll_home(animate=False)

    def _line(self, one: Listed) -> Content:
        width = self.size.width * 3 // 5 if self.size.width >= _WIDE else self.size.width
        room = width - _STATE - 10
        glyph = "◐" if one.unfinished else "▶" if one.is_due else "✓" if one.finished else "○"
        title = Content(one.interview.title).truncate(room, ellipsis=True, pad=True)
        return Content.assemble(f" {glyph} ", title, "  ", (self._state(one).rjust(_STATE), "dim"))

    def _state(self, one: Listed) -> str:
        score = "" if one.last_score is None else f"{one.last_score:.1f}  "
        if one.unfinished:
            return f"{score}begun"
        if one.is_due:
            return f"{score}due"
        if one.due is not None:
            return f"{score}{words.relative_day(one.due, self.study.today)}"
        return "new" if not one.finished else "not scored"

    def _draw_header(self) -> None:
        one = self._chosen
        left = f"Interview   {words.count(len(self._found), 'question')}"
        length = f"{self._minutes} min"
        if one is not None and one.unfinished is not None:
            length = f"begun, {one.unfinished.minutes} min"
        right = f"{length}   l for 30, 45, 60"
        gap = max(2, self.size.width - 2 - len(left) - len(right))
        header = Content.assemble(
            ("Interview", "bold $accent"),
            left[9:],
            " " * gap,
            (length, "bold"),
            right[len(length) :],
        )
        self.query_one("#header", Static).update(header)


def _order(one: Listed) -> tuple[int, str]:
    """What was begun, what is due, the rest as it ships."""
    if one.unfinished:
        return 0, ""
    return (1, str(one.due)) if one.is_due else (2, "")
