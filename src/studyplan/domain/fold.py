"""How events become state: one step for each kind of thing, and the fold of all its events.

The store keeps the result of each fold as a row and takes one step a new event; after an undo it
folds the events that still count from the beginning. Both must give the same row.

Events come in the order of their ids, which is the same on every device: the fold is a function of
the set of events. Notes that two devices wrote without knowing of each other stand one after the
other (`standing`).

The memory of a card is the fold of all its grades under the parameters of FSRS that hold now, not
those that held at each grade; phases, steps and due days stay as they were decided.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from studyplan.domain.action import (
    Answered,
    Brought,
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
    Repaired,
    Worded,
)
from studyplan.domain.action import Suspended as CardSuspended
from studyplan.domain.interview import Interview
from studyplan.domain.links import OwnLink
from studyplan.domain.memory import Grade, Memory, forgetting_curve, memories_after, retrievability
from studyplan.domain.records import edited
from studyplan.domain.resource import Resource, Status
from studyplan.domain.scheduling import Card, Graded, Phase, apply
from studyplan.domain.settings import Json
from studyplan.domain.wording import Wording

BETWEEN_NOTES = "\n\n---\n\n"
"""Between two notes on one work that were written at the same time."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A part of a work that was read."""

    at: datetime
    """When it was recorded."""
    minutes: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is with one work, and what they wrote about it."""

    status: Status = Status.UNREAD
    status_at: datetime | None = None
    """When the status was set; None where it never was, or came without a date."""
    note: str = ""
    note_at: datetime | None = None
    opened: int = 0
    """How often the link was opened."""
    opened_at: datetime | None = None
    sittings: tuple[Sitting, ...] = ()
    """The parts that were recorded since it was last unread."""

    @property
    def minutes_read(self) -> int:
        """Minutes of it that were recorded as read; 0 where nobody recorded any."""
        return sum(one.minutes for one in self.sittings)


@dataclass(frozen=True, slots=True)
class Review:
    """One grade as the model saw it."""

    event: UUID
    card: str
    at: datetime
    day: date
    grade: Grade
    phase: Phase
    """Of the card before the grade."""
    elapsed: int | None
    """Study days since the review before; None at the first."""
    stability_before: float | None
    """In days; None at the first."""
    retrievability: float | None
    """Of just before the grade, by the parameters that hold now; None at the first."""
    stability: float
    """After the grade, in days."""
    difficulty: float
    """After the grade, 1–10."""
    seconds: float | None
    attempt: str | None


def step_progress(state: Progress, resource: str, event: Event) -> Progress:
    """The progress of `resource` after `event`, which knows of all that came before."""
    match event.action:
        case Marked(changes):
            status = changes[resource]
            sittings = () if status is Status.UNREAD else state.sittings
            return replace(state, status=status, status_at=event.at, sittings=sittings)
        case Noted(_, text):
            return replace(state, note=text, note_at=event.at)
        case Opened():
            return replace(state, opened=state.opened + 1, opened_at=event.at)
        case ReadFor(part, minutes):
            # What another device marked meanwhile stays: only the unread is begun by it.
            if state.status is Status.UNREAD:
                state = replace(state, status=Status.READING, status_at=event.at)
            sitting = (Sitting(event.at, minutes),) if part == resource else ()
            return replace(state, sittings=state.sittings + sitting)
        case Imported(progress=brought) if resource in brought:
            return _with(state, brought[resource], event)
        case _:
            return state


def _with(state: Progress, brought: Brought, event: Event) -> Progress:
    """What a list says of a work, where nothing else was said before it."""
    if brought.status is not None and state.status is Status.UNREAD and state.status_at is None:
        state = replace(state, status=brought.status, status_at=brought.at)
    if brought.note and state.note_at is None:
        state = replace(state, note=brought.note, note_at=event.at)
    return state


def fold_progress(resource: str, events: Iterable[Event]) -> Progress:
    """The progress of `resource` after `events`, in order of their ids."""
    state, notes = Progress(), []
    for event in events:
        state = step_progress(state, resource, event)
        if _text(event, resource) is not None:
            notes.append(event)
    if not notes:
        return state
    stand = standing(notes, resource)
    return replace(state, note=note_of(stand, resource), note_at=stand[-1].at)


def standing(events: Iterable[Event], resource: str) -> list[Event]:
    """Those of the `events` that are notes on a work, in order of their ids, that no later one
    replaces.

    More than one where two devices wrote without having seen each other's note. The note of a list
    counts where none was there before; lists that two devices took in bring one note.
    """
    stand: list[Event] = []
    of_lists: set[UUID] = set()
    is_first = True
    for event in events:
        if _text(event, resource) is None:
            continue
        if isinstance(event.action, Noted):
            replaced = event.action.based_on
            if replaced is not None and not of_lists.isdisjoint(replaced):
                replaced = (*replaced, *of_lists)
            stand = [] if replaced is None else [one for one in stand if one.id not in replaced]
            stand.append(event)
        else:
            of_lists.add(event.id)
            stand += [event] if is_first else []
        is_first = False
    return stand


def _text(event: Event, resource: str) -> str | None:
    """The note on a work that an event brings; None where it brings none."""
    match event.action:
        case Noted(_, text):
            return text
        case Imported(progress=brought) if resource in brought:
            return brought[resource].note or None
        case _:
            return None


def note_of(stand: Iterable[Event], resource: str) -> str:
    """The text of a note: of one event its own; of several all of them, each under a line that
    says where and when it was written. Equal and empty texts say nothing twice."""
    texts: dict[str, Event] = {}
    for event in stand:
        if text := _text(event, resource):
            texts.setdefault(text, event)
    if len(texts) == 1:
        return next(iter(texts))
    return BETWEEN_NOTES.join(
        f"*Written on device {event.device}, {event.at:%Y-%m-%d %H:%M} UTC:*\n\n{text}"
        for text, event in texts.items()
    )


def step_card(
    card: Card, event: Event, parameters: tuple[float, ...]
) -> tuple[Card, Review | None]:
    """The card after `event`, and the review where the event was a grade."""
    match event.action:
        case CardSuspended(changes):
            return replace(card, suspended=changes[card.id]), None
        case Answered(_, graded, seconds, attempt):
            return _graded(card, event, graded, seconds, attempt, parameters)
        case Finished(graded=finish) if finish is not None:
            return _graded(card, event, finish, None, None, parameters)
        case _:
            return card, None


def _graded(
    card: Card,
    event: Event,
    graded: Graded,
    seconds: float | None,
    attempt: str | None,
    parameters: tuple[float, ...],
) -> tuple[Card, Review]:
    after = apply(card, graded, parameters)
    assert after.memory is not None  # noqa: S101 - a graded card has a memory
    elapsed = None if card.last_day is None else max(0, (graded.day - card.last_day).days)
    return after, Review(
        event=event.id,
        card=card.id,
        at=graded.at,
        day=graded.day,
        grade=graded.grade,
        phase=card.phase,
        elapsed=elapsed,
        stability_before=card.memory.stability if card.memory else None,
        retrievability=predicted(card, graded.day, parameters),
        stability=after.memory.stability,
        difficulty=after.memory.difficulty,
        seconds=seconds,
        attempt=attempt,
    )


def fold_card(
    card: str, events: Iterable[Event], parameters: tuple[float, ...]
) -> tuple[Card, list[Review]]:
    """The card after `events`, in order of their ids, and all its reviews."""
    state, reviews = Card(card), []
    for event in events:
        state, review = step_card(state, event, parameters)
        if review is not None:
            reviews.append(review)
    return state, reviews


def remember(
    grades: Iterable[tuple[Grade, int | None]], parameters: tuple[float, ...]
) -> Iterator[tuple[Memory | None, float | None, Memory]]:
    """The memory and the retrievability before each grade of one card, and the memory after it.

    The same numbers as `step_card` gives, without the events: for new parameters, when what was
    decided stays.

    Args:
        grades: each with the study days since the one before; None at the first.
    """
    memory: Memory | None = None
    for grade, elapsed in grades:
        before, recall = memory, None
        if before is not None:
            recall = forgetting_curve(before.stability, elapsed or 0, parameters)
        memory = memories_after(before, elapsed or 0, parameters)[grade]
        yield before, recall, memory


def predicted(card: Card, day: date, parameters: tuple[float, ...]) -> float | None:
    """Retrievability of a card on a study day; None while it has never been graded."""
    if card.memory is None or card.last_day is None:
        return None
    return retrievability(card.memory, card.last_day, day, parameters)


def step_setting(value: Json, key: str, event: Event) -> Json:
    """The value of the setting `key` after `event`; None means its default."""
    return event.action.values[key] if isinstance(event.action, Configured) else value


def step_work(work: Resource | None, resource: str, event: Event) -> Resource | None:
    """A person's own work after `event`; None while it has not been imported.

    A second import, of a device that did not know of the first, changes nothing: the work may have
    been corrected by hand since.
    """
    match event.action:
        case Imported(by_id=works) if work is None:
            return works.get(resource)
        case Edited(changes) if work is not None:
            return edited(work, changes[resource])
        case _:
            return work


def step_wording(wording: Wording | None, event: Event) -> Wording | None:
    """A person's own words for a card after `event`; None while they have none."""
    return event.action.wording if isinstance(event.action, Worded) else wording


def step_interview(one: Interview | None, interview: str, event: Event) -> Interview | None:
    """A person's own interview after `event`; None while it was not added."""
    return event.action.changes[interview] if isinstance(event.action, Provided) else one


def step_link(own: OwnLink, resource: str, event: Event) -> OwnLink:
    """What a person said of a link after `event`; what they said of another address is over."""
    match event.action:
        case Repaired(addresses):
            return OwnLink(addresses[resource])
        case Judged(_, state):
            return replace(own, state=state)
        case _:
            return own
