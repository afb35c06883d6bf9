"""The passages of a text in Markdown: what can be selected as one, and what a selection says."""

from collections.abc import Mapping
from itertools import groupby

from textual.selection import Selection
from textual.widget import Widget

Passage = tuple[Widget, ...]
"""The widgets of one paragraph, one point of a list, one block of code, or one row of a table."""

_PARTS = "MarkdownParagraph, MarkdownTableCellContents, MarkdownFence Label"


def passages(text: Widget) -> list[Passage]:
    """All passages below a widget, in order; the heads of tables are none."""
    parts = (part for part in text.query(_PARTS).results(Widget) if not part.has_class("header"))
    return [tuple(passage) for _, passage in groupby(parts, _passage)]


def said(text: Widget, selections: Mapping[Widget, Selection]) -> tuple[str, ...]:
    """The words below a widget that are selected: a line of the text each, a row as one."""
    lines: list[str] = []
    parts = (part for part in text.query(_PARTS).results(Widget) if part in selections)
    for _, passage in groupby(parts, _passage):
        found = [_selected(part, selections[part]) for part in passage]
        if len(found) > 1:
            found = [[" · ".join(" ".join(cell) for cell in found if cell)]]
        lines += found[0]
    return tuple(line for line in lines if line)


def _selected(part: Widget, selection: Selection) -> list[str]:
    text = part.get_selection(selection)
    return [] if text is None else [line.strip() for line in text[0].splitlines()]


def _passage(part: Widget) -> object:
    """What the widgets of one passage share: the row of a table, or else themselves."""
    rows = [name for name in part.classes if name == "header" or name.startswith("row")]
    return (part.parent, *rows) if rows else part
