"""Notes: writing them, and keeping what is typed until it is written."""

import os

from studyplan.domain.action import Noted
from studyplan.domain.fold import BETWEEN_NOTES, standing
from studyplan.domain.text import clean
from studyplan.store import drafts, log
from studyplan.study import reading
from studyplan.study.session import Study


def write_note(study: Study, resource: str, text: str, *, base: str | None = None) -> str:
    """Make `text` (Markdown) the note of a work.

    Args:
        base: what the note was when `text` was begun. Where it is something else by now, both are
            kept, one under the other.

    Returns:
        The note as it is afterwards.
    """
    text = clean(text)
    with study.store.transaction():
        drafts.drop(study.store, resource)
        now = reading.detail(study, resource).progress.note
        if base is not None and now not in ("", base, text):
            text = f"{text}{BETWEEN_NOTES}{now}"
        if text != now:
            events = log.counting(study.store, f"progress:{resource}")
            seen = standing(event for event in events if isinstance(event.action, Noted))
            study.do(Noted(resource, text, tuple(one.id for one in seen)))
    return text


def keep_draft(study: Study, resource: str, text: str) -> None:
    """Keep what is being typed, so that a crash or a closed terminal does not lose it."""
    draft = drafts.Draft(resource, clean(text), os.getpid())
    drafts.keep(study.store, draft, study.clock.now())


def recover_drafts(study: Study) -> list[str]:
    """Write to the log the notes that an earlier run could not; the ids of their works.

    A draft that is still being typed elsewhere is left alone, and one on a work that is not in the
    list (its import was undone) waits until it is again.
    """
    recovered = []
    with study.store.transaction():
        for draft in drafts.kept(study.store):
            there = study.store.value("SELECT 1 FROM resource WHERE id = ?", draft.resource)
            if not there or is_at_work(draft.process):
                continue
            before = reading.detail(study, draft.resource).progress.note
            if write_note(study, draft.resource, draft.text) != before:
                recovered.append(draft.resource)
    return recovered


def is_at_work(process: int) -> bool:
    """Whether another process of this machine has this number; ours has just started."""
    if process == os.getpid() or os.name == "nt":  # there, asking would end the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True
