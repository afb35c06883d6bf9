"""A drawing of characters: rows computed for the width there is, to be read without colour."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget


class Ink(StrEnum):
    """What a piece of a row is drawn with; each is a component class of `Drawing`."""

    PLAIN = "drawing--plain"
    STRONG = "drawing--strong"
    QUIET = "drawing--quiet"
    BAR = "drawing--bar"
    MARK = "drawing--mark"
    CHOSEN = "drawing--chosen"


Row: TypeAlias = Sequence[tuple[str, Ink]]
Draw: TypeAlias = Callable[[int], Sequence[Row]]
"""The rows for a width in cells."""


def text_of(row: Row) -> str:
    """What stands in a row, without how it looks."""
    return "".join(text for text, _ in row)


def cut(row: Row, width: int) -> list[tuple[str, Ink]]:
    """The row cut to a width in cells, with an ellipsis where more than blanks is lost."""
    is_whole = cell_len(text_of(row).rstrip()) <= width
    left = width if is_whole else width - 1
    kept: list[tuple[str, Ink]] = []
    for text, ink in row:
        if left <= 0:
            break
        kept.append((text if cell_len(text) <= left else set_cell_size(text, left), ink))
        left -= cell_len(text)
    if not is_whole and width > 0:
        kept.append(("…", kept[-1][1] if kept else Ink.PLAIN))
    return kept


class Drawing(Widget):
    """Shows rows, as many as there are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(Ink)

    DEFAULT_CSS = """
    Drawing {
        width: 1fr; height: auto;
        & > .drawing--strong { text-style: bold; }
        & > .drawing--quiet { color: $foreground 60%; }
        & > .drawing--bar { color: $primary; }
        & > .drawing--mark { color: $accent; text-style: bold; }
        & > .drawing--chosen { background: $primary 25%; text-style: bold; }
    }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda _: ()
        self._drawn: tuple[int, Sequence[Row]] | None = None

    def show(self, draw: Draw) -> None:
        """Show what `draw` gives, now and whenever the width changes."""
        self._draw, self._drawn = draw, None
        self.refresh(layout=True)

    def rows(self, width: int) -> Sequence[Row]:
        """The rows as they are shown at a width."""
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = width, self._draw(width)
        return self._drawn[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line a row."""
        del container, viewport
        return len(self.rows(width))

    def render_line(self, y: int) -> Strip:
        """One row."""
        width, base = self.size.width, self.rich_style
        rows = self.rows(width)
        if y >= len(rows):
            return Strip.blank(width, base)
        pieces = [
            Segment(text, self.get_component_rich_style(ink)) for text, ink in cut(rows[y], width)
        ]
        return Strip(pieces).adjust_cell_length(width, base)
