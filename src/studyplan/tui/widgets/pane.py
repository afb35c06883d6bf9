"""A part of a screen that scrolls, with the keys of a vi user beside the arrows."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class Pane(VerticalScroll):
    """A VerticalScroll that also takes j, k, g and G."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "down", show=False),
        Binding("k", "scroll_up", "up", show=False),
        Binding("g", "scroll_home", "top", show=False),
        Binding("G", "scroll_end", "bottom", show=False),
    ]

    DEFAULT_CSS = """
    Pane { scrollbar-size-vertical: 1; }
    """
