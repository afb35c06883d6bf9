"""One learner's preparation: days, minutes, readings and answers, the same for every policy."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.learners import (
    BELIEF,
    GRADES_OF_RECALL,
    SAME_DAY,
    Curriculum,
    Learner,
    Reading,
    draws,
)
from studyplan.domain.plan import ASKS, Known, seconds_a_review

MOST_ASKS = 3
"""How often a card is asked on one day at most, until it is recalled."""
MOST_OVER = MOST_ASKS - 1
"""How many answers a day can run over: a card that is begun is asked to its end."""
READ_WITHIN = 4
"""Studied days within which a reading is read to its end; after that it is begun anew."""
ASKED_WITHIN = 3
"""Studied days, from that of its end, within which all questions of a reading were asked."""
_TIMES_KEPT = 40
"""More times than the median of a person's pace waits for; each is the same."""


class Card:
    """A question, with the memory that it has in truth and the one that is believed."""

    __slots__ = (
        "asked",
        "difficulty",
        "draws",
        "id",
        "known",
        "last",
        "number",
        "reading",
        "seen_difficulty",
        "seen_stability",
        "stability",
    )

    def __init__(self, reading: Reading, number: int, draws: tuple[float, ...]) -> None:
        self.id = f"{reading.id} {number}"
        self.known: Known | None = None
        """As the planner is told of it; None when that has changed."""
        self.reading = reading
        self.number = number
        self.draws = draws
        self.asked = 0
        """How often it was, each answer counted."""
        self.last = -1
        """The day of the last answer; -1 before the first."""
        self.stability = self.difficulty = 0.0
        self.seen_stability = self.seen_difficulty = 0.0

    def recall(self, day: int) -> float:
        """The recall that is believed on a day."""
        return BELIEF.recall(self.seen_stability, day - self.last)

    @property
    def due(self) -> int:
        """The day that FSRS at a retention of 0.9 chose at the last answer."""
        return self.last + max(1, round(self.seen_stability))


@dataclass(slots=True)
class Kept:
    """What a day asked for, and what of it was done, in the minutes estimated that morning."""

    minutes: float
    """There were."""
    asked: float = 0.0
    done: float = 0.0

    @property
    def load(self) -> float:
        """Minutes asked for a minute that there was."""
        return self.asked / self.minutes if self.minutes > 0 else 0.0

    @property
    def met(self) -> bool:
        """Whether nine tenths of it were done."""
        return self.done >= 0.9 * self.asked


Policy = Callable[["Preparation"], None]
"""What is done on a day: until the minutes are used, or nothing is worth doing."""


