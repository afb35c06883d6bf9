"""What a person can do: the kinds of event in the log, and their JSON payloads.

An action carries everything its effect depends on (a mark names every work it changes, a grade the
day and the date it led to), so that the log can be folded again anywhere with the same result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from studyplan.domain import records
from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.memory import Grade, Graded, Phase
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.settings import Json, fits
from studyplan.domain.typed import is_of
from studyplan.domain.wording import Wording


class PayloadError(ValueError):
    """A payload in the log that is not of the form its kind promises."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The status of works changed: a book takes its chapters along, in one event."""

    changes: Mapping[str, Status]
    """Resource id → new status."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The note of a work was written anew; empty text removes it."""

    resource: str
    text: str
    based_on: tuple[UUID, ...] | None = None
    """The notes (their events) that the person saw when they wrote, which this one replaces. None:
    all that come before it in the log."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The link of a work was opened. It changes no status and needs no undo."""

    resource: str


@dataclass(frozen=True, slots=True)
class ReadFor:
    """A part of a work was read: so many minutes of it. What was unread is `reading` by it."""

    resource: str
    minutes: int
    """1 to `MOST_MINUTES`."""
    book: str | None = None
    """The book of a chapter, which is begun with it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A card was graded."""

    card: str
    graded: Graded
    seconds: float | None = None
    """From question to grade, where it was measured."""
    attempt: str | None = None
    """What the person typed before looking at the answer."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """Cards were taken out of the queue, or put back."""

    changes: Mapping[str, bool]
    """Card id → whether it rests now."""


@dataclass(frozen=True, slots=True)
class Configured:
    """Study settings changed; None sets a key back to its default."""

    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Imported:
    """Works of a person's own list were added."""

    source: str
    """Name of the list file."""
    works: tuple[Resource, ...]
    by_id: Mapping[str, Resource] = field(init=False, repr=False, compare=False)
    """The works by their ids: every one of them is a subject, and is looked for on its own."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {work.id: work for work in self.works})


@dataclass(frozen=True, slots=True)
class Worded:
    """A card was given a person's own words: a question of their own, or an edit of one that ships.

    None takes the words back: an own question is gone, the shipped text counts again.
    """

    card: str
    wording: Wording | None


@dataclass(frozen=True, slots=True)
class Provided:
    """A person's own mock interviews were added or changed; None removes one."""

    changes: Mapping[str, Interview | None]
    """By id."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The practice of a mock interview was begun."""

    attempt: str
    """Its id."""
    interview: str
    plan: Mapping[StageName, int]
    """Seconds meant for each stage."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was done in an attempt up to now: when a stage is left, and when the clock is paused."""

    attempt: str
    stage: StageName
    """Where it stands now."""
    notes: Mapping[StageName, str]
    """The notes that changed since the last time."""
    seconds: Mapping[StageName, float]
    """The times that changed since the last time, each as a whole."""
    revealed: tuple[str, ...]
    """All clarifying questions that were asked."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An attempt was ended and scored."""

    attempt: str
    interview: str
    scores: Mapping[Dimension, int]
    """0 to 4; a dimension that was not scored is left out."""
    graded: Graded | None = None
    """Of the card of the interview; None where nothing was scored."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The effect of an earlier event was taken back."""

    event: UUID


@dataclass(frozen=True, slots=True)
class Redone:
    """An event that was undone counts again."""

    event: UUID


Action: TypeAlias = (
    (Marked | Noted | Opened | ReadFor | Answered | Suspended | Configured | Imported)
    | (Worded | Provided)
    | (Begun | Written | Finished)
    | (Undone | Redone)
)

KINDS: Mapping[str, type[Action]] = {
    "mark": Marked,
    "note": Noted,
    "open": Opened,
    "read": ReadFor,
    "grade": Answered,
    "suspend": Suspended,
    "set": Configured,
    "import": Imported,
    "question": Worded,
    "interview": Provided,
    "practise": Begun,
    "write": Written,
    "finish": Finished,
    "undo": Undone,
    "redo": Redone,
}
_NAMES = {action: name for name, action in KINDS.items()}
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2700, 1, 1)
"""Between which all days of a log lie: so far that no clock and no interval goes beyond."""
_LONGEST = 10_000_000
"""More seconds, and minutes, than anything takes."""
_STEPS = 1_000
MOST_MINUTES = 24 * 60
"""Nobody reads for longer in one go."""
_BEST = 4
NEVER_UNDONE = ("open", "undo", "redo")
"""Kinds that undo passes over."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log."""

    id: UUID
    """UUIDv7; the log is ordered by it."""
    device: str
    at: datetime
    action: Action

    @property
    def kind(self) -> str:
        """The name of the action's kind in the log."""
        return _NAMES[type(self.action)]


