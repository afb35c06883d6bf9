"""The catalogue that ships, and what a broken one gets."""

from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest

from studyplan.domain.curriculum import reading_order, topological
from studyplan.domain.resource import Chapter, Correction, Kind, Resource, Series
from studyplan.library.catalog import load_catalog, load_competencies
from studyplan.library.errors import CatalogError

ASSETS = Path(__file__).parents[2] / "assets"


class TestShipped:
    @pytest.fixture(scope="class")
    def works(self) -> tuple[Resource, ...]:
        return load_catalog(ASSETS / "catalog.yaml")

    def test_counts(self, works: tuple[Resource, ...]) -> None:
        assert len(works) == 120
        assert Counter(work.kind for work in works) == {
            Kind.ARTICLE: 86,
            Kind.BLOG: 18,
            Kind.INDEX: 6,
            Kind.PLAYLIST: 3,
            Kind.BOOK: 3,
            Kind.REPOSITORY: 2,
            Kind.PAPER: 1,
            Kind.COURSE: 1,
        }
        assert sum(work.kind.is_hub for work in works) == 26
        assert sum(len(work.provenance) for work in works) == 123

    def test_works_by_competency(self, works: tuple[Resource, ...]) -> None:
        sizes = Counter(work.competency for work in works)
        ids = [f"K{number:02}" for number in range(1, 19)]
        assert [sizes[id_] for id_ in ids] == [
            *(19, 2, 7, 6, 4, 5, 9, 8, 7, 7, 6, 4, 6, 6, 5, 7, 4, 8),
        ]
        singles = Counter(w.competency for w in works if w.kind in (Kind.ARTICLE, Kind.PAPER))
        assert [singles[id_] for id_ in ids] == [
            *(1, 1, 6, 3, 3, 4, 9, 4, 7, 7, 4, 4, 6, 6, 5, 6, 4, 7),
        ]

    def test_the_order_puts_readings_before_hubs(self, works: tuple[Resource, ...]) -> None:
        competencies = load_competencies(ASSETS / "competencies.yaml")
        assert topological(competencies) == tuple(f"K{number:02}" for number in range(1, 19))
        by_id = {work.id: work for work in works}
        order = [by_id[id_] for id_ in reading_order(works, competencies)]
        assert len(order) == 120
        assert not any(work.kind.is_hub for work in order[:94])
        assert all(work.kind.is_hub for work in order[94:])

    def test_every_link_is_known_but_those_of_two_books(self, works: tuple[Resource, ...]) -> None:
        assert {work.id for work in works if work.url is None} == {
            "designing-machine-learning-systems",
            "feature-engineering-book",
        }

    def test_every_estimate_says_that_it_is_one(self, works: tuple[Resource, ...]) -> None:
        for work in works:
            assert work.minutes_source.startswith("none" if work.kind.is_hub else "estimate: ")

    def test_books_by_chapters(self, works: tuple[Resource, ...]) -> None:
        chapters = {work.id: len(work.chapters) for work in works if work.chapters}
        assert chapters == {
            "designing-machine-learning-systems": 11,
            "machine-learning-yearning": 10,
        }

    def test_what_holds_a_work_by_its_address_says_so(self, works: tuple[Resource, ...]) -> None:
        for hub in works:
            if hub.kind.is_hub and hub.url is not None:
                start = hub.url.removeprefix("https://").removeprefix("www.").rstrip("/") + "/"
                below = {
                    work.id
                    for work in works
                    if work.url is not None
                    and work is not hub
                    and work.url.removeprefix("https://").removeprefix("www.").startswith(start)
                }
                assert below <= set(hub.contains), hub.id


COMPETENCIES = """\
- id: K1
  title: One
  summary: The first.
- id: K2
  title: Two
  summary: The second.
  needs: [K1]
"""

CATALOG = """\
- id: towers
  title: 'Two Towers: a “tale”'
  url: https://a.org/towers
  kind: article
  topics: [Retrieval]
  year: 2024
  competency: K2
  secondary: [K1]
  minutes: 15
  series: {id: tale, position: 1}
  provenance:
    - row: 7
      line: 12
      title: Two Towers
      target: https://a.org/towers
      year: 2023
  corrections:
    - field: year
      was: '2023'
      now: '2024'
      why: the address says so

- id: book
  title: A Book
  kind: book
  competency: K1
  minutes: 30
  needs: [towers]
  chapters:
    - {id: book/1, title: Start, minutes: 10}
    - {id: book/2, title: End, minutes: 20}
  provenance:
    - {row: 8, line: 13, title: A Book, target: null}
"""


