"""Words are found however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.query import searchable, terms


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Naïve “Ranking” at Scale", "naive ranking"),
        ("What is an A/B Test?", "a/b"),
        ("Meta’s approach", "metas"),
        ("Meta’s approach", "Meta's"),
        ("Real World – Part 1", "world part 1"),
        ("Two-Tower", "TWO tow"),
    ],
)
def test_a_query_is_found_where_a_word_begins_so(text: str, query: str) -> None:
    assert all(f" {term}" in searchable(text) for term in terms(query))


def test_the_middle_of_a_word_is_not_found() -> None:
    assert " ads" not in searchable("uploads", None)


@given(st.text())
def test_terms_are_stable(text: str) -> None:
    once = terms(text)
    assert terms(" ".join(once)) == once
    assert all(f" {term}" in searchable(text) for term in once)
