"""Where the plan leads: what will be recalled on the date, and what the next half hour buys."""

from dataclasses import dataclass

from studyplan.domain.plan import ItemKind, Plan
from studyplan.domain.planner import plan
from studyplan.study.reading import Listed
from studyplan.study.session import Study
from studyplan.study.situation import State, half_an_hour_more, state


@dataclass(frozen=True, slots=True)
class Best:
    """The next best half hour, and what it buys."""

    cards: int
    """To review first."""
    readings: tuple[tuple[Listed, float], ...]
    """What to read then, and for how many minutes."""
    points: float
    """By how much it raises the recall predicted over all, in hundredths."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to come, by the plan."""

    plan: Plan
    idle: float
    """What would be recalled on the date over all, 0 to 1, if nothing more were done."""
    best: Best | None
    """None where there is nothing left to do."""


def outlook(study: Study) -> Outlook:
    """The plan as it stands now, and what it comes to."""
    now = state(study)
    idle = plan(now.situation, days=0).score
    return Outlook(plan(now.situation), idle, _best(now, idle))


def _best(now: State, idle: float) -> Best | None:
    """What the plan would put into half an hour more of today."""
    given = now.situation
    found = plan(half_an_hour_more(given), days=1)
    items = found.days[0].items if found.days else ()
    if not items:
        return None
    readings = tuple(
        (now.works[item.id], item.minutes)
        for item in items
        if item.kind in (ItemKind.READ, ItemKind.PRIMER)
    )
    cards = sum(item.cards for item in items if item.kind is ItemKind.REVIEW)
    return Best(cards, readings, 100 * (found.score - idle))
