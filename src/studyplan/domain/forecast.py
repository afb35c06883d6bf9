"""What will be remembered: recall on a later day, and what asking once more would change."""

import math
from collections.abc import Sequence

from studyplan.domain.memory import Grade, Memory, memories_after, stabilities_after

FIRST_GRADES = (0.2, 0.2, 0.5, 0.1)
"""Assumed shares of again, hard, good and easy when a question is asked for the first time."""


class Forecast:
    """Predictions under one set of FSRS parameters. Times are whole study days.

    A plan looks at every card on many days, so days are numbers here and not dates.
    """

    def __init__(self, parameters: Sequence[float]) -> None:
        self._parameters = tuple(parameters)
        self._decay = -parameters[20]
        self._factor = math.pow(0.9, -1 / parameters[20]) - 1
        self._stabilities_after = stabilities_after(self._parameters)

    def recall(self, stability: float, days: float) -> float:
        """The probability of recall `days` after the last grade: `memory.forgetting_curve`.

        A day before the last grade counts as its day: a clock that is set back makes one.
        """
        if days < 0:
            days = 0
        recall: float = (1 + self._factor * days / stability) ** self._decay
        return recall

    def gain(self, memory: Memory, elapsed: int, left: int) -> float:
        """What asking today buys: recall `left` days from now if asked, less recall if not.

        The expectation over the answer: recalled (graded good) with the probability of today,
        forgotten (again) otherwise. It is small for a card that was asked a short while ago, for
        memory grows little then, and for one that will be remembered anyway.

        Args:
            memory: the state after the last grade.
            elapsed: days since the last grade.
            left: days from today to the day that counts.
        """
        recall, stability = self.recall, memory.stability
        now = recall(stability, elapsed)
        good, again = self._stabilities_after(memory, elapsed)
        asked = now * recall(good, left) + (1 - now) * recall(again, left)
        return asked - recall(stability, elapsed + left)

    def expected(self, memory: Memory, elapsed: int) -> Memory:
        """One state that stands for both answers: means (of the logarithm of stability)."""
        now = self.recall(memory.stability, elapsed)
        after = memories_after(memory, elapsed, self._parameters)
        good, again = after[Grade.GOOD], after[Grade.AGAIN]
        return Memory(
            math.exp(now * math.log(good.stability) + (1 - now) * math.log(again.stability)),
            now * good.difficulty + (1 - now) * again.difficulty,
        )

    def first(self) -> Memory:
        """The state expected after the first grade: the means over `FIRST_GRADES`."""
        after = memories_after(None, 0, self._parameters)
        shares = [(share, after[grade]) for grade, share in zip(Grade, FIRST_GRADES, strict=True)]
        return Memory(
            math.exp(sum(share * math.log(state.stability) for share, state in shares)),
            sum(share * state.difficulty for share, state in shares),
        )

    def wait(self, memory: Memory, retention: float) -> int:
        """Whole days after which FSRS has a card due; one at least."""
        return max(1, round(self.interval(memory.stability, retention)))

    def interval(self, stability: float, retention: float) -> float:
        """Days until recall has fallen to `retention`: `memory.interval_days`."""
        return float(stability / self._factor * (retention ** (1 / self._decay) - 1))
