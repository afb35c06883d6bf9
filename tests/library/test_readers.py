"""Every reader gives the same rows; what is odd, cut off or hostile is said with its line."""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyplan.domain.resource import Status
from studyplan.domain.text import is_clean
from studyplan.library.errors import ListError
from studyplan.library.readers import FORMATS, read
from studyplan.library.readers.collecting import MAX_DEPTH, instant
from studyplan.library.row import Reading, Row

READ_FORMATS = [name for name in FORMATS if name != "rst"]


def reading(folder: Path, text: str | bytes, format: str, **columns: str) -> Reading:
    path = folder / "list"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, format, columns)


def links(found: Reading) -> list[tuple[str, str | None]]:
    return [(row.title, row.target) for row in found.rows]


def told(found: Reading) -> list[tuple[int, str]]:
    return [(problem.line, problem.what) for problem in found.problems]


class TestMarkdown:
    TEXT = """\
# Awesome [things](https://a.org/things)

- [Contents](#contents)

## Serving

- [How it is served](https://a.org/served) - what it says. [Code](https://b.org/code)
  - [x] [Below it](https://a.org/below "a title")
- Papers: [BERT](https://c.org/1), [T5](https://c.org/2)
- Attention is all you need [[pdf](https://d.org/p(1).pdf)]
- [ ] A book without a link
- [/] [Begun in earnest](<https://e.org/a b>) [cut]: no

Some text with https://f.org/bare, <https://f.org/auto> and [by name][ref].

| Name | Link | Year | Notes |
|------|------|------|-------|
| A table | [link](https://g.org/t) | 2023 | mine |

<p><a class="x" href="https://h.org/?a=1&amp;b=2">In <b>HTML</b></a>
<!-- <a href="https://h.org/no">no</a> --></p>

```
[no](https://no.org)
```

[ref]: https://f.org/ref
"""

    def test_links_of_every_form_and_no_other(self, tmp_path: Path) -> None:
        assert links(reading(tmp_path, self.TEXT, "markdown")) == [
            ("things", "https://a.org/things"),
            ("How it is served", "https://a.org/served"),
            ("Below it", "https://a.org/below"),
            ("BERT", "https://c.org/1"),
            ("T5", "https://c.org/2"),
            ("Attention is all you need", "https://d.org/p(1).pdf"),
            ("A book without a link", None),
            ("Begun in earnest", "https://e.org/a b"),
            ("Some text with", "https://f.org/bare"),
            ("https://f.org/auto", "https://f.org/auto"),
            ("by name", "https://f.org/ref"),
            ("A table", "https://g.org/t"),
            ("In HTML", "https://h.org/?a=1&b=2"),
        ]

    def test_what_stands_around_them(self, tmp_path: Path) -> None:
        found = {row.title: row for row in reading(tmp_path, self.TEXT, "markdown").rows}
        served, below = found["How it is served"], found["Below it"]
        assert served.line == 7
        assert served.path == ("Awesome things", "Serving")
        assert served.words == "what it says"
        assert served.also == (("Code", "https://b.org/code"),)
        assert below.path == ("Awesome things", "Serving", "How it is served")
        assert [below.status, found["A book without a link"].status] == [Status.READ, None]
        assert found["Begun in earnest"].status is Status.READING
        assert (found["A table"].year, found["A table"].note) == (2023, "mine")
        assert found["In HTML"].line == 20

    def test_a_list_without_links_is_a_list(self, tmp_path: Path) -> None:
        assert links(reading(tmp_path, "- One\n- Two\n", "markdown")) == [
            ("One", None),
            ("Two", None),
        ]
        mixed = reading(tmp_path, "- One\n- [Two](https://a.org)\n", "markdown")
        assert (len(mixed.rows), told(mixed)) == (1, [(1, "no-entry")])

    def test_a_long_list_is_read_in_pieces_as_if_it_were_one(self, tmp_path: Path) -> None:
        text = "".join(f"## S {n}\n\n- [Work {n}][r{n}]\n  - [Sub {n}](https://s.org/{n})\n\n"
                       for n in range(2_000))  # fmt: skip
        text += "".join(f"[r{n}]: https://r.org/{n}\n" for n in range(2_000))
        rows = reading(tmp_path, text, "markdown").rows
        assert [(row.line, row.path, row.target) for row in rows[-2:]] == [
            (9_998, ("S 1999",), "https://r.org/1999"),
            (9_999, ("S 1999", "Work 1999"), "https://s.org/1999"),
        ]
        assert len(rows) == 4_000

    def test_nested_too_deeply_is_said_with_its_line(self, tmp_path: Path) -> None:
        text = "\n".join("  " * depth + "- x" for depth in range(1_000))
        with pytest.raises(ListError, match=r"line \d+: is nested more than"):
            reading(tmp_path, text, "markdown")


