"""Really? A sentence or two, and one key for yes."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something that many actions, or all of them, hang on."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", show=False),
        Binding("n, escape", "dismiss(False)", show=False),
    ]

    def __init__(self, title: str, lines: list[str], yes: str) -> None:
        """Ask.

        Args:
            title: what is asked.
            lines: what it is about, from data too: no markup.
            yes: what `y` does, in a few words.
        """
        super().__init__()
        self._title, self._lines, self._yes = title, lines, yes

    def compose(self) -> ComposeResult:
        """The question, what it is about, and the two keys."""
        with Vertical(id="confirm"):
            yield Static(Content.styled(self._title, "bold"), id="asked")
            yield Static(Content("\n".join(self._lines)), id="about")
            yield Static(
                Content.assemble(
                    ("y", "$accent"), f" {self._yes}   ", ("n", "$accent"), " leave it as it is"
                )
            )
