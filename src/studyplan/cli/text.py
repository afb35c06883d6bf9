"""What the commands print for a person: plain text, aligned, no colour needed to read it."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from studyplan import plots, words
from studyplan.domain.fold import Review
from studyplan.domain.settings import ARCHIVE, ASK
from studyplan.study.asking import Due
from studyplan.study.fitting import Fit
from studyplan.study.history import Happened
from studyplan.study.planning import Today
from studyplan.study.reading import Detail, Listed, Standing
from studyplan.study.reviewing import Question
from studyplan.study.taking_back import Done

_LONG_LIST = 7
WAYS_ON = (
    "`studyplan set interview_date 2027-03-31` sets a new date; `set after_interview keep` goes\n"
    "on without one, and with `archive` nothing is planned and nothing asked any more."
)
"""What can be done after the last interview."""


def moment(when: date | datetime | None, zone: tzinfo) -> str:
    """A study day, or an instant as the clocks of a zone show it."""
    if isinstance(when, datetime):
        return f"{when.astimezone(zone):%Y-%m-%d %H:%M}"
    return "today, for the first time" if when is None else when.isoformat()


def value(setting: Any) -> str:
    """The value of a setting, as it could be typed."""
    if isinstance(setting, bool):
        return "yes" if setting else "no"
    if isinstance(setting, list):
        return ", ".join(map(str, setting)) or "none"
    return "none" if setting is None else str(setting)


def pairs(values: Mapping[str, str]) -> str:
    """Names and values, aligned."""
    return table((name, text) for name, text in values.items())


def done(found: Sequence[Done], zone: tzinfo) -> str:
    """One line an action: when, its id, whether it was undone, what, and where if not here."""
    rows = [
        (
            moment(one.at, zone),
            one.short_id,
            "↶ undone" if one.undone else "",
            one.whole if one.device is None else f"{one.whole} (on {one.device})",
        )
        for one in found
    ]
    return table(rows) if rows else "Nothing was done yet."


def settings(values: Mapping[str, Any]) -> str:
    """Every setting with its value and what it means."""
    from studyplan.study.settings import KNOWN

    rows = table((key, _brief(found), KNOWN[key].help) for key, found in values.items())
    named = [
        f"{key} is one of {', '.join(KNOWN[key].choices)}." for key in values if KNOWN[key].choices
    ]
    minutes = "`studyplan set minutes 60 sat 120 sun 0` sets all seven days."
    return "\n".join([rows, "", *named, minutes])


def _brief(setting: Any) -> str:
    """The value of a setting; of a long list, its beginning."""
    if isinstance(setting, list) and len(setting) > _LONG_LIST:
        return f"{value(setting[:2])}, … ({len(setting)} in all)"
    return value(setting)


def works(found: Sequence[Listed]) -> str:
    """One line a work: status, id, minutes, title."""
    rows = [
        (
            f"{one.status.glyph} {one.status}",
            ("  " if one.parent else "") + one.id,
            one.competency or "",
            f"{one.minutes} min" if one.minutes else str(one.kind),
            one.title,
        )
        for one in found
    ]
    return table(rows) or "No work has all of these words."


def pins(found: Mapping[str, tuple[str, date]]) -> str:
    """One line a pin: its last day, the work."""
    rows = ((day.isoformat(), id, title) for id, (title, day) in found.items())
    return table(rows) or "Nothing is pinned; `studyplan pin ID` lets a work come first."


def due(found: Due, zone: tzinfo) -> str:
    """One line a card; where there is none, when the next one comes; how many can wait."""
    if found.archived:
        return f"{words.over(ARCHIVE)}\n{WAYS_ON}"
    lines = []
    if found.questions:
        lines = [table((one.card.id, one.title) for one in found.questions)]
    elif found.next_at is not None:
        at = words.clock_time(found.next_at, zone)
        lines = [f"Nothing is due now; the next card comes at {at}."]
    elif not found.postponed:
        lines = ["Nothing is due."]
    if waiting := words.postponed(found.postponed):
        more = "" if found.questions else " `studyplan due --ahead` lists the first of them."
        lines.append(f"{waiting}: {words.BUY_MORE}.{more}")
    return "\n".join(lines)


def standings(found: Sequence[Standing]) -> str:
    """One line a competency: how much of it is read, and what it needs."""
    return table(
        (
            one.competency.id,
            one.competency.title,
            f"{one.coverage.done}/{one.coverage.total}",
            f"needs {', '.join(one.competency.needs)}" if one.competency.needs else "",
        )
        for one in found
    )


def today(day: Today, zone: tzinfo) -> str:
    """The day in a few lines."""
    lines = [f"{day.day:%A} {day.day.isoformat()} · {words.countdown(day.day, day.interview_date)}"]
    lines.append(f"{day.minutes_done:.0f} of {day.minutes} min done")
    if day.due.questions:
        count = len(day.due.questions)
        lines.append(f"Review    {count} due · {day.due.minutes:.0f} min")
    if waiting := words.postponed(day.due.postponed):
        lines.append(f"          {waiting}: {words.BUY_MORE}")
    lines += [
        f"Read      {one.listed.title} · {one.minutes} min{'' if one.whole else ' of it'} · "
        f"{one.listed.id}"
        for one in day.readings
    ]
    lines += [
        f"Practise  {one.title} · {one.minutes} min{' left' if one.begun else ''} · {one.id}"
        for one in day.practices
    ]
    lines += [
        f"✓ Read    {one.title} · {words.clock_time(one.status_at, zone)}"
        for one in day.done
        if one.status_at is not None
    ]
    lines += [
        f"✓ Read    {part.listed.title} · {part.minutes} min of it · "
        f"{words.clock_time(part.at, zone)}"
        for part in day.parts
    ]
    if day.after_interview in (ASK, ARCHIVE):
        lines += [words.over(day.after_interview), WAYS_ON]
    elif not (day.due.questions or day.readings or day.practices):
        lines.append("Nothing is left for today.")
    return "\n".join(lines)


def work(
    whole: Detail, cards: Sequence[Question], happened: Sequence[Happened], zone: tzinfo
) -> str:
    """Everything about a work."""
    one, facts = whole.listed, whole.work
    lines = [one.title, f"{one.status.glyph} {one.status} · {_facts(whole)}", f"id {one.id}"]
    lines.append(one.url or "no link in the list")
    if facts.remark:
        lines.append(f"Remark: {facts.remark}")
    lines += [f"Corrected {f.field}: {f.was!r} → {f.now!r} ({f.why})" for f in facts.corrections]
    if whole.chapters:
        lines += ["", "Chapters", works(whole.chapters)]
    if whole.progress.note:
        lines += ["", "Note", whole.progress.note]
    if cards:
        lines += ["", "Cards", table((c.card.id, f"due {moment(c.due, zone)}") for c in cards)]
    if happened:
        lines += ["", "History", table((moment(it.at, zone), it.what) for it in happened)]
    return "\n".join(lines)


def card(one: Question, grades: Sequence[Review], zone: tzinfo) -> str:
    """Everything about a card."""
    memory = one.card.memory
    state = (
        f"stability {memory.stability:.1f} days, difficulty {memory.difficulty:.1f}"
        if memory
        else "new"
    )
    lines = [one.question, f"{one.card.id} · due {moment(one.due, zone)} · {state}"]
    lines += [f"□ {point}" for point in one.points]
    if one.follow_up:
        lines.append(f"They would ask next: {one.follow_up}")
    if one.own:
        lines.append("✎ yours")
    elif one.shipped is not None:
        lines += [f"✎ edited; as it ships: {one.shipped.question}"]
        lines += [f"  □ {point}" for point in one.shipped.points]
    if grades:
        rows = ((moment(g.at, zone), g.grade.label, f"stability {g.stability:.1f}") for g in grades)
        lines += ["", "History", table(rows)]
    return "\n".join(lines)


def fit(found: Fit) -> str:
    """What came of a fit: the verdict, the figures, the calibration."""
    lines = [found.why]
    if found.before is not None and found.after is not None:
        lines += ["", table(plots.figures(found.before, found.after))]
    if found.calibration:
        width = min(shutil.get_terminal_size().columns, 80)
        lines += ["", *plots.calibration(found.calibration, width), plots.CALIBRATION_KEY]
    return "\n".join(lines)


def import_report(found: Mapping[str, Any], dry_run: bool) -> str:
    """What is in a list, and what stands out in it."""
    new = "would be added" if dry_run else "added"
    lines = [
        f"{found['rows']} rows, {found['works']} works, {len(found['merged'])} merged, "
        f"{found['new']} {new}"
    ]
    brought = {name: number for name, number in found["progress"].items() if number}
    if brought:
        said = ", ".join(f"{number} {name}" for name, number in brought.items())
        lines.append(f"With what the list says of them: {said}")
    if found["known"]:
        lines.append(f"{found['known']} here already; they and their progress stay as they are")
    if found["untouched"]:
        lines += ["", "What the list says of works that are here already, and was not taken"]
        rows = [
            (f"line {one['line']}", one["status"] or "", "a note" if one["note"] else "", one["id"])
            for one in found["untouched"][:_MOST_ROWS]
        ]
        lines += [table(rows), *_more(found["untouched"])]
    if found["vanished"]:
        lines += ["", f"No more in {found['source']}; they stay here"]
        lines.append(table((one["id"], one["title"]) for one in found["vanished"][:_MOST_ROWS]))
        lines += _more(found["vanished"])
    if found["guesses"]:
        lines += ["", *_guesses(found["guesses"], dry_run)]
    if found["problems"]:
        lines += ["", "To look at"]
        shown = found["problems"][:_MOST_PROBLEMS]
        lines.append(table((f"line {p['line']}", p["what"], p["text"]) for p in shown))
        lines += _more(found["problems"], _MOST_PROBLEMS)
    return "\n".join(lines)


def _guesses(guesses: Sequence[Mapping[str, Any]], dry_run: bool) -> Iterator[str]:
    """How many new works were placed; before an import, of each what was guessed and why."""
    unplaced = sum("competency" in one["why"] and one["competency"] is None for one in guesses)
    placed = sum("competency" in one["why"] for one in guesses) - unplaced
    yield f"{placed} placed by their words, {unplaced} unplaced; `studyplan edit ID …` corrects it"
    if dry_run:
        for one in guesses[:_MOST_PROBLEMS]:
            yield from _guessed(one)
        yield from _more(guesses, _MOST_PROBLEMS)


def _guessed(one: Mapping[str, Any]) -> Iterator[str]:
    """What was guessed of a new work, each with its reason; where it belongs comes first."""
    yield f"{one['id']}  {one['title']}"
    place, why = one.get("competency", ""), one["why"]
    if "competency" in why:
        yield f"  {f'{place}: ' if place else ''}{why['competency']}"
    others = (f"{name} {one[name]} ({why[name]})" for name in why if name != "competency")
    yield f"  {' · '.join(others)}"


def edited(id: str, fields: Mapping[str, Any]) -> str:
    """What was corrected of a work."""
    new = (
        f"{name} {'none' if value is None else value}"
        for name, value in fields.items()
        if name != "minutes_source"
    )
    return f"{id}: {', '.join(new)}"


_MOST_ROWS = 20
_MOST_PROBLEMS = 200


def _more(rows: Sequence[object], shown: int = _MOST_ROWS) -> list[str]:
    """The line that says how many rows are not shown; none where all are."""
    return [f"… and {len(rows) - shown} more: --json has all"] if len(rows) > shown else []


def _facts(whole: Detail) -> str:
    one = whole.listed
    known = (one.company, one.year, one.kind, one.competency, f"difficulty {one.difficulty}")
    minutes = f"about {one.minutes} min ({whole.work.minutes_source})" if one.minutes else None
    read = words.part_read(one.minutes_read, one.minutes) if one.minutes_read else None
    return " · ".join(str(fact) for fact in (*known, minutes, read) if fact)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Columns two spaces apart; on a terminal, lines cut to its width."""
    lines = [tuple(row) for row in rows]
    if not lines:
        return ""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    limit = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    text = (
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(_cut(line.rstrip(), limit) for line in text)


def _cut(line: str, limit: int | None) -> str:
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1]}…"
