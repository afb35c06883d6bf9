"""The figures of Progress, each as rows for a width: numbers in words first, bars beside them."""

from collections.abc import Sequence
from datetime import date

from studyplan import plots, words
from studyplan.domain.calibration import Bin
from studyplan.domain.statistics import MATURE, Forecast, Minutes, Recalled
from studyplan.study.progress import MONTH, WEEK, YEAR, Progress
from studyplan.study.readiness import Company
from studyplan.tui.widgets.drawing import Ink, Row

_HEIGHT = 4
"""Rows of the columns of a forecast."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_SMALLEST_BAR = 8
_CALIBRATION_WIDTH = 72


def sentence(text: str) -> list[Row]:
    """One quiet line, where there is nothing to draw."""
    return [[(text, Ink.QUIET)]]


def activity(found: Progress) -> list[Row]:
    """The streak, and what was done in a year, in words."""
    year = found.last(YEAR)
    if not year:
        return sentence("Nothing yet. Today has what to begin with.")
    current, longest = found.streak.current, found.streak.longest
    done = (
        words.count(sum(one.readings for one in year), "reading"),
        words.count(sum(one.reviews for one in year), "review"),
        words.count(sum(one.practices for one in year), "mock interview"),
    )
    streak = f" · longest {longest} · days off break none"
    return [
        [("Streak ", Ink.PLAIN), (words.count(current, "day"), Ink.STRONG), (streak, Ink.QUIET)],
        [(", ".join(done), Ink.PLAIN), (f" on {words.count(len(year), 'day')}", Ink.QUIET)],
    ]


def retention(found: Progress, width: int) -> list[Row]:
    """What was recalled of young and of mature cards, against the target."""
    if not found.year.all.reviews:
        return sentence("Known once cards have come back for review.")
    head = f"{'recalled'.rjust(22)}{'95 %'.rjust(8)}{'reviews'.rjust(9)}"
    rows: list[Row] = [[(head, Ink.QUIET)]]
    room = max(0, width - len(head) - 19)
    for span, part in (("month", found.month), ("year", found.year)):
        for name, one in (("young", part.young), ("mature", part.mature)):
            if one.reviews:
                rows.append(_retention_row(f"{span.ljust(7)}{name}", one, found.target, room))
    mark = ", at ┃" if room >= _SMALLEST_BAR else ""
    said = f"Target {words.percent(found.target)}{mark}. Mature: stable for {MATURE} days or more."
    return [*rows, [(said, Ink.QUIET)]]


def _retention_row(name: str, one: Recalled, target: float, room: int) -> Row:
    low, high = one.interval
    verdict = one.against(target)
    return [
        (f"{name.ljust(14)}{words.percent(one.share).rjust(8)}", Ink.PLAIN),
        (f"{words.band(100 * low, 100 * high).rjust(8)}{one.reviews:>9}", Ink.QUIET),
        (f"  {verdict.ljust(17)}", Ink.STRONG if verdict.startswith("below") else Ink.QUIET),
        *_bar_with_mark(one.share or 0.0, target, room),
    ]


def calibrated(bins: Sequence[Bin], width: int) -> list[Row]:
    """How predictions came true, a row a bin."""
    if not bins:
        return sentence("Known once reviews can be held against predictions.")
    heading, *lines = plots.calibration(bins, min(width, _CALIBRATION_WIDTH))
    said = f"{plots.CALIBRATION_KEY}: best where they meet."
    return [
        [(heading, Ink.QUIET)],
        *([(line, Ink.PLAIN)] for line in lines),
        [(said, Ink.QUIET)],
    ]


def _bar_with_mark(share: float, mark: float, width: int) -> list[tuple[str, Ink]]:
    """A bar of 0 to 1 with a mark on it; nothing where there is no room for one."""
    if width < _SMALLEST_BAR:
        return []
    bar, at = words.bar(share, width), min(width - 1, int(mark * width))
    return [(bar[:at], Ink.BAR), ("┃", Ink.MARK), (bar[at + 1 :], Ink.BAR)]


def forecasted(ahead: Forecast, width: int) -> list[Row]:
    """The cards due on each of the next days as columns, the overdue and the new in words."""
    numbers = [number for _, number in ahead.days]
    if not (any(numbers) or ahead.overdue or ahead.later or ahead.new):
        return sentence("No cards yet. They come with what you mark read.")
    soon = (
        (ahead.overdue, "overdue"),
        (numbers[0], "today"),
        (sum(numbers[:WEEK]), f"in {WEEK} days"),
        (sum(numbers), f"in {len(numbers)} days"),
    )
    then = ((ahead.later, "later"), (ahead.new, "new, never asked"))
    rows: list[Row] = [
        [(" · ".join(f"{number} {name}" for number, name in told), ink)]
        for told, ink in ((soon, Ink.PLAIN), (then, Ink.QUIET))
    ]
    return [*rows, *_columns(ahead.days, width)] if any(numbers) else rows


def _columns(days: Sequence[tuple[date, int]], width: int) -> list[Row]:
    """A column a day; the highest number stands at its height, dates below every seventh."""
    most = max(number for _, number in days)
    label = len(str(most)) + 1
    cell = 2 if width >= label + 2 * len(days) + 4 else 1  # the last date stands out a little
    rows: list[Row] = []
    for level in reversed(range(_HEIGHT)):
        line = "".join(_block(number / most, level) * cell for _, number in days)
        left = str(most) if level == _HEIGHT - 1 else "0" if level == 0 else ""
        rows.append([(f"{left.rjust(label - 1)} ", Ink.QUIET), (line.rstrip(), Ink.BAR)])
    dates = "".join(
        f"{day.day} {day:%b}".ljust(7 * cell)
        for place, (day, _) in enumerate(days)
        if place % 7 == 0
    )
    return [*rows, [(" " * label + dates.rstrip(), Ink.QUIET)]]


def _block(share: float, level: int) -> str:
    """The part of a column that stands in a row, counted from the bottom; something is seen."""
    eighths = max(1, round(share * _HEIGHT * 8)) if share else 0
    return _EIGHTHS[max(0, min(8, eighths - level * 8))]


def time_spent(found: Progress) -> list[Row]:
    """The minutes of a week, a month and ever, by what they went to."""
    if not found.days:
        return sentence("Nothing yet. What you read, answer and practise counts.")
    rows: list[Row] = [[(_cells("", "total", "reading", "reviews", "practice"), Ink.QUIET)]]
    for name, days in ((f"{WEEK} days", WEEK), (f"{MONTH} days", MONTH), ("in all", None)):
        rows.append([(_time_row(name, found.minutes(days)), Ink.PLAIN)])
    return rows


def _time_row(name: str, spent: Minutes) -> str:
    parts = [words.whole_minutes(one) for one in (spent.reading, spent.reviews, spent.practice)]
    return _cells(name, *(words.duration(minutes) for minutes in (sum(parts), *parts)))


def _cells(name: str, *cells: str) -> str:
    return name.ljust(9) + "".join(cell.rjust(11) for cell in cells)


def by_company(companies: Sequence[Company], width: int) -> list[Row]:
    """What is read of each company's works, and how well it is recalled."""
    if not companies:
        return sentence("No work of the list names a company.")
    name_width = min(18, max(len(one.name) for one in companies))
    bar_width = max(0, min(20, width - name_width - 32))
    rows: list[Row] = []
    for one in companies:
        recall = f"recall {words.percent(one.recall)}" if one.cards else ""
        name = one.name if len(one.name) <= name_width else f"{one.name[: name_width - 1]}…"
        rows.append(
            [
                (f"{name.ljust(name_width)} ", Ink.PLAIN if one.read else Ink.QUIET),
                (words.bar(one.read / one.works, bar_width), Ink.BAR),
                (f" {one.read:>2} of {one.works:<3}", Ink.PLAIN),
                (f"  {recall}", Ink.QUIET),
            ]
        )
    return rows
