"""The reader for Markdown: lists of links, task lists, tables, and links that just stand there.

A heading is a section, and so is an item that has items of its own. The first link of an item is
the entry; what else it links to (“code”, “slides”) goes along with it, unless it has a title of its
own. A link in running text is an entry too.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyplan.domain.resource import Status
from studyplan.library.errors import ListError
from studyplan.library.merge import TELLING_WORDS, fold
from studyplan.library.readers.collecting import Collection, one_line, tags_of
from studyplan.library.row import Reading
from studyplan.library.urls import is_url

MAX_NESTING = 80
"""Blocks and links within one another; the parser recurses, and passes over what is deeper."""
MAX_LINE = 20_000
"""The longest line, in characters, that the parser is asked to read."""
CHUNK = 3_000
"""Lines that are parsed in one go, about: the tree of a long list would fill the memory."""

_TASK = re.compile(r"\[([ xX/\-])\]\s+")
_TASKS = {"x": Status.READ, "/": Status.READING, "-": Status.SKIPPED}
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\"`|]+")
_ANCHOR = re.compile(
    r"<a\s(?:[^<>]{0,500}?\s)?href\s{0,9}=\s{0,9}"
    r"(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|([^\s\"'>]{1,4000}))[^<>]{0,2000}>",
    re.IGNORECASE,
)
"""Each part is bounded, so that what never ends costs no more than that."""
_TAG = re.compile(r"<[^>]{0,2000}>")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TOP = re.compile(r"([-*+#]|\d{1,9}[.)]|\[)\s?")
_EDGES = " \t-–—:|,;.()[]*•"
_SAY_LITTLE = frozenset(
    {
        *("abs", "arxiv", "article", "blog", "book", "code", "demo", "doc", "docs", "download"),
        *("documentation", "github", "here", "homepage", "html", "link", "links", "page", "paper"),
        *("pdf", "post", "project", "read", "repo", "site", "slides", "source", "url", "video"),
        *("web", "website"),
    }
)
"""Texts of links that do not say where they lead: the title stands before them."""
_COLUMNS = {
    "title": ("title", "name", "paper", "article", "book", "resource", "work"),
    "company": ("company", "organization", "organisation"),
    "topic": ("topic",),
    "domain": ("domain", "category"),
    "tags": ("tags", "labels"),
    "note": ("note", "notes", "comment", "comments"),
    "year": ("year",),
    "status": ("status", "done", "read", "state"),
}
"""What columns of tables are called, by field."""
_DONE = {
    **dict.fromkeys(("[x]", "x", "✅", "✔", "✓", "done", "read", "yes", "finished"), Status.READ),
    **dict.fromkeys(("reading", "in progress", "started"), Status.READING),
    "skipped": Status.SKIPPED,
}


def parse(text: str, path: Path) -> Reading:
    """Return the entries of a text in Markdown.

    Raises:
        ListError: a line is too long, or the text is nested too deeply, to be parsed.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise ListError(path, f"the line is longer than {MAX_LINE} characters", number)
    parser = _Parser("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    env: dict[str, Any] = {}
    if len(lines) > CHUNK:  # what is linked by name may stand in another piece
        parser.parse("\n".join(line for line in lines if _REFERENCE.match(line)), env)
    walk = _Walk()
    for start, end in _pieces(lines):
        try:
            tokens = parser.parse("\n".join(lines[start:end]), env)
        except RecursionError:
            raise ListError(path, "is nested too deeply to be read", start + 1) from None
        for token in tokens:
            if token.level >= MAX_NESTING - 1:
                at = start + 1 + (token.map or [0])[0]
                raise ListError(path, f"is nested more than {MAX_NESTING} deep", at)
            walk.take(token, start + 1)
    return walk.reading()


class _Parser(MarkdownIt):
    """Links are taken as they are spelt; which of them are opened is decided elsewhere."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        """Every link is one."""
        return len(url) > 0

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - its name there
        """The link as it is spelt."""
        return url


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where to cut: before items and headings at the margin, outside code and comments."""
    start, fence, in_comment = 0, "", False
    for number, line in enumerate(lines):
        if number - start >= CHUNK and not fence and not in_comment and _TOP.match(line):
            yield start, number
            start = number
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        if not fence:
            opened, closed = line.rfind("<!--"), line.rfind("-->")
            in_comment = opened > closed or (in_comment and closed < 0)
    yield start, len(lines)


@dataclass(slots=True)
class _Link:
    """A link, with the text that stands before it in its block."""

    href: str
    line: int
    text: str = ""
    before: str = ""


@dataclass(slots=True)
class _Item:
    """An item of a list that is being read."""

    line: int
    title: str = ""
    has_head: bool = False
    has_link: bool = False
    has_items: bool = False
    status: Status | None = None
    is_task: bool = False


@dataclass(slots=True)
class _Walk:
    """One walk over the tokens of a text, piece by piece, which collects what it meets."""

    found: Collection = field(default_factory=Collection)
    headings: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    """Level and path of the headings that the text stands under."""
    items: list[_Item] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    """Of the lists that are open, where their items stand."""
    names: list[str] = field(default_factory=list)
    """Of the columns of the table that is open."""
    cells: list[list[_Link | str]] = field(default_factory=list)
    plain: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    """Items without a link and without a box to tick."""
    in_heading: int = 0
    in_head: bool = False
    line: int = 0

    @property
    def path(self) -> tuple[str, ...]:
        if self.paths:
            return self.paths[-1]
        return self.headings[-1][1] if self.headings else ()

    def take(self, token: Token, first_line: int) -> None:
        """Take in the next token of a piece that begins at a line."""
        if token.map is not None:
            self.line = token.map[0] + first_line
        match token.type:
            case "heading_open":
                self.in_heading = int(token.tag[1:])
            case "heading_close":
                self.in_heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self._open_list()
            case "bullet_list_close" | "ordered_list_close":
                self.paths.pop()
            case "list_item_open":
                self.items.append(_Item(self.line))
            case "list_item_close":
                self._close_item(self.items.pop())
            case "thead_open" | "thead_close":
                self.in_head = token.type == "thead_open"
                self.names = [] if self.in_head else self.names
            case "tr_open":
                self.cells = []
            case "th_open" | "td_open":
                self.cells.append([])
            case "tr_close" if self.in_head:
                self.names = [_text(cell).casefold() for cell in self.cells]
                self.cells = []
            case "tr_close":
                self._take_table_row(self.cells)
                self.cells = []
            case "html_block":
                parts = list(_of_html(token.content, self.line))
                self._take_running(parts)
            case "inline":
                self._take_inline(list(_parts(token.children or [], self.line)))
            case _:
                pass

    def reading(self) -> Reading:
        """All that was found; where nothing has a link, the plain items are the entries."""
        if not any(row.target for row in self.found.rows):
            rows = [(row.line, row.title, row.path, row.status) for row in self.found.rows]
            rows += [(*item, None) for item in self.plain]
            self.found.rows.clear()
            for line, title, path, status in sorted(rows, key=lambda row: row[0]):
                self.found.add(line, title, None, path=path, status=status)
        else:
            for line, title, _ in self.plain:
                text = f"“{title[:80]}” has no link and is passed over"
                self.found.problem(line, "no-entry", text)
        return self.found.reading()

    def _open_list(self) -> None:
        path = self.path
        if self.items:
            item = self.items[-1]
            if not item.has_items:
                item.has_items = True
                if item.title:
                    path = self.found.enter(item.line, item.title.removesuffix(":"), path)
        self.paths.append(path)

    def _close_item(self, item: _Item) -> None:
        if item.has_link or item.has_items or not item.title:
            return
        if item.is_task:
            self.found.add(item.line, item.title, None, path=self.path, status=item.status)
        else:
            self.plain.append((item.line, item.title, self.path))

    def _take_inline(self, parts: list["_Link | str"]) -> None:
        if self.in_heading:
            self._take_heading(parts)
        elif self.cells:
            self.cells[-1] = parts
        elif self.items and not self.items[-1].has_head:
            self._take_head(self.items[-1], parts)
        else:
            self._take_running(parts)

    def _take_heading(self, parts: list["_Link | str"]) -> None:
        while self.headings and self.headings[-1][0] >= self.in_heading:
            self.headings.pop()
        above = self.headings[-1][1] if self.headings else ()
        path = self.found.enter(self.line, _text(parts), above)
        self.headings.append((self.in_heading, path))
        self._take_running([part for part in parts if isinstance(part, _Link)])

    def _take_head(self, item: _Item, parts: list["_Link | str"]) -> None:
        """Take the first paragraph of an item, which is an entry where it has a link."""
        item.has_head = True
        if parts and isinstance(parts[0], str) and (task := _TASK.match(parts[0])):
            item.is_task, item.status = True, _TASKS.get(task[1].lower())
            parts[0] = parts[0][task.end() :]
        links = self._opened(parts)
        item.title = _text(parts)
        if not links:
            return
        item.has_link = True
        first, *others = links
        if _text(parts[: parts.index(first)]).endswith(":") and others:
            for link in links:
                self._add(link, status=item.status)
            return
        item.title = _title(first, _text(parts[parts.index(first) + 1 :]))
        own = [link for link in others if len(fold(link.text).split()) >= TELLING_WORDS]
        also = [(one_line(one.text), one.href) for one in others if one not in own]
        words = _text([part for part in parts if isinstance(part, str)]).strip(_EDGES)
        self.found.add(
            first.line,
            item.title,
            first.href,
            path=self.path,
            status=item.status,
            also=tuple(also),
            words=words if any(map(str.isalnum, words)) and words != item.title else None,
        )
        for link in own:
            self._add(link, status=item.status)

    def _take_running(self, parts: list["_Link | str"]) -> None:
        """Take links that stand in no item: each is an entry."""
        for link in self._opened(parts):
            self._add(link)

    def _take_table_row(self, cells: list[list["_Link | str"]]) -> None:
        """Take one row of a table: the entry is its first cell with a link, or its title."""
        named: dict[str, str] = {}
        for name, cell in zip(self.names, cells, strict=False):
            for what, names in _COLUMNS.items():
                if name.strip(":* ") in names and (said := _text(cell)):
                    named.setdefault(what, said)
        links = [link for cell in cells for link in self._opened(cell)]
        if not links:
            return
        first, *others = links
        alone = fold(first.text).strip(_EDGES) in _SAY_LITTLE or is_url(first.text)
        texts = (said for cell in cells if (said := _text(cell).strip(_EDGES)))
        title = named.get("title", next(texts, first.href)) if alone or not first.text else ""
        year = named.get("year", "")
        self.found.add(
            first.line,
            title or first.text,
            first.href,
            path=self.path,
            also=tuple((one_line(one.text), one.href) for one in others),
            status=_DONE.get(named.get("status", "").casefold().strip(" .")),
            note=named.get("note", ""),
            tags=tags_of(named.get("tags")),
            year=int(year) if len(year) == 4 and year.isascii() and year.isdecimal() else None,
            **{name: named.get(name) for name in ("company", "topic", "domain")},
        )

    def _add(self, link: _Link, status: Status | None = None) -> None:
        self.found.add(link.line, _title(link, ""), link.href, path=self.path, status=status)

    def _opened(self, parts: Sequence["_Link | str"]) -> list[_Link]:
        """Those of the links, each address once, that lead out of the list."""
        links: dict[str, _Link] = {}
        for part in parts:
            if isinstance(part, str) or part.href.startswith("#"):
                continue
            scheme = _SCHEME.match(part.href)
            if scheme is None:
                text = f"“{part.href[:80]}” leads to no page by itself; it is passed over"
                self.found.problem(part.line, "relative-link", text)
            elif scheme[0].lower() != "mailto:":
                links.setdefault(part.href, part)
        return list(links.values())


def _title(link: _Link, after: str) -> str:
    """What a link is called: by its text, or by what stands before it where that says little."""
    text = one_line(link.text)
    if text and fold(text).strip(_EDGES) not in _SAY_LITTLE and not is_url(text):
        return text
    beside = (one_line(words).strip(_EDGES) for words in (link.before, after))
    return next((words for words in beside if any(map(str.isalnum, words))), text or link.href)


def _text(parts: Sequence["_Link | str"]) -> str:
    return one_line("".join(part if isinstance(part, str) else part.text for part in parts))


def _parts(tokens: Sequence[Token], line: int) -> Iterator["_Link | str"]:
    """Yield links and the texts between them."""
    link: _Link | None = None
    before = ""
    for token in tokens:
        said = ""
        match token.type:
            case "link_open":
                link = _Link(str(token.attrs.get("href", "")), line, before=before)
            case "link_close" if link is not None:
                yield link
                link, before = None, ""
            case "html_inline" if (anchor := _ANCHOR.fullmatch(token.content)) is not None:
                href = html.unescape(anchor[1] or anchor[2] or anchor[3] or "")
                link = _Link(href.strip(), line, before=before)
            case "html_inline" if token.content.lower().startswith("</a") and link is not None:
                yield link
                link, before = None, ""
            case "softbreak" | "hardbreak":
                line += 1
                said = " "
            case "image" | "text" | "code_inline":
                said = token.content
            case _:
                pass
        if link is not None:
            link.text += said
        elif token.type == "text":
            for part in _bare(said, line, before):
                yield part
                before = "" if isinstance(part, _Link) else before + part
        elif token.type != "image" and said:
            yield said
            before += said
    if link is not None:
        yield link


def _bare(text: str, line: int, before: str) -> Iterator["_Link | str"]:
    """Yield the addresses that stand in a text, and what stands between them."""
    end = 0
    for found in _BARE.finditer(text):
        address = found[0].rstrip(".,;:!?'*")
        while address.endswith((")", "]")) and (
            address.count("(") < address.count(")") or address.count("[") < address.count("]")
        ):
            address = address[:-1].rstrip(".,;:!?'*")
        if not is_url(address):
            continue
        if text[end : found.start()]:
            yield text[end : found.start()]
        yield _Link(address, line, address, before + text[end : found.start()])
        before, end = "", found.start() + len(address)
    if text[end:]:
        yield text[end:]


def _of_html(text: str, line: int) -> Iterator["_Link | str"]:
    """Yield the links in a block of HTML, but for what is commented out."""
    text = re.sub(r"<!--.*?(-->|\Z)", lambda found: "\n" * found[0].count("\n"), text, flags=re.S)
    at, lower = 0, text.lower()
    for found in _ANCHOR.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        end = lower.find("</a", found.end(), found.end() + MAX_LINE)
        inside = text[found.end() : end if end >= 0 else found.end()]
        href = html.unescape(found[1] or found[2] or found[3] or "").strip()
        yield _Link(href, line, one_line(html.unescape(_TAG.sub(" ", inside))))
