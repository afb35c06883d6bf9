"""The reader for bookmarks in HTML, as every browser and most services export them.

The format (“Netscape bookmark file”) is a definition list that nobody closes properly: folders are
`<H3>` followed by a `<DL>`, links `<A HREF ADD_DATE TAGS>`, a note the `<DD>` after its link. Other
HTML is read as well: its headings are the sections, its links the entries.
"""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from studyplan.domain.resource import Status
from studyplan.library.errors import ListError
from studyplan.library.readers.collecting import Collection, one_line, tags_of
from studyplan.library.row import Reading

BLOCK = 65_536
"""Characters that the parser is given at once."""
LONGEST_TAG = 1_000_000
"""Characters of a tag or comment; a picture beside a bookmark has some tens of thousands."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENDS_NOTE = ("a", "dt", "dl", *_HEADINGS)
_NOT_TEXT = ("script", "style", "title")
_SECTIONS = {"read archive": Status.READ}
"""Headings under which a service puts what was read."""
_NO_PAGES = ("#", "mailto:", "place:", "about:", "chrome:", "tel:")
"""What leads to a place in the file, a search of the browser's own, or a person."""


def parse(text: str, path: Path) -> Reading:
    """Return the links of a file of bookmarks.

    Raises:
        ListError: a tag or comment has no end.
    """
    parser = _Bookmarks()
    for start in range(0, len(text), BLOCK):
        parser.feed(text[start : start + BLOCK])
        if len(parser.rawdata) > LONGEST_TAG and parser.rawdata.startswith("<"):
            raise ListError(path, "a tag or comment begins here and has no end", parser.line)
    if parser.rawdata.startswith("<"):
        what = "the file ends in the middle of a tag or comment; what stands before it is read"
        parser.found.problem(parser.line, "cut-off", what)
    else:
        parser.close()
    parser.finish()
    return parser.found.reading()


class _Bookmarks(HTMLParser):
    """Collects links, and the folders that they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Collection()
        self._folders: list[tuple[str, ...]] = [()]
        """Paths of the lists that are open; the last is where links stand."""
        self._headings: list[tuple[int, tuple[str, ...]]] = []
        """Level and path of headings of which no list is open."""
        self._inside: str | None = None
        """The tag whose text is being read: a link, a heading, a note."""
        self._text: list[str] = []
        self._attributes: dict[str, str] = {}
        self._begun = 1
        self._skipped = 0

    @property
    def line(self) -> int:
        """The line that the parser stands in, from 1."""
        return self.getpos()[0]

    def finish(self) -> None:
        """Take in what the file left open."""
        self._leave()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins; what stood open before it ends, whether or not it was closed."""
        if tag in _NOT_TEXT:
            self._skipped += 1
        elif tag in _ENDS_NOTE or tag == "dd":
            self._leave()
            if tag == "dl":
                self._folders.append(self._path)
                self._headings.clear()
            elif tag != "dt":
                self._inside, self._begun = tag, self.line
                self._attributes = {name: value or "" for name, value in reversed(attrs)}

    def handle_endtag(self, tag: str) -> None:
        """End what a tag ends."""
        if tag in _NOT_TEXT:
            self._skipped = max(0, self._skipped - 1)
        elif tag == self._inside or tag == "dl":
            self._leave()
            if tag == "dl":
                self._headings.clear()
                if len(self._folders) > 1:
                    self._folders.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text of what is open."""
        if self._inside is not None and not self._skipped:
            self._text.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """A section in brackets (`<![…`) is passed over; the parser fails at some of them."""
        del report
        return self.parse_bogus_comment(i, False)

    @property
    def _path(self) -> tuple[str, ...]:
        return self._headings[-1][1] if self._headings else self._folders[-1]

    def _leave(self) -> None:
        """Take in the link, folder or note whose text ends here."""
        tag, text = self._inside, "".join(self._text)
        self._inside, self._text = None, []
        if tag == "a":
            self._take_link(text)
        elif tag == "dd":
            self._take_note(text)
        elif tag is not None:
            self._take_heading(int(tag[1:]), text)

    def _take_link(self, text: str) -> None:
        said, line, found = self._attributes, self._begun, self.found
        href = said.get("href", "").strip()
        if not href or href.lower().startswith(_NO_PAGES):
            return
        if ":" not in href:
            found.problem(line, "relative-link", f"“{href[:80]}” leads to no page by itself")
            return
        path = self._path
        folder = path[-1].casefold() if path else ""
        found.add(
            line,
            text,
            href,
            path=path,
            tags=tags_of(said.get("tags")),
            added=found.date(said.get("add_date") or said.get("time_added"), line),
            status=Status.READ if said.get("toread") == "0" else _SECTIONS.get(folder),
        )

    def _take_note(self, text: str) -> None:
        lines = [one_line(line) for line in text.strip().splitlines()]
        note = "\n".join(lines).strip()
        if note and self.found.rows:
            last = self.found.rows[-1]
            self.found.rows[-1] = replace(last, note=last.note or note)

    def _take_heading(self, level: int, text: str) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if level == 1 and len(self._folders) == 1 and one_line(text) in ("Bookmarks", ""):
            return  # the title of every such file
        path = self.found.enter(self._begun, text, self._path)
        self._headings.append((level, path))
