"""Which question? One of those that a work or a competency has."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyplan.study.reviewing import Question
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.facts import whose


class ChooseQuestionScreen(ModalScreen[Question | None]):
    """Asks for a question; None where the person leaves it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        self._questions = questions

    def compose(self) -> ComposeResult:
        """A line a question."""
        with Vertical(id="questions"):
            yield Static("Which question will you edit?", id="questions-title")
            yield Choices(*(Option(_line(one)) for one in self._questions))
            yield Static("enter edits · esc goes back", id="questions-keys")

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(Choices).highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._questions[event.option_index])


def _line(one: Question) -> Content:
    return Content.assemble((f"{whose(one):9}", "dim"), " ".join(one.question.split()))
