"""A long text in Markdown as one column.

It is mounted a section at a time: the first screen is there at once, and no key has to wait for
the rest.
"""

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.selection import SELECT_ALL
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownFence

from studyplan.tui.widgets.pane import Pane
from studyplan.tui.widgets.passages import passages

_COLUMN = 76
"""Cells of the column at most."""
_GAP = 2
"""Cells between two columns of a table."""
_OVERLAP = 2
"""Lines of the page before that stay in view when a page is turned."""


class Page(Pane):
    """Shows a text from a place on, and says where in it the person is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown, space", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    DEFAULT_CSS = """
    Page {
        align-horizontal: center;
        scrollbar-gutter: stable;
        _Section {
            width: 100%; max-width: 76; padding: 0;
            &.-chapter { margin-top: 1; }
            &.-returning { visibility: hidden; }
        }
        #after { width: 100%; max-width: 76; display: none; color: $text-muted; }
        &.-whole #after { display: block; margin-bottom: 1; }
    }
    """

    class Moved(Message):
        """Another part of the text is in view."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.place = 0.0
        """Which share of the text, 0 to 1, is above the first line in view."""
        self._is_whole = False
        """Whether all of the text is there."""

    def compose(self) -> ComposeResult:
        """Below the text, what there is to say at its end."""
        yield Static(id="after", markup=False)

    def on_mount(self) -> None:
        """Tell when the text moves."""
        self.watch(self, "scroll_y", self._moved, init=False)

    async def show(self, text: str, place: float) -> None:
        """Show a text; it is all there, and at its place, when this ends."""
        self._is_whole = False
        self.remove_class("-whole")
        await self.query(_Section).remove()
        self.scroll_home(animate=False, immediate=True)
        for part in sections(text):
            section = _Section(part, open_links=False)
            section.set_class(part.startswith("## "), "-chapter")
            section.set_class(place > 0, "-returning")
            await self.mount(section, before="#after")
            section.arrange_tables(min(_COLUMN, self.scrollable_content_region.width))
        self.add_class("-whole")
        laid_out = asyncio.Event()
        self.call_after_refresh(laid_out.set)
        await laid_out.wait()
        self._is_whole = True
        if place > 0:
            self._go_to(place)
            self.query(_Section).remove_class("-returning")
        else:  # where the person has gone meanwhile
            self.place = self._above

    def say_after(self, content: Content) -> None:
        """What to say below the end of the text."""
        self.query_one("#after", Static).update(content)

    @property
    def progress(self) -> float:
        """How far one is, 0 to 1; at 1 the end is in view."""
        return min(1.0, self.scroll_y / self.max_scroll_y) if self.max_scroll_y else 1.0

    @property
    def _above(self) -> float:
        return self.scroll_y / max(1, self.virtual_size.height)

    def go_to_heading(self, step: int) -> None:
        """Go to the next heading (1) or the one before (-1)."""
        tops = [section.virtual_region.y for section in self.query(_Section)]
        here = round(self.scroll_y)
        ahead = [y for y in tops if y > here] if step > 0 else [y for y in tops[::-1] if y < here]
        if ahead:
            self.scroll_to(y=ahead[0], animate=False, immediate=True)

    def select_passage(self, step: int) -> None:
        """Select the next passage (1) or the one before (-1); first, the first that is in view."""
        found = passages(self)
        selected = self.screen.selections
        chosen = [n for n, passage in enumerate(found) if selected.keys() & set(passage)]
        if chosen:
            place = (chosen[-1] if step > 0 else chosen[0]) + step
        else:
            in_view = (n for n, one in enumerate(found) if one[0].region.y >= self.region.y)
            place = next(in_view, len(found) - 1)
        if 0 <= place < len(found):
            self.screen.selections = dict.fromkeys(found[place], SELECT_ALL)
            self.scroll_to_widget(found[place][0], animate=False, immediate=True)

    def action_page_down(self) -> None:
        """Turn the page."""
        self._turn(1)

    def action_page_up(self) -> None:
        """Turn the page back."""
        self._turn(-1)

    def on_resize(self, event: events.Resize) -> None:
        """Stay at the place when the lines become shorter or longer."""
        del event
        if self._is_whole:
            self.call_after_refresh(self._go_to, self.place)

    def _turn(self, step: int) -> None:
        lines = max(1, self.scrollable_content_region.height - _OVERLAP)
        self.scroll_relative(y=step * lines, animate=False, immediate=True)

    def _go_to(self, place: float) -> None:
        y = round(place * self.virtual_size.height)
        self.scroll_to(y=y, animate=False, immediate=True)
        self.place = place

    def _moved(self) -> None:
        if self._is_whole:
            self.place = self._above
            self.post_message(self.Moved())


class _Code(MarkdownFence):
    """Formulas and sums: code of no language, so nothing in it is coloured."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        """The text as it is."""
        del language, ansi, dark
        return Content(code)


class _Section(Markdown):
    """A heading and what stands under it."""

    BLOCKS = Markdown.BLOCKS | {"fence": _Code}

    def arrange_tables(self, room: int) -> None:
        """Share the room out among the columns of each table that is too wide for it."""
        tables = self.query("MarkdownTable")
        for table, wanted in zip(tables, columns(self.source), strict=False):
            room_for_cells = room - _GAP * len(wanted)
            if sum(wanted) > room_for_cells:
                shares = share_out(wanted, room_for_cells)
                cells = table.query_one("MarkdownTableContent")
                cells.styles.grid_columns = " ".join(f"{share + _GAP}fr" for share in shares)
                table.add_class("-wraps")


def sections(text: str) -> list[str]:
    """A text in Markdown, cut before each of its headings."""
    parts: list[list[str]] = [[]]
    is_code = False
    for line in text.splitlines(keepends=True):
        if line.startswith("```"):
            is_code = not is_code
        if line.startswith("#") and not is_code and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return ["".join(part) for part in parts]


def columns(text: str) -> list[list[int]]:
    """How many cells the columns of each table of a text need, if nothing is to be wrapped."""
    tables: list[list[int]] = []
    before = ""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|-"):
            widths = [len(cell.strip()) for cell in line.strip().strip("|").split("|")]
            if before.startswith("|"):
                widths = [max(pair) for pair in zip(tables.pop(), widths, strict=False)]
            tables.append(widths)
        before = line
    return tables


def share_out(wanted: list[int], room: int) -> list[int]:
    """`room` shared out: who wants less than an equal share gets it, the others share the rest."""
    shares = [0] * len(wanted)
    for left, place in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        shares[place] = min(wanted[place], room // (len(wanted) - left))
        room -= shares[place]
    return shares
