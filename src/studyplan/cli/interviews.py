"""What `studyplan interview` prints, as JSON and as text."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Any

from studyplan import words
from studyplan.cli.records import when
from studyplan.cli.text import moment, table
from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Dimension
from studyplan.study.practising import Listed
from studyplan.words import clock


def list_records(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """The interviews as `interview list` gives them."""
    return [_listed(one) for one in found]


def show_record(one: Listed) -> dict[str, Any]:
    """An interview as `interview show` gives it."""
    whole = asdict(one.interview)
    return {**_listed(one), **whole, "attempts": [attempt_record(made) for made in one.attempts]}


def attempt_record(one: Attempt) -> dict[str, Any]:
    """An attempt as `interview history` gives it."""
    return {
        "attempt": one.id,
        "interview": one.interview,
        "started": when(one.started_at),
        "finished": when(one.finished_at),
        "minutes": one.minutes,
        "stage": str(one.stage),
        "seconds": {str(stage): spent for stage, spent in one.seconds.items()},
        "notes": {str(stage): note for stage, note in one.notes.items()},
        "asked": list(one.revealed),
        "scores": {str(name): one.scores.get(name) for name in Dimension},
        "mean": one.mean,
    }


def listing(found: Sequence[Listed]) -> str:
    """One line an interview: id, how often practised, last score, when it is due, whose, title."""
    return table(
        (
            one.interview.id,
            f"{len(one.finished)}×" if one.finished else "new",
            "" if one.last_score is None else f"{one.last_score:.1f}",
            _state(one),
            "yours" if one.own else "",
            one.interview.title,
        )
        for one in found
    )


def show(one: Listed) -> str:
    """Everything about an interview that may be read before it is practised."""
    interview = one.interview
    competencies = ", ".join(interview.competencies)
    lines = [interview.title, f"{competencies} · difficulty {interview.difficulty}"]
    lines += [f"id {interview.id}", "", interview.question.strip(), "", "Stages"]
    lines.append(table((s.stage.heading, f"{s.minutes} min") for s in interview.stages))
    lines += ["", "Prepare with", *interview.works, "", "Outline", interview.outline.rstrip()]
    return "\n".join(lines)


def history(made: Sequence[Attempt], zone: tzinfo) -> str:
    """One line an attempt, oldest first."""
    if not made:
        return "Nothing was practised yet."
    return table(
        (
            one.id,
            moment(one.started_at, zone),
            f"{clock(one.spent)} of {words.minutes(one.minutes)}",
            "not finished" if one.finished_at is None else _mean(one),
        )
        for one in made
    )


def _mean(one: Attempt) -> str:
    return "not scored" if one.mean is None else f"{one.mean:.1f} of 4"


def _state(one: Listed) -> str:
    if one.unfinished:
        return "begun"
    if one.due is None:
        return ""
    return "due" if one.is_due else f"due {one.due.isoformat()}"


def _listed(one: Listed) -> dict[str, Any]:
    return {
        "id": one.interview.id,
        "title": one.interview.title,
        "own": one.own,
        "competencies": list(one.interview.competencies),
        "difficulty": one.interview.difficulty,
        "practised": len(one.finished),
        "last_score": one.last_score,
        "due": when(one.due),
        "is_due": one.is_due,
        "begun": None if one.unfinished is None else one.unfinished.id,
    }
