"""On which days a mock interview is practised: at a rising rate towards the date."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from studyplan.domain.plan import Item, ItemKind, Situation

LENGTHS = (45.0, 30.0)
"""Minutes of a mock interview, the longest that a day has room for."""
FIRST = 2
"""Days before the date of the last one: the day before is a light one."""
USUAL = 90.0
"""Minutes a day for which each gap is one day longer than the next; with half of them, two."""
MOST = 1 / 6
"""Of the minutes of a preparation, the part that mock interviews take at most."""
A_CARD = 3.0
"""Minutes that went into a card that was asked: its part of the reading, and its first question."""
WEEKS = 4
"""Weeks before the date whose minutes are the usual ones."""


def practice_days(given: Situation, minutes: Sequence[float]) -> Mapping[int, Item]:
    """The mock interviews of the days from today, by the number of the day.

    Counted back from the date the gaps grow by a step each (2, 4, 8, 14 … days before it with an
    hour a day). They hang on the date and the minutes of the weeks before it, so that neither a
    missed day nor what is done of today moves any other. Together they take `MOST` of the minutes
    to the date and of those that went into what is known; the earliest are left out first. So who
    begins a few days before the date reads, and who has prepared for weeks practises then.

    Args:
        given: the situation.
        minutes: of each day from today.
    """
    if given.interview is None or not given.mocks:
        return {}
    weeks = [given.minutes(given.interview - timedelta(days=n)) for n in range(1, WEEKS * 7 + 1)]
    study = sorted(m for m in weeks if m > 0)
    if not study:
        return {}
    step = max(1, -int(-USUAL // study[len(study) // 2]))
    left = (given.interview - given.day).days
    days, before, gap = list[int](), FIRST, step
    while before <= left:
        days.append(left - before)
        before += gap
        gap += step
    # What is read and asked today brings no mock interview that was not there in the morning.
    known = sum(card.memory is not None for card in given.cards) - given.new_today
    whole = given.minutes(given.day) + sum(minutes[1:]) + max(0, known) * A_CARD
    lengths, budget = {}, whole * MOST
    for index in days:
        if index >= len(minutes) or (index == 0 and given.mocked_today):
            continue
        length = next((one for one in LENGTHS if one <= min(minutes[index], budget)), None)
        if length is not None:
            lengths[index] = length
            budget -= length
    return {
        index: Item(ItemKind.INTERVIEW, given.mocks[number % len(given.mocks)], lengths[index])
        for number, index in enumerate(sorted(lengths))
    }