@dataclass
class Preparation:
    """A learner, a curriculum and so many days of so many minutes.

    The rules of every policy: a reading may be split over four studied days; its questions are
    asked straight after it, or as soon as there are minutes again; a question is asked until it is
    recalled, three times at most; an answer takes the learner's seconds and is begun only when so
    much is left; what a question that is asked again runs over a day is taken from the next.
    """

    learner: Learner
    curriculum: Curriculum
    days: int
    minutes: float
    day: int = 0
    left: float = 0.0
    """Minutes of the day."""
    cards: list[Card] = field(default_factory=list)
    """Of what is read, asked before."""
    new: list[Card] = field(default_factory=list)
    """Of what is read, never asked; the first is the next."""
    read: set[str] = field(default_factory=set)
    rest: dict[str, float] = field(default_factory=dict)
    """Estimated minutes that are left of each reading that is begun."""
    begun: dict[str, int] = field(default_factory=dict)
    """The number of the studied day on which each was begun."""
    kept: list[Kept] = field(default_factory=list)
    """Of each day that was studied."""
    used: list[float] = field(default_factory=list)
    """Minutes of each day that was studied."""
    answers: int = 0
    asked_new: int = 0
    """Cards that were asked today for the first time."""
    asked_again: int = 0
    """Cards that were asked today again."""

    def __post_init__(self) -> None:
        self._draws = draws(self.learner.seed, sum(one.cards for one in self.curriculum.readings))
        self._first_card = {}
        cards = 0
        for one in self.curriculum.readings:
            self._first_card[one.id] = cards
            cards += one.cards
        self.each = self.learner.seconds / 60
        """Minutes that an answer takes."""

    def run(self, policy: Policy) -> "Preparation":
        """Study every day but those that are missed."""
        over = 0.0
        for day in range(self.days):
            if day in self.learner.absent:
                continue
            self.day = day
            self.left = self.minutes - over
            self.asked_new = self.asked_again = 0
            self.kept.append(Kept(self.left))
            for id in [id for id, day in self.begun.items() if day <= len(self.kept) - READ_WITHIN]:
                del self.rest[id], self.begun[id]
            policy(self)
            self.used.append(self.minutes - over - self.left)
            over = max(0.0, -self.left)
        return self

    @property
    def score(self) -> float:
        """Expected recall in truth on the day after the last, over the whole curriculum."""
        recall = self.learner.memory.recall
        return sum(
            card.reading.value_a_card * recall(card.stability, self.days - card.last)
            for card in self.cards
        )

    @property
    def pace(self) -> float:
        """Seconds an answer takes, as far as it can be known by now."""
        return seconds_a_review([self.learner.seconds] * min(self.answers, _TIMES_KEPT))

    @property
    def asking(self) -> float:
        """Minutes that it is expected to take until a card is recalled."""
        return self.pace / 60 * ASKS

    def expect(self, minutes: float) -> None:
        """Say in the morning how many minutes are asked for."""
        self.kept[-1].asked = minutes

    @property
    def can_ask(self) -> bool:
        """Whether an answer can be begun."""
        return self.left >= self.each

    def ask(self, card: Card) -> None:
        """Ask until it is recalled."""
        self.kept[-1].done += self.asking
        if card.last < 0:
            self.asked_new += 1
        else:
            self.asked_again += 1
        for _ in range(MOST_ASKS):
            self.left -= self.each
            if self._answer(card) > 1:
                return

    def ask_new(self) -> None:
        """Ask what was never asked, as far as the minutes go."""
        while self.new and self.can_ask:
            card = self.new.pop(0)
            self.cards.append(card)
            self.ask(card)

    def study(self, reading: Reading, estimated: float | None = None) -> None:
        """Read on, to the end, to the end of the day, or for so many minutes as they are estimated.

        What is read to its end is asked.
        """
        slow = self.learner.slow
        rest = self.rest.get(reading.id, reading.minutes)
        part = min(rest, self.left / slow, rest if estimated is None else estimated)
        if part <= 0:
            return
        self.left -= part * slow
        self.kept[-1].done += part
        if rest - part > 1e-9:
            self.rest[reading.id] = rest - part
            self.begun.setdefault(reading.id, len(self.kept))
            return
        self.rest.pop(reading.id, None)
        self.begun.pop(reading.id, None)
        self.read.add(reading.id)
        first = self._first_card[reading.id]
        self.new += [Card(reading, n, self._draws[first + n]) for n in range(reading.cards)]
        self.ask_new()

    def _answer(self, card: Card) -> int:
        """Answer once: the grade that is seen. Memory follows what was recalled in truth."""
        truth, place = self.learner.memory, card.asked * 3 % len(card.draws)
        recalled, graded, noise = card.draws[place : place + 3]
        card.asked += 1
        card.known = None
        self.answers += 1
        if card.last < 0:
            seen = _pick(self.learner.first, recalled)
            card.stability, card.difficulty = truth.first(seen)
            card.seen_stability, card.seen_difficulty = BELIEF.first(seen)
            card.last = self.day
            return seen
        gone = self.day - card.last
        known = recalled < (truth.recall(card.stability, gone) if gone else SAME_DAY)
        shown = known != (noise < self.learner.noise)
        seen = _pick(GRADES_OF_RECALL, graded) + 1 if shown else 1
        grade = seen if shown == known else 3 if known else 1
        card.stability, card.difficulty = truth.after(card.stability, card.difficulty, gone, grade)
        card.seen_stability, card.seen_difficulty = BELIEF.after(
            card.seen_stability, card.seen_difficulty, gone, seen
        )
        card.last = self.day
        return seen


def _pick(shares: tuple[float, ...], draw: float) -> int:
    """The number, from 1, of the share that a draw of 0 to 1 falls into."""
    for number, share in enumerate(shares, 1):
        draw -= share
        if draw < 0:
            return number
    return len(shares)
