"""Which backups stay: all of two days, then fewer the older they are."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

RECENT = timedelta(days=2)
"""Every backup of this age stays."""


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month


THINNED: tuple[tuple[Callable[[datetime], Hashable], int], ...] = (
    (_day, 12),
    (_week, 10),
    (_month, 9),
)
"""Of older ones the newest of each of 12 days, before them of each of 10 weeks, then 9 months."""


def staying(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the backups made at these instants stay.

    The levels follow one another: weeks begin behind the last day that is kept, months behind the
    last week, and only days, weeks and months with a backup are counted. So the levels fill up as
    time goes by, and a pause in studying costs no backup.

    Args:
        made: aware, in any order; their days are those of their zone.
        now: aware; a backup from the future, of a clock set back since, stays.
    """
    stay: set[datetime] = set()
    older: list[datetime] = []
    for at in sorted(set(made), reverse=True):
        if at > now - RECENT:
            stay.add(at)
        else:
            older.append(at)
    for span, number in THINNED:
        newest: dict[Hashable, datetime] = {}
        rest: list[datetime] = []
        for at in older:
            if span(at) in newest:
                continue
            if len(newest) < number:
                newest[span(at)] = at
            else:
                rest.append(at)
        stay.update(newest.values())
        older = rest
    return stay
