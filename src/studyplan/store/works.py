"""The `work` table: works that a person imported. The content tables take them in from here."""

import json
from collections.abc import Sequence

from studyplan.domain.action import Event
from studyplan.domain.fold import step_work
from studyplan.domain.records import from_record, to_record
from studyplan.domain.resource import Resource
from studyplan.store.engine import Store


def read(store: Store) -> list[Resource]:
    """All works that a person imported, as they corrected them, by id."""
    rows = store.rows("SELECT record FROM work ORDER BY id")
    return [from_record(json.loads(row["record"])) for row in rows]


def find(store: Store, resource: str) -> Resource | None:
    """One work that a person imported, as it is in the log; None where there is none."""
    record = store.value("SELECT record FROM work WHERE id = ?", resource)
    return None if record is None else from_record(json.loads(record))


def apply(store: Store, resource: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, resource, step_work(find(store, resource), resource, event))


def refold(store: Store, resource: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    work: Resource | None = None
    for event in events:
        work = step_work(work, resource, event)
    _write(store, resource, work)


def _write(store: Store, resource: str, work: Resource | None) -> None:
    if work is None:
        store.run("DELETE FROM work WHERE id = ?", resource)
    else:
        record = json.dumps(to_record(work), ensure_ascii=False)
        store.run("INSERT OR REPLACE INTO work VALUES (?, ?)", resource, record)
