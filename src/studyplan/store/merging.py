"""Taking the events of other devices into the log, and folding anew what they touch.

The tables follow from the set of events, whatever order they came in: each subject that a new event
touches is folded from all of its events, in the order of their ids. Where there are very many, all
tables are written anew instead.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from studyplan.domain.action import Action, Configured, Edited, Event, Imported, Marked, subjects
from studyplan.domain.payload import PayloadError
from studyplan.domain.settings import PARAMETERS
from studyplan.store import (
    cards,
    content,
    event_rows,
    log,
    progress,
    rebuilding,
    recorded,
    segments,
    sharing,
)
from studyplan.store.engine import Row, Store, StoreError

MANY = 4_000
"""New events from which on writing all tables anew is quicker."""

_UNFIT = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError),
    sqlite3.Error,
)
"""What folding an event may raise that is of a known kind, and not of a form that can be."""


def take_in(store: Store, load_content: Callable[[], object]) -> int:
    """Bring the events of the inbox that this version understands into log and tables.

    The others stay in the inbox. One transaction, or a few where an event turns out to be of a
    form that cannot be folded; that one is not tried again by this schema.

    Args:
        load_content: writes the content tables anew, inside the transaction.

    Returns:
        How many were new.
    """
    refused = sharing.refused(store)
    rows = store.rows("SELECT * FROM inbox ORDER BY id")
    events = [row["id"] for row in rows if row["id"] not in refused and _is_understood(row)]
    unfit: list[bytes] = []
    taken = _take(store, events, load_content, unfit)
    if unfit:
        with store.transaction():
            sharing.refuse(store, unfit)
    return taken


def merge(store: Store, rows: Sequence[segments.Row], load_content: Callable[[], object]) -> int:
    """Bring events into log and tables, all that this version understands or none; the others
    wait in the inbox. One transaction.

    Args:
        rows: as the table `event` has them: id, device, at, kind, payload.
        load_content: writes the content tables anew, inside the transaction.

    Returns:
        How many were new in the log.

    Raises:
        StoreError: one of them cannot be folded; nothing was changed.
    """
    try:
        with store.transaction():
            store.run_many(
                "INSERT OR IGNORE INTO inbox SELECT ?, ?, ?, ?, ? "
                "WHERE NOT EXISTS (SELECT 1 FROM event WHERE id = ?)",
                ((*row, row[0]) for row in rows),
            )
            refused = sharing.refused(store)
            waiting = store.rows("SELECT * FROM inbox ORDER BY id")
            new = [row["id"] for row in waiting if row["id"] not in refused and _is_understood(row)]
            _merge(store, new, load_content)
            store.run("DELETE FROM inbox WHERE id IN (SELECT id FROM event)")
            if new:
                rebuilding.note(store)
    except _UNFIT as error:
        raise StoreError("An action in it cannot be applied. Nothing was changed.") from error
    return len(new)


def _is_understood(row: Row) -> bool:
    """Whether this version can read the event in a row; otherwise a newer one has to."""
    try:
        event_rows.from_row(row)
    except PayloadError:
        return False
    return True


def _take(
    store: Store,
    events: Sequence[bytes],
    load_content: Callable[[], object],
    unfit: list[bytes],
) -> int:
    """Merge events in one transaction; where one of them is unfit, all but that one."""
    if not events:
        return 0
    try:
        with store.transaction():
            waiting = _waiting(store, events)
            _merge(store, waiting, load_content)
            store.run("DELETE FROM inbox WHERE id IN (SELECT id FROM event)")
            if waiting:
                rebuilding.note(store)
    except _UNFIT:
        if len(events) == 1:
            unfit += events
            return 0
        half = len(events) // 2
        halves = (events[:half], events[half:])
        return sum(_take(store, part, load_content, unfit) for part in halves)
    return len(waiting)


def _waiting(store: Store, ids: Sequence[bytes]) -> list[bytes]:
    """Those events that are in the inbox and not in the log: another process may have been quicker,
    or a backup been restored."""
    rows = store.rows("SELECT id FROM inbox WHERE id NOT IN (SELECT id FROM event)")
    there = {row["id"] for row in rows}
    return [id for id in ids if id in there]


def _merge(store: Store, ids: Sequence[bytes], load_content: Callable[[], object]) -> None:
    """Add events to the log and bring the tables up to it, inside the caller's transaction."""
    if not ids:
        return
    store.run_many(
        "INSERT INTO event SELECT id, device, at, kind, payload FROM inbox WHERE id = ?",
        ((id,) for id in ids),
    )
    if len(ids) >= MANY:
        rebuilding.rebuild(store)
        load_content()
        return
    new = [recorded.find(store, UUID(bytes=id)) for id in ids]
    turned = [recorded.find(store, event) for event in sorted(log.decide_undone(store))]
    _fold(store, _by_subject(new), _by_subject(turned))
    _follow_up(store, [event.action for event in (*new, *turned)])


def _by_subject(events: Sequence[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        for subject in dict.fromkeys(subjects(event.action)):
            found.setdefault(subject, []).append(event)
    return found


def _fold(store: Store, new: Mapping[str, list[Event]], turned: Mapping[str, list[Event]]) -> None:
    """Bring the subjects of new events, and of those that turned to count or not, up to the log."""
    onwards = set()
    for subject, events in new.items():
        last = store.value("SELECT max(event) FROM subject WHERE subject = ?", subject)
        if last is None or last < events[0].id.bytes:
            onwards.add(subject)
    store.run_many(
        "INSERT INTO subject VALUES (?, ?)",
        ((subject, event.id.bytes) for subject, events in new.items() for event in events),
    )
    imports: dict[bytes, Event] = {}
    for table, folded in log.TABLES.items():
        for subject in dict.fromkeys((*new, *turned)):
            of, _, key = subject.partition(":")
            if of != table:
                continue
            # A note may be written without having seen all before it: that takes no mere step.
            if subject in onwards and subject not in turned and folded is not progress:
                for event in new[subject]:
                    folded.apply(store, key, event)
            else:
                folded.refold(store, key, recorded.counting(store, subject, imports))


def _follow_up(store: Store, actions: Sequence[Action]) -> None:
    """Bring up to date what follows from more than one subject."""
    marked = [one for action in actions if isinstance(action, Marked) for one in action.changes]
    if marked:
        cards.reconcile(store, tuple(dict.fromkeys(marked)))
    if any(isinstance(action, Imported | Edited) for action in actions):
        content.arrange(store)
    if any(isinstance(one, Configured) and PARAMETERS in one.values for one in actions):
        cards.remember_anew(store)
