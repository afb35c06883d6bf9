"""Several machines: what each did is on all of them, whatever happens to files and databases."""

import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from studyplan.domain.action import Imported, Opened
from studyplan.domain.fold import remember
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.wording import Wording
from studyplan.store import (
    cards,
    content,
    event_rows,
    identity,
    merging,
    progress,
    rebuilding,
    recorded,
    segments,
    shared_folder,
    sharing,
)
from studyplan.store.engine import SCHEMA, Busy, Store, StoreError, from_ms, in_memory
from studyplan.study import (
    Study,
    asking,
    backing_up,
    history,
    noting,
    questions,
    reading,
    reviewing,
    session,
    settings,
    syncing,
    taking_back,
)
from studyplan.study.session import Refused
from tests.store.test_log import hands, small_study
from tests.sync.machines import FOLDED, LOG, SHIPPED, load_small, rows

NAMES = ("laptop", "desktop")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.sync.machines import blank

    folder = tmp_path_factory.mktemp("small")
    with closing(blank(folder)) as store:
        return store.path


@pytest.fixture(autouse=True)
def little_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "take_in_content", load_small)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


@pytest.fixture
def laptop(database: Path, tmp_path: Path) -> Iterator[Study]:
    with closing(small_study(database, tmp_path / "laptop")) as study:
        yield study


@pytest.fixture
def desktop(database: Path, tmp_path: Path) -> Iterator[Study]:
    with closing(small_study(database, tmp_path / "desktop")) as study:
        yield study


def later(*studies: Study, minutes: float = 1) -> None:
    """Let time go on, on every device."""
    now = max(hands(study).now() for study in studies) + timedelta(minutes=minutes)
    for study in studies:
        hands(study).set(now)


def meet(folder: Path, *studies: Study) -> None:
    """Sync until all know everything; they must be the same then."""
    for study in (*studies, *studies):
        assert syncing.sync(study, folder).problems == ()
    first, *others = studies
    for other in others:
        assert rows(other.store, LOG) == rows(first.store, LOG)
        assert rows(other.store, FOLDED) == rows(first.store, FOLDED)


def note(study: Study, work: str = "scope") -> str:
    return progress.read(study.store, work).note


def files_of(folder: Path) -> dict[str, int]:
    """The files in the folder with their lines."""
    found = sorted((folder / "studyplan").glob("*/*"))
    return {f"{one.parent.name}/{one.name}": one.read_bytes().count(b"\n") for one in found}


def test_what_is_done_on_one_is_on_the_other(laptop: Study, desktop: Study, folder: Path) -> None:
    reading.mark(laptop, "scope", Status.READ)
    settings.change(laptop, {"interview_date": "2027-01-05", "minutes.mon": "90"})
    first = syncing.sync(laptop, folder)
    assert (first.sent, first.received) == (2, 0)
    reading.mark(desktop, "rank", Status.READING)
    second = syncing.sync(desktop, folder)
    assert (second.sent, second.received) == (1, 2)
    assert syncing.sync(laptop).received == 1  # the folder is remembered
    assert reading.detail(desktop, "scope").listed.status is Status.READ
    assert str(desktop.settings.interview_date) == "2027-01-05"
    assert reading.detail(laptop, "rank").listed.status is Status.READING
    assert [one.card.id for one in asking.due(desktop).questions] == [
        "scope:recall",
        "scope:out",
    ]
    again = syncing.sync(laptop)
    assert (again.sent, again.received) == (0, 0)
    assert sorted(files_of(folder).values()) == [2, 3]


def test_only_you_may_look_into_what_is_written(laptop: Study, folder: Path) -> None:
    reading.mark(laptop, "scope", Status.READ)
    syncing.sync(laptop, folder)
    for one in (folder / "studyplan").rglob("*"):
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600)
    assert stat.S_IMODE((folder / "studyplan").stat().st_mode) == 0o700


def test_notes_of_the_same_work_are_both_kept(laptop: Study, desktop: Study, folder: Path) -> None:
    noting.write_note(laptop, "scope", "first")
    meet(folder, laptop, desktop)
    later(laptop, desktop)
    noting.write_note(laptop, "scope", "from the laptop")
    later(laptop, desktop)
    noting.write_note(desktop, "scope", "from the desktop")
    meet(folder, laptop, desktop)
    both = note(laptop)
    here, there = identity.own(laptop.store), identity.own(desktop.store)
    assert both == (
        f"*Written on device {here}, 2026-11-24 09:01 UTC:*\n\nfrom the laptop\n\n---\n\n"
        f"*Written on device {there}, 2026-11-24 09:02 UTC:*\n\nfrom the desktop"
    )
    before = laptop.store.value("SELECT count(*) FROM event")
    meet(folder, laptop, desktop)
    assert laptop.store.value("SELECT count(*) FROM event") == before  # nobody answers anybody
    noting.write_note(desktop, "scope", "one text of both", base=both)
    meet(folder, laptop, desktop)
    assert note(laptop) == "one text of both"
    history.undo(desktop)
    meet(folder, laptop, desktop)
    assert note(laptop) == both


