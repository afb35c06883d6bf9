"""What the plan gives up, the least valuable a minute first, each with why."""

from textwrap import wrap

from studyplan import words
from studyplan.domain.why import points
from studyplan.study.agenda import Agenda
from studyplan.tui.widgets.drawing import Ink, Row
from studyplan.tui.widgets.spots import Drawn, Spot, fit

NOTHING = "Nothing is cut: there is time for every reading."
MOST = 500
"""How many are shown at most, the most valuable of them; laying out more would be felt."""
_INDENT = 5
NO_DATE = "Nothing is cut while there is no interview date."


def cut_rows(found: Agenda, width: int) -> Drawn:
    """The cut list for a width; keys are ids."""
    if not found.given_up:
        return Drawn([[(NOTHING if found.plan.interview else NO_DATE, Ink.QUIET)]])
    count = words.count(len(found.given_up), "reading")
    shown = f" the last {MOST} of them," if len(found.given_up) > MOST else ""
    head = f"{count} cut,{shown} the least valuable a minute first. A pin brings one in."
    rows: list[Row] = [[(line, Ink.QUIET)] for line in _lines(head, max(20, width - 1))]
    rows.append([("", Ink.PLAIN)])
    spots: list[Spot] = []
    for one in found.given_up[-MOST:]:
        right = f"{points(one.cut.points)} · {words.minutes(one.cut.minutes)}"
        title = fit(found.title(one.cut.id), max(8, width - len(right) - 5))
        why = _lines(one.why, max(20, width - _INDENT - 1))
        spots.append(Spot(one.cut.id, len(rows), rows=1 + len(why)))
        rows.append([(" ✗ ", Ink.QUIET), (title, Ink.PLAIN), (f" {right}", Ink.QUIET)])
        rows += [[(" " * _INDENT + line, Ink.QUIET)] for line in why]
    return Drawn(rows, spots)


def _lines(why: str, width: int) -> list[str]:
    return [why] if len(why) <= width else wrap(why, width, break_on_hyphens=False)
