"""The four grades in one line: key, word, and when the card would come again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from studyplan.domain.memory import Grade


class GradeChoice(Static):
    """One grade; a click chooses it."""

    DEFAULT_CSS = """
    GradeChoice {
        width: auto;
        padding: 0 1;
        &:hover { background: $primary 25%; }
    }
    """

    def __init__(self, grade: Grade) -> None:
        super().__init__(id=f"grade-{grade.label}")
        self.grade = grade
        self._said = ("", "")
        self._suggested = False

    def show(self, key: str, interval: str) -> None:
        """Show the key, the word and the interval that this grade leads to."""
        self._said = (key, interval)
        self._draw()

    def suggest(self, suggested: bool) -> None:
        """Show whether the ticked points speak for this grade."""
        self._suggested = suggested
        self._draw()

    def _draw(self) -> None:
        key, interval = self._said
        sign, style = ("‹", "bold underline") if self._suggested else (" ", "")
        self.update(
            Content.assemble(
                (key, "bold $accent"), " ", (self.grade.label, style), " ", (interval, "dim"), sign
            )
        )

    def on_click(self) -> None:
        """Tell that this grade was chosen."""
        self.post_message(Grades.Chosen(self.grade))


class Grades(Horizontal):
    """The grades, shown once the answer is."""

    DEFAULT_CSS = """
    Grades {
        height: 1;
        padding: 0 1;
        visibility: hidden;
        &.-open { visibility: visible; }
    }
    """
    OPEN: ClassVar[str] = "-open"

    @dataclass
    class Chosen(Message):
        """A grade was clicked."""

        grade: Grade
        """The grade."""

    def compose(self) -> ComposeResult:
        """Lay out one choice a grade."""
        for grade in Grade:
            yield GradeChoice(grade)

    def close(self) -> None:
        """Show no grades, but keep their place."""
        self.remove_class(self.OPEN)

    def open(self, keys: Mapping[Grade, str], intervals: Mapping[Grade, str]) -> None:
        """Show the grades; an interval that cannot be told is left out."""
        self.suggest(None)
        for choice in self.query(GradeChoice):
            choice.show(keys[choice.grade], intervals.get(choice.grade, ""))
        self.add_class(self.OPEN)

    def suggest(self, grade: Grade | None) -> None:
        """Point at the grade that the ticked points speak for; none is forced."""
        for choice in self.query(GradeChoice):
            choice.suggest(choice.grade is grade)
