"""The `interview` table: the mock interviews that ship and a person's own, side by side.

A person's own are folded from the log into `own_interview`; their rows in `interview` follow.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from studyplan.domain.action import Event
from studyplan.domain.fold import step_interview
from studyplan.domain.interview import Interview
from studyplan.domain.records import to_interview
from studyplan.store.engine import Store

_OWN_COME_FIRST = -1


def write(store: Store, interviews: Iterable[Interview]) -> None:
    """Put these shipped interviews in place of those before, inside the caller's transaction."""
    store.run("DELETE FROM interview")
    store.run_many(
        "INSERT INTO interview (id, position, title, record) VALUES (?, ?, ?, ?)",
        ((one.id, position, one.title, _json(one)) for position, one in enumerate(interviews)),
    )
    for row in store.rows("SELECT id FROM own_interview"):
        _place(store, row["id"])


def read(store: Store, interview: str) -> Interview | None:
    """One interview, or None."""
    record = store.value("SELECT record FROM interview WHERE id = ?", interview)
    return None if record is None else to_interview(json.loads(record))


def everything(store: Store) -> list[Interview]:
    """Every interview: a person's own, then the others in the order in which they ship."""
    rows = store.rows("SELECT record FROM interview ORDER BY position, id")
    return [to_interview(json.loads(row["record"])) for row in rows]


def own(store: Store) -> list[Interview]:
    """A person's own interviews, as they are in the table that follows from the log."""
    rows = store.rows("SELECT record FROM own_interview ORDER BY id")
    return [to_interview(json.loads(row["record"])) for row in rows]


def apply(store: Store, interview: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, interview, step_interview(None, interview, event))


def refold(store: Store, interview: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    one: Interview | None = None
    for event in events:
        one = step_interview(one, interview, event)
    _write(store, interview, one)


def _write(store: Store, id: str, one: Interview | None) -> None:
    if one is None:
        store.run("DELETE FROM own_interview WHERE id = ?", id)
    else:
        row = (id, one.title, _json(one))
        store.run("INSERT OR REPLACE INTO own_interview (id, title, record) VALUES (?, ?, ?)", *row)
    _place(store, id)


def _place(store: Store, id: str) -> None:
    """Bring the row beside those that ship up to the person's own."""
    store.run("DELETE FROM interview WHERE id = ? AND position = ?", id, _OWN_COME_FIRST)
    store.run(
        "INSERT OR IGNORE INTO interview (id, position, title, record) "
        "SELECT id, ?, title, record FROM own_interview WHERE id = ?",
        _OWN_COME_FIRST,
        id,
    )


def _json(one: Interview) -> str:
    return json.dumps(asdict(one), ensure_ascii=False)
