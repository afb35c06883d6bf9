"""A study as CSV and as Markdown: what a spreadsheet and a renderer make of any text."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studyplan.domain.curriculum import Competency
from studyplan.domain.resource import Kind, Status
from studyplan.domain.wording import Wording
from studyplan.exchange import markdown, works_csv
from studyplan.exchange.shown import Curriculum, Work

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


@given(title=TEXT | st.sampled_from(FORMULAS), note=TEXT | st.sampled_from(FORMULAS))
def test_a_table_gives_every_text_back_and_no_formula(title: str, note: str) -> None:
    work = Work("a", title, Kind.ARTICLE, note=note, status=Status.READ,
                status_day=date(2026, 11, 24))  # fmt: skip
    data = works_csv.table([work])
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    assert rows[0] == list(works_csv.COLUMNS)
    row = dict(zip(rows[0], rows[1], strict=True))
    for cell, text in ((row["title"], title), (row["note"], note)):
        assert cell in (text, f"'{text}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (row["status"], row["status_date"], row["due"]) == ("read", "2026-11-24", "")


def test_lines_end_as_the_standard_says() -> None:
    data = works_csv.table([Work("a", "A, “B”", Kind.PAPER, note="one\ntwo")])
    assert data.count(b"\r\n") == 2
    assert '"A, “B”"'.encode() in data
    assert works_csv.is_ours(data[:4096])


@given(title=TEXT, company=TEXT)
def test_no_title_is_markdown(title: str, company: str) -> None:
    work = Work("a", title, Kind.ARTICLE, company=company or None, minutes=5,
                url="https://x.org/a b(c)<d>")  # fmt: skip
    tokens = MarkdownIt("commonmark").parse("\n".join(markdown.entry(work)))
    links = [
        token.attrs["href"]
        for inline in tokens
        for token in inline.children or ()
        if token.type == "link_open"
    ]
    if title.strip():
        assert links == ["https://x.org/a%20b%28c%29%3Cd%3E"]
    kinds = {token.type for inline in tokens for token in inline.children or ()}
    assert kinds <= {"text", "text_special", "link_open", "link_close", "softbreak"}
    assert not any(token.type == "html_block" for token in tokens)


def test_the_whole_curriculum_is_one_text() -> None:
    works = [
        Work("b", "A Book", Kind.BOOK, competency="K1", status=Status.READING, minutes=60),
        Work("b/1", "One", Kind.BOOK, parent="b", competency="K1", status=Status.READ,
             status_day=date(2026, 11, 2), note="# mine\n\n- x"),
        Work("s", "Skipped", Kind.ARTICLE, competency="K1", status=Status.SKIPPED),
        Work("o", "Own", Kind.ARTICLE, note="> a\n> b",
             questions=[Wording("Why *so*?", ("1. p", "q"), "And then?"), Wording("What?")]),
    ]  # fmt: skip
    found = Curriculum((Competency("K1", "Framing", "says what"),), works)
    text = markdown.curriculum(found).decode()
    assert text == (
        "<!-- written by studyplan -->\n# Curriculum\n\n## K1 Framing\n\n1 of 2 done.\n\n"
        "- [ ] A Book · book · 60 min · reading\n"
        "  - [x] One · read 2026-11-02\n\n    # mine\n\n    - x\n\n"
        "- [ ] ~~Skipped~~ · skipped\n\n## Elsewhere\n\n0 of 1 done.\n\n- [ ] Own\n\n"
        "  > a\n  > b\n\n"
        "  **Question:** Why \\*so\\*?\n\n  - 1\\. p\n  - q\n\n  **Then:** And then?\n\n"
        "  **Question:** What?\n"
    )
    assert markdown.is_ours(text.encode())


@given(question=TEXT, points=st.lists(TEXT | st.sampled_from(("- a", "1. a", "+", "> a", "# a"))))
def test_no_question_is_markdown(question: str, points: list[str]) -> None:
    given = Wording(question, tuple(point for point in points if point.strip()))
    tokens = MarkdownIt("commonmark").parse("\n".join(markdown.questions([given])))
    assert sum(token.type == "list_item_open" for token in tokens) == len(given.points)
    kinds = {token.type for token in tokens if not token.type.endswith("_close")}
    assert kinds <= {"paragraph_open", "inline", "bullet_list_open", "list_item_open"}
    inner = {token.type for inline in tokens for token in inline.children or ()}
    assert inner <= {"text", "text_special", "strong_open", "strong_close"}
