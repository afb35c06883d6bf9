"""Opening a database: made once and whole, private, and refused where it is not ours."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from studyplan.store import engine
from studyplan.store.engine import APPLICATION_ID, SCHEMA, Store, StoreError, open_store


@pytest.fixture
def database(tmp_path: Path, fresh_database: Path) -> Path:
    path = tmp_path / "studyplan.db"
    path.write_bytes(fresh_database.read_bytes())
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_database_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = open_store(tmp_path / "new" / "studyplan.db")
        store.run("INSERT INTO meta VALUES ('key', 'value')")  # makes the write-ahead log
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in store.path.parent.iterdir()
        }
        store.close()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert "studyplan.db" in modes
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_the_newest_revision_is_the_schema_that_the_engine_knows(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    assert int(revision) == SCHEMA


def test_the_revisions_lead_to_the_tables_that_are_declared(database: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from studyplan.store.tables import METADATA

    with create_engine(f"sqlite:///{database}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_file_of_the_first_schema_is_brought_up_with_nothing_lost(tmp_path: Path) -> None:
    from studyplan.store.migrations import upgrade

    path = tmp_path / "studyplan.db"
    old = sqlite3.connect(path, isolation_level=None)
    upgrade(old, "0001")
    assert old.execute("PRAGMA user_version").fetchone()[0] == 1
    names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    tables = [name for (name,) in old.execute(names) if name != "alembic_version"]
    for table in tables:  # a row in each, of whatever fits the column
        columns = old.execute(f"PRAGMA table_info({table})").fetchall()
        values = [{"BLOB": b"1", "VARCHAR": "unread"}.get(one[2], 1) for one in columns]
        old.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    before = {table: old.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    assert all(before.values())
    old.close()

    store = open_store(path)
    assert store.value("PRAGMA user_version") == SCHEMA
    after = {
        table: [tuple(row) for row in store.rows(f"SELECT * FROM {table}")] for table in tables
    }
    before["progress"] = [(*row, None) for row in before["progress"]]  # no part was recorded yet
    # Reviews have another order of columns, and one more: none was before the only one of a card.
    card, event, day, at, grade, phase, elapsed, recall, *after_it, seconds, attempt = before[
        "review"
    ][0]
    before["review"] = [
        (day, event, card, grade, phase, elapsed, None, recall, seconds, at, *after_it, attempt)
    ]
    assert after == before
    assert store.rows("SELECT * FROM wording") == store.rows("SELECT * FROM own_interview") == []
    store.close()


@pytest.mark.parametrize("content", [b"", b"Dear diary", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_database_of_ours_is_left_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "studyplan.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is not a studyplan database"):
        open_store(path)
    assert files(tmp_path) == {"studyplan.db": content}


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "studyplan.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = files(tmp_path)
    with pytest.raises(StoreError, match="is not a studyplan database"):
        open_store(path)
    assert files(tmp_path) == before


def test_a_database_of_a_newer_version_is_left_as_it_is(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = files(database.parent)
    with pytest.raises(StoreError, match="written by a newer studyplan") as caught:
        open_store(database)
    assert str(SCHEMA + 1) in str(caught.value)
    assert files(database.parent) == before


def test_a_newer_schema_that_is_still_in_the_write_ahead_log_is_refused(database: Path) -> None:
    with_log = sqlite3.connect(database)
    with_log.execute(f"PRAGMA user_version = {SCHEMA + 1}")  # open, so the file itself is old
    with pytest.raises(StoreError, match="written by a newer studyplan"):
        open_store(database)
    with_log.close()


def test_a_file_that_ends_in_the_middle_is_said_to_be_damaged(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:9000])
    with pytest.raises(StoreError, match=r"is not a studyplan database|damaged"):
        open_store(database).rows("SELECT * FROM resource")


def test_making_a_database_leaves_nothing_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("studyplan.store.migrations.upgrade", broken)
    with pytest.raises(StoreError, match="disk is full"):
        open_store(tmp_path / "studyplan.db")
    assert list(tmp_path.iterdir()) == []


def test_a_second_maker_keeps_the_first_ones_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes find no file; the slower one must not put an empty one in its place."""
    path = tmp_path / "studyplan.db"
    upgrade_for_real = engine._create

    def slower(target: Path) -> None:
        first = open_store_of_the_other(target)
        first.run("INSERT INTO meta VALUES ('first', 'here')")
        first.close()
        upgrade_for_real(target)

    def open_store_of_the_other(target: Path) -> Store:
        monkeypatch.setattr(engine, "_create", upgrade_for_real)
        return open_store(target)

    monkeypatch.setattr(engine, "_create", slower)
    store = open_store(path)
    assert store.value("SELECT value FROM meta WHERE key = 'first'") == "here"
    assert [p.name for p in tmp_path.iterdir() if "new" in p.name] == []
    store.close()


