"""Lists in: what a list file holds, and taking its new works in."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studyplan.domain.action import Imported
from studyplan.domain.payload import encode
from studyplan.domain.text import clean
from studyplan.library.importing import Report, Untouched, compare
from studyplan.library.readers import FORMATS, Reading, read
from studyplan.library.readers.csv import USUAL
from studyplan.store import content, log, progress
from studyplan.study import backing_up
from studyplan.study.session import Refused, Study

FORMAT_NAMES = tuple(FORMATS)
"""The formats that a list may be said to have."""
COLUMNS = tuple(USUAL)
"""The fields for which the column of a table can be named."""

MOST_BYTES = 12_000_000
"""Of an import in the log, about 20,000 works: more is too long for a line of a shared folder."""


def look_into(
    study: Study,
    path: Path,
    format: str | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    source: str | None = None,
) -> Report:
    """What importing the list would do. Nothing is changed.

    Args:
        format: one of `FORMAT_NAMES`, instead of what the file looks like.
        columns: for a table: by field (of `COLUMNS`) the column that holds it.
        source: what the list is called, by which it is known the next time; None for the name of
            the file.

    Raises:
        ListError: the file cannot be read as a list.
    """
    return _report(study, read(path, format, columns), clean(source or path.name))


def take_in(
    study: Study,
    path: Path,
    format: str | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    source: str | None = None,
) -> Report:
    """Import the list: its works that are not here yet, with what it says of them, in one action
    that can be undone. What is here already keeps its progress.

    A backup is made before. The arguments are those of `look_into`.

    Raises:
        ListError: the file cannot be read as a list.
        Refused: it holds more new works than can be taken in at once.
    """
    reading, source = read(path, format, columns), clean(source or path.name)
    seen = log.newest_id(study.store)
    report = _report(study, reading, source)
    action = _action(report)
    if action is not None:
        backing_up.make(study, "import")
    with study.store.transaction():
        if log.newest_id(study.store) != seen:  # something was done meanwhile
            report = _report(study, reading, source)
            action = _action(report)
        if action is not None:
            study.do(action)
    return report


def _action(report: Report) -> Imported | None:
    """What importing is in the log; None where nothing is new."""
    if not report.new_works:
        return None
    action = Imported(report.source, report.new_works, report.known, report.progress)
    if len(json.dumps(encode(action))) > MOST_BYTES:
        raise Refused(
            f"{report.source} holds {len(report.new_works)} new works, more than can be taken in "
            "at once (about 20,000). Nothing was changed."
        )
    return action


def _report(study: Study, reading: Reading, source: str) -> Report:
    """What importing a list that was read would do to the works that are here now."""
    before = _held_before(study, source)
    report = compare(reading, content.all_works(study.store), source=source, before=before)
    untouched = tuple(one for one in report.untouched if _says_more(study, one))
    return replace(report, untouched=untouched)


def _held_before(study: Study, source: str) -> tuple[str, ...]:
    """Ids of the works that a list held when it was imported last; none where it never was."""
    action = log.last_import(study.store, source)
    return () if action is None else (*(work.id for work in action.works), *action.known)


def _says_more(study: Study, one: Untouched) -> bool:
    """Whether a list says of a work what its progress here does not."""
    here = progress.read(study.store, one.work.id)
    said = one.brought
    return (said.status is not None and said.status is not here.status) or (
        bool(said.note) and said.note not in here.note
    )
