"""The readings of a day: they fit, keep their order, and wait for what they need."""

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.plan import (
    SECONDS_A_REVIEW,
    SLICE,
    Todo,
    choose_readings,
    seconds_a_review,
)

NEEDS = {"K01": (), "K02": ("K01",), "K03": ("K02",)}


def todo(id_: str, minutes: int, competency: str = "K01", **flags: bool) -> Todo:
    return Todo(id_, minutes, competency, flags.get("started", False), flags.get("long", False))


def ids(todos: list[Todo], minutes: float, touched: frozenset[str] = frozenset()) -> list[str]:
    return [one.id for one in choose_readings(todos, minutes, True, NEEDS, touched)]


todos = st.lists(
    st.builds(
        Todo,
        st.uuids().map(str),
        st.integers(1, 400),
        st.sampled_from([None, *NEEDS]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(todos, st.integers(-50, 300), st.sets(st.sampled_from(list(NEEDS))))
def test_a_day_is_never_over_by_more_than_its_first_reading(
    readings: list[Todo], minutes: int, touched: set[str]
) -> None:
    chosen = choose_readings(readings, minutes, True, NEEDS, touched)
    if minutes <= 0:
        assert chosen == ()
    assert sum(one.minutes for one in chosen[1:]) <= max(
        0, minutes - (chosen[0].minutes if chosen else 0)
    )


@given(todos, st.integers(1, 300), st.sets(st.sampled_from(list(NEEDS))))
def test_nothing_comes_before_what_it_needs(
    readings: list[Todo], minutes: int, touched: set[str]
) -> None:
    competency = {one.id: one.competency for one in readings}
    known = set(touched)
    for one in choose_readings(readings, minutes, True, NEEDS, touched):
        assert all(need in known for need in NEEDS.get(competency[one.id] or "", ()))
        if one.whole:
            known.add(competency[one.id] or "")


def test_reading_one_competency_opens_the_next_on_the_same_day() -> None:
    assert ids([todo("a", 10), todo("b", 10, "K02"), todo("c", 10, "K03")], 60) == ["a", "b", "c"]


def test_what_needs_something_unread_waits() -> None:
    assert ids([todo("b", 10, "K02")], 60) == []
    assert ids([todo("b", 10, "K02")], 60, frozenset({"K01"})) == ["b"]


def test_what_was_started_comes_first() -> None:
    assert ids([todo("a", 10), todo("b", 10, started=True)], 60) == ["b", "a"]


def test_a_long_work_gets_a_slice_when_minutes_are_left() -> None:
    chosen = choose_readings([todo("book", 300, long=True), todo("a", 10)], 60, True, NEEDS, set())
    assert [(one.id, one.minutes, one.whole) for one in chosen] == [
        ("a", 10, True),
        ("book", SLICE, False),
    ]


def test_a_slice_is_set_aside_before_single_works_fill_the_day() -> None:
    singles = [todo(f"a{number}", 10) for number in range(9)]
    assert ids([*singles, todo("book", 300, long=True)], 60) == ["a0", "a1", "a2", "book"]


def test_a_short_day_has_no_room_for_a_slice_beside_the_others() -> None:
    singles = [todo(f"a{number}", 10) for number in range(9)]
    assert ids([*singles, todo("book", 300, long=True)], 45) == ["a0", "a1", "a2", "a3"]


def test_long_works_fill_what_nothing_else_does() -> None:
    assert ids([todo("x", 300, long=True), todo("y", 300, long=True)], 60) == ["x", "y"]


def test_a_day_on_which_something_was_read_is_not_overrun() -> None:
    assert choose_readings([todo("a", 40)], 5, False, NEEDS, set()) == ()


def test_one_long_reading_is_planned_even_where_it_does_not_fit() -> None:
    assert ids([todo("a", 40)], 5) == ["a"]


def test_order_is_kept_rather_than_filling_the_day() -> None:
    assert ids([todo("a", 30), todo("b", 40), todo("c", 5)], 60) == ["a"]


def test_pace_is_assumed_until_it_is_known() -> None:
    assert seconds_a_review([10.0] * 19) == SECONDS_A_REVIEW
    assert seconds_a_review([10.0] * 11 + [500.0] * 9) == 10.0
