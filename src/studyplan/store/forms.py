"""Whether the rows that follow from the log and from what ships are of the form in which studyplan
writes them.

SQLite lets anything stand in any column, and a database may come from a stranger. So the tables of
a file that is new to this machine are looked through before anything is read of them, and again
before they are built upon by a sync or a restore. Whoever reads a row need not doubt it: where that
fails nevertheless, they are looked through then, for the sentence that says why.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from studyplan.domain.action import Configured
from studyplan.domain.attempt import Attempt
from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import Interview
from studyplan.domain.links import LinkState
from studyplan.domain.prompt import Prompt, PromptType
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.scheduling import Phase
from studyplan.domain.settings import fits
from studyplan.domain.typed import is_of
from studyplan.domain.wording import Wording
from studyplan.store import (
    attempts,
    content,
    interviews,
    rebuilding,
    settings,
    sharing,
    wordings,
    works,
)
from studyplan.store.engine import Store, StoreError

UNFIT = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What making something of a row may raise that is of another form."""


class Unreadable(StoreError):
    """Rows of a table are of another form; the log has what they should be."""


def check(store: Store) -> None:
    """Look through the tables that follow from the log.

    Raises:
        Unreadable: there is a row in one of them that no studyplan writes.
        StoreError: tables or columns of ours are not there.
    """
    store.row("SELECT id, device, at, kind, payload FROM event LIMIT 1")
    odd = [table for table, columns in _COLUMNS.items() if _is_odd(store, table, columns)]
    if _is_odd(store, "(SELECT DISTINCT day FROM review)", {"day": _DAY}):  # few, and in the key
        odd.append("review")
    odd += [table for table, columns in _SHARED.items() if _is_odd(store, table, columns)]
    odd += [table for table, fit in _DECODED.items() if not _is_fit(store, fit)]
    if odd:
        tables = ", ".join(dict.fromkeys(odd))
        raise Unreadable(
            f"{store.path} has rows that no studyplan writes ({tables}); "
            "`studyplan doctor --rebuild` writes them anew from the log, which has what you did."
        )


def check_if_new(store: Store) -> None:
    """Look through a file that this machine has not looked through yet: a stranger's, or a copy.

    Raises:
        Unreadable: there is a row in it that no studyplan writes.
    """
    mark = "{}:{}".format(*store.file)  # which nobody can know who made it elsewhere
    if store.value("SELECT value FROM meta WHERE key = ?", _LOOKED_AT) == mark:
        return
    check(store)
    with suppress(StoreError):  # while another program writes, it is looked through again later
        store.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", _LOOKED_AT, mark)


def write_anew(store: Store) -> list[bytes]:
    """Write the tables anew from the log, inside the caller's transaction; content comes after.

    Returns:
        The ids of events that cannot be read.
    """
    let_go(store)
    return rebuilding.rebuild(store)


def let_go(store: Store) -> None:
    """Know nothing any more of the shared folder where rows about it are odd: it is read anew."""
    odd = {table: one for table, one in _SHARED.items() if _is_odd(store, table, one)}
    if not odd:
        return
    with store.transaction():
        for table, columns in odd.items():
            store.run(f"DELETE FROM {table} WHERE ({_form(columns)}) IS NOT TRUE")  # noqa: S608 - ours
        sharing.forget_all(store)


def _form(columns: Mapping[str, str]) -> str:
    return " AND ".join(f"({one.format(name)})" for name, one in columns.items())


def _is_odd(store: Store, source: str, columns: Mapping[str, str]) -> bool:
    sql = f"SELECT 1 FROM {source} WHERE ({_form(columns)}) IS NOT TRUE LIMIT 1"  # noqa: S608 - ours
    return store.value(sql) is not None


def _is_fit(store: Store, fit: Callable[[Store], bool]) -> bool:
    try:
        return fit(store)
    except UNFIT:
        return False


_LOOKED_AT = "looked_at"
"""In the table `meta`: which file was looked through."""
_TEXT = "typeof({0}) = 'text'"
_COUNT = "typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 1000000000"
_INSTANT = "typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 16725225600000"  # of the year 2500
_DAY = "typeof({0}) = 'text' AND {0} = date({0}) AND {0} BETWEEN '1970' AND '2700'"
_NUMBER = "typeof({0}) = 'real' AND abs({0}) < 1e9"
_POSITIVE = "typeof({0}) = 'real' AND {0} > 0 AND {0} < 1e9"
_PAIRS = (
    "json_type({0}) = 'array' AND NOT EXISTS (SELECT 1 FROM json_each({0}) AS one WHERE "
    "CASE WHEN one.type = 'array' THEN json_array_length(one.value) <> 2 OR EXISTS ("
    "SELECT 1 FROM json_each(one.value) WHERE type <> 'integer' "
    "OR value NOT BETWEEN 0 AND 16725225600000) ELSE 1 END)"
)


def _one_of(names: Iterable[str]) -> str:
    return f"{{0}} IN ({', '.join(repr(str(name)) for name in names)})"


def _or_null(form: str) -> str:
    return f"{{0}} IS NULL OR {form}"


