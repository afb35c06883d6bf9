"""Backups: whole copies of the database, made by SQLite while it is in use, and put back the same
way.

A backup is written aside, checked, brought to the disk and only then given its name, so that what
stands in the folder is sound. Its name holds the instant it was made (UTC) and why:
`studyplan-20261124T090000123Z-import.db`.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studyplan.domain.keeping import staying
from studyplan.store import engine, files
from studyplan.store.engine import Damaged, Store, StoreError, from_ms

_NAME = re.compile(r"studyplan-(\d{8}T\d{6})(\d{3})Z(?:-([a-z]+))?\.db")
_HEADING = "*** in database main ***"
_PATIENCE = 40
"""How often a restore asks again, four times a second, while another program is writing."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file in the folder of backups."""

    path: Path
    at: datetime
    """When it was made."""
    why: str
    """`import`, `migration`, `restore`, `rebuild`, `sync`, `asked`; empty: made in passing."""
    size: int
    """Bytes."""


def everything(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; none where there is no folder.

    What cannot be looked at is passed over: another window may have removed it meanwhile, or it is
    a link to nowhere; so is what bears an instant that there is not.

    Raises:
        StoreError: the folder cannot be looked into.
    """
    with _sentences(folder):
        paths = list(folder.iterdir()) if folder.is_dir() else []
    found = []
    for path in paths:
        if (match := _NAME.fullmatch(path.name)) is not None:
            with suppress(OSError, ValueError):
                at = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
                at += timedelta(milliseconds=int(match[2]))
                found.append(Backup(path, at, match[3] or "", path.stat().st_size))
    return sorted(found, key=lambda one: one.at, reverse=True)


def make(store: Store, folder: Path, now: datetime, why: str = "") -> Backup:
    """Copy the database into the folder of backups.

    Raises:
        Damaged: the database is; nothing is left in the folder.
        StoreError: the copy cannot be written, or the database is gone.
    """
    if not store.is_there:  # a folder in its place would be in the way when it comes back
        raise engine.gone(store.path)
    with _sentences(folder):
        files.make_folder(folder)
        taken = {one.at for one in everything(folder)}
        while now in taken:
            now += timedelta(milliseconds=1)
        name = f"studyplan-{now.astimezone(UTC):%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
        path = folder / f"{name}{'-' if why else ''}{why}.db"
    copy(store, path)
    return Backup(path, now, why, path.stat().st_size)


def copy(store: Store, path: Path, *, overwrite: bool = False) -> None:
    """Copy the database to `path`: written aside, checked, on the disk, then renamed.

    Raises:
        Damaged: the database is; nothing is left behind.
        StoreError: the copy cannot be written, or something is there already.
    """
    if path.exists() and not overwrite:
        raise StoreError(f"{path} is there already; it was left as it is.")
    with _sentences(path), files.aside(path) as new:
        with closing(sqlite3.connect(new, isolation_level=None)) as target:
            store.copy_to(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            if (wrong := first_fault(target)) is not None:
                raise Damaged(store.path, f"is damaged ({wrong})")
        files.to_disk(new)
        new.replace(path)
        files.to_disk(path.parent)


def thin(folder: Path, now: datetime) -> list[Backup]:
    """Remove the backups that need not stay; what was removed.

    Args:
        now: in the zone whose days count.
    """
    found = everything(folder)
    stay = staying((one.at.astimezone(now.tzinfo) for one in found), now)
    gone = [one for one in found if one.at not in stay]
    with _sentences(folder):
        for one in gone:
            one.path.unlink(missing_ok=True)
        files.sweep(folder, now)
    return gone


def marks(path: Path) -> tuple[int, bytes | None] | None:
    """How many events a backup holds, and the id of the last; None where it cannot be read."""
    try:
        with closing(read_only(path)) as connection:
            row = connection.execute("SELECT count(*), max(id) FROM event").fetchone()
            return row[0], row[1]
    except (OSError, sqlite3.Error):
        return None


def ids(path: Path) -> set[bytes]:
    """The ids of all events in a backup."""
    with closing(read_only(path)) as connection:
        return {row["id"] for row in connection.execute("SELECT id FROM event")}


def check(path: Path) -> int:
    """The schema of a backup that is sound and may be restored.

    Raises:
        StoreError: there is no such file, it is no database of ours, of a newer version, or
            damaged.
    """
    if not path.is_file():
        raise StoreError(f"There is no file {path}.")
    try:
        with closing(read_only(path)) as connection:
            schema = engine.check_header(path, connection)
            if (wrong := first_fault(connection)) is not None:
                raise StoreError(f"{path} is damaged ({wrong}); it cannot be restored.")
            connection.execute("SELECT count(*) FROM event")
    except sqlite3.Error as error:
        raise StoreError(f"{path} is no sound studyplan database ({error}).") from error
    return schema


def take(path: Path, new: Path) -> None:
    """Copy what a backup holds, its log too, into the file `new`, which is empty.

    Raises:
        StoreError: it cannot be written.
    """
    with (
        _sentences(new),
        closing(read_only(path)) as source,
        closing(sqlite3.connect(new, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def put_back(path: Path, store: Store, keep: Callable[[], Backup]) -> Backup:
    """Make the open database what the file at `path` is: one transaction, seen by all windows.

    Args:
        keep: makes a backup of what is replaced, by a connection of its own. It is called once
            nobody else can write any more, so that what another window did last is in it.

    Returns:
        That backup.

    Raises:
        StoreError: there is nothing sound at `path`, it cannot be written, or another program is
            writing for too long; nothing is changed.
    """
    check(path)
    waited = 0
    kept: list[Backup] = []

    def go_on(is_ours: bool) -> None:
        nonlocal waited
        if not is_ours:
            waited += 1
            if waited > _PATIENCE:
                raise sqlite3.OperationalError("database is locked")
        elif not kept:
            kept.append(keep())

    with _sentences(store.path), closing(read_only(path)) as source:
        store.replace_by(source, go_on)
    return kept[0]


def read_only(path: Path) -> sqlite3.Connection:
    """A connection to a database that nobody writes; with a log beside it, that is read too."""
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.is_file() and log.stat().st_size else "immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def first_fault(connection: sqlite3.Connection) -> str | None:
    """What SQLite's own check finds wrong first; None where all is well."""
    try:
        return fault(str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0]))
    except sqlite3.DatabaseError as error:
        return str(error)


