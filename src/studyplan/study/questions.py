"""A person's own questions, and their edits of those that ship."""

import json
import os
from dataclasses import asdict

from studyplan.domain.action import Worded
from studyplan.domain.text import clean
from studyplan.domain.typed import is_of
from studyplan.domain.wording import Wording, own_card, source_of, tidied
from studyplan.store import drafts
from studyplan.store.drafts import Draft
from studyplan.study import noting, reading, reviewing
from studyplan.study.reviewing import Question
from studyplan.study.session import Refused, Study


def add(study: Study, source: str, wording: Wording) -> str:
    """Ask an own question about a work, a chapter or a competency; the id of its card.

    Args:
        source: its id, or the beginning of that of a work.

    Raises:
        Refused: there is nothing with such an id, or the question has no text.
    """
    with study.store.transaction():
        source, wording = reading.find(study, source), _checked(wording)
        now = study.clock.now()
        # Begins with the time, so that questions stand in the order in which they were written.
        card = own_card(source, f"{int(now.timestamp()):08x}{os.urandom(2).hex()}")
        study.do(Worded(card, wording), now)
        forget_draft(study, source)
    return card


def edit(study: Study, card: str, wording: Wording) -> bool:
    """Ask a card in other words; what was graded stays. Whether anything changed.

    Raises:
        Refused: there is no such card, or the question has no text.
    """
    with study.store.transaction():
        asked, wording = reviewing.question(study, card), _checked(wording)
        forget_draft(study, card)
        if wording == asked.wording:
            return False
        study.do(Worded(card, None if wording == asked.shipped else wording))
    return True


def remove(study: Study, card: str) -> None:
    """Remove an own question; undo brings it back with its history.

    Raises:
        Refused: there is no such card, or it is one that ships.
    """
    with study.store.transaction():
        if not reviewing.question(study, card).own:
            raise Refused("Only your own questions can be removed; suspend this one instead.")
        study.do(Worded(card, None))


def restore(study: Study, card: str) -> bool:
    """Ask a card in the words that ship again; whether it was edited at all.

    Raises:
        Refused: there is no such card, or it is the person's own, of which no text ships.
    """
    with study.store.transaction():
        asked = reviewing.question(study, card)
        if asked.own:
            raise Refused("This question is your own; no text of it ships.")
        if asked.shipped is not None:
            study.do(Worded(card, None))
    return asked.shipped is not None


def worded(study: Study, source: str | None = None) -> list[Question]:
    """A person's own questions and those they edited, of one work or competency or of all.

    Raises:
        Refused: there is nothing with such an id.
    """
    found = reviewing.worded(study)
    if source is None:
        return found
    here = {source := reading.find(study, source)}
    here |= {part.id for part in reading.detail(study, source).chapters}
    return [one for one in found if one.resource in here]


def keep_draft(study: Study, of: str, wording: Wording) -> None:
    """Keep what is being typed, so that a crash or a closed terminal does not lose it.

    Args:
        of: the id of the card, or of what a new question is about.
    """
    text = clean(json.dumps(asdict(wording), ensure_ascii=False))
    draft = Draft(f"{drafts.WORDING}{of}", text, os.getpid(), study.clock.now())
    drafts.keep(study.store, draft)


def forget_draft(study: Study, of: str) -> None:
    """Forget what this process kept of it: it is in the log, or was thrown away."""
    drafts.drop(study.store, f"{drafts.WORDING}{of}", os.getpid())


def begun(study: Study, of: str) -> Wording | None:
    """What an earlier run was cut off in, and what is no question yet; it is typed here now."""
    for draft in noting.left_behind(study, drafts.kept(study.store, drafts.WORDING)):
        if draft.resource == f"{drafts.WORDING}{of}":
            try:
                found = _from_draft(draft)
            except Refused:
                continue
            with study.store.transaction():
                drafts.drop(study.store, draft.resource, draft.process)
                keep_draft(study, of, found)
            return found
    return None


def recover_drafts(study: Study) -> list[str]:
    """Keep the questions that an earlier run was cut off in; the ids of what they are on.

    One without the question's text waits until its editor is opened again; one that cannot be read
    is passed over.
    """
    if not noting.left_behind(study, drafts.kept(study.store, drafts.WORDING)):
        return []
    recovered = []
    with study.store.transaction():
        for draft in noting.left_behind(study, drafts.kept(study.store, drafts.WORDING)):
            of = draft.resource.removeprefix(drafts.WORDING)
            try:
                wording = _from_draft(draft)
                changed = edit(study, of, wording) if ":" in of else bool(add(study, of, wording))
            except Refused:
                continue
            drafts.drop(study.store, draft.resource, draft.process)
            if changed:
                recovered.append(source_of(of) if ":" in of else of)
    return recovered


def _from_draft(draft: Draft) -> Wording:
    """The words in a draft.

    Raises:
        Refused: it holds something else.
    """
    try:
        fields = json.loads(draft.text)
        found = Wording(fields["question"], tuple(fields["points"]), fields["follow_up"])
        if is_of(found, Wording):
            return found
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    raise Refused("What was kept of this question cannot be read.")


def _checked(wording: Wording) -> Wording:
    points = tuple(clean(point) for point in wording.points)
    checked = tidied(Wording(clean(wording.question), points, clean(wording.follow_up)))
    if not checked.question:
        raise Refused("A question needs its text.")
    return checked
