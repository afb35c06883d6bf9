"""Where in time a person was: the offsets from UTC of their clocks, and what a flight does to days.

A study day is the day of the place where something was done. Seen from another place the same
instant may belong to the day before or after, so it is looked at under the offset that held then.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from studyplan.domain.day import StudyDays

FLIGHT = timedelta(hours=3)
"""Clocks that were set ahead so far were taken on a journey: no zone does it by itself."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Since:
    """An offset from UTC, and the first thing that was done under it."""

    at: datetime
    offset: timedelta


def noted(known: Sequence[Since], at: datetime, offset: timedelta) -> tuple[Since, ...]:
    """What is known of the offsets, in order of time, once something was done under one."""
    place = bisect_right(known, at, key=lambda one: one.at)
    if place and known[place - 1].offset == offset:
        return tuple(known)
    return (*known[:place], Since(at, offset), *known[place:])


def day_of(instant: datetime, known: Sequence[Since], days: StudyDays) -> date:
    """The study day on which something was done, where the person then was.

    Args:
        instant: aware.
        known: in order of time; before the first, the person is taken to have been where they are.
        days: how days are cut where the person is now.
    """
    place = bisect_right(known, instant, key=lambda one: one.at)
    if not place:
        return days.of(instant)
    return _under(known[place - 1].offset, days).of(instant)


def cut_short(known: Sequence[Since], days: StudyDays) -> frozenset[date]:
    """The study days that a flight made shorter, or that nobody on it had at all.

    Where clocks are set ahead by `FLIGHT` or more, it is the day before the first thing done there.
    """
    return frozenset(
        _under(after.offset, days).of(after.at) - _DAY
        for before, after in pairwise(known)
        if after.offset - before.offset >= FLIGHT
    )


def _under(offset: timedelta, days: StudyDays) -> StudyDays:
    return StudyDays(timezone(offset), days.starts_at)
