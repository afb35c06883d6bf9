"""Journeys and clocks that are set: what is asked, in which order, what a streak is."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.day import StudyDays
from studyplan.domain.journey import Since, cut_short, day_of, noted
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from studyplan.domain.queue import Candidate, DoneToday, Limits, build
from studyplan.domain.scheduling import (
    Card,
    Graded,
    Phase,
    Scheduling,
    apply,
    decide,
    falls_due,
    seen_last,
)
from studyplan.domain.statistics import streak

DAY = timedelta(days=1)
START = datetime(2028, 2, 26, 12, tzinfo=UTC)  # before a leap day and the changes of March
ZONES = [
    ZoneInfo(name)
    for name in (
        *("UTC", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo"),
        *("Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Auckland", "Asia/Kathmandu"),
        *("Australia/Lord_Howe", "America/St_Johns", "Antarctica/Troll", "Africa/Casablanca"),
    )
]
zones = st.sampled_from(ZONES)
day_starts = st.sampled_from([time(0), time(2, 30), time(4), time(12), time(23, 59)])
LONGEST = 60
SCHEDULING = Scheduling(maximum_interval=LONGEST)
LIMITS = Limits(new_per_day=1000, reviews_per_day=1000)


# ------------------------------------------------------------------------------- a person's clock


@dataclass
class Learner:
    """Some cards, graded by a clock that may be wrong, in a zone that may change."""

    days: StudyDays
    now: datetime = START
    wrong: timedelta = timedelta()
    """How far the clock is ahead of the time that it is."""
    cards: dict[str, Card] = field(default_factory=lambda: {id: Card(id) for id in "abc"})
    given: dict[str, list[Graded]] = field(default_factory=lambda: {id: [] for id in "abc"})

    @property
    def clock(self) -> datetime:
        return self.now + self.wrong

    @property
    def today(self) -> date:
        return self.days.of(self.clock)

    def asked(self) -> list[str]:
        due = {id: falls_due(c.due_day, c.last_day, self.today) for id, c in self.cards.items()}
        found = build(
            [Candidate(card, id, 0) for id, card in self.cards.items()],
            now=self.clock,
            day=self.today,
            limits=LIMITS,
            done=DoneToday(),
            chosen=[id for id, day in due.items() if day is not None and day <= self.today],
        )
        return [candidate.card.id for candidate in found.cards]

    def grade(self, id: str, grade: Grade) -> None:
        card = self.cards[id]
        graded = decide(card, grade, self.clock, self.days, SCHEDULING)
        self.given[id].append(graded)
        self.cards[id] = apply(card, graded, DEFAULT_PARAMETERS)


spans = st.one_of(
    st.timedeltas(timedelta(seconds=1), timedelta(hours=14)),
    st.timedeltas(timedelta(hours=14), timedelta(days=9)),
)
errors = st.one_of(
    st.just(timedelta()),
    st.timedeltas(timedelta(hours=-30), timedelta(hours=30)),
    st.sampled_from([timedelta(days=-9_500), timedelta(days=-40), timedelta(days=700)]),
)
moves = st.lists(
    st.one_of(spans, zones, errors.map(lambda error: ("clock", error))), min_size=1, max_size=14
)
grades = st.lists(st.sampled_from(Grade), min_size=8, max_size=8)


@given(zones, day_starts, moves, grades)
def test_whatever_the_clock_says_nothing_is_asked_twice_and_nothing_is_lost(
    home: ZoneInfo, starts: time, moves: list[object], grades: list[Grade]
) -> None:
    one = Learner(StudyDays(home, starts))
    for number, move in enumerate(moves):
        match move:
            case timedelta():
                one.now += move
            case ZoneInfo():
                one.days = StudyDays(move, starts)
            case (_, timedelta() as error):
                one.wrong = error
        for id in one.asked():
            card = one.cards[id]
            # Once a day, but for steps; and for what was forgotten there is a step.
            assert card.phase is not Phase.REVIEW or card.last_day != one.today
            one.grade(id, grades[number % len(grades)])
            assert one.cards[id].phase.has_steps or id not in one.asked()
    for id, given_to in one.given.items():
        assert [one.at for one in given_to] == sorted(one.at for one in given_to)
        card = Card(id)
        for graded in given_to:
            card = apply(card, graded, DEFAULT_PARAMETERS)
        assert card == one.cards[id]
    # By the right time, wherever that is: all come back, none later than it may.
    one.wrong = timedelta()
    one.now += (LONGEST + 2) * DAY
    assert set(one.asked()) == set(one.cards)


@given(zones, zones, day_starts, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_journey_moves_no_review(
    here: ZoneInfo, there: ZoneInfo, starts: time, flight: timedelta
) -> None:
    one = Learner(StudyDays(here, starts))
    one.grade("a", Grade.EASY)
    card = one.cards["a"]
    one.now += flight
    one.days = StudyDays(there, starts)
    assert one.cards["a"] is card
    assert ("a" in one.asked()) == (card.due_day is not None and card.due_day <= one.today)


# --------------------------------------------------------------------------------------- a streak


@dataclass(frozen=True)
class Stay:
    zone: ZoneInfo
    days: int
    flight: timedelta
    """To get there."""
    hour: float
    """Of the study day, at which it is studied; the first day when it is still to come."""


stays = st.lists(
    st.builds(
        Stay,
        zones,
        st.integers(0, 4),
        st.timedeltas(timedelta(minutes=30), timedelta(hours=20)),
        st.floats(0, 21.9),
    ),
    min_size=1,
    max_size=6,
)


@given(stays, day_starts)
def test_no_flight_costs_a_streak(journey: list[Stay], starts: time) -> None:
    """Whoever studies on every day of each stay has one streak, over all flights."""
    known: tuple[Since, ...] = ()
    now, done = START, []
    for stay in journey:
        days, now = StudyDays(stay.zone, starts), now + stay.flight
        first = days.of(now)
        for number in range(stay.days + 1):
            day = first + number * DAY
            now = max(now, days.start(day) + timedelta(hours=stay.hour))
            known = noted(known, now, now.astimezone(stay.zone).utcoffset() or timedelta())
            done.append((now, days.of(now)))
    assert [day_of(at, known, days) for at, _ in done] == [day for _, day in done]
    studied, short = {day for _, day in done}, cut_short(known, days)
    found = streak(studied, lambda day: day in short, max(studied))
    assert found.current == found.longest == len(studied)
    assert len(short) < len(journey)


@given(zones, st.integers(0, 400), st.integers(2, 6), day_starts)
def test_at_home_a_missed_day_ends_it(zone: ZoneInfo, later: int, gap: int, starts: time) -> None:
    """Also where clocks change: no day of a zone that nobody left is forgiven."""
    days = StudyDays(zone, starts)
    noon = datetime.combine(date(2027, 6, 1) + later * DAY, time(23), tzinfo=zone).astimezone(UTC)
    known: tuple[Since, ...] = ()
    for at in (noon, noon + gap * DAY):
        known = noted(known, at, at.astimezone(zone).utcoffset() or timedelta())
    assert cut_short(known, days) == frozenset()


def test_what_is_known_of_offsets_is_in_order_whatever_the_clock_did() -> None:
    hour = timedelta(hours=1)
    known = noted((), START, hour)
    assert noted(known, START + DAY, hour) == known
    known = noted(known, START - DAY, 9 * hour)
    known = noted(known, START + DAY, -5 * hour)
    assert [one.offset // hour for one in known] == [9, 1, -5]
    assert day_of(START - 2 * DAY, known, StudyDays(ZoneInfo("UTC"))) == date(2028, 2, 24)


@given(st.integers(-400, 400), st.integers(1, LONGEST))
def test_a_card_is_never_seen_as_graded_later_than_today(ahead: int, interval: int) -> None:
    today = date(2028, 2, 29)
    last = today + ahead * DAY
    due = last + interval * DAY
    seen, falls = seen_last(due, last, today), falls_due(due, last, today)
    assert seen is not None
    assert falls is not None
    assert seen <= today
    assert falls <= today + (interval + 1) * DAY
    if ahead > 1:
        assert falls == today == seen + interval * DAY
    elif ahead <= 0:
        assert (seen, falls) == (last, due)
