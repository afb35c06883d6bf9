"""Notes: writing them, and keeping what is typed until it is written."""

import os
from collections.abc import Iterable

from studyplan.domain.action import Noted
from studyplan.domain.fold import BETWEEN_NOTES, standing
from studyplan.domain.text import clean
from studyplan.store import drafts, presence, recorded
from studyplan.store.drafts import Draft
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
        drafts.drop(study.store, resource, os.getpid())
        now = reading.detail(study, resource).progress.note
        if base is not None and now not in ("", base, text):
            text = f"{text}{BETWEEN_NOTES}{now}"
        if text != now:
            events = recorded.counting(study.store, f"progress:{resource}", study.imports)
            seen = standing(events, resource)
            study.do(Noted(resource, text, tuple(one.id for one in seen)))
    return text


def keep_draft(study: Study, resource: str, text: str, *, base: str | None = None) -> None:
    """Keep what is being typed, so that a crash or a closed terminal does not lose it.

    Args:
        base: what the note was when `text` was begun.
    """
    now = study.clock.now()
    drafts.keep(study.store, Draft(resource, clean(text), os.getpid(), now, base))


def recover_drafts(study: Study) -> list[str]:
    """Write to the log the notes that an earlier run could not; the ids of their works.

    A draft that is still being typed elsewhere is left alone, and one on a work that is not in the
    list (its import was undone) waits until it is again.
    """
    if not left_behind(study, drafts.kept(study.store)):  # nothing to write, so nobody to wait for
        return []
    before: dict[str, str] = {}
    recovered: dict[str, None] = {}
    with study.store.transaction():
        for draft in left_behind(study, drafts.kept(study.store)):
            work = draft.resource
            if not study.store.value("SELECT 1 FROM resource WHERE id = ?", work):
                continue
            progress = reading.detail(study, work).progress
            # What was written since the draft was begun stays, here or on another device, and of
            # two drafts both are kept.
            base = draft.base
            if base is None:  # kept by a version before this one
                newer = progress.note_at is not None and progress.note_at > draft.at
                base = "" if newer else before.setdefault(work, progress.note)
            if write_note(study, work, draft.text, base=base) != progress.note:
                recovered[work] = None
            drafts.drop(study.store, work, draft.process)
    return list(recovered)


def left_behind(study: Study, found: Iterable[Draft]) -> list[Draft]:
    """The drafts whose process has ended without writing them to the log."""
    return [one for one in found if not is_at_work(study, one.process)]


def is_at_work(study: Study, process: int) -> bool:
    """Whether another window or command is at what the process of this number kept."""
    return presence.is_seen(study.store.path.parent, process)