class TestBookmarks:
    TEXT = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
  <DT><H3 ADD_DATE="1">Serving</H3>
  <DL><p>
    <DT><A HREF="https://a.org/1" ADD_DATE="1700000000" TAGS="ml,ops">One &amp; only</A>
    <DD>Read this
  first
    <DT><H3>Deeper</H3>
    <DL><p>
      <DT><A HREF="https://a.org/2" TOREAD="1">Two</A>
    </DL><p>
  </DL><p>
  <DT><A HREF="https://a.org/3" TOREAD="0" ADD_DATE="soon">Three</A>
  <DT><A HREF="javascript:alert(1)">Script</A>
  <DT><A HREF="place:sort=8">Recent</A>
</DL>
"""

    def test_folders_dates_tags_notes_and_statuses(self, tmp_path: Path) -> None:
        found = reading(tmp_path, self.TEXT, "bookmarks")
        one, two, three, script = found.rows
        assert one == Row(
            *(1, 7, "One & only", "https://a.org/1"),
            path=("Serving",),
            tags=("ml", "ops"),
            added=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            note="Read this\nfirst",
        )
        assert (two.path, two.status) == (("Serving", "Deeper"), None)
        assert (three.path, three.status, three.added) == ((), Status.READ, None)
        assert told(found) == [(15, "date")]
        assert (script.target, script.url) == ("javascript:alert(1)", None)

    def test_the_export_of_a_dead_service(self, tmp_path: Path) -> None:
        text = (
            "<html><h1>Unread</h1><ul><li><a href='https://a.org' time_added='1700000000'"
            " tags='x'>A</a></ul><h1>Read Archive</h1><ul><li><a href='https://b.org'>B</a></html>"
        )
        one, two = reading(tmp_path, text, "bookmarks").rows
        assert (one.path, one.status, one.tags) == (("Unread",), None, ("x",))
        assert (two.path, two.status, two.status_at) == (("Read Archive",), Status.READ, None)

    def test_what_never_closes(self, tmp_path: Path) -> None:
        text = "<DL><DT><H3>F<DL><DT><A HREF='https://a.org/1'>One<DT><A HREF='https://a.org/2'>Two"
        assert links(reading(tmp_path, text, "bookmarks")) == [
            ("One", "https://a.org/1"),
            ("Two", "https://a.org/2"),
        ]
        cut = reading(tmp_path, text + "\n<!-- and so on", "bookmarks")
        assert (len(cut.rows), told(cut)) == (2, [(2, "cut-off")])
        with pytest.raises(ListError, match="line 2: a tag or comment begins here"):
            reading(tmp_path, text + "\n<!--" + "<!-- " * 300_000, "bookmarks")

    @pytest.mark.parametrize("odd", ["<![DOCTYPE [x]>", "<![if x]>", "<![CDATA[x]]>", "<![", "<!x"])
    def test_sections_in_brackets_are_passed_over(self, tmp_path: Path, odd: str) -> None:
        text = f"<A HREF='https://a.org'>A</A>\n{odd}\n<A HREF='https://b.org'>B</A>"
        assert reading(tmp_path, text, "bookmarks").rows[0].target == "https://a.org"

    def test_deep_folders_end_in_one_path(self, tmp_path: Path) -> None:
        text = "<DL>" + "<DT><H3>f</H3><DL>" * 1_000 + "<DT><A HREF='https://a.org'>A</A>"
        found = reading(tmp_path, text, "bookmarks")
        assert len(found.rows[0].path) == MAX_DEPTH
        assert told(found) == [(1, "nested-deeply")]


class TestTables:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "title,url,time_added,tags,status\nA,https://a.org,1700000000,x|y,archive\n",
                {"tags": ("x", "y"), "status": Status.READ, "status_at": None},
            ),
            (
                "title,url,time_added,cursor,tags,status\nA,https://a.org,1700000000,,x|y,unread\n",
                {"tags": ("x", "y"), "status": None},
            ),
            (
                "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
                '1,A,mine,theirs,https://a.org,ML / Ops,"x, y",2023-11-14T22:13:20.000Z,,said,no\n',
                {"tags": ("x", "y"), "path": ("ML", "Ops"), "note": "mine\n\n> said"},
            ),
            (
                'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.org,A,,Archive,1700000000,"[""x""]"\n',
                {"tags": ("x",), "path": (), "status": Status.READ},
            ),
        ],
        ids=["pocket", "pocket with cursor", "raindrop", "instapaper"],
    )
    def test_exports(self, tmp_path: Path, text: str, expected: Mapping[str, object]) -> None:
        (row,) = reading(tmp_path, text, "csv").rows
        assert (row.title, row.target, row.line) == ("A", "https://a.org", 2)
        assert row.added == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
        assert {name: getattr(row, name) for name in expected} == expected

    def test_highlights_become_notes(self, tmp_path: Path) -> None:
        text = (
            "Highlight,Book Title,Book Author,Note,Document tags,Highlighted at\n"
            '"Two\nlines",A book,Somebody,,x,2023-11-14 10:00:00\n'
            "Three,A book,Somebody,mine,x,2023-11-15 10:00:00\n"
            "Four,Another,Somebody,,,\n"
        )
        one, two = reading(tmp_path, text, "csv").rows
        assert (one.title, one.line, one.tags) == ("A book", 2, ("x",))
        assert one.note == "> Two\n> lines\n\n> Three\n\nmine"
        assert two.note == "> Four"

    def test_columns_of_other_names(self, tmp_path: Path) -> None:
        text = "Name of it;Where;Done on\nA;https://a.org;2023-11-14\n"
        named = {"title": "Name of it", "url": "where", "status_at": "Done on"}
        (row,) = reading(tmp_path, text, "csv", **named).rows
        assert (row.title, row.target) == ("A", "https://a.org")
        assert row.status_at == datetime(2023, 11, 14, 12, tzinfo=UTC)
        with pytest.raises(ListError, match="has no column “No”; it has"):
            reading(tmp_path, text, "csv", title="No")
        with pytest.raises(ListError, match="line 1: no column is called"):
            reading(tmp_path, text, "csv")

    def test_ragged_rows_keep_their_link(self, tmp_path: Path) -> None:
        text = "title,url,tags\nA, or B,https://a.org,x\nC\n,,\n,,x\n"
        found = reading(tmp_path, text, "csv")
        assert links(found) == [("A", "https://a.org"), ("C", None)]
        assert told(found) == [(2, "ragged-row"), (3, "ragged-row"), (5, "no-title")]

    def test_a_quote_that_is_never_closed_is_said(self, tmp_path: Path) -> None:
        found = reading(tmp_path, 'title,url\nA,https://a.org\n"B,https://b.org\nC,\n', "csv")
        assert told(found) == [(3, "ragged-row"), (3, "unclosed-quote")]
        with pytest.raises(ListError, match="line 2: a row begins here"):
            reading(tmp_path, 'title,url\n"' + "B,\n" * 400_000, "csv")


class TestOutlines:
    def test_outlines_with_links_are_entries(self, tmp_path: Path) -> None:
        text = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><body>
<outline text="Blogs">
  <outline text="One" type="rss" xmlUrl="https://a.org/feed" htmlUrl="https://a.org"
    category="/ml/ops" created="Tue, 14 Nov 2023 22:13:20 GMT"/>
  <outline text="A line"/>
</outline>
<outline text="Task" _status="checked" _note="mine"/>
</body></opml>"""
        one, task = reading(tmp_path, text, "opml").rows
        assert (one.title, one.target, one.line) == ("One", "https://a.org", 4)
        assert one.also == (("feed", "https://a.org/feed"),)
        assert (one.path, one.tags) == (("Blogs",), ("ml", "ops"))
        assert one.added == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
        assert (task.title, task.status, task.note) == ("Task", Status.READ, "mine")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("<opml><body><outline text='A' url='https://a.org'/>\n", "line 2: is not XML"),
            ("<!DOCTYPE x [\n<!ENTITY a 'aa'>]><opml>&a;</opml>", "line 2: declares an entity"),
        ],
    )
    def test_cut_off_or_unfolding(self, tmp_path: Path, text: str, said: str) -> None:
        with pytest.raises(ListError, match=said):
            reading(tmp_path, text, "opml")


