"""What `studyplan stats` prints, as JSON and as text."""

from dataclasses import asdict
from typing import Any

from studyplan import plots, words
from studyplan.cli.records import when
from studyplan.cli.text import table
from studyplan.domain.statistics import Minutes, Recalled, Retention
from studyplan.study.progress import MONTH, WEEK, YEAR, Progress
from studyplan.study.readiness import Company, Ready

_DIGITS = 4
_PLOT_WIDTH = 72


def record(found: Progress) -> dict[str, Any]:
    """Everything, with the fields that docs/progress.md describes."""
    spans = {"week": WEEK, "month": MONTH, "year": YEAR, "all": None}
    return {
        "date": when(found.today),
        "predicted_for": when(found.predicted_for),
        "readiness": [_ready(one) for one in found.readiness],
        "activity": [
            {
                "date": when(one.day),
                "reviews": one.reviews,
                "readings": one.readings,
                "practices": one.practices,
                "minutes": round(one.minutes.total, 1),
            }
            for one in found.last(YEAR)
        ],
        "streak": asdict(found.streak),
        "retention": {
            "target": found.target,
            "month": _retention(found.month),
            "year": _retention(found.year),
        },
        "calibration": [
            {
                "predicted": round(one.predicted, _DIGITS),
                "recalled": round(one.recalled, _DIGITS),
                "reviews": one.reviews,
            }
            for one in found.calibration
        ],
        "forecast": {
            "overdue": found.forecast.overdue,
            "days": [{"date": when(day), "cards": cards} for day, cards in found.forecast.days],
            "later": found.forecast.later,
            "new": found.forecast.new,
        },
        "minutes": {name: _minutes(found.minutes(days)) for name, days in spans.items()},
        "companies": [_company(one) for one in found.companies],
    }


def _ready(one: Ready) -> dict[str, Any]:
    known, evidence = one.readiness, one.evidence
    return {
        "id": one.competency.id,
        "title": one.competency.title,
        "score": _rounded(known.score, 1),
        "low": _rounded(known.low, 1),
        "high": _rounded(known.high, 1),
        "read": round(evidence.read, 2),
        "readings": evidence.readings,
        "skipped": evidence.skipped,
        "coverage": round(evidence.coverage, _DIGITS),
        "recall": _rounded(evidence.recall, _DIGITS),
        "cards": evidence.cards,
        "unasked": evidence.unasked,
        "interviews": _rounded(evidence.interviews, 2),
        "practised": evidence.practised,
        "reasons": list(known.reasons),
    }


def _retention(one: Retention) -> dict[str, Any]:
    parts = {"young": one.young, "mature": one.mature, "all": one.all}
    return {name: _recalled(part) for name, part in parts.items()}


def _recalled(one: Recalled) -> dict[str, Any]:
    low, high = one.interval if one.reviews else (None, None)
    return {
        "share": _rounded(one.share, _DIGITS),
        "low": _rounded(low, _DIGITS),
        "high": _rounded(high, _DIGITS),
        "recalled": one.recalled,
        "reviews": one.reviews,
    }


def _minutes(one: Minutes) -> dict[str, float]:
    parts = {**asdict(one), "total": one.total}
    return {name: round(minutes, 1) for name, minutes in parts.items()}


def _company(one: Company) -> dict[str, Any]:
    return {**asdict(one), "recall": _rounded(one.recall, _DIGITS)}


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def text(found: Progress) -> str:
    """The same for a person; what is empty is left out."""
    parts = [_readiness_text(found), _activity_text(found)]
    if found.year.all.reviews:
        parts.append(_retention_text(found))
    if found.calibration:
        parts.append(_calibration_text(found))
    parts += [_forecast_text(found), _minutes_text(found), _companies_text(found)]
    return "\n\n".join(part for part in parts if part)


def _readiness_text(found: Progress) -> str:
    rows = table(
        (
            one.competency.id,
            one.competency.name,
            words.score(one.readiness.score).rjust(3),
            words.band(one.readiness.low, one.readiness.high),
            " · ".join(one.readiness.reasons),
        )
        for one in found.readiness
    )
    until = ", if nothing is asked again until then" if found.predicted_for > found.today else ""
    return f"Readiness for {words.short_day(found.predicted_for)}{until}\n{rows}"


def _activity_text(found: Progress) -> str:
    year = found.last(YEAR)
    if not year:
        return "Activity\nNothing in the last year; `studyplan today` says what to do."
    done = ", ".join(
        (
            words.count(sum(one.readings for one in year), "reading"),
            words.count(sum(one.reviews for one in year), "review"),
            words.count(sum(one.practices for one in year), "mock interview"),
        )
    )
    streak = f"{words.count(found.streak.current, 'day')}, longest {found.streak.longest}"
    studied = f"{words.count(len(year), 'day')} in the last year"
    return f"Activity\n{studied}: {done}\nStreak: {streak}"


def _retention_text(found: Progress) -> str:
    rows = table(
        (
            name,
            f"last {days} days",
            words.percent(one.share),
            _interval(one),
            f"of {words.count(one.reviews, 'review')}",
            one.against(found.target),
        )
        for days, retention in ((MONTH, found.month), (YEAR, found.year))
        for name, one in (("young", retention.young), ("mature", retention.mature))
    )
    return f"Retention, against a target of {words.percent(found.target)}\n{rows}"


def _interval(one: Recalled) -> str:
    low, high = one.interval
    return f"({words.band(100 * low, 100 * high)} %)" if one.reviews else ""


def _calibration_text(found: Progress) -> str:
    lines = plots.calibration(found.calibration, _PLOT_WIDTH)
    return "\n".join(["Calibration", *lines, plots.CALIBRATION_KEY])


def _forecast_text(found: Progress) -> str:
    ahead = found.forecast
    week, rest = ahead.days[:WEEK], ahead.days[WEEK:]
    numbers = [
        ("overdue", ahead.overdue),
        *((words.short_day(day), cards) for day, cards in week),
        (f"then, up to {words.short_day(rest[-1][0])}", sum(cards for _, cards in rest)),
        ("later", ahead.later),
        ("new", ahead.new),
    ]
    rows = table((name, words.count(cards, "card")) for name, cards in numbers if cards)
    return f"Due\n{rows}" if rows else ""


def _minutes_text(found: Progress) -> str:
    if not found.days:
        return ""
    rows = []
    for name, days in (("last 7 days", WEEK), ("last 30 days", MONTH), ("in all", None)):
        spent = found.minutes(days)
        parts = f"{words.duration(spent.reading)} reading, {words.duration(spent.reviews)} reviews"
        parts += f", {words.duration(spent.practice)} practice"
        total = sum(map(words.whole_minutes, (spent.reading, spent.reviews, spent.practice)))
        rows.append((name, words.duration(total), parts))
    return f"Time\n{table(rows)}"


def _companies_text(found: Progress) -> str:
    rows = [
        (
            one.name,
            f"{one.read}/{one.works} read",
            f"recall {words.percent(one.recall)} of {words.count(one.cards, 'card')}"
            if one.cards
            else "",
        )
        for one in found.companies
        if one.read or one.cards
    ]
    return f"Companies\n{table(rows)}" if rows else ""
