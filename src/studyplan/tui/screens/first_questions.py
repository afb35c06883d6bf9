"""The first questions: the interview date and the minutes a day. Both may be skipped."""

from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from studyplan.domain.settings import WEEKDAYS
from studyplan.study import Refused, settings
from studyplan.tui.host import study_of


class FirstQuestionsScreen(ModalScreen[None]):
    """Asks, says what is wrong with an answer, and never insists."""

    DEFAULT_CSS = """
    FirstQuestionsScreen {
        #questions { width: 64; height: auto; padding: 1 2; background: $panel; }
        Label { margin-top: 1; }
        Input { border: none; height: 1; padding: 0 1; background: $surface; }
        Input:focus { border: none; background: $background; }
        #wrong { color: $error; height: auto; }
        #buttons { height: auto; margin-top: 1; layout: horizontal; }
        Button { margin-right: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "skip", "skip", show=False)]

    _date_given = False
    """Whether the date, as it stands, was entered."""

    def compose(self) -> ComposeResult:
        """Two questions and two ways on."""
        known = study_of(self).settings
        today = study_of(self).today
        example = (today + timedelta(days=42)).isoformat()
        with Vertical(id="questions"):
            yield Static("[b]When is your interview?[/b]")
            yield Static("Both answers can wait, and can be changed later.")
            yield Label(f"Date, such as {example}; empty if there is none yet")
            yield Input(str(known.interview_date or ""), placeholder="year-month-day", id="date")
            yield Label("Minutes a day, such as 60")
            yield Input(str(known.minutes_on(today) or 60), id="minutes")
            yield Static("", id="wrong", markup=False)
            with Vertical(id="buttons"):
                yield Button("Start", variant="primary", id="start")
                yield Button("Skip (esc)", id="skip")

    @on(Input.Submitted, "#date")
    def _to_minutes(self) -> None:
        if self._date_given:  # enter was pressed twice, faster than the focus moves
            self._keep()
        self._date_given = True
        self.query_one("#minutes", Input).focus()

    @on(Input.Changed, "#date")
    def _date_changes(self) -> None:
        self._date_given = False

    @on(Input.Submitted, "#minutes")
    @on(Button.Pressed, "#start")
    def _keep(self) -> None:
        """Keep the answers, or say what is wrong with them."""
        date, minutes = (
            self.query_one(f"#{id}", Input).value.strip() for id in ("date", "minutes")
        )
        answers = {"interview_date": date or "none", "onboarded": "yes"}
        if minutes:
            answers |= {f"minutes.{day}": minutes for day in WEEKDAYS}
        try:
            settings.change(study_of(self), answers)
        except Refused as error:
            self.query_one("#wrong", Static).update(str(error))
            return
        self.dismiss()

    @on(Button.Pressed, "#skip")
    def action_skip(self) -> None:
        """Go on without an answer; the questions are not asked again."""
        if not study_of(self).settings.onboarded:
            settings.change(study_of(self), {"onboarded": "yes"})
        self.dismiss()
