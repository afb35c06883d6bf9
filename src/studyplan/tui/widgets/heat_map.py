"""A year of study at a glance: a column a week, a row a weekday, the darker the more minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from studyplan.domain.statistics import Activity
from studyplan.tui.widgets.drawing import Ink, Row

WEEKS = 53
"""Columns where there is room: a year, whatever weekday it is."""
LEVELS = ((60.0, "█"), (30.0, "▓"), (15.0, "▒"), (0.0, "░"))
"""From so many minutes on, this shade; darker ones first."""
NOTHING = "·"
_LABEL = 4
_DAY = timedelta(days=1)


def heat_map(days: Sequence[Activity], today: date, width: int) -> list[Row]:
    """The weeks up to today, as many as fit: months, seven rows of days, what the shades mean."""
    weeks = max(1, min(WEEKS, width - _LABEL))
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    minutes = {one.day: one.minutes.total for one in days}
    rows: list[Row] = [[(" " * _LABEL + _months(monday, weeks), Ink.QUIET)]]
    for weekday in range(7):
        first = monday + weekday * _DAY
        row = "".join(_cell(first + timedelta(weeks=week), minutes, today) for week in range(weeks))
        rows.append([(f"{first:%a}".ljust(_LABEL), Ink.QUIET), *_inked(row)])
    marks = [
        f"{shade} {low:.0f}" if low else f"{shade} under {LEVELS[-2][0]:.0f}"
        for low, shade in reversed(LEVELS)
    ]
    legend = f"{NOTHING} nothing  {'  '.join(marks)} min and more"
    return [*rows, [(" " * _LABEL + legend, Ink.QUIET)]]


def shade(minutes: float) -> str:
    """The character for a day on which something was done."""
    return next(shade for low, shade in LEVELS if minutes >= low)


def _cell(day: date, minutes: Mapping[date, float], today: date) -> str:
    if day > today:
        return " "
    return shade(minutes[day]) if day in minutes else NOTHING


def _inked(row: str) -> list[tuple[str, Ink]]:
    """The cells of a row, those of nothing quiet."""
    return [(cell, Ink.QUIET if cell == NOTHING else Ink.BAR) for cell in row]


def _months(monday: date, weeks: int) -> str:
    """The name of each month over the first week that begins in it, where there is room."""
    line = ""
    for week in range(weeks):
        day = monday + timedelta(weeks=week)
        begins = week == 0 or (day - timedelta(weeks=1)).month != day.month
        if begins and len(line) <= week and week + 3 <= weeks:
            line = line.ljust(week) + f"{day:%b} "
    return line.rstrip()
