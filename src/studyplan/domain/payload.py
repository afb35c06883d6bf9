"""The JSON payloads of the log: what an action is written as, and read from."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from studyplan.domain import records
from studyplan.domain.action import (
    Action,
    Answered,
    Begun,
    Brought,
    Configured,
    Edited,
    Finished,
    Imported,
    Judged,
    Marked,
    Noted,
    Opened,
    Provided,
    ReadFor,
    Redone,
    Repaired,
    Suspended,
    Undone,
    Worded,
    Written,
)
from studyplan.domain.faults import fault_of
from studyplan.domain.interview import Dimension, StageName
from studyplan.domain.links import LinkState
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Graded, Phase
from studyplan.domain.wording import Wording


class PayloadError(ValueError):
    """A payload in the log that is not of the form its kind promises."""


def encode(action: Action) -> dict[str, Any]:
    """The payload of an action, as JSON values."""
    match action:
        case Marked(changes):
            return {"changes": {resource: str(status) for resource, status in changes.items()}}
        case Noted(resource, text, based_on):
            on = {} if based_on is None else {"on": [str(one) for one in based_on]}
            return {"resource": resource, "text": text, **on}
        case Opened(resource):
            return {"resource": resource}
        case ReadFor(resource, minutes, book):
            of_book = {} if book is None else {"book": book}
            return {"resource": resource, "minutes": minutes, **of_book}
        case Answered(card, graded, seconds, attempt):
            payload = {"card": card, **_encode_graded(graded)}
            optional = {"seconds": seconds, "attempt": attempt}
            return payload | {key: value for key, value in optional.items() if value is not None}
        case Suspended(changes):
            return {"cards": dict(changes)}
        case Configured(values):
            return {"values": dict(values)}
        case Imported(source, works, known, progress):
            listed = {"known": list(known)} if known else {}
            said = {id: _encode_brought(one) for id, one in progress.items()}
            return {
                "source": source,
                "works": [records.to_record(work) for work in works],
                **listed,
                **({"progress": said} if said else {}),
            }
        case Edited(changes):
            return {"works": {work: dict(fields) for work, fields in changes.items()}}
        case Worded(card, wording):
            own = {} if wording is None else {**asdict(wording), "points": list(wording.points)}
            return {"card": card, **own}
        case Provided(changes):
            return {"interviews": {id: one and asdict(one) for id, one in changes.items()}}
        case Repaired(addresses):
            return {"addresses": dict(addresses)}
        case Judged(resource, state):
            return {"resource": resource, "state": None if state is None else str(state)}
        case Begun(attempt, interview, plan):
            return {"attempt": attempt, "interview": interview, "plan": _encode_keys(plan)}
        case Written(attempt, stage, notes, seconds, revealed):
            return {
                "attempt": attempt,
                "stage": str(stage),
                "notes": _encode_keys(notes),
                "seconds": _encode_keys(seconds),
                "revealed": list(revealed),
            }
        case Finished(attempt, interview, scores, finish):
            ended = {"attempt": attempt, "interview": interview, "scores": _encode_keys(scores)}
            return ended if finish is None else ended | _encode_graded(finish)
        case Undone(event) | Redone(event):
            return {"event": str(event)}


def decode(kind: str, at: datetime, payload: Mapping[str, Any]) -> Action:
    """The action that a row of the log describes.

    Raises:
        PayloadError: for an unknown kind, or a payload that does not fit its kind.
    """
    try:
        action = _decode(kind, at, payload)
        fault = fault_of(action)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, OSError) as error:
        raise PayloadError(f"`{kind}` event with an unusable payload ({error!r})") from error
    if fault is not None:
        raise PayloadError(f"`{kind}` event with an unusable payload ({fault})")
    return action


def _decode(kind: str, at: datetime, payload: Mapping[str, Any]) -> Action:
    match kind:
        case "mark":
            changes = payload["changes"].items()
            return Marked({str(resource): Status(status) for resource, status in changes})
        case "note":
            on = payload.get("on")
            based_on = None if on is None else tuple(UUID(one) for one in on)
            return Noted(str(payload["resource"]), str(payload["text"]), based_on)
        case "open":
            return Opened(str(payload["resource"]))
        case "read":
            return ReadFor(str(payload["resource"]), payload["minutes"], payload.get("book"))
        case "grade":
            graded = _decode_graded(at, payload)
            seconds, attempt = payload.get("seconds"), payload.get("attempt")
            return Answered(
                str(payload["card"]), graded, None if seconds is None else float(seconds), attempt
            )
        case "suspend":
            changes = payload["cards"].items()
            return Suspended({str(card): bool(suspended) for card, suspended in changes})
        case "set":
            return Configured(dict(payload["values"]))
        case "import":
            works = tuple(records.from_record(work) for work in payload["works"])
            progress = payload.get("progress", {}).items()
            return Imported(
                str(payload["source"]),
                works,
                tuple(payload.get("known", ())),
                {str(id): _decode_brought(one) for id, one in progress},
            )
        case "edit":
            edits = payload["works"].items()
            return Edited({str(work): dict(fields) for work, fields in edits})
        case "question":
            return Worded(str(payload["card"]), _decode_wording(payload))
        case "interview":
            interviews = payload["interviews"].items()
            return Provided(
                {
                    str(id): None if one is None else records.to_interview(one)
                    for id, one in interviews
                }
            )
        case "repair":
            return Repaired(dict(payload["addresses"]))
        case "judge":
            state = payload["state"]
            return Judged(str(payload["resource"]), None if state is None else LinkState(state))
        case "practise" | "write" | "finish":
            return _decode_practice(kind, at, payload)
        case "undo":
            return Undone(UUID(payload["event"]))
        case "redo":
            return Redone(UUID(payload["event"]))
        case _:
            raise ValueError(f"unknown kind {kind}")


def _decode_wording(payload: Mapping[str, Any]) -> Wording | None:
    if "question" not in payload:
        return None
    points = tuple(str(point) for point in payload["points"])
    return Wording(str(payload["question"]), points, str(payload["follow_up"]))


def _decode_practice(kind: str, at: datetime, payload: Mapping[str, Any]) -> Action:
    attempt = str(payload["attempt"])
    match kind:
        case "practise":
            plan = {StageName(name): int(seconds) for name, seconds in payload["plan"].items()}
            return Begun(attempt, str(payload["interview"]), plan)
        case "write":
            notes, seconds = payload["notes"].items(), payload["seconds"].items()
            return Written(
                attempt,
                StageName(payload["stage"]),
                {StageName(name): str(text) for name, text in notes},
                {StageName(name): float(spent) for name, spent in seconds},
                tuple(str(question) for question in payload["revealed"]),
            )
        case _:
            scores = {Dimension(name): int(score) for name, score in payload["scores"].items()}
            graded = _decode_graded(at, payload) if "grade" in payload else None
            return Finished(attempt, str(payload["interview"]), scores, graded)


def _encode_keys(values: Mapping[StageName, Any] | Mapping[Dimension, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in values.items()}


def _encode_brought(brought: Brought) -> dict[str, Any]:
    """What a list says of a work as JSON; what it does not say is left out."""
    said = {
        "status": brought.status and str(brought.status),
        "at": None if brought.at is None else round(brought.at.timestamp() * 1000),
        "note": brought.note or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _decode_brought(payload: Mapping[str, Any]) -> Brought:
    status, at = payload.get("status"), payload.get("at")
    return Brought(
        None if status is None else Status(status),
        None if at is None else datetime.fromtimestamp(at / 1000, UTC),
        payload.get("note", ""),
    )


def _encode_graded(graded: Graded) -> dict[str, Any]:
    """A grade as JSON; a step's end is kept as whole milliseconds since 1970."""
    payload: dict[str, Any] = {
        "grade": int(graded.grade),
        "day": graded.day.isoformat(),
        "phase": str(graded.phase),
        "due": graded.due_day.isoformat(),
    }
    if graded.step is not None:
        payload["step"] = graded.step
    if graded.due_at is not None:
        payload["due_at"] = round(graded.due_at.timestamp() * 1000)
    return payload


def _decode_graded(at: datetime, payload: Mapping[str, Any]) -> Graded:
    due_at = payload.get("due_at")
    return Graded(
        at=at,
        grade=Grade(payload["grade"]),
        day=date.fromisoformat(payload["day"]),
        phase=Phase(payload["phase"]),
        step=payload.get("step"),
        due_day=date.fromisoformat(payload["due"]),
        due_at=None if due_at is None else datetime.fromtimestamp(due_at / 1000, UTC),
    )
