"""What will be recalled of each competency on the date, and what it would be under a what-if."""

from studyplan import words
from studyplan.study.agenda import Agenda
from studyplan.tui.widgets.drawing import Ink, Row
from studyplan.tui.widgets.spots import fit

_SURE, _LIKELY, _POSSIBLE, _OPEN = "█", "▓", "░", "·"
_NUMBERS = 12
_CELL = 26
"""Columns of a competency where there is no room for bars."""


def recall_bars(now: Agenda, tried: Agenda | None, width: int) -> list[Row]:
    """A row a competency: its bar, the number as it is, and the number as tried."""
    shown = tried or now
    rows: list[Row] = [
        [(f"Recalled on {words.short_day(shown.plan.until)}", Ink.STRONG)],
        [(f"{_SURE} at least {_LIKELY} expected {_POSSIBLE} at best", Ink.QUIET)],
    ]
    name = min(20, max(10, width // 2 - 4))
    room = max(4, width - name - _NUMBERS)
    for one in shown.competencies:
        title = (fit(f"{one.id} {one.name}", name), Ink.PLAIN)
        if (of := shown.plan.predictions.get(one.id)) is None:
            rows.append([title, ("  ? nothing to read", Ink.QUIET)])
            continue
        ends = [round(share * room) for share in (of.low, of.expected, of.high)]
        bar = _SURE * ends[0] + _LIKELY * (ends[1] - ends[0]) + _POSSIBLE * (ends[2] - ends[1])
        rows.append(
            [
                title,
                (bar, Ink.BAR),
                (_OPEN * (room - ends[2]), Ink.QUIET),
                *_numbers(now, tried, one.id),
            ]
        )
    return rows


def recall_numbers(now: Agenda, tried: Agenda, width: int) -> list[Row]:
    """The same without bars, several competencies to a row."""
    columns = max(1, width // _CELL)
    cells = []
    for one in now.competencies:
        name = fit(f"{one.id} {one.name}", _CELL - _NUMBERS - 1)
        cells.append([(name, Ink.QUIET), *_numbers(now, tried, one.id), (" ", Ink.PLAIN)])
    height = -(-len(cells) // columns)
    return [[piece for cell in cells[row::height] for piece in cell] for row in range(height)]


def _numbers(now: Agenda, tried: Agenda | None, id: str) -> list[tuple[str, Ink]]:
    """`  52` as it is; `  52 → 55` with a mark where it would be another."""
    before = now.plan.predictions.get(id)
    old = words.score(None if before is None else before.expected * 100).rjust(4)
    after = None if tried is None else tried.plan.predictions.get(id)
    if after is None:
        return [(old.ljust(_NUMBERS), Ink.PLAIN)]
    new = words.score(after.expected * 100)
    way = 0 if before is None else (int(new) > int(old)) - (int(new) < int(old))
    mark = ("  ", "▲ ", "▼ ")[way]
    return [
        (old, Ink.QUIET),
        (f" → {new:>2} {mark}".ljust(_NUMBERS - 4), Ink.MARK if way else Ink.PLAIN),
    ]
