"""What importing a list would do."""

import hashlib
import re
from pathlib import Path
from textwrap import dedent

import pytest

from studyplan.domain.resource import Correction, Kind, Provenance, Resource
from studyplan.library.errors import ListError
from studyplan.library.guessing import guess_kind
from studyplan.library.importing import Report, examine

LIST = """\
    Topics
        - [a.org] `The towers of retrieval <https://a.org/towers>`_
        - [a.org] All of `The clicks of feeds <https://a.org/clicks>`_

    .. csv-table::
       :header: Year, Domain, Company, Topic, Link

       2024, Social, Meta, Ads, `The Towers of Retrieval <https://b.org/other>`_
       2023, Social, Meta, Ranking, `The ranks of feeds <https://a.org/ranks/>`_
    """

RANKS = Resource(
    "ranks",
    "The ranks of feeds",
    Kind.ARTICLE,
    url="https://a.org/ranks-moved",
    provenance=(Provenance(1, 5, "The ranks of feeds", "https://a.org/ranks"),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "list.rst"
    path.write_text(dedent(LIST))
    return path


def problems(report: Report, what: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in report.problems if problem.what == what]


def test_the_report_in_json(path: Path) -> None:
    report = examine(path, [RANKS])
    assert report.as_dict() == {
        "guesses": [],
        "rows": 4,
        "works": 3,
        "new": 2,
        "merged": [[1, 3]],
        "problems": [
            {
                "line": 3,
                "what": "words-outside-link",
                "text": "the words “All of” stand outside the link “The clicks of feeds”",
            },
            {
                "line": 8,
                "what": "duplicate",
                "text": "“The Towers of Retrieval” is the same work as row 1 (line 2)",
            },
        ],
        "source": "list.rst",
        "format": "rst",
        "known": 1,
        "progress": {"notes": 0},
        "untouched": [],
        "vanished": [],
    }


def digest(address: str) -> str:
    """What ends the id of a work with an address."""
    return hashlib.sha256(address.encode()).hexdigest()[:6]


def test_new_works_have_what_the_rows_say(path: Path) -> None:
    towers, clicks = examine(path, [RANKS]).new_works
    assert towers == Resource(
        f"my.the-towers-of-retrieval-{digest('https://a.org/towers')}",
        "The towers of retrieval",
        Kind.ARTICLE,
        url="https://a.org/towers",
        company="Meta",
        domain="Social",
        topics=("Ads",),
        year=2024,
        minutes=15,
        minutes_source="estimate: article",
        provenance=(
            Provenance(
                *(1, 2, "The towers of retrieval", "https://a.org/towers", "a.org"),
                section="Topics",
            ),
            Provenance(
                *(3, 8, "The Towers of Retrieval", "https://b.org/other"),
                year=2024,
                domain="Social",
                company="Meta",
                topic="Ads",
            ),
        ),
    )
    assert clicks.provenance[0].words == "All of"
    assert clicks.competency is None


def test_what_was_taken_in_is_known_the_next_time(path: Path) -> None:
    first = examine(path, [])
    assert len(first.new_works) == 3
    assert examine(path, first.new_works).new_works == ()


@pytest.mark.parametrize(
    "known",
    [
        Resource("x", "Other title", Kind.ARTICLE, url="http://www.a.org/ranks?utm_source=x"),
        Resource("x", "The Ranks of Feeds", Kind.ARTICLE, url="https://elsewhere.org"),
        RANKS,
    ],
)
def test_a_work_is_known_by_address_title_or_former_row(path: Path, known: Resource) -> None:
    assert [work.title for work in examine(path, [known]).new_works] == [
        "The towers of retrieval",
        "The clicks of feeds",
    ]


def test_ids_are_new_short_and_typable(tmp_path: Path) -> None:
    long = "A title of many words that goes on and on past every limit"
    titles = ["Naïve Bayes’ “Trick”", "naive bayes trick", f"{long}, 1", f"{long}, 2", "机器学习"]
    path = tmp_path / "list.rst"
    path.write_text("".join(f"- `{t} <https://a.org/{n}>`_\n" for n, t in enumerate(titles)))
    taken = Resource("work", "Taken", Kind.ARTICLE)
    ids = [work.id for work in examine(path, [taken]).new_works]
    assert [re.sub(r"-[0-9a-f]{6}$", "-#", id_) for id_ in ids] == [
        "my.naive-bayes-trick-#",
        "my.naive-bayes-trick-#",
        "my.a-title-of-many-words-that-goes-#",
        "my.a-title-of-many-words-that-goes-#",
        "my.work-#",
    ]
    assert len(set(ids)) == 5
    assert all(len(id_) <= 45 for id_ in ids)


@pytest.mark.parametrize("title", ["Tech blog", "机器学习 in the large", "Naïve bayes’ “trick”"])
def test_two_devices_give_a_work_one_id_and_two_works_two(tmp_path: Path, title: str) -> None:
    def taken_in(address: str, *known: Resource) -> str:
        path = tmp_path / "list.rst"
        path.write_text(f"- `{title} <{address}>`_\n")
        (work,) = examine(path, known).new_works
        return work.id

    here = taken_in("https://a.org/x?utm_source=mail")
    assert here == taken_in("http://www.a.org/x")
    assert here != taken_in("https://b.org/y")  # whatever the title tells


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (None, Kind.ARTICLE),
        ("https://a.org/x", Kind.ARTICLE),
        ("https://a.org/", Kind.BLOG),
        ("https://a.org/?p=1", Kind.ARTICLE),
        ("https://arxiv.org/pdf/1907.06558v2", Kind.PAPER),
        ("https://arxiv.org/list/cs.LG", Kind.ARTICLE),
        ("https://youtube.com/playlist?list=L", Kind.PLAYLIST),
        ("https://youtu.be/abc", Kind.VIDEO),
        ("https://github.com/one/two/", Kind.REPOSITORY),
        ("https://github.com/one/two/blob/main/README.md", Kind.ARTICLE),
        ("https://github.com/one", Kind.ARTICLE),
    ],
)
def test_kinds_are_guessed_only_from_what_is_clear(url: str | None, kind: Kind) -> None:
    assert guess_kind(url) is kind


