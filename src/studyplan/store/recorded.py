"""What stands in the log: events by their id, by what they changed, what undo takes back."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from studyplan.domain.action import NEVER_UNDONE, Event, Imported
from studyplan.domain.payload import PayloadError
from studyplan.store import identity
from studyplan.store.engine import Row, Store, from_ms, to_ms
from studyplan.store.event_rows import FORM, from_row

_NEVER_UNDONE = json.dumps(NEVER_UNDONE)


def find(store: Store, event: UUID) -> Event:
    """One event of the log.

    Raises:
        KeyError: where there is none with this id.
    """
    row = store.row("SELECT * FROM event WHERE id = ?", event.bytes)
    if row is None:
        raise KeyError(event)
    return from_row(row)


def ending_with(store: Store, text: str) -> list[UUID]:
    """The actions whose id ends with some hexadecimal digits; two at most."""
    rows = store.rows(
        "SELECT id FROM event WHERE kind NOT IN ('undo', 'redo') AND length(?1) > 3 "
        "AND substr(lower(hex(id)), -length(?1)) = lower(?1) LIMIT 2",
        text,
    )
    return [UUID(bytes=row["id"]) for row in rows]


def counting(
    store: Store, subject: str, imports: dict[bytes, Event] | None = None, *, kind: str = ""
) -> list[Event]:
    """The events that changed `subject` and are not undone, in order.

    Args:
        kind: only those of this kind.
        imports: those read before, and where to keep them. Thousands of subjects may be of one,
            which takes as long to read as all of them.
    """
    imports = {} if imports is None else imports
    rows = store.rows(
        "SELECT event.id, device, at, kind, CASE kind WHEN 'import' THEN NULL ELSE payload END "
        "AS payload "
        "FROM subject JOIN event ON event.id = subject.event "
        "WHERE subject.subject = ? AND event.id NOT IN (SELECT event FROM undone) "
        "AND ? IN ('', kind) ORDER BY event.id",
        subject,
        kind,
    )
    for row in rows:
        if row["kind"] == "import" and row["id"] not in imports:
            imports[row["id"]] = find(store, UUID(bytes=row["id"]))
    return [imports.get(row["id"]) or from_row(row) for row in rows]


def last_import(store: Store, source: str) -> Imported | None:
    """The last import of a list that counts, known by what the list is called; None without one."""
    row = store.row(
        "SELECT * FROM event WHERE kind = 'import' "  # noqa: S608 - ours
        "AND CASE WHEN json_valid(payload) THEN json_extract(payload, '$.source') END = ? "
        f"AND id NOT IN (SELECT event FROM undone) AND {FORM} ORDER BY id DESC LIMIT 1",
        source,
    )
    if row is not None:
        with suppress(PayloadError, ValueError):
            action = from_row(row).action
            return action if isinstance(action, Imported) else None
    return None


def later(store: Store, event: UUID, ranges: Iterable[tuple[str, str]]) -> list[Event]:
    """The events after `event` that count and changed a subject of one of the ranges, in order.

    Args:
        ranges: each its first subject, and the one behind its last.
    """
    found: dict[bytes, Row] = {}
    for first, behind in ranges:
        rows = store.rows(
            "SELECT event.* FROM subject JOIN event ON event.id = subject.event "
            "WHERE subject.subject >= ? AND subject.subject < ? AND subject.event > ? "
            "AND event.id NOT IN (SELECT event FROM undone)",
            *(first, behind, event.bytes),
        )
        found |= {row["id"]: row for row in rows}
    return [from_row(found[id]) for id in sorted(found)]


def newest(store: Store, before: bytes | None, limit: int) -> list[tuple[Row, bool]]:
    """Rows of the log, newest first, each with whether it is undone; undos are left out.

    Args:
        before: the id behind which to go on; None begins at the newest.
    """
    rows = store.rows(
        "SELECT event.*, undone.undo IS NOT NULL AS taken_back "  # noqa: S608 - ours
        "FROM event LEFT JOIN undone ON undone.event = event.id "
        f"WHERE event.kind NOT IN ('undo', 'redo') AND event.id < ? AND {FORM} "
        "ORDER BY event.id DESC LIMIT ?",
        *(b"\xff" * 17 if before is None else before, limit),
    )
    return [(row, bool(row["taken_back"])) for row in rows]


def newest_id(store: Store) -> bytes | None:
    """The id of the last event, whatever it was; None for an empty log."""
    found: bytes | None = store.value(
        f"SELECT id FROM event WHERE {FORM} ORDER BY id DESC LIMIT 1"  # noqa: S608 - ours
    )
    return found


def newest_at(store: Store) -> datetime | None:
    """When the last event of the log was, by the clock of then; None for an empty log."""
    at: int | None = store.value(
        f"SELECT at FROM event WHERE {FORM} ORDER BY id DESC LIMIT 1"  # noqa: S608 - ours
    )
    return from_ms(at)


def later_than(store: Store, at: datetime) -> tuple[int, datetime | None]:
    """How many events that count are dated after an instant, and the last of their times."""
    row = store.row(
        "SELECT count(*), max(at) FROM event "  # noqa: S608 - ours
        "WHERE at > ? AND kind NOT IN ('undo', 'redo') "
        f"AND id NOT IN (SELECT event FROM undone) AND {FORM}",
        to_ms(at),
    )
    number, newest = (0, None) if row is None else row
    return number, from_ms(newest)


def last_done(store: Store) -> Event | None:
    """The event that undo would take back: the newest action of this device that still counts."""
    row = store.row(
        "SELECT * FROM event WHERE kind NOT IN (SELECT value FROM json_each(?)) "  # noqa: S608 - ours
        f"AND {identity.done_here('event')} AND {FORM} "
        "AND id NOT IN (SELECT event FROM undone) ORDER BY id DESC LIMIT 1",
        *(_NEVER_UNDONE, identity.named(store)),
    )
    return None if row is None else from_row(row)


def last_undone(store: Store) -> Event | None:
    """The event that redo would bring back: the last one undone since the newest action, both on
    this device."""
    here = identity.named(store)
    row = store.row(
        "SELECT event.* FROM undone "  # noqa: S608 - ours
        "JOIN event ON event.id = undone.event "
        "JOIN event AS undo ON undo.id = undone.undo "
        f"WHERE {identity.done_here('undo')} AND undone.undo > ("
        "  SELECT id FROM event WHERE kind NOT IN (SELECT value FROM json_each(?))"
        f" AND {identity.done_here('event')} AND {FORM} ORDER BY id DESC LIMIT 1"
        ") ORDER BY undone.undo DESC LIMIT 1",
        *(here, _NEVER_UNDONE, here),
    )
    return None if row is None else from_row(row)


def is_followed_elsewhere(store: Store, event: UUID) -> bool:
    """Whether anything later was done on another device."""
    found = store.value(
        f"SELECT 1 FROM event WHERE id > ? AND NOT {identity.done_here('event')} LIMIT 1",  # noqa: S608 - ours
        *(event.bytes, identity.named(store)),
    )
    return found is not None


def undone(store: Store) -> set[UUID]:
    """The events that do not count now."""
    return {UUID(bytes=row["event"]) for row in store.rows("SELECT event FROM undone")}


def is_undone(store: Store, event: UUID) -> bool:
    """Whether an event does not count now."""
    return store.value("SELECT 1 FROM undone WHERE event = ?", event.bytes) is not None
