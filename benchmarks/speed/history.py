"""The reviews that are measured on: made of numbers, the same at every run but for today's date."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from studyplan.domain.memory import (
    DEFAULT_PARAMETERS,
    Grade,
    Memory,
    forgetting_curve,
    interval_days,
    memories_after,
)

REVIEWS_A_CARD = 10
RETENTION = 0.9
LONGEST = 150
"""Days that an interval has at most, so that some cards of any day are due."""
_MORNING = time(8, tzinfo=UTC)
_MILLISECONDS = 10 * 60 * 60 * 1000
"""The part of a day in which reviews are spread out."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    works: int
    """That a person imported, beside those that ship."""
    read: int
    """Of them."""
    cards: int
    """All on works that are read: so many a work, of which the first is free recall."""

    @property
    def cards_a_work(self) -> int:
        """How many cards each work that is read has."""
        return self.cards // self.read

    @property
    def reviews(self) -> int:
        """All of them."""
        return self.cards * REVIEWS_A_CARD


SIZES = {1_000: Size(120, 50, 1_000), 10_000: Size(10_000, 5_000, 10_000)}
"""By the number of cards."""
SIZES[100_000] = Size(10_000, 5_000, 100_000)


@dataclass(frozen=True, slots=True)
class Review:
    """One grade of one card."""

    card: int
    at: datetime
    day: date
    grade: Grade
    interval: int
    """Days to the day on which it is due then."""
    memory: Memory
    """After the grade."""


def titles(size: Size) -> Iterator[str]:
    """The titles of the works that a person imported."""
    topics = ("ranking", "retrieval", "features", "serving", "drift", "embeddings", "experiments")
    firms = ("Acorn", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gum", "Hazel", "Ivy")
    for number in range(size.works):
        topic, other = topics[number % 7], topics[number // 7 % 7]
        yield f"{firms[number % 9]} on {topic} and {other}, report {number}"


def reviews(size: Size, today: date) -> list[Review]:
    """Every review up to yesterday, in order of time; a card is due on any day from today on."""
    chance = random.Random(size.cards)  # noqa: S311 - nothing secret
    by_day: dict[date, list[tuple[int, Grade, int, Memory]]] = {}
    for card in range(size.cards):
        steps = list(_of_card(chance))
        intervals = [interval for _, interval, _ in steps]
        waits = 1 + chance.randrange(intervals[-1] + intervals[-1] // 20)
        day = today - timedelta(days=waits + sum(intervals[:-1]))
        for grade, interval, memory in steps:
            by_day.setdefault(day, []).append((card, grade, interval, memory))
            day += timedelta(days=interval)
    found = []
    for day in sorted(by_day):
        graded = by_day[day]
        begin = datetime.combine(day, _MORNING)
        for place, (card, grade, interval, memory) in enumerate(graded):
            at = begin + timedelta(milliseconds=_MILLISECONDS * place // len(graded))
            found.append(Review(card, at, day, grade, interval, memory))
    return found


def _of_card(chance: random.Random) -> Iterator[tuple[Grade, int, Memory]]:
    """The grades of one card: by how well FSRS says it is remembered, each when it is due."""
    memory: Memory | None = None
    interval = 0
    for _ in range(REVIEWS_A_CARD):
        recall = 0.7
        if memory is not None:
            recall = forgetting_curve(memory.stability, interval, DEFAULT_PARAMETERS)
        passed = chance.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (2, 7, 1))[0]
        grade = passed if chance.random() < recall else Grade.AGAIN
        memory = memories_after(memory, interval, DEFAULT_PARAMETERS)[grade]
        wanted = interval_days(memory.stability, RETENTION, DEFAULT_PARAMETERS)
        interval = min(LONGEST, max(1, round(wanted)))
        yield grade, interval, memory
