"""Lists in: what a list file holds, and taking its new works in."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studyplan.domain.action import Imported
from studyplan.domain.placing import Vocabulary, samples
from studyplan.domain.resource import Resource
from studyplan.domain.text import clean
from studyplan.library.guessing import names_of
from studyplan.library.importing import Report, Untouched, compare, guessed
from studyplan.library.readers import FORMATS, Reading, read
from studyplan.library.readers.csv import USUAL
from studyplan.store import content, progress, recorded
from studyplan.study import backing_up
from studyplan.study.session import Refused, Study

FORMAT_NAMES = tuple(FORMATS)
"""The formats that a list may be said to have."""
COLUMNS = tuple(USUAL)
"""The fields for which the column of a table can be named."""

MOST_CHARACTERS = 12_000_000
"""Of an import in the log, about 20,000 works: more is too long for a line of a shared folder."""

_OF_A_RECORD = 400
"""Characters of the record of a work, about, but for its texts."""


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
    seen = recorded.newest_id(study.store)
    report = _report(study, reading, source)
    action = _action(report)
    if action is not None:
        backing_up.make(study, "import")
    with study.store.transaction():
        if recorded.newest_id(study.store) != seen:  # something was done meanwhile
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
    if sum(map(_length, report.new_works)) + _length_of_notes(action) > MOST_CHARACTERS:
        raise Refused(
            f"{report.source} holds {len(report.new_works)} new works, more than can be taken in "
            "at once (about 20,000). Nothing was changed."
        )
    return action


def _length(work: Resource) -> int:
    """Characters of a work in the log, about; the texts of its rows are those of the work."""
    texts = (work.title, work.url, work.remark, work.company, work.domain, *work.topics)
    rows = ((row.title, row.target, row.words, row.section) for row in work.provenance)
    said = (*texts, *(text for row in rows for text in row))
    return _OF_A_RECORD + sum(len(text) for text in said if text)


def _length_of_notes(action: Imported) -> int:
    return sum(len(one.note) for one in action.progress.values())


def _report(study: Study, reading: Reading, source: str) -> Report:
    """What importing a list that was read would do to the works that are here now."""
    before = _held_before(study, source)
    report = compare(reading, content.all_works(study.store), source=source, before=before)
    untouched = tuple(one for one in report.untouched if _says_more(study, one))
    return _guessed(study, replace(report, untouched=untouched))


def _held_before(study: Study, source: str) -> tuple[str, ...]:
    """Ids of the works that a list held when it was imported last; none where it never was."""
    action = recorded.last_import(study.store, source)
    return () if action is None else (*(work.id for work in action.works), *action.known)


def _says_more(study: Study, one: Untouched) -> bool:
    """Whether a list says of a work what its progress here does not."""
    here = progress.read(study.store, one.work.id)
    said = one.brought
    return (said.status is not None and said.status is not here.status) or (
        bool(said.note) and said.note not in here.note
    )


def _guessed(study: Study, report: Report) -> Report:
    """The report with what can be told of new works by their addresses and words.

    What ships is the measure, and no guess of before: a wrong one would lead to others.
    """
    if not 0 < len(report.new_works) <= MOST_CHARACTERS // _OF_A_RECORD:
        return report  # nothing is new, or so much that it cannot be taken in
    works = content.shipped_works(study.store)
    texts = (content.primers(study.store), content.asked(study.store))
    about = samples(content.competencies(study.store), works, *texts)
    return guessed(report, Vocabulary(about, names_of(works)))
