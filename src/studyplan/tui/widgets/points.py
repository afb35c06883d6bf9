"""The points of a good answer, one under the other, each to be ticked where it was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.message import Message
from textual.widgets import Static


class Point(HorizontalGroup):
    """One point behind a box; its text hangs."""

    DEFAULT_CSS = """
    Point {
        & > .box { width: 4; }
        & > .text { width: 1fr; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said = text
        self.ticked = False

    def compose(self) -> ComposeResult:
        """Lay out box and text."""
        yield Static("  □", classes="box")
        yield Static(self.said, classes="text", markup=False)

    def draw(self, marked: bool) -> None:
        """Show whether it is ticked, and whether the next tick would be its own."""
        sign = "☑" if self.ticked else "□"
        self.query_one(".box", Static).update(f"{'›' if marked else ' '} {sign}")

    def on_click(self) -> None:
        """Tick it, or take the tick back."""
        if isinstance(points := self.parent, Points):
            points.tick(self)


class Points(VerticalGroup):
    """All points of one question; no place is taken where there are none."""

    @dataclass
    class Ticked(Message):
        """A tick was set or taken back."""

        ticked: int
        """How many points are ticked now."""
        total: int
        """How many points there are."""

    _points: tuple[Point, ...] = ()
    _marked = 0

    def show(self, points: Sequence[str]) -> None:
        """Show these points, none of them ticked, in place of those before."""
        self.display = bool(points)
        self._points, self._marked = tuple(Point(text) for text in points), 0
        self.remove_children()
        self.mount_all(self._points)
        self.call_after_refresh(self._draw)

    @property
    def shown(self) -> tuple[str, ...]:
        """The points that are there."""
        return tuple(point.said for point in self._points)

    def move(self) -> None:
        """Mark the next point; after the last comes the first."""
        self._marked = (self._marked + 1) % max(1, len(self._points))
        self._draw()

    def tick(self, point: Point | None = None) -> None:
        """Tick a point (the marked one by default) and mark the next, or take its tick back."""
        if not self._points:
            return
        point = point or self._points[self._marked]
        point.ticked = not point.ticked
        self._marked = self._points.index(point)
        if point.ticked and self._marked < len(self._points) - 1:
            self._marked += 1
        self._draw()
        ticked = sum(one.ticked for one in self._points)
        self.post_message(self.Ticked(ticked, len(self._points)))

    def _draw(self) -> None:
        for place, point in enumerate(self._points):
            if point.is_mounted:
                point.draw(place == self._marked)
