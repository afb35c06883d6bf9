"""Opening the database file: who may read it, which schema it is of, one transaction an action."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, overload

from studyplan.store import files

SCHEMA = 6
"""The schema that this version reads and writes: the `user_version` of the newest revision."""
APPLICATION_ID = 0x5354504C
"""`STPL`, in the header of every database of ours."""
Row = sqlite3.Row
PATIENCE = 10.0
"""Seconds to wait while another program is writing; a rebuild of 100,000 events takes as long."""


class StoreError(Exception):
    """The database cannot be used; the text is a sentence for a person."""


class Busy(StoreError):
    """Another program is writing, and went on for longer than was waited for."""


class Damaged(StoreError):
    """The file is no database, or no longer a sound one."""

    def __init__(self, path: Path, what: str) -> None:
        self.what = f"{path} {what}."
        super().__init__(
            f"{path} {what}; it was left as it is. `studyplan restore --salvage` puts the newest "
            "sound backup in its place, with what can still be read of the file, and keeps it."
        )


class Store:
    """One open database. One thread at a time; another process may have it open too.

    Should another file have taken its name, as happens where a damaged one is replaced from another
    window, that one is opened in its place before anything is written.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._patience = PATIENCE
        self._file = _identity(path)
        self._reopened = 0
        """How often another file was opened."""

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a statement."""
        with self._sentences():
            return self._connection.execute(sql, values).fetchall()

    def rows_at_once(self, columns: str, source: str, *values: Any) -> list[list[Any]]:
        """The rows of `SELECT columns source`, where they are thousands and a plan is made beside.

        SQLite gives the interpreter away at each row, and whoever computes in another thread keeps
        it for a while each time. As JSON all rows are one. Numbers come with 15 digits.
        """
        text = self.value(f"SELECT json_group_array(json_array({columns})) {source}", *values)
        found: list[list[Any]] = json.loads(text)
        return found

    def row(self, sql: str, *values: Any) -> Row | None:
        """The first row of a statement, or None."""
        with self._sentences():
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, *values)
        return None if found is None else found[0]

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement that changes rows; how many it changed."""
        if not self._connection.in_transaction:
            self._look_at_file()
        return self._execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterator[tuple[Any, ...]]) -> None:
        """Run a statement once for each tuple of values."""
        with self._sentences():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the changes inside, or none of them; what is inside sees one state throughout.

        Inside another transaction it is a part of that one.
        """
        if self._connection.in_transaction:
            yield
            return
        self._look_at_file()
        self._execute("BEGIN IMMEDIATE", ())
        try:
            yield
            self._execute("COMMIT", ())
        except BaseException:
            self._connection.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state throughout for what is only read inside; others go on writing."""
        if self._connection.in_transaction:
            yield
            return
        self._execute("BEGIN", ())
        try:
            yield
        finally:
            self._connection.rollback()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, which may still be taken back."""
        return self._connection.in_transaction

    @property
    def version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self.value("PRAGMA data_version")) + (self._reopened << 32)

    @property
    def file(self) -> tuple[int, int]:
        """What tells the file that is open from any other on this machine; zeros where none is."""
        return self._file or (0, 0)

    @property
    def is_there(self) -> bool:
        """Whether there is a file of this name; its folder may have been moved meanwhile."""
        return self._file is None or _identity(self.path) is not None

    def wait_at_most(self, seconds: float) -> None:
        """How long to wait from now on while another program is writing."""
        self._patience = seconds
        self._execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}", ())

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy everything into another database, as it is at one moment; others may go on writing.

        Raises:
            sqlite3.Error: it cannot be written.
            Damaged: this database cannot be read.
        """
        try:
            self._connection.backup(target)
        except sqlite3.DatabaseError as error:
            if isinstance(found := sentence(self.path, error), Damaged):
                raise found from error
            raise

    def replace_by(self, source: sqlite3.Connection, report: Callable[[bool], None]) -> None:
        """Take over everything that another database holds, in one transaction.

        Args:
            report: called after each page, and whenever another program has to be waited for, with
                whether nobody else can write from now on. What it raises ends it all, and nothing
                is changed. It must not use this store.

        Raises:
            sqlite3.Error: it cannot be written; nothing is changed.
        """
        waiting = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        # The first page takes the lock for writing, which is held to the end; no database of ours
        # is so small that it would be the last one.
        source.backup(
            self._connection, pages=1, progress=lambda now, *_: report(now not in waiting)
        )

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it when nobody else has it open."""
        self._connection.close()

    def follow_file(self) -> None:
        """Open the file that has taken the name of the one that is open, where one has."""
        if not self.in_transaction and self.is_there:
            self._look_at_file()

    def _look_at_file(self) -> None:
        """See to it that what is written will be found under the file's name.

        SQLite would go on writing into a file that has been moved away or removed.

        Raises:
            StoreError: there is no file of this name, or one that cannot be opened.
        """
        if self._file is None or (found := _identity(self.path)) == self._file:
            return
        if found is None:
            raise gone(self.path)
        opened = open_store(self.path, make=False)
        self._connection.close()  # SQLite sees that the file was moved, and leaves the new log
        self._connection, self._file = opened._connection, opened._file
        self._reopened += 1
        self.wait_at_most(self._patience)

    def _execute(self, sql: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        with self._sentences():
            return self._connection.execute(sql, values)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Its other kinds (a constraint, wrong SQL) are errors of ours, and show themselves.
            if (
                not isinstance(error, sqlite3.OperationalError)
                and type(error) is not sqlite3.DatabaseError
            ):
                raise
            raise sentence(self.path, error) from error


def open_store(
    path: Path, before_upgrade: Callable[[Store], object] | None = None, *, make: bool = True
) -> Store:
    """The database at `path`, made where there is none, brought to this version's schema.

    Args:
        before_upgrade: called with a database of an older schema before it is changed.
        make: whether to make it where there is none.

    Raises:
        StoreError: where it cannot be read or written, is no database of ours, or was written by a
            newer version; the file is then as it was.
    """
    try:
        if make:
            files.make_folder(path.parent)
            if not path.exists():
                _create(path)
        elif not path.exists():
            raise gone(path)
        _check(path)
        connection = _connect(path)
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if schema > SCHEMA:  # still in the write-ahead log of whoever wrote it
            connection.close()
            raise _newer(path, schema)
        refuse_programs(path, connection)
        if schema < SCHEMA:
            from studyplan.store.migrations import upgrade

            if before_upgrade is not None:
                before_upgrade(Store(path, connection))
            upgrade(connection)
    except (OSError, sqlite3.Error) as error:
        raise sentence(path, error) from error
    return Store(path, connection)


def in_memory(store: Store) -> Store:
    """A copy of a database that is nobody else's, and is gone when it is closed."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    with store._sentences():
        store.copy_to(connection)
    copy = Store(store.path, connection)
    copy._file = None
    return copy


