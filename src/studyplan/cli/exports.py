"""`studyplan export`, and taking in an export of everything."""

import argparse
from dataclasses import asdict
from pathlib import Path

from studyplan import words
from studyplan.cli import out
from studyplan.cli.how_far import HowFar
from studyplan.study import Study, complete, exporting
from studyplan.study.formats import FORMATS


def run(study: Study, options: argparse.Namespace) -> None:
    """Write what was asked for, and say what that was."""
    path = Path(options.path)
    if options.format == "ics":
        _calendar(study, options, path)
        return
    progress = HowFar()
    try:
        made = FORMATS[options.format].write(study, path, options.force, progress)
    finally:
        progress.end()
    if options.json:
        counts = {f"{noun.replace(' ', '_')}s": number for noun, number in made.counts.items()}
        out.record({"path": str(made.path)} | counts)
    out.say(made.said)


def _calendar(study: Study, options: argparse.Namespace, path: Path) -> None:
    made = exporting.calendar(
        study, path, at=options.at, remind=options.remind, force=options.force
    )
    if options.json:
        out.record(asdict(made) | {"path": str(made.path)})
    what = f"{words.count(made.blocks, 'study block')}, {words.count(made.interviews, 'interview')}"
    what += f", {made.cancelled} cancelled" if made.cancelled else ""
    out.say(f"{what}: written to {made.path}.")


def take_in(study: Study, options: argparse.Namespace) -> None:
    """Take in an export of everything, or only say what that would do."""
    path = Path(options.file)
    if options.dry_run:
        found = complete.look_into(study, path)
    else:
        progress = HowFar()
        try:
            found = complete.take_in(study, path, progress)
        finally:
            progress.end()
    if options.json:
        out.record(found.as_dict())
    would = "would be " if options.dry_run else ""
    sentence = f"{words.count(found.events, 'action')}, of which {found.new} {would}new here."
    if found.waiting:
        sentence += f" {words.count(found.waiting, 'action')} of a newer studyplan wait."
    out.say(sentence)
