"""Everything a person owns as one JSON file, and taking it in again.

The file is the log. Taking it in is what a sync does with another device's events: the union of
both logs, so that doing it twice does nothing, and into an empty data folder it gives the same
study. All of a file is taken in, or nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from studyplan.domain.journey import Since
from studyplan.domain.payload import PayloadError
from studyplan.exchange import full_json
from studyplan.exchange.full_json import Export
from studyplan.store import event_rows, journeys, merging, recorded, segments
from studyplan.store.engine import SCHEMA, Row, from_ms, to_ms
from studyplan.study import backing_up, writing
from studyplan.study.session import Refused, Study, take_in_content
from studyplan.study.writing import Made, Report

_EVERY = 500
"""Events after which it is told how far it is."""
_STATE = {
    "settings": "SELECT key, value FROM setting ORDER BY key",
    "works": "SELECT p.resource AS id, r.title, r.url, p.status, p.status_at, p.note, p.note_at, "
    "p.opened, p.opened_at, p.sittings FROM progress p LEFT JOIN resource r ON r.id = p.resource "
    "ORDER BY p.resource",
    "cards": "SELECT c.id, coalesce(w.question, q.question) AS question, c.phase, c.due_day, "
    "c.due_at, c.stability, c.difficulty, c.last_at, c.reps, c.lapses, c.suspended FROM card c "
    "LEFT JOIN prompt q ON q.id = c.id LEFT JOIN wording w ON w.card = c.id ORDER BY c.id",
    "interviews": "SELECT id, interview, started_at, finished_at, scores, notes FROM attempt "
    "ORDER BY id",
}
"""What is readable of the state, in a form that no event hangs on."""
_JSON = ("value", "sittings", "scores", "notes")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a file did, or would do."""

    events: int
    """Of the file."""
    new: int
    """Of them, not in the log yet."""
    waiting: int
    """Of a newer studyplan: kept, and applied once this one is upgraded."""

    def as_dict(self) -> dict[str, int]:
        """As JSON values."""
        return asdict(self)


def export(
    study: Study, path: Path, *, force: bool = False, report: Report = writing.silent
) -> Made:
    """Write everything to a file; one that was written so before is replaced.

    Raises:
        Refused: the file cannot be written, or is another one and `force` is not given.
    """
    with study.store.reading():
        found, left_out = _read(study, report)
        readable = {name: _state(study, sql) for name, sql in _STATE.items()}
    data = b"".join(full_json.write(found, readable))
    there = writing.write(path, data, full_json.is_export, force=force)
    counts = {"action": len(found.events) + len(found.waiting), "unreadable row": left_out}
    return Made(there, counts)


def _read(study: Study, report: Report) -> tuple[Export, int]:
    """What the database holds, and how many rows of it no studyplan has written."""
    events: list[dict[str, Any]] = []
    waiting: dict[str, dict[str, Any]] = {}
    left_out = 0
    of = int(study.store.value("SELECT (SELECT count(*) FROM event) + count(*) FROM inbox"))
    rows = study.store.rows("SELECT *, 1 AS logged FROM event UNION ALL SELECT *, 0 FROM inbox")
    for done, row in enumerate(rows):
        if done % _EVERY == 0:
            report("reading", done, of)
        try:
            event = _normal(row)
        except (ValueError, TypeError, RecursionError):
            left_out += 1
            continue
        if row["logged"] and _is_understood(row):
            events.append(event)
        else:
            waiting.setdefault(event["id"], event)
    events.sort(key=lambda event: str(event["id"]))
    clocks = tuple(
        (to_ms(one.at), round(one.offset.total_seconds())) for one in journeys.read(study.store)
    )
    ordered = [waiting[id] for id in sorted(waiting)]
    return Export(SCHEMA, clocks, events, ordered), left_out


def _normal(row: Row) -> dict[str, Any]:
    """An event as whoever takes it in will write it again."""
    id, device, at, kind, payload = next(segments.rows_of([row]))
    event = {"id": str(UUID(bytes=id)), "device": device, "at": at, "kind": kind}
    event["payload"] = json.loads(payload)
    kept = segments.row_of(event, _NEVER)[-1]
    if kept != payload:
        event["payload"] = json.loads(kept)
    return event


_NEVER = 2**48
"""Later, in milliseconds, than any event can be."""


