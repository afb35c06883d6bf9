"""`studyplan sync`: exchanging events with one's other machines."""

import argparse
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from studyplan import words
from studyplan.cli import out, records
from studyplan.cli.how_far import HowFar
from studyplan.cli.text import table
from studyplan.clock import SystemClock
from studyplan.locations import Locations
from studyplan.study import Refused, Study, open_study, syncing
from studyplan.study.syncing import State, Synced


def run(options: argparse.Namespace, places: Locations) -> int:
    """Sync, or say how the devices stand; the exit status is 1 where something cannot be read."""
    with closing(open_study(places, SystemClock())) as study:
        if options.status:
            return _status(study, options)
        if options.folder == "":  # an unset variable of a script; a path of it is the one we are in
            raise Refused("The folder to share has no name.")
        folder = None if options.folder is None else Path(options.folder)
        progress = HowFar()
        try:
            done = syncing.sync(study, folder, progress)
        finally:
            progress.end()
    if options.json:
        out.record(record(done))
    for sentence in (*done.problems, said(done)):
        out.say(sentence)
    return 1 if done.problems else 0


def record(done: Synced) -> dict[str, Any]:
    """What a sync did, as JSON."""
    return {
        "folder": str(done.folder),
        "device": done.device,
        "sent": done.sent,
        "received": done.received,
        "waiting": done.waiting,
        "refused": done.refused,
        "incomplete": done.begun,
        "new_device": done.renamed,
        "problems": list(done.problems),
    }


def said(done: Synced) -> str:
    """What a sync did, in sentences."""
    parts = [f"Sent {words.count(done.sent, 'action')}, received {done.received}."]
    if done.begun:
        files = words.count(done.begun, "file")
        parts.append(f"{files} not copied to the end yet; the next sync reads on.")
    if done.waiting:
        actions = words.count(done.waiting, "action")
        parts.append(
            f"{actions} of a newer studyplan: kept, and applied once this one is upgraded."
        )
    if done.refused:
        parts.append(_refused(done.refused))
    if done.renamed:
        parts.append(
            "Another copy of this database, or a later state of it, had written to this device's "
            f"files, so this one is the device {done.device} now."
        )
    return " ".join(parts)


def _status(study: Study, options: argparse.Namespace) -> int:
    state = syncing.state(study)
    if options.json:
        out.record(state_record(state))
    else:
        out.data(state_text(state, study.clock.zone))
    return 0


def state_record(state: State) -> dict[str, Any]:
    """How the devices stand, as JSON."""
    return {
        "folder": None if state.folder is None else str(state.folder),
        "device": state.device,
        "name": state.name,
        "last_sync": records.when(state.last_at),
        "sent": state.sent,
        "to_send": state.to_send,
        "waiting": state.waiting,
        "refused": state.refused,
        "devices": [
            {
                "device": one.id,
                "name": one.name,
                "last_seen": records.when(syncing.seen_at(one)),
                "received": one.events,
                "schema": one.schema,
            }
            for one in state.devices
        ],
    }


def state_text(state: State, zone: tzinfo) -> str:
    """How the devices stand, for a person."""
    if state.folder is None:
        return "Nothing is shared yet: `studyplan sync DIR` begins."
    rows = [("device", "name", "last seen", "actions")]
    here = f"{state.sent} sent, {state.to_send} to send"
    rows.append((state.device, f"{state.name} (this one)", _when(state.last_at, zone), here))
    for one in state.devices:
        seen = _when(syncing.seen_at(one), zone)
        rows.append((one.id, one.name, seen, f"{one.events} received"))
    lines = [f"folder: {state.folder}", table(rows)]
    if state.waiting:
        lines.append(f"{words.count(state.waiting, 'action')} of a newer studyplan wait.")
    if state.refused:
        lines.append(_refused(state.refused))
    return "\n".join(lines)


def _refused(number: int) -> str:
    return f"{words.count(number, 'action')} cannot be applied to anything: kept beside the log."


def _when(at: datetime | None, zone: tzinfo) -> str:
    return "never" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
