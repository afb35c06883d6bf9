"""Which later actions rest on an earlier one, so that it cannot be taken back without them.

An action changes some things and rests on others, both named by `<what>:<id>`. A later action
depends on an earlier one where it changes the same thing or rests on what that one changed; and on
whatever those depend on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyplan.domain.action import (
    Action,
    Answered,
    Begun,
    Configured,
    Edited,
    Event,
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
from studyplan.domain.settings import PIN
from studyplan.domain.wording import is_own, source_of


@dataclass(frozen=True, slots=True)
class Touch:
    """What an action has to do with."""

    changes: frozenset[str]
    rests_on: frozenset[str] = frozenset()


def touch(action: Action) -> Touch:
    """What `action` changes, and what it rests on."""
    match action:
        case Marked(changes):
            return Touch(_all("status", changes), _all("work", changes))
        case Noted(resource):
            return Touch(_all("note", [resource]), _all("work", [resource]))
        case ReadFor(resource):  # parts add up: each counts whatever becomes of the others
            return Touch(frozenset(), _all("work", [resource]))
        case Answered(card):
            return Touch(_all("memory", [card]), _asked(card))
        case Suspended(changes):
            return Touch(_all("rest", changes), frozenset().union(*map(_asked, changes)))
        case Configured(values):
            pinned = [key.removeprefix(PIN) for key in values if key.startswith(PIN)]
            return Touch(_all("setting", values), _all("work", pinned))
        case Imported(_, works):
            chapters = (chapter.id for work in works for chapter in work.chapters)
            return Touch(_all("work", [*(work.id for work in works), *chapters]))
        case Edited(changes):
            return Touch(_all("facts", changes), _all("work", changes))
        case Worded(card):
            return Touch(_all("wording", [card]), _all("work", [source_of(card)]))
        case Provided(changes):
            return Touch(_all("interview", changes))
        case Repaired(addresses):
            return Touch(_all("link", addresses), _all("work", addresses))
        case Judged(resource):
            return Touch(_all("link", [resource]), _all("work", [resource]))
        case Begun(attempt, interview):
            return Touch(_all("attempt", [attempt]), _all("interview", [interview]))
        case Written(attempt):
            return Touch(_all("attempt", [attempt]))
        case Finished(attempt, interview, _, graded):
            graded_card = [] if graded is None else [f"interview:{interview}"]
            changed = _all("attempt", [attempt]) | _all("memory", graded_card)
            return Touch(changed, _all("interview", [interview]))
        case Opened() | Undone() | Redone():
            return Touch(frozenset())


def _all(what: str, ids: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{what}:{id}" for id in ids)


def _asked(card: str) -> frozenset[str]:
    """What must be for a card to be asked: its work is read, or its question written."""
    source = source_of(card)
    return _all("work", [source]) | _all(
        *(("wording", [card]) if is_own(card) else ("status", [source]))
    )


def dependants(event: Event, later: Sequence[Event]) -> list[Event]:
    """Those of the `later` events, which count and are in order, that depend on `event`."""
    changed = set(touch(event.action).changes)
    found = []
    for one in later:
        its = touch(one.action)
        if changed & (its.changes | its.rests_on):
            found.append(one)
            changed |= its.changes
    return found


def subjects_of(changed: Iterable[str]) -> list[tuple[str, str]]:
    """Where in the log to look for events that touch these things.

    Returns:
        Ranges of subjects, each with its first and the one behind its last.
    """
    ranges: set[tuple[str, str]] = set()
    for one in changed:
        what, _, id = one.partition(":")
        match what:
            case "status" | "note":
                ranges |= {_exactly(f"progress:{id}"), _below(f"card:{id}")}
            case "work":
                ranges |= {_exactly(f"progress:{id}"), _exactly(f"work:{id}")}
                ranges |= {_below(f"card:{id}"), _below(f"wording:{id}")}
                ranges |= {_exactly(f"setting:{PIN}{id}"), _exactly(f"link:{id}")}
            case "facts":
                ranges |= {_exactly(f"work:{id}")}
            case "memory" | "rest":
                ranges |= {_exactly(f"card:{id}")}
            case "wording":
                ranges |= {_exactly(f"wording:{id}"), _exactly(f"card:{id}")}
            case "setting" | "attempt" | "link":
                ranges |= {_exactly(f"{what}:{id}")}
            case _:  # which attempts are at an interview, their subjects do not say
                ranges |= {_exactly(f"own_interview:{id}"), _below("attempt")}
    return sorted(ranges)


def _exactly(subject: str) -> tuple[str, str]:
    return subject, f"{subject}\0"


def _below(subject: str) -> tuple[str, str]:
    """All subjects that begin with `subject` and a colon; `;` comes after it."""
    return f"{subject}:", f"{subject};"
