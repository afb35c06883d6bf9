"""One line to type words into, with how much they find; hidden until it is asked for."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual_enhanced.commands import Command

from studyplan.tui.commands.curriculum import ToList


class Words(Input):
    """The words of the filter."""

    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(ToList)


class FilterBar(Horizontal):
    """A filter of the list below it. What is typed comes as messages of its `words`."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1; padding: 0 1;
        #filter-sign { width: 2; color: $accent; }
        #filter-count { width: auto; padding-left: 2; color: $text-muted; }
        Words { width: 1fr; height: 1; border: none; padding: 0; background: transparent; }
        Words:focus { border: none; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.words = Words(placeholder="title, company, year, kind, status …", id="words")
        self.display = False

    def compose(self) -> ComposeResult:
        """Sign, words, count."""
        yield Static("/", id="filter-sign")
        yield self.words
        yield Static(id="filter-count", markup=False)

    @property
    def query_text(self) -> str:
        """What is looked for; empty where all is to be shown."""
        return self.words.value.strip()

    def close(self) -> None:
        """Look for nothing any more."""
        self.display = False
        self.words.value = ""

    def say(self, count: str) -> None:
        """Show how much was found."""
        self.query_one("#filter-count", Static).update(count)
