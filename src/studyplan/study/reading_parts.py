"""Reading in parts: so many minutes of a work, recorded as they are read."""

from dataclasses import dataclass
from datetime import date, datetime

from studyplan.domain.action import MOST_MINUTES, ReadFor
from studyplan.domain.fold import Progress
from studyplan.domain.plan import LEAST, LONG, SLICE
from studyplan.store import progress
from studyplan.study.reading import Listed, detail, some
from studyplan.study.session import Refused, Study


@dataclass(frozen=True, slots=True)
class Part:
    """What was read of a work on one day, as it was recorded."""

    listed: Listed
    minutes: int
    at: datetime
    """When the last of it was recorded."""


def sat_on(study: Study, day: date) -> list[Part]:
    """The works and chapters of which a part was recorded on a study day, in order of time."""
    days = study.days
    start, end = days.start(day), days.end(day)
    rows = study.store.rows("SELECT resource, sittings FROM progress WHERE sittings IS NOT NULL")
    found = {
        row["resource"]: sittings
        for row in rows
        if (sittings := [s for s in progress.sittings(row["sittings"]) if start <= s.at < end])
    }
    works = some(study, found) if found else {}
    parts = (
        Part(works[id], sum(one.minutes for one in sittings), max(one.at for one in sittings))
        for id, sittings in found.items()
        if id in works
    )
    return sorted(parts, key=lambda part: (part.at, part.listed.id))


def read_for(study: Study, resource: str, minutes: int) -> Progress:
    """Record that so many minutes of a work were read. What was unread is `reading` by it.

    Returns:
        How far the person is with it now.

    Raises:
        Refused: there is no such work, it is done already, it is read in other ways (a book by its
            chapters, a hub never to an end), or nobody reads for so long.
    """
    with study.store.transaction():
        whole = detail(study, resource)
        one = whole.listed
        if whole.chapters:
            raise Refused(f"“{one.title}” is read by its chapters: say which of them you read.")
        if one.kind.is_hub:
            raise Refused(f"“{one.title}” is a hub, which has no end: nothing is left of it.")
        if one.status.is_done:
            raise Refused(f"“{one.title}” is {one.status} already: nothing is left of it.")
        if not 0 < minutes <= MOST_MINUTES:
            raise Refused(f"{minutes} is no number of minutes from 1 to {MOST_MINUTES}.")
        study.do(ReadFor(resource, minutes, one.parent))
        return progress.read(study.store, resource)


def is_in_parts(one: Listed) -> bool:
    """Whether a part of it can be read: it has an end, and is not at it."""
    return not (one.kind.is_hub or one.status.is_done)


def next_part(one: Listed) -> int:
    """Minutes that are likely read of a work next: what is left of it, of a long one a slice."""
    left = max(int(LEAST), one.minutes - one.minutes_read)
    return min(SLICE, left) if one.minutes > LONG else left


def minutes_from(text: str) -> int:
    """The minutes that somebody typed.

    Raises:
        Refused: they are none.
    """
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= MOST_MINUTES):
        raise Refused(f"`{typed}` is no number of minutes from 1 to {MOST_MINUTES}.")
    return int(typed)
