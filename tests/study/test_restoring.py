"""A backup put back, and a damaged database brought back with what can be read of it."""

import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.action import Provided
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.locations import Locations
from studyplan.store.backups import check, ids, make, put_back, take
from studyplan.store.engine import SCHEMA, StoreError, open_store
from studyplan.study import (
    Damaged,
    Refused,
    Study,
    backing_up,
    doctor,
    noting,
    open_study,
    practising,
    questions,
    reading,
    restoring,
)
from studyplan.study.practice import Practice
from tests.small import interview
from tests.store.test_log import dump
from tests.store.test_migrations import RELEASED, made

PAGE = 4096


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


def is_well(places: Locations, clock: FixedClock) -> bool:
    return all(one.ok for one in doctor.examine(places, clock))


def work(study: Study, number: int, what: str = "note") -> None:
    """Some actions, each of a size that fills pages."""
    works = [one.id for one in reading.works(study)]
    assert isinstance(study.clock, FixedClock)
    for place in range(number):
        study.clock.set(study.clock.now() + timedelta(minutes=1))
        noting.write_note(study, works[place % len(works)], f"{what} {place} " * 20)
        if place % 5 == 0:
            reading.mark(study, works[place % len(works)], Status.READ)


def events(places: Locations) -> dict[bytes, tuple[Any, ...]]:
    with closing(sqlite3.connect(places.database)) as database:
        return {row[0]: row for row in database.execute("SELECT * FROM event")}


# ------------------------------------------------------------------------------------- restoring


def test_it_is_as_it_was_in_every_open_window_and_back_again(
    study: Study, clock: FixedClock
) -> None:
    work(study, 30)
    then, backup = dump(study.store), backing_up.make(study).path
    work(study, 10, "later")
    now, seen = dump(study.store), study.version
    done = restoring.restore(study.locations, clock, backup)
    assert dump(study.store) == then  # this window was open all the time
    assert study.version != seen
    noting.write_note(study, "focal-loss", "goes on")
    assert stat.S_IMODE(study.store.path.stat().st_mode) == 0o600
    assert is_well(study.locations, clock)
    restoring.restore(study.locations, clock, done.kept)
    assert dump(study.store) == now


@pytest.mark.parametrize("sql", RELEASED, ids=lambda path: str(path.stem))
def test_a_backup_of_an_older_version_is_brought_up(
    study: Study, clock: FixedClock, tmp_path: Path, sql: Path
) -> None:
    old = made(sql, tmp_path / "old" / "old.db")
    before = old.read_bytes()
    restoring.restore(study.locations, clock, old)
    assert study.store.value("PRAGMA user_version") == SCHEMA
    assert "naïvely" in study.store.value("SELECT note FROM progress WHERE resource = 'scope'")
    assert old.read_bytes() == before
    clock.set(clock.now() + timedelta(days=30))  # it was used for some days
    assert is_well(study.locations, clock)


