"""State in words and glyphs, the same on every screen; never by colour alone."""

from datetime import date, datetime

from studyplan.domain.resource import Status

GLYPHS = {Status.READ: "●", Status.READING: "◐", Status.UNREAD: "○", Status.SKIPPED: "⊘"}


def count(number: int, noun: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def minutes(number: float) -> str:
    """Whole minutes, at least one where there is anything at all."""
    return f"{max(1, round(number)) if number > 0 else 0} min"


def bar(share: float, width: int) -> str:
    """A line of `width` cells, `share` (0 to 1) of it heavy; heavy is heavy without colour too."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "━" * filled + "─" * (width - filled)


def short_day(day: date) -> str:
    """`Tue 24 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def clock_time(at: datetime) -> str:
    """Local hours and minutes."""
    return f"{at.astimezone():%H:%M}"


def relative_day(day: date, today: date) -> str:
    """A study day as one says it: today, tomorrow, Thu, 12 Dec."""
    distance = (day - today).days
    match distance:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
    if 1 < distance < 7:
        return f"{day:%a}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def countdown(days_left: int | None, day: date | None) -> str:
    """How far away the interview is."""
    if days_left is None or day is None:
        return "No interview date yet"
    if days_left < 0:
        return f"The interview was on {short_day(day)}"
    if days_left == 0:
        return "The interview is today"
    return f"Interview in {count(days_left, 'day')} · {short_day(day)}"
