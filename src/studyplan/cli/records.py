"""The JSON of each command. Scripts depend on it: fields may be added, never renamed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from studyplan.domain.calibration import Figures
from studyplan.domain.fold import Review
from studyplan.study.fitting import NEEDED, Bin, Fit
from studyplan.study.history import Happened
from studyplan.study.planning import Today
from studyplan.study.reading import Detail, Listed, Standing
from studyplan.study.reviewing import Question
from studyplan.study.taking_back import Done


def when(moment: date | datetime | None) -> str | None:
    """A study day as `2026-11-24`, an instant as `2026-11-24T08:40:00.000Z`."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return None if moment is None else moment.isoformat()


def listed(one: Listed, *, with_parent: bool = False) -> dict[str, Any]:
    """A work as `list` gives it."""
    parent = {"parent": one.parent} if with_parent else {}
    return {
        "id": one.id,
        "title": one.title,
        "url": one.url,
        "kind": str(one.kind),
        "company": one.company,
        "year": one.year,
        "competency": one.competency,
        "difficulty": one.difficulty,
        "status": str(one.status),
        "minutes": one.minutes,
        "minutes_read": one.minutes_read,
        "due": when(one.due),
        **parent,
    }


def work(
    whole: Detail, cards: Sequence[Question], happened: Sequence[Happened], today: date
) -> dict[str, Any]:
    """A work as `show` gives it."""
    facts = whole.work
    return {
        **listed(whole.listed, with_parent=True),
        "secondary": list(facts.secondary),
        "topics": list(facts.topics),
        "minutes_source": facts.minutes_source,
        "remark": facts.remark,
        "chapters": [listed(part, with_parent=True) for part in whole.chapters],
        "corrections": [
            {"field": fix.field, "was": fix.was, "now": fix.now, "why": fix.why}
            for fix in facts.corrections
        ],
        "rows": [{"row": row.row, "line": row.line} for row in facts.provenance],
        "notes": whole.progress.note,
        "cards": [due(one, today) for one in cards],
        "history": [{"at": when(it.at), "kind": it.kind, "what": it.what} for it in happened],
    }


def due(one: Question, today: date) -> dict[str, Any]:
    """A card as `due` gives it; a new card is due today."""
    memory = one.card.memory
    return {
        "card": one.card.id,
        "resource": one.resource,
        "question": one.question,
        "due": when(one.due or today),
        "stability": memory.stability if memory else None,
        "difficulty": memory.difficulty if memory else None,
        "retrievability": one.retrievability,
        "phase": str(one.card.phase),
        "reps": one.card.reps,
        "lapses": one.card.lapses,
        "suspended": one.card.suspended,
        "leech": one.leech,
    }


def card(one: Question, grades: Sequence[Review], today: date) -> dict[str, Any]:
    """A card as `show` gives it."""
    return {
        **due(one, today),
        "type": str(one.type),
        "points": list(one.points),
        "follow_up": one.follow_up,
        "own": one.own,
        "shipped": None if one.shipped is None else asdict(one.shipped),
        "history": [_review(grade) for grade in grades],
    }


def _review(one: Review) -> dict[str, Any]:
    return {
        "at": when(one.at),
        "day": when(one.day),
        "grade": one.grade.label,
        "stability": one.stability,
        "difficulty": one.difficulty,
        "retrievability": one.retrievability,
        "seconds": one.seconds,
        "attempt": one.attempt,
    }


def standing(one: Standing) -> dict[str, Any]:
    """A competency as `competencies` gives it."""
    return {
        "id": one.competency.id,
        "title": one.competency.title,
        "summary": one.competency.summary,
        "needs": list(one.competency.needs),
        "works": one.coverage.total,
        "read": one.coverage.read,
        "skipped": one.coverage.skipped,
        "open": one.open,
        "primer": None if one.primer is None else str(one.primer),
    }


def fit(found: Fit) -> dict[str, Any]:
    """What came of a fit, as `fit` gives it; figures are null while it waits."""
    return {
        "verdict": str(found.verdict),
        "why": found.why,
        "reviews": found.reviews,
        "needed": NEEDED,
        "held_out": found.trials,
        "accepted": found.parameters is not None,
        "before": _figures(found.before),
        "after": _figures(found.after),
        "parameters": None if found.parameters is None else list(found.parameters),
        "calibration": calibration(found.calibration),
    }


def calibration(bins: Sequence[Bin]) -> list[dict[str, Any]]:
    """Predicted against recalled, a bin of the prediction each."""
    return [
        {"predicted": one.predicted, "recalled": one.recalled, "reviews": one.reviews}
        for one in bins
    ]


def _figures(found: Figures | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"log_loss": found.log_loss, "rmse_bins": found.rmse_bins}


def today(day: Today) -> dict[str, Any]:
    """The day as `today` gives it."""
    return {
        "date": when(day.day),
        "interview_date": when(day.interview_date),
        "days_left": day.days_left,
        "after_interview": day.after_interview,
        "minutes": {"planned": day.minutes, "done": round(day.minutes_done, 1)},
        "due": {
            "cards": len(day.due.questions),
            "learning": day.due.learning,
            "reviews": day.due.reviews,
            "new": day.due.new,
            "minutes": round(day.due.minutes, 1),
            "postponed": day.due.postponed,
        },
        "readings": [
            {
                "id": one.listed.id,
                "title": one.listed.title,
                "url": one.listed.url,
                "competency": one.listed.competency,
                "minutes": one.minutes,
                "whole": one.whole,
            }
            for one in day.readings
        ],
        "practices": [
            {"id": one.id, "title": one.title, "minutes": one.minutes, "begun": one.begun}
            for one in day.practices
        ],
        "done": [{"id": one.id, "title": one.title, "at": when(one.status_at)} for one in day.done],
        "parts": [
            {
                "id": part.listed.id,
                "title": part.listed.title,
                "minutes": part.minutes,
                "at": when(part.at),
            }
            for part in day.parts
        ],
        "competencies": [standing(one) for one in day.standings],
    }


def done(one: Done) -> dict[str, Any]:
    """One action of the log."""
    return {
        "id": str(one.id),
        "at": when(one.at),
        "kind": one.kind,
        "what": one.what,
        "question": one.question or None,
        "undone": one.undone,
        "device": one.device,
    }
