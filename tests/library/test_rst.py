"""The reader for reStructuredText, and what bad files get."""

import contextlib
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyplan.library import readers
from studyplan.library.errors import ListError
from studyplan.library.readers import read
from studyplan.library.readers.rst import MAX_LINE, parse
from studyplan.library.row import Reading, Row, Section


def parsed(text: str) -> Reading:
    return parse(dedent(text), Path("list.rst"))


def rows(text: str) -> tuple[Row, ...]:
    return parsed(text).rows


class TestItems:
    def test_label_title_target_and_line(self) -> None:
        (row,) = rows("\n- [a.org] `A title <https://a.org/1>`_\n")
        assert row == Row(1, 2, "A title", "https://a.org/1", label="a.org")

    def test_words_outside_the_link(self) -> None:
        (row,) = rows("- [a.org] Notes on `A  title <https://a.org/1>`__ (PDF)")
        assert (row.label, row.title, row.words) == ("a.org", "A title", "Notes on (PDF)")

    def test_punctuation_outside_the_link_is_not_words(self) -> None:
        (row,) = rows("- `A title <https://a.org/1>`_.")
        assert row.words is None

    def test_no_link(self) -> None:
        found = rows("- Some Book - Its Author\n- [2022] Other Book\n")
        assert [(r.title, r.target, r.label) for r in found] == [
            ("Some Book - Its Author", None, None),
            ("Other Book", None, "2022"),
        ]

    @pytest.mark.parametrize("end", ["_", "__"])
    def test_a_title_pasted_as_target_keeps_its_spelling(self, end: str) -> None:
        (row,) = rows(f"- `Netflix’s Graph <Netflix’s  Graph: a\n  “tale”>`{end}\n")
        assert row.title == "Netflix’s Graph"
        assert row.target == "Netflix’s Graph: a “tale”"
        assert row.url is None

    def test_an_address_over_two_lines_is_one(self) -> None:
        (row,) = rows("- `A title <https://a.org/\n  one>`_\n")
        assert (row.target, row.line) == ("https://a.org/one", 1)

    def test_links_that_name_a_target_elsewhere(self) -> None:
        found = rows("""
            - `By name`_
            - Nowhere_
            - https://a.org/plain

            .. _by name: https://a.org/named
            """)
        assert [(r.title, r.target) for r in found] == [
            ("By name", "https://a.org/named"),
            ("Nowhere", "nowhere"),
            ("https://a.org/plain", "https://a.org/plain"),
        ]

    def test_empty_items_are_nothing(self) -> None:
        assert [r.title for r in rows("- \n- A\n-\n")] == ["A"]


class TestSections:
    TEXT = """\
        #####
        Title
        #####
        1. Topics:

        \t- `A <https://a.org/1>`_
        \t- `B <https://a.org/2>`_
        2. Blogs

        \t* `C <https://a.org/3>`_

        2. More

        \t#. D
        \t#. E
        """

    def test_items_with_items_are_sections(self) -> None:
        reading = parsed(self.TEXT)
        assert [(r.number, r.line, r.title, r.path) for r in reading.rows] == [
            (1, 6, "A", ("Title", "Topics")),
            (2, 7, "B", ("Title", "Topics")),
            (3, 10, "C", ("Title", "Blogs")),
            (4, 14, "D", ("Title", "More")),
            (5, 15, "E", ("Title", "More")),
        ]
        assert reading.sections[1:] == (
            Section(4, "Topics", ("Title",), "1"),
            Section(8, "Blogs", ("Title",), "2"),
            Section(12, "More", ("Title",), "2"),
        )
        assert reading.problems == ()

    @pytest.mark.parametrize("line", ["1. Topics:", "2. Blogs"])
    def test_a_tab_nests_as_deep_as_eight_spaces(self, line: str) -> None:
        spaces = self.TEXT.replace("\t", " " * 8)
        assert line in spaces
        assert parsed(spaces).rows == parsed(self.TEXT).rows

    def test_an_item_with_a_link_and_items_is_both(self) -> None:
        found = rows("- `Book <https://a.org/book>`_\n\n  - `Chapter <https://a.org/book/1>`_\n")
        assert [(r.title, r.section) for r in found] == [("Book", None), ("Chapter", "Book")]

    def test_headings_and_terms(self) -> None:
        found = rows("""
            One
            ===

            Two
            ---

            - `A <https://a.org/1>`_

            Term
                - `B <https://a.org/2>`_

            Prose
                that is no entry.
            """)
        assert [(r.title, r.path) for r in found] == [
            ("A", ("One", "Two")),
            ("B", ("One", "Two", "Term")),
        ]


