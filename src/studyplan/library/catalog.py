"""The catalogue that ships: works and competencies in YAML, checked as they are read.

The fields of an entry are those of the dataclass it becomes (`Resource`, `Competency`), with the
same names; a field with a default may be left out. Every fault names its file and line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

from studyplan.domain.curriculum import Competency, CurriculumError, reading_order, topological
from studyplan.domain.resource import Provenance, Resource
from studyplan.library.errors import CatalogError
from studyplan.library.urls import is_url
from studyplan.library.yaml_entries import Entry, read_entries

__all__ = ["CatalogError", "load_catalog", "load_competencies"]

COMPETENCIES = "competencies.yaml"
"""Name of the file with the competencies, in the directory of the catalogue."""

MAX_ID = 40
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def load_competencies(path: Path) -> tuple[Competency, ...]:
    """Return the competencies of a YAML file, in file order.

    Raises:
        CatalogError: the file cannot be read, an entry is not a competency, an id is used twice
            or does not exist, or competencies need each other in a ring.
    """
    entries = read_entries(path, Competency)
    competencies = tuple(entry.value for entry in entries)
    try:
        topological(competencies)
    except CurriculumError as error:
        raise _at_entry(error, entries, path) from None
    return competencies


def load_catalog(path: Path) -> tuple[Resource, ...]:
    """Return the works of a YAML file, in file order.

    The competencies they name are those of `competencies.yaml` in the same directory.

    Raises:
        CatalogError: one of the two files cannot be read, an entry is not a work, an id is used
            twice or does not exist, works need each other in a ring, or a series has a hole.
    """
    competencies = load_competencies(path.with_name(COMPETENCIES))
    entries = read_entries(path, Resource)
    for entry in entries:
        for field, what in _faults(entry.value):
            raise CatalogError(path, f"{entry.value.id}: {what}", entry.line_of(field))
    works = tuple(entry.value for entry in entries)
    try:
        reading_order(works, competencies)
    except CurriculumError as error:
        raise _at_entry(error, entries, path) from None
    known = {work.id for work in works}
    for entry in entries:
        for contained in entry.value.contains:
            if contained not in known:
                what = f"{entry.value.id} names {contained}, which does not exist"
                raise CatalogError(path, what, entry.line_of("contains"))
    _check_series(entries, path)
    return works


# ---------------------------------------------------------------- the rules of an entry


def _faults(work: Resource) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with one work by itself: the field, and a clause that says what."""
    if not set(work.id) <= _ID_CHARACTERS or not 0 < len(work.id) <= MAX_ID:
        yield "id", f"an id has 1 to {MAX_ID} characters of a-z, 0-9 and -"
    if work.url is not None and not is_url(work.url):
        yield "url", f"url must be an http or https address, not {work.url!r}"
    if work.difficulty not in (1, 2, 3):
        yield "difficulty", f"difficulty must be 1, 2 or 3, not {work.difficulty}"
    if work.minutes < 0 or (work.minutes == 0) != work.kind.is_hub:
        yield "minutes", "minutes must be 0 for a hub and more for anything else"
    if work.competency is None:
        yield "id", "competency is missing"
    if work.competency in work.secondary:
        yield "secondary", f"secondary repeats the competency {work.competency}"
    for number, chapter in enumerate(work.chapters, start=1):
        if chapter.id != f"{work.id}/{number}":
            yield "chapters", f"chapter {number} must have the id {work.id}/{number}"
    if work.chapters and sum(chapter.minutes for chapter in work.chapters) != work.minutes:
        yield "chapters", "the minutes of the chapters must add up to those of the work"
    if not work.provenance:
        yield "id", "provenance is missing: the rows of the list the work came from"
    for correction in work.corrections:
        if correction.was not in _list_values(work, correction.field):
            yield (
                "corrections",
                f"no row has {correction.was!r} as its {correction.field}, so it is no correction",
            )


def _list_values(work: Resource, field: str) -> set[str | None]:
    """Return what the rows of the work have in a field of `Provenance`, as text."""
    if field not in {known.name for known in fields(Provenance)}:
        return set()
    values = (getattr(row, field) for row in work.provenance)
    return {None if value is None else str(value) for value in values}


# ---------------------------------------------------------------- the rules between entries


def _at_entry(
    error: CurriculumError,
    entries: Sequence[Entry[Competency]] | Sequence[Entry[Resource]],
    path: Path,
) -> CatalogError:
    """Return the error with the line where the first id it is about names the second."""
    first, named = (*error.ids, error.ids[0])[:2]
    entry = [entry for entry in entries if entry.value.id == first][-1]
    return CatalogError(path, str(error), entry.line_naming(named))


def _check_series(entries: Sequence[Entry[Resource]], path: Path) -> None:
    """Raise where the positions of a series are not 1, 2, 3 … without a hole."""
    series: dict[str, list[tuple[int, Entry[Resource]]]] = {}
    for entry in entries:
        if entry.value.series is not None:
            place = entry.value.series.position
            series.setdefault(entry.value.series.id, []).append((place, entry))
    for id_, parts in series.items():
        parts.sort(key=lambda part: part[0])
        for expected, (place, entry) in enumerate(parts, start=1):
            if place != expected:
                what = f"the series {id_} has a work at {place} where {expected} comes next"
                raise CatalogError(path, what, entry.line_of("series"))
