"""The files that devices share: events, a line each, appended by one device alone.

A line is `{"check":"<16 hex digits>","<what>":<JSON>}`: the check is the beginning of the SHA-256
of the JSON as it stands there, so that a line is known to be whole without trusting anything else.
The first line of a file is its header, each other one an event. A file that has grown to
`FULL` is never touched again; the next one begins.

Everything read here comes from outside: sizes and numbers are bounded, and a line that is not what
it should be is named and passed over. Where the files lie: `shared_folder`.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from studyplan.domain.text import clean
from studyplan.store import files
from studyplan.store.engine import StoreError
from studyplan.store.shared_folder import DEVICE, MOST_PROBLEMS, Problem, one_line

FORMAT = 1
"""Of the files; a file of a larger one is left for a newer version of the program."""
FULL = 1_000_000
"""Bytes from which on a file is closed."""
LARGEST_FILE = 64_000_000
LARGEST_LINE = 16_000_000

_LINE = re.compile(rb'\{"check":"([0-9a-f]{16})","(header|event)":(.*)\}', re.DOTALL)
_KIND = re.compile(r"[a-z][a-z_-]{0,39}")
_NAME_LENGTH = 60
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

Row = tuple[bytes, str, int, str, str]
"""An event as the table `event` has it: id, device, at, kind, payload."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file was read, or written: its last line, by which the file is known again."""

    begins: int
    """Of that line, in bytes from the start of the file."""
    ends: int
    line: int
    """Its number, from 1."""
    digest: str
    """Its check."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file."""

    device: str
    name: str
    """Of the device, for a person."""
    schema: int
    """Of the program that wrote it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a file beyond a place."""

    header: Header | None
    """Where its first line was read."""
    events: tuple[Row, ...]
    place: Place | None
    """How far it need not be read again; None where nothing is whole yet."""
    problems: tuple[Problem, ...]
    begun: bool
    """Whether a line at its end is not whole yet: it is still being copied."""


class _Malformed(ValueError):
    """A line is not what it should be; the text says how."""


# ------------------------------------------------------------------------------ reading


def read(path: Path, device: str, place: Place | None, latest: int) -> Found:
    """The events of a file beyond a place, and how far it was read; all of them where it is not
    the file any more that the place was in.

    Args:
        latest: in milliseconds since 1970; an event that is later waits.

    A line that is not whole at the end waits for the next time. From the first line that is wrong
    on, the file is read again the next time, since it may be in the middle of being copied.
    """
    try:
        data, start = _bytes(path, 0 if place is None else place.begins)
    except OSError as error:
        return _unread(path, error.strerror or str(error))
    except _Malformed as error:
        return _unread(path, str(error))
    if place is not None and not _is_there(data, place):
        return read(path, device, None, latest)
    if place is not None and start + len(data) == place.ends:
        return Found(None, (), place, (), begun=False)
    return _Reading(path, device, place, latest).read(data)


def is_as_left(path: Path, place: Place) -> bool:
    """Whether a file ends with the line that was written to it last, and where that ended."""
    try:
        data, start = _bytes(path, place.begins)
    except (OSError, _Malformed):
        return False
    return start + len(data) == place.ends and _is_there(data, place)


def _bytes(path: Path, start: int) -> tuple[bytes, int]:
    """What a file holds from `start` on; of a shorter one nothing."""
    opened = os.open(path, _OPEN | getattr(os, "O_BINARY", 0))
    with os.fdopen(opened, "rb") as file:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise _Malformed("is no file")
        if status.st_size > LARGEST_FILE:
            raise _Malformed(f"is larger than {LARGEST_FILE // 1_000_000} MB, so it is not read")
        file.seek(start)
        return file.read(LARGEST_FILE), start


def _is_there(data: bytes, place: Place) -> bool:
    """Whether `data` begins with the line of a place."""
    line = data[: place.ends - place.begins]
    match = _LINE.fullmatch(line.rstrip(b"\n")) if line.endswith(b"\n") else None
    return match is not None and match[1] == place.digest.encode() == _check(match[3]).encode()


def _unread(path: Path, what: str) -> Found:
    return Found(None, (), None, (Problem(path, 0, what),), begun=False)


