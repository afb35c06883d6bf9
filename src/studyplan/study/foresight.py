"""Where the plan leads: what will be recalled on the date, and what the next half hour buys."""

from collections.abc import Mapping
from dataclasses import dataclass

from studyplan.domain.plan import Item, Plan, Situation
from studyplan.domain.planner import plan
from studyplan.study.agenda import title
from studyplan.study.session import Study
from studyplan.study.situation import half_an_hour_more, state


@dataclass(frozen=True, slots=True)
class NextBest:
    """The next best half hour, and what it buys."""

    items: tuple[Item, ...]
    """What the plan puts into it, in order; the last may be begun only."""
    points: float
    """By how much it raises the recall predicted over all, in hundredths."""

    @property
    def minutes(self) -> float:
        """How long it takes: half an hour, or less where less is left to do."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to come, by the plan."""

    plan: Plan
    idle: float
    """What would be recalled on the date over all, 0 to 1, if nothing more were done."""
    best: NextBest | None
    """None where there is nothing left to do."""
    titles: Mapping[str, str]
    """Of what the next half hour is for, by id."""


def outlook(study: Study) -> Outlook:
    """The plan as it stands now, and what it comes to."""
    now = state(study)
    best = next_best(now.situation)
    titles = {item.id: title(now.works, item.id) for item in (best.items if best else ())}
    return Outlook(plan(now.situation), _idle(now.situation), best, titles)


def next_best(given: Situation) -> NextBest | None:
    """What the plan would put into half an hour more of today; None where that is nothing."""
    found = plan(half_an_hour_more(given), days=1)
    items = found.days[0].items if found.days else ()
    return NextBest(items, 100 * (found.score - _idle(given))) if items else None


def _idle(given: Situation) -> float:
    """What would be recalled if nothing more were done, 0 to 1."""
    return plan(given, days=0).score
