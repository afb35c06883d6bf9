"""What no person can have done, though it reads like an action: a log may come from a stranger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from studyplan.domain.action import (
    EDITABLE,
    MOST_MINUTES,
    Action,
    Answered,
    Begun,
    Brought,
    Configured,
    Edited,
    Finished,
    Imported,
    Marked,
    Provided,
    ReadFor,
    Repaired,
    Suspended,
    Written,
)
from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.records import edited
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.scheduling import Graded
from studyplan.domain.settings import Json, fits
from studyplan.domain.text import is_clean
from studyplan.domain.typed import is_of

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2700, 1, 1)
"""Between which all days of a log lie: so far that no clock and no interval goes beyond."""
_LONGEST = 10_000_000
"""More seconds, and minutes, than anything takes."""
_LONGEST_ADDRESS = 4_000
_STEPS = 1_000
_BEST = 4
_EMPTY = "nothing in it"
_ANY_WORK = Resource("any", "Any", Kind.ARTICLE)


def fault_of(action: Action) -> str | None:
    """Why no person can have done this; None where they can. A log may come from a stranger."""
    # What is decoded by hand is of the declared types already, but for what is named here.
    match action:
        case Configured() | Imported() | Provided() | Repaired() if not is_of(action, type(action)):
            return "a value of another type"
        case Marked(changes) | Suspended(changes) | Provided(changes) if not changes:
            return _EMPTY
        case Repaired(addresses) if not addresses:
            return _EMPTY
        case Repaired(addresses) if not all(map(_is_address, addresses.values())):
            return "an address that is none of the web"
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
        case Imported(_, works, _, progress):
            brought = (_brought_fault(one) for one in progress.values())
            if not progress.keys() <= action.by_id.keys():
                return "the progress of a work that is not in the list"
            return _works_fault(works) or next(filter(None, brought), None)
        case Edited(edits):
            return next(filter(None, map(_edit_fault, edits.values())), None) if edits else _EMPTY
        case _:
            return None


def _is_address(address: str | None) -> bool:
    """Whether a link may have been given it."""
    return address is None or (
        address.startswith(("http://", "https://"))
        and len(address) <= _LONGEST_ADDRESS
        and is_clean(address)
    )


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


def _brought_fault(brought: Brought) -> str | None:
    if brought.status in (None, Status.UNREAD) and (brought.status or brought.at):
        return "a status that says nothing"
    if brought.at is not None and not _FIRST_DAY <= brought.at.date() < _LAST_DAY:
        return "a day that nobody lives to see"
    return None if brought.status or brought.note else "nothing in it"


def _work_fault(work: Resource) -> str | None:
    numbers = (work.year or 0, work.minutes, work.difficulty)
    parts = (part.minutes for part in work.chapters)
    if not all(0 <= number < _LONGEST for number in (*numbers, *parts)):
        return "a number that cannot be"
    own = [part.id.rpartition("/")[0] == work.id for part in work.chapters]
    if not work.id or "/" in work.id or not all(own) or work.kind is Kind.PRIMER:
        return "an id that is another's"
    if work.needs or work.series or work.secondary:
        return "a place in the order, which only what ships has"
    return None


def _edit_fault(fields: Mapping[str, Json]) -> str | None:
    """Why no work can be corrected so."""
    if not fields:
        return _EMPTY
    if not fields.keys() <= set(EDITABLE):
        return "a field that nobody edits"
    work = edited(_ANY_WORK, fields)
    # What is read from a record is of the declared types only where they were given so.
    is_whole = all(getattr(work, name) == value for name, value in fields.items())
    if not is_whole or not is_of(work, Resource):
        return "a value of another type"
    return _work_fault(work)
