"""Readers of list files. The format is known by the suffix, else by what the text looks like."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studyplan.domain.text import clean
from studyplan.library.errors import ListError
from studyplan.library.row import Reading

__all__ = ["FORMATS", "ListError", "Reading", "read"]

MAX_BYTES = 5_000_000
"""The largest list that is read; one of 120 entries has about 25 kB."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of list file and how it is recognised and read."""

    suffixes: tuple[str, ...]
    looks_like: Callable[[str], bool]
    """Whether a text without a telling suffix is of this format."""
    parse: Callable[[str, Path], Reading]
    """Turns the text into rows; the path is for messages. Raises `ListError`."""


def _parse_rst(text: str, path: Path) -> Reading:
    from studyplan.library.readers.rst import parse  # docutils is loaded only when it is needed

    return parse(text, path)


FORMATS = {
    "rst": Format(
        suffixes=(".rst", ".rest"),
        looks_like=lambda text: ">`_" in text or ".. csv-table::" in text,
        parse=_parse_rst,
    ),
}
"""The formats by name."""


def read(path: Path, format_name: str | None = None) -> Reading:
    """Return the rows of a list file, which are at least one.

    Raises:
        ListError: the file cannot be read, is empty, too large, not text in UTF-8, of no known
            format, or holds no entries.
    """
    text = _text(path)
    reading = _format(path, text, format_name).parse(text, path)
    if not reading.rows:
        raise ListError(path, "holds no entries of a list")
    return reading


def _format(path: Path, text: str, name: str | None) -> Format:
    """Return the format that is asked for, or the one the file seems to have."""
    if name is not None:
        if name not in FORMATS:
            raise ListError(path, f"the format {name!r} is not one of {', '.join(FORMATS)}")
        return FORMATS[name]
    for candidate in FORMATS.values():
        if path.suffix.lower() in candidate.suffixes:
            return candidate
    for candidate in FORMATS.values():
        if candidate.looks_like(text):
            return candidate
    raise ListError(path, f"its format is not recognised; it may be named: {', '.join(FORMATS)}")


def _text(path: Path) -> str:
    """Return the text of the file, or say what is wrong with its bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ListError(path, f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ListError(path, f"is larger than {MAX_BYTES // 1_000_000} MB, too large for a list")
    if not data.strip():
        raise ListError(path, "is empty")
    if (nul := data.find(b"\0")) >= 0:
        raise ListError(path, "is a binary file, not a list", _line_at(data, nul))
    try:
        return clean(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 text: the byte {error.object[error.start]:#04x} cannot stand there"
        raise ListError(path, what, _line_at(error.object, error.start)) from None


def _line_at(data: bytes, offset: int) -> int:
    """Return the line, from 1, that a byte stands in."""
    return data.count(b"\n", 0, offset) + 1