def _create(path: Path) -> None:
    """Make the file aside and move it into place: there is never half a database."""
    from studyplan.store.migrations import upgrade

    with files.aside(path) as aside:
        connection = _connect(aside, journal="DELETE")
        upgrade(connection)
        connection.close()
        _put_in_place(aside, path)


def _put_in_place(aside: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was quicker."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            aside.rename(path)


def _check(path: Path) -> None:
    """Refuse what is not ours to open; nothing is written, no log replayed, no lock taken.

    SQLite reads the file's header: a file of ours that we opened and closed by ourselves would drop
    the locks that this process holds on it (a rule of POSIX).
    """
    if path.stat().st_size == 0:
        raise Damaged(path, "is not a studyplan database: it is empty")
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        ) as header:
            check_header(path, header)
    except sqlite3.DatabaseError as error:
        if "unable to open" in str(error):
            raise
        raise Damaged(path, "is not a studyplan database") from error


def check_header(path: Path, connection: sqlite3.Connection) -> int:
    """The schema of a database of ours that this version can read.

    Raises:
        StoreError: it is another program's, a newer version's, or holds programs.
        sqlite3.DatabaseError: it is no database.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is not a studyplan database; it was left as it is.")
    if schema > SCHEMA:
        raise _newer(path, schema)
    refuse_programs(path, connection)
    return schema


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its name; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def gone(path: Path) -> StoreError:
    """What to say where there is no file, and there was one."""
    return StoreError(
        f"{path} is gone: was its folder moved, or its disk taken out? Nothing was changed; "
        "once it is back, go on."
    )


def refuse_programs(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a database that would do something by itself when a row of it is written or read.

    Raises:
        StoreError: somebody has put a trigger or a view into it.
    """
    programs = "SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    if connection.execute(programs).fetchone() is not None:
        connection.close()
        raise StoreError(
            f"{path} holds triggers or views, which no studyplan makes; it was left as it is."
        )


def _newer(path: Path, schema: int) -> StoreError:
    return StoreError(
        f"{path} was written by a newer studyplan (schema {schema}; this one knows {SCHEMA}); "
        "it was left as it is. Install the newer version to open it."
    )


def _connect(path: Path, journal: str = "WAL") -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA journal_mode = {journal}")  # SQL of ours
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    connection.execute("PRAGMA fullfsync = ON")  # on macOS too
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")  # a file may come from a stranger
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def sentence(path: Path, error: Exception) -> StoreError:
    """An error of the system or of SQLite as a sentence for a person."""
    text = str(error).lower()
    if isinstance(error, OSError):
        return StoreError(f"{path}: {error.strerror or error}.")
    if "full" in text:
        return StoreError(f"The disk is full: {path} cannot grow. Nothing was changed.")
    if "readonly" in text or "read-only" in text:
        return StoreError(f"{path} is read-only. Nothing was changed.")
    if "locked" in text:
        return Busy(f"{path} is in use by another program. Nothing was changed; try again.")
    if "unable to open" in text:
        return StoreError(f"{path} cannot be opened (is its folder writable?).")
    if "malformed" in text or "not a database" in text:
        return Damaged(path, f"is damaged ({error})")
    if "disk i/o" in text:
        return StoreError(f"The disk reports an error for {path}. Nothing was changed.")
    return StoreError(f"{path}: {error}.")


@overload
def to_ms(instant: datetime) -> int: ...
@overload
def to_ms(instant: None) -> None: ...
def to_ms(instant: datetime | None) -> int | None:
    """An instant as whole milliseconds since 1970."""
    return None if instant is None else round(instant.timestamp() * 1000)


@overload
def from_ms(milliseconds: int) -> datetime: ...
@overload
def from_ms(milliseconds: None) -> None: ...
def from_ms(milliseconds: int | None) -> datetime | None:
    """The aware UTC instant of milliseconds since 1970."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def to_iso(day: date | None) -> str | None:
    """A study day as text."""
    return None if day is None else day.isoformat()


@overload
def from_iso(text: str) -> date: ...
@overload
def from_iso(text: None) -> None: ...
def from_iso(text: str | None) -> date | None:
    """The study day that a text names."""
    return None if text is None else date.fromisoformat(text)
