"""The reader for reStructuredText, on docutils.

An entry is an item of a list, or a row of a table; an item that has items of its own, and no link,
is a section. Every entry keeps the line it begins at.
"""

import csv
import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docutils import frontend, nodes, statemachine, utils
from docutils.parsers.rst import Parser, directives
from docutils.parsers.rst.directives.tables import CSVTable

from studyplan.library.errors import ListError
from studyplan.library.row import Problem, Reading, Row, Section
from studyplan.library.urls import is_url

TAB_WIDTH = 8
"""Columns of a tab. Nesting depends on it, so it is pinned rather than left to a default."""

MAX_LINE = 10_000
"""The longest line, in characters, that docutils is asked to parse."""

WARNING = 2
"""The least severe of docutils' own messages that is a problem of the list."""

_LINE_ENDS_OF_PYTHON = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""Characters at which docutils splits lines, but editors, and so people, do not."""


def parse(text: str, path: Path) -> Reading:
    """Return the entries of a text in reStructuredText, and docutils' warnings as problems.

    Raises:
        ListError: a line is too long, or the text is nested too deeply, to be parsed.
    """
    text = text.translate(_LINE_ENDS_OF_PYTHON)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise ListError(path, f"the line is longer than {MAX_LINE} characters", number)
    document = utils.new_document(str(path), _settings())
    walk = _Walk(links={}, last_line=text.count("\n") + 1)
    document.reporter.attach_observer(walk.note_message)
    try:
        Parser().parse(text, document)
        walk.links.update(_targets(document))
        walk.visit(document, ())
    except RecursionError:
        raise ListError(path, "is nested too deeply to be read") from None
    return Reading(tuple(walk.rows), tuple(walk.sections), tuple(walk.problems))


def _settings() -> Any:
    """Return settings under which docutils reads no other file, runs nothing and prints nothing."""
    settings = frontend.get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.syntax_highlight = "none"
    settings.tab_width = TAB_WIDTH
    settings.line_length_limit = MAX_LINE
    settings.halt_level = 5  # never: messages are collected, not raised
    settings.report_level = 5
    settings.warning_stream = False
    return settings


# ---------------------------------------------------------------- tables in CSV


class _CSVTable(CSVTable):
    """The `csv-table` directive, which also knows the line of each row, and loses none.

    The original forgets where a cell stood, and gives the whole table up for one row that is
    broken or has a cell too many.
    """

    _columns: int | None = None

    def parse_csv_data_into_rows(
        self, csv_data: Any, dialect: Any, source: str
    ) -> tuple[list[Any], int]:
        """Return the rows as docutils builds tables from them, and the number of columns."""
        rows: list[Any] = []
        if not isinstance(csv_data, statemachine.StringList):  # the :header: option
            head, self._columns = super().parse_csv_data_into_rows(  # type: ignore[no-untyped-call]
                csv_data, dialect, source
            )
            return head, self._columns or 0
        reader = csv.reader((line + "\n" for line in csv_data), dialect=dialect)
        while True:
            first = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                self._warn(csv_data, first, f"this row of the table is broken: {error}")
                cells = self._whole(" ".join(csv_data[first : reader.line_num]))
            if not cells:
                continue
            if self._columns is None:
                self._columns = len(cells)
            if len(cells) != self._columns:
                self._warn(
                    csv_data,
                    first,
                    f"{len(cells)} cells where the table has {self._columns} columns (a comma in a"
                    " title needs quotes around it); only title and link are read",
                )
                cells = self._whole(", ".join(cells))
            rows.append([self._cell(cell, csv_data, first) for cell in cells])
        return rows, self._columns or 0

    def _whole(self, text: str) -> list[str]:
        """Return a row with all of its text in the last cell.

        The link is found there, and a comma inside its title comes back. Which of the other cells
        is which, nobody can tell.
        """
        return [""] * ((self._columns or 1) - 1) + [text.strip()]

    def _cell(self, text: str, csv_data: Any, index: int) -> tuple[int, int, int, Any]:
        """Return a cell whose lines know that they stand at a line of the content."""
        lines = text.splitlines()
        items = [csv_data.info(index)] * len(lines)
        return 0, 0, index + 1, statemachine.StringList(lines, items=items)

    def _warn(self, csv_data: Any, index: int, text: str) -> None:
        line = csv_data.info(index)[1] + 1
        self.state_machine.reporter.warning(text, line=line, code="table-row")


# The application reads lists in one way, so the directive is replaced for the whole process.
directives.register_directive("csv-table", _CSVTable)


# ---------------------------------------------------------------- the document tree


def _targets(document: nodes.document) -> dict[str, str]:
    """Return the addresses of the targets that stand apart from the links that name them."""
    return {
        name: target["refuri"]
        for target in document.findall(nodes.target)
        for name in target["names"] + target["dupnames"]
        if "refuri" in target
    }


@dataclass(slots=True)
class _Walk:
    """One walk over a document tree, which collects what it meets."""

    links: dict[str, str]
    """Addresses of named targets."""
    last_line: int
    """Of the text: docutils points past it where something is missing at the end."""
    rows: list[Row] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note_message(self, message: nodes.system_message) -> None:
        """Keep a message of docutils, if it is at least a warning, as a problem."""
        if message["level"] < WARNING:
            return
        text = message[0].astext() if len(message) else ""
        code = message.get("code", "markup")
        line = min(message.get("line") or 1, self.last_line)
        self.problems.append(Problem(line, code, _one_line(text)))

    def visit(self, node: nodes.Node, path: tuple[str, ...]) -> None:
        """Collect the rows and sections below a node that stands in the sections of `path`."""
        for child in node.children:
            if isinstance(child, nodes.section):
                self._visit_section(child, path)
            elif isinstance(child, nodes.list_item | nodes.definition_list_item):
                self._visit_item(child, path)
            elif isinstance(child, nodes.table):
                self._visit_table(child, path)
            elif isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message):
                self.visit(child, path)

    def _visit_section(self, node: nodes.section, path: tuple[str, ...]) -> None:
        title = _one_line(node[0].astext())
        self._enter(Section(_line(node), title, path), node)

    def _visit_item(self, item: nodes.Element, path: tuple[str, ...]) -> None:
        """Collect an item as an entry, as a section, or, with a link and items, as both."""
        head, rest = _head(item)
        row = None if head is None else self._row(head, path)
        has_items = any(
            isinstance(below, nodes.list_item | nodes.table)
            for node in rest
            for below in node.findall()
        )
        # The items of definition lists are mostly prose; they are entries where they have a link.
        is_plain = isinstance(item, nodes.list_item) and not has_items
        if row is not None and (row.target is not None or is_plain):
            self._add(replace(row, line=_line(item)))
        if has_items:
            title = "" if head is None else _one_line(head.astext()).removesuffix(":")
            self._enter(Section(_line(item), title, path, _printed_number(item)), *rest)

    def _enter(self, section: Section, *content: nodes.Node) -> None:
        """Note a section and collect what stands in it."""
        self.sections.append(section)
        path = (*section.path, section.title) if section.title else section.path
        for node in content:
            self.visit(node, path)

    def _visit_table(self, table: nodes.table, path: tuple[str, ...]) -> None:
        """Collect the rows of a table; its head, if it has one, names the cells."""
        names: list[str] = []
        for head in itertools.islice(table.findall(nodes.thead), 1):
            first_row = _elements(head)[0]
            names = [_one_line(cell.astext()).casefold() for cell in _elements(first_row)]
        for body in table.findall(nodes.tbody):
            for row in _elements(body):
                self._visit_table_row(names, _elements(row), path)

    def _visit_table_row(
        self, names: list[str], cells: list[nodes.Element], path: tuple[str, ...]
    ) -> None:
        """Collect one row of a table: the entry is the first cell with a link, else the last."""
        named = dict(zip(names, cells, strict=False))
        link_cell = next((cell for cell in cells if self._link_in(cell)), cells[-1])
        paragraphs = list(link_cell.findall(nodes.paragraph))
        head = next(filter(self._link_in, paragraphs), paragraphs[0] if paragraphs else None)
        row = None if head is None else self._row(head, path)
        if row is None:
            return

        def text(name: str) -> str | None:
            cell = named.get(name)
            return None if cell is None or cell is link_cell else _one_line(cell.astext()) or None

        year = text("year")
        if year is not None and not (len(year) == 4 and year.isdecimal()):
            self.problems.append(
                Problem(
                    row.line, "year-not-a-number", f"the year {year!r} is no number of four digits"
                )
            )
            year = None
        self._add(
            replace(
                row,
                year=None if year is None else int(year),
                domain=text("domain"),
                company=text("company"),
                topic=text("topic"),
            )
        )

    def _add(self, row: Row) -> None:
        self.rows.append(replace(row, number=len(self.rows) + 1))

    def _row(self, head: nodes.Element, path: tuple[str, ...]) -> Row | None:
        """Return the entry that a paragraph is, or None if it says nothing."""
        link = self._link_in(head)
        before, after = _text_around(head, link)
        label, before = _split_label(before)
        if link is None:
            title, words = _one_line(before), ""
        else:
            title, words = _one_line(link.astext()), _one_line(f"{before} {after}")
        if not title:
            return None
        return Row(
            number=0,
            line=_line(head),
            title=title,
            target=None if link is None else self._target(link),
            label=label,
            words=words if any(character.isalnum() for character in words) else None,
            path=path,
        )

    def _link_in(self, node: nodes.Element) -> nodes.reference | None:
        """Return the first link below a node."""
        return next(node.findall(nodes.reference), None)

    def _target(self, link: nodes.reference) -> str:
        """Return where a link leads: an address, or what stands in its place as it is spelt."""
        address = str(link.get("refuri", "")) or self.links.get(link.get("refname", ""), "")
        if is_url(address):
            return address
        # docutils takes the spaces out of what it believes to be an address: see the source.
        _, opening, embedded = link.rawsource.rpartition("<")
        spelling = _one_line(embedded.partition(">")[0]) if opening else ""
        return spelling or address or link.get("refname", "")


# ---------------------------------------------------------------- pieces of the tree


def _elements(node: nodes.Node) -> list[nodes.Element]:
    """Return the children of a node that are elements, not text."""
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _head(node: nodes.Element) -> tuple[nodes.Element | None, list[nodes.Node]]:
    """Return the first paragraph (or term) of an item or a cell, and what comes after it."""
    for place, child in enumerate(node.children):
        if isinstance(child, nodes.paragraph | nodes.term):
            return child, node.children[place + 1 :]
    return None, node.children


def _text_around(head: nodes.Element, link: nodes.reference | None) -> tuple[str, str]:
    """Return the text of a paragraph before and after a link, or all of it before none."""
    before: list[str] = []
    after: list[str] = []
    texts = before
    for child in head.children:
        if link is not None and (child is link or link in child.findall(nodes.reference)):
            texts = after
        else:
            texts.append(child.astext())
    return "".join(before), "".join(after)


def _split_label(text: str) -> tuple[str | None, str]:
    """Return the label in square brackets that a text begins with, and the text after it."""
    text = text.lstrip()
    label, closing, rest = text.removeprefix("[").partition("]")
    if not text.startswith("[") or not closing or not label.strip():
        return None, text
    return _one_line(label), rest


def _printed_number(item: nodes.Element) -> str | None:
    """Return the number before an item of an enumerated list, in digits; None for other items."""
    parent = item.parent
    if not isinstance(parent, nodes.enumerated_list):
        return None
    return str(int(parent.get("start", 1)) + parent.index(item))


def _line(node: nodes.Node) -> int:
    """Return the line that a node, or the first node below it that knows, begins at."""
    return next((int(below.line) for below in node.findall() if below.line is not None), 1)


def _one_line(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return " ".join(text.split())
