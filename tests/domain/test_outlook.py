"""What comes of planned days: predictions by hand, cuts with their reasons, the latest days."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.forecast import Forecast
from studyplan.domain.memory import DEFAULT_PARAMETERS, Memory
from studyplan.domain.outlook import AT_ONCE, STRONGER, WEAKER, plan_of
from studyplan.domain.plan import (
    ASKS,
    DUE,
    NEW,
    SECONDS_A_REVIEW,
    DayPlan,
    Item,
    ItemKind,
    Plan,
    Situation,
    Unread,
)
from studyplan.domain.pool import Group
from studyplan.domain.worth import Worth
from tests.domain.situations import DAY, TODAY, situation

FORECAST = Forecast(DEFAULT_PARAMETERS)
MINUTE = SECONDS_A_REVIEW / 60 * ASKS


def outlook(
    given: Situation, days: list[DayPlan], *groups: Group, done: tuple[str, ...] = ()
) -> Plan:
    """What comes of days on which some readings are done."""
    return plan_of(
        given,
        days,
        today=(),
        postponed=0,
        caught_up=None,
        groups=groups,
        rest={one.id: 0.0 if one.id in done else one.minutes for one in given.unread},
        worth=Worth(given.readings, given.weights),
        minute=MINUTE,
    )


def empty(count: int, minutes: float = 60) -> list[DayPlan]:
    return [DayPlan(TODAY + n * DAY, minutes, ()) for n in range(count)]


def group(stability: float, *, cards: int = 1, share: float = 1.0, ago: int = 0) -> Group:
    last = TODAY.toordinal() - ago
    return Group("r", "K0", 0.5, share, cards, memory=Memory(stability, 5.0), last=last)


def test_recall_on_the_date_is_weighed_by_shares() -> None:
    given = replace(situation(Unread("w", 10, "K0"), days=10), readings={"K0": 4.0, "K1": 1.0})
    made = outlook(given, empty(10), group(10, cards=2), group(30, share=0.5, ago=5))
    expected = (FORECAST.recall(10, 10) + 0.5 * FORECAST.recall(30, 15)) / 4
    found = made.predictions["K0"]
    assert found.expected == pytest.approx(expected)
    assert found.covered == pytest.approx(3 / 4)
    assert made.predictions["K1"].expected == 0
    assert made.score == pytest.approx(expected / 2)
    assert (
        found.low
        < FORECAST.recall(10 * WEAKER, 10) / 4 + 0.5 * FORECAST.recall(30 * WEAKER, 15) / 4
    )
    assert found.high > (FORECAST.recall(10 * STRONGER, 10) + 0.5 * FORECAST.recall(
        30 * STRONGER, 15
    )) / 4  # fmt: skip


def test_the_band_is_narrower_with_more_cards() -> None:
    given = replace(situation(days=10), readings={"K0": 1.0})
    few, many = (
        outlook(given, empty(10), group(10, cards=cards)).predictions["K0"] for cards in (1, 9)
    )
    assert few.expected == pytest.approx(many.expected)
    assert few.low < many.low
    assert few.high >= many.high


def test_what_was_never_asked_counts_nothing() -> None:
    given = replace(situation(days=10), readings={"K0": 1.0})
    unasked = replace(group(10), memory=None)
    assert outlook(given, empty(10), unasked).predictions["K0"].expected == 0


@given(
    st.lists(st.tuples(st.floats(0.1, 300), st.integers(1, 9), st.integers(0, 50)), max_size=6),
    st.integers(1, 60),
)
def test_the_band_holds_what_is_expected(cards: list[tuple[float, int, int]], days: int) -> None:
    given = replace(situation(days=days), readings={"K0": float(max(1, len(cards)))})
    groups = [group(stability, cards=n, ago=ago) for stability, n, ago in cards]
    found = outlook(given, empty(days), *groups).predictions["K0"]
    assert 0 <= found.low <= found.expected <= found.high <= found.covered + 1e-9 <= 1 + 1e-9


def test_cuts_say_why_and_what_they_would_have_added() -> None:
    long = Unread("long", 500, "K0", questions=4)
    waits = Unread("waits", 10, "K0", questions=4, needs=("long",))
    dear = Unread("dear", 50, "K0", questions=4)
    read = Unread("read", 10, "K0", questions=4)
    begun = Unread("begun", 90, "K0")
    given = situation(long, waits, dear, read, begun, days=4)
    items = (Item(ItemKind.READ, "read", 10), Item(ItemKind.READ, "begun", 25, whole=False))
    days = [DayPlan(TODAY, 60, items), *empty(4)[1:]]
    made = outlook(given, days, done=("read",))
    assert [(one.id, one.reason, one.waits_for) for one in made.cut] == [
        ("long", "too long", None),
        ("begun", "no room", None),
        ("dear", "no room", None),
        ("waits", "waits", "long"),
    ]
    assert made.cut[2].minutes == pytest.approx(50 + 4 * MINUTE)
    assert made.cut[2].points == pytest.approx(100 * AT_ONCE / 5)


def test_a_cut_waits_for_a_competency_that_is_never_begun() -> None:
    works = (Unread("K1", 500, "K1"), Unread("one", 5, "K1"), Unread("two", 5, "K2"))
    given = replace(situation(*works, days=4), needs={"K2": ("K1",)}, begun=frozenset())
    made = outlook(given, empty(4))
    assert {one.id: one.waits_for for one in made.cut} == {"K1": None, "one": None, "two": "K1"}
    begun = replace(given, begun=frozenset({"K1"}))
    assert {one.waits_for for one in outlook(begun, empty(4)).cut} == {None}


def day(number: int, *items: Item) -> DayPlan:
    return DayPlan(TODAY + number * DAY, 60, items)


def test_the_latest_day_leaves_room_before_the_last_day() -> None:
    given = situation(Unread("w", 100, "K0"), days=6)
    assert outlook(given, empty(6)).latest == {"w": TODAY + 3 * DAY}
    busy = [
        *empty(3),
        day(3, Item(ItemKind.REVIEW, DUE, 30, cards=40)),
        day(4, Item(ItemKind.INTERVIEW, "feed", 45), Item(ItemKind.REVIEW, NEW, 15, cards=20)),
        *empty(6)[5:],
    ]
    assert outlook(given, busy).latest == {"w": TODAY + 2 * DAY}


def test_the_latest_day_counts_all_that_waits_once() -> None:
    works = (
        Unread("first", 50, "K0"),
        Unread("second", 50, "K0", needs=("first",)),
        Unread("other", 30, "K0", needs=("first",)),
        Unread("last", 20, "K0", needs=("second", "other")),
        Unread("cut", 500, "K0", needs=("first",)),
    )
    done = ("first", "second", "other", "last")
    found = outlook(situation(*works, days=6), empty(6), done=done).latest
    assert {id: day and (day - TODAY).days for id, day in found.items()} == {
        "first": 2,  # 150 minutes
        "second": 3,
        "other": 4,
        "last": 4,
        "cut": None,
    }


def test_the_latest_day_counts_the_competencies_that_a_reading_opens() -> None:
    works = (Unread("K1", 20, "K1"), Unread("more", 20, "K1"), Unread("next", 120, "K2"))
    given = replace(situation(*works, days=6), needs={"K2": ("K1",)}, begun=frozenset())
    items = [Item(ItemKind.READ, one.id, one.minutes) for one in works]
    days = [day(0, *items[:2]), day(1, items[2]), *empty(6)[2:]]
    found = outlook(given, days, done=("K1", "more", "next")).latest
    assert {id: one and (one - TODAY).days for id, one in found.items()} == {
        "K1": 2,
        "more": 4,
        "next": 3,
    }


def test_it_may_be_too_late() -> None:
    found = outlook(situation(Unread("w", 301, "K0"), days=6), empty(6)).latest
    assert found == {"w": None}
    assert outlook(situation(Unread("w", 300, "K0"), days=6), empty(6)).latest == {"w": TODAY}


@given(
    st.lists(st.sampled_from([0.0, 10.0, 30.0, 60.0]), min_size=1, max_size=20),
    st.integers(1, 200),
    st.integers(0, 60),
)
def test_more_minutes_a_day_never_make_it_earlier(
    week: list[float], minutes: int, more: int
) -> None:
    """Days that differ in their minutes alone."""
    given = situation(Unread("w", float(minutes), "K0", questions=4), days=len(week))

    def latest(extra: float) -> int:
        days = [
            DayPlan(TODAY + n * DAY, of + extra if of else 0.0, ()) for n, of in enumerate(week)
        ]
        found = outlook(given, days).latest["w"]
        return -1 if found is None else (found - TODAY).days

    assert latest(more) >= latest(0)


def test_without_a_date_nothing_is_cut_or_late() -> None:
    made = outlook(situation(Unread("w", 10, "K0"), days=None), empty(28))
    assert (made.cut, made.latest, made.interview) == ((), {}, None)