def fault(found: str) -> str | None:
    """An answer of SQLite's check on one line, without its heading; None where all is well."""
    return None if found == "ok" else " ".join(found.replace(_HEADING, "").split())


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise engine.sentence(path, error) from error


# ------------------------------------------------------------------------------ what is in one


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds."""

    schema: int
    events: int
    """Actions, those that are undone among them; undo and redo are none."""
    read: int
    """Works and chapters that are read."""
    notes: int
    cards: int
    """Cards that were graded."""
    last_at: datetime | None
    """When its last action was."""
    last: tuple[tuple[str, str, datetime], ...]
    """Kind, payload (JSON) and instant of its last actions, newest first."""


def look_into(path: Path, last: int) -> Held:
    """What a backup holds, with its `last` last actions.

    Raises:
        StoreError: it is no sound database of ours, or a newer one.
    """
    schema = check(path)

    with closing(read_only(path)) as connection:

        def number(sql: str) -> int:
            return int(connection.execute(sql).fetchone()[0])

        rows: Iterable[sqlite3.Row] = connection.execute(
            "SELECT kind, payload, at FROM event WHERE kind NOT IN ('open', 'undo', 'redo') "
            "AND id NOT IN (SELECT event FROM undone) ORDER BY id DESC LIMIT ?",
            (last,),
        ).fetchall()
        actions = tuple((row["kind"], row["payload"], from_ms(row["at"])) for row in rows)
        newest = connection.execute("SELECT at FROM event ORDER BY id DESC LIMIT 1").fetchone()
        return Held(
            schema=schema,
            events=number("SELECT count(*) FROM event WHERE kind NOT IN ('undo', 'redo')"),
            read=number("SELECT count(*) FROM progress WHERE status = 'read'"),
            notes=number("SELECT count(*) FROM progress WHERE note <> ''"),
            cards=number("SELECT count(*) FROM card WHERE reps > 0"),
            last_at=None if newest is None else from_ms(newest["at"]),
            last=actions,
        )
