"""When to ask a card again: the learning steps, intervals and fuzz around what FSRS says.

A card is never edited: its state is the fold (`apply`) of its grades (`Graded`) in order of time.
A grade is decided once (`decide`) and recorded with its decision, so that later settings change
what comes and never what was. The memory state is not recorded; it follows from the grades.
"""

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from studyplan.domain.day import StudyDays
from studyplan.domain.memory import (
    DEFAULT_PARAMETERS,
    Grade,
    Memory,
    check_parameters,
    interval_days,
    memories_after,
)

LOWEST_RETENTION = 0.70
HIGHEST_RETENTION = 0.99
LONGEST_STEP = timedelta(hours=12)
"""Steps are for the day a card is learnt; from one day on, FSRS knows the better interval."""
LONGEST_INTERVAL = 36500
_DAY = timedelta(days=1)
_FUZZ_FROM = 2.5
_FUZZ_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))
"""Anki's: from and to (days), and the share of the days between by which an interval may move."""


class Phase(StrEnum):
    """Where a card stands: never asked, in first steps, in review, or in steps after a lapse."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"

    @property
    def has_steps(self) -> bool:
        """Whether a card in this phase is due at an instant, at the end of a step, not on a day."""
        return self in (Phase.LEARNING, Phase.RELEARNING)


@dataclass(frozen=True, slots=True)
class Card:
    """What is scheduled: the fold of the grades of one card."""

    id: str
    phase: Phase = Phase.NEW
    step: int | None = None
    """Index of the learning or relearning step the card is in."""
    due_day: date | None = None
    """Study day on which the card is due; a date, so that a journey does not move it."""
    due_at: datetime | None = None
    """The instant (UTC) at which a step ends; None outside learning and relearning."""
    memory: Memory | None = None
    last_at: datetime | None = None
    """When it was last graded (UTC)."""
    last_day: date | None = None
    """The study day on which it was last graded."""
    reps: int = 0
    """How often it was graded."""
    lapses: int = 0
    """How often it was forgotten in review."""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Scheduling:
    """The settings a grade is decided by. ValueError, in one sentence, for what makes no sense."""

    retention: float = 0.9
    """Probability of recall at which a review is due, 0.70 to 0.99."""
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = LONGEST_INTERVAL
    """In days."""
    fuzz: bool = True
    """Whether intervals are moved a little, so that cards learnt together come apart."""
    leech_after: int = 8
    """Number of lapses that make a leech."""
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    """w0 to w20 of FSRS-6."""

    def __post_init__(self) -> None:
        if not LOWEST_RETENTION <= self.retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"Retention must lie between {LOWEST_RETENTION:.2f} and {HIGHEST_RETENTION:.2f}, "
                f"not {self.retention}."
            )
        _check_steps("Learning", self.learning_steps)
        _check_steps("Relearning", self.relearning_steps)
        if not 1 <= self.maximum_interval <= LONGEST_INTERVAL:
            raise ValueError(
                f"The maximum interval must lie between 1 and {LONGEST_INTERVAL} days, "
                f"not {self.maximum_interval}."
            )
        if self.leech_after < 1:
            raise ValueError(
                f"A card becomes a leech after 1 or more lapses, not {self.leech_after}."
            )
        check_parameters(self.parameters)


def _check_steps(which: str, steps: tuple[timedelta, ...]) -> None:
    if any(not timedelta(0) < step <= LONGEST_STEP for step in steps):
        raise ValueError(f"{which} steps must be longer than nothing and at most 12 hours.")
    if list(steps) != sorted(steps):
        raise ValueError(f"{which} steps must not get shorter from one to the next.")


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade as it is written in the event log, with the decision taken then.

    ValueError if the parts do not fit together (a step outside learning, a time without zone).
    """

    at: datetime
    grade: Grade
    day: date
    """The study day of the grade."""
    phase: Phase
    """The phase the grade leads to; never NEW."""
    step: int | None
    due_day: date
    due_at: datetime | None

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"A grade is dated {self.at}, which has no time zone.")
        if self.due_at is not None and self.due_at.utcoffset() is None:
            raise ValueError(f"A grade makes a card due at {self.due_at}, which has no time zone.")
        if self.phase is Phase.NEW:
            raise ValueError(f"The grade of {self.at} leaves its card new.")
        if len({self.phase.has_steps, self.step is not None, self.due_at is not None}) > 1:
            raise ValueError(
                f"The grade of {self.at} leads to the phase {self.phase} "
                f"with step {self.step} ending at {self.due_at}; only steps have both."
            )


