"""Which copy of the log this is: the id under which it writes, and those it had before."""

import json
import os

from studyplan.store.engine import Store
from studyplan.store.shared_folder import DEVICE


def own(store: Store) -> str:
    """The id of this machine's copy of the log, made when first asked for."""
    known = store.value("SELECT value FROM meta WHERE key = 'device'")
    if isinstance(known, str) and DEVICE.fullmatch(known):  # it becomes the name of a folder
        return known
    return renew(store)


def renew(store: Store) -> str:
    """Give this copy of the log an id that no other has: also where it turns out to be a copy."""
    new = os.urandom(4).hex()
    known = store.value("SELECT value FROM meta WHERE key = 'device'")
    if isinstance(known, str):
        last = store.value("SELECT hex(max(id)) FROM event WHERE device = ?", known)
        former = json.dumps({**_former(store), known: last})
        store.run("INSERT OR REPLACE INTO meta VALUES ('device.former', ?)", former)
    store.run("INSERT OR REPLACE INTO meta VALUES ('device', ?)", new)
    return new


def _former(store: Store) -> dict[str, str]:
    """The ids that this copy of the log had before, each with the last event done here under it.

    What comes under one of them later was done by another copy, or before a backup was restored.
    """
    try:
        found = json.loads(store.value("SELECT value FROM meta WHERE key = 'device.former'"))
        return {known: last for known, last in found.items() if isinstance(last, str)}
    except (ValueError, TypeError, AttributeError, RecursionError):  # none, or damaged
        return {}


_NO_LAST = "G"
"""Behind the id of every event, as hexadecimal digits."""


def named(store: Store) -> str:
    """The value for `done_here`."""
    known = own(store)
    return json.dumps({**_former(store), known: _NO_LAST})


def done_here(event: str) -> str:
    """The condition that the event of a row was done with this copy of the log; takes `named`."""
    return (
        "EXISTS (SELECT 1 FROM json_each(?) AS here "  # noqa: S608 - ours
        f"WHERE here.key = {event}.device AND hex({event}.id) <= here.value)"
    )
