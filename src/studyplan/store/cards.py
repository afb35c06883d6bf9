"""The `card` and `review` tables: what is scheduled, and every grade it was given."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from studyplan.domain.action import Event
from studyplan.domain.fold import Review, fold_card, remember, step_card
from studyplan.domain.memory import Grade, Memory
from studyplan.domain.scheduling import Card, Phase
from studyplan.store import settings
from studyplan.store.engine import Row, Store, from_iso, from_ms, to_iso, to_ms

_OF_CARD = "event IN (SELECT event FROM subject WHERE subject = 'card:' || ?)"
"""The reviews of a card, by the key and not by going through them all."""


def read(store: Store, card: str) -> Card | None:
    """One card, or None where it was never made."""
    row = store.row("SELECT * FROM card WHERE id = ?", card)
    return None if row is None else from_row(row)


def from_row(row: Row) -> Card:
    """The card in a row of the table `card`."""
    memory = None
    if row["stability"] is not None:
        memory = Memory(row["stability"], row["difficulty"])
    return Card(
        id=row["id"],
        phase=Phase(row["phase"]),
        step=row["step"],
        due_day=from_iso(row["due_day"]),
        due_at=from_ms(row["due_at"]),
        memory=memory,
        last_at=from_ms(row["last_at"]),
        last_day=from_iso(row["last_day"]),
        reps=row["reps"],
        lapses=row["lapses"],
        suspended=bool(row["suspended"]),
    )


def reviews(store: Store, card: str) -> list[Review]:
    """Every grade of one card, oldest first."""
    rows = store.rows(f"SELECT * FROM review WHERE {_OF_CARD} ORDER BY event", card)  # noqa: S608 - ours
    return [_review(row) for row in rows]


def all_reviews(store: Store) -> dict[str, list[Review]]:
    """Every grade of every card, oldest first, by the card."""
    found: dict[str, list[Review]] = {}
    for row in store.rows("SELECT * FROM review ORDER BY card, event"):
        found.setdefault(row["card"], []).append(_review(row))
    return found


def _review(row: Row) -> Review:
    return Review(
        event=UUID(bytes=row["event"]),
        card=row["card"],
        at=from_ms(row["at"]),
        day=from_iso(row["day"]),
        grade=Grade(row["grade"]),
        phase=Phase(row["phase"]),
        elapsed=row["elapsed"],
        stability_before=row["stability_before"],
        retrievability=row["retrievability"],
        stability=row["stability"],
        difficulty=row["difficulty"],
        seconds=row["seconds"],
        attempt=row["attempt"],
    )


def grades(store: Store, *, without: str) -> Iterator[tuple[str, date, Grade]]:
    """Card, study day and grade of every review, in the order of the log.

    Args:
        without: how the ids of cards begin whose grades are none of memory.
    """
    for row in store.rows(
        "SELECT card, day, grade FROM review WHERE card NOT LIKE ? ORDER BY event", f"{without}%"
    ):
        yield row["card"], from_iso(row["day"]), Grade(row["grade"])


def predicted(
    store: Store, width: int, *, since: date, without: str
) -> list[tuple[float, int, int]]:
    """By bins of the predicted retrievability, ascending: the sum of it, how many reviews were
    recalled, and how many there were; of reviews on a later study day.

    Args:
        width: of a bin, in hundredths.
        since: the first study day whose reviews are meant; learning steps are none.
        without: how the ids of cards begin whose grades are none of memory.
    """
    rows = store.rows(
        "SELECT sum(retrievability), sum(grade > ?), count(*) FROM review "
        "WHERE phase = ? AND day >= ? AND elapsed > 0 AND instr(card, ?) <> 1 "
        "GROUP BY min(CAST(retrievability * 100 AS INTEGER), 99) / ? "
        "ORDER BY min(CAST(retrievability * 100 AS INTEGER), 99) / ?",
        *(Grade.AGAIN, Phase.REVIEW, since.isoformat(), without, width, width),
    )
    return [(total, recalled, reviews) for total, recalled, reviews in rows]


def apply(store: Store, card: str, event: Event) -> None:
    """Take one step of the fold."""
    before = read(store, card) or Card(card)
    after, review = step_card(before, event, settings.parameters(store))
    _write(store, after)
    if review is not None:
        _write_reviews(store, [review])


def refold(store: Store, card: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    state, seen = fold_card(card, events, settings.parameters(store))
    _write(store, state)
    store.run(f"DELETE FROM review WHERE {_OF_CARD}", card)  # noqa: S608 - ours
    _write_reviews(store, seen)


def remember_anew(store: Store) -> None:
    """Write what the parameters that hold now make of every card's grades: its memory.

    What was decided at each grade (phase, step, due) stays. From the rows of `review`, which say
    the same of grades and days as the log, for the log of years would have to be decoded.
    """
    parameters = settings.parameters(store)
    rows = store.rows("SELECT card, day, event, grade, elapsed FROM review ORDER BY card, event")
    by_card = [(card, list(group)) for card, group in groupby(rows, lambda row: str(row["card"]))]
    latest: dict[str, Memory] = {}

    def reviewed() -> Iterator[tuple[float | None, float | None, float, float, str, bytes]]:
        for card, group in by_card:
            grades = ((Grade(row["grade"]), row["elapsed"]) for row in group)
            for row, (before, recall, after) in zip(
                group, remember(grades, parameters), strict=True
            ):
                latest[card] = after
                stable = before.stability if before else None
                yield stable, recall, after.stability, after.difficulty, row["day"], row["event"]

    store.run_many(
        "UPDATE review SET stability_before = ?, retrievability = ?, stability = ?, "
        "difficulty = ? WHERE day = ? AND event = ?",
        reviewed(),
    )
    store.run_many(
        "UPDATE card SET stability = ?, difficulty = ? WHERE id = ?",
        ((after.stability, after.difficulty, card) for card, after in latest.items()),
    )


def reconcile(store: Store, resources: Sequence[str]) -> None:
    """Make the cards of works that are read; remove untouched cards of works that are not.

    A person's own question is asked whatever the status of its work.
    """
    for resource in resources:
        status = store.value("SELECT status FROM progress WHERE resource = ?", resource)
        if status != "read":
            store.run(
                "DELETE FROM card WHERE reps = 0 AND NOT suspended "
                "AND id IN (SELECT id FROM prompt WHERE resource = ?)",
                resource,
            )
        store.run(
            "INSERT OR IGNORE INTO card (id, phase, reps, lapses, suspended) "
            "SELECT id, 'new', 0, 0, 0 FROM prompt WHERE resource = ? AND (type = 'own' OR ?)",
            *(resource, status == "read"),
        )


def drop_unasked(store: Store, card: str | None = None) -> None:
    """Remove the untouched cards of questions that are gone; what was graded waits for them.

    With `card`, only that one is looked at.
    """
    of_one, card_of = ("", ()) if card is None else (" AND id = ?", (card,))
    store.run(
        "DELETE FROM card WHERE reps = 0 AND NOT suspended "  # noqa: S608 - ours
        f"AND id NOT IN (SELECT id FROM prompt){of_one}",
        *card_of,
    )


def _write(store: Store, card: Card) -> None:
    if card == Card(card.id):  # untouched: it stands only while its work is read
        store.run("DELETE FROM card WHERE id = ?", card.id)
        resource = store.value("SELECT resource FROM prompt WHERE id = ?", card.id)
        return reconcile(store, [resource] if resource else [])
    memory = card.memory
    store.run(
        "INSERT OR REPLACE INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        card.id,
        str(card.phase),
        card.step,
        to_iso(card.due_day),
        to_ms(card.due_at),
        memory.stability if memory else None,
        memory.difficulty if memory else None,
        to_ms(card.last_at),
        to_iso(card.last_day),
        card.reps,
        card.lapses,
        card.suspended,
    )
    return None


def _write_reviews(store: Store, seen: Sequence[Review]) -> None:
    store.run_many(
        "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                to_iso(review.day),
                review.event.bytes,
                review.card,
                int(review.grade),
                str(review.phase),
                review.elapsed,
                review.stability_before,
                review.retrievability,
                review.seconds,
                to_ms(review.at),
                review.stability,
                review.difficulty,
                review.attempt,
            )
            for review in seen
        ),
    )
