"""Whole situations for a plan: small curricula in every state that a person may be in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from studyplan.domain.memory import Memory
from studyplan.domain.plan import Known, Situation, Unread

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
Minutes = Callable[[date], float]


def every_day(minutes: float, *off: date) -> Minutes:
    """So many minutes on each day but the days off."""
    return lambda day: 0.0 if day in off else minutes


def situation(
    *unread: Unread,
    cards: tuple[Known, ...] = (),
    days: int | None = 30,
    minutes: float = 60,
    off: tuple[date, ...] = (),
) -> Situation:
    """A situation with plain settings: every competency is open, and counts what is in it."""
    readings: dict[str | None, float] = {}
    for one in unread:
        readings[one.competency] = readings.get(one.competency, 0.0) + one.share
    for card in cards:
        readings[card.competency] = readings.get(card.competency, 0.0) + card.share
    return Situation(
        day=TODAY,
        interview=None if days is None else TODAY + days * DAY,
        minutes=every_day(minutes, *off),
        unread=unread,
        cards=cards,
        needs={},
        begun=frozenset(one for one in readings if one is not None),
        readings=readings,
        weights={},
    )


def known(
    id: str,
    *,
    source: str = "",
    competency: str | None = "K0",
    share: float = 1.0,
    stability: float = 10.0,
    ago: int = 10,
    due_in: int = 0,
) -> Known:
    """A card that was asked."""
    return Known(
        id,
        source or id,
        competency,
        share,
        Memory(stability, 5.0),
        TODAY - ago * DAY,
        TODAY + due_in * DAY,
    )


@st.composite
def _unread(draw: st.DrawFn, competencies: list[str], size: int) -> list[Unread]:
    found: list[Unread] = []
    for number in range(draw(st.integers(0, size))):
        earlier = [one.id for one in found]
        needs = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        found.append(
            Unread(
                id=f"w{number}",
                minutes=draw(st.integers(1, 55) | st.integers(56, 240)) * 1.0,
                competency=draw(st.sampled_from([*competencies, None])),
                questions=draw(st.integers(0, 8)),
                needs=tuple(needs),
                also=("K0",) if draw(st.booleans()) else (),
                share=draw(st.sampled_from([1.0, 1.0, 1.0, 0.5, 0.1])),
                primer=draw(st.booleans()),
                started=draw(st.integers(0, 9)) == 0,
                pinned=TODAY + draw(st.integers(-2, 9)) * DAY
                if draw(st.integers(0, 9)) == 0
                else None,
            )
        )
    # In reading order: the readings of a competency follow those of the ones before it.
    places = {one: place for place, one in enumerate([*competencies, None])}
    place: dict[str, tuple[int, int]] = {}
    for number, one in enumerate(found):
        after = [place[id][0] for id in one.needs]
        place[one.id] = (max([places[one.competency], *after]), number)
    return sorted(found, key=lambda one: place[one.id])


@st.composite
def _cards(draw: st.DrawFn, competencies: list[str], size: int) -> list[Known]:
    found = []
    for number in range(draw(st.integers(0, size))):
        competency = draw(st.sampled_from([*competencies, None]))
        questions = draw(st.integers(1, 6))
        # A clock that was ahead leaves a last day that is still to come.
        ago = draw(st.integers(1, 60) | st.integers(-3, 1))
        for card in range(questions):
            new = draw(st.integers(0, 5)) == 0
            found.append(
                Known(
                    id=f"r{number}:{card}",
                    source=f"r{number}",
                    competency=competency,
                    share=1 / questions,
                    memory=None
                    if new
                    else Memory(draw(st.floats(0.2, 120)), draw(st.floats(1, 10))),
                    last_day=None if new else TODAY - ago * DAY,
                    due_day=None
                    if new
                    else TODAY + draw(st.integers(-max(0, min(ago - 1, 30)), 30)) * DAY,
                    in_step=not new and draw(st.integers(0, 9)) == 0,
                    suspended=draw(st.integers(0, 9)) == 0,
                )
            )
    return found


@st.composite
def situations(
    draw: st.DrawFn,
    *,
    dated: bool | None = None,
    readings: int = 12,
    sources: int = 6,
    chosen_freely: bool = False,
) -> Situation:
    """A random situation.

    Args:
        dated: whether there is a date; either, where it is None.
        readings: how many are unread at most.
        sources: how many readings have cards at most.
        chosen_freely: whether nothing is pinned or begun, no mock interview is to be practised,
            and the limits are out of the way.
    """
    competencies = [f"K{number}" for number in range(draw(st.integers(1, 4)))]
    needs = {
        one: draw(st.lists(st.sampled_from(competencies[:place]), max_size=2, unique=True))
        if place
        else []
        for place, one in enumerate(competencies)
    }
    unread = draw(_unread(competencies, readings))
    cards = draw(_cards(competencies, sources))
    counts: dict[str | None, float] = {}
    for one in unread:
        counts[one.competency] = counts.get(one.competency, 0.0) + one.share
    for card in cards:
        counts[card.competency] = counts.get(card.competency, 0.0) + card.share
    week = draw(st.lists(st.sampled_from([0, 10, 30, 60, 60, 90, 240]), min_size=7, max_size=7))
    off = draw(st.frozensets(st.integers(0, 40), max_size=5))
    with_date = draw(st.booleans()) if dated is None else dated
    begun = {card.competency for card in cards if card.competency is not None}
    found = Situation(
        day=TODAY,
        interview=TODAY + draw(st.integers(0, 50)) * DAY if with_date else None,
        minutes=Week(tuple(week), frozenset(TODAY + after * DAY for after in off)),
        unread=unread,
        cards=cards,
        needs=needs,
        begun=frozenset(begun | draw(st.sets(st.sampled_from(competencies)))),
        readings=counts,
        weights=draw(st.dictionaries(st.sampled_from(competencies), st.sampled_from([0.5, 2, 4]))),
        spent=draw(st.sampled_from([0.0, 0.0, 7.5, 45.0, 500.0])),
        new_today=draw(st.sampled_from([0, 0, 3])),
        reviewed_today=draw(st.sampled_from([0, 0, 3])),
        seconds=draw(st.sampled_from([20.0, 45.0, 90.0])),
        retention=draw(st.sampled_from([0.8, 0.9, 0.95])),
        new_per_day=draw(st.sampled_from([0, 2, 9, 50, 999])),
        reviews_per_day=draw(st.sampled_from([0, 2, 9, 200, 999])),
        mocks=draw(st.sampled_from([(), ("feed",), ("feed", "ads", "search")])),
        mocked_today=draw(st.booleans()),
    )
    if not chosen_freely:
        return found
    free = [replace(one, started=False, pinned=None) for one in unread]
    return replace(found, unread=free, mocks=(), new_per_day=999, reviews_per_day=999)


class Week:
    """Minutes by the weekday but for days off, with a name that a failing test can print."""

    def __init__(self, minutes: tuple[int, ...], off: frozenset[date]) -> None:
        self.minutes = minutes
        self.off = off

    def __call__(self, day: date) -> float:
        return 0.0 if day in self.off else float(self.minutes[day.weekday()])

    def __repr__(self) -> str:
        return f"Week({self.minutes}, off={sorted(self.off)})"

    def more(self, minutes: int) -> "Week":
        """So many minutes more on each day that is for study."""
        return Week(tuple(one + minutes if one else 0 for one in self.minutes), self.off)


def later(given: Situation, days: int) -> Situation:
    """The same after days on which nothing was done."""
    return replace(
        given, day=given.day + days * DAY, spent=0.0, new_today=0, reviewed_today=0,
        mocked_today=False,
    )  # fmt: skip