class TestBibliographies:
    def test_entries(self, tmp_path: Path) -> None:
        text = """\
% a comment
@article{one,
  title = {The {FSRS} of M{\\"u}ller \\& co},
  author = {M{\\"u}ller, A.},
  year = 2023, url = {https://a.org/x_y},
  doi = {10.1000/xyz},
  keywords = {ml, ops}, readstatus = {read}, annote = {mine}
}
@misc{two, title = "Two", eprint = {2301.00001}, archiveprefix = {arXiv}}
@article{broken, title = {No
@book{three, title = {Three}}
"""
        one, two, three = reading(tmp_path, text, "bibtex").rows
        assert (one.title, one.target, one.line) == (
            "The FSRS of Müller & co", "https://a.org/x_y", 2,
        )  # fmt: skip
        assert one.also == (("doi", "https://doi.org/10.1000/xyz"),)
        assert (one.year, one.tags, one.status, one.note) == (
            2023,
            ("ml", "ops"),
            Status.READ,
            "mine",
        )
        assert two.target == "https://arxiv.org/abs/2301.00001"
        assert (three.title, three.target) == ("Three", None)
        assert [line for line, _ in told(reading(tmp_path, text, "bibtex"))] == [10]


def one_link(format: str, link: str) -> str:
    """A list of that format with two links."""
    return {
        "markdown": f"- [A title]({link})\n- [Other](https://o.org)\n",
        "bookmarks": f'<DL><DT><A HREF="{link}">A title</A>\n<DT><A HREF="https://o.org">Other</A>',
        "csv": f"title,url\nA title,{link}\nOther,https://o.org\n",
        "opml": f'<opml><outline text="A title" url="{link}"/>\n'
        '<outline text="Other" url="https://o.org"/></opml>',
        "bibtex": f"@misc{{a, title={{A title}}, url={{{link}}}}}\n"
        "@misc{b, title={Other}, url={https://o.org}}\n",
    }[format]


