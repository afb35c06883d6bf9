"""A person's own mock interviews: taking them in from a file, and removing them."""

from dataclasses import replace
from pathlib import Path

from studyplan.domain.action import Provided
from studyplan.domain.resource import OWN
from studyplan.library.interviews import load_own_interviews
from studyplan.store import content, interviews
from studyplan.study import practising
from studyplan.study.session import Refused, Study


def add(study: Study, path: Path) -> tuple[str, ...]:
    """Take in the interviews of a file, in one action that can be undone.

    One that was added before is brought up to the file; its attempts and its schedule stay.

    Returns:
        The ids of those that are new or have changed: `my.` and their id in the file.

    Raises:
        CatalogError: the file cannot be read or breaks a rule; the text names its line.
    """
    with study.store.transaction():
        known = content.all_works(study.store), content.competencies(study.store)
        found = [replace(one, id=f"{OWN}{one.id}") for one in load_own_interviews(path, *known)]
        changes = {one.id: one for one in found if interviews.read(study.store, one.id) != one}
        if changes:
            study.do(Provided(changes))
    return tuple(changes)


def remove(study: Study, interview: str) -> str:
    """Remove an own interview, by its id or the beginning of it; its title. Its attempts stay.

    Raises:
        Refused: there is none, there are several, or it is one that ships.
    """
    with study.store.transaction():
        listed = practising.find(study, interview)
        if not listed.own:
            raise Refused("Only interviews that you added can be removed.")
        study.do(Provided({listed.interview.id: None}))
    return listed.interview.title
