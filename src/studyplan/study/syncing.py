"""Several machines: sharing events through a folder that any synchroniser carries.

Each device appends its events to files of its own in the folder, and reads those of the others.
What is in the log is the union of all; the tables follow from that, on every device alike.
"""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studyplan.store import (
    event_rows,
    forms,
    identity,
    merging,
    segments,
    shared_folder,
    sharing,
    turns,
)
from studyplan.store import files as disk
from studyplan.store.engine import PATIENCE, SCHEMA, Store, from_ms, to_ms
from studyplan.store.segments import Found, Header, Place
from studyplan.store.sharing import Device
from studyplan.study import backing_up
from studyplan.study.session import Refused, Study, take_in_content

__all__ = ["Device", "Report"]
_AT_ONCE = 1_000
"""Events that are written in one transaction, for which whoever types may have to wait."""

_BUSY = "Another window or command is syncing. Nothing was changed; try again."

Report = Callable[[str, int, int], object]
"""Told how far it is: what is being done, so much of so much."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What one sync did."""

    folder: Path
    device: str
    sent: int
    received: int
    """Events that were new here."""
    waiting: int
    """Events that a newer version of the program has to read."""
    refused: int
    """Events that cannot be folded, although they are of a kind that is known."""
    begun: int
    """Files whose last line is still being copied; the rest is read the next time."""
    problems: tuple[str, ...]
    """Files and lines that cannot be read, each in a sentence with its place."""
    renamed: bool
    """Whether this device took a new id, since another one wrote under the one before."""


@dataclass(frozen=True, slots=True)
class State:
    """How this device stands with the others."""

    folder: Path | None
    device: str
    name: str
    last_at: datetime | None
    """When it was last synced."""
    sent: int
    to_send: int
    waiting: int
    """Events that a newer version of the program has to read."""
    refused: int
    """Events that cannot be folded, although they are of a kind that is known."""
    devices: tuple[Device, ...]


def name_of_this_device() -> str:
    """What this machine is called, for a person who has several."""
    return platform.node().partition(".")[0] or "a device"


def state(study: Study) -> State:
    """How this device stands with the others; the folder is not looked into."""
    store = study.store
    device = identity.own(store)  # made where there is none yet
    with store.reading():
        return State(
            folder=sharing.folder(store),
            device=device,
            name=name_of_this_device(),
            last_at=from_ms(sharing.last(store)),
            sent=sharing.sent(store),
            to_send=sharing.to_send(store),
            waiting=sharing.waiting(store),
            refused=len(sharing.refused(store)),
            devices=tuple(sharing.devices(store)),
        )


def folder(study: Study) -> Path | None:
    """The folder that is shared; None where none is."""
    return sharing.folder(study.store)


def seen_at(device: Device) -> datetime | None:
    """When the newest event of a device was."""
    return from_ms(device.seen_at)


def sync(study: Study, into: Path | None = None, report: Report | None = None) -> Synced:
    """Read what is new from the others, then write what is new here.

    Args:
        into: the folder, which is remembered; without it, that of the last time.

    Raises:
        Refused: no folder is known, or it is not there.
        Busy: another process is syncing this database.
        StoreError: it cannot be read or written; what was read already is kept.
    """
    said: Report = report or (lambda _what, _done, _of: None)
    # The folder may be slow, or hang: what keeps two syncs apart is no lock of the database.
    with turns.alone(study.locations.data / "sync.lock", PATIENCE, _BUSY):
        return _sync(study, _choose(study, into), said)


def _sync(study: Study, shared: Path, said: Report) -> Synced:
    store = study.store
    received, sent, renamed, done = 0, 0, False, False
    forms.let_go(store)
    while not done:  # most often once: again where a copy of this database wrote meanwhile
        renamed = _check_own(study, shared) or renamed
        _mend_own(store, shared)
        begun, problems = _read(study, shared, said)
        received += _take_in(study, said)
        written, done = _write(store, shared, said)
        sent += written
    with store.transaction():
        sharing.set_last(store, to_ms(study.clock.now()))
    return Synced(
        folder=shared,
        device=identity.own(store),
        sent=sent,
        received=received,
        waiting=sharing.waiting(store),
        refused=len(sharing.refused(store)),
        begun=begun,
        problems=tuple(problems),
        renamed=renamed,
    )


