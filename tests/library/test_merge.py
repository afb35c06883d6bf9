"""Rows that are the same work."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studyplan.library.merge import fold, merge, merged_pairs
from studyplan.library.row import Row


def row(number: int, title: str, target: str | None = None, topic: str | None = None) -> Row:
    return Row(number, number + 10, title, target, topic=topic)


def numbers(rows: list[Row]) -> list[list[int]]:
    return [[row.number for row in work.rows] for work in merge(rows)]


def test_same_address_in_other_spelling() -> None:
    rows = [
        row(1, "The title here", "http://www.a.org/x/"),
        row(2, "Another title here", "https://a.org/x?utm_source=y"),
        row(3, "A third title", "https://a.org/x?page=2"),
    ]
    assert numbers(rows) == [[1, 2], [3]]


def test_same_title_in_other_spelling() -> None:
    rows = [
        row(1, "Meta's approach – a “robust” one", "https://a.org/1"),
        row(2, "META’S  approach - a 'robust' one", "https://b.org/2"),
        row(3, "Metas approach to something else", "https://b.org/3"),
    ]
    assert numbers(rows) == [[1, 2], [3]]


def test_a_title_that_any_page_may_have_is_not_enough() -> None:
    assert numbers(
        [row(1, "Tech Blog", "https://a.org/"), row(2, "Tech Blog", "https://b.org/")]
    ) == [
        [1],
        [2],
    ]


def test_without_addresses_the_title_is_all_there_is() -> None:
    assert numbers([row(1, "Lil’Log"), row(2, "lil'log"), row(3, "Log")]) == [[1, 2], [3]]


def test_a_title_where_the_address_belongs_is_no_address() -> None:
    rows = [row(1, "One of two titles", "Pasted"), row(2, "The other of two titles", "Pasted")]
    assert numbers(rows) == [[1], [2]]


def test_a_third_row_joins_two() -> None:
    rows = [
        row(1, "The first long title", "https://a.org/1"),
        row(2, "The second long title", "https://a.org/2"),
        row(3, "The first long title", "https://a.org/2"),
    ]
    assert numbers(rows) == [[1, 2, 3]]


def test_first_row_wins_and_all_rows_and_topics_are_kept() -> None:
    rows = [
        row(4, "A title of many words", None, "Ads"),
        row(9, "A Title of Many Words", "https://a.org/1", "Ranking"),
        row(12, "A title of many words", "https://a.org/2", "Ads"),
    ]
    (work,) = merge(rows[::-1])
    assert work.kept == rows[0]
    assert work.rows == tuple(rows)
    assert work.url == "https://a.org/1", "the first address there is"
    assert work.topics == ("Ads", "Ranking")
    assert merged_pairs([work]) == [(rows[0], rows[1]), (rows[0], rows[2])]


TITLES = st.sampled_from(
    ["One and the same", "one AND the same", "“One” and the same", "Another long title", "Blog", ""]
)
TARGETS = st.sampled_from(
    [
        None,
        "no address",
        "https://a.org/1",
        "http://www.a.org/1/",
        "https://a.org/2",
        "https://b.org",
    ]
)
ROWS = st.lists(st.tuples(TITLES, TARGETS), max_size=8).map(
    lambda pairs: [row(number, *pair) for number, pair in enumerate(pairs, start=1)]
)


@given(ROWS)
def test_what_is_merged_merges_no_further(rows: list[Row]) -> None:
    works = merge(rows)
    assert sorted(row.number for work in works for row in work.rows) == [r.number for r in rows]
    kept = [work.kept for work in works]
    assert [work.rows for work in merge(kept)] == [(row,) for row in kept]


@given(ROWS, st.randoms())
def test_what_is_grouped_does_not_depend_on_the_order(rows: list[Row], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    renumbered = [row(place, r.title, r.target) for place, r in enumerate(shuffled, start=1)]
    origin = {place: r.number for place, r in enumerate(shuffled, start=1)}
    groups = {frozenset(origin[number] for number in group) for group in numbers(renumbered)}
    assert groups == {frozenset(group) for group in numbers(rows)}
    assert numbers(shuffled) == numbers(rows)


@given(st.text())
def test_folding_is_blind_to_case_quotes_dashes_and_space(title: str) -> None:
    assert fold(f"  {title}\t") == fold(title)
    assert fold(title.replace("'", "’").replace("-", "—").replace(" ", "  ")) == fold(title)
