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
    is_first: bool,
    needs: Mapping[str, Sequence[str]],
    touched: Set[str],
) -> tuple[Planned, ...]:
    """The readings for the `minutes` that are left today.

    What was started comes first. Of a long work one slice is set aside, where the day has room for
    two; single works fill the rest in reading order, and slices of long works what they leave.
    A work waits until of each competency that its own one needs something is read or skipped, or
    planned before it.

    Args:
        todo: unfinished readings, in reading order.
        minutes: what is left of the day; at or below 0 nothing is planned.
        is_first: whether nothing was read today; then the first reading may take longer than that.
        needs: competency id → ids of the competencies it needs.
        touched: competencies of which at least one reading is read or skipped.
    """
    day = _Day(minutes, is_first, needs, set(touched))
    for one in todo:
        if one.started:
            day.take(one)
    long = [one for one in todo if one.long and not one.started]
    aside = None
    if day.left >= 2 * SLICE and not any(one.started and one.long for one in todo):
        aside = next((one for one in long if day.is_open(one)), None)
    day.left -= _share(aside) if aside else 0
    for one in todo:
        if not (one.started or one.long) and day.is_open(one) and not day.take(one):
            break
    if aside is not None:
        day.left += _share(aside)
    for one in long:
        if day.is_open(one) and not day.take(one):
            break
    return tuple(day.planned)


class _Day:
    """A day that is being filled."""

    def __init__(
        self, left: float, is_first: bool, needs: Mapping[str, Sequence[str]], known: set[str]
    ) -> None:
        self.left = left
        self.planned: list[Planned] = []
        self._may_overrun = is_first
        self._needs = needs
        self._known = known

    def is_open(self, one: Todo) -> bool:
        """Whether something is known of each competency that the work's own one needs."""
        return all(need in self._known for need in self._needs.get(one.competency or "", ()))

    def take(self, one: Todo) -> bool:
        """Plan a work if it is open and fits; whether it was planned."""
        share = _share(one)
        fits = share <= self.left or (self._may_overrun and self.left > 0)
        if not (fits and self.is_open(one)):
            return False
        whole = share == one.minutes
        self.planned.append(Planned(one.id, share, whole))
        self.left -= share
        self._may_overrun = False
        if whole and one.competency:
            self._known.add(one.competency)
        return True


def _share(one: Todo) -> int:
    """Minutes that a work gets in one day."""
    return min(one.minutes, SLICE) if one.long else one.minutes


def seconds_a_review(seconds: Sequence[float]) -> float:
    """A person's own pace: the median of their measured reviews, once there are enough of them."""
    if len(seconds) < _ENOUGH_TIMES:
        return SECONDS_A_REVIEW
    return sorted(seconds)[len(seconds) // 2]
