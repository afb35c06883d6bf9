"""The last look at what the screens draw: no text of a list, a note or a file commands a terminal.

Widgets are given titles, notes, names and errors as they are. Whatever a widget makes of them, each
line of it passes here on its way to the terminal.
"""

from collections.abc import Sequence

from rich.segment import Segment
from textual.app import App, ReturnType
from textual.color import Color
from textual.filter import LineFilter

from studyplan.domain.text import clean, is_clean


class CleanLines(LineFilter):
    """Drops control characters and overrides of text direction, and links for the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line; what is dropped takes no cell, so the width stays."""
        del background
        if all(_is_fine(segment) for segment in segments):
            return segments
        return [_cleaned(segment) for segment in segments]


class CleanApp(App[ReturnType]):
    """An app all of whose lines are clean."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of the app, ours last."""
        return [*super().get_line_filters(), _CLEAN]


_CLEAN = CleanLines()


def _is_fine(segment: Segment) -> bool:
    return is_clean(segment.text) and (segment.style is None or segment.style.link is None)


def _cleaned(segment: Segment) -> Segment:
    style = segment.style
    return Segment(clean(segment.text), style and style.update_link(None))
