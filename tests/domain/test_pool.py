"""Cards carried forward: what may be asked, in which order, and that none is lost."""

from dataclasses import replace
from math import log2

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyplan.domain.forecast import Forecast
from studyplan.domain.memory import DEFAULT_PARAMETERS, Memory
from studyplan.domain.pool import ENOUGH, LAST_DAYS, LEAST_GAIN, Group, Pool

FORECAST = Forecast(DEFAULT_PARAMETERS)
TODAY = 1000


def card(
    id: str, *, stability: float = 10.0, ago: int = 10, due_in: int = 0, value: float = 0.01
) -> Group:
    return Group(
        id, "K0", value, 1.0, 1, (id,), Memory(stability, 5.0), TODAY - ago, TODAY + due_in
    )


def pool(*groups: Group, days: int = 30, dated: bool = True) -> Pool:
    return Pool(groups, FORECAST, 0.9, 0.75, TODAY + days, dated=dated)


@st.composite
def groups(draw: st.DrawFn, most: int = 12) -> list[Group]:
    """Cards of a few readings, some never asked."""
    found = []
    for number in range(draw(st.integers(0, most))):
        ago = draw(st.integers(0, 40))
        group = Group(
            source=draw(st.sampled_from(["a", "b", "c"])),
            competency="K0",
            value=draw(st.sampled_from([0.001, 0.01, 0.05])),
            share=draw(st.sampled_from([1.0, 0.25])),
            cards=1,
            ids=(f"c{number}",),
        )
        if draw(st.integers(0, 4)):
            group.memory = Memory(draw(st.floats(0.2, 200)), draw(st.floats(1, 10)))
            group.last, group.due = TODAY - ago, TODAY + draw(st.integers(-20, 20))
        found.append(group)
    return found


def gain(group: Group, left: int) -> float:
    assert group.memory is not None
    return FORECAST.gain(group.memory, TODAY - group.last, left)


@given(groups(), st.integers(1, 40), st.booleans())
def test_what_buys_the_most_comes_first(cards: list[Group], days: int, dated: bool) -> None:
    found = list(pool(*cards, days=days, dated=dated).ranked(TODAY))
    bought = [gain(one, days) * one.value_a_card for one in found]
    assert bought == sorted(bought, reverse=True)
    near = dated and days <= LAST_DAYS
    may = {
        one.ids
        for one in cards
        if one.memory is not None
        and one.last < TODAY
        and (near or one.due <= TODAY)
        and (not dated or gain(one, days) >= LEAST_GAIN)
    }
    assert {one.ids for one in found} == may


def test_of_two_alike_the_id_decides() -> None:
    cards = [card("b"), card("c"), card("a")]
    assert [one.ids for one in pool(*cards).ranked(TODAY)] == [("a",), ("b",), ("c",)]


def test_what_weighs_more_comes_first() -> None:
    cards = [card("light"), card("heavy", value=0.02)]
    assert [one.ids for one in pool(*cards).ranked(TODAY)] == [("heavy",), ("light",)]


def test_what_is_not_due_may_be_asked_in_the_last_days_only() -> None:
    early = card("early", stability=8, due_in=20)
    assert list(pool(early, days=LAST_DAYS + 1).ranked(TODAY)) == []
    assert len(list(pool(early, days=LAST_DAYS).ranked(TODAY))) == 1
    assert list(pool(early, days=LAST_DAYS, dated=False).ranked(TODAY)) == []


def test_a_card_is_asked_once_a_day() -> None:
    cards = pool(card("a"))
    (group,) = cards.ranked(TODAY)
    cards.ask(group, TODAY, 1)
    assert list(cards.ranked(TODAY)) == []
    assert list(cards.lasting(TODAY)) == []


def test_asking_leaves_the_expected_state_and_a_new_day() -> None:
    cards = pool(card("a", stability=10, ago=10))
    before = Memory(10.0, 5.0)
    (group,) = cards.ranked(TODAY)
    asked = cards.ask(group, TODAY, 1)
    assert asked.memory == FORECAST.expected(before, 10)
    assert asked.last == TODAY
    assert asked.due == TODAY + round(FORECAST.interval(asked.memory.stability, 0.9))


@given(groups(), st.integers(0, 9))
def test_new_cards_are_asked_up_to_the_limit(cards: list[Group], most: int) -> None:
    fresh = sum(one.memory is None for one in cards)
    all_cards = pool(*(replace(one) for one in cards))
    assert all_cards.ask_new(TODAY, most) == min(fresh, most)
    assert sum(one.cards for one in all_cards.groups if one.memory is None) == max(0, fresh - most)
    learnt = [one for one in all_cards.groups if one.memory == FORECAST.first()]
    assert sum(one.cards for one in learnt) == min(fresh, most)
    assert all((one.last, one.due > TODAY) == (TODAY, True) for one in learnt)


