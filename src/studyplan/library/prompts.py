"""The prompts that ship: one YAML file a competency, checked as they are read."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from studyplan.domain.prompt import Prompt, PromptType
from studyplan.domain.resource import Resource
from studyplan.library.errors import CatalogError
from studyplan.library.yaml_entries import read_entries

MAX_ID = 80
POINTS = range(2, 7)
_SLUG_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def load_prompts(folder: Path, works: Iterable[Resource]) -> tuple[Prompt, ...]:
    """Return the prompts of all files of a folder, by file name, in file order.

    Raises:
        CatalogError: a file cannot be read, an entry is not a prompt, an id is used twice or does
            not fit its work, or a work does not exist or belongs to another competency.
    """
    competency_of = {work.id: work.competency for work in works}
    prompts: dict[str, Prompt] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in read_entries(path, Prompt):
            for field, what in _faults(entry.value, path.stem, competency_of, prompts):
                raise CatalogError(path, f"{entry.value.id}: {what}", entry.line_of(field))
            prompts[entry.value.id] = entry.value
    return tuple(prompts.values())


def _faults(
    prompt: Prompt,
    competency: str,
    competency_of: Mapping[str, str | None],
    taken: Collection[str],
) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a prompt: the field, and a clause that says what."""
    owner, _, slug = prompt.id.rpartition(":")
    if owner != (prompt.resource or prompt.competency):
        yield "id", "an id begins with its resource, or else its competency, and a colon"
    if not slug or not set(slug) <= _SLUG_CHARACTERS or len(prompt.id) > MAX_ID:
        yield "id", f"an id ends in a-z, 0-9 and -, and has {MAX_ID} characters at most"
    if prompt.id in taken:
        yield "id", "the id is used twice"
    if prompt.competency != competency:
        yield "competency", f"the file is of {competency}"
    if prompt.resource is not None and competency_of.get(prompt.resource) != competency:
        yield "resource", f"{prompt.resource} is not a work of {competency}"
    if prompt.type is PromptType.FREE_RECALL:
        yield "type", "free recall is asked of every reading; it is not written down"
    if prompt.type is PromptType.OWN:
        yield "type", "own questions are a person's; none ships"
    if prompt.difficulty not in (1, 2, 3):
        yield "difficulty", f"difficulty must be 1, 2 or 3, not {prompt.difficulty}"
    if len(prompt.points) not in POINTS:
        yield "points", f"a prompt has {POINTS[0]} to {POINTS[-1]} points"
    if not prompt.follow_up:
        yield "id", "follow_up is missing: what an interviewer would ask next"
