"""What the database knows of the folder that it shares: how far each file was read and written,
which events stand there, and what came and is not in the log yet.

Which folder that is belongs to this device, as does all else here: nothing of it is an event.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyplan.store import identity, segments
from studyplan.store.engine import SCHEMA, Store
from studyplan.store.segments import Found, Place, Row

_FOLDER, _REFUSED, _LAST = "sync.folder", "sync.refused", "sync.last"
_WRITING = "sync.writing"
_NUMBER = re.compile("[0-9]{1,13}")
"""As `meta` holds one: a schema, or milliseconds up to the year 2286."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device whose files were read."""

    id: str
    name: str
    schema: int
    """Of the program that wrote its newest file."""
    seen_at: int | None
    """Of its newest event, in milliseconds since 1970; None while there is none."""
    events: int
    """How many stand in its files."""


def folder(store: Store) -> Path | None:
    """The folder that is shared; None where none is."""
    found: str | None = _meta(store, _FOLDER)
    return None if found is None else Path(found)


def set_folder(store: Store, shared: Path) -> None:
    """Share this folder from now on."""
    _set_meta(store, _FOLDER, str(shared))


def forget_all(store: Store) -> None:
    """Know nothing any more of what stands in the folder."""
    for table in ("shared", "sync_file", "sync_device"):
        store.run(f"DELETE FROM {table}")  # noqa: S608 - ours
    store.run("DELETE FROM meta WHERE key = ?", _LAST)


def last(store: Store) -> int | None:
    """When the folder was last read and written, in milliseconds since 1970."""
    return _number(store, _LAST)


def set_last(store: Store, at: int) -> None:
    """Remember when the folder was read and written."""
    _set_meta(store, _LAST, str(at))


def known(store: Store) -> list[str]:
    """The devices of whose files anything is known."""
    return [row[0] for row in store.rows("SELECT DISTINCT writer FROM sync_file ORDER BY writer")]


def places(store: Store, writer: str) -> dict[str, Place]:
    """How far each file of a device was read, or written where it is our own; by its name."""
    rows = store.rows("SELECT * FROM sync_file WHERE writer = ? ORDER BY name", writer)
    return {
        row["name"]: Place(row["begins"], row["ends"], row["line"], row["digest"]) for row in rows
    }


def forget(store: Store, writer: str) -> None:
    """Know nothing of a device's files any more: they are read anew, or their events sent anew."""
    store.run("DELETE FROM shared WHERE writer = ?", writer)
    store.run("DELETE FROM sync_file WHERE writer = ?", writer)


def keep_found(store: Store, writer: str, name: str, found: Found) -> None:
    """Keep what was read of a file: its events in the inbox, and how far that was."""
    store.run_many(
        "INSERT OR IGNORE INTO inbox SELECT ?, ?, ?, ?, ? "
        "WHERE NOT EXISTS (SELECT 1 FROM event WHERE id = ?)",
        ((*row, row[0]) for row in found.events),
    )
    _keep_shared(store, writer, found.events)
    if found.place is not None:
        _keep_place(store, writer, name, found.place)
    if found.header is not None:
        header = found.header
        store.run(
            "INSERT INTO sync_device VALUES (?, ?, ?, NULL) ON CONFLICT (id) DO UPDATE "
            "SET name = excluded.name, version = max(version, excluded.version)",
            *(header.device, header.name, header.schema),
        )
    if found.events:
        newest = max(at for _, _, at, _, _ in found.events)
        store.run(
            "UPDATE sync_device SET seen_at = max(coalesce(seen_at, 0), ?) WHERE id = ?",
            *(newest, writer),
        )


def unsent(store: Store, limit: int) -> list[Row]:
    """Events that stand in no file of the folder, in order: of the log, then of the inbox."""
    found: list[Row] = []
    for table in ("event", "inbox"):
        rows = store.rows(
            f"SELECT * FROM {table} WHERE NOT EXISTS "  # noqa: S608 - ours
            "(SELECT 1 FROM shared WHERE event = id) ORDER BY id LIMIT ?",
            limit - len(found),
        )
        found += segments.rows_of(rows)
    return found


def to_send(store: Store) -> int:
    """How many events stand in no file of the folder."""
    return sum(
        int(
            store.value(
                f"SELECT count(*) FROM {table} WHERE NOT EXISTS "  # noqa: S608 - ours
                "(SELECT 1 FROM shared WHERE event = id)"
            )
        )
        for table in ("event", "inbox")
    )


