"""How well predicted recall fits what was recalled: log loss, RMSE in bins, calibration.

Grades count that came a study day or more after the one before. Within a day the forgetting curve
of FSRS-6 stands at 1, which predicts nothing.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from studyplan.domain.memory import Grade

BIN_WIDTH = 5
"""Percentage points of predicted recall that a bin of the calibration spans."""
_SUREST = 1 - 1e-6
"""What a prediction is taken for at most in log loss, which would be infinite for 1."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A grade that puts a prediction to the test, with all that came before it."""

    card: str
    day: date
    grades: tuple[tuple[Grade, int], ...]
    """Every grade of the card up to this one, with the study days since the one before."""

    @property
    def elapsed(self) -> int:
        """Study days since the grade before."""
        return self.grades[-1][1]

    @property
    def recalled(self) -> bool:
        """Whether it was recalled: any grade but again."""
        return self.grades[-1][0] is not Grade.AGAIN

    @property
    def bin(self) -> tuple[int, int, int]:
        """The bin of `rmse_bins`: trials alike in days elapsed, in number and in lapses.

        The bounds grow geometrically, as in https://github.com/open-spaced-repetition/srs-benchmark.
        """
        number = 1 + sum(elapsed > 0 for _, elapsed in self.grades)
        lapses = sum(g is Grade.AGAIN and elapsed > 0 for g, elapsed in self.grades[:-1])
        return (
            math.floor(math.log(self.elapsed, 3.62)),
            math.floor(math.log(number, 1.89)),
            math.floor(math.log(lapses, 1.73)) if lapses else -1,
        )


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model said before a trial."""

    trial: Trial
    probability: float
    """Of recall."""

    @property
    def loss(self) -> float:
        """Minus the logarithm of the probability given to what happened."""
        likely = self.probability if self.trial.recalled else 1 - self.probability
        return -math.log(min(max(likely, 1 - _SUREST), _SUREST))


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a model predicted; less is better in both."""

    log_loss: float
    rmse_bins: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Trials that were predicted alike, and what came of them."""

    predicted: float
    """Mean probability of recall."""
    recalled: float
    """Share that was recalled."""
    reviews: int


def trials(grades: Iterable[tuple[str, date, Grade]]) -> list[Trial]:
    """The trials in a history of grades (card, study day, grade), by day.

    The grades come in the order of the log; a card's first grade, and those on the day of the one
    before, are no trials themselves but a part of those that follow.
    """
    seen: dict[str, tuple[date, tuple[tuple[Grade, int], ...]]] = {}
    found = []
    for card, day, grade in grades:
        last_day, before = seen.get(card, (day, ()))
        elapsed = max(0, (day - last_day).days)
        seen[card] = day, (*before, (grade, elapsed))
        if elapsed > 0:
            found.append(Trial(card, day, seen[card][1]))
    return sorted(found, key=lambda trial: trial.day)


def figures(predictions: Sequence[Prediction]) -> Figures:
    """Log loss, and RMSE in bins: the distance of predicted and recalled in bins of like trials.

    Both as in srs-benchmark: the mean of -log p, and the root of the squared distance of mean
    prediction and share recalled, weighted by the trials of each bin. ValueError for none.
    """
    if not predictions:
        raise ValueError("There are no predictions to judge.")
    alike: dict[tuple[int, int, int], list[Prediction]] = defaultdict(list)
    for one in predictions:
        alike[one.trial.bin].append(one)
    squared = sum(len(group) * _distance(group) ** 2 for group in alike.values())
    return Figures(
        log_loss=math.fsum(one.loss for one in predictions) / len(predictions),
        rmse_bins=math.sqrt(squared / len(predictions)),
    )


def calibration(predicted: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Predicted probability against the share recalled, by bins of the prediction, ascending.

    Args:
        predicted: the probability of recall that was predicted, and whether it was recalled.
    """
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, recalled in predicted:
        bins[min(int(probability * 100), 99) // BIN_WIDTH].append((probability, recalled))
    return tuple(
        Bin(
            predicted=math.fsum(probability for probability, _ in group) / len(group),
            recalled=sum(recalled for _, recalled in group) / len(group),
            reviews=len(group),
        )
        for _, group in sorted(bins.items())
    )


def _distance(group: Sequence[Prediction]) -> float:
    """By how much a bin was predicted too well or too badly, on average."""
    return sum(one.probability - one.trial.recalled for one in group) / len(group)
