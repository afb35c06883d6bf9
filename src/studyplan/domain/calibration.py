"""How well predictions of recall came true: a reliability diagram, as numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """The reviews whose predictions lay close together."""

    predicted: float
    """Mean predicted probability of recall, 0 to 1."""
    recalled: float
    """Share of the reviews that were recalled, 0 to 1."""
    reviews: int


def calibration(
    predicted_and_recalled: Iterable[tuple[float, bool]], bins: int = 10
) -> tuple[Bin, ...]:
    """Return reviews by their predicted probability (0 to 1), lowest first, without empty bins.

    Bins are narrower towards 1, where predictions of spaced reviews crowd: the edges of k bins are
    ln(1 + i) / ln(1 + k), as in the plots of fsrs-optimizer.
    """
    predicted, recalled, reviews = [0.0] * bins, [0] * bins, [0] * bins
    scale = math.log(bins + 1)
    for probability, success in predicted_and_recalled:
        place = min(max(int(math.exp(scale * probability)) - 1, 0), bins - 1)
        predicted[place] += probability
        recalled[place] += success
        reviews[place] += 1
    return tuple(
        Bin(total / number, successes / number, number)
        for total, successes, number in zip(predicted, recalled, reviews, strict=True)
        if number
    )
