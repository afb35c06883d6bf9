"""The files of a shared folder: nothing half copied, damaged or hostile is more than a sentence."""

import json
import os
import stat
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.store import segments, shared_folder
from studyplan.store.engine import StoreError
from studyplan.store.segments import Found, Header, Place, Row, append

DEVICE, OTHER = "0123abcd", "89ef4567"
LATEST = 4_949_000_000_000
HEADER = Header(DEVICE, "laptop", 3)


def row(number: int, payload: str = '{"resource":"scope","text":"“γ” \\n"}') -> Row:
    id = UUID(int=(1_790_000_000_000 + number << 80) | (7 << 76) | (2 << 62) | number)
    return id.bytes, DEVICE, 1_790_000_000_000 + number, "note", payload


def read(path: Path, device: str, place: Place | None) -> Found:
    return segments.read(path, device, place, LATEST)


ROWS = [row(number) for number in range(5)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = shared_folder.path_of(tmp_path, DEVICE, shared_folder.numbered(1))
    append(path, HEADER, ROWS, None)
    return path


def line(what: str, record: Any) -> bytes:
    return segments._line(what, json.dumps(record))


def with_line(file: Path, record: Any) -> list[str]:
    """What is said of a file with one line more; all others are read."""
    with file.open("ab") as opened:
        opened.write(line("event", record))
    found = read(file, DEVICE, None)
    assert list(found.events) == ROWS
    return [str(one) for one in found.problems]


def good(**other: Any) -> dict[str, Any]:
    id, device, at, kind, payload = row(9)
    known = {"id": str(UUID(bytes=id)), "device": device, "at": at, "kind": kind}
    return {**known, "payload": json.loads(payload), **other}


def test_what_was_written_is_read(file: Path) -> None:
    found = read(file, DEVICE, None)
    assert list(found.events) == ROWS
    assert found.header == HEADER
    assert found.problems == ()
    assert not found.begun
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    for text in file.read_text(encoding="utf-8").splitlines():
        json.loads(text)


def test_only_what_is_new_is_read_the_next_time(file: Path) -> None:
    place = read(file, DEVICE, None).place
    again = read(file, DEVICE, place)
    assert (again.events, again.place) == ((), place)
    appended, written = append(file, HEADER, [row(7)], place)
    assert written == 1
    assert segments.is_as_left(file, appended)
    found = read(file, DEVICE, place)
    assert found.events == (row(7),)
    assert found.place == appended
    assert found.header is None


def test_a_full_file_is_closed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "FULL", 500)
    path = file.with_name(shared_folder.numbered(2))
    _, written = append(path, HEADER, ROWS, None)
    assert 1 <= written < len(ROWS)


