"""The points of a good answer, one under the other."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Static


class Point(HorizontalGroup):
    """One point behind a box; its text hangs."""

    DEFAULT_CSS = """
    Point {
        & > .box { width: 2; }
        & > .text { width: 1fr; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out box and text."""
        yield Static("□", classes="box")
        yield Static(self._text, classes="text", markup=False)


class Points(VerticalGroup):
    """All points of one question; no place is taken where there are none."""

    def show(self, points: Sequence[str]) -> None:
        """Show these points in place of those before."""
        self.display = bool(points)
        self.remove_children()
        self.mount_all(Point(text) for text in points)