def test_what_is_no_backup_changes_nothing(study: Study, clock: FixedClock, tmp_path: Path) -> None:
    work(study, 5)
    before = dump(study.store)
    newer = backing_up.make(study).path
    with closing(sqlite3.connect(newer)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    half = tmp_path / "half.db"
    half.write_bytes(study.store.path.read_bytes()[: 10 * PAGE])
    diary = tmp_path / "diary"
    diary.write_bytes(b"Dear diary")
    for path, sentence in (
        (newer, "newer studyplan"),
        (half, "damaged|no sound"),
        (diary, "no sound studyplan database"),
        (tmp_path / "none", "no file"),
    ):
        with pytest.raises(StoreError, match=sentence):
            restoring.restore(study.locations, clock, path)
    assert dump(study.store) == before
    assert len(backing_up.everything(study.locations)) == 1


def test_a_file_with_its_log_beside_it_is_taken_whole(
    study: Study, clock: FixedClock, tmp_path: Path
) -> None:
    """A copy of both files of a database in use, as a person may make one by hand."""
    work(study, 5)
    for path in study.locations.data.glob("studyplan.db*"):
        if not path.name.endswith("-shm"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    then = dump(study.store)
    work(study, 5, "later")
    restoring.restore(study.locations, clock, tmp_path / "studyplan.db")
    assert dump(study.store) == then


def test_while_another_program_writes_it_waits_then_says_so(
    study: Study, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backing_up.make(study).path
    monkeypatch.setattr("studyplan.store.backups._PATIENCE", 1)
    monkeypatch.setattr("studyplan.store.engine.PATIENCE", 0.01)
    with (
        closing(study.beside()) as other,
        other.store.transaction(),
        pytest.raises(StoreError, match="in use by another program"),
    ):
        restoring.restore(study.locations, clock, backup)


def test_two_at_once_are_one_after_the_other(study: Study, clock: FixedClock) -> None:
    """In one process, as two presses of a key start them."""
    work(study, 10)
    backup = backing_up.make(study).path
    then = dump(study.store)
    work(study, 10, "later")
    now = dump(study.store)
    for _ in range(4):
        with ThreadPoolExecutor(2) as pool:
            both = [
                pool.submit(restoring.restore, study.locations, clock, backup) for _ in range(2)
            ]
            kept = [one.result().kept for one in both]
        assert dump(study.store) == then
        for one in kept:
            backing_up.look_into(study, one)  # sound
        newest = max(kept, key=lambda path: len(ids(path)))
        restoring.restore(study.locations, clock, newest)
        assert dump(study.store) == now
    assert is_well(study.locations, clock)
    assert list(study.locations.data.glob("*.new-*")) == []


def test_what_was_made_ready_is_looked_at_before_it_is_put_in_place(
    study: Study,
) -> None:
    work(study, 3)
    before, half = dump(study.store), study.locations.data / "half.db"
    for content in (b"", study.store.path.read_bytes()[: 10 * PAGE]):
        half.write_bytes(content)
        with pytest.raises(StoreError):
            put_back(half, study.store, lambda: backing_up.make(study))
    assert dump(study.store) == before


def test_what_another_window_does_meanwhile_is_kept(
    study: Study, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told that it has to wait, or what it did is in the backup of what was replaced."""
    work(study, 5)
    backup = backing_up.make(study).path
    work(study, 5, "later")
    acknowledged: list[bytes] = []

    def act() -> None:
        with closing(study.beside()) as other, suppress(StoreError):
            other.wait_at_most(0.01)
            done = noting.write_note(other, "focal-loss", f"meanwhile {len(acknowledged)}")
            newest = other.store.value("SELECT max(id) FROM event")
            assert done
            acknowledged.append(newest)

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            act()
            result = function(*given, **named)
            act()
            return result

        return wrapped

    monkeypatch.setattr("studyplan.store.backups.take", around(take))
    monkeypatch.setattr("studyplan.store.backups.make", around(make))
    monkeypatch.setattr("studyplan.store.backups.check", around(check))
    done = restoring.restore(study.locations, clock, backup)
    assert acknowledged
    assert set(acknowledged) <= ids(done.kept)


def test_where_what_is_replaced_cannot_be_kept_nothing_is_changed(
    study: Study, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(study, 5)
    backup = backing_up.make(study).path
    work(study, 5, "later")
    now = dump(study.store)

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr("studyplan.store.backups.make", full)
    with pytest.raises(StoreError, match="disk is full"):
        restoring.restore(study.locations, clock, backup)
    assert dump(study.store) == now
    noting.write_note(study, "focal-loss", "goes on")


def test_killed_at_any_moment_it_is_the_one_or_the_other(
    places: Locations, clock: FixedClock
) -> None:
    study = open_study(places, clock)
    work(study, 20)
    backup = backing_up.make(study).path
    with_backup = len(events(places))
    work(study, 20, "later")
    study.close()
    script = """
import os, sys, threading
from pathlib import Path
from studyplan.locations import locate
from studyplan.clock import SystemClock
from studyplan.study import restoring
threading.Timer(float(sys.argv[3]), os.kill, (os.getpid(), 9)).start()
restoring.restore(locate(sys.argv[1]), SystemClock(), Path(sys.argv[2]))
os._exit(0)
"""
    full = len(events(places))
    for tenth in range(8):
        command = [sys.executable, "-c", script, str(places.data), str(backup), f"{tenth / 20}"]
        subprocess.run(command, check=False)
        store = open_store(places.database)
        assert store.value("PRAGMA integrity_check") == "ok"
        store.close()
        assert len(events(places)) in (with_backup, full)


# -------------------------------------------------------------------------------------- salvaging


@pytest.fixture
def used(places: Locations, clock: FixedClock) -> Locations:
    """A database with a backup and 60 notes beyond it."""
    study = open_study(places, clock)
    work(study, 60)
    backing_up.make(study)
    clock.set(clock.now() + timedelta(minutes=1))
    work(study, 60, "later")
    study.close()
    return places


def harm(places: Locations, *pages: int, by: bytes = b"\xff" * PAGE) -> None:
    with places.database.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(by)


def pages_of(places: Locations, table: str) -> list[int]:
    """The pages of a table, its root first."""
    with closing(sqlite3.connect(places.database)) as database:
        try:
            rows = database.execute(
                "SELECT pageno FROM dbstat WHERE name = ? ORDER BY path", (table,)
            ).fetchall()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell the pages of a table")
        return [row[0] for row in rows]


def root_of(places: Locations, table: str) -> int:
    with closing(sqlite3.connect(places.database)) as database:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(database.execute(sql, (table,)).fetchone()[0])


def wiped(places: Locations) -> None:
    places.database.write_bytes(b"")


def no_beginning(places: Locations) -> None:
    harm(places, 1)


def no_cards(places: Locations) -> None:
    harm(places, root_of(places, "card"), root_of(places, "progress"))


def no_end(places: Locations) -> None:
    places.database.write_bytes(places.database.read_bytes()[: -30 * PAGE])


def no_log(places: Locations) -> None:
    harm(places, root_of(places, "event"))


@pytest.mark.parametrize(
    ("happens", "all_of_it"),
    [(wiped, False), (no_beginning, True), (no_cards, True), (no_end, False), (no_log, False)],
)
def test_whatever_happened_the_backup_is_back_with_what_can_be_read(
    used: Locations, clock: FixedClock, happens: Callable[[Locations], None], all_of_it: bool
) -> None:
    before = events(used)
    (backup,) = backing_up.everything(used)
    happens(used)
    ruin = used.database.read_bytes()
    found = restoring.remedy(used)
    assert found.backup == backup
    assert used.database.read_bytes() == ruin
    done = restoring.salvage(used, clock, found)
    after = events(used)
    assert after.items() <= before.items()
    assert len(after) >= 72
    assert (after == before) == all_of_it
    assert done.kept.read_bytes() == ruin
    assert done.salvaged == len(after) - 72
    assert is_well(used, clock)


def test_without_a_backup_all_that_can_be_read_is_kept(used: Locations, clock: FixedClock) -> None:
    before = events(used)
    for one in backing_up.everything(used):
        one.path.unlink()
    no_cards(used)
    done = restoring.salvage(used, clock, restoring.remedy(used))
    assert done.source is None
    assert events(used) == before
    assert is_well(used, clock)


@pytest.mark.parametrize("harmed", [no_beginning, no_cards, no_end])
def test_what_was_being_typed_is_kept_too(
    used: Locations, clock: FixedClock, harmed: Callable[[Locations], None]
) -> None:
    with closing(open_study(used, clock)) as study:
        noting.keep_draft(study, "focal-loss", "half a thought")
        questions.keep_draft(study, "feature-logging", Wording("Why?", ("One.",)))
    harmed(used)
    restoring.salvage(used, clock, restoring.remedy(used))
    with closing(open_study(used, clock)) as study:
        kept = {row[0].partition("@")[0]: row[1] for row in study.store.rows("SELECT * FROM draft")}
        assert kept["focal-loss"] == "half a thought"
        assert "Why?" in kept["wording:feature-logging"]


def test_an_interview_that_was_running_is_kept_unless_the_log_is_newer(
    used: Locations, clock: FixedClock
) -> None:
    with closing(open_study(used, clock)) as study:
        study.do(Provided({"my.one": interview("my.one"), "my.two": interview("my.two")}))
        first, second = (
            Practice(study, practising.start(study, one, 30)) for one in ("my.one", "my.two")
        )
        first.type("typed")
        first.keep()
        second.type("older")
        second.keep()
        backing_up.make(study)
        clock.set(clock.now() + timedelta(minutes=1))
        second.type("newer")
        second.write()
        attempts = first.attempt.id, second.attempt.id
    wiped_running(used)
    no_cards(used)
    restoring.salvage(used, clock, restoring.remedy(used))
    with closing(open_study(used, clock)) as study:
        assert [Practice(study, one).note for one in attempts] == ["typed", "newer"]


def wiped_running(places: Locations) -> None:
    """The table of what runs cannot be read."""
    harm(places, root_of(places, "running"))


def test_what_is_behind_a_damaged_page_is_found_by_what_else_names_it(
    used: Locations, clock: FixedClock
) -> None:
    before = events(used)
    leaves = pages_of(used, "event")[1:]
    harm(used, leaves[len(leaves) // 3], leaves[-2])
    found = restoring.remedy(used)
    done = restoring.salvage(used, clock, found)
    lost = len(before) - len(events(used))
    assert 0 < lost < len(before) / 3
    assert done.lost >= lost
    assert is_well(used, clock)


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_never_loses_the_backup_nor_ends_in_an_error(
    used: Locations, clock: FixedClock, seed: int
) -> None:
    before, dice = events(used), random.Random(seed)  # noqa: S311 - no secret
    ruined_from = used.database.read_bytes()
    content = bytearray(ruined_from)
    for _ in range(dice.choice((1, 3, 10))):
        at, length = dice.randrange(len(content)), dice.choice((1, 100, 5000))
        content[at : at + length] = dice.randbytes(length)
    used.database.write_bytes(content)
    try:
        found = restoring.remedy(used)
    except Refused:  # the damage is where nothing is, or in a text
        return
    except StoreError:  # its header says that it is another program's, or newer
        assert content[:100] != ruined_from[:100]
        return
    restoring.salvage(used, clock, found)
    assert len(events(used)) >= 72
    assert len(events(used).keys() & before.keys()) == len(events(used))
    assert is_well(used, clock)


def test_a_sound_database_has_nothing_to_salvage(used: Locations) -> None:
    with pytest.raises(Refused, match="is sound"):
        restoring.remedy(used)


def test_nothing_at_all_is_said(places: Locations, clock: FixedClock) -> None:
    places.database.write_bytes(b"")
    with pytest.raises(Refused, match="There is no backup"):
        restoring.salvage(places, clock, restoring.remedy(places))


def test_a_damaged_file_names_the_command(used: Locations, clock: FixedClock) -> None:
    no_beginning(used)
    with pytest.raises(Damaged, match="studyplan restore --salvage"):
        open_study(used, clock)


def test_a_backup_can_be_restored_over_a_damaged_database(
    used: Locations, clock: FixedClock
) -> None:
    (backup,) = backing_up.everything(used)
    no_beginning(used)
    ruin = used.database.read_bytes()
    done = restoring.restore(used, clock, backup.path)
    assert done.kept.read_bytes() == ruin
    assert len(events(used)) == 72
    assert is_well(used, clock)


def test_two_at_once_over_a_damaged_database_lose_nothing(
    used: Locations, clock: FixedClock
) -> None:
    """The second one finds a sound database, and restores over that in the usual way."""
    (backup,) = backing_up.everything(used)
    for _ in range(6):
        no_beginning(used)
        ruin = used.database.read_bytes()
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(restoring.restore, used, clock, backup.path) for _ in range(2)]
            kept = [one.result().kept for one in both]
        assert sorted(one.read_bytes() == ruin for one in kept) == [False, True]
        assert len(events(used)) == 72
        (sound,) = (one for one in kept if one.read_bytes() != ruin)
        assert sound.parent == used.backups
        assert is_well(used, clock)


def test_what_was_salvaged_meanwhile_is_not_salvaged_again(
    used: Locations, clock: FixedClock
) -> None:
    no_beginning(used)
    first, second = restoring.remedy(used), restoring.remedy(used)
    restoring.salvage(used, clock, first)
    with closing(open_study(used, clock)) as study:
        work(study, 1, "since")
    before = events(used)
    with pytest.raises(Refused, match="another window was quicker"):
        restoring.salvage(used, clock, second)
    assert events(used) == before


def test_a_backup_with_rows_that_nobody_writes_is_restored_by_its_log(
    study: Study, clock: FixedClock
) -> None:
    work(study, 3)
    then = dump(study.store)
    study.store.run("UPDATE progress SET note = x'ff00'")
    odd = backing_up.make(study).path
    restoring.restore(study.locations, clock, odd)
    assert dump(study.store) == then
    assert is_well(study.locations, clock)