def apply(card: Card, graded: Graded, parameters: tuple[float, ...]) -> Card:
    """Return the card after a grade: one step of the fold over the event log.

    What was decided (phase, step, due) is taken from `graded`; memory is computed, with the time
    elapsed counted in study days. A suspended card stays suspended: its grades remain its grades.
    What happened is taken as it is: a grade from a device whose clock is behind may be dated before
    the last one, and counts as given on the same day. No new grade is decided so.
    """
    memory = _memories(card, graded.day, parameters)[graded.grade]
    lapsed = graded.grade is Grade.AGAIN and card.phase is Phase.REVIEW
    return replace(
        card,
        phase=graded.phase,
        step=graded.step,
        due_day=graded.due_day,
        due_at=graded.due_at,
        memory=memory,
        last_at=graded.at,
        last_day=graded.day,
        reps=card.reps + 1,
        lapses=card.lapses + lapsed,
    )


def falls_due(due: date | None, last_day: date | None, today: date) -> date | None:
    """The study day on which a card is due, as it is seen today; None for a new card.

    No journey puts a grade later than tomorrow. One that was, was given by a clock that was ahead
    (or is behind now): its card is due today, for nobody knows when it would have been.
    """
    return today if last_day is not None and last_day > today + _DAY else due


def seen_last(due: date | None, last_day: date | None, today: date) -> date | None:
    """The study day on which a card was last graded, as it is seen today: never a later one.

    A journey over the date line makes tomorrow yesterday's day, which counts as today. What a clock
    graded that was ahead counts as graded just so long ago that it is due.
    """
    if last_day is None or last_day <= today:
        return last_day
    if last_day <= today + _DAY or due is None:
        return today
    return today - max(_DAY, due - last_day)


Load: TypeAlias = Callable[[date], float]
"""How busy a study day is: any number that is larger for a busier day, infinite for a day off."""


def decide(
    card: Card,
    grade: Grade,
    now: datetime,
    days: StudyDays,
    scheduling: Scheduling,
    load: Load | None = None,
) -> Graded:
    """Return what a grade given now leads to, ready to be recorded.

    ValueError if the card is suspended or if `now` has no time zone.
    """
    outcomes = _outcomes(card, now, days, scheduling, load)
    return next(outcome for one, outcome in outcomes if one is grade)


def preview(
    card: Card,
    now: datetime,
    days: StudyDays,
    scheduling: Scheduling,
    load: Load | None = None,
) -> dict[Grade, Graded]:
    """Return what each of the four grades given now would lead to. Errors as those of `decide`.

    Of the days that fuzz allows, the least busy by `load` is taken. A better grade never comes
    back sooner.

    A card that was graded after `now`, as only a clock that was ahead then or is behind now can
    make it, gets its grade dated like the last one, so that its grades stay in order. When it is
    asked again counts from now.
    """
    return dict(_outcomes(card, now, days, scheduling, load))


def _outcomes(
    card: Card, now: datetime, days: StudyDays, scheduling: Scheduling, load: Load | None
) -> Iterator[tuple[Grade, Graded]]:
    """What each grade given now would lead to, the worst first: none depends on a better one."""
    if card.suspended:
        raise ValueError(f"Card {card.id} is suspended; resume it before it is graded.")
    day, now = days.of(now), now.astimezone(UTC)
    at = now if card.last_at is None else max(now, card.last_at)
    soonest = 1
    for grade, memory in _memories(card, day, scheduling.parameters).items():
        step = _next_step(card, grade, scheduling)
        if step is None:
            intervals = _intervals(card, memory, scheduling)
            # Where all that fuzz allows would come sooner than a worse grade, the last of it.
            allowed = [one for one in intervals if one >= soonest] or [max(intervals)]
            if load is not None:
                # `min` keeps the first of the equally busy, which is what fuzz would take.
                allowed = [min(allowed, key=lambda one: load(day + timedelta(days=one)))]
            soonest = allowed[0]
            due_day = day + timedelta(days=soonest)
            yield grade, Graded(at, grade, day, Phase.REVIEW, None, due_day, None)
        else:
            due_at = now + step.delay
            due_day = days.of(due_at)
            yield grade, Graded(at, grade, day, step.phase, step.index, due_day, due_at)