@given(st.lists(st.integers(0, 2_000), max_size=8))
def test_a_file_that_is_copied_in_pieces_is_read_in_pieces(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    whole = shared_folder.path_of(folder, DEVICE, "000001.jsonl")
    append(whole, HEADER, ROWS, None)
    data, copy = whole.read_bytes(), folder / "copy.jsonl"
    place: Place | None = None
    events: list[Row] = []
    for cut in [*sorted(cuts), len(data)]:
        copy.write_bytes(data[:cut])
        found = read(copy, DEVICE, place)
        assert found.problems == ()
        place, events = found.place, [*events, *found.events]
    assert events == ROWS


@given(place=st.integers(0, 10**6), to=st.integers(0, 255))
def test_one_wrong_byte_costs_one_line_until_it_is_mended(
    tmp_path_factory: pytest.TempPathFactory, place: int, to: int
) -> None:
    folder = tmp_path_factory.mktemp("wrong")
    path = shared_folder.path_of(folder, DEVICE, "000001.jsonl")
    append(path, HEADER, ROWS, None)
    data = path.read_bytes()
    place %= len(data)
    header = data.index(b"\n") + 1
    path.write_bytes(data[:place] + bytes([to]) + data[place + 1 :])
    found = read(path, DEVICE, None)
    if place >= header and data[place] != ord("\n") and to != ord("\n"):
        assert len(found.events) >= len(ROWS) - 1
    assert set(found.events) <= set(ROWS)
    path.write_bytes(data)
    again = read(path, DEVICE, found.place)
    assert {*found.events, *again.events} == set(ROWS)
    assert again.problems == ()


@given(st.binary(max_size=300))
def test_anything_at_all_is_no_more_than_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "000001.jsonl"
    path.write_bytes(data)
    found = read(path, DEVICE, None)
    assert found.events == ()
    for one in found.problems:
        assert str(path) in str(one)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (good(id="no"), "has no id or payload that can be kept"),
        (good(id=7), "has no id or payload that can be kept"),
        (good(id=str(UUID(int=1))), "has no id of studyplan"),
        (
            good(id="ffffffff-ffff-7000-8000-000000000000"),
            "is dated more than a century ahead; it waits",
        ),
        (good(device="../../etc"), "names no device"),
        (good(at=True), "has no instant that can be"),
        (good(at=-1), "has no instant that can be"),
        (good(at=10**15), "is dated more than a century ahead; it waits"),
        (good(kind="\x1b[2J"), "is of no kind that can be"),
        (good(payload=[]), "has no payload"),
        (good(payload={"text": "\ud800"}), "has no id or payload that can be kept"),
        (good(payload={"seconds": float("inf")}), "is no JSON that can be read"),
        ([], "is no record"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_the_rest_goes_on(
    file: Path, record: Any, said: str
) -> None:
    assert with_line(file, record) == [f"{file}:7: {said}."]


def test_nesting_without_end_is_no_json(file: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    with file.open("ab") as opened:
        opened.write(segments._line("event", f'{{"payload":{deep}}}'))
    assert "JSON" in str(read(file, DEVICE, None).problems[0])


def test_what_commands_a_terminal_is_dropped_as_from_typed_text(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(line("event", good(payload={"text": "a\x1b]0;x\x07\u202eb", "n": ["\x9b1m"]})))
    assert json.loads(read(file, DEVICE, None).events[-1][4]) == {"text": "a]0;xb", "n": ["1m"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "newer studyplan"),
        ({"device": OTHER}, "another device than its folder"),
        ({"schema": "3"}, "no header"),
    ],
)
def test_a_file_of_another_form_or_device_is_left_alone(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = tmp_path / "000001.jsonl"
    record = {"studyplan": "events", "format": 1, "schema": 3, "device": DEVICE, "name": "x"}
    path.write_bytes(line("header", record | change) + line("event", good()))
    found = read(path, DEVICE, None)
    assert found.events == ()
    assert found.place is None  # so it is read once the program can
    assert said in str(found.problems[0])


@pytest.mark.skipif(os.name == "nt", reason="there are neither links nor pipes for everybody")
def test_links_pipes_and_giants_are_not_followed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = file.parents[1]
    link = file.with_name("000002.jsonl")
    link.symlink_to(file)
    (home / OTHER).symlink_to(file.parent)
    assert shared_folder.devices(home.parent).names == (DEVICE,)
    assert read(link, DEVICE, None).events == ()
    with pytest.raises(StoreError, match="is a link"):
        append(home / OTHER / "000001.jsonl", Header(OTHER, "x", 3), ROWS, None)
    pipe = file.with_name("000003.jsonl")
    os.mkfifo(pipe)
    assert "is no file" in str(read(pipe, DEVICE, None).problems[0])
    monkeypatch.setattr(segments, "LARGEST_FILE", 100)
    assert "larger than" in str(read(file, DEVICE, None).problems[0])


def test_names_that_are_none_of_ours_are_passed_over(file: Path) -> None:
    home = file.parents[1]
    for name in ("..hidden", "not-a-device", "0123ABCD", "0123abcd0"):
        (home / name).mkdir()
    (home / "README").write_text("x")
    file.with_name("notes.txt").write_text("x")
    copy = file.with_name("000001.sync-conflict-20261124-090000-ABC.jsonl")
    copy.write_bytes(file.read_bytes())
    assert shared_folder.devices(home.parent).names == (DEVICE,)
    assert shared_folder.files_of(home.parent, DEVICE).names == (file.name, copy.name)


def test_nothing_is_written_over_what_somebody_else_wrote(file: Path) -> None:
    place = read(file, DEVICE, None).place
    with file.open("ab") as opened:
        opened.write(b"x")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        append(file, HEADER, [row(8)], place)
    with pytest.raises(StoreError, match="exists"):
        append(file, HEADER, [row(8)], None)
    assert file.read_bytes() == before


def test_a_full_disk_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, before = read(file, DEVICE, None).place, file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    new = file.with_name("000002.jsonl")
    for path, at in ((file, place), (new, None)):
        with pytest.raises(StoreError, match=r"No space left on device. Nothing was sent."):
            append(path, HEADER, [row(8)], at)
    assert file.read_bytes() == before
    assert not new.exists()


def test_odd_names_are_said_and_the_others_read(file: Path) -> None:
    shared, folder = file.parents[2], file.parent
    copies = ("000001 (conflicted copy).jsonl", "000001.sync-conflict-20261124-1-AB.jsonl")
    odd = (b"\xff.jsonl", b"000001-\xff.jsonl", b"notes.jsonl", b"000001\n.jsonl", b"0000010.jsonl")
    ignored = (b"._000001.jsonl", b"000001.jsonl.tmp", b"README")
    for name in (*copies, *map(os.fsdecode, (*odd, *ignored))):
        (folder / name).touch()
    there = shared_folder.files_of(shared, DEVICE)
    assert there.names == (copies[0], "000001.jsonl", copies[1])
    assert len(there.problems) == len(odd)
    for problem in there.problems:
        assert str(problem).endswith(": has no name that we read.")
        assert str(problem).isprintable()


def test_links_are_not_followed_at_any_depth(file: Path, tmp_path: Path) -> None:
    shared = file.parents[2]
    (shared_folder.home(shared) / OTHER).symlink_to(file.parent)
    there = shared_folder.devices(shared)
    assert there.names == (DEVICE,)
    assert [str(one) for one in there.problems] == [
        f"{shared_folder.home(shared) / OTHER}: is no folder (links are not followed)."
    ]
    (tmp_path / "other").mkdir()
    shared_folder.home(tmp_path / "other").symlink_to(shared_folder.home(shared))
    with pytest.raises(StoreError, match="studyplan is a link, and is not followed"):
        shared_folder.devices(tmp_path / "other")


def test_more_than_is_read_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = file.parents[2]
    (file.parents[1] / OTHER).mkdir()
    (file.parent / "000002.jsonl").touch()
    monkeypatch.setattr(shared_folder, "MOST_DEVICES", 1)
    monkeypatch.setattr(shared_folder, "MOST_FILES", 1)
    for there, left in (
        (shared_folder.devices(shared), OTHER),
        (shared_folder.files_of(shared, DEVICE), "000002.jsonl"),
    ):
        assert len(there.names) == 1
        (problem,) = map(str, there.problems)
        assert problem.endswith(
            f"holds more than 1 that are read; the rest is left from {left} on."
        )
