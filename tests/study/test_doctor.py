"""Doctor: each thing that can be wrong is found, and what the log can mend is mended."""

import json
import os
import shutil
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.__main__ import main
from studyplan.clock import FixedClock
from studyplan.domain.action import Imported
from studyplan.domain.memory import Grade
from studyplan.domain.records import to_record
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.locations import Locations
from studyplan.store import shared_folder
from studyplan.study import (
    Refused,
    Study,
    backing_up,
    doctor,
    failures,
    history,
    noting,
    open_study,
    questions,
    reading,
    reviewing,
    syncing,
    taking_back,
)

NAMES = {
    *("integrity", "foreign_keys", "log", "clock", "orphans", "tables", "catalogue"),
    *("forms", "permissions", "space", "backups"),
}


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """Less than what ships: each look loads it anew."""
    return without_prompts


@pytest.fixture
def used(study: Study) -> Study:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, "focal-loss:recall", Grade.GOOD)
    noting.write_note(study, "focal-loss", "γ")
    return study


def wrong(study: Study) -> set[str]:
    return {one.name for one in doctor.examine(study.locations, study.clock) if not one.ok}


def test_all_is_well_at_first_and_everything_is_looked_at(used: Study) -> None:
    checks = doctor.examine(used.locations, used.clock)
    assert {one.name for one in checks} == NAMES
    assert [one for one in checks if not one.ok] == []


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE progress SET note = 'another'", {"tables"}),
        ("UPDATE card SET stability = stability + 1e-9 WHERE reps > 0", {"tables"}),
        ("DELETE FROM review", {"tables"}),
        ("DELETE FROM subject", {"tables"}),
        ("DELETE FROM card", {"tables", "orphans"}),
        ("INSERT INTO setting VALUES ('retention', '0.5')", {"tables", "forms"}),
        ("INSERT INTO card (id, phase, reps, lapses, suspended) VALUES ('no:card','new',0,0,0)",
         {"tables", "orphans"}),
        ("INSERT INTO undone SELECT id, id FROM event LIMIT 1", {"tables"}),
        ("UPDATE resource SET title = 'Another' WHERE id = 'focal-loss'", {"catalogue"}),
        ("DELETE FROM prompt WHERE resource = 'information-leakage'", {"catalogue"}),
    ],
)  # fmt: skip
def test_harm_to_the_tables_is_found_and_mended(used: Study, harm: str, found: set[str]) -> None:
    kept = used.store.rows("SELECT * FROM card ORDER BY id")
    used.store.run(harm)
    assert wrong(used) == found
    assert doctor.rebuild(used.locations, used.clock) == 0
    assert wrong(used) == set()
    assert used.store.rows("SELECT * FROM card ORDER BY id") == kept
    assert backing_up.everything(used.locations)[0].why == "rebuild"


def test_what_waits_for_a_newer_version_is_no_fault(used: Study) -> None:
    used.store.run("INSERT INTO inbox VALUES (?, '0badcafe', 0, 'dream', '{}')", bytes(16))
    log = next(one for one in doctor.examine(used.locations, used.clock) if one.name == "log")
    assert log.ok
    assert log.detail == "3 events, all readable; 1 of a newer studyplan wait beside them"


def test_rows_without_their_event_are_found_and_mended(used: Study) -> None:
    used.store.run("PRAGMA foreign_keys = OFF")
    used.store.run("INSERT INTO undone VALUES (x'00', x'01')")
    assert wrong(used) == {"foreign_keys", "tables"}
    doctor.rebuild(used.locations, used.clock)
    assert wrong(used) == set()


def test_an_event_that_cannot_be_read_is_found_and_the_rest_counts(used: Study) -> None:
    used.store.run("UPDATE event SET payload = '{' WHERE kind = 'note'")
    assert "log" in wrong(used)
    assert doctor.rebuild(used.locations, used.clock) == 1
    assert wrong(used) == {"log"}
    assert reading.detail(used, "focal-loss").progress.note == ""
    assert reading.detail(used, "focal-loss").listed.status is Status.READ