@pytest.mark.parametrize("format", READ_FORMATS)
class TestWhatBadInputGets:
    @pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:x,y"])
    def test_what_is_no_page_is_no_address(self, tmp_path: Path, format: str, link: str) -> None:
        found = reading(tmp_path, one_link(format, link), format)
        assert [row.url for row in found.rows] == [None, "https://o.org"]
        assert found.rows[0].title == "A title"

    def test_passwords_are_left_out_and_said(self, tmp_path: Path, format: str) -> None:
        found = reading(tmp_path, one_link(format, "https://me:secret@a.org/x"), format)
        assert found.rows[0].target == "https://a.org/x"
        assert [what for _, what in told(found)] == ["credentials"]
        assert "secret" not in str(found)

    def test_what_commands_a_terminal_is_left_out_and_said(
        self, tmp_path: Path, format: str
    ) -> None:
        text = one_link(format, "https://a.org/x").replace("A title", "A\x1b]0;x\x07 \u202etitle")
        found = reading(tmp_path, text, format)
        assert found.rows[0].title == "A]0;x title"
        assert [what for _, what in told(found)] == ["control-characters"]

    def test_utf_16_with_a_mark(self, tmp_path: Path, format: str) -> None:
        text = one_link(format, "https://a.org/x").replace("A title", "Ä title")
        for encoding in ("utf-16", "utf-16-be"):
            mark = "" if encoding == "utf-16" else "\ufeff"
            found = reading(tmp_path, (mark + text).encode(encoding), format)
            assert found.rows[0].title == "Ä title"

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "is empty"),
            (b"- A\n\x00", "line 2: is a binary file"),
            (b"- A\n\xe9", "line 2: is not UTF-8 text"),
            (b"\xff\xfeA", "begins as UTF-16 text does, and is none"),
        ],
    )
    def test_no_text(self, tmp_path: Path, format: str, data: bytes, said: str) -> None:
        with pytest.raises(ListError, match=said):
            reading(tmp_path, data, format)

    def test_every_beginning_of_it(self, tmp_path: Path, format: str) -> None:
        text = one_link(format, "https://a.org/x")
        for end in range(1, len(text)):
            with contextlib.suppress(ListError):
                found = reading(tmp_path, text[:end], format)
                assert all(1 <= row.line <= text.count("\n") + 1 for row in found.rows)


