"""When reviews come before reading: the last pass over the final days, and what is overdue before.

The last pass is one more asking of every card for which that buys more than the last reading that
fits. Done at once it would fill the very last days, so it is shared out over the final ones.
"""

from collections.abc import Sequence

from studyplan.domain.pool import LAST_DAYS

SAFETY = 0.9
"""The part of the last pass's demand that the days to come must have room for."""
CATCH_UP = 0.75
"""What part of a day goes to what is due where reading needs next to no minutes. It falls with the
square of the part that reading leaves: where that is little, it is worth more nearer the date."""
FADES = 0.4
"""What a day of the last pass takes of what the day after it takes; the last two take the same."""
_WEIGHTS = (1.0, *(FADES**before for before in range(LAST_DAYS - 1)))
"""What the final days take of the last pass, the last day first."""


def spread(minutes: Sequence[float], demand: float) -> list[float]:
    """Share the last pass out over the days to the date.

    Of the final `LAST_DAYS` each has as many minutes of it as its weight says, the same level for
    all, but no more than it has. Nothing is read on the last day, so that it is full of reviews
    anyway; the level is never so low that this were more than its share. What does not fit into
    the final days comes before them, as late as it can.

    Args:
        minutes: of each day from today to the last before the date.
        demand: minutes of the last pass.

    Returns:
        Minutes of the last pass on each day.
    """
    if not minutes:
        return []
    final = list(zip(reversed(minutes), _WEIGHTS, strict=False))
    at_least = sum(min(room, minutes[-1] * weight) for room, weight in final)
    level = _level(final, max(demand, at_least))
    shares = [min(room, level * weight) for room, weight in final]
    left = demand - sum(shares)
    for room in minutes[-LAST_DAYS - 1 :: -1] if len(minutes) > LAST_DAYS else ():
        shares.append(max(0.0, min(room, left)))
        left -= room
    shares.reverse()
    return shares


def _level(days: Sequence[tuple[float, float]], demand: float) -> float:
    """The level at which the days, each with its room and weight, take so many minutes together.

    Days that are full below the level take what they have; it is the highest there can be where
    they have too little.
    """
    by_fullness = sorted((room / weight, room, weight) for room, weight in days)
    weights = sum(weight for _, weight in days)
    for full_at, room, weight in by_fullness:
        if demand <= full_at * weights:
            return demand / weights
        demand -= room
        weights -= weight
    return by_fullness[-1][0]


def catch_up(surplus: float, minutes: float, ahead: float) -> float:
    """Minutes of today for what is due, where the days hold more than is to be read.

    Args:
        surplus: minutes from today to the date that reading does not need.
        minutes: of today.
        ahead: minutes of all days after it.
    """
    whole = minutes + ahead
    if surplus <= 0 or whole <= 0:
        return 0.0
    left_over = min(1.0, surplus / whole)
    return CATCH_UP * left_over * left_over * minutes
