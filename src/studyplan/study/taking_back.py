"""Everything that was done, page by page, and any of it taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from studyplan.domain.action import NEVER_UNDONE, Configured, Event, Undone
from studyplan.domain.payload import PayloadError
from studyplan.domain.settings import PARAMETERS
from studyplan.store import event_rows, identity, recorded, sharing
from studyplan.study import history
from studyplan.study.history import describe, question_of
from studyplan.study.session import Refused, Study

PAGE = 100
"""How many actions are read at once."""
_SHORT = 8


class Needed(Refused):
    """A later action depends on it."""


@dataclass(frozen=True, slots=True)
class Done:
    """One action of the log, in words."""

    id: UUID
    at: datetime
    kind: str
    what: str
    undone: bool
    """Whether it does not count now."""
    lasting: bool
    """Whether it cannot be taken back: a link that was opened."""
    device: str | None = None
    """What the device is called on which it was done; None for this one."""
    question: str = ""
    """What the card that was graded or suspended asks."""

    @property
    def whole(self) -> str:
        """What was done, with the question."""
        return f"{self.what}: {self.question}" if self.question else self.what

    @property
    def short_id(self) -> str:
        """The end of its id, which is random, so that a person can type it."""
        return self.id.hex[-_SHORT:]


def page(study: Study, before: UUID | None = None, limit: int = PAGE) -> list[Done]:
    """What was done, newest first; undo and redo show in what they undid.

    Args:
        before: the action behind which to go on; None begins at the newest.
    """
    found = []
    here, names = identity.own(study.store), sharing.names(study.store)
    for row, undone in recorded.newest(study.store, before.bytes if before else None, limit):
        try:
            event = event_rows.from_row(row)
            what, question = describe(study, event.action), question_of(study, event.action)
        except (PayloadError, ValueError):
            question = ""
            what = f"something that cannot be read (`{row['kind']}`)"
        id, at = UUID(bytes=row["id"]), event_rows.instant(row)
        lasting, device = row["kind"] in NEVER_UNDONE, row["device"]
        where = None if device == here else names.get(device) or device
        found.append(Done(id, at, row["kind"], what, undone, lasting, where, question))
    return found


def anew(study: Study, read: Sequence[Done]) -> list[Done]:
    """The same actions, each with whether it is undone by now."""
    undone = recorded.undone(study.store)
    return [replace(one, undone=one.id in undone) for one in read]


def find(study: Study, text: str) -> UUID:
    """The action that is meant by its id or the end of it.

    Raises:
        Refused: there is none, or more than one.
    """
    found = recorded.ending_with(study.store, text.replace("-", ""))
    if len(found) != 1:
        raise Refused(
            f"{'More than one' if found else 'No'} action has an id that ends with {text}: "
            "see `studyplan history`."
        )
    return found[0]


def depending(study: Study, action: UUID) -> list[Done]:
    """The later actions that rest on this one and count, newest first.

    Raises:
        Refused: it cannot be taken back at all.
    """
    found = history.depending(study, _to_take_back(study, action))
    return [_done(study, event) for event in reversed(found)]


def take_back(study: Study, action: UUID, *, with_depending: bool = False) -> list[str]:
    """Take back one action, in one transaction; what was taken back, in words, newest first.

    Args:
        with_depending: whether to take back as well whatever depends on it.

    Raises:
        Refused: it is undone already, or cannot be undone.
        Needed: a later action depends on it, which the text names.
    """
    with study.store.transaction():
        event = _to_take_back(study, action)
        found = history.depending(study, event)
        if found and not with_depending:
            raise Needed(refusal([_done(study, one) for one in reversed(found)]))
        taken = [*reversed(found), event]
        said = [describe(study, one.action) for one in taken]
        for one in taken:
            study.do(Undone(one.id))
    return said


def refusal(depends: list[Done]) -> str:
    """Why an action cannot be taken back alone, naming what depends on it."""
    nearest, others = depends[-1], len(depends) - 1
    more = f", and {others} more after it" if others else ""
    return f"A later action depends on it: you {nearest.what}{more}."


def recomputes(study: Study, action: UUID) -> bool:
    """Whether taking it back computes every card's memory anew, which takes seconds."""
    one = recorded.find(study.store, action).action
    return isinstance(one, Configured) and PARAMETERS in one.values


def _done(study: Study, event: Event) -> Done:
    return Done(event.id, event.at, event.kind, describe(study, event.action), False, False)


def _to_take_back(study: Study, action: UUID) -> Event:
    try:
        event = recorded.find(study.store, action)
    except KeyError:
        raise Refused("That action is not in the log.") from None
    if event.kind in NEVER_UNDONE:
        raise Refused("That a link was opened is not taken back.")
    if recorded.is_undone(study.store, action):
        raise Refused("It is undone already.")
    return event
