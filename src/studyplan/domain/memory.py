"""What a person remembers of a card, and how long: the model FSRS-6.

Memory states and intervals come from fsrs-rs; the formulas are those of FSRS-6 in
https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from fsrs_rs_python import FSRS, NextStates

DEFAULT_PARAMETERS: tuple[float, ...] = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194),
    *(0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629),
    *(1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""The 21 parameters of FSRS-6, w0 to w20, fitted by its authors to the reviews of many people."""

PARAMETER_RANGES: tuple[tuple[float, float], ...] = (
    *((0.001, 100.0),) * 4,
    *((1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75), (0.0, 4.5), (0.0, 0.8)),
    *((0.001, 3.5), (0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0), (0.0, 1.0)),
    *((1.0, 6.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8)),
)
"""Least and most of each parameter. fsrs-rs moves what lies outside to the nearer end in silence;
our forgetting curve would not, so such parameters are refused."""


class Grade(IntEnum):
    """How well an answer was recalled. Grades are data: never edited, only undone."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word for the grade, as scripts and the event log spell it."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the grade that a word names; ValueError if it names none."""
        for grade in cls:
            if grade.label == text.strip().lower():
                return grade
        raise ValueError(f"{text!r} is no grade; grades are again, hard, good and easy.")


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of FSRS for one card after its last grade."""

    stability: float
    """Days after which retrievability has fallen to 0.9."""
    difficulty: float
    """1 (easy) to 10 (hard)."""


def check_parameters(parameters: tuple[float, ...]) -> None:
    """Raise ValueError, with a sentence, for what cannot be the parameters of FSRS-6."""
    if len(parameters) != len(DEFAULT_PARAMETERS):
        raise ValueError(f"FSRS-6 has {len(DEFAULT_PARAMETERS)} parameters, not {len(parameters)}.")
    for index, (parameter, (least, most)) in enumerate(
        zip(parameters, PARAMETER_RANGES, strict=True)
    ):
        if not math.isfinite(parameter):
            raise ValueError(f"FSRS parameter w{index} must be a finite number, not {parameter}.")
        if not least <= parameter <= most:
            raise ValueError(
                f"FSRS parameter w{index} must lie between {least:g} and {most:g}, not {parameter}."
            )


def retrievability(
    memory: Memory, last_day: date, day: date, parameters: tuple[float, ...]
) -> float:
    """Return the probability (0 to 1) that a card last graded on one day is recalled on another.

    A day before the last one counts as the last.
    """
    return forgetting_curve(memory.stability, max(0, (day - last_day).days), parameters)


def forgetting_curve(stability: float, elapsed: int, parameters: tuple[float, ...]) -> float:
    """Return the probability (0 to 1) of recall `elapsed` study days after a grade.

    The power forgetting curve of FSRS-6, R = (1 + f t / S) ** -w20 with f = 0.9 ** (-1 / w20) - 1,
    so that R = 0.9 at t = S (the FSRS wiki, "The Algorithm").
    """
    factor = math.pow(0.9, -1 / parameters[20]) - 1
    return math.pow(1 + factor * elapsed / stability, -parameters[20])


def interval_days(stability: float, retention: float, parameters: tuple[float, ...]) -> float:
    """Return the days after which retrievability has fallen to `retention` (above 0, at most 1).

    The forgetting curve of `retrievability` solved for t: S / f (R ** (-1 / w20) - 1).
    """
    # The grade bears on cards without a stability only.
    return _model(parameters).next_interval(stability, retention, Grade.GOOD)


def memories_after(
    memory: Memory | None, elapsed: int, parameters: tuple[float, ...]
) -> Mapping[Grade, Memory]:
    """Return the memory state after each grade, `elapsed` study days after the grade before.

    Without a memory the grade is the first of its card.
    """
    states = _states_after(memory, elapsed, parameters)
    following = {
        Grade.AGAIN: states.again.memory,
        Grade.HARD: states.hard.memory,
        Grade.GOOD: states.good.memory,
        Grade.EASY: states.easy.memory,
    }
    return {g: Memory(after.stability, after.difficulty) for g, after in following.items()}


def stabilities_after(
    parameters: tuple[float, ...],
) -> Callable[[Memory, int], tuple[float, float]]:
    """Return what gives the stability after good and after again: `memories_after`, but fast.

    It takes a memory state and the study days since its grade. A plan asks 100,000 times.
    """
    from fsrs_rs_python import MemoryState

    next_states = _model(parameters).next_states

    def after(memory: Memory, elapsed: int) -> tuple[float, float]:
        states = next_states(MemoryState(memory.stability, memory.difficulty), 0.9, elapsed)
        return states.good.memory.stability, states.again.memory.stability

    return after


def _states_after(
    memory: Memory | None, elapsed: int, parameters: tuple[float, ...]
) -> "NextStates":
    from fsrs_rs_python import MemoryState

    state = None if memory is None else MemoryState(memory.stability, memory.difficulty)
    # The retention asked for here bears on the intervals of fsrs-rs only, which are not used.
    return _model(parameters).next_states(state, 0.9, elapsed)


@lru_cache(maxsize=8)
def _model(parameters: tuple[float, ...]) -> "FSRS":
    # Imported here, so that what never grades a card does not load it.
    from fsrs_rs_python import FSRS

    return FSRS(parameters)
