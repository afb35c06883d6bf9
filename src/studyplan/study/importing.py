"""Lists in: what a list file holds, and taking its new works in."""

from pathlib import Path

from studyplan.domain.action import Imported
from studyplan.domain.text import clean
from studyplan.library.importing import Report, examine
from studyplan.store import content
from studyplan.study import backing_up
from studyplan.study.session import Study


def look_into(study: Study, path: Path, format: str | None = None) -> Report:
    """What importing the list would do. Nothing is changed.

    Raises:
        ListError: the file cannot be read as a list.
    """
    return examine(path, content.all_works(study.store), format)


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