def are_known(store: Store, rows: Sequence[Row]) -> bool:
    """Whether all of some events are in the log or the inbox."""
    return all(
        store.value(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM event WHERE id = ?1) "
            "OR EXISTS (SELECT 1 FROM inbox WHERE id = ?1)",
            row[0],
        )
        for row in rows
    )


def keep_sent(store: Store, name: str, place: Place | None, rows: Sequence[Row]) -> None:
    """Keep what was written to a file of our own; without a place, nothing of it is whole."""
    here = identity.own(store)
    _keep_shared(store, here, rows)
    if place is not None:
        _keep_place(store, here, name, place)
    store.run("DELETE FROM meta WHERE key = ?", _WRITING)


def send_again(store: Store, there: Collection[bytes]) -> None:
    """Keep as sent no more than the events that stand in our own files; the others are written
    again."""
    rows = store.rows("SELECT event FROM shared WHERE writer = ?", identity.own(store))
    store.run_many(
        "DELETE FROM shared WHERE event = ?",
        ((row["event"],) for row in rows if row["event"] not in there),
    )


def of_ids(store: Store, ids: Iterable[bytes]) -> list[Row]:
    """Events of the log or the inbox by their ids, in the same order; what is in neither is left
    out."""
    sql = "SELECT * FROM event WHERE id = ?1 UNION SELECT * FROM inbox WHERE id = ?1 LIMIT 1"
    return [row for id in ids for row in segments.rows_of(store.rows(sql, id))]


def begin_to_send(store: Store, name: str, place: Place | None) -> None:
    """Remember where a file of our own is about to be written, until `keep_sent`."""
    _set_meta(store, _WRITING, _end(identity.own(store), name, place))


def is_being_sent(store: Store, name: str, place: Place | None) -> bool:
    """Whether a process of ours was killed while, or after, it wrote there."""
    return _meta(store, _WRITING) == _end(identity.own(store), name, place)


def _end(device: str, name: str, place: Place | None) -> str:
    return f"{device}/{name}:{0 if place is None else place.ends}"


def devices(store: Store) -> list[Device]:
    """The other devices, by their ids."""
    rows = store.rows(
        "SELECT d.*, (SELECT count(*) FROM shared WHERE writer = d.id) AS events "
        "FROM sync_device d WHERE id <> ? ORDER BY id",
        identity.own(store),
    )
    return [
        Device(row["id"], row["name"], row["version"], row["seen_at"], row["events"])
        for row in rows
    ]


def names(store: Store) -> dict[str, str]:
    """What each other device is called, by its id."""
    return {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM sync_device")}


def sent(store: Store) -> int:
    """How many events stand in our own files."""
    return int(store.value("SELECT count(*) FROM shared WHERE writer = ?", identity.own(store)))


def waiting(store: Store) -> int:
    """How many events wait for a version that understands them."""
    return int(store.value("SELECT count(*) FROM inbox")) - len(refused(store))


def refused(store: Store) -> set[bytes]:
    """The events of the inbox that a program of this schema cannot fold."""
    try:
        found = json.loads(_meta(store, _REFUSED) or "{}")
        if found.get("schema") != SCHEMA:
            return set()
        events = {bytes.fromhex(one) for one in found["events"]}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return set()  # damaged: they are tried again, and refused again
    return events & {row[0] for row in store.rows("SELECT id FROM inbox")}


def refuse(store: Store, events: Iterable[bytes]) -> None:
    """Remember events of the inbox that cannot be folded; another schema tries them again."""
    ids = sorted(one.hex() for one in refused(store).union(events))
    _set_meta(store, _REFUSED, json.dumps({"schema": SCHEMA, "events": ids}))


def _keep_shared(store: Store, writer: str, rows: Sequence[Row]) -> None:
    store.run_many(
        "INSERT OR REPLACE INTO shared VALUES (?, ?)", ((row[0], writer) for row in rows)
    )


def _keep_place(store: Store, writer: str, name: str, place: Place) -> None:
    store.run(
        "INSERT OR REPLACE INTO sync_file VALUES (?, ?, ?, ?, ?, ?)",
        *(writer, name, place.begins, place.ends, place.line, place.digest),
    )


def _meta(store: Store, key: str) -> str | None:
    found = store.value("SELECT value FROM meta WHERE key = ?", key)
    return found if isinstance(found, str) else None  # another kind of value is nobody's of ours


def _number(store: Store, key: str) -> int | None:
    found = _meta(store, key)
    return int(found) if found is not None and _NUMBER.fullmatch(found) else None


def _set_meta(store: Store, key: str, value: str) -> None:
    store.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)
