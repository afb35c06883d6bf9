"""What is odd in a list: what is told, and what is not."""

import pytest

from studyplan.library.irregular import irregularities, name_rows
from studyplan.library.merge import merge
from studyplan.library.row import Row, Section


def row(number: int, title: str = "", target: str | None = "", **facts: object) -> Row:
    """A row at line 100 + number, with a title and a link of its own where none is given."""
    return Row(
        number,
        100 + number,
        title or f"The title of row {number}",
        f"https://r{number}.org/{number}" if target == "" else target,
        **facts,  # type: ignore[arg-type]
    )


def told(*rows: Row, sections: tuple[Section, ...] = ()) -> list[tuple[int, str]]:
    problems = irregularities(rows, merge(rows), sections)
    return [(problem.line - 100, problem.what) for problem in problems]


def text(*rows: Row) -> str:
    (problem,) = irregularities(rows, merge(rows), ())
    return problem.text


def test_nothing_odd() -> None:
    assert told(row(1, label="r1.org", year=2024, topic="Ads"), row(2)) == []


def test_links() -> None:
    assert told(row(1, target=None), row(2, target="A title, pasted")) == [
        (1, "no-link"),
        (2, "target-not-url"),
    ]


@pytest.mark.parametrize(
    ("label", "odd"),
    [
        ("blog.a.org", False),
        ("Blog.A.org", False),
        ("www.blog.a.org", False),
        ("a.org", True),
        ("Updated", True),
    ],
)
def test_labels(label: str, odd: bool) -> None:
    found = told(row(1, target="https://www.blog.a.org/x", label=label))
    assert found == ([(1, "label-host")] if odd else [])


@pytest.mark.parametrize(
    ("target", "odd"),
    [
        ("https://a.org/2024/03/18/x", True),
        ("https://a.org/2024/03/x", True),
        ("https://a.org/2023/03/18/x", False),
        ("https://a.org/posts/2024-03-18-x", False),
        ("https://a.org/2024/talks", False),
        ("https://a.org/9999/03/x", False),
        ("https://a.org/x/2024/13/y", False),
    ],
)
def test_years(target: str, odd: bool) -> None:
    assert told(row(1, target=target, year=2023)) == ([(1, "year")] if odd else [])
    assert told(row(1, target=target)) == []


def test_words_outside_the_link() -> None:
    assert text(row(1, "Conferences", words="Tutorials on")) == (
        "the words “Tutorials on” stand outside the link “Conferences”"
    )


def test_duplicates_name_the_row_that_is_kept() -> None:
    assert text(row(1, "One and the same"), row(3, "One and the Same")) == (
        "“One and the Same” is the same work as row 1 (line 101)"
    )


def test_sections_with_one_number_beside_each_other() -> None:
    sections = (
        Section(101, "A", ("T",), "1"),
        Section(102, "B", ("T",), "2"),
        Section(103, "C", ("T", "B"), "2"),
        Section(104, "D", ("T",)),
        Section(105, "E", ("T",), "2"),
        Section(106, "F", ("T",)),
    )
    assert told(sections=sections) == [(5, "duplicate-section")]


class TestTypos:
    @pytest.mark.parametrize(
        ("value", "usual"),
        [
            ("Causal Infernece", "Causal Inference"),
            ("Personalisation", "Personalization"),
            ("Retreival", "Retrieval"),
            ("Reccomendation", "Recommendation"),
        ],
    )
    def test_the_rarer_spelling_is_told_with_the_other(self, value: str, usual: str) -> None:
        rows = [row(1, topic=value), row(2, topic=usual), row(3, topic=usual)]
        assert text(*rows) == f"topic “{value}”: did you mean “{usual}”?"

    @pytest.mark.parametrize(
        ("value", "usual"),
        [
            ("Video", "Videos"),
            ("RANKING", "Ranking"),
            ("Feature Infra", "Feature Engineering"),
            ("Ads", "Ad"),
            ("Cars", "Cats"),
            ("Ranking", "Newsfeed Ranking"),
        ],
    )
    def test_other_words_are_not(self, value: str, usual: str) -> None:
        assert told(row(1, topic=value), row(2, topic=usual), row(3, topic=usual)) == []

    def test_fields_are_not_compared_with_each_other(self) -> None:
        rows = [
            row(1, topic="Personalisation"),
            *(row(n, domain="Personalization") for n in (2, 3)),
        ]
        assert told(*rows) == []

    def test_a_topic_that_stands_alone_is_compared_with_its_title(self) -> None:
        rows = [row(1, "Embedding and Clustering.", topic="Fast Clusterig")]
        assert text(*rows) == "topic “Fast Clusterig”: did you mean “Fast Clustering”?"
        assert told(row(1, "Embedding and Clustering", topic="Clustering")) == []
        assert told(row(1, "Embeddings in Videos", topic="Video")) == []

    def test_a_label_is_compared_with_the_host(self) -> None:
        found = told(row(1, target="https://engineering.a.org/", label="ngineering.a.org"))
        assert sorted(found) == [(1, "label-host"), (1, "typo")]


class TestParts:
    def test_a_lone_part(self) -> None:
        assert told(row(1, "Practical Ranking — Part 2: The Loss")) == [(1, "lone-part")]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Part 1: Title Launch", "Part 2: Title Launch"),
            ("Real World System – Part 1", "Real World Systems – Part 2 (Training Data)"),
            ("The Rise of Models (Part I)", "The Rise of Models (Part II)"),
        ],
    )
    def test_parts_with_company(self, one: str, other: str) -> None:
        assert told(row(1, one), row(2, other)) == []

    def test_parts_of_two_things_are_both_alone(self) -> None:
        found = told(row(1, "A Tale of Towers, Part 1"), row(2, "Counting Clicks, Part 2"))
        assert found == [(1, "lone-part"), (2, "lone-part")]

    def test_a_word_that_begins_with_part(self) -> None:
        assert told(row(1, "Partitions 2"), row(2, "The best part of ML")) == []
        assert told(row(1, f"Part {'9' * 5000}")) == []


class TestHubs:
    def test_addresses_below_a_path(self) -> None:
        found = [
            row(1, target="https://a.org/blog/"),
            row(2, target="http://www.a.org/blog/2024/one"),
            row(3, target="https://a.org/blog/two?x=1#y"),
            row(4, target="https://a.org/blogging/three"),
            row(5, target="https://a.org/"),
        ]
        problems = irregularities(found, merge(found), ())
        assert [(problem.line - 100, problem.text) for problem in problems] == [
            (1, "“The title of row 1” contains rows 2–3 of the list"),
            (5, "“The title of row 5” contains rows 1–4 of the list"),
        ]

    def test_a_video_of_a_playlist(self) -> None:
        found = told(
            row(1, target="https://www.youtube.com/playlist?list=L"),
            row(2, target="https://youtu.be/abc?list=L"),
            row(3, target="https://youtu.be/abe?list=M"),
        )
        assert found == [(1, "hub-contains")]


def test_row_numbers_in_words() -> None:
    assert name_rows([7]) == "row 7"
    assert name_rows([7, 8]) == "rows 7–8"
    assert name_rows([1, 2, 3, 7]) == "rows 1–3 and 7"
    assert name_rows([1, 3, 4, 9]) == "rows 1, 3–4 and 9"
