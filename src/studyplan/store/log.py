"""The event log: append an action, take one back, and keep the tables what the log says.

`record` is the only way anything a person owns is changed: the event and every row that follows
from it are written in one transaction.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from studyplan.domain.action import (
    NEVER_UNDONE,
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
from studyplan.domain.payload import PayloadError, decode, encode
from studyplan.domain.settings import PARAMETERS
from studyplan.store import (
    attempts,
    cards,
    content,
    interviews,
    links,
    progress,
    settings,
    wordings,
    works,
)
from studyplan.store.engine import Row, Store, StoreError, from_ms, to_ms
from studyplan.store.shared_folder import DEVICE

_LAST_CLOCK = datetime(2100, 1, 1, tzinfo=UTC)
"""Where a clock stands later, nothing is done: all that follows would have to come after it."""
_NO_CLOCK = to_ms(datetime(2500, 1, 1, tzinfo=UTC))
"""Later than any event can be, however far ids count on."""
_CENTURY = 36_525 * 24 * 60 * 60 * 1000
_LONGEST_PAUSE = 183 * 24 * 60 * 60 * 1000
"""Milliseconds: whoever was away for longer had a clock that was set."""
_NO_ID = (_NO_CLOCK << 80).to_bytes(16, "big")
_FORM = (
    f"typeof(event.id) = 'blob' AND length(event.id) = 16 AND event.id < x'{_NO_ID.hex()}' "
    f"AND typeof(event.at) = 'integer' AND event.at BETWEEN 0 AND {_NO_CLOCK - 1}"
)
"""What id and time of an event are like; a row that a stranger made may be of another form."""


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
    event = Event(_next_id(store, now), device(store), now, action)
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
    target = find(store, action.event)
    if isinstance(action, Undone):
        store.run("INSERT OR REPLACE INTO undone VALUES (?, ?)", target.id.bytes, event.id.bytes)
    else:
        store.run("DELETE FROM undone WHERE event = ?", target.id.bytes)
    imports: dict[bytes, Event] = {}
    for subject in subjects(target.action):
        table, _, key = subject.partition(":")
        TABLES[table].refold(store, key, counting(store, subject, imports))
    _follow_up(store, target.action)


def _follow_up(store: Store, action: Action) -> None:
    """What depends on more than one subject: the cards of works, their memory, the curriculum."""
    if isinstance(action, Marked):
        cards.reconcile(store, tuple(action.changes))
    elif isinstance(action, Imported | Edited):
        content.arrange(store)
    elif isinstance(action, Configured) and PARAMETERS in action.values:
        cards.remember_anew(store)


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
        f"AND id NOT IN (SELECT event FROM undone) AND {_FORM} ORDER BY id DESC LIMIT 1",
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
        f"WHERE event.kind NOT IN ('undo', 'redo') AND event.id < ? AND {_FORM} "
        "ORDER BY event.id DESC LIMIT ?",
        *(b"\xff" * 17 if before is None else before, limit),
    )
    return [(row, bool(row["taken_back"])) for row in rows]


def undone(store: Store) -> set[UUID]:
    """The events that do not count now."""
    return {UUID(bytes=row["event"]) for row in store.rows("SELECT event FROM undone")}


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
    before = undone(store)
    store.run("DELETE FROM undone")
    store.run_many(
        "INSERT INTO undone SELECT ?, ? WHERE EXISTS (SELECT 1 FROM event WHERE id = ?)",
        ((target.bytes, undo.bytes, target.bytes) for target, undo in decided.items()),
    )
    return before ^ undone(store)


def is_undone(store: Store, event: UUID) -> bool:
    """Whether an event does not count now."""
    return store.value("SELECT 1 FROM undone WHERE event = ?", event.bytes) is not None


_NEVER_UNDONE = json.dumps(NEVER_UNDONE)


def newest_id(store: Store) -> bytes | None:
    """The id of the last event, whatever it was; None for an empty log."""
    found: bytes | None = store.value(
        f"SELECT id FROM event WHERE {_FORM} ORDER BY id DESC LIMIT 1"  # noqa: S608 - ours
    )
    return found


def newest_at(store: Store) -> datetime | None:
    """When the last event of the log was, by the clock of then; None for an empty log."""
    at: int | None = store.value(
        f"SELECT at FROM event WHERE {_FORM} ORDER BY id DESC LIMIT 1"  # noqa: S608 - ours
    )
    return from_ms(at)


def later_than(store: Store, at: datetime) -> tuple[int, datetime | None]:
    """How many events that count are dated after an instant, and the last of their times."""
    row = store.row(
        "SELECT count(*), max(at) FROM event "  # noqa: S608 - ours
        "WHERE at > ? AND kind NOT IN ('undo', 'redo') "
        f"AND id NOT IN (SELECT event FROM undone) AND {_FORM}",
        to_ms(at),
    )
    number, newest = (0, None) if row is None else row
    return number, from_ms(newest)


def last_done(store: Store) -> Event | None:
    """The event that undo would take back: the newest action of this device that still counts."""
    row = store.row(
        "SELECT * FROM event WHERE kind NOT IN (SELECT value FROM json_each(?)) "  # noqa: S608 - ours
        f"AND {_done_here('event')} AND {_FORM} "
        "AND id NOT IN (SELECT event FROM undone) ORDER BY id DESC LIMIT 1",
        *(_NEVER_UNDONE, _here(store)),
    )
    return None if row is None else from_row(row)


def last_undone(store: Store) -> Event | None:
    """The event that redo would bring back: the last one undone since the newest action, both on
    this device."""
    here = _here(store)
    row = store.row(
        "SELECT event.* FROM undone "  # noqa: S608 - ours
        "JOIN event ON event.id = undone.event "
        "JOIN event AS undo ON undo.id = undone.undo "
        f"WHERE {_done_here('undo')} AND undone.undo > ("
        "  SELECT id FROM event WHERE kind NOT IN (SELECT value FROM json_each(?))"
        f" AND {_done_here('event')} AND {_FORM} ORDER BY id DESC LIMIT 1"
        ") ORDER BY undone.undo DESC LIMIT 1",
        *(here, _NEVER_UNDONE, here),
    )
    return None if row is None else from_row(row)


def is_followed_elsewhere(store: Store, event: UUID) -> bool:
    """Whether anything later was done on another device."""
    found = store.value(
        f"SELECT 1 FROM event WHERE id > ? AND NOT {_done_here('event')} LIMIT 1",  # noqa: S608 - ours
        *(event.bytes, _here(store)),
    )
    return found is not None


def device(store: Store) -> str:
    """The id of this machine's copy of the log, made when first asked for."""
    known = store.value("SELECT value FROM meta WHERE key = 'device'")
    if isinstance(known, str) and DEVICE.fullmatch(known):  # it becomes the name of a folder
        return known
    return new_device(store)


