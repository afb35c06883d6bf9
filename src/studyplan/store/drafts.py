"""The `draft` table: what is being typed. Not in the log until the edit ends.

A note stands under the id of its work; a question under `wording:` and the id of its card, or of
what a new one is about; an answer to a card under `attempt:` and the id of the card. Behind that
comes the number of the process, so that two windows never type over each other.
"""

from dataclasses import dataclass
from datetime import datetime

from studyplan.store.engine import Store, from_ms, to_ms

WORDING, ATTEMPT = "wording:", "attempt:"
_BY = "@"
"""Between what is typed and the number of the process; no id has it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has typed, and in which process."""

    resource: str
    """What it is of, as above."""
    text: str
    process: int
    at: datetime


def keep(store: Store, draft: Draft) -> None:
    """Keep what is unfinished, in place of what this process kept of the same before."""
    store.run(
        "INSERT OR REPLACE INTO draft (resource, text, process, at) VALUES (?, ?, ?, ?)",
        f"{draft.resource}{_BY}{draft.process}",
        draft.text,
        draft.process,
        to_ms(draft.at),
    )


def drop(store: Store, resource: str, process: int) -> None:
    """Forget the draft of a process: its text is in the log, or was thrown away."""
    store.run("DELETE FROM draft WHERE resource = ?", f"{resource}{_BY}{process}")
    # As versions before this one kept it: one of each work.
    store.run("DELETE FROM draft WHERE resource = ? AND process = ?", resource, process)


def kept(store: Store, kind: str = "") -> list[Draft]:
    """Every draft of a kind (`WORDING` or `ATTEMPT`; without one, of notes), oldest first."""
    rows = store.rows(  # what is of another form was kept by nobody, and says nothing
        "SELECT resource, text, process, at FROM draft WHERE typeof(resource) = 'text' "
        "AND typeof(text) = 'text' AND typeof(process) = 'integer' AND process > 0 "
        "AND process < 1 << 31 AND typeof(at) = 'integer' AND at BETWEEN 0 AND 1 << 43 ORDER BY at"
    )
    found = [
        Draft(row["resource"].partition(_BY)[0], row["text"], row["process"], from_ms(row["at"]))
        for row in rows
    ]
    return [one for one in found if _kind(one.resource) == kind]


def _kind(resource: str) -> str:
    return next((kind for kind in (WORDING, ATTEMPT) if resource.startswith(kind)), "")
