"""One sitting of reviews: which card comes next, what undo brings back, and what was done.

Grades are in the log as soon as they are given; what is kept here is only what the log does not
know: which cards were put off, and what was typed on cards that are not graded.
"""

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyplan.domain.memory import Grade
from studyplan.domain.scheduling import Card
from studyplan.domain.text import clean
from studyplan.store import cards, drafts
from studyplan.store.drafts import Draft
from studyplan.store.engine import from_ms, to_ms
from studyplan.study import asking, noting, reviewing
from studyplan.study.asking import Chosen
from studyplan.study.pace import pace
from studyplan.study.reviewing import Question
from studyplan.study.session import Refused, Study

LONGEST_ANSWER = 300.0
"""Seconds that one answer counts at most, so that a coffee break is no study time."""
LONGEST_BREAK = timedelta(minutes=30)
"""A pause between two grades that is longer than this ends a sitting."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done in a sitting."""

    answers: int = 0
    """Grades given, those of cards that came back among them."""
    cards: int = 0
    again: int = 0
    """How many of the grades were again."""
    seconds: float = 0.0
    """As measured, or a usual review each where it was not."""


def tally(study: Study) -> Tally:
    """The sitting of now, from the log: today's grades back to the last long break.

    Undone grades do not count, those of other processes do, and closing the app ends nothing.
    """
    until = study.clock.now()
    sitting = []
    for one in reviewing.answers_on(study, study.today):
        if until - one.at > LONGEST_BREAK:
            break
        sitting.append(one)
        until = one.at
    return Tally(
        answers=len(sitting),
        cards=len({one.card for one in sitting}),
        again=sum(one.grade is Grade.AGAIN for one in sitting),
        seconds=sum(one.seconds for one in sitting),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """How far a sitting is."""

    number: int
    """Of the card that is asked, counting every grade given in the sitting."""
    total: int
    """Grades given and cards left; it grows when a card is forgotten and comes back."""
    minutes: float
    """How long what is left will take."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A card as it was left, graded or suspended; undo is noticed by comparing with it."""

    after: Card
    attempt: str

    def is_undone(self, now: Card) -> bool:
        """Whether the card as it is now shows that undo has been at it."""
        return now.reps < self.after.reps or (self.after.suspended and not now.suspended)


@dataclass(slots=True)
class _Line:
    """The cards that are due, in order. A grade takes its card out; all else asks for a new one."""

    ids: list[str]
    seconds_each: float
    chosen: Chosen
    mark: tuple[int, int]
    day: date
    step_ends: datetime | None = None
    """When the first of the steps that were begun here ends: then that card comes first."""

    @classmethod
    def of(cls, study: Study, chosen: Chosen) -> "_Line":
        """As it is now."""
        mark, day = study.mark, study.today
        due = asking.due_by(study, chosen)
        steps = study.store.value(
            "SELECT min(due_at) FROM card WHERE due_at > ?", to_ms(study.clock.now())
        )
        ids = [one.card.id for one in due.questions]
        return cls(ids, due.seconds_each, chosen, mark, day, from_ms(steps))

    def is_over(self, study: Study) -> bool:
        """Whether it may be another one by now."""
        ended = self.step_ends is not None and study.clock.now() >= self.step_ends
        return ended or not self.is_of(study)

    def is_of(self, study: Study) -> bool:
        """Whether what was chosen still holds: the day is the same, and all but the grades."""
        return self.mark == study.mark and self.day == study.today

    def graded(self, card: Card) -> None:
        """Take out a card that was graded."""
        if card.id in self.ids:
            self.ids.remove(card.id)
        if card.due_at is not None:
            self.step_ends = min(filter(None, (card.due_at, self.step_ends)))


class Sitting:
    """The reviews of one person at one screen."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._done: dict[str, _Done] = {}  # by card, the newest last
        self._skipped: dict[str, None] = {}  # a set that keeps its order
        self._ahead: set[str] = set()
        self._left_behind = _left_behind(study)
        self._attempts = {card: draft.text for card, draft in self._left_behind.items()}
        self._asked_at: datetime | None = None
        self._line: _Line | None = None
        self._graded_at: tuple[int, int] | None = None
        """The mark of the study at the last grade here: while it holds, nothing is undone since."""

    def questions(self) -> list[Question]:
        """What is to be asked now, the next card first.

        First what undo brought back, in the order in which it was asked; last what was skipped.
        """
        return [one for id in self._order() if (one := self.current(id)) is not None]

    def next(self) -> Question | None:
        """The first of the questions; None where there is none."""
        return next((one for id in self._order() if (one := self.current(id)) is not None), None)

    @property
    def left(self) -> int:
        """How many questions there are."""
        return len(self._order())

    def _order(self) -> list[str]:
        """The ids of the questions."""
        found = dict.fromkeys([*(one.card.id for one in self.returned()), *self._due()])
        skipped = [card for card in self._skipped if card in found]
        for card in skipped:
            del found[card]
        return [*found, *skipped]

    def returned(self) -> list[Question]:
        """The cards graded or suspended here that undo has brought back since, oldest first."""
        found: list[Question] = []
        if self._graded_at == self._study.mark:
            return found
        for card, done in reversed(self._done.items()):
            now = self.current(card)
            if now is None or not now.askable:
                continue
            if not done.is_undone(now.card):
                break  # undo takes the newest first, so what was done before this one stands too
            found.insert(0, now)
        return found

    def way(self, asked: Question) -> Way:
        """How far the sitting is while this card is asked."""
        done = tally(self._study).answers
        left = len({*self._order(), asked.card.id})
        seconds = self._line.seconds_each if self._line else pace(self._study)
        return Way(done + 1, done + left, left * seconds / 60)

    def waiting(self) -> list[Question]:
        """The cards whose step ends so soon that they could be asked now, where nothing is due."""
        return list(asking.due(self._study, ahead=True).questions)

    def ask_ahead(self) -> None:
        """Ask what is waiting, each card once."""
        self._ahead = {one.card.id for one in self.waiting()}

    def current(self, card: str) -> Question | None:
        """A card as it is now; None where it is gone."""
        try:
            return reviewing.question(self._study, card)
        except Refused:
            return None

    def ask(self, question: Question) -> str:
        """Start the watch on a card; what was typed on it before it was put off or brought back."""
        self._asked_at = self._study.clock.now()
        done = self._done.get(question.card.id)
        earlier = done.attempt if done and done.is_undone(question.card) else ""
        return self._attempts.get(question.card.id, earlier)

    def keep_attempt(self, card: str, attempt: str) -> None:
        """Keep what was typed on a card that is left without a grade."""
        self._attempts[card] = attempt

    def keep_draft(self, card: str, attempt: str) -> None:
        """Keep what is being typed, so that a crash or a closed terminal does not lose it."""
        now = self._study.clock.now()
        draft = Draft(f"{drafts.ATTEMPT}{card}", clean(attempt), os.getpid(), now)
        drafts.keep(self._study.store, draft)

    def grade(self, asked: Question, grade: Grade, attempt: str) -> None:
        """Grade the card that was asked, with the seconds since.

        Raises:
            Refused: it was graded elsewhere meanwhile, or it is gone or suspended.
        """
        card = asked.card.id
        with self._study.store.transaction():
            now = cards.read(self._study.store, card)
            if now is not None and now.reps > asked.card.reps:
                raise Refused("This card was graded elsewhere meanwhile.")
            after = reviewing.grade(
                self._study, card, grade, seconds=self._seconds(), attempt=attempt
            )
            self._forget_draft(card)
        self._leave(card, _Done(after, attempt))
        self._graded_at = self._study.mark
        if self._line is not None:
            self._line.graded(after)
            if self._study.settings.bury_siblings:
                self._line = None

    def suspend(self, card: str, attempt: str) -> None:
        """Take a card out of the queue; undo brings it back here first."""
        with self._study.store.transaction():
            reviewing.suspend(self._study, card)
            self._forget_draft(card)
        self._graded_at = None
        self._leave(card, _Done(reviewing.question(self._study, card).card, attempt))

    def skip(self, card: str, attempt: str) -> None:
        """Ask a card again when nothing else is left."""
        self._done.pop(card, None)
        self._skipped.pop(card, None)
        self._skipped[card] = None
        self.keep_attempt(card, attempt)

    def _due(self) -> list[str]:
        """The ids of the cards that are due, as they were found when anything else last changed."""
        line, study = self._line, self._study
        if line is None or not line.ids or line.is_over(study):
            # What was chosen for the day stays, as long as there is any of it.
            same = line is not None and line.ids and line.is_of(study)
            today = line.chosen if same and line is not None else asking.chosen(study)
            self._line = line = _Line.of(study, today)
        if line.ids or not self._ahead:
            return line.ids
        return [one.card.id for one in self.waiting() if one.card.id in self._ahead]

    def _seconds(self) -> float | None:
        """Since the question was asked, where the clock was not set back."""
        if self._asked_at is None:
            return None
        passed = (self._study.clock.now() - self._asked_at).total_seconds()
        return min(passed, LONGEST_ANSWER) if passed >= 0 else None

    def _forget_draft(self, card: str) -> None:
        processes = [os.getpid()]
        if card in self._left_behind:
            processes.append(self._left_behind[card].process)
        for process in processes:
            drafts.drop(self._study.store, f"{drafts.ATTEMPT}{card}", process)

    def _leave(self, card: str, done: _Done) -> None:
        self._done.pop(card, None)
        self._done[card] = done
        self._skipped.pop(card, None)
        self._attempts.pop(card, None)
        self._ahead.discard(card)


def _left_behind(study: Study) -> dict[str, Draft]:
    """What an earlier run was cut off in, by card."""
    found = noting.left_behind(study, drafts.kept(study.store, drafts.ATTEMPT))
    return {draft.resource.removeprefix(drafts.ATTEMPT): draft for draft in found}
