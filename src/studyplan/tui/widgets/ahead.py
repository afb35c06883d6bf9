"""Two lines on where the plan leads: recall on the day, and the next best half hour."""

from collections.abc import Mapping

from textual.content import Content

from studyplan import words
from studyplan.domain.plan import NEW, ItemKind
from studyplan.study.foresight import NextBest, Outlook

_LABEL = 15


def lines(found: Outlook) -> Content:
    """What will be recalled on the day, without and with the plan; what half an hour buys."""
    told = [_recall(found)]
    if found.best is not None:
        told.append(_best(found.best, found.titles))
    return Content("\n").join(told)


def _recall(found: Outlook) -> Content:
    plan = found.plan
    on = "On the day" if plan.until == plan.interview else f"On {words.short_day(plan.until)}"
    idle, planned = f"{100 * found.idle:.0f}", f"{100 * plan.score:.0f}"
    band = words.band(100 * plan.low, 100 * plan.high)
    cut = f" · {words.count(len(plan.cut), 'reading')} cut" if plan.cut else ""
    return Content.assemble(
        (on.ljust(_LABEL), "bold"),
        f"{idle} → {planned} % of everything recalled",
        (f" ({band}){cut}", "dim"),
    )


def _best(best: NextBest, titles: Mapping[str, str]) -> Content:
    parts = [
        words.count(item.cards, "new card" if item.id == NEW else "card")
        if item.kind is ItemKind.REVIEW
        else f"“{titles[item.id]}”"
        for item in best.items
    ]
    return Content.assemble(
        (f"Next {words.minutes(best.minutes)}".ljust(_LABEL), "bold"),
        (f"+{best.points:.1f}  ", "$accent"),
        ", then ".join(parts),
    )
