"""The curriculum as a tree, drawn as flat options: quick with thousands of lines."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studyplan import words
from studyplan.domain.resource import Kind, Status
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.outline import Heading, Line

_BAR = 9


class ReadingTree(Choices, inherit_bindings=False):
    """Shows lines; it takes the keys that move, all others are left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down, j", "cursor_down", show=False),
        Binding("up, k", "cursor_up", show=False),
        Binding("home, g", "first", show=False),
        Binding("end, G", "last", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._entries: Sequence[Line] = ()
        self._places: dict[str, int] = {}

    @property
    def entries(self) -> Sequence[Line]:
        """The lines as they are shown, from the top."""
        return self._entries

    @property
    def current(self) -> Line | None:
        """The line that the cursor is on."""
        return None if self.highlighted is None else self._entries[self.highlighted]

    def choose(self, key: str) -> None:
        """Put the cursor on the line with this key, in the middle if it was out of sight."""
        if (place := self._places.get(key)) is not None:
            top, self.highlighted = self.scroll_y, place
            if self.scroll_y != top:
                self.scroll_to(y=place - self.size.height // 2, animate=False, immediate=True)

    def choose_first_work(self) -> None:
        """Put the cursor on the first line that is no heading."""
        self.highlighted = next((i for i, line in enumerate(self._entries) if line.work), None)

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines; cursor and scrolling stay where they were as far as that can be.

        Nothing is announced: who shows lines knows that they may be new.
        """
        before, self._entries = self._entries, lines
        with self.prevent(OptionList.OptionHighlighted):
            if [line.key for line in before] == [line.key for line in lines]:
                for place, (old, new) in enumerate(zip(before, lines, strict=True)):
                    if old != new:
                        self.replace_option_prompt_at_index(place, _Drawn(new))
            else:
                self._replace(before)

    def _replace(self, before: Sequence[Line]) -> None:
        place, top = self.highlighted, self.scroll_y
        here = None if place is None else before[place]
        self._places = {line.key: place for place, line in enumerate(self._entries)}
        self.set_options(Option(_Drawn(line), disabled=line.is_gap) for line in self._entries)
        self.scroll_to(y=top, animate=False, immediate=True)
        for key in (here.key, here.above) if here else ():
            if key in self._places:
                self.highlighted = self._places[key]
                return
        self.highlighted = place or 0


class _Drawn(Visual):
    """A line, drawn when it comes into view and not before."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The line at the width there is."""
        return draw(self._line, width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All there is."""
        del rules
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """One line, whatever is on it."""
        del rules, width
        return 1


def draw(line: Line, width: int) -> Content:
    """A line at a width: on the left what it is, cut to fit; on the right how it stands."""
    if line.heading is not None:
        left, right = _heading(line.heading, line.folded)
    elif line.work is not None:
        left, right = _work(line)
    else:
        return Content("")
    room = max(1, width - right.cell_length - 2)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", right, " ")


def _heading(heading: Heading, folded: bool | None) -> tuple[Content, Content]:
    style = "dim" if heading.after else "bold"
    left = Content.assemble(f"{_sign(folded)} ", (heading.title, style))
    if heading.coverage is None:
        return left, Content(words.count(heading.works, "place")).stylize("dim")
    done, total = heading.coverage.done, heading.coverage.total
    number = f"{done}/{total}".rjust(6)
    if heading.after and not done:
        return left, Content(f"after {heading.after}".rjust(_BAR) + number).stylize("dim")
    bar = words.bar(done / total if total else 0.0, _BAR)
    return left, Content.assemble((bar, "$primary"), number)


def _work(line: Line) -> tuple[Content, Content]:
    one = line.work
    assert one is not None  # noqa: S101 - the caller has looked
    indent = "      " if one.parent else f"  {_sign(line.folded)} "
    unread_hub = one.kind.is_hub and one.status is Status.UNREAD
    glyph = "·" if unread_hub else one.status.glyph
    glyph_style = "$accent" if one.status is Status.READING else ""
    style = "dim" if one.status.is_done else ""
    title = "Primer" if one.kind is Kind.PRIMER else one.title
    left = Content.assemble(indent, (glyph, glyph_style or style), " ", (title, style))
    length = words.minutes(one.minutes) if one.minutes else str(one.kind)
    due = ("due", "$accent") if line.is_due else ""
    note = ("note", "dim") if one.has_note else ""
    flags = Content(" ").join(Content.assemble(flag) for flag in (due, note) if flag)
    return left, Content.assemble(flags, (length.rjust(9), "dim"))


def _sign(folded: bool | None) -> str:
    return {None: " ", True: "▸", False: "▾"}[folded]