class TestAgainstTheCatalogue:
    def known(self, correction: Correction) -> Resource:
        return Resource(
            "ranks",
            "The ranks of feeds",
            Kind.ARTICLE,
            corrections=(correction,),
            remark="It moved.",
        )

    def test_a_value_that_was_corrected_is_told(self, path: Path) -> None:
        report = examine(path, [self.known(Correction("year", "2023", "2024", "it is dated so"))])
        assert problems(report, "catalogue-correction") == [
            (
                9,
                "year of “The ranks of feeds”: list says “2023”, catalogue says “2024” because it"
                " is dated so",
            )
        ]
        assert problems(report, "catalogue-remark") == [(9, "“The ranks of feeds”: It moved.")]

    def test_a_list_that_was_mended_is_not(self, path: Path) -> None:
        report = examine(path, [self.known(Correction("year", "2022", "2023", "it is dated so"))])
        assert problems(report, "catalogue-correction") == []

    def test_what_a_hub_contains_is_told_where_the_address_does_not(self, tmp_path: Path) -> None:
        path = tmp_path / "list.rst"
        path.write_text(
            "- `A hub of talks <https://a.org/hub>`_\n"
            "- `A talk that is below <https://a.org/hub/1>`_\n"
            "- `A talk elsewhere <https://b.org/2>`_\n"
        )
        works = examine(path, []).new_works
        ids = tuple(work.id for work in works)
        hub = Resource(ids[0], works[0].title, Kind.INDEX, works[0].url, contains=(*ids[1:], "no"))
        report = examine(path, [hub, *works[1:]])
        assert problems(report, "hub-contains") == [
            (1, "“A hub of talks” contains row 2 of the list")
        ]
        assert problems(report, "catalogue-contains") == [
            (1, "“A hub of talks” contains row 3 of the list, says the catalogue")
        ]


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ListError):
        examine(tmp_path / "nowhere.rst", [])
