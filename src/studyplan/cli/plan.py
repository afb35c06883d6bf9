"""What `studyplan plan` prints, as JSON and as text."""

from typing import Any

from studyplan import words
from studyplan.cli.records import when
from studyplan.cli.text import WAYS_ON, table
from studyplan.domain.plan import NEW, DayPlan, Item, ItemKind
from studyplan.domain.settings import KEEP
from studyplan.domain.why import points
from studyplan.study.agenda import Agenda
from studyplan.study.foresight import NextBest

_DIGITS = 4
_LABELS = {
    ItemKind.REVIEW: "Review",
    ItemKind.PRIMER: "Read",
    ItemKind.READ: "Read",
    ItemKind.INTERVIEW: "Practise",
}


def record(found: Agenda, best: NextBest | None) -> dict[str, Any]:
    """The plan; docs/planning.md says what the numbers mean."""
    made = found.plan
    predicted = made.predictions
    return {
        "date": when(found.today),
        "interview_date": when(made.interview),
        "interviews": [when(day) for day in found.interviews],
        "until": when(made.until),
        "minutes_done": round(found.state.minutes_done, 1),
        "days": [_day(day) for day in made.days],
        "cut": [
            {
                "id": one.cut.id,
                "why": one.why,
                "reason": str(one.cut.reason),
                "minutes": round(one.cut.minutes, 1),
                "points": round(one.cut.points, _DIGITS),
                "waits_for": one.cut.waits_for,
            }
            for one in found.given_up
        ],
        "recall": {
            one.id: round(predicted[one.id].expected, _DIGITS) if one.id in predicted else None
            for one in found.competencies
        },
        "predictions": {
            one or "": {
                "expected": round(of.expected, _DIGITS),
                "low": round(of.low, _DIGITS),
                "high": round(of.high, _DIGITS),
                "covered": round(of.covered, _DIGITS),
            }
            for one, of in predicted.items()
        },
        "score": {
            "expected": round(made.score, _DIGITS),
            "low": round(made.low, _DIGITS),
            "high": round(made.high, _DIGITS),
        },
        "readings": {"unread": found.unread, "fit": found.fitting},
        "latest": {id: when(day) for id, day in made.latest.items()},
        "postponed": made.postponed,
        "caught_up": when(made.caught_up),
        "next_best": None
        if best is None
        else {
            "minutes": round(best.minutes, 1),
            "items": [_item(item) for item in best.items],
            "points": round(best.points, _DIGITS),
        },
    }


def _day(day: DayPlan) -> dict[str, Any]:
    return {
        "date": when(day.day),
        "minutes": round(day.minutes, _DIGITS),
        "planned": round(day.planned, _DIGITS),
        "reserved": round(day.reserved, _DIGITS),
        "items": [_item(item) for item in day.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": str(item.kind),
        "id": item.id,
        "minutes": round(item.minutes, _DIGITS),
        "whole": item.whole,
        "cards": item.cards,
    }


def text(found: Agenda, best: NextBest | None) -> str:
    """The same for a person: what comes of it, the days, what is given up."""
    parts = [_outlook_text(found, best), *(_day_text(found, day) for day in found.plan.days)]
    if found.plan.interview is not None:
        later = [day for day in found.interviews if day > found.plan.interview]
        also = f"; then on {' and '.join(map(words.short_day, later))}" if later else ""
        parts.append(f"{words.short_day(found.plan.interview)}  Interview{also}")
    parts += [_cut_text(found), _predictions_text(found)]
    return "\n\n".join(part for part in parts if part)


def _outlook_text(found: Agenda, best: NextBest | None) -> str:
    made = found.plan
    lines = [words.countdown(found.today, found.settings.nearest_interview(found.today))]
    if made.interview is None:
        lines.append(
            f"Planned to {words.short_day(made.until)}. "
            "`studyplan set interview_date 2027-03-31` plans to a date."
        )
    elif made.until < made.interview:
        lines.append(f"Planned and predicted to {words.short_day(made.until)}, no farther.")
    if found.settings.is_over(found.today) and found.settings.after_interview != KEEP:
        lines = [words.over(found.settings.after_interview), WAYS_ON]
    if found.is_archived:
        return "\n".join(lines)
    lines.append(words.outlook(made.score, made.low, made.high))
    if found.unread:
        others = ((found.in_part, "in part"), (len(made.cut), "cut"))
        rest = "".join(f", {number} {what}" for number, what in others if number)
        lines.append(f"{found.fitting} of {words.count(found.unread, 'reading')} fit{rest}.")
    if made.postponed:
        until = f", until {words.short_day(made.caught_up)}" if made.caught_up else ""
        lines.append(f"{words.count(made.postponed, 'due card')} can wait{until}.")
    if best is not None:
        what = ", then ".join(_what(found, item) for item in best.items)
        lines.append(f"Next {words.minutes(best.minutes)}: {what} ({points(best.points)}).")
    return "\n".join(lines)


def _day_text(found: Agenda, day: DayPlan) -> str:
    spent = words.spent(day.planned, found.minutes_on(day), found.done_on(day))
    head = f"{words.short_day(day.day)}  {spent}"
    rows = table(
        (f"  {_LABELS[item.kind]}", words.minutes(item.minutes).rjust(7), _named(found, item))
        for item in day.items
    )
    return f"{head}\n{rows}" if rows else head


def _named(found: Agenda, item: Item) -> str:
    id = "" if item.kind is ItemKind.REVIEW else f" · {item.id}"
    return f"{_what(found, item)}{id}"


def _what(found: Agenda, item: Item) -> str:
    """What an item is, without its minutes."""
    if item.kind is ItemKind.REVIEW:
        return words.count(item.cards, "new card" if item.id == NEW else "card")
    part = "" if item.whole else " (a part)"
    return f"{found.title(item.id)}{part}"


def _cut_text(found: Agenda) -> str:
    rows = table((one.cut.id, one.why) for one in found.given_up)
    return f"Cut\n{rows}" if rows else ""


def _predictions_text(found: Agenda) -> str:
    predicted = found.plan.predictions
    rows = []
    for one in found.competencies:
        if (of := predicted.get(one.id)) is not None:
            band = words.band(of.low * 100, of.high * 100)
            covered = f"{words.percent(of.covered)} covered"
            rows.append((one.id, one.title, words.score(of.expected * 100), band, covered))
        else:
            rows.append((one.id, one.title, "?", "", "nothing to read"))
    return f"Recalled on {words.short_day(found.plan.until)}\n{table(rows)}" if rows else ""