class _Reading:
    """One pass over a file from a place on."""

    def __init__(self, path: Path, device: str, place: Place | None, latest: int) -> None:
        self.path, self.device, self.place, self.latest = path, device, place, latest
        self.header: Header | None = None
        self.events: list[Row] = []
        self.problems: list[Problem] = []

    def read(self, data: bytes) -> Found:
        """Read the lines of `data`, which begins at the place."""
        at = number = base = 0
        if self.place is not None:
            base, number = self.place.begins, self.place.line
            at = self.place.ends - base
        while (end := data.find(b"\n", at)) >= 0:
            number += 1
            try:
                digest = self._take(data[at:end], number)
            except _Malformed as error:
                self._complain(number, str(error))
                if number == 1:  # whose events these are, and of which form, is not known
                    break
            else:
                if not self.problems:
                    self.place = Place(base + at, base + end + 1, number, digest)
            at = end + 1
        begun = end < 0 and at < len(data)
        if begun and len(data) - at > LARGEST_LINE:
            self._complain(number + 1, "is too long")
            begun = False
        problems = tuple(self.problems)
        return Found(self.header, tuple(self.events), self.place, problems, begun)

    def _take(self, line: bytes, number: int) -> str:
        """Read one line; its check."""
        if len(line) > LARGEST_LINE:
            raise _Malformed("is too long")
        match = _LINE.fullmatch(line)
        if match is None or (match[2] == b"header") != (number == 1):
            raise _Malformed("is no line of studyplan")
        if _check(match[3]).encode() != match[1]:
            raise _Malformed("is damaged, or not copied to its end yet")
        if number == 1:
            self.header = _header(_json(match[3]), self.device)
        else:
            self.events.append(row_of(_json(match[3]), self.latest))
        return match[1].decode()

    def _complain(self, number: int, what: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.path, number, what))


