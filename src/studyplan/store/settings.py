"""The `setting` table: what a person has set, as JSON."""

import json
from collections.abc import Sequence

from studyplan.domain.action import Event
from studyplan.domain.fold import step_setting
from studyplan.domain.settings import PARAMETERS, Json, Settings
from studyplan.store.engine import Store


def read(store: Store) -> Settings:
    """All settings, the defaults filled in."""
    rows = store.rows("SELECT key, value FROM setting")
    return Settings({row["key"]: json.loads(row["value"]) for row in rows})


def parameters(store: Store) -> tuple[float, ...]:
    """The parameters of FSRS that hold now."""
    text = store.value("SELECT value FROM setting WHERE key = ?", PARAMETERS)
    return Settings({} if text is None else {PARAMETERS: json.loads(text)}).parameters


def apply(store: Store, key: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, key, step_setting(None, key, event))


def refold(store: Store, key: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    value: Json = None
    for event in events:
        value = step_setting(value, key, event)
    _write(store, key, value)


def _write(store: Store, key: str, value: Json) -> None:
    if value is None:
        store.run("DELETE FROM setting WHERE key = ?", key)
    else:
        store.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, json.dumps(value))
