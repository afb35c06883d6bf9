"""A person's own words: what is kept of them, as text and back, and whose a card is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.wording import (
    Wording,
    from_text,
    is_own,
    own_card,
    source_of,
    tidied,
    to_text,
)

line = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30)
unsigned = line.filter(lambda text: not text.lstrip().startswith(("-", ">")))
wordings = st.builds(Wording, unsigned, st.lists(line, max_size=4).map(tuple), line)


@given(wordings)
def test_text_and_back_is_the_same(wording: Wording) -> None:
    wording = tidied(wording)
    assert from_text(to_text(wording)) == wording


@given(st.text())
def test_any_text_is_a_wording_and_tidy(text: str) -> None:
    wording = from_text(text)
    assert tidied(wording) == wording
    assert all(point == " ".join(point.split()) != "" for point in wording.points)


def test_a_line_without_a_sign_goes_on_with_what_is_above() -> None:
    text = """
What helps when clicks
are few?

- pool the sparse
  segments
-smooth them
with a prior

> And what does that
cost?
"""
    assert from_text(text) == Wording(
        "What helps when clicks\nare few?",
        ("pool the sparse segments", "smooth them with a prior"),
        "And what does that\ncost?",
    )


@pytest.mark.parametrize("source", ["focal-loss", "book/2", "K07", "my.list-work"])
def test_an_own_card_names_its_source(source: str) -> None:
    card = own_card(source, "1")
    assert is_own(card)
    assert source_of(card) == source


@pytest.mark.parametrize("card", ["focal-loss:recall", "my.list-work:recall", "K07:my-own-index"])
def test_cards_that_ship_are_not_own(card: str) -> None:
    assert not is_own(card)
