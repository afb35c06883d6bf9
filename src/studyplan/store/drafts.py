"""The `draft` table: notes while they are being typed. Not in the log until the edit ends."""

from datetime import datetime

from studyplan.store.engine import Store, to_ms


def keep(store: Store, resource: str, text: str, now: datetime) -> None:
    """Keep `text` as the unfinished note of a work."""
    store.run("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", resource, text, to_ms(now))


def drop(store: Store, resource: str) -> None:
    """Forget the draft of a work: its text is in the log, or was thrown away."""
    store.run("DELETE FROM draft WHERE resource = ?", resource)


def all_kept(store: Store) -> dict[str, str]:
    """Every draft, by work."""
    return {row[0]: row[1] for row in store.rows("SELECT resource, text FROM draft")}
