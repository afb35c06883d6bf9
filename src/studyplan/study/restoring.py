"""Putting a backup in place of the database, and bringing back what can be read of a damaged one.

What is put in place is made ready aside first: of this version's schema, with what ships, checked.
What it replaces is kept: as a backup of its own, or, where it is damaged, under another name.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from studyplan.clock import Clock
from studyplan.locations import Locations
from studyplan.store import backups, files, forms, rebuilding, turns
from studyplan.store import salvage as salvaging
from studyplan.store.backups import Backup
from studyplan.store.engine import PATIENCE, Damaged, StoreError, open_store, sentence
from studyplan.store.salvage import Salvaged
from studyplan.study.session import Refused, Study, open_study, take_in_content


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in place of the database now."""

    source: Path | None
    """The backup; None where there was none, and all was read from the damaged file."""
    kept: Path
    """Where what was replaced is kept."""
    salvaged: int = 0
    """Actions that were read from the damaged file beyond the backup."""
    lost: int = 0
    """Actions that are known to have been in it and could not be read."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done about a damaged database."""

    what: str
    """What is wrong with it, in a sentence."""
    backup: Backup | None
    """The newest sound backup."""
    salvaged: Salvaged
    beyond: int
    """Actions in the damaged file that are not in the backup."""


def restore(places: Locations, clock: Clock, source: Path) -> Restored:
    """Put a backup in place of the database, which other windows may have open.

    Raises:
        StoreError: the backup is no sound database of ours, or of a newer version, or the disk is
            full; nothing is changed.
    """
    backups.check(source)
    with _prepared(places, clock, source) as new:
        return Restored(source, _put_in_place(places, clock, new))


def remedy(places: Locations) -> Remedy:
    """What can be done about a damaged database, which must not be open in this process.

    Raises:
        Refused: it is sound.
        StoreError: it is another program's, or a newer version's, or the disk is full.
    """
    what = _damage(places)
    if what is None:
        raise Refused(f"{places.database} is sound: there is nothing to salvage.")
    backup = newest_sound(places)
    with _sentences(places.database):  # it is copied to be read, and the disk may be full
        salvaged = salvaging.read(places.database, backup.path if backup else None)
    known = backups.ids(backup.path) if backup else set()
    beyond = sum(row["id"] not in known for row in salvaged.events)
    return Remedy(what, backup, salvaged, beyond)


def salvage(places: Locations, clock: Clock, found: Remedy) -> Restored:
    """Put the newest sound backup in place of a damaged database, with what was read of that.

    Raises:
        Refused: there is neither a backup nor an action that can be read.
        StoreError: the disk is full, say; nothing is changed.
    """
    if found.backup is None and not found.salvaged.events:
        raise Refused(
            f"There is no backup, and nothing in {places.database} can be read. "
            "Move it away to begin anew."
        )
    source = found.backup.path if found.backup else None
    with _prepared(places, clock, source, found.salvaged) as new, _alone(places):
        if _damage(places) is None:
            raise Refused(f"{places.database} is sound again: another window was quicker.")
        kept = _replace(new, places.database, clock)
    return Restored(source, kept, found.beyond, found.salvaged.lost)


def newest_sound(places: Locations) -> Backup | None:
    """The newest backup that may be restored; None where there is none."""
    for one in backups.everything(places.backups):
        try:
            backups.check(one.path)
        except StoreError:
            continue
        return one
    return None


def _damage(places: Locations) -> str | None:
    """What is wrong with the database; None where it is sound."""
    try:
        with closing(open_store(places.database)) as store:
            found = backups.fault(store.value("PRAGMA integrity_check(1)"))
    except Damaged as error:
        return error.what
    return None if found is None else f"{places.database} is damaged ({found})."


@contextmanager
def _prepared(
    places: Locations, clock: Clock, source: Path | None, more: Salvaged | None = None
) -> Iterator[Path]:
    """A file beside the database with what is to be put in its place."""
    with _sentences(places.data), files.aside(places.data / "restoring.db") as new:
        if source is None:
            files.remove(new)
        else:
            backups.take(source, new)
        with closing(Study(open_store(new), clock, places)) as study:
            _mend(study)
            if more is not None:
                with study.store.transaction():
                    if salvaging.add(study.store, more):
                        rebuilding.rebuild(study.store)
                        take_in_content(study, anew=True)
                    salvaging.add_typed(study.store, more)
        yield new


def _mend(study: Study) -> None:
    """Bring a copy to what ships, and its tables to its log where no studyplan wrote them."""
    try:
        forms.check(study.store)
    except forms.Unreadable:
        with study.store.transaction():
            forms.write_anew(study.store)
            take_in_content(study, anew=True)
    else:
        take_in_content(study)


def _put_in_place(places: Locations, clock: Clock, new: Path) -> Path:
    try:
        return _write_over(places, clock, new)
    except Damaged:
        with _alone(places):
            if _damage(places) is not None:
                return _replace(new, places.database, clock)
    return _write_over(places, clock, new)  # another restore was quicker: it is sound again


def _write_over(places: Locations, clock: Clock, new: Path) -> Path:
    with closing(open_study(places, clock)) as study, closing(study.beside()) as other:
        return backups.put_back(
            new,
            study.store,
            lambda: backups.make(other.store, places.backups, clock.now(), "restore"),
        ).path


def _alone(places: Locations) -> AbstractContextManager[None]:
    """One at a time looks whether the database is damaged, and puts another file in its place."""
    busy = "Another window is putting a backup back. Nothing was changed; try again."
    return turns.alone(places.data / "restore.lock", PATIENCE, busy)


def _replace(new: Path, database: Path, clock: Clock) -> Path:
    """Give a damaged database another name, which is returned, and its own to `new`."""
    with _sentences(database):
        files.to_disk(new)
        kept = files.keep_damaged(database, clock.now())
        new.replace(database)
        files.to_disk(database.parent)
        return kept


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise sentence(path, error) from error
