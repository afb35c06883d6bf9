"""Backups: sound, private, made when something changed and not more often, looked into."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.store import backups, files, sharing
from studyplan.store.engine import APPLICATION_ID, SCHEMA, StoreError
from studyplan.study import (
    Refused,
    Study,
    backing_up,
    history,
    importing,
    noting,
    open_study,
    reading,
    syncing,
)


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """Less than what ships: a smaller file is copied sooner."""
    return without_prompts


HALF_AN_HOUR = timedelta(minutes=30)


def pass_time(clock: FixedClock, time: timedelta) -> None:
    clock.set(clock.now() + time)


def names(places: Locations) -> list[str]:
    return sorted(path.name for path in places.backups.iterdir())


def test_one_is_made_when_something_changed_and_half_an_hour_has_passed(
    study: Study, clock: FixedClock
) -> None:
    assert backing_up.keep(study) is None  # nothing was ever done
    reading.mark(study, "focal-loss", Status.READ)
    first = backing_up.keep(study)
    assert first is not None
    reading.mark(study, "focal-loss", Status.UNREAD)
    pass_time(clock, HALF_AN_HOUR - timedelta(seconds=1))
    assert backing_up.keep(study) is None
    pass_time(clock, timedelta(seconds=1))
    second = backing_up.keep(study)
    assert second is not None
    pass_time(clock, timedelta(hours=9))
    assert backing_up.keep(study) is None  # nothing changed since
    assert backing_up.everything(study.locations) == [second, first]


def test_a_clock_that_was_set_back_stops_no_backups(study: Study, clock: FixedClock) -> None:
    noting.write_note(study, "focal-loss", "in the future")
    backing_up.keep(study)
    pass_time(clock, -timedelta(days=300))
    noting.write_note(study, "focal-loss", "back again")
    assert backing_up.keep(study) is not None


def test_a_backup_is_one_sound_private_file_with_all_that_was_done(study: Study) -> None:
    noting.write_note(study, "focal-loss", "in the write-ahead log still")
    made = backing_up.make(study, "asked")
    assert names(study.locations) == [made.path.name]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert backups.check(made.path) == SCHEMA
    with closing(backups.read_only(made.path)) as copy:
        for table in ("event", "progress", "subject", "prompt"):
            rows = [tuple(row) for row in copy.execute(f"SELECT * FROM {table}")]
            assert rows == [tuple(row) for row in study.store.rows(f"SELECT * FROM {table}")]


def test_old_ones_go_and_what_is_no_backup_stays(study: Study, clock: FixedClock) -> None:
    for number in range(24):
        noting.write_note(study, "focal-loss", str(number))
        pass_time(clock, timedelta(hours=8))
        backing_up.keep(study)
        if not number:
            (study.locations.backups / "mine.db").write_bytes(b"mine")
    found = backing_up.everything(study.locations)
    assert len(found) == 6 + 7  # of two days, and one of each of seven before
    assert found[0].at == clock.now()
    assert "mine.db" in names(study.locations)


def test_what_a_person_keeps_in_the_data_folder_stays(study: Study, tmp_path: Path) -> None:
    """Though it be old, and called nearly like what is written aside."""
    data, backups_folder = study.locations.data, study.locations.backups
    backups_folder.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    theirs = []
    for folder in (data, backups_folder):
        for name in ("salvage-yard-notes", "studyplan-salvage-yard", "studyplan.db.new-abc12345"):
            (folder / name).mkdir()
            theirs.append(folder / name / "thesis.md")
        theirs += [folder / "papers.new-york.md", folder / "studyplan.db.new-York"]
        theirs.append(folder / "studyplan-salvage-abcd1234.md")
        for path in theirs[-6:]:
            path.write_text("mine")
        for name in ("salvage-x", "studyplan-salvage-abcd1234", "restoring.db.new-abcd1234"):
            (folder / name).symlink_to(elsewhere)
            theirs.append(folder / name)
    theirs.append(elsewhere)
    ours = [data / "restoring.db.new-ab_d1234-wal", data / "studyplan.db.new-1234"]
    ours += [backups_folder / "studyplan-20261124T090000000Z-import.db.new-abcd1234"]
    for path in ours:
        path.write_bytes(b"half")
    read = data / "studyplan-salvage-ab_d1234"
    read.mkdir()
    (read / "studyplan.db").write_bytes(b"half")
    for path in (*theirs, *(one.parent for one in theirs), *ours, read):
        os.utime(path, (0, 0), follow_symlinks=False)
    backing_up.tidy(study)
    assert [one for one in theirs if not one.exists()] == []
    assert [one for one in (*ours, read) if one.exists()] == []


def test_what_cannot_be_removed_is_no_error(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    half = study.locations.data / "studyplan.db.new-abcd1234"
    half.write_bytes(b"half")
    os.utime(half, (0, 0))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    backing_up.tidy(study)
    assert half.exists()


def test_what_is_odd_in_the_folder_of_backups_is_passed_over(study: Study) -> None:
    noting.write_note(study, "focal-loss", "x")
    made = backing_up.make(study)
    folder = study.locations.backups
    (folder / "studyplan-20260101T000000000Z.db").symlink_to(folder / "nowhere")
    (folder / "studyplan-20269999T999999999Z.db").write_bytes(b"of no day")
    (folder / "loop.db").symlink_to(folder / "loop.db")
    assert backing_up.everything(study.locations) == [made]
    assert backing_up.keep(study) is None
    backing_up.tidy(study)
    assert not any(one.is_symlink() for one in files.loose(study.locations.database, folder))


def test_a_backup_that_another_window_removes_meanwhile_is_no_error(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting.write_note(study, "focal-loss", "x")
    made = backing_up.make(study)
    monkeypatch.setattr(Path, "stat", gone_of(made.path, Path.stat))
    monkeypatch.setattr(Path, "lstat", gone_of(made.path, Path.lstat))
    assert backing_up.everything(study.locations) == []
    assert files.loose(study.locations.database, study.locations.backups) == []


def gone_of(missing: Path, look: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
    """`stat` as it is where a file has just been removed."""

    def stat_(path: Path, **named: bool) -> os.stat_result:
        if path == missing:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return look(path, **named)

    return stat_


def test_a_folder_of_backups_that_cannot_be_read_is_a_sentence(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting.write_note(study, "focal-loss", "x")
    study.locations.backups.mkdir()

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(StoreError, match="Permission denied"):
        backing_up.keep(study)


def test_what_came_from_another_device_is_a_change_though_it_be_older(
    study: Study, clock: FixedClock, tmp_path: Path
) -> None:
    elsewhere = replace(study.locations, data=tmp_path / "other", config=tmp_path / "other")
    folder = tmp_path / "shared"
    folder.mkdir()
    with closing(open_study(elsewhere, clock)) as other:
        noting.write_note(other, "feature-logging", "from there")
        syncing.sync(other, folder)
    pass_time(clock, timedelta(minutes=1))
    noting.write_note(study, "focal-loss", "newer")
    sharing.set_folder(study.store, folder)
    assert backing_up.keep(study) is not None
    assert syncing.sync(study).received
    pass_time(clock, timedelta(hours=5))
    made = backing_up.keep(study)
    assert made is not None
    assert made.why == ""
    pass_time(clock, timedelta(hours=5))
    assert backing_up.keep(study) is None


def test_two_at_one_moment_are_two(study: Study) -> None:
    noting.write_note(study, "focal-loss", "x")
    assert backing_up.make(study).path != backing_up.make(study).path
    assert len(backing_up.everything(study.locations)) == 2


def test_an_import_is_preceded_by_one(study: Study, tmp_path: Path) -> None:
    listing = tmp_path / "mine.rst"
    listing.write_text("List\n====\n\n- `One to read <https://example.org/one>`_\n")
    before = study.store.value("SELECT count(*) FROM event")
    assert importing.take_in(study, listing).new_works
    (made,) = backing_up.everything(study.locations)
    assert made.why == "import"
    with closing(backups.read_only(made.path)) as copy:
        assert copy.execute("SELECT count(*) FROM event").fetchone()[0] == before
    assert not importing.take_in(study, listing).new_works
    assert len(backing_up.everything(study.locations)) == 1


def test_nothing_is_left_of_one_that_fails(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    noting.write_note(study, "focal-loss", "x")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studyplan.store.files.to_disk", full)
    with pytest.raises(StoreError, match="No space left"):
        backing_up.keep(study)
    assert names(study.locations) == []


def test_a_damaged_database_makes_no_backup_and_costs_none(study: Study, clock: FixedClock) -> None:
    noting.write_note(study, "focal-loss", "x" * 20_000)
    sound = backing_up.keep(study)
    pass_time(clock, timedelta(days=400))
    noting.write_note(study, "focal-loss", "y" * 20_000)
    root = study.store.value("SELECT rootpage FROM sqlite_master WHERE name = 'review'")
    study.store.value("PRAGMA wal_checkpoint(TRUNCATE)")
    with study.store.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    with closing(study.beside()) as beside, pytest.raises(StoreError, match="damaged"):
        backing_up.keep(beside)  # a connection of its own, which has no page in memory yet
    assert backing_up.everything(study.locations) == [sound]
    assert len(names(study.locations)) == 1


def test_a_copy_goes_where_it_is_wanted_and_overwrites_nothing(
    study: Study, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    assert backing_up.copy(study, target) == target
    before = target.read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        backing_up.copy(study, target)
    noting.write_note(study, "focal-loss", "x")
    backing_up.copy(study, target, force=True)
    assert target.read_bytes() != before
    (tmp_path / "folder").mkdir()
    assert backing_up.copy(study, tmp_path / "folder").name == "studyplan-2026-11-24.db"
    with pytest.raises(Refused, match="the database itself"):
        backing_up.copy(study, study.store.path, force=True)
    with pytest.raises(StoreError, match="No such file"):
        backing_up.copy(study, tmp_path / "not" / "there.db")


def test_it_is_found_by_path_and_by_when_it_was_made(study: Study, clock: FixedClock) -> None:
    noting.write_note(study, "focal-loss", "x")
    first = backing_up.make(study)
    pass_time(clock, timedelta(hours=1))
    second = backing_up.make(study)

    def find(text: str) -> Path:
        return backing_up.find(study.locations, clock.zone, text)

    assert find("2026-11-24") == second.path
    assert find("2026-11-24 09") == find("2026-11-24T09:00") == first.path
    assert find(str(first.path)) == first.path
    for nothing in ("2026-11-25", "", "nonsense"):
        if nothing:
            with pytest.raises(Refused, match="no backup of that day"):
                find(nothing)


def test_what_one_holds_is_told(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    noting.write_note(study, "focal-loss", "about γ")
    reading.open_link(study, "focal-loss")
    history.undo(study)
    history.redo(study)  # no actions of their own, here as in History
    inside = backing_up.look_into(study, backing_up.make(study).path)
    assert (inside.held.events, inside.held.read, inside.held.notes) == (3, 1, 1)
    assert [what.partition(" “")[0] for _, what in inside.last] == ["wrote a note on", "marked"]


def test_writers_go_on_while_one_is_made(study: Study) -> None:
    """Another process writes 150 notes; each backup made meanwhile is sound."""
    script = """
import sys
from studyplan.locations import locate
from studyplan.study import noting, open_study
study = open_study(locate(sys.argv[1]))
print("ready", flush=True)
for number in range(150):
    noting.write_note(study, "focal-loss", f"note {number}")
study.close()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(study.locations.data)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        made = 0
        while writer.poll() is None or not made:
            backups.check(backing_up.make(study).path)
            made += 1
    assert writer.returncode == 0
    assert study.store.value("SELECT count(*) FROM event WHERE kind = 'note'") == 150


def test_what_is_no_backup_is_refused_with_a_sentence(study: Study, tmp_path: Path) -> None:
    for content in (b"", b"Dear diary", b"SQLite format 3\0" + bytes(5000)):
        path = tmp_path / "diary.db"
        path.write_bytes(content)
        with pytest.raises(StoreError):
            backups.check(path)
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer:
        newer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        newer.execute("CREATE TABLE event (id)")
    with pytest.raises(StoreError, match="newer studyplan"):
        backups.check(tmp_path / "newer.db")