def _is_understood(row: Row) -> bool:
    try:
        event_rows.from_row(row)
    except PayloadError:
        return False
    return True


def _state(study: Study, sql: str) -> list[dict[str, Any]]:
    return [
        {key: _shown(key, row[key]) for key in row.keys()}  # noqa: SIM118 - of a row of sqlite3
        for row in study.store.rows(sql)
    ]


def _shown(key: str, value: Any) -> Any:
    """A value as another program reads it: instants in ISO, structures as such."""
    if value is None:
        return None
    if key.endswith("_at") and isinstance(value, int):
        return from_ms(value).astimezone(UTC).isoformat(timespec="milliseconds")
    if key in _JSON:
        return json.loads(value)
    return round(value, 4) if isinstance(value, float) else value


def is_export(path: Path) -> bool:
    """Whether a file is an export of everything, by how it begins."""
    try:
        with path.expanduser().open("rb") as opened:
            return full_json.is_export(opened.read(4096))
    except OSError:
        return False


def look_into(study: Study, path: Path) -> TakenIn:
    """What taking in an export would do. Nothing is changed.

    Raises:
        Refused: it is none, or is damaged.
    """
    _, rows = _checked(study, path, writing.silent)
    return _compared(study, rows)


def take_in(study: Study, path: Path, report: Report = writing.silent) -> TakenIn:
    """Take the events of an export into the log: those that are not there yet.

    A backup is made before where anything was done here. The offsets of clocks are taken over
    where none are known here.

    Raises:
        Refused: it is no export, or is damaged; nothing was changed.
        StoreError: one of its events cannot be applied; nothing was changed.
    """
    export, rows = _checked(study, path, report)
    found = _compared(study, rows)
    if found.new and recorded.newest_id(study.store) is not None:
        backing_up.make(study, "import")
    report("merging", 0, len(rows))
    with study.store.transaction():
        merging.merge(study.store, rows, lambda: take_in_content(study, anew=True))
        if not journeys.read(study.store):
            for at, offset in export.clocks:
                since = Since(from_ms(at), timedelta(seconds=offset))
                journeys.note(study.store, since.at, since.offset)
        if rows:
            study.introduce()  # whoever brings a log was asked the first questions before
    return found


def _compared(study: Study, rows: list[segments.Row]) -> TakenIn:
    known = {
        row[0] for row in study.store.rows("SELECT id FROM event UNION ALL SELECT id FROM inbox")
    }
    new = [row for row in rows if row[0] not in known]
    waiting = sum(not _decodes(row) for row in new)
    return TakenIn(len(rows), len(new) - waiting, waiting)


def _decodes(row: segments.Row) -> bool:
    return _is_understood(dict(zip(_COLUMNS, row, strict=True)))  # type: ignore[arg-type]


_COLUMNS = ("id", "device", "at", "kind", "payload")


def _checked(study: Study, path: Path, report: Report) -> tuple[Export, list[segments.Row]]:
    """An export, and its events as the log keeps them, each of a form that can be."""
    report("reading", 0, 1)
    try:
        export = full_json.read(path.expanduser())
    except full_json.Unfit as error:
        raise Refused(f"{path}: {error} Nothing was changed.") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from error
    rows = list(_rows(study, path, export))
    return export, rows


def _rows(study: Study, path: Path, export: Export) -> Iterator[segments.Row]:
    latest = event_rows.latest(study.clock.now())
    seen: dict[bytes, str] = {}
    numbered = [(f"event {n}", one) for n, one in enumerate(export.events, 1)]
    numbered += [(f"waiting event {n}", one) for n, one in enumerate(export.waiting, 1)]
    for place, (which, record) in enumerate(numbered):
        try:
            row = segments.row_of(dict(record), latest)
        except ValueError as error:
            raise Refused(f"{path}: {which} {error}. Nothing was changed.") from error
        if row[0] in seen:
            raise Refused(f"{path}: {which} has the id of {seen[row[0]]}. Nothing was changed.")
        seen[row[0]] = which
        # What its own writer understood, and was no newer than we are, has to be understood here.
        if place < len(export.events) and export.schema <= SCHEMA and not _decodes(row):
            raise Refused(f"{path}: {which} is no action of studyplan. Nothing was changed.")
        yield row
