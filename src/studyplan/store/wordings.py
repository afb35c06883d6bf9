"""The `wording` table: a person's own questions, and their edits of those that ship.

It stays apart from `prompt`, which holds what ships: an edit wins where a card is read, and the
shipped text is still there. What has no shipped text (an own question, or an edit of one that a
later version has dropped) gets a row in `prompt` from here.
"""

import json
from collections.abc import Sequence

from studyplan.domain.action import Event
from studyplan.domain.fold import step_wording
from studyplan.domain.prompt import PromptType
from studyplan.domain.wording import Wording, source_of
from studyplan.store import cards
from studyplan.store.engine import Store

_MEDIUM = 2


def read(store: Store, card: str) -> Wording | None:
    """A person's own words for a card, or None."""
    row = store.row("SELECT question, points, follow_up FROM wording WHERE card = ?", card)
    if row is None:
        return None
    return Wording(row["question"], tuple(json.loads(row["points"])), row["follow_up"])


def apply(store: Store, card: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, card, step_wording(None, event))


def refold(store: Store, card: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    wording: Wording | None = None
    for event in events:
        wording = step_wording(wording, event)
    _write(store, card, wording)


def place(store: Store, card: str | None = None) -> None:
    """Bring the rows in `prompt` of what does not ship up to date: one card's, or all of them.

    Its place among new cards is behind the questions that ship with its source.
    """
    of_one, card_of = ("", ()) if card is None else (" AND {} = ?", (card,))
    store.run(
        f"DELETE FROM prompt WHERE type = ?{of_one.format('id')}",  # noqa: S608 - ours
        *(PromptType.OWN, *card_of),
    )
    # The last question that ships on its source, or on the nearest one before that has any.
    store.run(
        "INSERT INTO prompt "  # noqa: S608 - ours
        "(id, resource, competency, type, difficulty, position, question, "
        "points, follow_up) "
        "SELECT w.card, r.id, r.competency, ?, ?, 1 + coalesce("
        " (SELECT max(position) FROM prompt WHERE type <> ? AND resource = ("
        "  SELECT s.id FROM resource s WHERE s.position <= r.position"
        "  AND EXISTS (SELECT 1 FROM prompt q WHERE q.resource = s.id AND q.type <> ?)"
        "  ORDER BY s.position DESC LIMIT 1)), 0), "
        "w.question, w.points, w.follow_up "
        "FROM wording w JOIN resource r ON r.id = w.source "
        f"WHERE w.card NOT IN (SELECT id FROM prompt){of_one.format('w.card')}",
        *(PromptType.OWN, _MEDIUM, PromptType.OWN, PromptType.OWN, *card_of),
    )


def _write(store: Store, card: str, wording: Wording | None) -> None:
    if wording is None:
        store.run("DELETE FROM wording WHERE card = ?", card)
    else:
        store.run(
            "INSERT OR REPLACE INTO wording (card, source, question, points, follow_up) "
            "VALUES (?, ?, ?, ?, ?)",
            card,
            source_of(card),
            wording.question,
            json.dumps(wording.points, ensure_ascii=False),
            wording.follow_up,
        )
    place(store, card)
    cards.reconcile(store, [source_of(card)])
    cards.drop_unasked(store, card)