def _choose(study: Study, into: Path | None) -> Path:
    """The folder to share; that it is another than the last time is remembered."""
    known = sharing.folder(study.store)
    if into is None:
        if known is None:
            raise Refused("No folder is shared yet: `studyplan sync DIR` begins with one.")
        if not os.path.isdir(shared_folder.home(known)):  # noqa: PTH112 - for any name at all
            raise Refused(
                f"{shared_folder.home(known)} is not there (is the disk mounted?). "
                f"`studyplan sync {known}` begins anew."
            )
        _refuse_data(study, known)
        return known
    into = disk.at_home(into).absolute()
    if not os.path.isdir(into):  # noqa: PTH112
        raise Refused(f"There is no folder {into}.")
    if not str(into).isprintable():
        raise Refused("The name of the folder to share holds what is no text; give it another one.")
    _refuse_data(study, into)
    if into != known:
        _begin(study, into)
    disk.make_folder(shared_folder.home(into))
    return into


def _refuse_data(study: Study, shared: Path) -> None:
    """Refuse a folder where what is shared would stand with the database, or around it."""
    try:
        data, ours = study.locations.data.resolve(), shared_folder.home(shared).resolve()
    except (OSError, RuntimeError) as error:  # links in a ring, say
        raise Refused(f"{shared} leads nowhere ({error}).") from error
    if data.is_relative_to(ours) or ours.is_relative_to(data):
        raise Refused(
            f"{shared} shares {shared_folder.home(shared)}, and the data folder is {data}; "
            "share a folder apart from it."
        )


def _begin(study: Study, into: Path) -> None:
    """Share another folder than before, or the same one in another place."""
    store = study.store
    own = _own(store)
    is_known = bool(own.places) and _is_as_left(own, into)  # our files stand in it
    if not is_known:
        backing_up.make(study, "sync")
    with store.transaction():
        if not is_known:
            sharing.forget_all(store)
        sharing.set_folder(store, into)


@dataclass(frozen=True, slots=True)
class _Own:
    """What the database knows of our own files. A restore may change that at any time: what was
    found in the folder is kept only while it is the same."""

    device: str
    places: dict[str, Place]


def _own(store: Store) -> _Own:
    device = identity.own(store)
    return _Own(device, sharing.places(store, device))


def _check_own(study: Study, shared: Path) -> bool:
    """Take a new id where our own files are not as we left them: another copy of this database
    writes them, or the database is an older one. Whether that was so.

    What was written, and not kept as sent, since the process was killed between the two, is ours.
    """
    store, renamed = study.store, False
    while not _is_as_left(own := _own(store), shared):
        was_there = bool(shared_folder.files_of(shared, own.device).names)
        name, _ = _next_place(own.places)
        unkept = _unkept(study, shared, own)
        with store.transaction():
            if _own(store) != own:
                continue
            if unkept is not None:
                sharing.keep_sent(store, name, unkept.place, unkept.events)
                continue
            sharing.forget(store, own.device)
            if was_there:  # else they are gone as a whole, and are written anew
                identity.renew(store)
                renamed = True
    return renamed


def _mend_own(store: Store, shared: Path) -> None:
    """Write our own files anew where lines of them are damaged: the log has what stood there."""
    own = _own(store)
    paths = {name: shared_folder.path_of(shared, own.device, name) for name in own.places}
    damaged = [name for name, path in paths.items() if not segments.is_whole(path)]
    if not damaged:
        return
    sound = {name: segments.sound(path) for name, path in paths.items()}
    with store.transaction():
        if _own(store) != own:  # a restore meanwhile
            return
        sharing.send_again(store, {id for ids in sound.values() for id in ids})
    for name in damaged:
        rows = sharing.of_ids(store, sound[name])
        place = segments.write_anew(paths[name], _header(own.device), rows)
        with store.transaction():
            sharing.keep_sent(store, name, place, rows)


def _header(device: str) -> Header:
    return Header(device, name_of_this_device(), SCHEMA)


