"""Readiness as bars, a row a competency; below the chosen one, why."""

from collections.abc import Sequence

from textual import events
from textual.reactive import reactive

from studyplan import words
from studyplan.study.readiness import Ready
from studyplan.tui.widgets.drawing import Drawing, Ink, Row

REASONS = 3
"""Rows below the chosen competency."""
SURE, LIKELY, POSSIBLE, OPEN = "█", "▓", "░", "·"
LEGEND = f"{SURE} at least  {LIKELY} expected  {POSSIBLE} at best"
NOTHING_KNOWN = "Read a primer, mark it read, answer its cards: then numbers come."
_NAME, _NUMBER = 23, 13
_INDENT = " " * 6


class ReadinessBars(Drawing):
    """Shows competencies, one of them chosen."""

    chosen = reactive(0)
    """The place of the chosen competency."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.found: Sequence[Ready] = ()

    def put(self, found: Sequence[Ready]) -> None:
        """Show these competencies."""
        self.found = found
        self.chosen = max(0, min(self.chosen, len(found) - 1))
        self.show(self._rows)

    @property
    def current(self) -> Ready | None:
        """The chosen competency."""
        return self.found[self.chosen] if self.found else None

    def choose(self, place: int) -> bool:
        """Choose the competency at a place; whether there is one."""
        if not 0 <= place < len(self.found):
            return False
        self.chosen = place
        return True

    def watch_chosen(self) -> None:
        """Move the reasons; they are as many rows wherever they stand."""
        self._drawn = None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked."""
        place = event.y - 1  # below the legend
        if place > self.chosen:
            place = max(self.chosen, place - REASONS)
        self.choose(place)

    @property
    def row_of_chosen(self) -> int:
        """The row of the chosen competency; its reasons are the next."""
        return 1 + self.chosen

    def _rows(self, width: int) -> list[Row]:
        is_known = any(one.readiness.score is not None for one in self.found)
        rows: list[Row] = [[(LEGEND if is_known else NOTHING_KNOWN, Ink.QUIET)]]
        for place, one in enumerate(self.found):
            is_chosen = place == self.chosen
            rows.append(bar_of(one, width, is_chosen=is_chosen))
            if is_chosen:
                rows += [[(_INDENT + reason, Ink.PLAIN)] for reason in one.readiness.reasons]
        return rows


def bar_of(one: Ready, width: int, *, is_chosen: bool = False) -> Row:
    """One competency: what it is called, its score and its band as a bar and as numbers."""
    found, name = one.readiness, f"{one.competency.id} {one.competency.name}"
    head = f"{'›' if is_chosen else ' '} {name[: _NAME - 3].ljust(_NAME - 2)}"
    title = (head, Ink.CHOSEN if is_chosen else Ink.PLAIN)
    if found.score is None or found.low is None or found.high is None:
        why = found.reasons[0] if not one.evidence.read else "no card asked yet"
        unknown = "not known yet" if is_chosen else why
        return [title, (" ", Ink.PLAIN), ("  ?", Ink.STRONG), (f"  {unknown}", Ink.QUIET)]
    room = max(0, width - _NAME - _NUMBER - 1)
    ends = [round(share / 100 * room) for share in (found.low, found.score, found.high)]
    bar = SURE * ends[0] + LIKELY * (ends[1] - ends[0]) + POSSIBLE * (ends[2] - ends[1])
    number = f"{words.score(found.score).rjust(3)}"
    band = f"{words.band(found.low, found.high).rjust(8)} "
    return [
        title,
        (" ", Ink.PLAIN),
        (number, Ink.STRONG),
        (band, Ink.QUIET),
        (bar, Ink.BAR),
        (OPEN * (room - ends[2]), Ink.QUIET),
    ]
