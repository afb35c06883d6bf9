"""The `attempt` table, folded from the log, and `running`: the attempt that is being made now.

What is typed and how the clock stands is kept in `running` every second; it becomes an event, and
the row goes, when a stage is left and when the clock is paused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studyplan.domain.action import Event
from studyplan.domain.attempt import Attempt, step_attempt
from studyplan.domain.interview import Dimension, StageName
from studyplan.domain.typed import is_of
from studyplan.store import presence
from studyplan.store.engine import Row, Store, from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Running:
    """What is not in the log yet, and the process that is at it."""

    attempt: str
    stage: StageName
    notes: Mapping[StageName, str]
    seconds: Mapping[StageName, float]
    revealed: tuple[str, ...]
    process: int


def read(store: Store, attempt: str) -> Attempt | None:
    """One attempt, or None where it was never begun."""
    row = store.row("SELECT * FROM attempt WHERE id = ?", attempt)
    return None if row is None else _from_row(row)


def everything(store: Store, interview: str | None = None) -> list[Attempt]:
    """The attempts at one interview, or at all of them, oldest first."""
    rows = store.rows(
        "SELECT * FROM attempt WHERE ? IS NULL OR interview = ? ORDER BY started_at, id",
        interview,
        interview,
    )
    return [_from_row(row) for row in rows]


def unfinished(store: Store) -> list[tuple[Attempt, str]]:
    """The attempts that are not finished, the newest first, each with its interview's title."""
    rows = store.rows(
        "SELECT a.*, i.title FROM attempt a JOIN interview i ON i.id = a.interview "
        "WHERE a.finished_at IS NULL ORDER BY a.started_at DESC"
    )
    return [(_from_row(row), row["title"]) for row in rows]


def finished_between(store: Store, begin: datetime, end: datetime) -> list[Attempt]:
    """The attempts that came to an end from `begin` to just before `end`."""
    rows = store.rows(
        "SELECT * FROM attempt WHERE finished_at >= ? AND finished_at < ?", to_ms(begin), to_ms(end)
    )
    return [_from_row(row) for row in rows]


def apply(store: Store, attempt: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, attempt, step_attempt(read(store, attempt), event))


def refold(store: Store, attempt: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    state: Attempt | None = None
    for event in events:
        state = step_attempt(state, event)
    _write(store, attempt, state)


def _write(store: Store, attempt: str, state: Attempt | None) -> None:
    if state is None:
        store.run("DELETE FROM attempt WHERE id = ?", attempt)
        return
    store.run(
        "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        state.id,
        state.interview,
        _json(state.plan),
        to_ms(state.started_at),
        str(state.stage),
        _json(state.notes),
        _json(state.seconds),
        _json(state.revealed),
        to_ms(state.finished_at),
        _json(state.scores),
    )


def _from_row(row: Row) -> Attempt:
    return Attempt(
        id=row["id"],
        interview=row["interview"],
        plan=_by_stage(row["plan"]),
        started_at=from_ms(row["started_at"]),
        stage=StageName(row["stage"]),
        notes=_by_stage(row["notes"]),
        seconds=_by_stage(row["seconds"]),
        revealed=tuple(json.loads(row["revealed"])),
        finished_at=from_ms(row["finished_at"]),
        scores={Dimension(name): score for name, score in json.loads(row["scores"]).items()},
    )


# ------------------------------------------------------------------------------ the running one


def keep(store: Store, running: Running, now: datetime) -> None:
    """Keep how a running attempt stands."""
    presence.show(store.path.parent)
    store.run(
        "INSERT OR REPLACE INTO running VALUES (?, ?, ?, ?, ?, ?, ?)",
        running.attempt,
        str(running.stage),
        _json(running.notes),
        _json(running.seconds),
        _json(running.revealed),
        running.process,
        to_ms(now),
    )


def kept(store: Store, attempt: str) -> Running | None:
    """What is kept of an attempt beyond the log; None where the log has everything, and where what
    is kept cannot be read."""
    row = store.row("SELECT * FROM running WHERE attempt = ?", attempt)
    if row is None:
        return None
    try:
        found = Running(
            attempt=row["attempt"],
            stage=StageName(row["stage"]),
            notes=_by_stage(row["notes"]),
            seconds=_by_stage(row["seconds"]),
            revealed=tuple(json.loads(row["revealed"])),
            process=row["process"],
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return found if is_of(found, Running) else None


def drop(store: Store, attempt: str) -> None:
    """Forget what was kept: it is in the log now."""
    store.run("DELETE FROM running WHERE attempt = ?", attempt)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _by_stage(text: str) -> dict[StageName, Any]:
    return {StageName(name): value for name, value in json.loads(text).items()}
