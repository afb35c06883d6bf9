"""Attempts at mock interviews to be written out: one, or all that are finished."""

from pathlib import Path

from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Interview
from studyplan.exchange import files, transcript
from studyplan.exchange.shown import Practised
from studyplan.store import attempts, interviews
from studyplan.study import practising
from studyplan.study.session import Refused, Study


def practised(study: Study) -> list[Practised]:
    """Every attempt that was finished, oldest first."""
    found = {one.id: one for one in interviews.everything(study.store)}
    return [
        _practised(study, one, found.get(one.interview))
        for one in attempts.everything(study.store)
        if one.finished_at is not None
    ]


def as_markdown(study: Study, attempt: str) -> str:
    """An attempt, by its id or the beginning of it.

    Raises:
        Refused: there is no such attempt, or there are several.
    """
    one = practising.find_attempt(study, attempt)
    interview = interviews.read(study.store, one.interview)
    return transcript.as_markdown(_practised(study, one, interview))


def export(study: Study, attempt: str, path: Path, *, force: bool = False) -> Path:
    """Write an attempt to a file as Markdown; its path.

    Raises:
        Refused: as `as_markdown`; or the file exists and `force` is not given, or cannot be made.
    """
    text = as_markdown(study, attempt)
    try:
        files.write(path, text.encode(), may_replace=lambda _: force)
    except files.NotWritten as error:
        raise Refused(str(error)) from error
    return path


def _practised(study: Study, attempt: Attempt, interview: Interview | None) -> Practised:
    return Practised(attempt, interview, attempt.started_at.astimezone(study.clock.zone))
