"""The list the catalogue was made from, read again: does each still say what the other does?

The list itself is not part of the repository, so these tests are skipped where it is not found.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from studyplan.domain.resource import Provenance, Resource
from studyplan.library.catalog import load_catalog
from studyplan.library.importing import Report, examine
from studyplan.library.readers import read
from studyplan.library.row import Row

ROOT = Path(__file__).parents[2]
LIST = ROOT.parent / "shared" / "seed" / "practical-resources.rst"

pytestmark = pytest.mark.skipif(not LIST.exists(), reason="the list is not beside the repository")


@pytest.fixture(scope="module")
def works() -> tuple[Resource, ...]:
    return load_catalog(ROOT / "assets" / "catalog.yaml")


@pytest.fixture(scope="module")
def rows() -> dict[int, Row]:
    return {row.number: row for row in read(LIST).rows}


@pytest.fixture(scope="module")
def report(works: tuple[Resource, ...]) -> Report:
    return examine(LIST, works)


def test_counts(report: Report) -> None:
    assert (report.rows, report.works) == (123, 120)
    assert report.merged == ((43, 47), (45, 59), (46, 64))
    assert report.new_works == ()


def test_each_row_is_in_the_catalogue_as_it_stands(
    works: tuple[Resource, ...], rows: dict[int, Row]
) -> None:
    recorded = {row.row: row for work in works for row in work.provenance}
    assert len(recorded) == sum(len(work.provenance) for work in works)
    names = [field.name for field in fields(Provenance) if field.name != "row"]
    assert recorded == {
        number: Provenance(number, **{name: getattr(row, name) for name in names})
        for number, row in rows.items()
    }


def said(field: str, rows: Iterable[Provenance], fixes: Mapping[Any, str | None]) -> list[str]:
    """What the rows say in a field, each value once, with the corrections made."""
    values = (getattr(row, field) for row in rows)
    texts = [str(value) for value in values if value is not None]
    return list(dict.fromkeys(str(fixes.get((field, text), text)) for text in texts))


def test_each_work_is_what_its_rows_say_apart_from_recorded_corrections(
    works: tuple[Resource, ...],
) -> None:
    for work in works:
        fixes = {(fix.field, fix.was): fix.now for fix in work.corrections}
        for field, value in (
            ("target", work.url),
            ("year", work.year),
            ("domain", work.domain),
        ):
            expected = [] if value is None else [str(value)]
            assert said(field, work.provenance, fixes) == expected, work.id
        assert said("topic", work.provenance, fixes) == list(work.topics), work.id
        companies = said("company", work.provenance, fixes)
        assert not companies or companies == [work.company], work.id
        assert work.title == work.provenance[0].title


def test_merged_works_have_both_rows_and_both_topics(works: tuple[Resource, ...]) -> None:
    merged = {
        tuple(row.row for row in work.provenance): work.topics
        for work in works
        if len(work.provenance) > 1
    }
    assert merged == {
        (43, 47): ("Infrastructure", "Robustness"),
        (45, 59): ("Scaling", "Instagram"),
        (46, 64): ("Content Recommendation", "Newsfeed Ranking"),
    }


def test_every_irregularity_is_told_with_its_line(report: Report, rows: dict[int, Row]) -> None:
    lines: dict[str, list[int]] = defaultdict(list)
    for problem in report.problems:
        lines[problem.what].append(problem.line)
    line = {number: row.line for number, row in rows.items()}
    lines.pop("catalogue-remark")
    assert lines == {
        "no-link": [142, 143],
        "target-not-url": [79, 110],
        "duplicate": [66, 78, 83],
        "duplicate-section": [53],
        "year": [77],
        "typo": [47, 60, 126, 127],
        "lone-part": [21],
        "words-outside-link": [136],
        "label-host": [
            line[number] for number in (1, 2, 3, 5, 15, 17, 18, 20, 31, 36, 39, 115, 116, 117)
        ],
        "hub-contains": [line[number] for number in (18, 19, 24, 30, 33, 35, 37, 38)],
        "catalogue-contains": [line[number] for number in (12, 23, 33)],
        "catalogue-correction": [line[number] for number in (36, 41, 58, 60, 85, 91, 107, 108)],
    }


def test_typos_are_offered_as_corrections(report: Report) -> None:
    assert [problem.text for problem in report.problems if problem.what == "typo"] == [
        "label “ngineering.atspotify.com”: did you mean “engineering.atspotify.com”?",
        "topic “Personalisation”: did you mean “Personalization”?",
        "topic “Causal Infernece”: did you mean “Causal Inference”?",
        "topic “Clusterig”: did you mean “Clustering”?",
    ]


def test_what_hubs_contain(report: Report) -> None:
    texts = [problem.text for problem in report.problems if "-contains" in problem.what]
    assert "“Lil’Log” contains rows 1–3 of the list" in texts
    assert "“Fennel Blog” contains rows 8–10 and 12–14 of the list" in texts
    assert (
        "“MIT: Introduction to Data-Centric AI” contains row 5 of the list, says the catalogue"
        in texts
    )