def test_a_card_graded_on_both_keeps_both_grades(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    reading.mark(laptop, "scope", Status.READ)
    meet(folder, laptop, desktop)
    card = "scope:recall"
    for study, grade in ((laptop, Grade.GOOD), (desktop, Grade.AGAIN), (laptop, Grade.HARD)):
        later(laptop, desktop, minutes=30)
        reviewing.grade(study, card, grade)
    meet(folder, laptop, desktop)
    grades = [one.grade for one in cards.reviews(laptop.store, card)]
    assert grades == [Grade.GOOD, Grade.AGAIN, Grade.HARD]
    after = cards.read(desktop.store, card)
    assert after is not None
    assert (after.reps, after.last_at) == (3, hands(laptop).now())
    one_after_the_other = [(grades[0], None), *((grade, 0) for grade in grades[1:])]
    *_, (_, _, memory) = remember(one_after_the_other, DEFAULT_PARAMETERS)
    assert after.memory == memory  # as if all were given here, on one day


def test_a_clock_that_is_wrong_refuses_nothing_that_came(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    reading.mark(laptop, "scope", Status.READ)
    meet(folder, laptop, desktop)
    hands(desktop).set(hands(laptop).now() - timedelta(days=3))
    reviewing.grade(desktop, "scope:recall", Grade.GOOD)
    reviewing.grade(laptop, "scope:recall", Grade.GOOD)
    meet(folder, laptop, desktop)
    assert len(cards.reviews(laptop.store, "scope:recall")) == 2
    noting.write_note(desktop, "scope", "written with knowledge of all that came")
    assert recorded.newest_id(desktop.store) == max(rows(desktop.store, ("event",))["event"])[0]


@pytest.mark.parametrize("skew", [0, 90])
def test_a_clock_that_was_ahead_once_leaves_the_order_of_time(
    laptop: Study, desktop: Study, folder: Path, skew: int
) -> None:
    """Once it is right again, for whatever the devices do without hearing of each other."""
    reading.mark(laptop, "scope", Status.READ)
    start = hands(laptop).now()
    hands(laptop).set(start + timedelta(days=365))
    reading.mark(laptop, "towers-1", Status.READING)
    hands(laptop).set(start)
    taking_back.take_back(laptop, taking_back.page(laptop)[0].id)
    meet(folder, laptop, desktop)
    card = "scope:recall"
    given = []
    for day, (study, grade) in enumerate(
        ((laptop, Grade.GOOD), (desktop, Grade.EASY), (laptop, Grade.AGAIN), (desktop, Grade.HARD))
    ):
        behind = timedelta(seconds=skew) if study is desktop else timedelta(0)
        for minute in range(4):
            now = start + timedelta(days=7 * day + 1, minutes=10 * minute) - behind
            hands(study).set(now)
            reading.mark(study, "rank", Status.READING if minute % 2 else Status.UNREAD)
        reviewing.grade(study, card, grade)
        reading.mark(study, "rank", Status.READING if day < 3 else Status.SKIPPED)
        given.append(grade)
    meet(folder, laptop, desktop)
    assert [one.grade for one in cards.reviews(laptop.store, card)] == given
    assert reading.detail(laptop, "rank").listed.status is Status.SKIPPED


@settings_of(max_examples=60)
@given(steps=st.lists(st.integers(-(10**10), 10**10), max_size=30))
def test_ids_only_grow_and_are_taken_everywhere(
    database: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    """Whatever the clocks say, by up to 300 years ahead."""
    folder = tmp_path_factory.mktemp("ids")
    with closing(small_study(database, folder)) as study:
        right = hands(study).now()
        for seconds in steps:
            last = recorded.newest_id(study.store) or b""
            hands(study).set(max(right + timedelta(seconds=seconds), from_ms(0)))
            with suppress(StoreError):
                new = study.do(Opened("scope")).id
                assert new.bytes > last
                assert new.int >> 80 <= event_rows.latest(right)


def test_nothing_is_done_under_a_clock_that_cannot_be(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    right = hands(laptop).now()
    hands(laptop).set(right + timedelta(days=100 * 365))
    with pytest.raises(StoreError, match="The clock says 2126-10-31: set it first"):
        noting.write_note(laptop, "scope", "x")
    hands(laptop).set(right + timedelta(days=73 * 365))
    noting.write_note(laptop, "scope", "x")
    hands(laptop).set(right)
    noting.write_note(laptop, "rank", "y")
    meet(folder, laptop, desktop)
    assert (note(desktop), note(desktop, "rank")) == ("x", "y")


def test_undo_is_of_what_was_done_here_and_reaches_everywhere(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    reading.mark(laptop, "scope", Status.READ)
    later(laptop, desktop)
    reading.mark(desktop, "rank", Status.READ)
    meet(folder, laptop, desktop)
    assert "Scoping" in history.undo(laptop)  # although the other's action is newer
    with pytest.raises(Refused, match="on this device; History takes any action back"):
        history.undo(laptop)
    meet(folder, laptop, desktop)
    assert reading.detail(desktop, "scope").listed.status is Status.UNREAD
    with pytest.raises(Refused, match="nothing to redo"):
        history.redo(desktop)
    history.redo(laptop)
    meet(folder, laptop, desktop)
    assert reading.detail(desktop, "scope").listed.status is Status.READ


def test_both_may_take_the_same_back(laptop: Study, desktop: Study, folder: Path) -> None:
    reading.mark(laptop, "scope", Status.READ)
    meet(folder, laptop, desktop)
    (mark,) = taking_back.page(desktop)
    taking_back.take_back(desktop, mark.id)
    history.undo(laptop)
    meet(folder, laptop, desktop)
    assert reading.detail(laptop, "scope").listed.status is Status.UNREAD


def test_what_another_device_built_upon_is_not_undone_alone(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    reading.mark(laptop, "scope", Status.READ)
    meet(folder, laptop, desktop)
    later(laptop, desktop)
    reviewing.grade(desktop, "scope:recall", Grade.GOOD)
    meet(folder, laptop, desktop)
    with pytest.raises(Refused, match=r"you graded “Scoping a Problem” good. History takes both"):
        history.undo(laptop)
    assert reading.detail(laptop, "scope").listed.status is Status.READ


def test_an_undo_that_comes_before_what_it_undoes(
    laptop: Study, desktop: Study, folder: Path, tmp_path: Path
) -> None:
    reading.mark(laptop, "scope", Status.READ)
    meet(folder, laptop, desktop)
    (mark,) = taking_back.page(desktop)
    taking_back.take_back(desktop, mark.id)
    syncing.sync(desktop)
    (tmp_path / "part").mkdir()
    here = identity.own(desktop.store)
    shutil.copytree(folder / "studyplan" / here, tmp_path / "part" / "studyplan" / here)
    with closing(fresh(tmp_path)) as third:
        assert syncing.sync(third, tmp_path / "part").received == 1
        assert taking_back.page(third) == []
        shutil.copytree(folder / "studyplan", tmp_path / "part" / "studyplan", dirs_exist_ok=True)
        syncing.sync(third)
        assert [one.undone for one in taking_back.page(third)] == [True]
        assert rows(third.store, FOLDED) == rows(desktop.store, FOLDED)


def fresh(folder: Path) -> Study:
    """A device on which nothing was done."""
    from tests.sync.machines import blank

    (folder / "new").mkdir()
    blank(folder / "new").close()
    return small_study(folder / "new" / "blank.db", folder / "third")


def test_history_says_on_which_device(
    laptop: Study, desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for study, name in ((laptop, "laptop"), (desktop, "des\x1bktop")):
        monkeypatch.setattr(syncing, "name_of_this_device", lambda name=name: name)
        noting.write_note(study, "scope" if study is laptop else "rank", "x")
        syncing.sync(study, folder)
        later(laptop, desktop)
    syncing.sync(laptop)
    assert [one.device for one in taking_back.page(laptop)] == ["desktop", None]
    state = syncing.state(laptop)
    assert [(one.name, one.events) for one in state.devices] == [("desktop", 1)]
    assert (state.sent, state.to_send, state.waiting) == (1, 0, 0)
    assert syncing.seen_at(state.devices[0]) == datetime(2026, 11, 24, 9, 1, tzinfo=UTC)


def test_own_questions_and_works_do_not_meet(laptop: Study, desktop: Study, folder: Path) -> None:
    asked = {
        questions.add(study, "scope", Wording(f"Why, {n}?"))
        for n, study in enumerate((laptop, desktop))
    }
    assert len(asked) == 2
    meet(folder, laptop, desktop)
    assert {one.card.id for one in questions.worded(laptop, "scope")} == asked


def test_ids_of_two_that_count_on_from_the_same_event_differ(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    hands(laptop).set(hands(laptop).now() + timedelta(days=300))  # far ahead of the other
    noting.write_note(laptop, "scope", "from the future")
    meet(folder, laptop, desktop)
    hands(laptop).set(hands(desktop).now())
    for number in range(20):
        noting.write_note(laptop, "rank", f"here {number}")
        noting.write_note(desktop, "towers-1", f"there {number}")
    meet(folder, laptop, desktop)
    assert laptop.store.value("SELECT count(*) FROM event") == 41


# ------------------------------------------------------------------------------ databases copied


def test_a_restored_backup_takes_a_new_id_and_gets_back_what_was_shared(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    noting.write_note(laptop, "scope", "before")
    syncing.sync(laptop, folder)
    backup = backing_up.make(laptop, "asked")
    noting.write_note(laptop, "rank", "after the backup")
    syncing.sync(laptop)
    before = identity.own(laptop.store)
    restored(laptop, backup.path)
    noting.write_note(laptop, "towers-1", "after the restore")
    done = syncing.sync(laptop)
    assert done.renamed
    assert done.device != before
    assert note(laptop, "rank") == "after the backup"
    assert files_of(folder) == {f"{before}/000001.jsonl": 3, f"{done.device}/000001.jsonl": 2}
    assert not syncing.sync(laptop).renamed
    meet(folder, laptop, desktop)


def restored(study: Study, backup: Path) -> None:
    """Put a backup in place, as a restore does."""
    from studyplan.store import backups

    with closing(study.beside()) as other:
        backups.put_back(backup, study.store, lambda: backing_up.make(other, "restore"))


def test_two_copies_of_one_database_become_two_devices(
    laptop: Study, folder: Path, tmp_path: Path
) -> None:
    noting.write_note(laptop, "scope", "shared")
    syncing.sync(laptop, folder)
    backing_up.copy(laptop, tmp_path / "copy.db")
    with closing(small_study(tmp_path / "copy.db", tmp_path / "copy")) as copy:
        assert identity.own(copy.store) == identity.own(laptop.store)
        noting.write_note(laptop, "rank", "on the first")
        syncing.sync(laptop)
        noting.write_note(copy, "towers-1", "on the copy")
        assert syncing.sync(copy).renamed
        assert identity.own(copy.store) != identity.own(laptop.store)
        meet(folder, laptop, copy)
        assert note(laptop, "towers-1") == "on the copy"
        assert not syncing.sync(laptop).renamed


def test_two_copies_that_wrote_at_once_lose_nothing(
    laptop: Study, folder: Path, tmp_path: Path
) -> None:
    """Each in its own replica; the synchroniser then lets one of the files win."""
    noting.write_note(laptop, "scope", "shared")
    syncing.sync(laptop, folder)
    backing_up.copy(laptop, tmp_path / "copy.db")
    replica = tmp_path / "replica"
    shutil.copytree(folder, replica)
    with closing(small_study(tmp_path / "copy.db", tmp_path / "copy")) as copy:
        copy.store.run("UPDATE meta SET value = ? WHERE key = 'sync.folder'", str(replica))
        device = identity.own(laptop.store)
        noting.write_note(laptop, "rank", "on the first")
        noting.write_note(copy, "towers-1", "on the copy")
        assert not syncing.sync(laptop).renamed
        assert not syncing.sync(copy).renamed
        shutil.copytree(folder, replica, dirs_exist_ok=True)  # the first one wins
        done = syncing.sync(copy)
        assert done.renamed
        assert done.device != device
        shutil.copytree(replica, folder, dirs_exist_ok=True)
        syncing.sync(laptop)
        assert note(laptop, "towers-1") == "on the copy"
        assert note(copy, "rank") == "on the first"
        assert rows(copy.store, FOLDED) == rows(laptop.store, FOLDED)


def test_files_that_are_gone_are_written_anew(laptop: Study, desktop: Study, folder: Path) -> None:
    noting.write_note(laptop, "scope", "x")
    noting.write_note(desktop, "rank", "y")
    meet(folder, laptop, desktop)
    device = identity.own(laptop.store)
    shutil.rmtree(folder / "studyplan" / identity.own(desktop.store))
    shutil.rmtree(folder / "studyplan" / device)
    done = syncing.sync(laptop)
    assert (done.sent, done.device, done.renamed) == (2, device, False)  # those of the other too
    with closing(fresh(folder.parent)) as third:
        assert syncing.sync(third, folder).received == 2


def test_another_folder_gets_everything(laptop: Study, folder: Path, tmp_path: Path) -> None:
    noting.write_note(laptop, "scope", "x")
    syncing.sync(laptop, folder)
    (tmp_path / "other").mkdir()
    assert syncing.sync(laptop, tmp_path / "other").sent == 1
    assert [one.why for one in backing_up.everything(laptop.locations)] == ["sync", "sync"]


def test_a_folder_that_was_moved_is_known_again(
    laptop: Study, desktop: Study, folder: Path, tmp_path: Path
) -> None:
    noting.write_note(laptop, "scope", "x")
    noting.write_note(desktop, "rank", "y")
    meet(folder, laptop, desktop)
    folder.rename(tmp_path / "moved")
    noting.write_note(laptop, "scope", "z")
    done = syncing.sync(laptop, tmp_path / "moved")
    assert (done.sent, done.received, done.renamed) == (1, 0, False)
    assert syncing.sync(laptop).folder == tmp_path / "moved"


def test_one_sync_of_a_database_at_a_time(
    laptop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And none keeps the database locked meanwhile: the folder may be slow, or hang."""
    noting.write_note(laptop, "scope", "x")
    tried = 0

    def meanwhile(function: Any) -> Any:
        def looks_around(*values: Any) -> Any:
            nonlocal tried
            tried += 1
            with closing(laptop.beside()) as other:
                other.wait_at_most(0)
                noting.write_note(other, "rank", f"written meanwhile, {tried}")
                assert syncing.state(other).folder is not None
                with pytest.raises(Busy, match="Another window or command is syncing"):
                    syncing.sync(other)
            return function(*values)

        return looks_around

    syncing.sync(laptop, folder)
    monkeypatch.setattr(syncing, "PATIENCE", 0)
    for module, functions in (
        (shared_folder, ("files_of", "devices")),
        (segments, ("read", "is_as_left", "append")),
    ):
        for name in functions:
            monkeypatch.setattr(module, name, meanwhile(getattr(module, name)))
    noting.write_note(laptop, "scope", "y")
    syncing.sync(laptop)
    assert tried > 5
    monkeypatch.undo()
    syncing.sync(laptop)
    assert list(files_of(folder).values()) == [tried + 3]


def test_a_look_at_how_the_devices_stand_waits_for_nobody(laptop: Study) -> None:
    identity.own(laptop.store)
    with closing(laptop.beside()) as other, other.store.transaction():
        laptop.wait_at_most(0)
        assert syncing.state(laptop).folder is None


def test_a_restore_meanwhile_loses_nothing(
    laptop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting.write_note(laptop, "scope", "before")
    syncing.sync(laptop, folder)
    backup = backing_up.make(laptop, "asked")
    append = segments.append

    def restores(*values: Any) -> Any:
        monkeypatch.setattr(segments, "append", append)
        done = append(*values)
        restored(laptop, backup.path)
        return done

    monkeypatch.setattr(segments, "append", restores)
    noting.write_note(laptop, "rank", "after the backup")
    syncing.sync(laptop)
    assert note(laptop, "rank") == "after the backup"


def test_one_that_is_cut_off_between_file_and_database_loses_nothing(
    laptop: Study, desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting.write_note(laptop, "scope", "x")
    meet(folder, laptop, desktop)
    noting.write_note(laptop, "scope", "y")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sharing, "keep_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            syncing.sync(laptop)
    done = syncing.sync(laptop)
    assert (done.sent, done.renamed) == (0, False)
    noting.write_note(laptop, "rank", "goes on")
    meet(folder, laptop, desktop)
    assert (note(desktop), note(desktop, "rank")) == ("y", "goes on")
    assert len(history_of(desktop)) == 3


@pytest.mark.parametrize("is_first", [True, False])
def test_one_that_is_killed_while_it_writes_goes_on_under_its_id(
    laptop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    """Within the header, a line, between two, at the end."""
    if not is_first:
        noting.write_note(laptop, "towers-1", "shared long ago")
        syncing.sync(laptop, folder)
    noting.write_note(laptop, "scope", "one")
    noting.write_note(laptop, "rank", "two")
    write, device = segments._write, identity.own(laptop.store)

    def killed(path: Path, text: bytes, start: int) -> None:
        write(path, text[:size], start)
        raise KeyboardInterrupt

    for size in range(1, 700, 37):  # the last ones are of everything
        place = folder.parent / str(size)
        shutil.copytree(folder, place)
        with closing(Study(in_memory(laptop.store), laptop.clock, laptop.locations)) as study:
            with monkeypatch.context() as patch:
                patch.setattr(segments, "_write", killed)
                with pytest.raises(KeyboardInterrupt):
                    syncing.sync(study, place)
            for _ in range(2):
                done = syncing.sync(study)
                assert (done.renamed, done.device, done.problems) == (False, device, ())
        (file,) = place.rglob("*.jsonl")
        found = segments.read(file, device, None, event_rows.latest(laptop.clock.now()))
        assert (len(found.events), found.begun) == (2 if is_first else 3, False)
        assert len(file.read_bytes()) < 1_000


@pytest.mark.parametrize("lines", [(1,), (0,), (1, 3), (0, 1, 2, 3, 4)])
def test_damaged_lines_of_our_own_files_are_written_anew(
    laptop: Study, desktop: Study, folder: Path, lines: tuple[int, ...]
) -> None:
    for number in range(5):
        noting.write_note(laptop, "scope", f"{number}")
        later(laptop, desktop)
    syncing.sync(laptop, folder)
    device = identity.own(laptop.store)
    (file,) = (folder / "studyplan").glob("*/*")
    found = file.read_bytes().split(b"\n")
    for line in lines:
        found[line] = found[line][:-9] + b"x" + found[line][-8:]
    file.write_bytes(b"\n".join(found))
    done = syncing.sync(laptop)
    assert (done.problems, done.device) == ((), device)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    read = segments.read(file, device, None, event_rows.latest(laptop.clock.now()))
    assert read.problems == ()
    assert {row[0] for row in read.events} == {row[0] for row in rows(laptop.store, LOG)["event"]}
    meet(folder, laptop, desktop)
    assert syncing.sync(laptop).sent == 0


def test_what_is_copied_in_part_over_our_own_file_is_not_gone_on_from(
    laptop: Study, folder: Path
) -> None:
    """Whoever is copying it would write over what we add."""
    noting.write_note(laptop, "scope", "x")
    syncing.sync(laptop, folder)
    (file,) = (folder / "studyplan").glob("*/*")
    with file.open("ab") as copied:
        copied.write(b'{"check":"12')
    data = file.read_bytes()
    noting.write_note(laptop, "rank", "y")
    assert syncing.sync(laptop).renamed
    assert file.read_bytes() == data


def test_undo_goes_on_under_a_new_id(laptop: Study, folder: Path, tmp_path: Path) -> None:
    """With what this copy did under the one before, and not with what another copy did since."""
    reading.mark(laptop, "scope", Status.READING)
    later(laptop)
    reading.mark(laptop, "rank", Status.READING)
    history.undo(laptop)
    syncing.sync(laptop, folder)
    backing_up.copy(laptop, tmp_path / "copy.db")
    with closing(small_study(tmp_path / "copy.db", tmp_path / "copy")) as copy:
        hands(copy).set(hands(laptop).now())
        later(laptop)
        reading.mark(laptop, "towers-1", Status.READING)
        syncing.sync(laptop)
        assert syncing.sync(copy).renamed
        assert reading.detail(copy, "towers-1").listed.status is Status.READING
        assert "Ranking" in history.redo(copy)
        history.undo(copy)
        assert "Scoping" in history.undo(copy)
        with pytest.raises(Refused, match="nothing to undo on this device"):
            history.undo(copy)


def test_one_that_is_cut_off_anywhere_is_sound_and_goes_on(
    laptop: Study, desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off at the first change of the database, then at the second, until it gets through."""
    reading.mark(laptop, "scope", Status.READ)
    reviewing.grade(laptop, "scope:recall", Grade.GOOD)
    noting.write_note(laptop, "scope", "x")
    laptop.do(Imported("l", (Resource("own", "My own", Kind.ARTICLE),)))
    history.undo(laptop)
    syncing.sync(laptop, folder)
    noting.write_note(desktop, "scope", "y")
    run, left, cut = Store.run, 0, 0

    def counted(store: Store, sql: str, *values: Any) -> int:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        return run(store, sql, *values)

    monkeypatch.setattr(Store, "run", counted)
    while True:
        left = cut + 1
        try:
            syncing.sync(desktop, folder)
        except KeyboardInterrupt:
            cut += 1
            left = 0
            with closing(in_memory(desktop.store)) as copy, copy.transaction():
                rebuilding.rebuild(copy)
                content.load(copy, SHIPPED, "small")
                assert rows(copy, FOLDED) == rows(desktop.store, FOLDED)
        else:
            break
    left = 0
    assert cut > 10
    meet(folder, laptop, desktop)
    assert len(history_of(desktop)) == 5


def history_of(study: Study) -> list[str]:
    return [one.what for one in taking_back.page(study)]


# ------------------------------------------------------------------------------ what goes wrong


def test_without_a_folder_there_is_a_sentence(laptop: Study, folder: Path) -> None:
    with pytest.raises(Refused, match="No folder is shared yet"):
        syncing.sync(laptop)
    with pytest.raises(Refused, match="There is no folder"):
        syncing.sync(laptop, folder / "nowhere")
    syncing.sync(laptop, folder)
    shutil.rmtree(folder / "studyplan")
    with pytest.raises(Refused, match=r"is not there \(is the disk mounted\?\)"):
        syncing.sync(laptop)
    syncing.sync(laptop, folder)


def test_what_is_shared_stands_apart_from_the_data(laptop: Study, tmp_path: Path) -> None:
    data = laptop.locations.data
    inside, around, linked = data / "inside", tmp_path / "around", tmp_path / "linked"
    for one in (inside, around, linked):
        one.mkdir()
    (around / "studyplan").symlink_to(data.parent)
    (linked / "studyplan").symlink_to(data)  # as where the data folder is called studyplan
    for one in (data, inside, around, linked):
        with pytest.raises(Refused, match="share a folder apart from it"):
            syncing.sync(laptop, one)
    assert not [*data.rglob("studyplan"), *data.rglob("*.jsonl")]
    assert syncing.folder(laptop) is None


def test_a_line_that_is_half_copied_comes_the_next_time(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    noting.write_note(laptop, "scope", "one")
    noting.write_note(laptop, "rank", "two")
    syncing.sync(laptop, folder)
    (file,) = (folder / "studyplan").glob("*/*")
    data = file.read_bytes()
    file.write_bytes(data[:-20])
    first = syncing.sync(desktop, folder)
    assert (first.received, first.begun, first.problems) == (1, 1, ())
    file.write_bytes(data)
    second = syncing.sync(desktop)
    assert (second.received, second.begun) == (1, 0)
    assert note(desktop, "rank") == "two"


def planted(folder: Path, *events: dict[str, Any], schema: int = SCHEMA) -> Path:
    """A file of a device that is not of this program."""
    record = {
        "studyplan": "events",
        "format": 1,
        "schema": schema,
        "device": "0badcafe",
        "name": "",
    }
    lines = [segments._line("header", json.dumps(record))]
    for number, event in enumerate(events):
        id = UUID(int=(1_795_000_000_000 + number << 80) | (7 << 76) | (2 << 62) | number)
        known = {"id": str(id), "device": "0badcafe", "at": 1_795_000_000_000 + number}
        lines.append(segments._line("event", json.dumps(known | event)))
    file = folder / "studyplan" / "0badcafe" / "000001.jsonl"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"".join(lines))
    return file


NOTE = {"kind": "note", "payload": {"resource": "scope", "text": "good"}}


def test_a_damaged_line_is_named_and_the_others_count(desktop: Study, folder: Path) -> None:
    file = planted(folder, NOTE, {"kind": "note", "payload": {"resource": "rank", "text": "more"}})
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[1].replace(b"good", b"evil") + lines[2])
    done = syncing.sync(desktop, folder)
    assert done.problems == (f"{file}:2: is damaged, or not copied to its end yet.",)
    assert done.received == 1
    file.write_bytes(b"".join(lines))
    assert syncing.sync(desktop).received == 1
    assert note(desktop) == "good"


def test_an_odd_name_is_named_and_the_others_count(
    laptop: Study, desktop: Study, folder: Path
) -> None:
    noting.write_note(laptop, "scope", "good")
    syncing.sync(laptop, folder)
    (file,) = (folder / "studyplan").glob("*/*")
    shutil.copy(file, file.with_name(os.fsdecode(b"\xff.jsonl")))
    done = syncing.sync(desktop, folder)
    assert (done.received, len(done.problems)) == (1, 1)
    assert note(desktop) == "good"
    own = syncing.sync(laptop)
    assert (own.renamed, own.problems) == (False, done.problems)
    odd = folder / os.fsdecode(b"\xff")
    odd.mkdir()
    with pytest.raises(Refused, match="is no text"):
        syncing.sync(desktop, odd)


UNFIT = (
    {"kind": "set", "payload": {"values": {"minutes.mon": "a lot"}}},
    {"kind": "set", "payload": {"values": {"learning_steps": ["10m", "1m"]}}},
    {"kind": "set", "payload": {"values": {"pin.scope": "soon"}}},
    {"kind": "set", "payload": {"values": {"retention": {"a": 1}}}},
    {"kind": "import", "payload": {"source": "l", "works": [
        {"id": "x", "title": 7, "kind": "article", "minutes": "many"}]}},
    {"kind": "grade", "payload": {"card": "scope:recall", "grade": 3, "day": "2026-11-24",
     "phase": "learning", "due": "2026-11-24", "step": 0, "due_at": 10**300}},
    {"kind": "dream", "payload": {"of": "electric sheep"}},
)  # fmt: skip


@pytest.mark.parametrize("unfit", UNFIT, ids=[str(n) for n in range(len(UNFIT))])
def test_what_is_not_understood_is_kept_beside_the_log(
    desktop: Study, laptop: Study, folder: Path, unfit: dict[str, Any]
) -> None:
    planted(folder, unfit, NOTE, schema=SCHEMA + 1)
    done = syncing.sync(desktop, folder)
    assert (done.received, done.waiting, done.problems) == (1, 1, ())
    assert note(desktop) == "good"
    asking.due(desktop)
    meet(folder, desktop, laptop)
    assert syncing.state(laptop).waiting == 1
    shutil.rmtree(folder / "studyplan" / "0badcafe")
    assert syncing.sync(desktop).sent == 2  # forwarded as it came, understood or not


def test_what_a_newer_version_wrote_counts_after_the_upgrade(
    desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(folder, NOTE, {"kind": "mark", "payload": {"changes": {"scope": "read"}}})
    with monkeypatch.context() as older:
        known = merging._is_understood
        older.setattr(merging, "_is_understood", lambda row: row["kind"] == "note" and known(row))
        assert syncing.sync(desktop, folder).waiting == 1
        assert reading.detail(desktop, "scope").listed.status is Status.UNREAD
    done = syncing.sync(desktop)
    assert (done.received, done.waiting) == (1, 0)
    assert reading.detail(desktop, "scope").listed.status is Status.READ


def test_what_an_older_version_read_only_in_part_is_folded_anew_at_the_start(
    desktop: Study, laptop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each upgrade, also of several in steps, whatever schema the files say."""
    monkeypatch.setattr(session, "take_in_content", load_small)
    planted(folder, NOTE, schema=10**6)
    syncing.sync(desktop, folder)
    for step in (1, 2):
        desktop.store.run("UPDATE progress SET note = 'as the older one folded it'")
        with closing(session.open_study(desktop.locations, desktop.clock)) as study:
            assert note(study) == "as the older one folded it"
        monkeypatch.setattr(rebuilding, "SCHEMA", SCHEMA + step)
        with closing(session.open_study(desktop.locations, desktop.clock)) as study:
            assert note(study) == "good"
            assert not rebuilding.is_behind(study.store)
    noting.write_note(laptop, "scope", "x")
    assert not rebuilding.is_behind(laptop.store)  # nothing came from elsewhere


def test_what_cannot_be_folded_is_tried_once_a_schema(
    desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(folder, *[{"kind": "note", "payload": {"resource": "rank", "text": "bad"}}] * 3, NOTE)
    tried = 0
    refold = progress.refold

    def fails(store: Store, resource: str, events: Any) -> None:
        nonlocal tried
        if resource == "rank":
            tried += 1
            raise TypeError("not a note")
        refold(store, resource, events)

    with monkeypatch.context() as patch:
        patch.setattr(progress, "refold", fails)
        assert syncing.sync(desktop, folder).refused == 3
        first = tried
        again = syncing.sync(desktop)
        assert (again.refused, again.waiting, tried) == (3, 0, first)
        assert syncing.state(desktop).refused == 3
    monkeypatch.setattr(sharing, "SCHEMA", SCHEMA + 1)
    done = syncing.sync(desktop)
    assert (done.received, done.refused, note(desktop, "rank")) == (3, 0, "bad")


def test_what_another_process_has_taken_in_is_passed_over(
    desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(folder, *[NOTE] * 3)
    waiting, failed = merging._waiting, 0

    def quicker(store: Store, ids: Any) -> Any:
        monkeypatch.setattr(merging, "_waiting", waiting)
        merging._merge(store, ids[:2], lambda: None)
        return waiting(store, ids)

    def counting(*values: Any) -> int:
        nonlocal failed
        failed += 1
        return take(*values)

    take = merging._take
    monkeypatch.setattr(merging, "_take", counting)
    monkeypatch.setattr(merging, "_waiting", quicker)
    done = syncing.sync(desktop, folder)
    assert (done.received, done.refused, failed) == (1, 0, 1)
    assert desktop.store.value("SELECT count(*) FROM event") == 3


def test_one_that_cannot_be_folded_holds_up_no_other(
    desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(folder, *[NOTE] * 3, {"kind": "note", "payload": {"resource": "rank", "text": "bad"}},
            *[NOTE] * 3)  # fmt: skip
    refold = progress.refold

    def fails(store: Store, resource: str, events: Any) -> None:
        if resource == "rank":
            raise TypeError("not a note")
        refold(store, resource, events)

    monkeypatch.setattr(progress, "refold", fails)
    done = syncing.sync(desktop, folder)
    assert (done.received, done.waiting, done.refused) == (6, 0, 1)
    assert desktop.store.value("SELECT count(*) FROM event") == 6


def test_very_many_are_taken_in_at_once(
    laptop: Study, desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MANY", 50)
    monkeypatch.setattr(segments, "FULL", 2_000)
    monkeypatch.setattr(syncing, "_AT_ONCE", 7)
    laptop.do(Imported("l", (Resource("own", "My own", Kind.ARTICLE),)))
    for number in range(60):
        noting.write_note(laptop, ("scope", "own")[number % 2], str(number))
    told: list[tuple[str, int, int]] = []
    syncing.sync(laptop, folder, lambda *how_far: told.append(how_far))
    assert len(files_of(folder)) > 5
    syncing.sync(desktop, folder, lambda *how_far: told.append(how_far))
    assert {what for what, _, _ in told} == {"reading", "merging", "writing"}
    meet(folder, laptop, desktop)
    assert note(desktop, "own") == "59"


def test_later_syncs_read_only_what_is_new(
    laptop: Study, desktop: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        noting.write_note(laptop, "scope", str(number))
    meet(folder, laptop, desktop)
    noting.write_note(laptop, "scope", "new")
    syncing.sync(laptop)
    checked: list[bytes] = []
    check = segments._check

    def counting(text: bytes) -> str:
        checked.append(text)
        return check(text)

    monkeypatch.setattr(segments, "_check", counting)
    assert syncing.sync(desktop).received == 1
    assert len(checked) <= 3
