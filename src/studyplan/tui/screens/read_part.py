"""How many minutes of it did you read? Enter records them."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from studyplan import words
from studyplan.study import Refused, reading_parts
from studyplan.study.reading import Listed


class ReadPartScreen(ModalScreen[int | None]):
    """Asks for minutes; None where the person leaves it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, work: Listed, minutes: int) -> None:
        """Ask for the minutes of a work; `minutes` stand there already."""
        super().__init__()
        self._work, self._minutes = work, minutes

    def compose(self) -> ComposeResult:
        """The work, how much of it is read, and a line to type in."""
        one = self._work
        so_far = words.part_read(one.minutes_read, one.minutes)
        with Vertical(id="part"):
            yield Static(Content.assemble("Minutes read of ", (one.title, "bold")), id="work")
            yield Static(f"So far {so_far}.")
            yield Input(str(self._minutes), id="minutes")
            yield Static("", id="wrong", markup=False)
            yield Static("enter records them · esc leaves it as it is", id="leave")

    @on(Input.Submitted)
    def _record(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(reading_parts.minutes_from(event.value))
        except Refused as error:
            self.query_one("#wrong", Static).update(str(error))
