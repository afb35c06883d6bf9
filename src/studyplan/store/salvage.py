"""What can still be read of a damaged database: its events, and what was being typed."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from studyplan.domain.payload import PayloadError
from studyplan.store import event_rows, files
from studyplan.store.engine import Row, Store

_PAGE = 4096
_NO_ROOM = (
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE),
    *(sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE),
)
"""Errors that say nothing of the damage: the copy cannot be read for want of room beside it."""
_EVENT = "SELECT id, device, at, kind, payload FROM event"
_KNOWN = (
    "SELECT event FROM subject ORDER BY subject",
    "SELECT event FROM review ORDER BY day",
    "SELECT undo FROM undone ORDER BY event",
)
"""Where else the ids of events stand, by which those behind a damaged page are found."""
_TYPED = {
    "draft": ("resource", "text", "process", "at"),
    "running": ("attempt", "stage", "notes", "seconds", "revealed", "process", "at"),
}
"""The tables of what was being typed, which is in no log yet; the first column is the key."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read."""

    events: tuple[Row, ...]
    """Rows of the log, each of a form that is known, in order."""
    lost: int
    """Events that are known to have been there and could not be read."""
    typed: Mapping[str, tuple[Row, ...]]
    """Rows of each table of what was being typed."""


def read(path: Path, sound: Path | None) -> Salvaged:
    """Read the events of a damaged database; the file is left as it is.

    It must not be open in this process.

    Args:
        sound: a backup of it, to read by where the file's own beginning is gone.

    Raises:
        OSError, sqlite3.OperationalError: it cannot be copied: the disk is full, say.
    """
    with tempfile.TemporaryDirectory(prefix=files.SALVAGE, dir=path.parent) as folder:
        copy = Path(folder) / path.name
        for one in files.of_database(path):
            if not one.name.endswith("-shm"):  # made anew
                shutil.copyfile(one, copy.with_name(one.name))
        salvaged = _read(copy)
        if not salvaged.events and sound is not None and copy.exists():
            _lend_beginning(copy, sound)
            salvaged = _read(copy)
    return salvaged


def _read(copy: Path) -> Salvaged:
    """Read what there is, from both ends, and by the ids that were met anywhere else."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        # A damaged text must not end the reading; rows are decoded one by one.
        connection.text_factory = lambda text: text.decode(errors="surrogateescape")
        found: dict[bytes, Row] = {}
        for order in ("ASC", "DESC"):
            for row in _rows(connection, f"{_EVENT} ORDER BY id {order}"):
                if row["id"] in found:
                    break
                found[row["id"]] = row
        known = set(found)
        for sql in _KNOWN:
            for order in ("ASC", "DESC"):
                ids = (row[0] for row in _rows(connection, f"{sql} {order}"))
                known |= {id for id in ids if isinstance(id, bytes)}  # or damage made it a text
        for id in known - found.keys():
            for row in _rows(connection, f"{_EVENT} WHERE id = ?", id):
                found[id] = row
        typed = {table: _typed(connection, table) for table in _TYPED}
    sound = tuple(row for _, row in sorted(found.items()) if _is_sound(row))
    return Salvaged(sound, len(known) - len(sound), typed)


def _typed(connection: sqlite3.Connection, table: str) -> tuple[Row, ...]:
    """The rows of a table of what was being typed, as far as they can be read from either end."""
    columns = _TYPED[table]
    found: dict[str, Row] = {}
    for order in ("ASC", "DESC"):
        sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]} {order}"  # noqa: S608 - ours
        found |= {row[0]: row for row in _rows(connection, sql) if _is_text(row)}
    return tuple(found.values())


def _rows(connection: sqlite3.Connection, sql: str, *values: bytes) -> Iterator[Row]:
    """The rows of a statement up to the first that cannot be read."""
    try:
        yield from connection.execute(sql, values)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _NO_ROOM:
            raise


def _is_text(row: Row) -> bool:
    """Whether the texts of a row are sound, and the two numbers at its end are numbers."""
    *texts, process, at = row
    try:
        for text in texts:
            text.encode()
    except (UnicodeError, AttributeError):
        return False
    return isinstance(process, int) and isinstance(at, int)


def _is_sound(row: Row) -> bool:
    try:
        row["payload"].encode()
        event_rows.from_row(row)
    except (PayloadError, ValueError, TypeError, AttributeError, OverflowError):
        return False
    return True


def _lend_beginning(copy: Path, sound: Path) -> None:
    """Give a file whose first page is gone the first page of its backup.

    That page says where each table begins, which never changes within a schema. Its counter of
    changes is made another, so that SQLite counts the pages by the size of the file.
    """
    with sound.open("rb") as backup:
        page = bytearray(backup.read(_PAGE))
    page[24:28] = bytes(byte ^ 0xFF for byte in page[92:96])
    with copy.open("r+b") as damaged:
        damaged.write(page)


def add(store: Store, salvaged: Salvaged) -> int:
    """Add the events that are not in the log yet, inside the caller's transaction; how many.

    The tables must be rebuilt afterwards.
    """
    return sum(
        store.run("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?)", *row)
        for row in salvaged.events
    )


def add_typed(store: Store, salvaged: Salvaged) -> None:
    """Put back what was being typed, inside the caller's transaction, once the tables are rebuilt.

    An attempt that the log goes on with later is left to the log.
    """
    for table, rows in salvaged.typed.items():
        marks = ", ".join("?" * len(_TYPED[table]))
        columns = ", ".join(_TYPED[table])
        for row in rows:
            store.run(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", *row)  # noqa: S608 - ours
    store.run(
        "DELETE FROM running WHERE at < (SELECT max(event.at) FROM subject "
        "JOIN event ON event.id = subject.event "
        "WHERE subject.subject = 'attempt:' || running.attempt)"
    )
