"""The reader for CSV: the exports of Pocket, Raindrop, Instapaper and Readwise, known by their
columns, and any other table whose columns have usual names or are named by a person."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studyplan.domain.resource import Status
from studyplan.library.errors import ListError
from studyplan.library.readers.collecting import Collection, one_line, tags_of
from studyplan.library.row import Reading, Row
from studyplan.library.urls import is_url

MAX_CELL = 1_000_000
"""Characters of one cell; more stand in it where a quote was never closed."""
DELIMITERS = ",;\t|"

USUAL: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "book title", "work", "article"),
    "url": ("url", "link", "href", "address", "source url", "uri"),
    "tags": ("tags", "labels", "keywords", "document tags"),
    "section": ("folder", "section", "collection", "list", "category"),
    "note": ("note", "notes", "comment", "comments", "selection", "excerpt", "description"),
    "highlight": ("highlight", "highlights"),
    "added": ("time_added", "created", "added", "date added", "timestamp", "saved date",
              "created_at", "saved", "date"),
    "status": ("status", "state", "read status", "location"),
    "status_at": ("read_at", "date read", "finished", "time_read", "read at"),
    "progress": ("reading progress",),
    "author": ("author", "book author", "authors"),
    "company": ("company", "organisation", "organization"),
    "topic": ("topic", "subject"),
    "domain": ("domain",),
    "year": ("year", "published", "publication year"),
}  # fmt: skip
"""What the columns of each field are called; the first that is there is taken."""

_READ = ("read", "archive", "archived", "done", "finished", "completed", "x", "yes", "true", "1",
         "✅", "✓", "✔")  # fmt: skip
_READING = ("reading", "in progress", "started", "currently-reading", "current")
_SKIPPED = ("skipped", "abandoned", "dropped", "did-not-finish")
_FOLDERS = {"archive": Status.READ}
"""Folders of Instapaper that say a status, and are no folder that a person made."""
_OWN_FOLDERS = ("unread", "archive", "starred")


def parse(text: str, path: Path, columns: Mapping[str, str] | None = None) -> Reading:
    """Return the rows of a table.

    Args:
        columns: by the name of a field (see `USUAL`) what its column is called, where that is not
            one of the usual names.

    Raises:
        ListError: no column holds titles or links, a column that is asked for is not there, or a
            cell has no end.
    """
    csv.field_size_limit(MAX_CELL)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = _numbered(reader, path)
    _, head = next(rows, (1, []))
    names = [one_line(name).casefold() for name in head]
    table = _Table(path, names, _places(names, columns or {}, path))
    if not table.places.keys() & {"title", "url"}:
        what = "no column is called “title” or “url”; --columns title=NAME,url=NAME says which is"
        raise ListError(path, what, 1)
    for line, cells in rows:
        table.take(line, cells)
    if text.count('"') % 2:
        what = "a quote is opened somewhere and never closed: the last row may hold several"
        table.found.problem(max(1, table.last), "unclosed-quote", what)
    return table.reading()


def has_known_columns(text: str) -> bool:
    """Whether the first line of a text names a column of titles or one of links, and others."""
    line = text.split("\n", 1)[0]
    names = next(csv.reader([line], delimiter=_delimiter(line)), [])
    found = {one_line(name).casefold() for name in names}
    return len(names) > 1 and bool(found & {*USUAL["title"], *USUAL["url"]}) and len(line) < 2_000


def _delimiter(text: str) -> str:
    """What separates the names in the first line."""
    line = text.split("\n", 1)[0]
    return max(DELIMITERS, key=line.count)


def _numbered(reader: Iterator[Sequence[str]], path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each row that is not empty, with the line it begins at."""
    while True:
        line: int = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ListError(path, f"a row begins here that cannot be read: {error}", line) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _places(names: Sequence[str], columns: Mapping[str, str], path: Path) -> dict[str, int]:
    """Where the column of each field stands."""
    places: dict[str, int] = {}
    for what, usual in USUAL.items():
        asked = columns.get(what)
        known = usual if asked is None else (one_line(asked).casefold(),)
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            places[what] = place
        elif asked is not None:
            raise ListError(path, f"has no column “{asked}”; it has {', '.join(names)}", 1)
    if "title" not in places and "link" in names and names.index("link") != places.get("url"):
        places["title"] = names.index("link")  # beside a column of addresses it holds the texts
    return places


