"""The first questions: the interview date and the minutes a day. Both may be skipped."""

from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from studyplan import words
from studyplan.study import failures, settings
from studyplan.tui.host import study_of

_OTHER_SETTINGS = (
    "Focus, days off, further interviews and the other settings: `studyplan settings` and "
    "`studyplan set` in a shell."
)


class FirstQuestionsScreen(ModalScreen[None]):
    """Asks, says what is wrong with an answer, and never insists."""

    DEFAULT_CSS = """
    FirstQuestionsScreen {
        #questions { width: 64; height: auto; padding: 1 2; background: $panel; }
        Label { margin-top: 1; }
        Input { border: none; height: 1; padding: 0 1; background: $surface; }
        Input:focus { border: none; background: $background; }
        #wrong { color: $error; height: auto; }
        #more { color: $text-muted; margin-top: 1; }
        #buttons { height: auto; margin-top: 1; layout: horizontal; }
        Button { margin-right: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "skip", "skip", show=False)]

    _shown: dict[str, str]
    """What each answer was when the questions were put; only what changed is set."""
    _date_given = False
    """Whether the date, as it stands, was entered."""

    def compose(self) -> ComposeResult:
        """Two questions and two ways on."""
        example = (study_of(self).today + timedelta(days=42)).isoformat()
        self._shown = self._known()
        with Vertical(id="questions"):
            yield Static("[b]When is your interview?[/b]")
            yield Static("Both answers can wait, and can be changed later.")
            if others := self._others():
                yield Static(f"Then another on {others}.", id="others", markup=False)
            yield Label(f"Date, such as {example}; empty if there is none yet")
            yield Input(self._shown["date"], placeholder="year-month-day", id="date")
            yield Label("Minutes a day, such as 60, or 60 sat 120 sun 0")
            yield Input(self._shown["minutes"], id="minutes")
            yield Static("", id="wrong", markup=False)
            with Vertical(id="buttons"):
                yield Button("Start", variant="primary", id="start")
                yield Button("Skip (esc)", id="skip")
            yield Static(_OTHER_SETTINGS, id="more", markup=False)

    def _known(self) -> dict[str, str]:
        """The answers given earlier, as they could be typed."""
        known = study_of(self).settings
        return {
            "date": str(known.next_interview(study_of(self).today) or ""),
            "minutes": settings.minutes_in_words(known),
        }

    def _others(self) -> str:
        """The interviews that follow the next one."""
        study = study_of(self)
        following = [day for day in study.settings.interviews if day >= study.today][1:]
        return ", ".join(words.short_day(day) for day in following)

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
        given = {id: self.query_one(f"#{id}", Input).value.strip() for id in self._shown}
        answers: dict[str, str] = {}
        try:
            if given["date"] != self._shown["date"]:
                answers |= settings.next_interview_from(study_of(self), given["date"] or "none")
            if given["minutes"] != self._shown["minutes"]:
                answers |= settings.minutes_from_words(given["minutes"])
            if answers:
                settings.change(study_of(self), answers)
            study_of(self).introduce()
        except failures() as error:
            said, is_date = str(error), "interview_date" in str(error)
            said = said.replace("`interview_date`: ", "The date: ")
            self.query_one("#wrong", Static).update(said)
            self.query_one("#date" if is_date else "#minutes", Input).focus()
            return
        self.dismiss()

    @on(Button.Pressed, "#skip")
    def action_skip(self) -> None:
        """Go on without an answer; the questions are not put again."""
        try:
            study_of(self).introduce()
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self.dismiss()
