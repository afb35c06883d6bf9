"""Out of studyplan: the plan into a person's calendar."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from studyplan.exchange import files, ics
from studyplan.store import identity
from studyplan.study import agenda
from studyplan.study.session import Refused, Study

LONGEST_NOTICE = 7 * 24 * 60
"""Minutes before study at which one may be reminded at most."""
_EXPORTED = "calendar"
"""The key of `meta` that holds what was exported."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and where."""

    path: Path
    blocks: int
    """Study blocks, one a day that has anything planned."""
    interviews: int
    cancelled: int
    """Blocks and interviews of earlier files that are no more."""


def calendar(
    study: Study, path: Path, *, at: str = "19:00", remind: int | None = None, force: bool = False
) -> Written:
    """Write the planned days and the interviews to come as a calendar file.

    What an earlier file had on a day to come, and this one has not, is cancelled in it.

    Args:
        path: the file; a calendar that this function wrote is replaced.
        at: local time at which study begins, such as `19:00`.
        remind: minutes before it at which the calendar shall say so.
        force: replace any other file too.

    Raises:
        Refused: the time is none, or the file cannot be written.
    """
    found, settings = agenda.agenda(study), study.settings
    times = ics.Times(
        now=study.clock.now(),
        zone=study.clock.zone,
        at=_time(at),
        day_start=settings.day_start,
        remind=_notice(remind),
    )
    days = [day for day in found.plan.days if day.items]
    interviews = _interviews(found)
    ids = {item.id for day in days for item in day.items}
    titles = {id: found.title(id) for id in ids}
    named = {ics.name(day): day.day for day in days} | interviews
    gone = {
        name: day
        for name, day in _exported(study).items()
        if name not in named and day > found.today
    }
    data = ics.calendar(identity.own(study.store), days, interviews, titles, times, gone)
    try:
        written = files.write(path, data, may_replace=lambda start: force or ics.is_ours(start))
    except files.NotWritten as error:
        raise Refused(str(error)) from error
    _remember(study, named | gone)
    return Written(written, len(days), len(interviews), len(gone))


def _exported(study: Study) -> dict[str, date]:
    """The day of each event that any calendar file had, by its name."""
    kept = study.store.value("SELECT value FROM meta WHERE key = ?", _EXPORTED)
    try:
        return {name: date.fromisoformat(day) for name, day in json.loads(kept or "{}").items()}
    except (ValueError, TypeError, AttributeError):  # not as it was kept
        return {}


def _remember(study: Study, events: Mapping[str, date]) -> None:
    kept = json.dumps({name: day.isoformat() for name, day in events.items()})
    study.store.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", _EXPORTED, kept)


def _interviews(found: agenda.Agenda) -> dict[str, date]:
    """The interviews to come, each by its place among all of them: it stays when its day moves."""
    settings = found.settings
    days = (settings.interview_date, *settings.later_interviews)
    return {
        f"interview-{number}": day
        for number, day in enumerate(days, 1)
        if day is not None and day >= found.today
    }


def _time(text: str) -> time:
    try:
        at = time.fromisoformat(f"0{text}" if text[1:2] == ":" else text)
    except ValueError:
        raise Refused(f"`{text}` is not a time like 19:00.") from None
    if at.tzinfo is not None:
        raise Refused(f"`{text}` has a time zone; the local time is meant, like 19:00.")
    return at


def _notice(minutes: int | None) -> int | None:
    if minutes is not None and not 0 <= minutes <= LONGEST_NOTICE:
        raise Refused(f"{minutes} is not between 0 and {LONGEST_NOTICE} minutes.")
    return minutes
