"""A person's own questions, and their edits of those that ship."""

import os

from studyplan.domain.action import Worded
from studyplan.domain.text import clean
from studyplan.domain.wording import Wording, own_card, tidied
from studyplan.study import reading, reviewing
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
    return card


def edit(study: Study, card: str, wording: Wording) -> bool:
    """Ask a card in other words; what was graded stays. Whether anything changed.

    Raises:
        Refused: there is no such card, or the question has no text.
    """
    with study.store.transaction():
        asked, wording = reviewing.question(study, card), _checked(wording)
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


def _checked(wording: Wording) -> Wording:
    points = tuple(clean(point) for point in wording.points)
    checked = tidied(Wording(clean(wording.question), points, clean(wording.follow_up)))
    if not checked.question:
        raise Refused("A question needs its text.")
    return checked