def fuzz_range(interval: float, maximum: int) -> tuple[int, int]:
    """Return the shortest and the longest interval (whole days) that fuzz may make of one.

    As in Anki: from 2.5 days on, one day and 15 % of the days up to 7, 10 % of those up to 20 and
    5 % of those above, to either side. Shorter intervals are only rounded, to one day or more.
    """
    interval = min(interval, maximum)
    if interval < _FUZZ_FROM:
        rounded = max(1, round(interval))
        return rounded, rounded
    delta = 1 + sum(
        share * max(0.0, min(interval, end) - start) for start, end, share in _FUZZ_RANGES
    )
    return round(interval - delta), min(maximum, round(interval + delta))


def interval_text(graded: Graded, now: datetime) -> str:
    """Return how long from `now`, when the grade is given, until the card is due again, compactly:
    30s, 10m, 1.5h, 4d, 2.1mo, 1.3y."""
    if graded.due_at is not None:
        seconds = (graded.due_at - now).total_seconds()
        minutes = round(seconds / 60)
        if seconds < 60:
            return f"{round(seconds)}s"
        return f"{minutes}m" if minutes < 60 else f"{_short(seconds / 3600)}h"
    days = (graded.due_day - graded.day).days
    if days < 31:
        return f"{days}d"
    return f"{_short(days / 30.4375)}mo" if days < 365 else f"{_short(days / 365.25)}y"


def is_leech(card: Card, leech_after: int) -> bool:
    """Whether a card was forgotten so often that it wants to be rewritten rather than repeated."""
    return card.lapses >= leech_after


@dataclass(frozen=True, slots=True)
class _Step:
    phase: Phase
    index: int
    delay: timedelta


def _next_step(card: Card, grade: Grade, scheduling: Scheduling) -> _Step | None:
    """Return the step that a grade leads to; None if the card goes to review or stays there."""
    if card.phase is Phase.REVIEW:
        if grade is Grade.AGAIN and scheduling.relearning_steps:
            return _Step(Phase.RELEARNING, 0, scheduling.relearning_steps[0])
        return None
    if card.phase is Phase.RELEARNING:
        phase, steps = Phase.RELEARNING, scheduling.relearning_steps
    else:
        phase, steps = Phase.LEARNING, scheduling.learning_steps
    if not steps:
        return None
    if grade is Grade.AGAIN:
        return _Step(phase, 0, steps[0])
    current = card.step or 0
    following = current + 1
    if grade is Grade.HARD and current < len(steps):
        return _Step(phase, current, _hard_delay(steps, current))
    if grade is Grade.GOOD and following < len(steps):
        return _Step(phase, following, steps[following])
    # Easy, the last step, or a step that the settings no longer have.
    return None


def _hard_delay(steps: tuple[timedelta, ...], current: int) -> timedelta:
    """Return how long Hard waits in a step: on the first, between what Again and Good would."""
    if current > 0:
        return steps[current]
    return steps[0] * 1.5 if len(steps) == 1 else (steps[0] + steps[1]) / 2


def _intervals(card: Card, memory: Memory, scheduling: Scheduling) -> list[int]:
    """Return the days until the next review that fuzz allows, the one that it takes first."""
    maximum = scheduling.maximum_interval
    exact = interval_days(memory.stability, scheduling.retention, scheduling.parameters)
    if not scheduling.fuzz:
        return [max(1, min(round(exact), maximum))]
    shortest, longest = fuzz_range(exact, maximum)
    # One point of the range for all four grades, so that a better one never comes back sooner;
    # from card and repetition, so that every machine and every replay decides alike.
    digest = hashlib.sha256(f"{card.id}/{card.reps}".encode()).digest()
    point = int.from_bytes(digest[:8], "big")  # of 2 ** 64
    taken = shortest + (point * (longest - shortest + 1) >> 64)
    others = [days for days in range(shortest, longest + 1) if days != taken]
    return [taken, *sorted(others, key=lambda days: (abs(days - taken), days))]


def _memories(card: Card, day: date, parameters: tuple[float, ...]) -> Mapping[Grade, Memory]:
    """Return the memory state after each grade given on a study day."""
    # A journey west can put a later grade on an earlier study day.
    elapsed = 0 if card.last_day is None else max(0, (day - card.last_day).days)
    return memories_after(card.memory, elapsed, parameters)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