@given(groups(), st.lists(st.integers(1, 5), max_size=6))
def test_no_card_and_no_share_is_lost(cards: list[Group], asks: list[int]) -> None:
    both = pool(*(replace(one) for one in cards))
    both.merge(TODAY)
    day = TODAY
    for most in asks:
        day += 1
        both.ask_new(day, most)
        for group in both.ranked(day):
            both.ask(group, day, most)
    assert sum(one.cards for one in both.groups) == len(cards)
    for source in "abc":
        before = sum(one.share for one in cards if one.source == source)
        after = sum(one.share for one in both.groups if one.source == source)
        assert after == pytest.approx(before)


@given(groups(most=20))
def test_merging_keeps_what_counts_together(cards: list[Group]) -> None:
    merged = pool(*(replace(one) for one in cards))
    merged.merge(TODAY)

    def key(one: Group) -> tuple[str, bool, int, float]:
        """Of what is not due the days to wait are alike up to the next power of two."""
        wait = one.due - TODAY
        return one.source, one.memory is None, one.last, log2(wait) // 1 if wait > 0 else -1

    keys = [key(one) for one in merged.groups]
    assert len(keys) == len(set(keys))
    assert merged.overdue(TODAY) == pool(*cards).overdue(TODAY)
    for of, group in zip(keys, merged.groups, strict=True):
        parts = [one for one in cards if key(one) == of]
        assert group.cards == len(parts)
        states = [one.memory for one in parts if one.memory]
        if group.memory is not None:
            least = min(one.stability for one in states)
            most = max(one.stability for one in states)
            assert least - 1e-6 <= group.memory.stability <= most + 1e-6
            assert min(one.due for one in parts) <= group.due <= max(one.due for one in parts)


def test_a_card_that_is_due_does_not_wait_for_its_siblings() -> None:
    cards = [card("due", due_in=-15), *(card(f"c{n}", due_in=40) for n in range(3))]
    merged = pool(*(replace(one, source="a") for one in cards))
    merged.merge(TODAY)
    assert [one.cards for one in merged.ranked(TODAY + 1)] == [1]
    assert {one.cards: one.due - TODAY for one in merged.groups} == {1: -15, 3: 40}


def test_a_part_of_a_group_keeps_its_part_of_the_share() -> None:
    group = Group("a", "K0", 0.01, 1.0, 4, ("a", "b", "c", "d"))
    value = group.value_a_card
    part = group.split(1)
    assert (part.cards, part.ids, part.share) == (1, ("a",), 0.25)
    assert (group.cards, group.ids, group.share) == (3, ("b", "c", "d"), 0.75)
    assert part.value_a_card == pytest.approx(group.value_a_card) == pytest.approx(value)


@given(groups())
def test_overdue_counts_what_is_due_and_was_not_asked(cards: list[Group]) -> None:
    found = pool(*cards)
    due = [one for one in cards if one.memory and one.due <= TODAY and one.last < TODAY]
    assert found.overdue(TODAY) == len(due)


@given(groups(), st.integers(1, 40))
def test_the_last_pass_lifts_what_would_be_forgotten(cards: list[Group], days: int) -> None:
    assume(cards)
    lasting = list(pool(*cards, days=days).lasting(TODAY))
    lifts = []
    for one in cards:
        if one.memory is not None and one.last < TODAY:
            lift = ENOUGH - FORECAST.recall(one.memory.stability, TODAY + days - one.last)
            if lift > 1e-12:
                lifts.append(lift * one.value_a_card / 0.75)
    assert [value for value, _ in lasting] == pytest.approx(sorted(lifts, reverse=True))
    assert all(minutes == 0.75 for _, minutes in lasting)


def test_only_what_could_be_the_most_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many cards a few are asked; what asking the others would buy is not computed."""
    count = 0
    once = Forecast.gain

    def counted(self: Forecast, memory: Memory, elapsed: int, left: int) -> float:
        nonlocal count
        count += 1
        return once(self, memory, elapsed, left)

    monkeypatch.setattr(Forecast, "gain", counted)
    cards = [card(f"c{n:04}", stability=1 + n % 90, ago=1 + n % 30) for n in range(3000)]
    ranked = pool(*cards).ranked(TODAY)
    for _ in range(40):
        next(ranked)
    assert 40 <= count < 1500
