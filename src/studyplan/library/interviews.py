"""Mock interviews in YAML, checked as they are read.

Those that ship have a file each, named after it; a person's own file may hold several.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import MINUTES, Dimension, Interview, StageName
from studyplan.domain.records import to_interview
from studyplan.domain.resource import Resource
from studyplan.domain.text import clean
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
_HEADING = "## "

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
                *_id_faults(interview, interviews),
                *_file_faults(interview, path.stem),
                *_name_faults("competencies", interview.competencies, known_competencies),
                *_name_faults("works", interview.works, known_works),
                *_count_faults(interview),
                *_stage_faults(interview),
                *_other_faults(interview),
            ):
                raise CatalogError(path, f"{interview.id}: {what}", _line(entry, place))
            interviews[interview.id] = interview
    return tuple(interviews.values())


def load_own_interviews(
    path: Path, works: Iterable[Resource], competencies: Iterable[Competency]
) -> tuple[Interview, ...]:
    """Return the interviews of a person's file, in its order.

    It is of the form of those that ship. How many facts, points and works one has is theirs to say.

    Raises:
        CatalogError: as for those that ship, but for counts and the file's name; or a file without
            an interview.
    """
    known_works = {work.id for work in works}
    known_competencies = {competency.id for competency in competencies}
    interviews: dict[str, Interview] = {}
    for entry in read_entries(path, Interview):
        interview = entry.value
        for place, what in (
            *_id_faults(interview, interviews),
            *_name_faults("competencies", interview.competencies, known_competencies),
            *_name_faults("works", interview.works, known_works),
            *_stage_faults(interview),
            *_other_faults(interview),
        ):
            raise CatalogError(path, f"{interview.id}: {what}", _line(entry, place))
        interviews[interview.id] = to_interview(_cleaned(asdict(interview)))
    if not interviews:
        raise CatalogError(path, "has no interview in it")
    return tuple(interviews.values())


def _cleaned(value: Any) -> Any:
    """A record without what commands a terminal, which a quoted text of YAML can hold."""
    match value:
        case str():
            return clean(value)
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case dict():
            return {key: _cleaned(item) for key, item in value.items()}
        case _:
            return value


# ---------------------------------------------------------------- the rules: a place, and a clause


def _id_faults(interview: Interview, taken: Collection[str]) -> Iterator[tuple[Place, str]]:
    if not _ID.fullmatch(interview.id) or len(interview.id) > MAX_ID:
        yield ("id",), f"an id has 1 to {MAX_ID} characters of a-z, 0-9 and -"
    if interview.id in taken:
        yield ("id",), "the id is used twice"


def _file_faults(interview: Interview, file: str) -> Iterator[tuple[Place, str]]:
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
    if not interview.competencies:
        yield ("competencies",), "an interview practises one competency at least"
    if interview.difficulty not in (1, 2, 3):
        yield ("difficulty",), f"difficulty must be 1, 2 or 3, not {interview.difficulty}"
    headings = [stage.heading for stage in StageName]
    lines = interview.outline.splitlines()
    if [line.removeprefix(_HEADING) for line in lines if line.startswith(_HEADING)] != headings:
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