def test_nothing_is_changed_when_the_disk_is_full(database: Path) -> None:
    """A limit on the file's size stands in for the disk: SQLite sees the same error."""
    script = """
import resource, sys
from pathlib import Path
from studyplan.store.engine import StoreError, open_store
store = open_store(Path(sys.argv[1]))
store.run("INSERT INTO meta VALUES ('before', 'kept')")
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with store.transaction():
        for i in range(2000):
            store.run("INSERT INTO meta VALUES (?, ?)", f"key {i}", "x" * 1000)
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.run("INSERT INTO meta VALUES ('after', 'kept')")
print(store.value("SELECT count(*) FROM meta WHERE key LIKE 'key %'"),
      store.value("SELECT count(*) FROM meta WHERE value = 'kept'"),
      store.value("PRAGMA integrity_check"))
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(database)], capture_output=True, text=True, check=True
    )
    sentence, counts = ran.stdout.splitlines()
    assert "Nothing was changed" in sentence
    assert counts == "0 2 ok"


def test_a_full_disk_at_the_first_start_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from studyplan.store.engine import StoreError, open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
try:
    open_store(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""
    path = tmp_path / "studyplan.db"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert "Nothing was changed" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_opening_twice_keeps_the_locks_of_the_first(database: Path) -> None:
    """Or else another process believes itself alone, and takes the write-ahead log away."""
    first, second = open_store(database), open_store(database)
    first.run("INSERT INTO meta VALUES ('mine', 'here')")
    script = (
        "import sys; from pathlib import Path; from studyplan.store.engine import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "store.run(\"INSERT INTO meta VALUES ('theirs', 'here')\"); store.close()"
    )
    subprocess.run([sys.executable, "-c", script, str(database)], check=True)
    second.close()
    first.close()
    store = open_store(database)
    assert store.value("SELECT count(*) FROM meta WHERE value = 'here'") == 2
    store.close()


def test_a_file_system_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    open_store(tmp_path / "studyplan.db").close()
    assert [path.name for path in tmp_path.iterdir()] == ["studyplan.db"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission denied"):
        open_store(tmp_path / "studyplan.db")


def test_transactions_inside_one_another_are_one(database: Path) -> None:
    store = open_store(database)

    def fail_after_an_inner_one() -> None:
        with store.transaction():
            with store.transaction():
                store.run("INSERT INTO meta VALUES ('inner', '')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_an_inner_one()
    assert store.value("SELECT count(*) FROM meta WHERE key = 'inner'") == 0
    store.close()


@pytest.mark.parametrize(
    "program",
    [
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM progress; END",
        "CREATE VIEW v AS SELECT * FROM event",
    ],
)
def test_a_database_that_does_something_by_itself_is_refused(database: Path, program: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute(program)
    connection.commit()
    connection.close()
    before = database.read_bytes()
    with pytest.raises(StoreError, match="triggers or views, which no studyplan makes"):
        open_store(database)
    assert database.read_bytes() == before


def test_so_is_one_whose_trigger_stands_in_the_write_ahead_log(database: Path) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM progress; END")
    with pytest.raises(StoreError, match="triggers or views"):
        open_store(database)
    connection.close()