@dataclass(slots=True)
class _Table:
    """A table that is being read."""

    path: Path
    names: Sequence[str]
    places: Mapping[str, int]
    found: Collection = field(default_factory=Collection)
    books: dict[tuple[str, str], Row] = field(default_factory=dict)
    """Rows that collect highlights, by title and author."""
    quotes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    last: int = 1

    @property
    def _is_of_highlights(self) -> bool:
        """Whether each row is a passage, as Readwise has it, not a work."""
        return "highlight" in self.names and "book title" in self.names

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Take a row of the table in."""
        self.last = line
        if len(cells) != len(self.names) and any(one.strip() for one in cells[len(self.names) :]):
            self._take_ragged(line, cells)
            return
        if len(cells) < len(self.names):
            text = f"{len(cells)} cells where the table has {len(self.names)} columns"
            self.found.problem(line, "ragged-row", f"{text}; the others are taken to be empty")
        if self._is_of_highlights:
            self._take_highlight(line, cells)
        else:
            self._take_work(line, cells)

    def reading(self) -> Reading:
        """All that was found."""
        for key, row in self.books.items():
            note = "\n\n".join(self.quotes[key])
            self.found.add(row.line, row.title, row.target, tags=row.tags, words=row.words,
                           note=note)  # fmt: skip
        return self.found.reading()

    def _take_ragged(self, line: int, cells: Sequence[str]) -> None:
        """A comma without quotes around it: which cell is which, nobody can tell but of a link."""
        link = next((cell.strip() for cell in cells if is_url(cell.strip())), None)
        text = (
            f"{len(cells)} cells where the table has {len(self.names)} columns (a “,” in a cell "
            "needs quotes around it); only title and link are read"
        )
        self.found.problem(line, "ragged-row", text)
        place = self.places.get("title")
        title = cells[place] if place is not None else ""
        if link is not None or title.strip():
            self.found.add(line, "" if is_url(title.strip()) else title, link)

    def _take_work(self, line: int, cells: Sequence[str]) -> None:
        found, said = self.found, self._said
        folder, status = said(cells, "section"), said(cells, "status")
        year = one_line(said(cells, "year"))[:4]
        author = said(cells, "author")
        title, target = said(cells, "title"), said(cells, "url")
        if not title and not target:
            found.problem(line, "no-title", "neither a title nor a link stands in this row")
            return
        is_own = folder.casefold() in _OWN_FOLDERS and "selection" in self.names
        found.add(
            line,
            title,
            target,
            path=tuple(map(one_line, folder.split(" / "))) if folder and not is_own else (),
            tags=_tags(said(cells, "tags")),
            words=author or None,
            note="\n\n".join(
                filter(None, (said(cells, "note"), _quoted(said(cells, "highlight"))))
            ),
            added=found.date(said(cells, "added"), line),
            status=_status(status, said(cells, "progress"))
            or (_FOLDERS.get(folder.casefold()) if is_own else None),
            status_at=found.date(said(cells, "status_at"), line),
            year=int(year) if len(year) == 4 and year.isascii() and year.isdecimal() else None,
            **{name: said(cells, name) or None for name in ("company", "topic", "domain")},
        )

    def _take_highlight(self, line: int, cells: Sequence[str]) -> None:
        title, author = self._said(cells, "title"), self._said(cells, "author")
        if not title:
            self.found.problem(line, "no-title", "the title of the book is missing here")
            return
        url = self._said(cells, "url") or None
        tags = _tags(self._said(cells, "tags"))
        key = (title, author)
        self.books.setdefault(key, Row(0, line, title, url, words=author or None, tags=tags))
        note = self._said(cells, "note")
        self.quotes.setdefault(key, []).extend(
            filter(None, (_quoted(self._said(cells, "highlight")), note))
        )

    def _said(self, cells: Sequence[str], what: str) -> str:
        """What a row says in a field; empty where it says nothing."""
        place = self.places.get(what)
        return "" if place is None or place >= len(cells) else cells[place].strip()


def _status(text: str, progress: str) -> Status | None:
    """The status that a service's word for it is; None for `unread`, and words nobody knows."""
    word = text.casefold()
    for status, known in (
        (Status.READ, _READ), (Status.READING, _READING), (Status.SKIPPED, _SKIPPED)
    ):  # fmt: skip
        if word in known:
            return status
    try:
        return Status.READING if 0 < float(progress or 0) <= 100 else None
    except ValueError:
        return None


def _tags(text: str) -> tuple[str, ...]:
    """Tags between `|` (Pocket), commas, or as a list in JSON (Instapaper)."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return tuple(dict.fromkeys(one_line(one) for one in found if isinstance(one, str)))
    return tags_of(text, "|" if "|" in text else ",;")


def _quoted(text: str) -> str:
    """A passage as Markdown quotes it."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
