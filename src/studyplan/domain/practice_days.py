"""On which days a mock interview is practised: at a rising rate towards the date."""

from collections.abc import Mapping, Sequence

from studyplan.domain.plan import Item, ItemKind, Situation

LENGTHS = (45.0, 30.0)
"""Minutes of a mock interview, the longest that a day has room for."""
FIRST = 2
"""Days before the date of the last one: the day before is a light one."""
USUAL = 90.0
"""Minutes a day for which each gap is one day longer than the next; with half of them, two."""


def practice_days(given: Situation, minutes: Sequence[float]) -> Mapping[int, Item]:
    """The mock interviews of the days from today, by the number of the day.

    Counted back from the date the gaps grow by a step each (2, 4, 8, 14 … days before it with an
    hour a day). They hang on the date alone, so that a missed day moves no other.

    Args:
        given: the situation.
        minutes: of each day from today.
    """
    if given.interview is None or not given.mocks:
        return {}
    study = [m for m in minutes if m > 0]
    if not study:
        return {}
    usual = sorted(study)[len(study) // 2]
    step = max(1, -int(-USUAL // usual))
    left = (given.interview - given.day).days
    days, before, gap = [], FIRST, step
    while before <= left:
        days.append(left - before)
        before += gap
        gap += step
    days.reverse()
    found: dict[int, Item] = {}
    for index in days:
        if index >= len(minutes) or (index == 0 and given.mocked_today):
            continue
        length = next((one for one in LENGTHS if one <= minutes[index]), None)
        if length is not None:
            mock = given.mocks[len(found) % len(given.mocks)]
            found[index] = Item(ItemKind.INTERVIEW, mock, length)
    return found
