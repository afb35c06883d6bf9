"""Is everything sound? Each promise of the store looked at, and the tables rebuilt from the log."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from studyplan import words
from studyplan.clock import Clock
from studyplan.locations import Locations
from studyplan.store import backups, files, forms, rebuilding, recorded, sharing
from studyplan.store.engine import SCHEMA, Store, StoreError, in_memory, open_store
from studyplan.study.history import AHEAD
from studyplan.study.session import Study, open_study, take_in_content

LEAST_FREE = 50_000_000
"""Bytes that should be free on the disk, beside room for two more copies of the database."""
_REBUILD = "`studyplan doctor --rebuild` mends it"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    """What was found, in words."""


def examine(places: Locations, clock: Clock, rebuilt: int | None = None) -> list[Check]:
    """Look at everything; the database is only read.

    A file that is no database, or a newer version's, is said in the first check.

    Args:
        rebuilt: what `rebuild` returned, where the tables were written anew just now: to do so once
            more would only take as long again.
    """
    checks = [_permissions(places)]
    try:
        with closing(_opened(places, clock)) as study:
            checks = [*_of_database(study, rebuilt), *checks]
    except StoreError as error:
        checks.insert(0, Check("integrity", False, str(error)))
    return [*checks, _space(places), _backups(places, clock)]


def _opened(places: Locations, clock: Clock) -> Study:
    """The study, also where its tables are not to be used: the log says what they should be."""
    try:
        return open_study(places, clock)
    except (forms.Unreadable, *forms.UNFIT):
        return Study(open_store(places.database), clock, places)


def rebuild(places: Locations, clock: Clock) -> int:
    """Write all tables anew from the log and from what ships, after a backup, in one transaction.

    Returns:
        How many events of the log cannot be read, and count for nothing.

    Raises:
        StoreError: the database is damaged, or the disk is full; nothing is changed.
    """
    with closing(Study(open_store(places.database), clock, places)) as study:
        backups.make(study.store, places.backups, clock.now(), "rebuild")
        with study.store.transaction():
            unread = forms.write_anew(study.store)
            take_in_content(study, anew=True)
    return len(unread)


def _of_database(study: Study, rebuilt: int | None) -> Iterator[Check]:
    """What is in the file, looked at in a copy in memory, so that nobody waits meanwhile."""
    with closing(in_memory(study.store)) as copy:
        fault = backups.fault(copy.value("PRAGMA integrity_check(1)"))
        sound = f"SQLite finds the file sound; schema {SCHEMA}"
        yield Check("integrity", fault is None, fault or sound)
        yield _foreign_keys(copy)
        yield _clock(copy, study.clock)
        yield _orphans(copy)
        yield _forms(copy)
        if rebuilt is None:
            yield from _folds(copy, study)
        else:
            yield _log(copy, rebuilt)
            yield Check("tables", True, "they were written from the log just now")
            yield Check("catalogue", True, "it was loaded from what ships just now")


def _foreign_keys(copy: Store) -> Check:
    broken = copy.rows("PRAGMA foreign_key_check")
    tables = ", ".join(sorted({row["table"] for row in broken}))
    detail = f"{words.count(len(broken), 'row')} of {tables} point at nothing; {_REBUILD}"
    return Check("foreign_keys", not broken, detail if broken else "every row points at one")


def _forms(copy: Store) -> Check:
    try:
        forms.check(copy)
    except forms.Unreadable as error:
        return Check("forms", False, str(error))
    return Check("forms", True, "every row is of a form that studyplan writes")


def _log(copy: Store, unread: int) -> Check:
    number = copy.value("SELECT count(*) FROM event")
    if unread:
        events = words.count(unread, "event")
        return Check("log", False, f"{events} of {number} cannot be read, and count for nothing")
    waiting = sharing.waiting(copy)
    kept = f"; {waiting} of a newer studyplan wait beside them" if waiting else ""
    return Check("log", True, f"{words.count(number, 'event')}, all readable{kept}")


def _clock(copy: Store, clock: Clock) -> Check:
    number, newest = recorded.later_than(copy, clock.now() + AHEAD)
    if newest is None:
        return Check("clock", True, "no event is from the future")
    last, events = newest.astimezone(clock.zone), words.count(number, "event")
    return Check(
        "clock",
        False,
        f"{events} from the future, up to {last:%Y-%m-%d %H:%M}: was the clock wrong then, or is "
        f"it now? It says {clock.now().astimezone(clock.zone):%Y-%m-%d}. What was graded then is "
        "asked again by the clock as it is; `studyplan history` shows the rest, to be taken back",
    )


_ORPHANS: Mapping[str, str] = {
    "review of nothing": "SELECT count(*) FROM review WHERE card NOT IN (SELECT id FROM card)",
    "card of nothing": "SELECT count(*) FROM card WHERE reps = 0 AND NOT suspended "
    "AND id NOT IN (SELECT id FROM prompt)",
}
_WAITING: Mapping[str, str] = {
    "work": "SELECT count(*) FROM progress WHERE resource NOT IN (SELECT id FROM resource)",
    "card": "SELECT count(*) FROM card WHERE id NOT IN (SELECT id FROM prompt) "
    "AND id NOT LIKE 'interview:%'",
    "draft": "SELECT count(*) FROM draft WHERE resource NOT LIKE '%:%' "
    "AND substr(resource, 1, instr(resource || '@', '@') - 1) NOT IN (SELECT id FROM resource)",
}
"""What belongs to something that is not there now, and counts again when it is."""


def _orphans(copy: Store) -> Check:
    found = [words.count(n, what) for what, sql in _ORPHANS.items() if (n := copy.value(sql))]
    waiting = [words.count(n, what) for what, sql in _WAITING.items() if (n := copy.value(sql))]
    if found:
        return Check("orphans", False, f"{', '.join(found)}; {_REBUILD}")
    if waiting:
        detail = f"kept for works and questions that are not there now: {', '.join(waiting)}"
        return Check("orphans", True, detail)
    return Check("orphans", True, "nothing belongs to what is not there")


def _folds(copy: Store, study: Study) -> Iterator[Check]:
    """Compare the tables with those that the log and what ships lead to."""
    rebuilding.snapshot(copy)
    with copy.transaction():
        unread = rebuilding.rebuild(copy)
        take_in_content(Study(copy, study.clock, study.locations), anew=True)
    yield _log(copy, len(unread))
    for name, tables, fine in (
        ("tables", (*rebuilding.OF_THE_LOG, *rebuilding.FOLDED), "they are what the log says"),
        ("catalogue", rebuilding.CONTENT, "it is what ships"),
    ):
        found = rebuilding.differences(copy, tables).items()
        differing = ", ".join(f"{table} ({number})" for table, number in found)
        detail = f"rows that should be others: {differing}; {_REBUILD}" if found else fine
        yield Check(name, not found, detail)


def _permissions(places: Locations) -> Check:
    loose = files.loose(places.database, places.backups)
    left = files.tighten(places.database, places.backups)
    if left:
        return Check("permissions", False, f"others may look into {', '.join(map(str, left))}")
    if loose:
        mended = words.count(len(loose), "file")
        return Check("permissions", True, f"others could look into {mended}; that is mended")
    return Check("permissions", True, "only you may look into your files")


def _space(places: Locations) -> Check:
    free = shutil.disk_usage(places.data).free
    size = places.database.stat().st_size if places.database.exists() else 0
    detail = f"{free / 1e9:.1f} GB free; the database takes {size / 1e6:.1f} MB"
    return Check("space", free >= LEAST_FREE + 2 * size, detail)


def _backups(places: Locations, clock: Clock) -> Check:
    found = backups.everything(places.backups)
    if not found:
        return Check("backups", True, "none yet")
    newest = found[0]
    when = f"{newest.at.astimezone(clock.zone):%Y-%m-%d %H:%M}"
    try:
        backups.check(newest.path)
    except StoreError as error:
        return Check("backups", False, f"the newest, of {when}: {error}")
    return Check(
        "backups", True, f"{words.count(len(found), 'backup')}; the newest, of {when}, is sound"
    )
