"""What a reading and a card stand for: their share of the score that a plan tries to raise.

The score is the expected recall on the date: competencies count by their weight, within one each
reading the same, within a reading each of its cards the same, and what is unread counts nothing.
A reading without a competency counts as the least of those that have one: nobody knows whether it
is asked for, and one such work is not worth as much as a whole competency.
"""

from collections.abc import Mapping
from math import fsum


class Worth:
    """Shares of the whole, 0 to 1."""

    def __init__(self, readings: Mapping[str | None, float], weights: Mapping[str, float]) -> None:
        weighed: dict[str | None, float] = {
            one: weights.get(one, 1.0) for one, n in readings.items() if one and n > 0
        }
        unplaced = readings.get(None, 0)
        if unplaced > 0:
            least = min((weight / readings[one] for one, weight in weighed.items()), default=1.0)
            weighed[None] = least * unplaced
        whole = fsum(weighed.values())
        self._a_reading = {
            one: weight / whole / readings[one] for one, weight in weighed.items() if whole > 0
        }

    def a_reading(self, competency: str | None) -> float:
        """What a reading of a competency adds when all of it is recalled."""
        return self._a_reading.get(competency, 0.0)
