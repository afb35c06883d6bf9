"""The `draft` table: notes while they are being typed. Not in the log until the edit ends."""

from dataclasses import dataclass
from datetime import datetime

from studyplan.store.engine import Store, to_ms


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has typed, and in which process."""

    resource: str
    text: str
    process: int


def keep(store: Store, draft: Draft, now: datetime) -> None:
    """Keep the unfinished note of a work."""
    store.run(
        "INSERT OR REPLACE INTO draft (resource, text, process, at) VALUES (?, ?, ?, ?)",
        draft.resource,
        draft.text,
        draft.process,
        to_ms(now),
    )


def drop(store: Store, resource: str) -> None:
    """Forget the draft of a work: its text is in the log, or was thrown away."""
    store.run("DELETE FROM draft WHERE resource = ?", resource)


def kept(store: Store) -> list[Draft]:
    """Every draft."""
    rows = store.rows("SELECT resource, text, process FROM draft ORDER BY at")
    return [Draft(row["resource"], row["text"], row["process"]) for row in rows]
