"""The plan as an agenda: weeks, days with their minutes as a bar, what is to be done on each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from studyplan import words
from studyplan.domain.day import end_of_week
from studyplan.domain.plan import NEW, DayPlan, Item, ItemKind
from studyplan.domain.resource import Status
from studyplan.study.agenda import Agenda
from studyplan.tui.widgets.drawing import Ink, Row
from studyplan.tui.widgets.spots import Drawn, Spot, fit

INTERVIEW = ":interview:"
"""How the key of an interview begins; its day follows."""
DONE, PLANNED, FREE = "█", "▓", "·"
PINNED = "⚑ pinned"
_BAR = 16
_LABEL = 14


def key_of(day: date, item: Item) -> str:
    """The key of an item: its day, what kind it is, its id."""
    return f"{day} {item.kind} {item.id}"


def parts_of(key: str) -> tuple[str, str, str]:
    """Day, kind and id of the key of an item; kind and id are empty for what is none."""
    day, _, rest = key.partition(" ")
    kind, _, id = rest.partition(" ")
    return day, kind, id


def day_rows(found: Agenda, date_key: str, width: int) -> Drawn:
    """The agenda for a width; `date_key` is what sets date and minutes."""
    rows: list[Row] = [[(line, Ink.QUIET)] for line in _before(found, date_key)]
    spots: list[Spot] = []
    longest = max([found.minutes_on(day) for day in found.plan.days], default=0.0)
    week: date | None = None
    for day in () if found.is_archived else found.plan.days:
        if end_of_week(day.day) != week:
            week = end_of_week(day.day)
            rows += [[("", Ink.PLAIN)]] if rows else []
            rows.append(_week(found, week))
        rows.append(_day(found, day, longest))
        for key, row in _items(found, day, width):
            spots.append(Spot(key, len(rows)))
            rows.append(row)
    rows += [[("", Ink.PLAIN)]] if rows and found.interviews else []
    for day_of in found.interviews:
        spots.append(Spot(f"{INTERVIEW}{day_of}", len(rows)))
        rows.append(_interview(found, day_of))
    return Drawn(rows, spots)


def _before(found: Agenda, date_key: str) -> list[str]:
    """What is to be known before the days."""
    lines = []
    if not found.settings.interviews:
        until = words.short_day(found.plan.until)
        lines.append(f"No interview date yet: {date_key} sets one. Planned to {until}.")
    elif found.plan.interview is not None and found.plan.until < found.plan.interview:
        lines.append(f"Planned and predicted to {words.short_day(found.plan.until)}, no farther.")
    if found.plan.postponed:
        caught_up = found.plan.caught_up
        until = f", to {words.short_day(caught_up)} at most" if caught_up else ""
        cards = words.count(found.plan.postponed, "due card")
        lines.append(f"{cards} can wait{until}: other things buy more today.")
    if not any(day.items for day in found.plan.days):
        lines.append(_nothing(found, date_key))
    return lines


def _nothing(found: Agenda, date_key: str) -> str:
    """Why no day holds anything."""
    if found.is_archived:
        return "Nothing is planned. Try another date with the sliders below."
    if found.today in found.interviews:
        return "The interview is today: nothing is planned for it."
    if not any(day.minutes for day in found.plan.days):
        return f"There are no minutes to plan. {date_key} sets them."
    return "Nothing is left to read, and no card comes due."


def _week(found: Agenda, last: date) -> Row:
    monday = last - timedelta(days=6)
    name = "This week" if monday <= found.today else f"Week of {words.short_day(monday)}"
    planned = sum(day.planned for day in found.plan.days if monday <= day.day <= last)
    return [(name, Ink.STRONG), (f"  {words.duration(planned)} planned", Ink.QUIET)]


def _day(found: Agenda, day: DayPlan, longest: float) -> Row:
    is_today = day.day == found.today
    done, there_are = found.done_on(day), found.minutes_on(day)
    name = f" {words.short_day(day.day).ljust(11)}{'today' if is_today else '     '}  "
    spent = words.spent(day.planned, there_are, done)
    if not there_are:
        return [(name, Ink.PLAIN), (spent, Ink.QUIET)]
    scale = _BAR / max(longest, done + day.planned, 1)
    ends = [round(minutes * scale) for minutes in (done, done + day.planned, there_are)]
    bar = DONE * ends[0] + PLANNED * (ends[1] - ends[0])
    rest = FREE * max(0, ends[2] - ends[1])
    return [
        (name, Ink.MARK if is_today else Ink.PLAIN),
        (bar, Ink.BAR),
        (rest, Ink.QUIET),
        (" " * (_BAR - max(ends[1], ends[2])), Ink.PLAIN),
        (f"  {spent}", Ink.QUIET),
    ]


def _items(found: Agenda, day: DayPlan, width: int) -> Iterator[tuple[str, Row]]:
    for item in day.items:
        yield key_of(day.day, item), item_row(found, item, width)
    if day.day == found.today:
        for one in found.done:
            text = found.title(one.id)
            yield f"{day.day} done {one.id}", _line("✓", "Read", text, "done", width, Ink.QUIET)
        for part in found.parts:
            text, right = found.title(part.listed.id), f"{words.minutes(part.minutes)} of it"
            key = f"{day.day} part {part.listed.id}"
            yield key, _line("✓", "Read", text, right, width, Ink.QUIET)


def item_row(found: Agenda, item: Item, width: int) -> Row:
    """One thing to do on a day."""
    minutes = words.minutes(item.minutes)
    if item.kind is ItemKind.REVIEW:
        noun = "new card" if item.id == NEW else "card"
        return _line("▶", "Review", words.count(item.cards, noun), minutes, width)
    if item.kind is ItemKind.INTERVIEW:
        return _line("○", "Practise", f"Mock interview: {found.title(item.id)}", minutes, width)
    status = found.state.works[item.id].status if item.id in found.state.works else Status.UNREAD
    part = "" if item.whole else " of it"
    pinned = f"{PINNED}  " if is_pinned(found, item.id) else ""
    right = f"{pinned}{minutes}{part}"
    return _line(status.glyph, "Read", found.title(item.id), right, width)


def is_pinned(found: Agenda, id: str) -> bool:
    """Whether a reading is pinned, or the book that it is a chapter of."""
    pins = found.settings.pins
    book = found.state.works[id].parent if id in found.state.works else None
    return any(one in pins and pins[one] >= found.today for one in (id, book) if one)


def _interview(found: Agenda, day: date) -> Row:
    days = words.count((day - found.today).days, "day")
    when = "today" if day == found.today else f"in {days}"
    return [
        (f" ★ {words.short_day(day, found.today)}  Interview", Ink.MARK),
        (f"  {when}", Ink.QUIET),
    ]


def _line(
    glyph: str, label: str, text: str, right: str, width: int, ink: Ink = Ink.PLAIN
) -> Sequence[tuple[str, Ink]]:
    head = f"   {glyph} {label}".ljust(_LABEL)
    room = max(8, width - _LABEL - len(right) - 3)
    return [(head, ink), (fit(text, room), ink), (f" {right}", Ink.QUIET)]
