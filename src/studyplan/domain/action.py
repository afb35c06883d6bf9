"""What a person can do: the kinds of event in the log, and what each changes.

An action carries everything its effect depends on (a mark names every work it changes, a grade the
day and the date it led to), so that the log can be folded again anywhere with the same result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.links import LinkState
from studyplan.domain.resource import Resource, Status
from studyplan.domain.scheduling import Graded
from studyplan.domain.settings import Json
from studyplan.domain.wording import Wording


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
class Brought:
    """What a list says of how far its owner is with a work, as it says it."""

    status: Status | None = None
    """None, and never `unread`, where the list says nothing."""
    at: datetime | None = None
    """When that status came to be; None where the list does not say."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """Works of a person's own list were added."""

    source: str
    """What the list is called: its file, where nothing else was said."""
    works: tuple[Resource, ...]
    known: tuple[str, ...] = ()
    """Ids of the other works of the list: those that were here before."""
    progress: Mapping[str, Brought] = field(default_factory=dict)
    """What the list says of some of the works that were added, by id."""
    by_id: Mapping[str, Resource] = field(init=False, repr=False, compare=False)
    """The works by their ids: every one of them is a subject, and is looked for on its own."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {work.id: work for work in self.works})


@dataclass(frozen=True, slots=True)
class Edited:
    """Facts of a person's own works were corrected by hand."""

    changes: Mapping[str, Mapping[str, Json]]
    """Work → field of `Resource`, one of `EDITABLE` → its new value; None for what is not known."""


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
class Repaired:
    """The links of works were given other addresses; None goes back to that of the list."""

    addresses: Mapping[str, str | None]
    """By the id of the work."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A person said what a link is, whatever a check finds; None takes that back."""

    resource: str
    state: LinkState | None


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
    | (Edited | Worded | Provided | Repaired | Judged)
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
    "edit": Edited,
    "question": Worded,
    "interview": Provided,
    "repair": Repaired,
    "judge": Judged,
    "practise": Begun,
    "write": Written,
    "finish": Finished,
    "undo": Undone,
    "redo": Redone,
}
_NAMES = {action: name for name, action in KINDS.items()}
EDITABLE = (
    *("title", "kind", "company", "year", "competency", "difficulty"),
    *("minutes", "minutes_source"),
)
"""The fields of an own work that a person may correct."""
MOST_MINUTES = 24 * 60
"""Nobody reads for longer in one go."""
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
        case Imported(_, works, _, progress):
            of_works = (f"work:{work.id}" for work in works)
            return (*of_works, *(f"progress:{resource}" for resource in progress))
        case Edited(changes):
            return tuple(f"work:{work}" for work in changes)
        case Worded(card):
            return (f"wording:{card}",)
        case Provided(changes):
            return tuple(f"own_interview:{interview}" for interview in changes)
        case Repaired(addresses):
            return tuple(f"link:{resource}" for resource in addresses)
        case Judged(resource):
            return (f"link:{resource}",)
        case Begun(attempt) | Written(attempt):
            return (f"attempt:{attempt}",)
        case Finished(attempt, interview, _, graded):
            of_card = () if graded is None else (f"card:interview:{interview}",)
            return (f"attempt:{attempt}", *of_card)
        case Undone() | Redone():
            return ()
