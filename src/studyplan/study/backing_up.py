"""Backups of everything a person owns: made in passing and when asked for, found, looked into."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from studyplan.domain.payload import PayloadError, decode
from studyplan.locations import Locations
from studyplan.store import backups, files, presence
from studyplan.store.backups import Backup, Held
from studyplan.study import history
from studyplan.study.session import Damaged, Refused, Study

__all__ = ["EVERY", "WHY", "Backup", "Inside"]
EVERY = timedelta(minutes=30)
"""The least time between two backups that are made in passing."""
_LAST = 5
"""How many of the last actions are shown of a backup."""
WHY = {
    "": "in passing",
    "asked": "asked for",
    "import": "before an import",
    "migration": "before a new version",
    "rebuild": "before a rebuild",
    "restore": "before a restore",
    "sync": "before a first sync",
}
"""The reasons for a backup, in words."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a backup holds."""

    held: Held
    last: tuple[tuple[datetime, str], ...]
    """When its last actions were and what they did, newest first."""


def keep(study: Study) -> Backup | None:
    """Make a backup where something changed since the last one and that is half an hour ago.

    Backups that need not stay are removed once the new one is sound.

    Returns:
        The backup; None where none was due.

    Raises:
        Damaged: the database is; the backups before stay as they are.
        StoreError: the backup cannot be written.
    """
    now = study.clock.now()
    before = (one for one in backups.everything(study.locations.backups) if one.at <= now)
    last = next(before, None)
    if last is not None and now - last.at < EVERY:
        return None
    # What came from another device may be older than the newest event here; so both are compared.
    number, newest = study.store.rows("SELECT count(*), max(id) FROM event")[0]
    if (number, newest) == (backups.marks(last.path) if last is not None else (0, None)):
        return None
    made = make(study)
    tidy(study)
    return made


def tidy(study: Study) -> None:
    """Remove the backups that need not stay, and what killed processes left half written."""
    now = study.clock.now()
    backups.thin(study.locations.backups, now.astimezone(study.clock.zone))
    files.sweep(study.locations.data, now)
    presence.tidy(study.locations.data)


def look_for_damage(study: Study) -> None:
    """Let SQLite look through the file, quickly.

    Raises:
        Damaged: it is not sound any more.
    """
    found = backups.fault(study.store.value("PRAGMA quick_check(1)"))
    if found is not None:
        raise Damaged(study.store.path, f"is damaged ({found})")


def make(study: Study, why: str = "") -> Backup:
    """Make a backup now.

    Args:
        why: one of `WHY`.

    Raises:
        StoreError: the database is damaged, or the backup cannot be written.
    """
    return backups.make(study.store, study.locations.backups, study.clock.now(), why)


def copy(study: Study, path: Path, *, force: bool = False) -> Path:
    """Write a copy of the database to a place of the person's choice; the file.

    Args:
        path: the file, or a folder that is there for it.
        force: whether to overwrite a file.

    Raises:
        Refused: it is the database itself.
        StoreError: the copy cannot be written, or something is there already.
    """
    path = files.at_home(path).absolute()
    if path.is_dir():
        path = path / f"studyplan-{study.clock.now().astimezone(study.clock.zone):%Y-%m-%d}.db"
    if path.exists() and path.samefile(study.store.path):
        raise Refused(f"{path} is the database itself.")
    backups.copy(study.store, path, overwrite=force)
    return path


def everything(places: Locations) -> list[Backup]:
    """The backups there are, newest first."""
    return backups.everything(places.backups)


def find(places: Locations, zone: tzinfo, text: str) -> Path:
    """The file that is meant by its path, or by the day (and time) that a backup was made.

    Args:
        text: a path, or the beginning of `2026-11-24 09:00:00` as `backup list` shows it; the
            newest backup that fits is taken.

    Raises:
        Refused: there is neither a file nor a backup of that day.
    """
    path = files.at_home(text)
    if path.is_file():
        return path
    wanted = text.replace("T", " ")
    for one in everything(places):
        if f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}".startswith(wanted):
            return one.path
    raise Refused(
        f"There is no file {text}, and no backup of that day: see `studyplan backup list`."
    )


def look_into(study: Study, path: Path) -> Inside:
    """What a backup holds.

    Raises:
        StoreError: it is no sound database of ours, or a newer one.
    """
    held = backups.look_into(path, _LAST)
    return Inside(held, tuple(_told(study, held.last)))


def _told(study: Study, actions: Sequence[tuple[str, str, datetime]]) -> list[tuple[datetime, str]]:
    told = []
    for kind, payload, at in actions:
        try:
            told.append((at, history.describe(study, decode(kind, at, json.loads(payload)))))
        except (PayloadError, ValueError):
            told.append((at, f"something that cannot be read (`{kind}`)"))
    return told
