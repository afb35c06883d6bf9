"""The tables written anew from the log, and whether they are what the log says."""

import re
from collections.abc import Iterable, Iterator

from studyplan.domain.action import Event, subjects
from studyplan.domain.payload import PayloadError
from studyplan.store import event_rows, log, recorded
from studyplan.store.engine import SCHEMA, Store

FOLDED = (
    *("setting", "progress", "card", "review", "work", "attempt", "wording", "own_interview"),
    "link",
)
"""The tables that follow from the log and from what ships, and from nothing else."""
CONTENT = ("competency", "resource", "primer", "prompt", "interview", "word")
"""The tables of what ships, and of what the log says beside it."""
OF_THE_LOG = ("subject", "undone")
"""What the log says of itself: which events changed what, and which do not count."""

_FOLDED_BY = "sync.folded"
"""In the table `meta`: the schema of the version that folded what came from other devices."""
_SCHEMA = re.compile("[0-9]{1,6}")


def rebuild(store: Store) -> list[bytes]:
    """Write everything that follows from the log anew, inside the caller's transaction.

    The content tables must be loaded again afterwards: they hold some of it beside what ships.

    Returns:
        The ids of events that cannot be read; they stay in the log and count for nothing.
    """
    for table in (*OF_THE_LOG, "review", *(name for name in FOLDED if name != "review")):
        store.run(f"DELETE FROM {table}")  # noqa: S608 - ours
    unread = _index(store)
    imports: dict[bytes, Event] = {}
    for table, folded in log.TABLES.items():
        rows = store.rows(  # a range, which the key serves; `;` comes after `:`
            "SELECT DISTINCT subject FROM subject WHERE subject >= ? AND subject < ?",
            f"{table}:",
            f"{table};",
        )
        for row in rows:
            subject = str(row["subject"])
            events = recorded.counting(store, subject, imports)
            folded.refold(store, subject.partition(":")[2], events)
    store.run("UPDATE meta SET value = ? WHERE key = ?", str(SCHEMA), _FOLDED_BY)
    return unread


def is_behind(store: Store) -> bool:
    """Whether the tables were folded by an older version, from events of other devices as well:
    some may say what only this version reads in them."""
    folded = store.value("SELECT value FROM meta WHERE key = ?", _FOLDED_BY)
    if folded is None:
        return False
    # A value that cannot be is written anew with the rest.
    return not (isinstance(folded, str) and _SCHEMA.fullmatch(folded)) or int(folded) < SCHEMA


def note(store: Store) -> None:
    """Remember that events of other devices were folded by this version."""
    store.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", _FOLDED_BY, str(SCHEMA))


def _index(store: Store) -> list[bytes]:
    """Fill `subject` and `undone`; the ids of events that cannot be read."""
    unread: list[bytes] = []

    def touched() -> Iterator[tuple[str, bytes]]:
        for row in store.rows("SELECT * FROM event ORDER BY id"):
            try:
                event = event_rows.from_row(row)
            except (PayloadError, ValueError):
                unread.append(row["id"])
                continue
            for subject in dict.fromkeys(subjects(event.action)):
                yield subject, event.id.bytes

    store.run_many("INSERT INTO subject VALUES (?, ?)", touched())
    log.decide_undone(store)
    return unread


def snapshot(store: Store) -> None:
    """Remember the rows as they are now, for `differences`; in a copy that nobody else uses."""
    for table in (*OF_THE_LOG, *FOLDED, *CONTENT):
        store.run(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608 - ours


def differences(store: Store, tables: Iterable[str]) -> dict[str, int]:
    """How many rows of each table are not what they were at the snapshot; tables that agree are
    left out."""
    found = {}
    for table in tables:
        kept, now = f"SELECT * FROM temp.kept_{table}", f"SELECT * FROM main.{table}"  # noqa: S608 - ours
        number = store.value(
            f"SELECT (SELECT count(*) FROM ({kept} EXCEPT {now})) "  # noqa: S608 - ours
            f"+ (SELECT count(*) FROM ({now} EXCEPT {kept}))"
        )
        if number:
            found[table] = int(number)
    return found
