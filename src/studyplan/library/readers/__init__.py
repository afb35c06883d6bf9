"""Readers of list files, one a format, all giving the same rows.

The format is known by what the text holds, else by the suffix of the file. The full export of
studyplan (`studyplan-json`) is no list: `study.importing` looks for it before it asks here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from studyplan.domain.text import clean, is_clean
from studyplan.library.errors import ListError
from studyplan.library.row import Problem, Reading, Row

__all__ = ["FORMATS", "ListError", "Reading", "read"]

MAX_BYTES = 64_000_000
"""The largest list that is read; one of 200,000 bookmarks has about 40 MB."""
MAX_BYTES_RST = 5_000_000
"""The largest in reStructuredText, whose parser holds all of it; one of 120 entries has 25 kB."""
MAX_ROWS = 250_000
"""More entries nobody reads, and they would fill the memory."""

_HEAD = 4_096
_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

Columns = Mapping[str, str]
"""Fields of a row, each with the column that holds it; for tables."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of list file and how it is recognised and read."""

    suffixes: tuple[str, ...]
    parse: Callable[[str, Path, Columns], Reading]
    """Turns the text into rows; the path is for messages. Raises `ListError`."""
    is_surely: Callable[[str], bool]
    """Whether a text is of this format, whatever the file is called."""
    looks_like: Callable[[str], bool] = lambda _: False
    """Whether a text without a telling suffix is of this format."""
    max_bytes: int = MAX_BYTES


# What reads a format is loaded only when it is needed.


def _parse_rst(text: str, path: Path, _: Columns) -> Reading:
    from studyplan.library.readers.rst import parse

    return parse(text, path)


def _parse_markdown(text: str, path: Path, _: Columns) -> Reading:
    from studyplan.library.readers.markdown import parse

    return parse(text, path)


def _parse_bookmarks(text: str, path: Path, _: Columns) -> Reading:
    from studyplan.library.readers.bookmarks import parse

    return parse(text, path)


def _parse_csv(text: str, path: Path, columns: Columns) -> Reading:
    from studyplan.library.readers.csv import parse

    return parse(text, path, columns)


def _has_known_columns(text: str) -> bool:
    from studyplan.library.readers.csv import has_known_columns

    return has_known_columns(text)


def _parse_opml(text: str, path: Path, _: Columns) -> Reading:
    from studyplan.library.readers.opml import parse

    return parse(text, path)


def _parse_bibtex(text: str, path: Path, _: Columns) -> Reading:
    from studyplan.library.readers.bibtex import parse

    return parse(text, path)


def _begins(pattern: str) -> Callable[[str], bool]:
    """Whether a pattern is found at the beginning of a text, a few lines of it."""
    wanted = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    return lambda text: wanted.search(text, 0, _HEAD) is not None


FORMATS = {
    "bookmarks": Format(
        suffixes=(".html", ".htm"),
        parse=_parse_bookmarks,
        is_surely=_begins(r"\A\s*<!doctype\s|\A\s*<html|<dl>\s*<(p|dt)>"),
        looks_like=_begins(r"<a\s[^>]{0,500}href="),
    ),
    "opml": Format((".opml",), _parse_opml, _begins(r"<opml[\s>]")),
    "bibtex": Format(
        (".bib", ".bibtex"),
        _parse_bibtex,
        _begins(r"^[ \t]*@(article|book|inproceedings|misc|online|phdthesis|techreport)[ \t]*[{(]"),
    ),
    "csv": Format((".csv", ".tsv"), _parse_csv, _has_known_columns),
    "rst": Format(
        suffixes=(".rst", ".rest"),
        parse=_parse_rst,
        is_surely=_begins(r">`__?(?!`)|^\.\. csv-table::"),
        max_bytes=MAX_BYTES_RST,
    ),
    "markdown": Format(
        suffixes=(".md", ".markdown", ".mdown", ".txt"),
        parse=_parse_markdown,
        is_surely=lambda _: False,
        looks_like=lambda text: (
            re.search(r"\]\(|^#{1,6} |^[-*+] |https?://", text, re.MULTILINE) is not None
        ),
    ),
}
"""The formats by name, in the order in which they are tried."""


