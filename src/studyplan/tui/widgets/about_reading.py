"""What the plan knows of one reading: until when it can wait, what it buys, its pin."""

from studyplan import words
from studyplan.study.agenda import Agenda
from studyplan.study.reading import Listed
from studyplan.tui.widgets.drawing import Ink, Row


def about(found: Agenda, one: Listed) -> list[Row]:
    """A few rows about a reading."""
    names = {other.id: other.name for other in found.competencies}
    place = f"{one.competency} {names.get(one.competency, '')}" if one.competency else ""
    known = (
        place.strip(),
        one.company,
        f"~{words.minutes(one.minutes)} to read" if one.minutes else "",
    )
    lines = [" · ".join(fact for fact in known if fact)]
    if one.minutes_read:
        lines.append(words.part_read(one.minutes_read, one.minutes))
    pins = found.settings.pins
    if (until := pins.get(one.id) or pins.get(one.parent or "")) and until >= found.today:
        lines.append(f"⚑ pinned until {words.short_day(until)}")
    lines += [line for line in (_latest(found, one), _why(found, one)) if line]
    rows: list[Row] = [[(found.title(one.id), Ink.STRONG)]]
    return rows + [[(line, Ink.QUIET)] for line in lines]


def _latest(found: Agenda, one: Listed) -> str:
    """Until when it can be begun and still be asked twice."""
    if one.id not in found.plan.latest:
        return ""
    day = found.plan.latest[one.id]
    if day is None:
        return "too late to be asked twice by then"
    return f"begin by {words.short_day(day)} to be asked twice"


def _why(found: Agenda, one: Listed) -> str:
    given_up = next((it for it in found.given_up if it.cut.id == one.id), None)
    return "" if given_up is None else "✗ cut, see its why in the list"
