"""What people do now, (a) to (d), and what studyplan does, (e)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from benchmarks.learners import Curriculum, Reading
from benchmarks.preparation import Card, Policy, Preparation
from studyplan.domain import planner
from studyplan.domain.memory import Memory
from studyplan.domain.plan import LIGHT_DAY, ItemKind, Known, Situation, Unread

RETENTION = 0.9
CRAM_DAYS = 7
_DAYS = [date(2026, 1, 5) + timedelta(days=day) for day in range(200)]
_CRUMB = 1.0
"""Minutes for which nothing is planned any more."""
_ROUNDS = 8
"""How often a day is planned anew at most."""


def list_order(run: Preparation) -> None:
    """(a) Ask what FSRS has due at 0.9, weakest first; then read in the list's order."""
    run.ask_new()
    _review(run, [card for card in run.cards if card.due <= run.day])
    _read(run, run.curriculum.listed)


def capped(run: Preparation) -> None:
    """(b) The same with intervals that end on the last day at the latest, as add-ons do it."""
    run.ask_new()
    last = run.days - 1
    _review(run, [card for card in run.cards if card.due <= run.day or run.day == last])
    _read(run, run.curriculum.listed)


def cram(run: Preparation) -> None:
    """(c) Read in the list's order; in the last week ask first what is below 0.9, weakest first."""
    run.ask_new()
    if run.day >= run.days - CRAM_DAYS:
        _review(run, [card for card in run.cards if card.recall(run.day) <= RETENTION])
    _read(run, run.curriculum.listed)


def shortest(switch: int) -> Policy:
    """(d) Read the shortest first; from a day on ask first, those weakest on the date first."""

    def policy(run: Preparation) -> None:
        run.expect(run.left)
        run.ask_new()
        if run.day < switch:
            _read(run, run.curriculum.shortest)
        _ask(run, run.cards, run.days)
        if run.day >= switch:
            _read(run, run.curriculum.shortest)

    return policy


def _review(run: Preparation, due: Sequence[Card]) -> None:
    """Ask what is due, weakest first; that and reading is what the day asks for."""
    asked = len(due) * run.asking
    everything = len(run.read) == len(run.curriculum.readings)
    run.expect(asked if everything else max(asked, run.left))
    _ask(run, due, run.day)


def _ask(run: Preparation, cards: Iterable[Card], on: int) -> None:
    """Ask cards while there are minutes, first those that will be recalled the least on a day."""
    if run.left < run.each:
        return
    waiting = sorted(
        (card.recall(on), card.reading.row, card.number, card)
        for card in cards
        if card.last < run.day
    )
    for *_, card in waiting:
        if not run.can_ask:
            return
        run.ask(card)


def _read(run: Preparation, readings: Iterable[Reading]) -> None:
    for reading in readings:
        if run.left <= 0:
            return
        if reading.id not in run.read:
            run.study(reading)


class Studyplan:
    """(e) The planner that ships: what it has for the day, then anew while there are minutes.

    The light last day is part of it. With `full_last_day` it is given more minutes for that day, so
    that the planner's share of them is all there are: this shows what the light day costs.
    """

    def __init__(self, curriculum: Curriculum, *, full_last_day: bool = False) -> None:
        self._curriculum = curriculum
        self._full_last_day = full_last_day
        self._unread = {one.id: _unread(one, one.minutes, False) for one in curriculum.readings}
        self._readings = {one.id: one for one in curriculum.readings}

    def __call__(self, run: Preparation) -> None:
        """Study a day."""
        for number in range(_ROUNDS):
            cards = {card.id: card for card in [*run.cards, *run.new]}
            plan = planner.plan_today(self._situation(run, cards))
            if number == 0:
                run.expect(sum(item.minutes for item in plan.items))
                run.ask_new()
            before = run.left
            for id in plan.today:
                if not run.can_ask:
                    return
                run.ask(cards[id])
            for item in plan.items:
                if item.kind in (ItemKind.READ, ItemKind.PRIMER) and run.left > 0:
                    run.study(self._readings[item.id], item.minutes)
            if run.left == before or run.left < max(_CRUMB, run.each):
                return

    def _situation(self, run: Preparation, cards: dict[str, Card]) -> Situation:
        last = _DAYS[run.days - 1]
        minutes = {last: run.minutes / LIGHT_DAY} if self._full_last_day else {}
        begun = {self._readings[id].competency for id in run.read}
        return Situation(
            day=_DAYS[run.day],
            interview=_DAYS[run.days],
            minutes=lambda day: minutes.get(day, run.minutes),
            unread=[
                _unread(one, run.rest[one.id], True) if one.id in run.rest else self._unread[one.id]
                for one in self._curriculum.readings
                if one.id not in run.read
            ],
            cards=[card.known or _known(card) for card in cards.values()],
            needs=self._curriculum.needs,
            begun=begun,
            readings=self._curriculum.counts,
            weights={},
            spent=run.minutes - run.left,
            new_today=run.asked_new,
            reviewed_today=run.asked_again,
            seconds=run.pace,
        )


def _unread(reading: Reading, minutes: float, started: bool) -> Unread:
    return Unread(
        id=reading.id,
        minutes=minutes,
        competency=reading.competency,
        questions=reading.cards,
        needs=reading.needs,
        primer=reading.primer,
        started=started,
    )


def _known(card: Card) -> Known:
    reading = card.reading
    if card.last < 0:
        return Known(card.id, reading.id, reading.competency, 1 / reading.cards)
    card.known = Known(
        card.id,
        reading.id,
        reading.competency,
        1 / reading.cards,
        Memory(card.seen_stability, card.seen_difficulty),
        _DAYS[card.last],
        _DAYS[min(card.due, len(_DAYS) - 1)],
    )
    return card.known