def read(path: Path, format_name: str | None = None, columns: Columns | None = None) -> Reading:
    """Return the rows of a list file, which are at least one.

    What would command a terminal is left out of them, and so are names and passwords in links;
    that both were there are problems of the list.

    Args:
        format_name: one of `FORMATS`, instead of what the file looks like.
        columns: for a table, by field the column that holds it.

    Raises:
        ListError: the file cannot be read, is empty, too large, not text, of no known format, or
            holds no entries.
    """
    text = _text(path)
    name = _format(path, text, format_name)
    form = FORMATS[name]
    if len(text) > form.max_bytes:
        raise ListError(path, f"is larger than {form.max_bytes // 1_000_000} MB, too large for it")
    found = form.parse(clean(text), path, columns or {})
    if not found.rows:
        raise ListError(path, "holds no entries of a list")
    if len(found.rows) > MAX_ROWS:
        raise ListError(path, f"holds {len(found.rows)} entries; at most {MAX_ROWS} are read")
    problems: list[Problem] = [*found.problems, *_commanding(text)]
    rows = tuple(_mended(row, problems) for row in found.rows)
    return replace(found, rows=rows, problems=tuple(problems), format=name)


def _format(path: Path, text: str, name: str | None) -> str:
    """Return the format that is asked for, or the one the file seems to have."""
    if name is not None:
        if name not in FORMATS:
            raise ListError(path, f"the format {name!r} is not one of {', '.join(FORMATS)}")
        return name
    by_suffix = [key for key, one in FORMATS.items() if path.suffix.lower() in one.suffixes]
    by_look = [key for key, one in FORMATS.items() if one.is_surely(text)]
    # A page of code in Markdown may begin like anything; what a table is called decides of tables.
    if by_suffix and (by_suffix[0] in by_look or not by_look or by_suffix == ["markdown"]):
        strict = ("bookmarks", "opml") if by_suffix == ["markdown"] else ()
        return next((key for key in by_look if key in strict), by_suffix[0])
    if by_look:
        return by_look[0]
    for key, one in FORMATS.items():
        if one.looks_like(text):
            return key
    raise ListError(path, f"its format is not recognised; it may be named: {', '.join(FORMATS)}")


# ---------------------------------------------------------------- what strangers wrote


def _commanding(text: str) -> Iterator[Problem]:
    """Yield the lines with characters that `clean` leaves out."""
    if is_clean(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not is_clean(line):
            what = "characters that command a terminal or turn text around were left out"
            yield Problem(number, "control-characters", what)


def _mended(row: Row, problems: list[Problem]) -> Row:
    """Return a row that commands nothing and holds no password, telling `problems` of it."""
    target = None if row.target is None else _without_credentials(row.target)
    also = tuple((clean(name), _without_credentials(link)) for name, link in row.also)
    if target != row.target or any(
        one[1] != two[1] for one, two in zip(also, row.also, strict=True)
    ):
        text = (
            f"the link of “{clean(row.title)[:80]}” held a name or a password, which was left out"
        )
        problems.append(Problem(row.line, "credentials", text))
    texts = (row.title, target or "", row.note, row.words or "", *row.path, *row.tags)
    if target == row.target and also == row.also and all(map(is_clean, texts)):
        return row
    title = clean(row.title)
    return replace(
        row,
        title=_without_credentials(title) if row.title == row.target else title or "?",
        target=_cleaned(target),
        also=tuple((name, clean(link)) for name, link in also),
        note=clean(row.note),
        words=_cleaned(row.words),
        path=tuple(map(clean, row.path)),
        tags=tuple(map(clean, row.tags)),
        label=_cleaned(row.label),
        domain=_cleaned(row.domain),
        company=_cleaned(row.company),
        topic=_cleaned(row.topic),
    )


def _cleaned(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _without_credentials(link: str) -> str:
    """Return a link without a name and password before its host."""
    if "@" not in link or "//" not in link:
        return link
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


# ---------------------------------------------------------------- bytes


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
    encoding = _BOMS.get(data[:2])
    if encoding is not None:
        try:
            data = data[2:].decode(encoding).encode()
        except UnicodeError:
            raise ListError(path, "begins as UTF-16 text does, and is none") from None
    if (nul := data.find(b"\0")) >= 0:
        raise ListError(path, "is a binary file, not a list", _line_at(data, nul))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 text: the byte {error.object[error.start]:#04x} cannot stand there"
        raise ListError(path, what, _line_at(error.object, error.start)) from None


def _line_at(data: bytes, offset: int) -> int:
    """Return the line, from 1, that a byte stands in."""
    return data.count(b"\n", 0, offset) + 1
