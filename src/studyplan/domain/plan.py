"""The plan to the date: what to read, ask and practise on each day, and what to give up.

A plan is computed, never stored: a function of what is read and remembered, of the settings and of
the day. `day_plan` fills one day, `plan` does so for every day to the interview, as if each day
went as planned and each answer as predicted. How it decides, and why: docs/planning.md.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from studyplan.domain.memory import DEFAULT_PARAMETERS, Memory

SLICE = 25
"""Minutes of one sitting with a long work."""
LONG = 60
"""Minutes from which a reading is long: it is read in slices, beside the others."""
HORIZON = 28
"""Days that are planned while no date is known."""
FARTHEST = 400
"""Days that are planned at most."""
LEAST = 5.0
"""Minutes that are left of a work that is not marked read, however many were recorded."""
CRUMB = 3.0
"""A reading is divided between days only into parts of at least so many minutes."""
LIGHT_DAY = 0.75
"""Share of the minutes of the last day before the interview that is planned, for reviews only."""
SECONDS_A_REVIEW = 45.0
"""Assumed for a review until a person's own pace is known."""
ASKS = 1.15
"""How often a card is asked on average until it is recalled that day."""
_ENOUGH_TIMES = 20
_LEAST_SECONDS = 3.0
"""Nobody recalls and compares in less; a clock that stands still is no pace."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A reading that is not done: a primer, a work, or a chapter."""

    id: str
    minutes: float
    """Estimated for what is left of it; above 0."""
    competency: str | None
    questions: int = 0
    """How many cards reading it will make."""
    needs: tuple[str, ...] = ()
    """Ids of readings that come before it; those that are not unread are met."""
    also: tuple[str, ...] = ()
    """Other competencies that it serves; of two alike, one that serves more comes first."""
    share: float = 1.0
    """Of a reading: 1, or for a chapter its part of the book."""
    primer: bool = False
    started: bool = False
    pinned: date | None = None
    """The last day of a pin: until then it comes before all that is not pinned."""
    estimate: float = 0.0
    """Minutes of the whole of it, where a part is read; 0 where all is left."""

    @property
    def is_long(self) -> bool:
        """Whether it is read in slices, to its end: also when little is left of it."""
        return max(self.minutes, self.estimate) > LONG


class Known(NamedTuple):
    """A card of something that is read. There may be 100,000 of them, and a tuple is soon made."""

    id: str
    source: str
    """Id of the reading, or of the competency whose primer it is."""
    competency: str | None
    share: float
    """Of a reading: what this card stands for, 1 / the number of its cards."""
    memory: Memory | None = None
    """None for a card that was never asked."""
    last_day: date | None = None
    due_day: date | None = None
    """The day that FSRS chose at the last grade."""
    in_step: bool = False
    """Whether it is in a learning step. On the day of the grade it has no other due day yet; the
    plan takes the one that FSRS would choose. On a later day it is a review like others."""
    suspended: bool = False
    """Whether it is never asked; what is remembered of it counts all the same."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan depends on."""

    day: date
    """The study day that it is."""
    interview: date | None
    """None while it is unknown; it is not before `day`."""
    minutes: Callable[[date], float]
    """Minutes to study on a day; 0 on a day off."""
    unread: Sequence[Unread]
    """In reading order: each after what it needs."""
    cards: Sequence[Known]
    needs: Mapping[str, Sequence[str]]
    """Competency id → ids of those that it needs, in prerequisite order."""
    begun: Set[str]
    """Competencies of which something is read or skipped."""
    readings: Mapping[str | None, float]
    """Competency id → how many readings it has, read and unread; primers count, hubs do not."""
    weights: Mapping[str, float]
    """Competency id → what it weighs; 1 where none is given."""
    spent: float = 0.0
    """Minutes of today that are already used."""
    sliced: float = 0.0
    """Minutes of today that long works have had already."""
    more_today: float = 0.0
    """Minutes of today on top of those that there are by the settings, on a light day too."""
    new_today: int = 0
    """Cards that were asked today for the first time."""
    reviewed_today: int = 0
    """Cards that were asked again today."""
    seconds: float = SECONDS_A_REVIEW
    """A review takes, by the person's own history."""
    retention: float = 0.9
    """Recall at which FSRS makes a card due."""
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    new_per_day: int = 9999
    reviews_per_day: int = 9999
    mocks: Sequence[str] = ()
    """Ids of mock interviews in the order in which they are to be practised."""
    mocked_today: bool = False