class TestReading:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        (tmp_path / "competencies.yaml").write_text(COMPETENCIES)
        return tmp_path / "catalog.yaml"

    def error(self, path: Path, text: str) -> str:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CatalogError) as caught:
            load_catalog(path)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(str(path.parent))
        return str(caught.value).removeprefix(f"{path.parent}/")

    def test_fields(self, path: Path) -> None:
        path.write_text(CATALOG, encoding="utf-8")
        towers, book = load_catalog(path)
        assert (towers.title, towers.kind) == ("Two Towers: a “tale”", Kind.ARTICLE)
        assert towers.series == Series("tale", 1)
        assert towers.corrections == (Correction("year", "2023", "2024", "the address says so"),)
        assert (towers.provenance[0].row, towers.provenance[0].year) == (7, 2023)
        assert book.chapters == (Chapter("book/1", "Start", 10), Chapter("book/2", "End", 20))
        assert (book.url, book.provenance[0].target, book.difficulty) == (None, None, 2)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("  year: 2024", "  yaer: 2024", "line 6: 'yaer' is not a field of an entry"),
            ("  year: 2024", "  year: '2024'", "line 6: year must be a whole number"),
            ("  year: 2024", "  [a]: 2024", "line 6: a field of an entry must have a name"),
            ("[Retrieval]", "Retrieval", "line 5: topics must be a list"),
            ("[Retrieval]", "[1]", "line 5: each of topics must be text"),
            ("title: A Book\n", "title: 1984\n", "line 24: title must be text"),
            ("kind: article", "kind: novel", "line 4: kind must be one of article, paper, video"),
            ("  kind: article\n", "", "line 1: an entry lacks the field kind"),
            ("year: 2024\n", "year: 2024\n  year: 2024\n", "line 7: year is given twice"),
            (
                "{id: tale, position: 1}",
                "tale",
                "line 10: series must have the fields id, position",
            ),
            ("{id: tale, position: 1}", "{id: tale}", "line 10: series lacks the field position"),
            ("id: towers\n", "id: book\n", "line 23: the id book is used twice"),
            ("id: book\n", "id: The Book\n", "line 23: The Book: an id has 1 to 40 characters"),
            ("needs: [towers]", "needs: [moon]", "line 28: book names moon, which does not exist"),
            ("needs: [towers]", "contains: [moon]", "line 28: book names moon, which does not"),
            ("competency: K2", "competency: K3", "line 7: towers names K3, which does not exist"),
            ("secondary: [K1]", "secondary: [K3]", "line 8: towers names K3, which does not"),
            ("secondary: [K1]", "secondary: [K2]", "line 8: towers: secondary repeats"),
            ("  competency: K2\n", "", "line 1: towers: competency is missing"),
            ("secondary: [K1]", "needs: [book]", "line 28: these need each other in a ring"),
            ("position: 1", "position: 2", "line 10: the series tale has a work at 2 where 1"),
            ("url: https://a.org/towers", "url: a.org", "line 3: towers: url must be an http"),
            ("minutes: 15", "minutes: 0", "line 9: towers: minutes must be 0 for a hub and more"),
            ("minutes: 15", "difficulty: 4", "line 9: towers: difficulty must be 1, 2 or 3"),
            ("id: book/2", "id: book/3", "line 29: book: chapter 2 must have the id book/2"),
            ("minutes: 30", "minutes: 31", "line 29: book: the minutes of the chapters must add"),
            ("was: '2023'", "was: '2022'", "line 17: towers: no row has '2022' as its year"),
            ("field: year", "field: years", "line 17: towers: no row has '2023' as its years"),
            ("kind: article", "kind: [", "line 6: is not YAML: "),
        ],
    )
    def test_faults_name_file_and_line(self, path: Path, old: str, new: str, message: str) -> None:
        assert old in CATALOG
        text = CATALOG.replace(old, new, 1)
        assert self.error(path, text).startswith(f"catalog.yaml, {message}")

    def test_what_is_no_list_of_entries(self, path: Path) -> None:
        assert self.error(path, "id: x\n") == "catalog.yaml, line 1: must be a list of entries"
        assert self.error(path, "") == "catalog.yaml: must be a list of entries"
        assert self.error(path, "- 1\n").startswith("catalog.yaml, line 1: an entry must have")

    def test_files_that_cannot_be_read(self, path: Path) -> None:
        with pytest.raises(CatalogError, match="cannot be read: No such file"):
            load_catalog(path)
        path.write_bytes(b"- id: \xff\n")
        with pytest.raises(CatalogError, match="is not UTF-8 text"):
            load_catalog(path)
        assert self.error(path, "- a: \x01").startswith("catalog.yaml: is not YAML")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("- {id: A, title: A, summary: A, needs: [B]}", "line 1: A names B"),
            (
                """\
                - {id: A, title: A, summary: A}
                - {id: B, title: B, summary: B, needs: [A, C]}
                - id: C
                  title: C
                  summary: C
                  needs: [B]
                """,
                "line 2: these need each other in a ring: B, C, B",
            ),
            (
                "- {id: A, title: A, summary: A}\n- {id: A, title: A, summary: A}",
                "line 2: the id A",
            ),
            ("- {id: A, title: A}", "line 1: an entry lacks the field summary"),
        ],
    )
    def test_competencies(self, path: Path, text: str, message: str) -> None:
        path = path.with_name("competencies.yaml")
        path.write_text(dedent(text))
        with pytest.raises(CatalogError) as caught:
            load_competencies(path)
        assert str(caught.value).startswith(f"{path}, {message}")