class TestTables:
    HEAD = """\
.. csv-table::
   :header: "Year", "Domain", "Company", "Topic", "Article Link"
   :widths: 8, 16, 16, 32, 64

"""

    def table(self, *lines: str) -> Reading:
        return parsed(self.HEAD + "\n".join(f"   {line}" for line in lines))

    def test_cells_by_their_heads_and_the_line_of_each_row(self) -> None:
        reading = self.table(
            "2024, Social, Meta, Ads, `A title <https://a.org/1>`_",
            "",
            '2023, Chat, Snapchat, "Speech, Music", "`Over two',
            'lines <https://a.org/2>`_"',
            ", , , , `Bare <https://a.org/3>`_",
        )
        assert reading.problems == ()
        first = Row(1, 5, "A title", "https://a.org/1")
        assert reading.rows[0] == Row(
            *(first.number, first.line, first.title, first.target),
            year=2024,
            domain="Social",
            company="Meta",
            topic="Ads",
        )
        assert (reading.rows[1].title, reading.rows[1].line) == ("Over two lines", 7)
        assert reading.rows[1].topic == "Speech, Music"
        assert reading.rows[2] == Row(3, 9, "Bare", "https://a.org/3")

    def test_a_row_with_a_cell_too_many_is_told_and_its_link_kept(self) -> None:
        reading = self.table(
            "2024, Social, Meta, Ads, `A <https://a.org/1>`_",
            "2024, Social, Meta, Ads, `One, two <https://a.org/2>`_",
            "2024, Social, Meta, `Three <https://a.org/3>`_",
        )
        assert [(r.line, r.title, r.target, r.year) for r in reading.rows] == [
            (5, "A", "https://a.org/1", 2024),
            (6, "One, two", "https://a.org/2", None),
            (7, "Three", "https://a.org/3", None),
        ]
        assert [(p.line, p.what, p.text[:32]) for p in reading.problems] == [
            (6, "table-row", "6 cells where the table has 5 co"),
            (7, "table-row", "4 cells where the table has 5 co"),
        ]

    def test_a_broken_row_does_not_take_the_table_with_it(self) -> None:
        reading = self.table(
            '      2024, Social, Meta, "Ads" x, `A <https://a.org/1>`_',
            "2024, Social, Meta, Ads, `B <https://a.org/2>`_",
        )
        assert [(r.line, r.title) for r in reading.rows] == [(5, "A"), (6, "B")]
        assert [(p.line, p.what) for p in reading.problems] == [(5, "table-row")]

    def test_markup_errors_in_cells_have_the_line_of_the_row(self) -> None:
        reading = self.table(
            "2024, Social, Meta, Ads, `A <https://a.org/1>`_",
            "2024, Social, *Meta, Ads, `B <https://a.org/2>`_",
        )
        assert [(p.line, p.what) for p in reading.problems] == [(6, "markup")]

    @pytest.mark.parametrize("year", ["soon", "24", "2" * 5000])
    def test_a_year_that_is_none(self, year: str) -> None:
        reading = self.table(f"{year}, Social, Meta, Ads, `A <https://a.org/1>`_")
        assert reading.rows[0].year is None
        assert [(p.line, p.what) for p in reading.problems] == [(5, "year-not-a-number")]

    def test_tables_of_other_kinds(self) -> None:
        found = rows("""
            ====  ==========================
            Year  Link
            ====  ==========================
            2020  `Simple <https://a.org/1>`_
            ====  ==========================

            .. list-table::

               * - `Listed <https://a.org/2>`_
                 - words
            """)
        assert [(r.line, r.title, r.year) for r in found] == [
            (5, "Simple", 2020),
            (10, "Listed", None),
        ]


