"""Why a reading is cut: a sentence that is true of the plan."""

from datetime import date

import pytest

from studyplan.domain.plan import Cut, Reason, Situation, Unread
from studyplan.domain.planner import plan
from studyplan.domain.why import finished, last_kept, points, why

TITLES = {"first": "The first part"}


def said(cut: Cut, kept: float | None = 0.1, left: float = 420) -> str:
    return why(cut, left=left, kept=kept, title=TITLES.__getitem__)


def test_each_reason_has_its_sentence() -> None:
    assert said(Cut("b", Reason.WAITS, 10, 0.4, "first")) == (
        "waits for “The first part”, which is cut"
    )
    assert said(Cut("b", Reason.TOO_LONG, 900, 1)) == "takes 900 min; 420 are left"
    assert said(Cut("b", Reason.NO_ROOM, 26, 0.4)) == (
        "others buy more: +0.4 points in 26 min; the last one kept buys +2.6 in that time"
    )


def test_two_that_differ_by_little_are_told_apart() -> None:
    assert said(Cut("b", Reason.NO_ROOM, 10, 0.98)) == (
        "others buy more: +0.98 points in 10 min; the last one kept buys +1.00 in that time"
    )


@pytest.mark.parametrize("kept", [None, 0.1, 0.05])
def test_others_are_not_said_to_buy_more_where_they_do_not(kept: float | None) -> None:
    assert said(Cut("b", Reason.NO_ROOM, 10, 1.0), kept) == (
        "no room is left for it: +1.0 points in 10 min"
    )


def test_points_keep_a_digit_that_counts() -> None:
    assert [points(n) for n in (0.04, 0.1, 12.34)] == [
        "+0.04 points",
        "+0.1 points",
        "+12.3 points",
    ]


def situation(*unread: Unread, minutes: float = 30) -> Situation:
    return Situation(
        day=date(2026, 11, 24),
        interview=date(2026, 11, 27),
        minutes=lambda _: minutes,
        unread=unread,
        cards=(),
        needs={},
        begun={"K01"},
        readings={"K01": len(unread)},
        weights={},
    )


def test_the_last_one_kept_is_the_least_that_is_in_for_its_own_sake() -> None:
    given = situation(
        Unread("short", 10, "K01"),
        Unread("long", 20, "K01"),
        Unread("pinned", 25, "K01", pinned=date(2026, 11, 27)),
        Unread("huge", 500, "K01"),
    )
    made = plan(given)
    assert {"short", "long", "pinned"} <= finished(made)
    assert last_kept(given, made) == pytest.approx(0.9 * 100 / 4 / 20)


def test_where_nothing_is_read_there_is_no_last_one() -> None:
    given = situation(Unread("a", 10, "K01"), minutes=0)
    assert last_kept(given, plan(given)) is None


def test_the_same_digits_are_told_of_the_same_points() -> None:
    assert "+0.09 points in 10 min" in said(Cut("b", Reason.NO_ROOM, 10, 0.09))
