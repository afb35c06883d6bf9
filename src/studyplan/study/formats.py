"""The formats that everything a person owns leaves in, each a function that writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from studyplan.exchange import anki, files, markdown, vault, works_csv
from studyplan.study import complete, exporting, gathering, writing
from studyplan.study.session import Refused, Study
from studyplan.study.writing import Made, Report

Write: TypeAlias = Callable[[Study, Path, bool, Report], Made]
"""What to write, where, whether another's file may be replaced, and who is told how far it is."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of `studyplan export`."""

    what: str
    """What it is for, in a few words."""
    name: str
    """What the file or folder is called where nobody says otherwise."""
    write: Write


def as_csv(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write the works as a table."""
    report("reading", 0, 1)
    works = gathering.curriculum(study).works
    there = writing.write(path, works_csv.table(works), works_csv.is_ours, force=force)
    return Made(there, {"row": len(works)})


def as_markdown(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write the whole curriculum and the mock interviews as one text."""
    report("reading", 0, 1)
    found = gathering.curriculum(study)
    there = writing.write(path, markdown.curriculum(found), markdown.is_ours, force=force)
    works = sum(one.parent is None for one in found.works)
    return Made(there, {"work": works, "mock interview": len(found.practised)})


def as_vault(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write a vault, or bring one up to date; what a person added to it stays in any case."""
    del force
    try:
        done = vault.write(path, gathering.curriculum(study), report)
    except files.NotWritten as error:
        raise Refused(str(error)) from error
    counts = {"new note": done.new, "changed note": done.changed, "unchanged note": done.same}
    return Made(path, counts | {"skipped note": len(done.left)})


def as_apkg(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write the cards, with what is known of them, as a package for Anki."""
    report("reading", 0, 1)
    found = gathering.asked(study)
    when = anki.When(
        now=study.clock.now(),
        today=study.today,
        begins=study.days.start(study.today),
        zone=study.clock.zone,
        retention=study.settings.scheduling.retention,
    )
    data = anki.package(found, when, report)
    there = writing.write(path, data, anki.is_ours, force=force)
    return Made(there, {"card": len(found), "grade": sum(len(one.grades) for one in found)})


def as_ics(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write the planned days and the interviews, with study at seven in the evening."""
    report("planning", 0, 1)
    made = exporting.calendar(study, path, force=force)
    return Made(made.path, {"study block": made.blocks, "interview": made.interviews})


def as_json(study: Study, path: Path, force: bool, report: Report) -> Made:
    """Write everything, to be taken in again."""
    return complete.export(study, path, force=force, report=report)


FORMATS: Mapping[str, Format] = {
    "json": Format("everything, to be taken in again", "studyplan.json", as_json),
    "csv": Format("the works, for a spreadsheet", "studyplan.csv", as_csv),
    "markdown": Format("the curriculum, notes and interviews", "studyplan.md", as_markdown),
    "vault": Format("a note for each work and interview", "studyplan-vault", as_vault),
    "apkg": Format("your cards with their history, for Anki", "studyplan.apkg", as_apkg),
    "ics": Format("the plan, for a calendar", "studyplan.ics", as_ics),
}