def test_an_event_from_the_future_is_found(used: Study, clock: FixedClock) -> None:
    clock.set(clock.now() - timedelta(days=2))
    assert wrong(used) == {"clock"}


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
def test_loose_permissions_are_said_and_mended(used: Study) -> None:
    used.locations.data.chmod(0o755)
    backup = backing_up.make(used).path
    backup.chmod(0o644)
    used.store.path.chmod(0o664)
    checks = {one.name: one for one in doctor.examine(used.locations, used.clock)}
    assert checks["permissions"].ok
    assert "3 files" in checks["permissions"].detail
    modes = [path.stat().st_mode & 0o777 for path in (used.locations.data, backup, used.store.path)]
    assert modes == [0o700, 0o600, 0o600]
    checks = {one.name: one for one in doctor.examine(used.locations, used.clock)}
    assert checks["permissions"].detail == "only you may look into your files"


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
def test_a_folder_that_is_not_a_persons_own_keeps_its_rights(places: Locations) -> None:
    from studyplan.store import files

    places.data.chmod(0o1777)
    assert places.data not in files.loose(places.database, places.backups)


def test_a_full_disk_is_said_before_it_is_full(
    used: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1e18)
    assert wrong(used) == {"space"}


def test_a_damaged_backup_is_said(used: Study) -> None:
    path = backing_up.make(used).path
    path.write_bytes(path.read_bytes()[:50_000])
    assert wrong(used) == {"backups"}


def test_a_file_that_is_no_database_is_said(places: Locations, clock: FixedClock) -> None:
    places.database.write_bytes(b"Dear diary")
    checks = {one.name: one for one in doctor.examine(places, clock)}
    assert not checks["integrity"].ok
    assert "is not a studyplan database" in checks["integrity"].detail
    assert places.database.read_bytes() == b"Dear diary"


@pytest.mark.parametrize(
    "row",
    [
        "(x'02', 'd', 1, 'note', '{}')",
        "('text', 'd', 1, 'note', '{}')",
        "(zeroblob(16), 'd', 'soon', 'note', '{\"resource\":\"focal-loss\",\"text\":\"\"}')",
        "(zeroblob(16), 'd', 9e18, 'open', '{\"resource\":\"focal-loss\"}')",
        "(zeroblob(16), 'd', -1, 'open', '{\"resource\":\"focal-loss\"}')",
        "(x'ffffffffffffffffffffffffffffffff', 'd', 1, 'open', '{\"resource\":\"focal-loss\"}')",
        "(zeroblob(16), 'd', 1, 'set', '{\"values\":{\"retention\":NaN}}')",
        "(zeroblob(16), 'd', 1, 'set', '{\"values\":{\"day_start\":\"99:99\"}}')",
        '(zeroblob(16), \'d\', 1, \'note\', \'{"resource":"focal-loss","text":"\\ud800"}\')',
        "(zeroblob(16), 'd', 1, 'note', x'ff')",
        "(zeroblob(16), 'd', 1, 'note', '" + "[" * 100_000 + "')",
        "(zeroblob(16), x'ff', 1, 'mark', '{\"changes\":{}}')",
        '(zeroblob(16), \'d\', 1, \'import\', \'{"source":"x","works":[{"id":"my.x","title":'
        '"X","kind":"article","minutes":99999999999999999999999}]}\')',
        '(zeroblob(16), \'d\', 1, \'import\', \'{"source":"x","works":[{"id":"my.x","title":'
        '"X","kind":"article","needs":["my.x"]}]}\')',
    ],
)
def test_a_row_that_a_stranger_made_is_found_and_costs_nothing_else(used: Study, row: str) -> None:
    used.store.run(f"INSERT INTO event VALUES {row}")
    checks = {one.name: one for one in doctor.examine(used.locations, used.clock)}
    assert not checks["log"].ok
    assert "1 event of 4 cannot be read" in checks["log"].detail
    assert {name for name, one in checks.items() if not one.ok} == {"log"}
    assert doctor.rebuild(used.locations, used.clock) == 1
    assert taking_back.page(used)[-1].kind in ("mark", "note", "open", "set", "import")
    assert reading.detail(used, "focal-loss").progress.note == "γ"
    noting.write_note(used, "focal-loss", "δ")
    history.undo(used)
    assert reading.detail(used, "focal-loss").progress.note == "γ"


def test_a_work_of_a_stranger_takes_no_place_of_what_ships(used: Study) -> None:
    competency = used.store.value("SELECT id FROM competency LIMIT 1")
    used.do(Imported("theirs", (Resource(competency, "Theirs", Kind.ARTICLE),)))
    assert not used.store.value("SELECT count(*) FROM resource WHERE title = 'Theirs'")
    assert wrong(used) == set()


