"""Everything of a study as one JSON file, and such a file read again (docs/export.md).

The events of the log are the truth, one on a line, each with a check by which a change is found.
What stands under `readable` follows from them; it is for other programs, and is not read again.
Nothing of the moment of the export is in it: a study has one such file, byte for byte.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

FORMAT = 1
LARGEST = 256_000_000
"""Bytes; of a larger file nothing is read."""
_START = re.compile(rb'\s*\{\s*"studyplan"\s*:\s*"export"')
_FORM = {"events": list, "waiting": list, "clocks": list, "schema": int, "format": int}


class Unfit(Exception):
    """A file is no whole export; the text is a sentence for a person, without the file's name."""


@dataclass(frozen=True, slots=True)
class Export:
    """What such a file holds, its checks compared; the events are not looked into yet."""

    schema: int
    """Of the database that it was written from."""
    clocks: tuple[tuple[int, int], ...]
    """Milliseconds since 1970, and the offset from UTC in seconds that held since."""
    events: Sequence[Mapping[str, Any]]
    waiting: Sequence[Mapping[str, Any]]
    """Events that the program that wrote it did not understand itself."""


def is_export(start: bytes) -> bool:
    """Whether a file that begins like this is such an export."""
    return _START.match(start) is not None


def write(export: Export, readable: Mapping[str, Any]) -> Iterator[bytes]:
    """The file, in pieces."""
    head = {"studyplan": "export", "format": FORMAT, "schema": export.schema}
    yield _dumped(head)[:-1].encode() + b",\n"
    yield f'"clocks":{_dumped(export.clocks)},\n'.encode()
    yield b'"events":['
    yield from _lines(export.events)
    yield b'],\n"waiting":['
    yield from _lines(export.waiting)
    text = json.dumps(readable, ensure_ascii=False, allow_nan=False, indent=1)
    yield f'],\n"readable":{text}\n}}\n'.encode()


def _lines(events: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    between = "\n"
    for event in events:
        text = _dumped(event)
        yield f'{between}{text[:-1]},"check":"{_check(text)}"}}'.encode()
        between = ",\n"


def read(path: Path) -> Export:
    """What an export holds.

    Raises:
        Unfit: it is none, is damaged, or was changed by hand.
        OSError: it cannot be read.
    """
    with path.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unfit(f"is larger than {LARGEST // 1_000_000} MB, so it is not read.")
    try:
        found = json.loads(data.decode(), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unfit(f"line {error.lineno}: is no JSON from here on ({error.msg}).") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unfit(f"line {line}: is no UTF-8 text.") from error
    except (ValueError, RecursionError) as error:
        raise Unfit("holds a number, or a nesting, that no export has.") from error
    if not isinstance(found, dict) or found.get("studyplan") != "export":
        raise Unfit("is no export of studyplan.")
    for name, form in _FORM.items():
        if type(found.get(name)) is not form:
            raise Unfit(
                f"is no whole export of studyplan: `{name}` is missing or is something else."
            )
    if found["format"] > FORMAT:
        raise Unfit("was written by a newer studyplan; upgrade this one to read it.")
    return Export(
        schema=found["schema"],
        clocks=tuple(_clock(one) for one in found["clocks"]),
        events=[_event(one, f"event {n}") for n, one in enumerate(found["events"], 1)],
        waiting=[_event(one, f"waiting event {n}") for n, one in enumerate(found["waiting"], 1)],
    )


def _event(record: Any, which: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise Unfit(f"{which} is no record.")
    event = dict(record)
    check = event.pop("check", None)
    try:
        is_whole = check == _check(_dumped(event))
    except (ValueError, RecursionError) as error:
        raise Unfit(f"{which} holds what no text or number is.") from error
    if not is_whole:
        raise Unfit(f"{which} is damaged, or was changed after it was written.")
    return event


def _clock(pair: Any) -> tuple[int, int]:
    if isinstance(pair, list) and len(pair) == 2 and all(type(one) is int for one in pair):
        at, offset = pair
        if 0 <= at < 2**44 and abs(offset) < 24 * 60 * 60:
            return at, offset
    raise Unfit("`clocks` holds what is no time with an offset.")


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
