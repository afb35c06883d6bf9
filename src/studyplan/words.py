"""Counts, times and dates in words, the same on every screen and on the command line."""

from datetime import date, datetime, tzinfo

BUY_MORE = "the plan has other things for the time there is"
"""Why the plan leaves cards that are due for later."""
_FAR = 300
"""Days from which on a date is told with its year."""
_EXCERPT_LINES, _EXCERPT_CHARACTERS = 40, 4_000


def count(number: int, noun: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def whole_minutes(number: float) -> int:
    """Whole minutes, at least one where there is anything at all."""
    return max(1, round(number)) if number > 0 else 0


def minutes(number: float) -> str:
    """`12 min`."""
    return f"{whole_minutes(number)} min"


def clock(seconds: float) -> str:
    """Minutes and seconds, such as `4:05`; never less than nothing."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def bar(share: float, width: int) -> str:
    """A line of `width` cells, `share` (0 to 1) of it heavy; heavy is heavy without colour too."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "━" * filled + "─" * (width - filled)


def excerpt(note: str) -> str:
    """As much of a note as a screen renders without a pause; the whole is in its editor."""
    lines = note[:_EXCERPT_CHARACTERS].splitlines()[:_EXCERPT_LINES]
    shown = "\n".join(lines)
    return note if shown == note.rstrip("\n") else f"{shown}\n\n… (the rest is in the note)"


def short_day(day: date, today: date | None = None) -> str:
    """`Tue 24 Nov`; with its year where that might be taken for another, seen from `today`."""
    far = today is not None and abs((day - today).days) > _FAR
    return f"{day:%a} {day.day} {day:%b}{f' {day.year}' if far else ''}"


def clock_time(at: datetime, zone: tzinfo) -> str:
    """Hours and minutes as the clocks of a zone show them."""
    return f"{at.astimezone(zone):%H:%M}"


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


def countdown(today: date, interview: date | None) -> str:
    """How far away the interview is."""
    if interview is None:
        return "No interview date yet"
    days_left = (interview - today).days
    if days_left < 0:
        return f"The interview was on {short_day(interview, today)}"
    if days_left == 0:
        return "The interview is today"
    return f"Interview in {count(days_left, 'day')} · {short_day(interview, today)}"


def duration(number: float) -> str:
    """Minutes as one says them: `45 min`, `2 h`, `31 h 10`."""
    whole = round(number)
    hours, rest = divmod(whole, 60)
    if not hours:
        return minutes(number)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def percent(share: float | None) -> str:
    """A share (0 to 1) in whole per cent; a question mark where it is unknown."""
    return "?" if share is None else f"{share * 100:.0f} %"


def score(number: float | None) -> str:
    """A score of 0 to 100; a question mark where it is unknown."""
    return "?" if number is None else f"{number:.0f}"


def band(low: float | None, high: float | None) -> str:
    """`47–69`; nothing where it is unknown."""
    return "" if low is None or high is None else f"{low:.0f}–{high:.0f}"


def postponed(cards: int) -> str:
    """What is said of cards that wait for another day; nothing where none does."""
    return f"{count(cards, 'card')} can wait" if cards else ""


def over(after_interview: str) -> str:
    """That the last interview is over, and what was said of the time after it."""
    said = {
        "keep": "It goes on without a date.",
        "archive": "It is archived: nothing is planned and nothing asked.",
    }
    return f"The interview is over. {said.get(after_interview, 'What now?')}"


def outlook(score: float, low: float, high: float) -> str:
    """A predicted score (each 0 to 1) with its band, in words."""
    return f"Predicted recall {score * 100:.0f} of 100 ({band(low * 100, high * 100)})."


def part_read(read: int, there_are: int) -> str:
    """`75 of 180 min read`; without an estimate `75 min read`."""
    return f"{read} of {there_are} min read" if there_are else f"{read} min read"


def spent(planned: float, there_are: float, done: float = 0.0) -> str:
    """`59 of 60 min`, `20 done + 39 of 60 min`; a day without minutes is a day off."""
    if there_are <= 0:
        return "no study"
    before = f"{done:.0f} done + " if done else ""
    return f"{before}{planned:.0f} of {there_are:.0f} min"
