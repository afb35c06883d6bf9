"""Links: what a person said of them (`link`, a fold of the log), what checks found (`link_check`).

An address that a person gave stands in `resource.url`; that of the list is still in its record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyplan.domain.action import Event
from studyplan.domain.fold import step_link
from studyplan.domain.links import LinkState, OwnLink, Verdict
from studyplan.store.engine import Store, from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found at an address, and when."""

    verdict: Verdict
    at: datetime


def read(store: Store, resource: str) -> OwnLink:
    """What a person said of the link of a work."""
    row = store.row("SELECT address, state FROM link WHERE resource = ?", resource)
    return OwnLink() if row is None else _own(row["address"], row["state"])


def everything(store: Store) -> dict[str, OwnLink]:
    """What a person said of links, by the works."""
    rows = store.rows("SELECT resource, address, state FROM link")
    return {row["resource"]: _own(row["address"], row["state"]) for row in rows}


def apply(store: Store, resource: str, event: Event) -> None:
    """Take one step of the fold."""
    _write(store, resource, step_link(read(store, resource), resource, event))


def refold(store: Store, resource: str, events: Sequence[Event]) -> None:
    """Write what `events` alone lead to."""
    own = OwnLink()
    for event in events:
        own = step_link(own, resource, event)
    _write(store, resource, own)


def place(store: Store, resource: str | None = None) -> None:
    """Put the address that counts into the content tables: of one work, or of all of them."""
    of_one, ids = ("", ()) if resource is None else ("WHERE id = ?1 OR parent = ?1", (resource,))
    store.run(
        "UPDATE resource SET url = coalesce("  # noqa: S608 - ours
        "(SELECT address FROM link WHERE link.resource = coalesce(parent, id)), "
        "(SELECT json_extract(record, '$.url') FROM resource work "
        f"WHERE work.id = coalesce(resource.parent, resource.id))) {of_one}",
        *ids,
    )


def keep(store: Store, address: str, verdict: Verdict, now: datetime) -> None:
    """Keep what a check found at an address, in place of what one found before."""
    store.run(
        "INSERT OR REPLACE INTO link_check (address, state, why, moved_to, at) "
        "VALUES (?, ?, ?, ?, ?)",
        *(address, str(verdict.state), verdict.why, verdict.address, to_ms(now)),
    )


def found(store: Store, address: str | None = None) -> dict[str, Found]:
    """What checks found, by address: at one of them, or at all."""
    of_one, values = ("", ()) if address is None else (" AND address = ?", (address,))
    rows = store.rows(  # what is of another form was kept by nobody, and says nothing
        "SELECT address, state, why, moved_to, at FROM link_check "  # noqa: S608 - ours
        "WHERE typeof(address) = 'text' AND typeof(why) = 'text' AND typeof(at) = 'integer' "
        "AND at BETWEEN 0 AND 1 << 43 AND (moved_to IS NULL OR typeof(moved_to) = 'text') "
        f"AND state IN ('ok', 'moved', 'broken', 'suspicious', 'unchecked'){of_one}",
        *values,
    )
    return {
        row["address"]: Found(
            Verdict(LinkState(row["state"]), row["why"], row["moved_to"]), from_ms(row["at"])
        )
        for row in rows
    }


def _own(address: str | None, state: str | None) -> OwnLink:
    return OwnLink(address, None if state is None else LinkState(state))


def _write(store: Store, resource: str, own: OwnLink) -> None:
    if own == OwnLink():
        store.run("DELETE FROM link WHERE resource = ?", resource)
    else:
        store.run(
            "INSERT OR REPLACE INTO link (resource, address, state) VALUES (?, ?, ?)",
            *(resource, own.address, None if own.state is None else str(own.state)),
        )
    place(store, resource)