def _check(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Malformed("is no JSON that can be read") from error
    if not isinstance(found, dict):
        raise _Malformed("is no record")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _header(record: dict[str, Any], device: str) -> Header:
    form, schema, name = record.get("format"), record.get("schema"), record.get("name")
    if not isinstance(form, int) or not isinstance(schema, int) or not isinstance(name, str):
        raise _Malformed("is no header of studyplan")
    if form > FORMAT:
        raise _Malformed("was written by a newer studyplan; it waits until this one is upgraded")
    if record.get("device") != device:
        raise _Malformed("says that it is of another device than its folder")
    return Header(device, one_line(name)[:_NAME_LENGTH], min(schema, 10**6))


def row_of(record: dict[str, Any], latest: int) -> Row:
    """An event of a form that the log can keep, whether or not its kind is known.

    Raises:
        ValueError: it is of no such form; the text goes on from what it is of.
    """
    device, at, kind = record.get("device"), record.get("at"), record.get("kind")
    if not isinstance(device, str) or not DEVICE.fullmatch(device):
        raise _Malformed("names no device")
    if type(at) is not int or at < 0:
        raise _Malformed("has no instant that can be")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise _Malformed("is of no kind that can be")
    if not isinstance(payload := record.get("payload"), dict):
        raise _Malformed("has no payload")
    try:
        id = UUID(record["id"])
        text = _dumped(_cleaned(payload))
        text.encode()
    except (KeyError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise _Malformed("has no id or payload that can be kept") from error
    if id.version != 7:
        raise _Malformed("has no id of studyplan")
    if max(at, id.int >> 80) > latest:
        raise _Malformed("is dated more than a century ahead; it waits")
    return id.bytes, device, at, kind, text


def _cleaned(value: Any) -> Any:
    """A JSON value whose texts are cleaned as typed ones are."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(one) for one in value]
        case dict():
            return {clean(key): _cleaned(one) for key, one in value.items()}
        case _:
            return value


# ------------------------------------------------------------------------------ writing


def append(
    path: Path, header: Header, rows: Sequence[Row], place: Place | None
) -> tuple[Place, int]:
    """Append events to a file of our own, which is begun where `place` is None; on the disk.

    Returns:
        Where its last line stands now, and how many of the events there was room for (one at
        least).

    Raises:
        StoreError: it cannot be written, or is there already; it is then as it was before.
    """
    start = 0 if place is None else place.ends
    number = 0 if place is None else place.line
    text = bytearray()
    if place is None:
        record = {"studyplan": "events", "format": FORMAT, "schema": header.schema}
        text += _line("header", _dumped(record | {"device": header.device, "name": header.name}))
        number += 1
    begins = start
    written = 0
    for row in rows:
        if written and start + len(text) >= FULL:
            break
        begins = start + len(text)
        text += _line("event", event_text(row))
        number, written = number + 1, written + 1
    last = bytes(text[begins - start :])
    _write(path, bytes(text), start)
    match = _LINE.fullmatch(last[:-1])
    assert match is not None  # noqa: S101 - written a line ago
    return Place(begins, start + len(text), number, match[1].decode()), written


def is_whole(path: Path) -> bool:
    """Whether every line of a file of our own is as it was written.

    Raises:
        StoreError: it cannot be read.
    """
    return all(match is not None for match in _lines(path))


def sound(path: Path) -> list[bytes]:
    """The ids of the events in a file of our own whose lines are as they were written, in order.

    Raises:
        StoreError: it cannot be read.
    """
    found = []
    for match in _lines(path):
        if match is not None and match[2] == b"event":
            with suppress(_Malformed, LookupError, ValueError, TypeError, AttributeError):
                found.append(UUID(_json(match[3])["id"]).bytes)  # else somebody else wrote it
    return found


def _lines(path: Path) -> Iterator[re.Match[bytes] | None]:
    """The lines of a file of our own; None for each that is damaged."""
    try:
        data, _ = _bytes(path, 0)
    except (OSError, _Malformed) as error:
        raise StoreError(f"{path}: {error}. Nothing was sent.") from error
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n")):
        match = _LINE.fullmatch(line)
        if match is not None and (match[2] == b"header") == (number == 0):
            yield match if _check(match[3]).encode() == match[1] else None
        else:
            yield None


def write_anew(path: Path, header: Header, rows: Sequence[Row]) -> Place:
    """Put a file with these events, all of which stood in it, in place of one of our own.

    Returns:
        Where its last line stands.

    Raises:
        StoreError: it cannot be written; the file is then as it was.
    """
    aside = path.with_name(f".{path.name}.new")  # which nobody reads
    try:
        aside.unlink(missing_ok=True)
        place, _ = append(aside, header, rows, None)
        aside.replace(path)
        files.to_disk(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Nothing was sent.") from error
    return place


def _line(what: str, text: str) -> bytes:
    raw = text.encode()
    return b'{"check":"%s","%s":%s}\n' % (_check(raw).encode(), what.encode(), raw)


def event_text(row: Row) -> str:
    """An event as JSON, as it stands in a line."""
    id, device, at, kind, payload = row
    known = {"id": str(UUID(bytes=id)), "device": device, "at": at, "kind": kind}
    return f'{_dumped(known)[:-1]},"payload":{payload}}}'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _write(path: Path, text: bytes, start: int) -> None:
    """Add `text` at `start`, the end of the file; what was half written is cut off again."""
    how = os.O_CREAT | os.O_EXCL if start == 0 else os.O_APPEND
    how |= os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        _make_folders(path.parent)
        opened = os.open(path, how, files.FILE_MODE)
        with os.fdopen(opened, "wb", buffering=0) as file:
            if os.fstat(opened).st_size != start:
                raise OSError(None, "was just written by another program")
            try:
                left = memoryview(text)
                while left:
                    left = left[file.write(left) :]
                os.fsync(opened)
            except OSError:
                file.truncate(start)
                if start == 0:
                    path.unlink()
                raise
        if start == 0:
            files.to_disk(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Nothing was sent.") from error


def cut(path: Path, ends: int) -> None:
    """Cut off what stands behind `ends` in a file of our own; of a file without a line, all.

    Raises:
        StoreError: it cannot be written.
    """
    how = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        if ends == 0:
            path.unlink(missing_ok=True)
            return
        with os.fdopen(os.open(path, how), "wb", buffering=0) as file:
            file.truncate(ends)
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Nothing was sent.") from error


def _make_folders(folder: Path) -> None:
    """Make the folder of a device; refused where a link stands in the way."""
    for one in (folder.parent, folder):
        if one.is_symlink():
            raise OSError(None, "is a link, and is not followed")
        files.make_folder(one)


def rows_of(values: Iterable[Any]) -> Iterator[Row]:
    """Rows of the database as they are written."""
    for value in values:
        yield value["id"], value["device"], value["at"], value["kind"], value["payload"]
