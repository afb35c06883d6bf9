"""What to read today: the readings that fit what is left of the day's minutes."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

SLICE = 25
"""Minutes of one sitting with a long work."""
SECONDS_A_REVIEW = 45.0
"""Assumed for a review until a person's own pace is known."""
_ENOUGH_TIMES = 20


@dataclass(frozen=True, slots=True)
class Todo:
    """A reading that is not done: an article, or the next chapter of a book."""

    id: str
    minutes: int
    competency: str | None
    started: bool
    long: bool
    """Whether it is (of) a work that takes many days, and is read in slices beside the others."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A reading and the minutes it gets today."""

    id: str
    minutes: int
    whole: bool
    """Whether it is read to its end; of a long work it may be a slice."""


def choose_readings(
    todo: Sequence[Todo],
    minutes: float,
    needs: Mapping[str, Sequence[str]],
    touched: Set[str],
) -> tuple[Planned, ...]:
    """The readings for the `minutes` that are left today.

    What was started comes first, then single works in reading order, then a slice of a long one.
    A work waits until of each competency that its own one needs something is read or skipped, or
    planned before it.

    Args:
        todo: unfinished readings, in reading order.
        minutes: what is left of the day; at or below 0 nothing is planned.
        needs: competency id → ids of the competencies it needs.
        touched: competencies of which at least one reading is read or skipped.
    """
    started = [one for one in todo if one.started]
    fresh = [one for one in todo if not one.started]
    ordered = (
        *started,
        *(one for one in fresh if not one.long),
        *(one for one in fresh if one.long),
    )
    chosen: list[Planned] = []
    known, left, sliced = set(touched), minutes, False
    for one in ordered:
        if any(need not in known for need in needs.get(one.competency or "", ())):
            continue
        if one.long and sliced and not one.started:
            break
        share = min(one.minutes, SLICE) if one.long else one.minutes
        if left <= 0 or (chosen and share > left):
            break
        whole = share == one.minutes
        chosen.append(Planned(one.id, share, whole))
        left -= share
        sliced = sliced or one.long
        if whole and one.competency:
            known.add(one.competency)
    return tuple(chosen)


def seconds_a_review(seconds: Sequence[float]) -> float:
    """A person's own pace: the median of their measured reviews, once there are enough of them."""
    if len(seconds) < _ENOUGH_TIMES:
        return SECONDS_A_REVIEW
    return sorted(seconds)[len(seconds) // 2]
