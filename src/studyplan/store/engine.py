"""Opening the database file: who may read it, which schema it is of, one transaction an action."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, overload

SCHEMA = 2
"""The schema that this version reads and writes: the `user_version` of the newest revision."""
APPLICATION_ID = 0x5354504C
"""`STPL`, in the header of every database of ours."""
Row = sqlite3.Row
_BUSY_SECONDS = 5.0


class StoreError(Exception):
    """The database cannot be used; the text is a sentence for a person."""


class Store:
    """One open database. One thread at a time; another process may have it open too."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a statement."""
        with self._sentences():
            return self._connection.execute(sql, values).fetchall()

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
        self._execute("BEGIN IMMEDIATE", ())
        try:
            yield
            self._execute("COMMIT", ())
        except BaseException:
            self._connection.rollback()
            raise

    @property
    def version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it when nobody else has it open."""
        self._connection.close()

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
            raise _sentence(self.path, error) from error


def open_store(path: Path) -> Store:
    """The database at `path`, made where there is none, brought to this version's schema.

    Raises:
        StoreError: where it cannot be read or written, is no database of ours, or was written by a
            newer version; the file is then as it was.
    """
    try:
        _make_folder(path.parent)
        if not path.exists():
            _create(path)
        _check(path)
        connection = _connect(path)
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if schema > SCHEMA:  # still in the write-ahead log of whoever wrote it
            connection.close()
            raise _newer(path, schema)
        if schema < SCHEMA:
            from studyplan.store.migrations import upgrade

            upgrade(connection)
    except (OSError, sqlite3.Error) as error:
        raise _sentence(path, error) from error
    return Store(path, connection)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)  # whatever the umask


def _create(path: Path) -> None:
    """Make the file aside and move it into place: there is never half a database."""
    from studyplan.store.migrations import upgrade

    aside = path.with_name(f"{path.name}.new-{os.getpid()}")
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        connection = _connect(aside, journal="DELETE")
        upgrade(connection)
        connection.close()
        _put_in_place(aside, path)
    finally:
        aside.unlink(missing_ok=True)


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
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        ) as header:
            application = header.execute("PRAGMA application_id").fetchone()[0]
            schema = header.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if "unable to open" in str(error):
            raise
        application, schema = None, 0
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is not a studyplan database; it was left as it is.")
    if schema > SCHEMA:
        raise _newer(path, schema)


def _newer(path: Path, schema: int) -> StoreError:
    return StoreError(
        f"{path} was written by a newer studyplan (schema {schema}; this one knows {SCHEMA}); "
        "it was left as it is. Install the newer version to open it."
    )


def _connect(path: Path, journal: str = "WAL") -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _sentence(path: Path, error: Exception) -> StoreError:
    text = str(error).lower()
    if isinstance(error, OSError):
        return StoreError(f"{path}: {error.strerror or error}.")
    if "full" in text:
        return StoreError(f"The disk is full: {path} cannot grow. Nothing was changed.")
    if "readonly" in text or "read-only" in text:
        return StoreError(f"{path} is read-only. Nothing was changed.")
    if "locked" in text:
        return StoreError(f"{path} is in use by another program. Nothing was changed; try again.")
    if "unable to open" in text:
        return StoreError(f"{path} cannot be opened (is its folder writable?).")
    if "malformed" in text or "not a database" in text:
        return StoreError(f"{path} is damaged ({error}); it was left as it is.")
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
