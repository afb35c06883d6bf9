"""The complete export: whatever somebody did, taking it in elsewhere gives the same study."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyplan.clock import FixedClock
from studyplan.domain.resource import Status
from studyplan.exchange import full_json
from studyplan.locations import Locations
from studyplan.store.engine import Store, in_memory
from studyplan.study import Refused, Study, complete, history, noting, reading
from studyplan.study import settings as own
from tests.sync.machines import FOLDED, LOG, START, Run, blank, load_small, rows


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(blank(tmp_path_factory.mktemp("blank"))) as store:
        yield store


@pytest.fixture(scope="module", autouse=True)
def little_ships() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(complete, "take_in_content", load_small)
        patch.setattr("studyplan.study.syncing.take_in_content", load_small)
        yield


def empty(origin: Store, folder: Path) -> Study:
    """The study of somebody who has just installed it on another machine."""
    return Study(in_memory(origin), FixedClock(START), Locations(folder, folder, folder))


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), steps=st.integers(0, 60))
def test_any_study_is_the_same_once_it_was_taken_in(origin: Store, seed: int, steps: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = Run(folder, origin, seed)
        run.go(steps)
        study = run.devices[0].study
        first, second = folder / "a.json", folder / "b.json"
        complete.export(study, first)
        with closing(empty(origin, folder)) as new:
            done = complete.take_in(new, first)
            complete.export(new, second)
            assert first.read_bytes() == second.read_bytes()
            assert rows(new.store, FOLDED) == rows(study.store, FOLDED)
            assert rows(new.store, LOG) == rows(study.store, LOG)
            assert done.new + done.waiting == sum(map(len, rows(study.store, LOG).values()))
            assert complete.take_in(new, first).new == 0
        run.close()


@pytest.fixture
def small(origin: Store, tmp_path: Path) -> Iterator[Study]:
    with closing(empty(origin, tmp_path)) as study:
        reading.mark(study, "scope", Status.READ)
        noting.write_note(study, "rank", "A “note” \u2028 of mine.")
        own.change(study, {"retention": "0.85"})
        yield study


def test_it_joins_what_was_done_elsewhere(small: Study, origin: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    complete.export(small, path)
    (tmp_path / "other").mkdir()
    with closing(empty(origin, tmp_path / "other")) as other:
        reading.mark(other, "towers-1", Status.READING)
        assert complete.take_in(other, path).new == 3
        statuses = {one.id: one.status for one in reading.works(other)}
        assert (statuses["scope"], statuses["towers-1"]) == (Status.READ, Status.READING)
        assert history.undo(other)  # what was done here, not what came
        assert reading.detail(other, "scope").listed.status is Status.READ


def test_what_is_readable_says_what_there_is(small: Study, tmp_path: Path) -> None:
    complete.export(small, tmp_path / "a.json")
    found = json.loads((tmp_path / "a.json").read_bytes())["readable"]
    works = {one["id"]: one for one in found["works"]}
    assert works["scope"]["status"] == "read"
    assert works["scope"]["status_at"] == "2026-11-24T09:00:00.000+00:00"
    assert works["rank"]["note"] == "A “note” \u2028 of mine."
    assert found["settings"] == [{"key": "retention", "value": 0.85}]
    assert {one["id"] for one in found["cards"]} == {"scope:recall", "scope:out"}


def _again(export: dict[str, Any]) -> bytes:
    """An export with the checks that somebody computes who forges one."""
    for event in export["events"]:
        event.pop("check", None)
    found = full_json.Export(
        export["schema"], tuple(map(tuple, export["clocks"])), export["events"], export["waiting"]
    )
    return b"".join(full_json.write(found, {}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["events"][1].update(id="1"), "event 2 has no id"),
        (lambda one: one["events"][1].update(at=-1), "event 2 has no instant"),
        (lambda one: one["events"][1].update(at=2**60), "event 2 is dated"),
        (lambda one: one["events"][1].update(device="../x"), "event 2 names no device"),
        (lambda one: one["events"][0].update(payload={"changes": {}}), "event 1 is no action"),
        (lambda one: one["events"][0].update(kind="dream"), "event 1 is no action"),
        (lambda one: one["events"].append(one["events"][0]), "event 4 has the id of event 1"),
        (lambda one: one["clocks"].append([1]), "`clocks`"),
    ],
)  # fmt: skip
def test_a_forged_one_changes_nothing(
    small: Study, origin: Store, tmp_path: Path, change: Any, said: str
) -> None:
    path = tmp_path / "a.json"
    complete.export(small, path)
    export = json.loads(path.read_bytes())
    change(export)
    path.write_bytes(_again(export))
    with closing(empty(origin, tmp_path)) as new:
        before = rows(new.store, (*LOG, "meta"))
        with pytest.raises(Refused, match=said):
            complete.take_in(new, path)
        assert rows(new.store, (*LOG, "meta")) == before


@given(data=st.data())
def test_a_damaged_one_changes_nothing(
    small_file: bytes, origin: Store, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, small_file.index(b'"readable"') - 1))
    kind = data.draw(st.sampled_from(("cut", "flip", "drop")))
    damaged = {
        "cut": small_file[:at],
        "flip": small_file[:at] + bytes([small_file[at] ^ 1]) + small_file[at + 1 :],
        "drop": small_file[:at] + small_file[at + 1 :],
    }[kind]
    with tempfile.TemporaryDirectory() as name, closing(empty(origin, Path(name))) as new:
        path = Path(name) / "a.json"
        path.write_bytes(damaged)
        before = rows(new.store, LOG)
        refused = False
        try:
            complete.take_in(new, path)
        except Refused:
            refused = True
        if refused:
            assert rows(new.store, LOG) == before
        else:  # white space, the schema, a clock: all events are there as they were
            complete.export(new, path, force=True)
            assert _events(path.read_bytes()) == _events(small_file)


def _events(data: bytes) -> object:
    return json.loads(data)["events"]


@pytest.fixture(scope="module")
def small_file(origin: Store, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("file")
    with closing(empty(origin, folder)) as study:
        reading.mark(study, "scope", Status.READ)
        noting.write_note(study, "rank", "Ä “note”")
        complete.export(study, folder / "a.json")
    return (folder / "a.json").read_bytes()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1"),
        (b"\n\n{", "line 3"),
        (b"\n\xff", "line 2"),
        (b"[" * 200_000, "nesting"),
        (b"[]", "no export"),
        (b'{"studyplan":"export"}', "`events` is missing"),
        (b'{"studyplan":"export","x":NaN}', "number"),
        (b'{"studyplan":"export","events":[],"waiting":[],"clocks":[],"schema":1,"format":2}',
         "newer"),
        (b'{"studyplan":"export","events":[1],"waiting":[],"clocks":[],"schema":1,"format":1}',
         "event 1 is no record"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_one_sentence(
    small: Study, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(Refused, match=said):
        complete.look_into(small, path)


def test_another_file_is_left_as_it_is(small: Study, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("{}")
    with pytest.raises(Refused, match="--force"):
        complete.export(small, path)
    assert path.read_text() == "{}"
    complete.export(small, path, force=True)
    complete.export(small, path)  # its own it replaces
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