def _unkept(study: Study, shared: Path, own: _Own) -> Found | None:
    """What a process of ours that was killed had written to our newest file beyond what is known;
    the half line at its end is cut off. None where there is no such thing: what a synchroniser has
    copied in part is not ours to go on from."""
    name, place = _next_place(own.places)
    if not sharing.is_being_sent(study.store, name, place):
        return None
    path = shared_folder.path_of(shared, own.device, name)
    found = segments.read(path, own.device, place, event_rows.latest(study.clock.now()))
    is_another = place is not None and found.header is not None
    is_nothing = found.place == place and not found.begun
    if (
        found.problems
        or is_another
        or is_nothing
        or not sharing.are_known(study.store, found.events)
    ):
        return None
    if found.begun:
        segments.cut(path, 0 if found.place is None else found.place.ends)
    return found


def _is_as_left(own: _Own, shared: Path) -> bool:
    """Whether our own files are those that were written, to the last line."""
    there = shared_folder.files_of(shared, own.device).names
    return list(there) == list(own.places) and all(
        segments.is_as_left(shared_folder.path_of(shared, own.device, name), place)
        for name, place in own.places.items()
    )


def _read(study: Study, shared: Path, report: Report) -> tuple[int, list[str]]:
    """Read what the others wrote since the last time into the inbox, a file a transaction.

    Returns:
        In how many files a last line is not whole yet, and what cannot be read.
    """
    store, latest = study.store, event_rows.latest(study.clock.now())
    here = identity.own(store)
    found = shared_folder.devices(shared)
    there = [one for one in found.names if one != here]
    problems = [*found.problems, *shared_folder.files_of(shared, here).problems]
    with store.transaction():
        for gone in {*sharing.known(store)} - {*there, here}:
            sharing.forget(store, gone)  # what they wrote is ours to keep in the folder
    listed: list[tuple[str, str]] = []
    for device in there:
        files = shared_folder.files_of(shared, device)
        listed += ((device, name) for name in files.names)
        problems += files.problems
    begun = 0
    for done, (device, name) in enumerate(listed):
        report("reading", done, len(listed))
        place = sharing.places(store, device).get(name)
        read = segments.read(shared_folder.path_of(shared, device, name), device, place, latest)
        if read.events or read.place != place:
            with store.transaction():
                if sharing.places(store, device).get(name) == place:  # no restore meanwhile
                    sharing.keep_found(store, device, name, read)
        begun += read.begun
        problems += read.problems
    return begun, [str(one) for one in problems]


def _take_in(study: Study, report: Report) -> int:
    """Bring what is in the inbox into log and tables, as far as this version understands it."""
    store = study.store
    if number := sharing.waiting(store):
        report("merging", 0, number)
        # A table that is wrong would make good events look as if they could not be folded.
        forms.check(store)
    return merging.take_in(store, lambda: take_in_content(study, anew=True))


def _write(store: Store, shared: Path, report: Report) -> tuple[int, bool]:
    """Append what stands in no file of the folder to our own.

    Returns:
        How many events that were, and whether all were written; if not, somebody else has just
        written under our id, or a backup was restored.
    """
    sent, waiting = 0, sharing.to_send(store)
    while sent < waiting:
        report("writing", sent, waiting)
        if not _is_as_left(own := _own(store), shared):
            return sent, False
        if not (rows := sharing.unsent(store, _AT_ONCE)):
            return sent, True
        name, place = _next_place(own.places)
        path = shared_folder.path_of(shared, own.device, name)
        sharing.begin_to_send(store, name, place)
        place, written = segments.append(path, _header(own.device), rows, place)
        with store.transaction():
            if _own(store) != own or not sharing.are_known(store, rows[:written]):
                return sent, False
            sharing.keep_sent(store, name, place, rows[:written])
        sent += written
    return sent, True


def _next_place(places: dict[str, Place]) -> tuple[str, Place | None]:
    """The file to append to, and where; None begins it."""
    name, place = max(places.items(), default=("", None))
    if place is None or place.ends >= segments.FULL:
        return shared_folder.numbered(shared_folder.number_of(name) + 1), None
    return name, place
