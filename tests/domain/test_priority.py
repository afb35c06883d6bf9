"""The order by value a minute, against every order there could be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.priority import awaited, by_density, openers


@dataclass(frozen=True)
class Work:
    id: str
    needs: tuple[str, ...] = ()
    competency: str | None = None


Works = tuple[list[Work], dict[str, float], dict[str, float]]


@st.composite
def works(draw: st.DrawFn, *, most_needs: int, size: int = 6) -> Works:
    """Works with what each is worth and takes; with one need at most they are trees."""
    found: list[Work] = []
    for number in range(draw(st.integers(1, size))):
        earlier = st.sampled_from([one.id for one in found]) if found else st.nothing()
        needs = draw(st.lists(earlier, max_size=most_needs, unique=True)) if found else []
        found.append(Work(f"w{number}", tuple(needs)))
    value = {one.id: float(draw(st.integers(0, 9))) for one in found}
    minutes = {one.id: float(draw(st.integers(1, 9))) for one in found}
    return found, value, minutes


def cost(order: Sequence[str], value: Mapping[str, float], minutes: Mapping[str, float]) -> float:
    """Horn's penalty: what each is worth, times when it is done."""
    at = total = 0.0
    for id in order:
        at += minutes[id]
        total += value[id] * at
    return total


def orders(found: Sequence[Work]) -> Iterator[tuple[str, ...]]:
    """Every order in which each work comes after what it needs."""
    needs = {one.id: one.needs for one in found}
    for order in permutations(needs):
        if all(order.index(need) < order.index(id) for id in order for need in needs[id]):
            yield order


@given(works(most_needs=1))
def test_no_order_of_trees_costs_less(drawn: Works) -> None:
    found, value, minutes = drawn
    order = [one.id for one in by_density(found, value, minutes, {}, set())]
    least = min(cost(one, value, minutes) for one in orders(found))
    assert cost(order, value, minutes) == pytest.approx(least)


@given(works(most_needs=3, size=12), st.sampled_from([5.0, 20.0, float("inf")]))
def test_every_work_comes_once_and_after_all_that_it_needs(drawn: Works, room: float) -> None:
    found, value, minutes = drawn
    order = [one.id for one in by_density(found, value, minutes, {}, set(), room)]
    assert sorted(order) == sorted(value)
    for one in found:
        assert all(order.index(need) < order.index(one.id) for need in one.needs)


@given(works(most_needs=0))
def test_without_needs_the_densest_comes_first_and_of_two_alike_the_earlier(drawn: Works) -> None:
    found, value, minutes = drawn
    order = [one.id for one in by_density(found, value, minutes, {}, set())]
    assert order == sorted(value, key=lambda id: (-value[id] / minutes[id], int(id[1:])))


def test_a_dear_work_stands_as_high_as_what_it_opens() -> None:
    found = [Work("cheap"), Work("root"), Work("leaf", ("root",))]
    value = {"cheap": 2.0, "root": 1.0, "leaf": 9.0}
    minutes = {"cheap": 1.0, "root": 2.0, "leaf": 1.0}
    placed = by_density(found, value, minutes, {}, set())
    assert [(one.id, one.density) for one in placed] == [
        ("root", 10 / 3),
        ("leaf", 10 / 3),
        ("cheap", 2.0),
    ]


def test_what_a_work_opens_counts_only_where_both_fit() -> None:
    found = [Work("cheap"), Work("root"), Work("leaf", ("root",))]
    value = {"cheap": 2.0, "root": 1.0, "leaf": 9.0}
    minutes = {"cheap": 1.0, "root": 2.0, "leaf": 1.0}
    order = [one.id for one in by_density(found, value, minutes, {}, set(), room=2.0)]
    assert order == ["cheap", "root", "leaf"]


def test_a_competency_waits_for_the_densest_that_opens_what_it_needs() -> None:
    found = [Work("long", (), "K1"), Work("short", (), "K1"), Work("next", (), "K2")]
    value = {"long": 1.0, "short": 1.0, "next": 99.0}
    minutes = {"long": 50.0, "short": 10.0, "next": 10.0}
    needs = {"K2": ["K1"]}
    assert openers(found, value, minutes, set()) == {"K1": "short", "K2": "next"}
    assert awaited(found, value, minutes, needs, set())["next"] == ["short"]
    order = [one.id for one in by_density(found, value, minutes, needs, set())]
    assert order == ["short", "next", "long"]
    assert awaited(found, value, minutes, needs, {"K1"})["next"] == []


def test_what_waits_for_an_unread_work_opens_nothing() -> None:
    found = [Work("first", (), "K1"), Work("second", ("first",), "K1")]
    assert openers(found, {"first": 1.0, "second": 9.0}, {"first": 9.0, "second": 1.0}, set()) == {
        "K1": "first"
    }
