"""The reader for BibTeX, on bibtexparser: each entry of a bibliography is a row."""

import html
import logging
import re
from collections.abc import Mapping
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from studyplan.domain.resource import Status
from studyplan.library.errors import ListError
from studyplan.library.readers.collecting import Collection, one_line, tags_of
from studyplan.library.row import Reading
from studyplan.library.urls import is_url

CHUNK = 10_000
"""Characters that are parsed in one go, about."""
MAX_LINE = 20_000
"""The longest line, in characters, that the parser is asked to read."""
MAX_ENTRY = 200_000
"""Characters of one entry, and of whatever stands between two."""
MAX_BRACES = 50
"""Braces within one another in a value that is to be read as LaTeX."""

_ENTRY = re.compile(r"^[ \t]*@", re.MULTILINE)
_URL = re.compile(r"https?://[^\s{}\\,]+")
_STATUSES = {"read": Status.READ, "skimmed": Status.READ, "reading": Status.READING}
_DATES = ("timestamp", "date-added", "dateadded", "creationdate")
_NOTES = ("annote", "annotation", "annotate", "comment")


def parse(text: str, path: Path) -> Reading:
    """Return the entries of a bibliography.

    Raises:
        ListError: an entry, or a line, is too long to be one.
    """
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    for number, one in enumerate(text.split("\n"), start=1):
        if len(one) > MAX_LINE:
            raise ListError(path, f"the line is longer than {MAX_LINE} characters", number)
    found, line, start = Collection(), 1, 0
    while start < len(text):
        end = _end(text, start, path, line)
        piece = text[start:end]
        library = parse_string(piece)
        entries = {id(one): one for one in library.entries}
        for block in library.blocks:
            at = line + (block.start_line or 0)
            inside = getattr(block, "ignore_error_block", None)
            entry = entries.get(id(block)) or (inside if isinstance(inside, Entry) else None)
            if entry is not None:
                _take(entry, at, found)
            elif block in library.failed_blocks:
                why = one_line(str(getattr(block, "error", "")))[:160]
                found.problem(at, "bibtex", f"an entry cannot be read: {why}")
        line += piece.count("\n")
        start = end
    return found.reading()


def _end(text: str, start: int, path: Path, line: int) -> int:
    """Where to cut next: before an entry."""
    if len(text) - start <= CHUNK:
        return len(text)
    cut = _ENTRY.search(text, start + CHUNK, start + CHUNK + MAX_ENTRY)
    if cut is None:
        at = line + text.count("\n", start, start + CHUNK)
        raise ListError(path, f"no entry begins within {MAX_ENTRY} characters from here", at)
    return cut.start()


def _take(entry: Entry, line: int, found: Collection) -> None:
    """Take an entry in as a row."""
    said = {one.key.lower(): one_line(str(one.value)) for one in entry.fields}
    target, also = _links(said)
    title = _plain(said.get("title") or said.get("booktitle") or entry.key)
    year = re.search(r"\b(1[89]|20)\d\d\b", said.get("year") or said.get("date") or "")
    added = next((said[name] for name in _DATES if name in said), None)
    groups = said.get("groups", "").split(",")[0]
    found.add(
        line,
        title,
        target,
        path=(_plain(groups),) if groups.strip() else (),
        words=_plain(said.get("author", "")) or None,
        year=int(year[0]) if year else None,
        tags=tags_of(_plain(said.get("keywords", "")), ",;"),
        note=_plain(next((said[name] for name in _NOTES if said.get(name)), "")),
        added=found.date(added, line),
        status=_STATUSES.get(said.get("readstatus", "").lower()),
        also=also,
    )


def _links(said: Mapping[str, str]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Where an entry leads: its address, its DOI by the resolver, its number on arXiv; the first
    is the link, the others go along."""
    links: dict[str, str] = {}
    for name in ("url", "howpublished", "note", "link"):
        for address in _URL.findall(said.get(name, "").replace("\\", "")):
            links.setdefault(html.unescape(address.rstrip(".;)")), name)
    doi = re.search(r"10\.\d{4,9}/[^\s{}]+", said.get("doi", "").replace("\\", ""))
    if doi and (address := f"https://doi.org/{doi[0]}"):
        links.setdefault(address, "doi")
    is_arxiv = said.get("archiveprefix", said.get("eprinttype", "")).lower() == "arxiv"
    if is_arxiv and said.get("eprint"):
        links.setdefault(f"https://arxiv.org/abs/{said['eprint']}", "arXiv")
    opened = [(name, address) for address, name in links.items() if is_url(address)]
    if not opened:
        return said.get("url") or None, ()
    (_, first), *others = opened
    return first, tuple(others)


def _plain(text: str) -> str:
    """A value without braces and commands of LaTeX, as it would be printed."""
    if not any(mark in text for mark in "\\{}$~"):
        return one_line(text)
    if text.count("{") <= MAX_BRACES and "\\" in text:
        try:
            return one_line(LatexNodes2Text(math_mode="text").latex_to_text(text))
        except Exception:  # noqa: S110 - whatever it does not know, it is read as it stands
            pass
    return one_line(text.translate({ord(mark): None for mark in "{}$"}).replace("~", " "))
