"""Why a reading is cut, in a sentence."""

from collections.abc import Callable

from studyplan.domain.outlook import AT_ONCE
from studyplan.domain.plan import ASKS, Cut, Item, ItemKind, Plan, Reason, Situation
from studyplan.domain.worth import Worth

_SMALL = 0.095
_READING = (ItemKind.READ, ItemKind.PRIMER)


def why(cut: Cut, *, left: float, kept: float | None, title: Callable[[str], str]) -> str:
    """Why a reading is cut.

    Args:
        cut: the reading.
        left: minutes to the date.
        kept: what the last reading that is kept buys, in points a minute; None where none is.
        title: what a reading is called, by its id.
    """
    minutes = f"{cut.minutes:.0f} min"
    match cut.reason:
        case Reason.WAITS:
            return f"waits for “{title(cut.waits_for or '')}”, which is cut"
        case Reason.TOO_LONG:
            return f"takes {minutes}; {left:.0f} are left"
        case Reason.NO_ROOM:
            last = 0.0 if kept is None else kept * cut.minutes
            first = _digits(cut.points)
            for digits in (first, first + 1):
                less, more = f"{cut.points:+.{digits}f}", f"{last:+.{digits}f}"
                if last > cut.points and less != more and float(less) > 0:
                    return (
                        f"others buy more: {less} points in {minutes}; "
                        f"the last one kept buys {more} in that time"
                    )
            return f"no room is left for it: {points(cut.points)} in {minutes}"


def points(number: float) -> str:
    """Points of a predicted score, such as `+0.4 points`; small ones keep a digit that counts."""
    return f"{number:+.{_digits(number)}f} points"


def _digits(points: float) -> int:
    """How many places are told of points."""
    return 1 if abs(points) >= _SMALL else 2


def is_reading(item: Item) -> bool:
    """Whether it is a work, chapter or primer to read."""
    return item.kind in _READING


def finished(plan: Plan) -> set[str]:
    """The ids of the readings that the plan brings to their end."""
    return {item.id for day in plan.days for item in day.items if is_reading(item) and item.whole}


def last_kept(given: Situation, plan: Plan) -> float | None:
    """What the reading that was last let in buys, in points a minute; None where none is read.

    Readings that were pinned or begun, and those that others wait for, are in for other reasons.
    """
    worth, done = Worth(given.readings, given.weights), finished(plan)
    kept = [one for one in given.unread if one.id in done]
    awaited = {id for one in kept for id in one.needs}
    by_id = {one.id: one for one in kept}
    openers: dict[str | None, str] = {}
    for day in plan.days:
        for item in day.items:
            reading = by_id.get(item.id)
            if reading is not None and reading.competency not in given.begun:
                openers.setdefault(reading.competency, reading.id)
    free = [
        one
        for one in kept
        if one.pinned is None
        and not one.started
        and one.id not in awaited
        and openers.get(one.competency) != one.id
    ]
    each = given.seconds / 60 * ASKS
    return min(
        (
            worth.a_reading(one.competency)
            * one.share
            * AT_ONCE
            * 100
            / (one.minutes + one.questions * each)
            for one in free
        ),
        default=None,
    )