def subjects(action: Action) -> tuple[str, ...]:
    """What an action changes, as `<table>:<id>`; empty for undo and redo, which borrow theirs."""
    match action:
        case Marked(changes):
            return tuple(f"progress:{resource}" for resource in changes)
        case Noted(resource) | Opened(resource):
            return (f"progress:{resource}",)
        case ReadFor(resource, _, book):
            return tuple(f"progress:{one}" for one in (resource, book) if one is not None)
        case Answered(card):
            return (f"card:{card}",)
        case Suspended(changes):
            return tuple(f"card:{card}" for card in changes)
        case Configured(values):
            return tuple(f"setting:{key}" for key in values)
        case Imported(_, works):
            return tuple(f"work:{work.id}" for work in works)
        case Worded(card):
            return (f"wording:{card}",)
        case Provided(changes):
            return tuple(f"own_interview:{interview}" for interview in changes)
        case Begun(attempt) | Written(attempt):
            return (f"attempt:{attempt}",)
        case Finished(attempt, interview, _, graded):
            of_card = () if graded is None else (f"card:interview:{interview}",)
            return (f"attempt:{attempt}", *of_card)
        case Undone() | Redone():
            return ()


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
        case Imported(source, works):
            return {"source": source, "works": [records.to_record(work) for work in works]}
        case Worded(card, wording):
            own = {} if wording is None else {**asdict(wording), "points": list(wording.points)}
            return {"card": card, **own}
        case Provided(changes):
            return {"interviews": {id: one and asdict(one) for id, one in changes.items()}}
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
        fault = _fault(action)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, OSError) as error:
        raise PayloadError(f"`{kind}` event with an unusable payload ({error!r})") from error
    if fault is not None:
        raise PayloadError(f"`{kind}` event with an unusable payload ({fault})")
    return action


def _fault(action: Action) -> str | None:
    """Why no person can have done this; None where they can. A log may come from a stranger."""
    # What is decoded by hand is of the declared types already, but for what is named here.
    match action:
        case Configured() | Imported() | Provided() if not is_of(action, type(action)):
            return "a value of another type"
        case Marked(changes) | Suspended(changes) | Provided(changes) if not changes:
            return "nothing in it"
        case Configured(values) if not fits(values):
            return "a setting that cannot be"
        case ReadFor() if not is_of(action, ReadFor):
            return "a value of another type"
        case ReadFor(_, minutes) if not 0 < minutes <= MOST_MINUTES:
            return "a time that cannot be"
        case Answered(_, graded, seconds, attempt):
            faults = (_text_fault(attempt), _grade_fault(graded), _seconds_fault([seconds or 0.0]))
            return next(filter(None, faults), None)
        case Finished(_, _, scores, graded):
            if not all(0 <= score <= _BEST for score in scores.values()):
                return "a score that cannot be"
            return None if graded is None else _grade_fault(graded)
        case Begun(_, _, plan):
            return _seconds_fault(plan.values()) or (
                None if set(plan) == set(StageName) else "a plan with other stages"
            )
        case Written(_, _, _, seconds):
            return _seconds_fault(seconds.values())
        case Provided(changes):
            return next((what for id, one in changes.items() if (what := _unlike(id, one))), None)
        case Imported(_, works):
            return _works_fault(works)
        case _:
            return None


def _text_fault(value: object) -> str | None:
    return None if value is None or isinstance(value, str) else "something else than text"


def _grade_fault(graded: Graded) -> str | None:
    if not (_FIRST_DAY <= graded.day < _LAST_DAY and _FIRST_DAY <= graded.due_day < _LAST_DAY):
        return "a day that nobody lives to see"
    step = graded.step
    is_one = step is None or (type(step) is int and 0 <= step < _STEPS)
    return None if is_one else "a step that cannot be"


def _seconds_fault(spans: Iterable[float]) -> str | None:
    return None if all(0 <= one < _LONGEST for one in spans) else "a time that cannot be"


def _unlike(id: str, one: Interview | None) -> str | None:
    """Why an interview is not of the form of those that can be added."""
    if one is None:
        return None
    minutes = [stage.minutes for stage in one.stages]
    is_whole = [stage.stage for stage in one.stages] == list(StageName) and all(minutes)
    is_scored = [line.dimension for line in one.rubric] == list(Dimension)
    known = is_whole and is_scored and _seconds_fault(minutes) is None and one.competencies
    return None if known and one.id == id and one.difficulty in (1, 2, 3) else "another form"


def _works_fault(works: Sequence[Resource]) -> str | None:
    """Why no list can have held these works: they would have no place among the others."""
    ids = [id for work in works for id in (work.id, *(part.id for part in work.chapters))]
    if len(set(ids)) < len(ids):
        return "an id that is used twice"
    return next((fault for work in works if (fault := _work_fault(work))), None)


def _work_fault(work: Resource) -> str | None:
    numbers = (work.year or 0, work.minutes, work.difficulty)
    parts = (part.minutes for part in work.chapters)
    if not all(0 <= number < _LONGEST for number in (*numbers, *parts)):
        return "a number that cannot be"
    own = [part.id.rpartition("/")[0] == work.id for part in work.chapters]
    if not work.id or "/" in work.id or not all(own) or work.kind is Kind.PRIMER:
        return "an id that is another's"
    if work.needs or work.series or work.competency or work.secondary:
        return "a place in the order, which only what ships has"
    return None


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
            return Imported(str(payload["source"]), works)
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
