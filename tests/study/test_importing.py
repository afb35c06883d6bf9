"""Lists in: what comes with new works, what a second import does, and undo of all of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from studyplan.domain.resource import Status
from studyplan.store import progress, rebuilding
from studyplan.study import Refused, Study, history, importing, noting, reading
from studyplan.study.importing import look_into, take_in

LIST = """\
title,url,time_added,tags,status,read_at,notes
How a feature store is built,https://a.org/1,1700000000,ml|ops,archive,2023-11-20,
How a feature store is served,https://a.org/2,,,unread,,To read first
How a feature store is tested,https://a.org/3,,,reading,,
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(LIST)
    return path


def state(study: Study) -> list[tuple[object, ...]]:
    tables = ("progress", "work", "resource", "card", "prompt")
    return [tuple(row) for name in tables for row in study.store.rows(f"SELECT * FROM {name}")]


def test_what_a_list_says_of_new_works_comes_with_them(study: Study, path: Path) -> None:
    built, served, tested = take_in(study, path).new_works
    found = [progress.read(study.store, work.id) for work in (built, served, tested)]
    assert [one.status for one in found] == [Status.READ, Status.UNREAD, Status.READING]
    assert found[0].status_at == datetime(2023, 11, 20, 12, tzinfo=UTC)
    assert [one.status_at for one in found[1:]] == [None, None]
    assert [one.note for one in found] == ["", "To read first", ""]
    assert built.added == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert reading.detail(study, built.id).work == built
    assert [one.what for one in history.of_resource(study, served.id)] == [
        "imported 3 works from mine.csv"
    ]


def test_undo_takes_all_of_it_back_and_redo_brings_it_again(study: Study, path: Path) -> None:
    before = state(study)
    take_in(study, path)
    after = state(study)
    history.undo(study)
    assert state(study) == before
    history.redo(study)
    assert state(study) == after
    with study.store.transaction():
        rebuilding.snapshot(study.store)
        rebuilding.rebuild(study.store)
        assert rebuilding.differences(study.store, ("progress", "work", "subject")) == {}


def test_a_note_of_a_list_is_written_over(study: Study, path: Path) -> None:
    _, served, _ = take_in(study, path).new_works
    noting.write_note(study, served.id, "Mine", base="To read first")
    assert progress.read(study.store, served.id).note == "Mine"
    history.undo(study)
    assert progress.read(study.store, served.id).note == "To read first"


def test_a_second_import_adds_what_is_new_and_touches_nothing_else(
    study: Study, path: Path
) -> None:
    built, _, tested = take_in(study, path).new_works
    kept = [progress.read(study.store, work.id) for work in (built, tested)]
    lines = LIST.splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace("archive", "reading"),
                               "How a feature store is moved,https://a.org/4,,,archive,,",
                               lines[2]]))  # fmt: skip
    report = take_in(study, path)
    (moved,) = report.new_works
    assert report.vanished == (tested,)
    assert [one.work for one in report.untouched] == [built]
    assert report.untouched[0].line == 2
    assert [progress.read(study.store, work.id) for work in (built, tested)] == kept
    assert progress.read(study.store, moved.id).status is Status.READ
    again = look_into(study, path)
    assert (again.new_works, again.vanished, len(again.known)) == ((), (), 3)


def test_another_list_of_the_same_name_makes_nothing_vanish(study: Study, path: Path) -> None:
    take_in(study, path)
    path.write_text("title,url\nSomething else,https://b.org\n")
    assert look_into(study, path).vanished == ()
    path.write_text(LIST.rsplit("How", 1)[0])
    assert look_into(study, path, source="another").vanished == ()
    assert [work.title for work in look_into(study, path).vanished] == [
        "How a feature store is tested"
    ]


def test_more_than_the_log_takes_at_once_changes_nothing(
    study: Study, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(study)
    monkeypatch.setattr(importing, "MOST_CHARACTERS", 100)
    with pytest.raises(Refused, match=r"mine\.csv holds 3 new works, more than can be taken in"):
        take_in(study, path)
    assert state(study) == before
