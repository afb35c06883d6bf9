"""Mock interviews: which there are and when they come back, beginning one, what came of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from studyplan.domain.action import Begun, Finished
from studyplan.domain.attempt import (
    CARD,
    HIGHEST,
    LENGTHS,
    Attempt,
    grade_of,
    mean_score,
    split,
    surprise,
)
from studyplan.domain.fold import predicted
from studyplan.domain.interview import MINUTES, Dimension, Interview
from studyplan.domain.resource import OWN
from studyplan.domain.scheduling import Card, decide
from studyplan.store import attempts, cards, interviews
from studyplan.study import reading
from studyplan.study.reading import Listed as ListedWork
from studyplan.study.session import Refused, Study


@dataclass(frozen=True, slots=True)
class Listed:
    """An interview, and how far the person is with it."""

    interview: Interview
    attempts: tuple[Attempt, ...]
    """Oldest first, those that are not finished among them."""
    due: date | None
    """The study day it comes back; None while it was never scored."""
    is_due: bool

    @property
    def own(self) -> bool:
        """Whether the person added it."""
        return self.interview.id.startswith(OWN)

    @property
    def finished(self) -> tuple[Attempt, ...]:
        """The attempts that came to an end, oldest first."""
        return tuple(one for one in self.attempts if one.finished_at is not None)

    @property
    def unfinished(self) -> Attempt | None:
        """The newest attempt that can be gone on with."""
        waiting = [one for one in self.attempts if one.finished_at is None]
        return waiting[-1] if waiting else None

    @property
    def last_score(self) -> float | None:
        """The mean score of the newest attempt that was scored."""
        scored = [one.mean for one in self.finished if one.mean is not None]
        return scored[-1] if scored else None


@dataclass(frozen=True, slots=True)
class ToPractise:
    """An interview that waits today."""

    id: str
    title: str
    minutes: int
    """Its length, or what is left of the one that was begun."""
    begun: bool
    """Whether an attempt waits to be gone on with."""


def interviews_of(study: Study) -> list[Listed]:
    """Every interview, in order."""
    by_interview: dict[str, list[Attempt]] = {}
    for attempt in attempts.everything(study.store):
        by_interview.setdefault(attempt.interview, []).append(attempt)
    return [
        _listed(study, one, by_interview.get(one.id, []))
        for one in interviews.everything(study.store)
    ]


def find(study: Study, interview: str) -> Listed:
    """One interview, by its id or the beginning of it.

    Raises:
        Refused: there is none, or there are several.
    """
    if (exact := interviews.read(study.store, interview)) is None:
        rows = study.store.rows(
            "SELECT id FROM interview WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 4",
            len(interview),
            interview,
        )
        if len(rows) > 1:
            found = ", ".join(row["id"] for row in rows)
            raise Refused(f"`{interview}` may be several interviews: {found}.")
        exact = interviews.read(study.store, rows[0]["id"]) if rows else None
    if exact is None:
        raise Refused(f"There is no interview `{interview}`; `studyplan interview list` has all.")
    return _listed(study, exact, attempts.everything(study.store, exact.id))


def waiting(study: Study) -> list[ToPractise]:
    """What is to be practised today: what was begun, then what is due, the longest due first."""
    found: dict[str, ToPractise] = {}
    for one, title in attempts.unfinished(study.store):
        left = max(1, round(one.minutes - one.spent / 60))
        found.setdefault(one.interview, ToPractise(one.interview, title, left, begun=True))
    due = study.store.rows(
        "SELECT i.id, i.title FROM card c JOIN interview i ON c.id = ? || i.id "
        "WHERE c.due_day <= ? AND NOT c.suspended ORDER BY c.due_day, i.position",
        CARD,
        study.today.isoformat(),
    )
    for row in due:
        found.setdefault(row["id"], ToPractise(row["id"], row["title"], MINUTES, begun=False))
    return list(found.values())


def seconds_on(study: Study, day: date) -> float:
    """How long the attempts that were finished on a study day took."""
    days = study.days
    made = attempts.finished_between(study.store, days.start(day), days.end(day))
    return sum(one.spent for one in made)


def surprise_me(study: Study, seed: int) -> Interview:
    """An interview drawn at random, the likelier the weaker the person is at what it practises.

    Raises:
        Refused: there are no interviews.
    """
    found = interviews.everything(study.store)
    if not found:
        raise Refused("There are no interviews to practise.")
    return surprise(found, weakness(study), seed)


def weakness(study: Study) -> dict[str, float]:
    """0 (safe) to 1 (nothing known) by competency: half coverage, half retrievability of cards."""
    parameters, today = study.settings.scheduling.parameters, study.today
    recall: dict[str, list[float]] = {}
    rows = study.store.rows("SELECT c.*, q.competency FROM card c JOIN prompt q ON q.id = c.id")
    for row in rows:
        recalled = predicted(cards.from_row(row), today, parameters)
        recall.setdefault(row["competency"], []).append(recalled or 0.0)
    found = {}
    for one in reading.standings(study):
        covered = one.coverage.done / one.coverage.total if one.coverage.total else 0.0
        known = recall.get(one.competency.id, [0.0])
        found[one.competency.id] = 1 - (covered + sum(known) / len(known)) / 2
    return found


def start(study: Study, interview: str, minutes: int = MINUTES) -> str:
    """Begin an attempt; its id.

    Raises:
        Refused: there is no such interview, or no such length.
    """
    if minutes not in LENGTHS:
        raise Refused(f"An interview takes {_words(LENGTHS)} minutes, not {minutes}.")
    with study.store.transaction():
        one = find(study, interview).interview
        attempt = f"{one.id}.{os.urandom(3).hex()}"
        study.do(Begun(attempt, one.id, split(one, minutes)))
    return attempt


def finish(study: Study, attempt: str, scores: Mapping[Dimension, int]) -> Attempt:
    """End an attempt with the scores that were given; their mean grades the interview's card.

    Raises:
        Refused: there is no such attempt, it is finished, a score is not 0 to 4, or its card rests.
    """
    with study.store.transaction():
        one, now = find_attempt(study, attempt), study.clock.now()
        if one.finished_at is not None:
            raise Refused("This attempt is finished; undo takes that back.")
        if wrong := [score for score in scores.values() if not 0 <= score <= HIGHEST]:
            raise Refused(f"A score is 0 to {HIGHEST}, not {wrong[0]}.")
        graded = None
        if (mean := mean_score(scores)) is not None:
            card_id = f"{CARD}{one.interview}"
            card = cards.read(study.store, card_id) or Card(card_id)
            # Steps are for what is asked again within minutes; an interview is not.
            by_days = replace(study.settings.scheduling, learning_steps=(), relearning_steps=())
            try:
                graded = decide(card, grade_of(mean), now, study.days, by_days)
            except ValueError as error:
                raise Refused(str(error)) from error
            now = graded.at
        study.do(Finished(one.id, one.interview, dict(scores), graded), now)
        attempts.drop(study.store, one.id)
        return find_attempt(study, one.id)


def history(study: Study, interview: str | None = None) -> list[Attempt]:
    """The attempts at one interview (by its id or beginning), or at all, oldest first.

    Raises:
        Refused: there is no such interview.
    """
    id = None if interview is None else find(study, interview).interview.id
    return attempts.everything(study.store, id)


def find_attempt(study: Study, attempt: str) -> Attempt:
    """One attempt, by its id or the beginning of it.

    Raises:
        Refused: there is none, or there are several.
    """
    if (exact := attempts.read(study.store, attempt)) is not None:
        return exact
    found = [one for one in attempts.everything(study.store) if one.id.startswith(attempt)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(one.id for one in found[:4])
        raise Refused(f"`{attempt}` may be several attempts: {several}.")
    raise Refused(f"There is no attempt `{attempt}`; `studyplan interview history` has all.")


def to_read(study: Study, interview: Interview) -> list[ListedWork]:
    """The works that prepare for an interview and are not read yet, in its order."""
    found = {one.id: one for one in reading.works(study) if not one.status.is_done}
    return [found[id] for id in interview.works if id in found]


def _listed(study: Study, interview: Interview, made: list[Attempt]) -> Listed:
    card = cards.read(study.store, f"{CARD}{interview.id}")
    due = None if card is None else card.due_day
    return Listed(interview, tuple(made), due, due is not None and due <= study.today)


def _words(numbers: tuple[int, ...]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} or {numbers[-1]}"
