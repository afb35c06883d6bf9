"""Several processes on one database: nothing lost, nothing doubled, no lock said as SQLite does."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from studyplan.clock import SystemClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.store.engine import Store, open_store
from studyplan.study import (
    Busy,
    Refused,
    Study,
    backing_up,
    doctor,
    history,
    noting,
    open_study,
    reading,
    reviewing,
    settings,
    taking_back,
)
from tests.cli.conftest import Ran, Run, run
from tests.store.test_log import dump

__all__ = ["run"]

GRADES = 1000
GRADER = """
import random, sys
from pathlib import Path
from studyplan.domain.memory import Grade
from studyplan.locations import Locations
from studyplan.study import open_study, reviewing

data, assets, seed, number = sys.argv[1:]
study = open_study(Locations(Path(data), Path(data), Path(assets)))
dice = random.Random(int(seed))
cards = [row[0] for row in study.store.rows("SELECT id FROM card")]
for _ in range(int(number)):
    reviewing.grade(study, dice.choice(cards), dice.choice(list(Grade)), attempt=seed)
study.close()
"""


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def other(study: Study) -> Iterator[Study]:
    """The same study, open in another window."""
    with closing(study.beside()) as opened:
        yield opened


@contextmanager
def writing(study: Study) -> Iterator[None]:
    """Another program holds the lock."""
    with closing(sqlite3.connect(study.store.path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield
        foreign.execute("ROLLBACK")


def test_two_processes_grade_a_thousand_times_each(study: Study) -> None:
    for one in reading.works(study)[:8]:
        reading.mark(study, one.id, Status.READ)
    before = study.store.value("SELECT count(*) FROM event")
    places = study.locations
    command = [sys.executable, "-c", GRADER, str(places.data), str(places.assets)]
    graders = [
        subprocess.Popen([*command, str(seed), str(GRADES)], stderr=subprocess.PIPE)
        for seed in (1, 2)
    ]
    for grader in graders:
        _, said = grader.communicate()
        assert (grader.returncode, said) == (0, b"")
    assert study.store.value("SELECT count(*) FROM event") == before + 2 * GRADES
    assert study.store.value("SELECT count(*) FROM review") == 2 * GRADES
    assert study.store.value("SELECT sum(reps) FROM card") == 2 * GRADES
    by_hand = study.store.rows(
        "SELECT count(*) FROM event WHERE kind = 'grade' GROUP BY payload ->> 'attempt'"
    )
    assert [row[0] for row in by_hand] == [GRADES, GRADES]
    assert [one.name for one in doctor.examine(places, SystemClock()) if not one.ok] == []


def test_who_waits_for_too_long_is_told_and_nothing_was_changed(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    before = dump(study.store)
    study.wait_at_most(0.05)
    with writing(study):
        began = monotonic()
        with pytest.raises(
            Busy, match=r"in use by another program\. Nothing was changed; try again"
        ):
            reviewing.grade(study, "focal-loss:recall", Grade.GOOD)
        with pytest.raises(Busy):
            noting.keep_draft(study, "focal-loss", "typed")
        assert monotonic() - began < 1
        assert reading.detail(study, "focal-loss").listed.status is Status.READ  # readers go on
    assert dump(study.store) == before
    reviewing.grade(study, "focal-loss:recall", Grade.GOOD)


def test_a_command_that_waits_for_too_long_says_a_sentence(
    study: Study, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("list").status == 0  # takes in what ships
    monkeypatch.setattr("studyplan.store.engine.PATIENCE", 0.05)
    with writing(study):
        ran: Ran = run("note", "focal-loss", "--text", "new")
        assert ran.status == 1
        assert "in use by another program" in ran.err
        assert ran.err.count("\n") == 1
        assert run("show", "focal-loss").status == 0


# ----------------------------------------------------------------- undo and redo in two windows


def test_one_window_undoes_what_the_other_did_which_redoes_it(study: Study, other: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    marked = dump(study.store)
    reviewing.grade(study, "focal-loss:recall", Grade.GOOD)
    graded = dump(study.store)
    assert "graded" in history.undo(other)
    assert dump(study.store) == dump(other.store) == marked
    assert "graded" in history.redo(study)
    assert dump(other.store) == graded
    history.undo(study)
    history.undo(other)
    with pytest.raises(Refused, match="nothing to undo"):
        history.undo(study)
    history.redo(other)
    history.redo(study)
    assert dump(other.store) == dump(study.store) == graded
    with pytest.raises(Refused, match="nothing to redo"):
        history.redo(other)


def test_an_action_in_one_window_ends_redo_in_the_other(study: Study, other: Study) -> None:
    noting.write_note(study, "focal-loss", "first")
    history.undo(study)
    settings.change(other, {"minutes.mon": "20"})
    with pytest.raises(Refused, match="nothing to redo"):
        history.redo(study)
    assert "set" in history.undo(study)


def test_what_the_other_window_took_back_is_not_taken_back_again(
    study: Study, other: Study
) -> None:
    noting.write_note(study, "focal-loss", "first")
    note = taking_back.page(study)[0].id
    taking_back.take_back(other, note)
    with pytest.raises(Refused, match="undone already"):
        taking_back.take_back(study, note)


def test_what_the_other_window_built_on_it_keeps_it(study: Study, other: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    mark = taking_back.page(study)[0].id
    assert taking_back.depending(study, mark) == []
    reviewing.grade(other, "focal-loss:recall", Grade.GOOD)
    with pytest.raises(Refused, match="later action depends on it: you graded"):
        taking_back.take_back(study, mark)


# ------------------------------------------------------------------- a folder that is not there


def moved(study: Study) -> Path:
    """The folder, moved away as with a disk that is taken out."""
    folder = study.locations.data
    return folder.rename(folder.with_name("elsewhere"))


def test_nothing_is_written_into_a_file_that_is_gone(study: Study) -> None:
    noting.write_note(study, "focal-loss", "before")
    away = moved(study)
    assert not study.is_there
    with pytest.raises(Exception, match="is gone: was its folder moved"):
        noting.write_note(study, "focal-loss", "meanwhile")
    with pytest.raises(Exception, match="is gone"):
        noting.keep_draft(study, "focal-loss", "meanwhile")
    with pytest.raises(Exception, match="is gone"):
        study.beside()
    with pytest.raises(Exception, match="is gone"):
        backing_up.make(study)
    assert not study.locations.data.exists()  # no new and empty study has taken its place
    assert reading.detail(study, "focal-loss").progress.note == "before"
    away.rename(study.locations.data)
    noting.write_note(study, "focal-loss", "after")
    with closing(study.beside()) as again:
        assert reading.detail(again, "focal-loss").progress.note == "after"


def test_a_file_that_took_its_place_is_opened(study: Study, places: Locations) -> None:
    """As after a restore of a damaged database in another window."""
    noting.write_note(study, "focal-loss", "old")
    seen = study.version
    copy = places.data / "copy.db"
    with closing(sqlite3.connect(copy)) as target:
        study.store.copy_to(target)
    newer = Study(open_store(copy), study.clock, places)
    noting.write_note(newer, "focal-loss", "new")
    newer.close()
    for end in ("-wal", "-shm"):
        places.database.with_name(f"studyplan.db{end}").unlink()
    copy.replace(places.database)
    with closing(open_study(places, study.clock)) as third:
        noting.write_note(third, "feature-logging", "by the third")
        assert study.version != seen
        assert reading.detail(study, "focal-loss").progress.note == "new"
        noting.write_note(study, "focal-loss", "newest")
        assert reading.detail(third, "focal-loss").progress.note == "newest"
    with closing(open_study(places, study.clock)) as fourth:
        assert reading.detail(fourth, "feature-logging").progress.note == "by the third"


def test_a_copy_in_memory_has_no_file_to_lose(study: Study) -> None:
    from studyplan.store.engine import in_memory

    copy: Store = in_memory(study.store)
    moved(study)
    copy.run("DELETE FROM event")
    assert copy.is_there
    copy.close()