def test_works_that_need_each_other_in_the_table_are_said_and_mended(used: Study) -> None:
    ring = json.dumps(to_record(Resource("my.x", "X", Kind.ARTICLE, needs=("my.x",))))
    used.store.run("INSERT INTO work VALUES ('my.x', ?)", ring)
    with pytest.raises(failures(), match="in a ring"):
        used.do(Imported("mine", (Resource("my.y", "Y", Kind.ARTICLE),)))
    doctor.rebuild(used.locations, used.clock)
    assert wrong(used) == set()


ODD = {
    "UPDATE card SET phase = 'dream'": "show focal-loss:recall",
    "UPDATE review SET day = 'x'": "stats",
    "UPDATE progress SET note = x'ff00'": "show focal-loss",
    "INSERT INTO setting VALUES ('retention', '{')": "due",
}
"""What a stranger may have done to rows, and a command that reads them."""


SHIPS = (
    "UPDATE resource SET kind = 'dream'",
    "UPDATE prompt SET points = '{'",
    "UPDATE competency SET needs = x'ff'",
)


@pytest.mark.parametrize("harm", [*ODD, *SHIPS])
def test_a_file_that_is_new_here_is_looked_through_first(
    used: Study, harm: str, tmp_path: Path
) -> None:
    used.store.run(harm)
    backing_up.copy(used, tmp_path / "copy.db")
    strange = replace(used.locations, data=tmp_path / "strange")
    strange.data.mkdir()
    shutil.copyfile(tmp_path / "copy.db", strange.database)
    with pytest.raises(failures(), match="doctor --rebuild"):
        open_study(strange, used.clock)


@pytest.mark.parametrize("harm", ODD)
def test_rows_of_another_form_are_a_sentence_and_mended(
    used: Study, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    used.store.run(harm)
    assert main(["--data-dir", str(used.locations.data), *ODD[harm].split()]) == 1
    assert "doctor --rebuild" in capsys.readouterr().err
    assert not (used.locations.data / "crash.txt").exists()
    assert wrong(used) > {"forms"}
    doctor.rebuild(used.locations, used.clock)
    assert wrong(used) == set()


@pytest.mark.parametrize("value", ["'x'", "'[1]'", "'{\"a\":1}'", "7", "x'ff'", "'null'"])
def test_damaged_values_of_the_file_itself_are_passed_over(used: Study, value: str) -> None:
    for key in ("device", "device.former", "sync.refused", "sync.folded", "sync.writing"):
        used.store.run(f"INSERT OR REPLACE INTO meta VALUES ('{key}', {value})")
    with closing(open_study(used.locations, used.clock)) as study:
        with suppress(Refused):  # under another id, nothing was done here yet
            history.undo(study)
        assert syncing.state(study).refused == 0
        assert shared_folder.DEVICE.fullmatch(syncing.state(study).device)
        shared = study.locations.data.parent / "shared"
        shared.mkdir()
        assert syncing.sync(study, shared).problems == ()


def test_what_a_stranger_says_of_the_shared_folder_is_let_go(used: Study, tmp_path: Path) -> None:
    syncing.sync(used, tmp_path)
    for harm in (
        "INSERT INTO inbox VALUES ('x', 7, 'y', x'00', 'z')",
        "INSERT INTO sync_file VALUES ('0badcafe', '../up.jsonl', -1, 'x', 2, 3)",
        "INSERT INTO sync_device VALUES ('0badcafe', x'ff', 'x', 'y')",
    ):
        used.store.run(harm)
        assert wrong(used) == {"forms"}
        assert syncing.sync(used).problems == ()
        assert wrong(used) == set()


def test_what_was_kept_and_cannot_be_read_is_passed_over(used: Study) -> None:
    used.store.run("INSERT INTO draft VALUES ('wording:focal-loss@999999999', 'x', 999999999, 1)")
    used.store.run("INSERT INTO meta VALUES ('sync.last', 'x')")
    assert questions.recover_drafts(used) == []
    assert syncing.state(used).last_at is None


def test_an_event_from_the_future_that_was_taken_back_is_none(
    used: Study, clock: FixedClock
) -> None:
    before = clock.now()
    clock.set(before + timedelta(days=365))
    noting.write_note(used, "focal-loss", "too early")
    history.undo(used)
    clock.set(before)
    assert wrong(used) == set()
