"""Ids are for ever: a person's notes, cards and attempts hang on them."""

from tests.content.ids import ids, listed
from tests.content.shipped import shipped


def test_none_is_gone() -> None:
    gone = set(listed()) - set(ids(shipped()))
    assert not gone, f"these have shipped and must stay: {sorted(gone)}"


def test_none_is_left_out_of_the_list() -> None:
    new = set(ids(shipped())) - set(listed())
    assert not new, f"python -m tests.content.ids >> tests/content/ids.txt adds {sorted(new)}"


def test_each_is_listed_once() -> None:
    assert len(listed()) == len(set(listed()))
