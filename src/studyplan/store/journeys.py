"""Under which offsets from UTC things were done here: kept in `meta`, for this file alone."""

import json
from datetime import datetime, timedelta

from studyplan.domain.journey import Since, noted
from studyplan.store.engine import Store, from_ms, to_ms


def read(store: Store) -> tuple[Since, ...]:
    """The offsets, each since its first action, in order of time."""
    kept = store.value("SELECT value FROM meta WHERE key = 'offsets'")
    try:
        return tuple(
            sorted(
                (Since(from_ms(at), timedelta(seconds=s)) for at, s in json.loads(kept or "[]")),
                key=lambda one: one.at,
            )
        )
    except (ValueError, TypeError, ArithmeticError, OSError):  # not as we wrote it
        return ()


def note(store: Store, at: datetime, offset: timedelta) -> None:
    """Remember that something was done under an offset, inside the caller's transaction."""
    known = read(store)
    now = noted(known, at, offset)
    if now != known:
        kept = [[to_ms(one.at), round(one.offset.total_seconds())] for one in now]
        store.run("INSERT OR REPLACE INTO meta VALUES ('offsets', ?)", json.dumps(kept))
