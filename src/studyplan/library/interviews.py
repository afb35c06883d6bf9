"""The mock interviews that ship: one YAML file each, named after it, checked as they are read."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import MINUTES, Dimension, Interview, StageName
from studyplan.domain.resource import Resource
from studyplan.library.errors import CatalogError
from studyplan.library.yaml_entries import Entry, read_entries

MAX_ID = 40
COMPETENCIES = range(2, 6)
WORKS = range(3, 7)
FACTS = range(6, 10)
STRONG = range(3, 6)
PROBES = range(2, 3)
RED_FLAGS = range(2, 4)
_ID = re.compile(r"[a-z0-9-]+")
_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)

Place: TypeAlias = tuple[str | int, ...]
"""Where in an entry: names of fields and, within lists, positions from 0."""


def load_interviews(
    folder: Path, works: Iterable[Resource], competencies: Iterable[Competency]
) -> tuple[Interview, ...]:
    """Return the interviews of all files of a folder, by file name.

    Raises:
        CatalogError: a file cannot be read, an entry is not an interview, its id is used twice or
            is not the name of its file, it names what does not exist, its stages or its rubric are
            not complete and in order, its minutes do not add up, or there are too few or too many
            of something.
    """
    known_works = {work.id for work in works}
    known_competencies = {competency.id for competency in competencies}
    interviews: dict[str, Interview] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in read_entries(path, Interview):
            interview = entry.value
            for place, what in (
                *_id_faults(interview, path.stem, interviews),
                *_name_faults("competencies", interview.competencies, known_competencies),
                *_name_faults("works", interview.works, known_works),
                *_count_faults(interview),
                *_stage_faults(interview),
                *_other_faults(interview),
            ):
                raise CatalogError(path, f"{interview.id}: {what}", _line(entry, place))
            interviews[interview.id] = interview
    return tuple(interviews.values())


# ---------------------------------------------------------------- the rules: a place, and a clause


def _id_faults(
    interview: Interview, file: str, taken: Collection[str]
) -> Iterator[tuple[Place, str]]:
    if not _ID.fullmatch(interview.id) or len(interview.id) > MAX_ID:
        yield ("id",), f"an id has 1 to {MAX_ID} characters of a-z, 0-9 and -"
    if interview.id in taken:
        yield ("id",), "the id is used twice"
    if interview.id != file:
        yield ("id",), f"an id is the name of its file, {file}"


def _name_faults(
    field: str, named: tuple[str, ...], known: Collection[str]
) -> Iterator[tuple[Place, str]]:
    for place, id_ in enumerate(named):
        if id_ not in known:
            yield (field, place), f"{id_} does not exist"
        if id_ in named[:place]:
            yield (field, place), f"{id_} is named twice"


def _count_faults(interview: Interview) -> Iterator[tuple[Place, str]]:
    lists: list[tuple[Place, str, Collection[object], range]] = [
        (("competencies",), "competencies", interview.competencies, COMPETENCIES),
        (("works",), "works", interview.works, WORKS),
        (("facts",), "facts", interview.facts, FACTS),
    ]
    for number, stage in enumerate(interview.stages):
        within: Place = ("stages", number)
        lists += [
            ((*within, "strong"), f"strong points of {stage.stage}", stage.strong, STRONG),
            ((*within, "probes"), f"probes of {stage.stage}", stage.probes, PROBES),
            ((*within, "red_flags"), f"red flags of {stage.stage}", stage.red_flags, RED_FLAGS),
        ]
    for place, name, items, bounds in lists:
        if len(items) not in bounds:
            few, many = bounds[0], bounds[-1]
            wanted = f"{few}" if few == many else f"{few} to {many}"
            yield place, f"the {name} must be {wanted}, not {len(items)}"


def _stage_faults(interview: Interview) -> Iterator[tuple[Place, str]]:
    names = [stage.stage for stage in interview.stages]
    if names != list(StageName):
        place = _first_difference(names, list(StageName))
        yield ("stages", *place), f"the stages must be {', '.join(StageName)}, in this order"
    for number, stage in enumerate(interview.stages):
        if stage.minutes == 0:
            yield ("stages", number, "minutes"), f"{stage.stage} has no minutes"
    total = sum(stage.minutes for stage in interview.stages)
    if total != MINUTES:
        yield ("stages",), f"the minutes of the stages must add up to {MINUTES}, not {total}"


def _other_faults(interview: Interview) -> Iterator[tuple[Place, str]]:
    if interview.difficulty not in (1, 2, 3):
        yield ("difficulty",), f"difficulty must be 1, 2 or 3, not {interview.difficulty}"
    headings = [stage.heading for stage in StageName]
    if _HEADING.findall(interview.outline) != headings:
        yield ("outline",), f"the headings of the outline must be {', '.join(headings)}"
    dimensions = [line.dimension for line in interview.rubric]
    if dimensions != list(Dimension):
        place = _first_difference(dimensions, list(Dimension))
        yield ("rubric", *place), f"the rubric must be {', '.join(Dimension)}, in this order"


def _first_difference(found: Sequence[str], wanted: Sequence[str]) -> tuple[int, ...]:
    """Return the position of the first item that is not the wanted one; none at a missing end."""
    for place, item in enumerate(found):
        if place == len(wanted) or item != wanted[place]:
            return (place,)
    return ()


def _line(entry: Entry[Interview], place: Place) -> int:
    """Return the line, from 1, where a field or an item of a list begins."""
    found: yaml.Node = entry.node
    node: yaml.Node = entry.node
    for step in place:
        if isinstance(step, str):
            found, node = next(pair for pair in node.value if pair[0].value == step)
        else:
            found = node = node.value[step]
    return int(found.start_mark.line) + 1
