"""Every schema that was released comes up to this one with nothing lost; or stays as it is."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studyplan.__main__ import main
from studyplan.clock import FixedClock
from studyplan.locations import Locations
from studyplan.store import backups, content, rebuilding
from studyplan.store.engine import SCHEMA, open_store
from studyplan.study import Study, backing_up, history, noting, open_study, reviewing
from tests.small import COMPETENCIES, INTERVIEWS, PRIMERS, PROMPTS, WORKS

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.sql"))
SHIPPED = content.Shipped(COMPETENCIES, WORKS, PRIMERS, PROMPTS, INTERVIEWS)
_COLUMNS = 8
"""Of `progress`, since schema 4."""
_OF_REVIEWS = (
    "card, event, day, at, grade, phase, elapsed, retrievability, stability, difficulty, seconds, "
    "attempt"
)
KEPT = ("event", "subject", "undone", "setting", "progress", "card", "review", "work", "attempt")


def schema_of(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def made(sql: Path, path: Path) -> Path:
    """The database that a released version left behind."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(sql.read_text(encoding="utf-8"))
        database.execute("PRAGMA journal_mode = WAL")
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        found = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in KEPT}
        # Schema 5 has them in another order, and one column more.
        reviews = f"SELECT {_OF_REVIEWS} FROM review ORDER BY event"
        found["review"] = database.execute(reviews).fetchall()
    # Before schema 4 no part of a work was recorded.
    found["progress"] = [(*row, None)[:_COLUMNS] for row in found["progress"]]
    return found


def test_every_schema_up_to_this_one_is_kept() -> None:
    assert [schema_of(path) for path in RELEASED] == list(range(1, SCHEMA + 1))


@pytest.fixture(params=RELEASED, ids=lambda path: str(path.stem))
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    found: Path = request.param
    return made(found, tmp_path / "data" / "studyplan.db")


def test_it_is_upgraded_and_goes_on(released: Path, clock: FixedClock) -> None:
    before = rows(released)
    assert all(before.values())
    study = Study(open_store(released), clock, Locations(*[released.parent] * 3))
    assert study.store.value("PRAGMA user_version") == SCHEMA
    assert rows(released) == before
    upgraded = [tuple(row) for row in study.store.rows("SELECT * FROM review")]
    assert any(row["stability_before"] for row in study.store.rows("SELECT * FROM review"))
    with study.store.transaction():
        assert rebuilding.rebuild(study.store) == []
        content.load(study.store, SHIPPED, "small")
    assert rows(released) == before  # the newest code folds the oldest log to the same rows
    assert [tuple(row) for row in study.store.rows("SELECT * FROM review")] == upgraded
    assert noting.recover_drafts(study) == ["towers-2"]
    assert reviewing.history(study, "scope:recall")[0].attempt == "what I said"
    while study.store.value("SELECT count(*) FROM setting"):
        history.undo(study)
    study.close()


def test_a_backup_is_made_before(places: Locations, clock: FixedClock) -> None:
    places.database.unlink()
    made(RELEASED[0], places.database)
    before = rows(places.database)
    open_study(places, clock).close()
    (backup,) = backups.everything(places.backups)
    assert backup.why == "migration"
    assert rows(backup.path) == before
    with closing(sqlite3.connect(backup.path)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone()[0] == 1
    open_study(places, clock).close()
    assert len(backups.everything(places.backups)) == 1


KILLED = """
import os, sqlite3, sys
from pathlib import Path
from studyplan.store import engine
connect = engine._connect
left = int(sys.argv[2])

def watched(*arguments, **named):
    connection = connect(*arguments, **named)

    def count(statement):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), 9)

    connection.set_trace_callback(count)
    return connection

engine._connect = watched
engine.open_store(Path(sys.argv[1])).close()
"""


def test_one_that_is_killed_anywhere_is_as_before_or_done(tmp_path: Path) -> None:
    """Killed at each third statement of the upgrade in turn, until it gets to its end."""
    original = made(RELEASED[0], tmp_path / "old" / "studyplan.db")
    before = rows(original)
    statement, outcomes = 4, []
    while True:
        path = tmp_path / str(statement) / "studyplan.db"
        shutil.copytree(original.parent, path.parent)
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(statement)], check=False
        ).returncode
        with closing(sqlite3.connect(path)) as database:
            schema = database.execute("PRAGMA user_version").fetchone()[0]
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert rows(path) == before
        assert ("wording" in tables) == (schema == SCHEMA)
        open_store(path).close()  # goes on where that one was cut off
        assert rows(path) == before
        outcomes.append(schema)
        if ended == 0:
            break
        statement += 3
    assert len(outcomes) > 3
    assert outcomes[0] == 1
    assert outcomes[-1] == SCHEMA


def test_a_newer_one_is_neither_read_nor_written(places: Locations, clock: FixedClock) -> None:
    with closing(sqlite3.connect(places.database)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = {path.name: path.read_bytes() for path in places.data.iterdir()}
    with pytest.raises(Exception, match="written by a newer studyplan"):
        open_study(places, clock)
    assert {path.name: path.read_bytes() for path in places.data.iterdir()} == before


def test_no_command_reads_or_writes_a_newer_one(
    places: Locations, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(open_study(places, clock)) as study:
        noting.write_note(study, "focal-loss", "mine")
        backup = backing_up.make(study).path
    with closing(sqlite3.connect(places.database)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = {path: path.read_bytes() for path in places.data.rglob("*") if path.is_file()}
    for command in (
        ["list"],
        ["note", "focal-loss", "--text", "x"],
        ["undo"],
        ["backup"],
        ["doctor"],
        ["doctor", "--rebuild"],
        ["restore", str(backup)],
        ["restore", "--salvage"],
    ):
        assert main(["--data-dir", str(places.data), *command]) == 1, command
        out, err = capsys.readouterr()
        assert "written by a newer studyplan" in out + err, command
    assert {path: path.read_bytes() for path in places.data.rglob("*") if path.is_file()} == before


OPENED = "import sys; from pathlib import Path; from studyplan.store import engine\n"


def test_two_windows_that_open_an_old_one_upgrade_it_once(tmp_path: Path) -> None:
    path = made(RELEASED[0], tmp_path / "data" / "studyplan.db")
    before = rows(path)
    script = f"{OPENED}engine.open_store(Path(sys.argv[1])).close()"
    windows = [
        subprocess.Popen([sys.executable, "-c", script, str(path)], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for window in windows:
        _, said = window.communicate()
        assert (window.returncode, said) == (0, b"")
    assert rows(path) == before
    with closing(open_store(path)) as store:
        assert store.value("PRAGMA user_version") == SCHEMA


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on the size of files")
def test_on_a_full_disk_it_is_said_and_stays_as_it_was(tmp_path: Path) -> None:
    path = made(RELEASED[0], tmp_path / "data" / "studyplan.db")
    before = rows(path)
    script = f"""{OPENED}
import alembic.command, resource, sqlalchemy
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
try:
    engine.open_store(Path(sys.argv[1]))
except engine.StoreError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-B", "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert "Nothing was changed" in ran.stdout
    assert rows(path) == before
    open_store(path).close()
    assert rows(path) == before
