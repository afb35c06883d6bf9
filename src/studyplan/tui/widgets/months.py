"""The plan as a calendar: a cell a day, the darker the more minutes are planned."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType

from studyplan.domain.plan import DayPlan
from studyplan.study.agenda import Agenda
from studyplan.tui.widgets.drawing import Ink, Row
from studyplan.tui.widgets.heat_map import LEVELS, NOTHING, shade
from studyplan.tui.widgets.spots import Drawn, Spot, Spots

INTERVIEW = "★"
_WEEK = 7
_NARROWEST, _WIDEST = 8, 12
"""Columns of a cell."""
_MONDAY_FIRST = Calendar(firstweekday=0)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Months(Spots):
    """Goes through days: left and right by one, up and down by a week."""

    ACROSS = _WEEK
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "next day", show=False),
        Binding("left", "step(-1)", "day before", show=False),
    ]

    def action_step(self, step: int) -> None:
        """Go to the next day, or the day before."""
        self._choose(self._cursor + step)


def months(found: Agenda, width: int) -> Drawn:
    """The months of the plan for a width; keys are days."""
    cell = max(_NARROWEST, min(_WIDEST, width // _WEEK))
    planned = {day.day: day for day in found.plan.days}
    last = max([*planned, *found.interviews[:1], found.today])
    rows: list[Row] = [[(_legend(), Ink.QUIET)]]
    spots: list[Spot] = []
    month = found.today.replace(day=1)
    while month <= last:
        rows += [[("", Ink.PLAIN)], [(f" {month:%B %Y}", Ink.STRONG)]]
        rows.append([("".join(name.center(cell) for name in _WEEKDAYS), Ink.QUIET)])
        for week in _MONDAY_FIRST.monthdatescalendar(month.year, month.month):
            row: list[tuple[str, Ink]] = []
            for place, day in enumerate(week):
                if day.month != month.month:
                    row.append((" " * cell, Ink.PLAIN))
                    continue
                if found.today <= day <= last:
                    start = place * cell
                    spots.append(Spot(day.isoformat(), len(rows), start, start + cell))
                row += _cell(found, day, planned, cell)
            rows.append(row)
        month = (month + timedelta(days=31)).replace(day=1)
    return Drawn(rows, spots)


def _cell(
    found: Agenda, day: date, planned: Mapping[date, DayPlan], width: int
) -> list[tuple[str, Ink]]:
    """A day: its number, and how many minutes are planned on it."""
    number = (f"{day.day:>3} ", Ink.MARK if day == found.today else Ink.PLAIN)
    room = width - 4
    if day in found.interviews:
        return [number, (INTERVIEW.ljust(room), Ink.MARK)]
    if day not in planned:
        quiet = (number[0], Ink.QUIET)
        return [quiet, (" " * room, Ink.PLAIN)]
    minutes = round(planned[day].planned)
    glyph = shade(minutes) if minutes > 0 else NOTHING
    ink = Ink.BAR if minutes > 0 else Ink.QUIET
    shown = f"{minutes}" if minutes > 0 else ""
    return [number, (glyph, ink), (f"{shown:>3}".ljust(room - 1), Ink.QUIET)]


def _legend() -> str:
    marks = [
        f"{glyph} {low:.0f}" if low else f"{glyph} under {LEVELS[-2][0]:.0f}"
        for low, glyph in reversed(LEVELS)
    ]
    return f" {NOTHING} nothing  {'  '.join(marks)} min and more  {INTERVIEW} interview"
