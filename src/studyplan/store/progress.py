"""The `progress` table: status, note and visits of each work."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from studyplan.domain.action import Event, Marked
from studyplan.domain.fold import Progress, Sitting, fold_progress, step_progress
from studyplan.domain.payload import decode
from studyplan.domain.resource import Status
from studyplan.store.engine import Store, from_ms, to_ms


def read(store: Store, resource: str) -> Progress:
    """The progress of one work; untouched where nothing happened yet."""
    row = store.row("SELECT * FROM progress WHERE resource = ?", resource)
    if row is None:
        return Progress()
    return Progress(
        status=Status(row["status"]),
        status_at=from_ms(row["status_at"]),
        note=row["note"],
        note_at=from_ms(row["note_at"]),
        opened=row["opened"],
        opened_at=from_ms(row["opened_at"]),
        sittings=sittings(row["sittings"]),
    )


def sittings(text: str | None) -> tuple[Sitting, ...]:
    """The parts of a work that were read, as the column of that name holds them."""
    return tuple(Sitting(from_ms(at), minutes) for at, minutes in json.loads(text or "[]"))


def minutes_read(text: str | None) -> int:
    """The minutes of all these parts."""
    return sum(minutes for _, minutes in json.loads(text)) if text else 0


def begun_before(store: Store, resources: Iterable[str], instant: datetime) -> set[str]:
    """Those of some works that were marked `reading` when an instant came."""
    ids = list(resources)
    if not ids:
        return set()
    rows = store.rows(
        "SELECT subject.subject, event.kind, event.at, event.payload FROM subject "
        "JOIN event ON event.id = subject.event WHERE event.kind = 'mark' AND event.at < ? "
        "AND subject.subject IN (SELECT 'progress:' || value FROM json_each(?)) "
        "AND event.id NOT IN (SELECT event FROM undone) ORDER BY event.id",
        to_ms(instant),
        json.dumps(ids),
    )
    statuses: dict[str, Status] = {}
    for row in rows:
        action = decode(row["kind"], from_ms(row["at"]), json.loads(row["payload"]))
        if isinstance(action, Marked):
            id = row["subject"].removeprefix("progress:")
            statuses[id] = action.changes[id]
    return {id for id, status in statuses.items() if status is Status.READING}


def apply(store: Store, resource: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, resource, step_progress(read(store, resource), resource, event))


def refold(store: Store, resource: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    _write(store, resource, fold_progress(resource, events))


def _write(store: Store, resource: str, state: Progress) -> None:
    if state == Progress():
        store.run("DELETE FROM progress WHERE resource = ?", resource)
        return
    store.run(
        "INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        resource,
        str(state.status),
        to_ms(state.status_at),
        state.note,
        to_ms(state.note_at),
        state.opened,
        to_ms(state.opened_at),
        json.dumps([[to_ms(one.at), one.minutes] for one in state.sittings])
        if state.sittings
        else None,
    )
