"""Lists in: what a list file holds, and taking its new works in."""

from pathlib import Path

from studyplan.domain.action import Imported
from studyplan.domain.placing import Vocabulary, samples
from studyplan.domain.text import clean
from studyplan.library.guessing import names_of
from studyplan.library.importing import Report, examine, guessed
from studyplan.store import content
from studyplan.study import backing_up
from studyplan.study.session import Study


def look_into(study: Study, path: Path, format: str | None = None) -> Report:
    """What importing the list would do. Nothing is changed.

    Raises:
        ListError: the file cannot be read as a list.
    """
    return _guessed(study, examine(path, content.all_works(study.store), format))


def take_in(study: Study, path: Path, format: str | None = None) -> Report:
    """Import the list: its works that are not here yet, in one action that can be undone.

    A backup is made before.

    Raises:
        ListError: the file cannot be read as a list.
    """
    if look_into(study, path, format).new_works:
        backing_up.make(study, "import")
    with study.store.transaction():
        report = look_into(study, path, format)
        if report.new_works:
            study.do(Imported(clean(path.name), report.new_works))
    return report


def _guessed(study: Study, report: Report) -> Report:
    """The report with what can be told of new works by their addresses and words.

    What ships is the measure, and no guess of before: a wrong one would lead to others.
    """
    if not report.new_works:
        return report
    works = content.shipped_works(study.store)
    texts = (content.primers(study.store), content.shipped_prompts(study.store))
    about = samples(content.competencies(study.store), works, *texts)
    return guessed(report, Vocabulary(about, names_of(works)))