class TestSafety:
    def test_no_file_is_read_nothing_is_run_and_nothing_is_printed(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        secret = tmp_path / "secret.rst"
        secret.write_text("- `Secret <https://secret.org>`_\n")
        reading = parsed(f"""
            - `A <https://a.org/1>`_

            .. include:: {secret}
            .. raw:: html
               :file: {secret}
            .. csv-table::
               :file: {secret}
            .. nonsense:: x
            """)
        assert [r.title for r in reading.rows] == ["A"]
        assert [(p.line, p.what) for p in reading.problems] == [
            (line, "markup") for line in (4, 5, 7, 9)
        ]
        assert capfd.readouterr() == ("", "")

    def test_line_separators_that_are_no_line_ends(self) -> None:
        found = rows("- A\x0b\x0cB\u2028C\x85D\n- E\r\n- F")
        assert [(r.line, r.title) for r in found] == [(1, "A B C D"), (2, "E"), (3, "F")]


class TestBadFiles:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "list.rst"

    def message(self, path: Path) -> str:
        with pytest.raises(ListError) as caught:
            read(path)
        text = str(caught.value)
        assert text.startswith(str(path))
        assert "\n" not in text
        return text.removeprefix(str(path))

    @pytest.mark.parametrize("data", [b"", b" \n\t\n"])
    def test_empty(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        assert self.message(path) == ": is empty"

    def test_missing(self, path: Path) -> None:
        assert self.message(path) == ": cannot be read: No such file or directory"

    def test_a_directory(self, path: Path) -> None:
        path.mkdir()
        assert "cannot be read" in self.message(path)

    def test_binary(self, path: Path) -> None:
        path.write_bytes(b"- A\n\x00\x01")
        assert self.message(path) == ", line 2: is a binary file, not a list"

    @pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
    def test_not_utf_8(self, path: Path, start: bytes) -> None:
        path.write_bytes(start + "- A\n- B\n- Café\n".encode("latin-1"))
        assert self.message(path) == (
            ", line 3: is not UTF-8 text: the byte 0xe9 cannot stand there"
        )

    def test_a_byte_order_mark_is_fine(self, path: Path) -> None:
        path.write_text("- A\n", encoding="utf-8-sig")
        assert [r.title for r in read(path).rows] == ["A"]

    def test_too_large(self, path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(100_000_000)
        assert self.message(path) == ": is larger than 64 MB, too large for a list"

    def test_a_line_too_long(self, path: Path) -> None:
        path.write_text("- A\n- " + "x" * MAX_LINE)
        assert self.message(path) == ", line 2: the line is longer than 10000 characters"

    def test_nested_too_deeply(self, path: Path) -> None:
        path.write_text("\n\n".join(" " * depth + "- x" for depth in range(0, 1000, 2)))
        assert self.message(path) == ": is nested too deeply to be read"

    def test_no_entries(self, path: Path) -> None:
        path.write_text("Title\n=====\n\nProse with a `link <https://a.org>`_.\n")
        assert self.message(path) == ": holds no entries of a list"

    def test_a_format_is_known_by_suffix_by_look_or_by_name(self, tmp_path: Path) -> None:
        text = "- `A <https://a.org>`_\n"
        for name in ("list.RST", "list.txt", "list"):
            (tmp_path / name).write_text(text)
            assert len(read(tmp_path / name).rows) == 1
        plain = tmp_path / "list.doc"
        plain.write_text("A\n\nA.\n")
        assert "format is not recognised" in self.message(plain)
        plain.write_text("- A\n")
        assert len(read(plain, "rst").rows) == 1
        with pytest.raises(ListError, match="the format 'xml' is not one of"):
            read(plain, "xml")


PIECES = [
    *'-*`_<>[]|:,."\t \n\r\\',
    *("\n\n", "- ", "1. ", "#. ", "    ", "`a <b c>`_", "`x <http://h.org>`_", "`t`_", "`__"),
    *(".. _t: http://x.org\n", "====\n", "Title\n", "::\n", "[1]_", "**", "|s|", "\x0b", ":r:`x`"),
    *(".. csv-table::\n   :header: a, b\n\n   ", "   1, 2\n", "   :widths: 1\n", "term\n   def\n"),
    *(".. list-table::\n\n   * - a\n     - b\n", "+--+--+\n| a | b|\n+--+--+\n"),
    *("== ==\na  b\n== ==\n", ".. |s| replace:: x\n", ".. image:: x\n", ".. code:: c\n\n   x\n"),
    *(".. role:: r\n", ".. default-role:: r\n", ".. contents::\n", ".. topic:: t\n\n   "),
]


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=25)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.binary()
)
def test_any_bytes_give_rows_or_one_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.rst"
    path.write_bytes(data)
    with contextlib.suppress(ListError):
        reading = readers.read(path)
        lines = data.count(b"\n") + data.count(b"\r") + 1
        assert [row.number for row in reading.rows] == list(range(1, len(reading.rows) + 1))
        assert all(row.title and 1 <= row.line <= lines for row in reading.rows)
        assert all(1 <= problem.line <= lines for problem in reading.problems)
