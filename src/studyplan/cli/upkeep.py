"""Commands that look after the database as a whole: backup, restore, doctor."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from studyplan import words
from studyplan.cli import out
from studyplan.cli.text import table
from studyplan.clock import SystemClock
from studyplan.locations import Locations
from studyplan.study import backing_up, doctor, open_study, restoring
from studyplan.study.restoring import Restored


def run(options: argparse.Namespace, places: Locations) -> int:
    """Carry out one of these commands; its exit status."""
    return {"backup": _backup, "restore": _restore, "doctor": _doctor}[options.command](
        options, places
    )


def _backup(options: argparse.Namespace, places: Locations) -> int:
    clock = SystemClock()
    if options.path == "list":
        found = backing_up.everything(places)
        rows: list[dict[str, Any]] = [
            {
                "path": str(one.path),
                "at": f"{one.at.astimezone(clock.zone):%Y-%m-%d %H:%M:%S}",
                "why": backing_up.WHY.get(one.why, one.why),
                "bytes": one.size,
            }
            for one in found
        ]
        lines = ((row["at"], f"{row['bytes'] / 1e6:.1f} MB", row["why"]) for row in rows)
        _say(options, rows, table(lines) if rows else "There is no backup yet.", data=True)
        return 0
    with closing(open_study(places, clock)) as study:
        if options.path is None:
            path = backing_up.make(study, "asked").path
        else:
            path = backing_up.copy(study, Path(options.path), force=options.force)
    _say(options, {"path": str(path)}, f"Backed up to {path}.")
    return 0


def _restore(options: argparse.Namespace, places: Locations) -> int:
    clock = SystemClock()
    if options.salvage:
        done = restoring.salvage(places, clock, restoring.remedy(places))
    else:
        source = backing_up.find(places, clock.zone, options.source)
        done = restoring.restore(places, clock, source)
    record = {
        "restored": None if done.source is None else str(done.source),
        "kept": str(done.kept),
        "salvaged": done.salvaged,
        "lost": done.lost,
    }
    _say(options, record, said(done))
    return 0


def said(done: Restored) -> str:
    """What a restore did, in sentences."""
    parts = [f"Restored from {done.source}." if done.source else "There was no backup."]
    if done.salvaged:
        parts.append(f"{words.count(done.salvaged, 'action')} beyond it could still be read.")
    if done.lost:
        parts.append(f"{words.count(done.lost, 'action')} could not.")
    return " ".join([*parts, f"What was there before is kept as {done.kept}."])


def _doctor(options: argparse.Namespace, places: Locations) -> int:
    clock = SystemClock()
    unread = None
    if options.rebuild:
        unread = doctor.rebuild(places, clock)
        out.say("All tables are written anew from the log.")
    checks = doctor.examine(places, clock, unread)
    ok = all(one.ok for one in checks)
    record = {
        "ok": ok,
        "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks],
    }
    lines = (("✓ fine" if one.ok else "✗ wrong", one.name, one.detail) for one in checks)
    _say(options, record, table(lines), data=True)
    return 0 if ok else 1


def _say(options: argparse.Namespace, record: Any, text: str, *, data: bool = False) -> None:
    """A record as JSON where that was asked for; the text to stdout where it is data."""
    if options.json:
        out.record(record)
    if not data:
        out.say(text)
    elif not options.json:
        out.data(text)
