"""What a reading and a card stand for: their share of the score that a plan tries to raise.

The score is the expected recall on the date: competencies count by their weight, within one each
reading the same, within a reading each of its cards the same, and what is unread counts nothing.
"""

from collections.abc import Mapping
from math import fsum


class Worth:
    """Shares of the whole, 0 to 1."""

    def __init__(self, readings: Mapping[str | None, float], weights: Mapping[str, float]) -> None:
        weighed = {one: weights.get(one or "", 1.0) for one, n in readings.items() if n > 0}
        whole = fsum(weighed.values())
        self._a_reading = {
            one: weight / whole / readings[one] for one, weight in weighed.items() if whole > 0
        }

    def a_reading(self, competency: str | None) -> float:
        """What a reading of a competency adds when all of it is recalled."""
        return self._a_reading.get(competency, 0.0)