@pytest.mark.parametrize("format", FORMATS)
@given(
    data=st.binary(max_size=100)
    | st.lists(
        st.sampled_from(
            [
                "<a href=",
                "<DT>",
                "<H3>",
                "</DL>",
                "<!--",
                "-->",
                "'",
                '"',
                ">",
                "<",
                "\n",
                "- ",
                "[",
                "](",
                ")",
                "https://a.org/",
                "[x] ",
                "|",
                "---|---\n",
                "# ",
                "@misc{a,",
                "title=",
                "{",
                "}",
                ",",
                "\\",
                "<opml>",
                "<outline text='A' ",
                "url='",
                "/>",
                "title,url\n",
                ";",
                "\t",
                "  ",
                "`",
                "```\n",
                "x",
                "é",
                "&#27;",
                "&amp;",
                "[r]: ",
            ]
        ),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode())
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_anything_is_rows_or_one_sentence(format: str, data: bytes, tmp_path: Path) -> None:
    with contextlib.suppress(ListError):
        found = reading(tmp_path, data, format)
        last = data.count(b"\n") + data.count(b"\r") + 1
        assert all(row.title and 1 <= row.line <= last for row in found.rows)
        assert all(1 <= problem.line <= last for problem in found.problems)
        assert all(is_clean(row.title) and is_clean(row.note) for row in found.rows)


@pytest.mark.parametrize("format", READ_FORMATS)
@pytest.mark.parametrize("name", ["list", "list.md", "list.dat", "list.csv"])
def test_the_format_is_known_by_what_is_in_it(tmp_path: Path, format: str, name: str) -> None:
    if name == "list.md" and format in ("csv", "bibtex"):
        pytest.skip("a page in Markdown may begin like it")
    if name == "list.csv" and format == "markdown":
        pytest.skip("a table of one column may begin like it")
    path = tmp_path / name
    path.write_text(one_link(format, "https://a.org/x"))
    assert read(path).format == format


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1700000000", "2023-11-14T22:13:20+00:00"),
        ("1700000000000", "2023-11-14T22:13:20+00:00"),
        ("1700000000000000", "2023-11-14T22:13:20+00:00"),
        ("2023-11-14", "2023-11-14T12:00:00+00:00"),
        ("2023-11-14 22:13:20", "2023-11-14T22:13:20+00:00"),
        ("2023-11-15T00:13:20+02:00", "2023-11-14T22:13:20+00:00"),
        ("Tue, 14 Nov 2023 22:13:20 GMT", "2023-11-14T22:13:20+00:00"),
        ("1970-01-01", None),
        ("2023-02-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    found = instant(text)
    assert (found and found.isoformat()) == expected