class ItemKind(StrEnum):
    """What an item of a day asks for."""

    REVIEW = "review"
    PRIMER = "primer"
    READ = "read"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do on a day."""

    kind: ItemKind
    id: str
    """Of the reading or the interview; for reviews `DUE` or `NEW`."""
    minutes: float
    whole: bool = True
    """Whether it is done to its end that day; a long reading takes several."""
    cards: int = 0
    """How many cards are asked, for reviews."""


DUE = "due"
"""The id of the reviews of cards that were asked before."""
NEW = "new"
"""The id of the first questions of what is read."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day as it is planned."""

    day: date
    minutes: float
    """There are, by the settings; of today what is left."""
    items: tuple[Item, ...]

    @property
    def planned(self) -> float:
        """Minutes that the items take."""
        return sum(item.minutes for item in self.items)

    @property
    def reserved(self) -> float:
        """Minutes for first questions: those that this day's readings cause on the same day, and
        those that waited."""
        return sum(item.minutes for item in self.items if item.id == NEW)


@dataclass(frozen=True, slots=True)
class TodayPlan:
    """The first day of a plan alone."""

    items: tuple[Item, ...]
    today: tuple[str, ...]
    """Ids of the cards to review, in order: what the item `DUE` holds."""
    postponed: int
    """Cards that FSRS has due and that wait, for other things buy more."""


class Reason(StrEnum):
    """Why a reading is cut."""

    NO_ROOM = "no room"
    """Others buy more a minute, and they fill the time."""
    TOO_LONG = "too long"
    """It alone takes more minutes than are left."""
    WAITS = "waits"
    """What it needs is cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A reading that the plan does not bring to its end, with why."""

    id: str
    reason: Reason
    minutes: float
    """With its questions."""
    points: float
    """What reading it would add to the predicted score, in hundredths of the whole."""
    waits_for: str | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What will be recalled of a competency on the date, unread readings counting as nothing."""

    expected: float
    """0 to 1."""
    low: float
    high: float
    covered: float
    """Share of its readings that are read, or planned to be, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every day to the date, and what comes of it."""

    interview: date | None
    until: date
    """The day predicted for: the interview, the end of the horizon where there is none, or where
    it is farther than is planned the day after the last that is."""
    days: tuple[DayPlan, ...]
    """From today on; the interview's own day is not among them."""
    today: tuple[str, ...]
    """Ids of the cards to review today, in order: what the item `DUE` of the first day holds."""
    cut: tuple[Cut, ...]
    """The least valuable a minute first."""
    latest: Mapping[str, date | None]
    """Of each unread reading the last day on which it can be begun and still be asked twice before
    the date, with all that the plan reads after it because it needs it; None where it is too late.
    Empty where the date is farther than is planned."""
    predictions: Mapping[str | None, Prediction]
    """By competency; only those that have readings."""
    score: float
    """Expected recall over all, competencies by their weight: 0 to 1."""
    low: float
    high: float
    postponed: int
    """Cards that FSRS has due today and that wait, for other things buy more."""
    caught_up: date | None
    """If cards are overdue: the first day at whose end none is, by this plan; None too where fewer
    days are planned."""


def seconds_a_review(seconds: Sequence[float]) -> float:
    """A person's own pace: the median of their measured reviews, once there are enough of them."""
    if len(seconds) < _ENOUGH_TIMES:
        return SECONDS_A_REVIEW
    return max(_LEAST_SECONDS, sorted(seconds)[len(seconds) // 2])
