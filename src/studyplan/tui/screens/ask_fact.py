"""What would you ask the interviewer? One question brings out one fact."""

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

from studyplan.domain.interview import Fact
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.pane import Pane


class AskFactScreen(ModalScreen[Fact | None]):
    """Asks for a question that was not asked yet; shows the answers to those that were."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, hidden: Sequence[Fact], revealed: Sequence[Fact]) -> None:
        super().__init__()
        self._hidden = hidden
        self._revealed = revealed

    def compose(self) -> ComposeResult:
        """What can be asked, and what was answered."""
        with Vertical(id="facts"):
            title = "Ask the interviewer" if self._hidden else "You have asked everything"
            yield Static(title, id="facts-title")
            yield Choices(
                *(
                    Option(Content(f"○ {fact.ask}"), id=str(n))
                    for n, fact in enumerate(self._hidden)
                )
            )
            if self._revealed:
                with Pane(id="told"):
                    for fact in self._revealed:
                        text = Content.assemble((f"✓ {fact.ask}\n", "dim"), f"  {fact.answer}")
                        yield Static(text)
            yield Static("enter asks · esc goes back; the clock runs on", id="facts-keys")

    def on_mount(self) -> None:
        """Take the keys."""
        choices = self.query_one(Choices)
        choices.display = bool(self._hidden)
        choices.highlighted = 0 if self._hidden else None

    @on(OptionList.OptionSelected)
    def _asked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hidden[event.option_index])
