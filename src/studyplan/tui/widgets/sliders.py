"""Three sliders, what comes of things as they are, and what would come of what is tried."""

from dataclasses import dataclass

from studyplan import words
from studyplan.domain.what_if import WhatIf, usual_minutes
from studyplan.study.agenda import Agenda
from studyplan.tui.widgets.drawing import Ink, Row

_LABEL, _VALUE, _HINT = 11, 24, 18
_LONGEST, _SHORTEST = 10, 3
"""Places of the knob on each side of the middle."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that move, keep and drop, as they are called."""

    day: str
    week: str
    minutes: str
    retention: str
    keep: str
    drop: str


def slider_rows(
    now: Agenda, what: WhatIf, tried: Agenda | None, keys: Keys, width: int, pending: str
) -> list[Row]:
    """Five rows: date, minutes, retention, as it is, what if.

    `pending` says why `tried` is not the plan of `what` yet; it is empty where it is.
    """
    settings, today = now.settings, now.today
    moved = what.interview(settings, today)
    date_text = "no date" if moved is None else words.short_day(moved, today)
    recall = what.recall(settings)
    aim = f"{recall:.2f}" + (" (for after the date)" if moved else "")
    half = max(_SHORTEST, min(_LONGEST, (width - _LABEL - _VALUE - _HINT) // 2))
    rows = [
        _slider("Date", half, what.days / 7, date_text, f"{keys.day} day  {keys.week} week"),
        _slider("Minutes", half, what.minutes / 10, _minutes(now, what), f"{keys.minutes} 5 a day"),
        _slider("Retention", half, what.retention, aim, f"{keys.retention} 0.01"),
        [("As it is".ljust(_LABEL), Ink.PLAIN), (_recall(now), Ink.PLAIN), (_rest(now), Ink.PLAIN)],
    ]
    if not what.is_any:
        hint = "the keys above try others; nothing is kept until you say so"
        rows.append([("What if".ljust(_LABEL), Ink.QUIET), (hint, Ink.QUIET)])
    elif tried is None:
        rows.append([("What if".ljust(_LABEL), Ink.MARK), (pending, Ink.QUIET)])
    else:
        settled = not pending
        gain = (tried.plan.score - now.plan.score) * 100
        rows.append(
            [
                ("What if".ljust(_LABEL), Ink.MARK),
                (_recall(tried), Ink.STRONG if settled else Ink.QUIET),
                (f" {gain:+.1f}", Ink.MARK if settled else Ink.QUIET),
                (_rest(tried), Ink.STRONG if settled else Ink.QUIET),
                (f"  {pending or f'{keys.keep} keep  {keys.drop} drop'}", Ink.QUIET),
            ]
        )
    return rows


def _slider(label: str, half: int, steps: float, value: str, hint: str) -> Row:
    """A track with its knob in the middle where nothing is tried, nearer to an end the further."""
    place = half + max(-half, min(half, _outwards(steps)))
    track = "─" * place + "●" + "─" * (2 * half - place)
    is_moved = steps != 0
    return [
        (label.ljust(_LABEL), Ink.PLAIN),
        (track, Ink.MARK if is_moved else Ink.BAR),
        (f"  {value}".ljust(_VALUE), Ink.STRONG if is_moved else Ink.PLAIN),
        (hint, Ink.QUIET),
    ]


def _outwards(steps: float) -> int:
    """Whole places of the knob; the smallest step is seen."""
    return round(steps) or (steps > 0) - (steps < 0)


def _minutes(now: Agenda, what: WhatIf) -> str:
    usual, tried = usual_minutes(now.settings), what.a_day(now.settings)
    shown = sorted(set(tried.values()) - {0}) or [0]
    span = f"{shown[0]}" if len(shown) == 1 else f"{shown[0]}–{shown[-1]}"
    was = sum(tried.values()) - sum(usual.values())
    return f"{span} a day" + (f" ({was:+} a week)" if was else "")


def _recall(found: Agenda) -> str:
    """`recall 70 (62–76)`."""
    if found.is_archived:
        return "archived"
    made = found.plan
    return f"recall {made.score * 100:.0f} ({words.band(made.low * 100, made.high * 100)})"


def _rest(found: Agenda) -> str:
    """` · 90 of 131 fit · 41 cut`."""
    if found.is_archived:
        return ""
    in_part = f" · {found.in_part} in part" if found.in_part else ""
    return f" · {found.fitting} of {found.unread} fit{in_part} · {len(found.plan.cut)} cut"
