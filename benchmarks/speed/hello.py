"""The least program in Textual that shows something and answers a key: what it is measured by."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class Hello(App[None]):
    """Says hello, and counts presses of a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "count", "count")]
    pressed = 0

    def compose(self) -> ComposeResult:
        """One line of text."""
        yield Static("Hello", id="hello")

    def action_count(self) -> None:
        """Show how often the key was pressed."""
        self.pressed += 1
        self.query_one("#hello", Static).update(f"Hello {self.pressed}")


if __name__ == "__main__":
    Hello().run()
