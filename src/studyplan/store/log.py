"""The event log: append an action, take one back, and keep the tables what the log says.

`record` is the only way anything a person owns is changed: the event and every row that follows
from it are written in one transaction.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from studyplan.domain.action import (
    Action,
    Configured,
    Edited,
    Event,
    Imported,
    Marked,
    Redone,
    Undone,
    subjects,
)
from studyplan.domain.payload import PayloadError, encode
from studyplan.domain.settings import PARAMETERS
from studyplan.store import (
    attempts,
    cards,
    content,
    identity,
    interviews,
    links,
    progress,
    recorded,
    settings,
    wordings,
    works,
)
from studyplan.store.engine import Store, StoreError, to_ms
from studyplan.store.event_rows import FORM, from_row

_LAST_CLOCK = datetime(2100, 1, 1, tzinfo=UTC)
"""Where a clock stands later, nothing is done: all that follows would have to come after it."""
_LONGEST_PAUSE = 183 * 24 * 60 * 60 * 1000
"""Milliseconds: whoever was away for longer had a clock that was set."""


class Table(Protocol):
    """A table that is a fold of the log: one step a new event, or all of the steps anew."""

    def apply(self, store: Store, subject: str, event: Event, /) -> None:
        """Take one step."""

    def refold(self, store: Store, subject: str, events: Sequence[Event], /) -> None:
        """Write what `events` alone lead to."""


TABLES: Mapping[str, Table] = {
    "setting": settings,
    "progress": progress,
    "card": cards,
    "work": works,
    "attempt": attempts,
    "wording": wordings,
    "own_interview": interviews,
    "link": links,
}
"""In an order in which they can be folded anew: the memory of cards depends on a setting."""


def record(store: Store, action: Action, now: datetime) -> Event:
    """Append `action` to the log and bring the tables up to it, inside the caller's transaction.

    Raises:
        StoreError: the clock stands where no clock can.
    """
    if now >= _LAST_CLOCK:
        raise StoreError(f"The clock says {now:%Y-%m-%d}: set it first. Nothing was changed.")
    event = Event(_next_id(store, now), identity.own(store), now, action)
    touched = subjects(action)
    if isinstance(action, Imported):
        # It comes after its subjects: SQLite would read its whole payload for each of thousands,
        # to see that what they refer to is there. Whether it is, the end of the transaction asks.
        store.run("PRAGMA defer_foreign_keys = ON")
        _add_subjects(store, event, touched)
    store.run(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
        event.id.bytes,
        event.device,
        to_ms(event.at),
        event.kind,
        json.dumps(encode(action), ensure_ascii=False, separators=(",", ":")),
    )
    if isinstance(action, Undone | Redone):
        _toggle(store, event, action)
    else:
        if not isinstance(action, Imported):
            _add_subjects(store, event, touched)
        for subject in touched:
            table, _, key = subject.partition(":")
            TABLES[table].apply(store, key, event)
        _follow_up(store, action)
    return event


def _add_subjects(store: Store, event: Event, touched: Iterable[str]) -> None:
    store.run_many(
        "INSERT INTO subject VALUES (?, ?)",
        ((subject, event.id.bytes) for subject in dict.fromkeys(touched)),
    )


def _toggle(store: Store, event: Event, action: Undone | Redone) -> None:
    """Fold again, without the target of an undo or with that of a redo, whatever it had changed."""
    target = recorded.find(store, action.event)
    if isinstance(action, Undone):
        store.run("INSERT OR REPLACE INTO undone VALUES (?, ?)", target.id.bytes, event.id.bytes)
    else:
        store.run("DELETE FROM undone WHERE event = ?", target.id.bytes)
    imports: dict[bytes, Event] = {}
    for subject in subjects(target.action):
        table, _, key = subject.partition(":")
        TABLES[table].refold(store, key, recorded.counting(store, subject, imports))
    _follow_up(store, target.action)


def _follow_up(store: Store, action: Action) -> None:
    """What depends on more than one subject: the cards of works, their memory, the curriculum."""
    if isinstance(action, Marked):
        cards.reconcile(store, tuple(action.changes))
    elif isinstance(action, Imported | Edited):
        content.arrange(store)
    elif isinstance(action, Configured) and PARAMETERS in action.values:
        cards.remember_anew(store)


def decide_undone(store: Store) -> set[UUID]:
    """Let what was undone and redone, in order, say what counts; the events that changed sides.

    Of events that are not in the log (yet), nothing is said.
    """
    decided: dict[UUID, UUID] = {}
    for row in store.rows("SELECT * FROM event WHERE kind IN ('undo', 'redo') ORDER BY id"):
        with suppress(PayloadError, ValueError):
            event = from_row(row)
            if isinstance(event.action, Undone):
                decided[event.action.event] = event.id
            elif isinstance(event.action, Redone):
                decided.pop(event.action.event, None)
    before = recorded.undone(store)
    store.run("DELETE FROM undone")
    store.run_many(
        "INSERT INTO undone SELECT ?, ? WHERE EXISTS (SELECT 1 FROM event WHERE id = ?)",
        ((target.bytes, undo.bytes, target.bytes) for target, undo in decided.items()),
    )
    return before ^ recorded.undone(store)


def _next_id(store: Store, now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) of `now` that is larger than every id in the log.

    Where the clock was set back or is behind another device's, it is as much later than the last
    id as `now` is than that event, a millisecond where that is less than nothing or half a year:
    what was done with knowledge of an event comes after it, and what two devices do after it stays
    in the order of time.
    """
    at = to_ms(now)
    row = store.row(f"SELECT id, at FROM event WHERE {FORM} ORDER BY id DESC LIMIT 1")  # noqa: S608 - ours
    if row is not None and (last := int.from_bytes(row["id"][:6], "big")) >= at:
        passed = at - row["at"]
        at = last + (passed if 0 < passed <= _LONGEST_PAUSE else 1)
    number = (at << 80) | int.from_bytes(os.urandom(10), "big")
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | (7 << 76) | (2 << 62))