_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "progress": {
        "resource": _TEXT,
        "status": _one_of(Status),
        "status_at": _or_null(_INSTANT),
        "note": _TEXT,
        "note_at": _or_null(_INSTANT),
        "opened": _COUNT,
        "opened_at": _or_null(_INSTANT),
        "sittings": f"CASE WHEN {{0}} IS NULL THEN 1 WHEN json_valid({{0}}) THEN {_PAIRS} END",
    },
    "card": {
        "id": _TEXT,
        "phase": _one_of(Phase),
        "step": _or_null(_COUNT),
        "due_day": _or_null(_DAY),
        "due_at": _or_null(_INSTANT),
        "stability": f"CASE WHEN difficulty IS NULL THEN {{0}} IS NULL ELSE {_POSITIVE} END",
        "difficulty": _or_null(_POSITIVE),
        "last_at": _or_null(_INSTANT),
        "last_day": _or_null(_DAY),
        "reps": _COUNT,
        "lapses": _COUNT,
        "suspended": "{0} IN (0, 1)",
    },
    "review": {
        "card": _TEXT,
        "event": "typeof({0}) = 'blob' AND length({0}) = 16",
        "at": _INSTANT,
        "grade": "{0} IN (1, 2, 3, 4)",
        "phase": _one_of(Phase),
        "elapsed": _or_null(_COUNT),
        "stability_before": _or_null(_POSITIVE),
        "retrievability": _or_null(_NUMBER),
        "stability": _POSITIVE,
        "difficulty": _POSITIVE,
        "seconds": _or_null(_NUMBER),
        "attempt": _or_null(_TEXT),
    },
    "setting": {"key": _TEXT, "value": _TEXT},
    "work": {"id": _TEXT, "record": _TEXT},
    "wording": {"card": _TEXT, "source": _TEXT},
    "own_interview": {"id": _TEXT, "title": _TEXT, "record": _TEXT},
    "link": {
        "resource": _TEXT,
        "address": _or_null(f"{_TEXT} AND {{0}} GLOB 'http*://*'"),
        "state": _or_null(_one_of(LinkState)),
    },
    "attempt": {"id": _TEXT, "started_at": _INSTANT, "finished_at": _or_null(_INSTANT)},
    "resource": {
        "id": _TEXT,
        "parent": _or_null(_TEXT),
        "position": _COUNT,
        "own": "{0} IN (0, 1)",
        "title": _TEXT,
        "url": _or_null(_TEXT),
        "kind": _one_of(Kind),
        "company": _or_null(_TEXT),
        "year": _or_null(_COUNT),
        "competency": _or_null(_TEXT),
        "difficulty": _COUNT,
        "minutes": _COUNT,
        "search": _TEXT,
    },
    "primer": {"id": _TEXT, "text": _TEXT},
    "prompt": {
        "id": _TEXT,
        "resource": _TEXT,
        "question": _TEXT,
        "type": _one_of(PromptType),
        "points": "CASE WHEN json_valid({0}) THEN json_type({0}) = 'array' END",
        "difficulty": _COUNT,
        "position": _COUNT,
    },
    "interview": {"id": _TEXT, "title": _TEXT},
}
"""Of each column, what must hold of it."""
_ID = "typeof({0}) = 'blob' AND length({0}) = 16"
_DEVICE = "typeof({0}) = 'text' AND length({0}) = 8 AND {0} NOT GLOB '*[^0-9a-f]*'"
_SIZE = "typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 64000000"
_SHARED: Mapping[str, Mapping[str, str]] = {
    "inbox": {"id": _ID, "device": _DEVICE, "at": _INSTANT, "kind": _TEXT, "payload": _TEXT},
    "sync_file": {
        "writer": _DEVICE,
        "name": f"{_TEXT} AND {{0}} NOT GLOB '*/*' AND {{0}} GLOB '[0-9]*.jsonl'",
        "begins": _SIZE,
        "ends": f"{_SIZE} AND {{0}} > begins",
        "line": _SIZE,
        "digest": f"{_TEXT} AND length({{0}}) = 16",
    },
    "sync_device": {
        "id": _DEVICE,
        "name": _TEXT,
        "version": _COUNT,
        "seen_at": _or_null(_INSTANT),
    },
}
"""The same of what is known of a shared folder; `shared` says nothing that is read as a value."""


def _are_settings(store: Store) -> bool:
    values = settings.read(store).values
    return is_of(Configured(values), Configured) and fits(values)


def _are_wordings(store: Store) -> bool:
    cards = [row["card"] for row in store.rows("SELECT card FROM wording")]
    return all(is_of(wordings.read(store, card), Wording) for card in cards)


_DECODED: Mapping[str, Callable[[Store], bool]] = {
    "setting": _are_settings,
    "work": lambda store: is_of(tuple(works.read(store)), tuple[Resource, ...]),
    "wording": _are_wordings,
    "own_interview": lambda store: is_of(interviews.own(store), list[Interview]),
    "attempt": lambda store: is_of(attempts.everything(store), list[Attempt]),
    "competency": lambda store: is_of(content.competencies(store), list[Competency]),
    "resource": lambda store: is_of(content.all_works(store), list[Resource]),
    "prompt": lambda store: is_of(content.asked(store), list[Prompt]),
    "interview": lambda store: is_of(interviews.everything(store), list[Interview]),
}
"""The tables that hold structures: there are few rows in each."""
