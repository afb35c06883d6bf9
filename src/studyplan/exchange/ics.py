"""Planned days and interviews as a calendar (iCalendar, RFC 5545).

Every event has a UID that hangs on whose study it is and on its day, not on what is in it, and a
SEQUENCE that grows with time: a calendar that takes the file in again brings its events up to date.
Those that are no more are cancelled, for a file takes nothing away that it does not mention.
Times are in UTC, worked out from the local time for each day, so they are right on both sides of a
change of clocks without a description of the time zone.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from studyplan.domain.plan import NEW, DayPlan, Item, ItemKind

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//studyplan//studyplan//EN"
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """When things take place, and as of when."""

    now: datetime
    zone: tzinfo
    at: time
    """Local time at which study begins."""
    day_start: time
    """Local time at which a study day begins; what is earlier belongs to the day before."""
    remind: int | None = None
    """Minutes before study at which a calendar shall say so."""


def calendar(
    study: str,
    days: Sequence[DayPlan],
    interviews: Mapping[str, date],
    titles: Mapping[str, str],
    times: Times,
    gone: Mapping[str, date],
) -> bytes:
    """A calendar file.

    Args:
        study: whose it is; the same for each export of one study, and no other's.
        days: the plan; a day without items gets no block.
        interviews: their days by what they are called in the UID.
        titles: of the readings and mock interviews, by id.
        times: when study begins, and when this is written.
        gone: days of events that an earlier file had and that are no more, by their `name`.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "studyplan")
    for day in days:
        if day.items:
            made.add_component(_block(_uid(study, name(day)), day, titles, times))
    for called, on in interviews.items():
        made.add_component(_interview(_uid(study, called), on, times))
    for called, on in gone.items():
        made.add_component(_cancelled(_uid(study, called), on, times))
    return bytes(made.to_ical())


def name(day: DayPlan) -> str:
    """What the block of a day is called in its UID."""
    return day.day.isoformat()


def is_ours(start: bytes) -> bool:
    """Whether a file that begins like this was written by `calendar`."""
    return start.startswith(b"BEGIN:VCALENDAR") and PRODUCT.encode() in start


def begin(day: date, times: Times) -> datetime:
    """The instant (UTC) at which study begins on a study day."""
    on = day + _DAY if times.at < times.day_start else day
    return datetime.combine(on, times.at, times.zone).astimezone(UTC)


def _uid(study: str, name: str) -> str:
    return f"{study}-{name}@studyplan"


def _block(uid: str, day: DayPlan, titles: Mapping[str, str], times: Times) -> "Event":
    """One event for what is to be done on a day."""
    start = begin(day.day, times)
    event = _event(uid, f"Study: {_summary(day.items)}", times)
    event.add("dtstart", start)
    event.add("dtend", start + max(1, math.ceil(day.planned)) * _MINUTE)
    event.add("description", "\n".join(_lines(day.items, titles)))
    if times.remind is not None:
        event.add_component(_alarm(times.remind))
    return event


def _interview(uid: str, day: date, times: Times) -> "Event":
    """An all-day event: nobody said at which hour it is."""
    return _all_day(uid, "ML system design interview", day, times)


def _cancelled(uid: str, day: date, times: Times) -> "Event":
    """What takes an event of an earlier file away."""
    event = _all_day(uid, "Cancelled", day, times)
    event.add("status", "CANCELLED")
    return event


def _all_day(uid: str, summary: str, day: date, times: Times) -> "Event":
    """An event that takes a day, and blocks none of it."""
    event = _event(uid, summary, times)
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, summary: str, times: Times) -> "Event":
    from icalendar import Event

    event, now = Event(), times.now.astimezone(UTC).replace(microsecond=0)
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("categories", ["studyplan"])
    return event


def _alarm(minutes: int) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Study")
    alarm.add("trigger", -minutes * _MINUTE)
    return alarm


def _summary(items: Sequence[Item]) -> str:
    """What a day is for, in a few words: `3 readings, 22 cards`."""
    readings = sum(item.kind in (ItemKind.READ, ItemKind.PRIMER) for item in items)
    cards = sum(item.cards for item in items)
    mocks = sum(item.kind is ItemKind.INTERVIEW for item in items)
    counts = ((mocks, "mock interview"), (readings, "reading"), (cards, "card"))
    return ", ".join(f"{number} {noun}{'s' * (number > 1)}" for number, noun in counts if number)


def _lines(items: Iterable[Item], titles: Mapping[str, str]) -> list[str]:
    lines = []
    for item in items:
        minutes = f"{max(1, round(item.minutes))} min"
        if item.kind is ItemKind.REVIEW:
            new = "new " if item.id == NEW else ""
            what = f"Review {item.cards} {new}card{'s' * (item.cards > 1)}"
        elif item.kind is ItemKind.INTERVIEW:
            what = f"Mock interview: {titles.get(item.id, item.id)}"
        else:
            what = f"Read: {titles.get(item.id, item.id)}{'' if item.whole else ' (a part)'}"
        lines.append(f"{what} ({minutes})")
    return lines
