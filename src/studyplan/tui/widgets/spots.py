"""Rows that scroll, with spots in them to go through: lines of a list, days of a calendar.

Only the rows in view are drawn, so that a plan of a year is no slower than one of a week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studyplan.tui.widgets.drawing import Ink, Row, cut


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that the cursor can be at."""

    key: str
    """What it stands for; the cursor stays with it when the rows are made anew."""
    row: int
    start: int = 0
    end: int | None = None
    """Columns that are lit where the cursor is; None for the whole row."""
    rows: int = 1
    """How many rows are to be seen where the cursor is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows for a width, and the spots in them."""

    rows: Sequence[Row] = ()
    spots: Sequence[Spot] = ()


class Spots(ScrollView, can_focus=True):
    """Goes through spots, one after the other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(Ink)
    ACROSS: ClassVar[int] = 1
    """By how many spots up and down move."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j, down", "move(1)", "down", show=False),
        Binding("k, up", "move(-1)", "up", show=False),
        Binding("g, home", "go_to_end(-1)", "first", show=False),
        Binding("G, end", "go_to_end(1)", "last", show=False),
        Binding("pagedown, space", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
    ]
    DEFAULT_CSS = """
    Spots {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden;
        & > .drawing--strong { text-style: bold; }
        & > .drawing--quiet { color: $foreground 60%; }
        & > .drawing--bar { color: $primary; }
        & > .drawing--mark { color: $accent; text-style: bold; }
        & > .drawing--chosen { background: $panel; }
        &:focus > .drawing--chosen { background: $primary 25%; text-style: bold; }
    }
    """

    class Chosen(Message):
        """The cursor is at another spot."""

    class Opened(Message):
        """The spot with the cursor was clicked."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._draw: Callable[[int], Drawn] = lambda _: Drawn()
        self._drawn, self._width = Drawn(), -1
        self._cursor = 0
        self._goal: str | None = None
        """Where the cursor is to go once there are rows."""

    def show(self, draw: Callable[[int], Drawn]) -> None:
        """Show what `draw` gives for the width; the cursor stays with its key, or in its place."""
        self._draw = draw
        self._lay_out()

    @property
    def key(self) -> str | None:
        """What the cursor is at; None where there is nothing to be at."""
        return self._drawn.spots[self._cursor].key if self._drawn.spots else None

    @property
    def _room(self) -> Size:
        """What there is beside the scroll bar."""
        return self.scrollable_content_region.size

    @property
    def texts(self) -> list[str]:
        """Every row, without how it looks."""
        return ["".join(text for text, _ in row).rstrip() for row in self._drawn.rows]

    def go_to(self, key: str) -> bool:
        """Put the cursor at a key, or at the first that begins so; whether there is one.

        Where nothing is laid out yet, it goes there when that is done.
        """
        if self._width <= 0:
            self._goal = key
            return True
        for place, spot in enumerate(self._drawn.spots):
            if spot.key.startswith(key):
                self._choose(place)
                return True
        return False

    def action_move(self, step: int) -> None:
        """Go up or down."""
        self._choose_if_there(self._cursor + step * self.ACROSS, step)

    def action_go_to_end(self, end: int) -> None:
        """Go to the first or the last spot."""
        self._choose(0 if end < 0 else len(self._drawn.spots) - 1)

    def action_page(self, step: int) -> None:
        """Go a screenful up or down."""
        if not self._drawn.spots:
            return
        goal = self._drawn.spots[self._cursor].row + step * max(1, self._room.height - 1)
        nearest = min(
            range(len(self._drawn.spots)), key=lambda n: abs(self._drawn.spots[n].row - goal)
        )
        self._choose(nearest)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the rows out for the new width."""
        del event
        if self._room.width != self._width:
            self._lay_out()
        else:
            self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; a click on what is chosen opens it."""
        x, y = event.x, event.y + self.scroll_offset.y
        for place, spot in enumerate(self._drawn.spots):
            in_rows = spot.row <= y < spot.row + spot.rows
            if in_rows and spot.start <= x < (self._room.width if spot.end is None else spot.end):
                if place == self._cursor:
                    self.post_message(self.Opened())
                else:
                    self._choose(place)
                return

    def render_line(self, y: int) -> Strip:
        """One row of those in view."""
        width, base, number = self._room.width, self.rich_style, y + self.scroll_offset.y
        if number >= len(self._drawn.rows):
            return Strip.blank(width, base)
        pieces = [
            Segment(text, self.get_component_rich_style(ink))
            for text, ink in cut(self._drawn.rows[number], width)
        ]
        strip = Strip(pieces).adjust_cell_length(width, base)
        spot = self._drawn.spots[self._cursor] if self._drawn.spots else None
        if spot is None or spot.row != number:
            return strip
        end = width if spot.end is None else min(spot.end, width)
        before, there, after = strip.divide([spot.start, end, width])
        chosen = self.get_component_rich_style(Ink.CHOSEN)
        light = Style(bgcolor=chosen.bgcolor, bold=chosen.bold)
        lit = Strip(Segment(piece.text, (piece.style or base) + light) for piece in there)
        return Strip.join([before, lit, after])

    def _lay_out(self) -> None:
        key = self.key
        self._width = self._room.width
        self._drawn = self._draw(self._width) if self._width > 0 else Drawn()
        keys = [spot.key for spot in self._drawn.spots]
        self._cursor = keys.index(key) if key in keys else max(0, min(self._cursor, len(keys) - 1))
        goal, self._goal = self._goal, None if keys else self._goal
        if goal is not None:
            at_goal = (place for place, other in enumerate(keys) if other.startswith(goal))
            self._cursor = next(at_goal, self._cursor)
        self.virtual_size = Size(self._width, len(self._drawn.rows))
        self._show_cursor()
        self.refresh()
        self.post_message(self.Chosen())

    def _choose_if_there(self, place: int, step: int) -> None:
        """Go to a place; past the end, show what stands beyond the last spot."""
        if 0 <= place < len(self._drawn.spots):
            self._choose(place)
        else:
            edge = self.max_scroll_y if step > 0 else 0
            self.scroll_to(y=edge, animate=False, immediate=True)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._drawn.spots):
            self._cursor = place
            self._show_cursor()
            self.refresh()
            self.post_message(self.Chosen())

    def _show_cursor(self) -> None:
        """Scroll as little as needed; at the first and last spot, to what stands beyond."""
        if not self._drawn.spots or self._room.height == 0:
            return
        spot = self._drawn.spots[self._cursor]
        top = 0 if self._cursor == 0 else spot.row
        is_last = self._cursor == len(self._drawn.spots) - 1
        bottom = len(self._drawn.rows) if is_last else spot.row + spot.rows
        region = Region(0, top, self._width, bottom - top)
        if region.height > self._room.height:
            region = Region(0, spot.row, self._width, 1)
        self.scroll_to_region(region, animate=False, immediate=True)


def fit(text: str, width: int) -> str:
    """Text in exactly so many cells: padded, or cut with an ellipsis."""
    if cell_len(text) > width:
        return set_cell_size(text, max(0, width - 1)) + "…" * (width > 0)
    return text + " " * (width - cell_len(text))
