"""What was done and how well it is remembered, in numbers: days, streaks, retention, what comes."""

import math
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

MATURE = 21
"""Days of stability from which a memory counts as mature, as in Anki; below it is young."""
_DAY = timedelta(days=1)
_Z = 1.96
"""Of a normal distribution: so many standard deviations around the mean hold 95 % of it."""
_SURE = 0.2
"""Width of an interval up to which a share in it may be called on target."""


def wilson(share: float, trials: int) -> tuple[float, float]:
    """Return the 95 % interval, within 0 and 1, of a probability of which this share was seen.

    Wilson's score interval (E. B. Wilson, 1927, "Probable inference, the law of succession, and
    statistical inference"): honest where trials are few or nearly all succeed. It holds the share
    itself, and is the whole range where there was no trial.
    """
    if trials == 0:
        return 0.0, 1.0
    part = _Z * _Z / trials
    middle = (share + part / 2) / (1 + part)
    reach = math.sqrt(share * (1 - share) * part + part * part / 4) / (1 + part)
    # Rounding may leave out the share itself at 0 and at 1.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


# ---------------------------------------------------------------------------------- what was done


@dataclass(frozen=True, slots=True)
class Minutes:
    """Time spent, by what it was spent on."""

    reading: float = 0.0
    """By the estimates of what was marked read, and as recorded where that was by parts."""
    reviews: float = 0.0
    """As measured; a usual review where it was not."""
    practice: float = 0.0
    """By the clocks of the mock interviews that were finished."""

    @property
    def total(self) -> float:
        """All of it."""
        return self.reading + self.reviews + self.practice

    def __add__(self, other: "Minutes") -> "Minutes":
        return Minutes(
            self.reading + other.reading,
            self.reviews + other.reviews,
            self.practice + other.practice,
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done in one study day, or in one thing done on it."""

    day: date
    reviews: int = 0
    readings: int = 0
    practices: int = 0
    minutes: Minutes = Minutes()

    def __add__(self, other: "Activity") -> "Activity":
        return replace(
            self,
            reviews=self.reviews + other.reviews,
            readings=self.readings + other.readings,
            practices=self.practices + other.practices,
            minutes=self.minutes + other.minutes,
        )


def by_day(done: Iterable[Activity]) -> tuple[Activity, ...]:
    """What was done, added up by study day, oldest first; days without anything are left out."""
    days: dict[date, Activity] = {}
    for one in done:
        days[one.day] = days[one.day] + one if one.day in days else one
    return tuple(days[day] for day in sorted(days))


def spent(days: Iterable[Activity]) -> Minutes:
    """The minutes of these days."""
    return sum((one.minutes for one in days), start=Minutes())


@dataclass(frozen=True, slots=True)
class Streak:
    """Study days in a row."""

    current: int
    """Up to today, or to yesterday while nothing was done today."""
    longest: int


def streak(studied: Set[date], rests: Callable[[date], bool], today: date) -> Streak:
    """Return how many study days in a row were studied.

    A day for which `rests` is true counts where it was studied, and breaks nothing where it was
    not. Days after today count for nothing.
    """
    run = longest = 0
    day = min(studied, default=today)
    while day <= today:
        if day in studied:
            run += 1
        elif day < today and not rests(day):
            run = 0
        longest = max(longest, run)
        day += _DAY
    return Streak(run, longest)


# ------------------------------------------------------------------------------------ how well


@dataclass(frozen=True, slots=True)
class Recalled:
    """How many of some reviews were recalled."""

    recalled: int = 0
    reviews: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None where there was no review."""
        return self.recalled / self.reviews if self.reviews else None

    @property
    def interval(self) -> tuple[float, float]:
        """Within which the true share lies, at 95 % (Wilson)."""
        return wilson(self.share or 0.0, self.reviews)

    def __add__(self, other: "Recalled") -> "Recalled":
        return Recalled(self.recalled + other.recalled, self.reviews + other.reviews)

    def against(self, target: float) -> str:
        """How the share stands to the target, in a word or two; empty where nothing is known."""
        if not self.reviews:
            return ""
        low, high = self.interval
        if low <= target <= high:
            return "on target" if high - low <= _SURE else "too few to tell"
        return "below target" if high < target else "above target"


@dataclass(frozen=True, slots=True)
class Retention:
    """True retention: of the reviews of cards that were in review, learning steps left out."""

    young: Recalled = Recalled()
    """Of cards with a stability below `MATURE` days when they were asked."""
    mature: Recalled = Recalled()

    @property
    def all(self) -> Recalled:
        """Of both."""
        return self.young + self.mature


# ------------------------------------------------------------------------------------ what comes


@dataclass(frozen=True, slots=True)
class Forecast:
    """The cards that come if nothing else is learnt and nothing forgotten."""

    overdue: int
    """Due before today."""
    days: tuple[tuple[date, int], ...]
    """How many are due on each day from today on."""
    later: int
    """Due after the last of the days."""
    new: int
    """Never asked: they come as the limit of new cards lets them."""


def forecast(due: Iterable[tuple[date | None, int]], today: date, days: int = 30) -> Forecast:
    """Return how many cards are due when, from numbers by the day they are due (None: new)."""
    ahead = [0] * days
    overdue = later = new = 0
    for day, number in due:
        if day is None:
            new += number
        elif day < today:
            overdue += number
        elif (place := (day - today).days) < days:
            ahead[place] += number
        else:
            later += number
    counted = tuple((today + place * _DAY, number) for place, number in enumerate(ahead))
    return Forecast(overdue, counted, later, new)
