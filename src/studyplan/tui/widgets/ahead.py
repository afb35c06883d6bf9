"""Two lines on where the plan leads: recall on the day, and the next best half hour."""

from textual.content import Content

from studyplan import words
from studyplan.study.foresight import Best, Outlook

_LABEL = 15


def lines(found: Outlook) -> Content:
    """What will be recalled on the day, without and with the plan; what half an hour buys."""
    return Content("\n").join([_recall(found), *([_best(found.best)] if found.best else [])])


def _recall(found: Outlook) -> Content:
    plan = found.plan
    on = "On the day" if plan.interview else f"On {words.short_day(plan.until)}"
    idle, planned = f"{100 * found.idle:.0f}", f"{100 * plan.score:.0f}"
    band = words.band(100 * plan.low, 100 * plan.high)
    cut = f" · {words.count(len(plan.cut), 'reading')} cut" if plan.cut else ""
    return Content.assemble(
        (on.ljust(_LABEL), "bold"),
        f"{idle} → {planned} % of everything recalled",
        (f" ({band}){cut}", "dim"),
    )


def _best(best: Best) -> Content:
    parts = [words.count(best.cards, "card")] if best.cards else []
    parts += [f"“{listed.title}”" for listed, _ in best.readings]
    return Content.assemble(
        ("Next 30 min".ljust(_LABEL), "bold"),
        (f"+{best.points:.1f}  ", "$accent"),
        ", then ".join(parts),
    )