def new_device(store: Store) -> str:
    """Give this copy of the log an id that no other has: also where it turns out to be a copy."""
    new = os.urandom(4).hex()
    known = store.value("SELECT value FROM meta WHERE key = 'device'")
    if isinstance(known, str):
        last = store.value("SELECT hex(max(id)) FROM event WHERE device = ?", known)
        former = json.dumps({**_former(store), known: last})
        store.run("INSERT OR REPLACE INTO meta VALUES ('device.former', ?)", former)
    store.run("INSERT OR REPLACE INTO meta VALUES ('device', ?)", new)
    return new


def _former(store: Store) -> dict[str, str]:
    """The ids that this copy of the log had before, each with the last event done here under it.

    What comes under one of them later was done by another copy, or before a backup was restored.
    """
    try:
        found = json.loads(store.value("SELECT value FROM meta WHERE key = 'device.former'"))
        return {known: last for known, last in found.items() if isinstance(last, str)}
    except (ValueError, TypeError, AttributeError, RecursionError):  # none, or damaged
        return {}


_NO_LAST = "G"
"""Behind the id of every event, as hexadecimal digits."""


def _here(store: Store) -> str:
    """The value for `_done_here`."""
    known = device(store)
    return json.dumps({**_former(store), known: _NO_LAST})


def _done_here(event: str) -> str:
    """The condition that the event of a row was done with this copy of the log; takes `_here`."""
    return (
        "EXISTS (SELECT 1 FROM json_each(?) AS here "  # noqa: S608 - ours
        f"WHERE here.key = {event}.device AND hex({event}.id) <= here.value)"
    )


def latest(now: datetime) -> int:
    """The last millisecond that an event may be of, by its time or its id, to be taken from another
    device: a century ahead, which no id of ours is for long, so that all are taken in the end."""
    return to_ms(now) + _CENTURY


def _next_id(store: Store, now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) of `now` that is larger than every id in the log.

    Where the clock was set back or is behind another device's, it is as much later than the last
    id as `now` is than that event, a millisecond where that is less than nothing or half a year:
    what was done with knowledge of an event comes after it, and what two devices do after it stays
    in the order of time.
    """
    at = to_ms(now)
    row = store.row(f"SELECT id, at FROM event WHERE {_FORM} ORDER BY id DESC LIMIT 1")  # noqa: S608 - ours
    if row is not None and (last := int.from_bytes(row["id"][:6], "big")) >= at:
        passed = at - row["at"]
        at = last + (passed if 0 < passed <= _LONGEST_PAUSE else 1)
    number = (at << 80) | int.from_bytes(os.urandom(10), "big")
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | (7 << 76) | (2 << 62))


def from_row(row: Row) -> Event:
    """The event in a row of the log.

    Raises:
        PayloadError: it is not of a form that is known.
    """
    try:
        id, at = UUID(bytes=row["id"]), instant(row)
        if row["id"] >= _NO_ID:
            raise ValueError(f"the id {id}")
        payload = _payload(row["payload"])
    except _UNREADABLE as error:
        raise PayloadError(f"an event that cannot be read ({error!r})") from error
    return Event(id, str(row["device"]), at, decode(row["kind"], at, payload))


_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
_ODD = re.compile(r"\d{17}|[eE]\+?\d{3}|NaN|Infinity|\\u[dD]")
"""What may stand for a number or a character that the database cannot hold."""


def _payload(text: str) -> Any:
    if not _ODD.search(text):
        return json.loads(text)
    found = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates is no text
    return found


def _whole(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError("a number that is too large")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number that is none")
    return number


_DIGITS = 18


def instant(row: Row) -> datetime:
    """When the event in a row of the log was.

    Raises:
        TypeError, ValueError: at no time that can be.
    """
    at: int = row["at"]
    if not 0 <= at < _NO_CLOCK:
        raise ValueError(f"the time {at}")
    return from_ms(at)
