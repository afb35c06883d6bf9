"""In which order a plan reads: by what it buys a minute, but first what a person insists on."""

from math import inf

from studyplan.domain.plan import Situation
from studyplan.domain.priority import Placed, awaited, by_density, reached
from studyplan.domain.worth import Worth

RESERVE = 0.3
"""Share of a reading's questions for which the last pass is reserved when it is planned."""
PINNED, STARTED = 1e6, 1e3
"""Worth a minute that is added to a reading that is pinned or started: above all others."""


def in_order(given: Situation, worth: Worth, minute: float, room: float) -> list[Placed]:
    """The unread readings by what they buy a minute; what is pinned or started comes first.

    Without a date nothing has to be given up: they keep the reading order.

    Args:
        given: the situation.
        worth: what readings stand for.
        minute: minutes that asking one card takes.
        room: minutes that there are to a date.
    """
    dated = given.interview is not None
    minutes: dict[str, float] = {}
    value: dict[str, float] = {}
    for place, one in enumerate(given.unread):
        if dated:
            minutes[one.id] = one.minutes + one.questions * minute * (1 + RESERVE)
            value[one.id] = worth.a_reading(one.competency) * one.share
            # Of two alike, the one that serves other competencies too.
            value[one.id] *= 1 + 0.01 * len(one.also)
        else:
            minutes[one.id], value[one.id] = 1.0, 1 / (2 + place)
    waits = awaited(given.unread, value, minutes, given.needs, given.begun)
    pinned = {one.id for one in given.unread if one.pinned and one.pinned >= given.day}
    started = {one.id for one in given.unread if one.started}
    for first, density in ((pinned, PINNED), (started, STARTED)):
        for id in reached(first, waits):
            value[id] += density * minutes[id]
    room = room if dated else inf
    return by_density(given.unread, value, minutes, given.needs, given.begun, room)
