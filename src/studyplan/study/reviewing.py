"""Reviews: one card as it is asked, what each grade would lead to, grading."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from studyplan.domain.action import Answered, Suspended
from studyplan.domain.attempt import CARD
from studyplan.domain.fold import Review, predicted
from studyplan.domain.memory import Grade
from studyplan.domain.prompt import PromptType
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import (
    Card,
    Graded,
    Load,
    decide,
    interval_text,
    is_leech,
    preview,
)
from studyplan.domain.text import clean
from studyplan.domain.wording import Wording
from studyplan.store import cards
from studyplan.store.engine import Row, from_ms
from studyplan.study.pace import pace
from studyplan.study.session import Refused, Study


@dataclass(frozen=True, slots=True)
class Question:
    """A card as it is asked."""

    card: Card
    resource: str
    title: str
    """Of the work that the question is about."""
    url: str | None
    company: str | None
    year: int | None
    competency: str | None
    type: PromptType
    question: str
    points: tuple[str, ...]
    """The points of a good answer; none for free recall, where the person's note is compared."""
    follow_up: str
    """What an interviewer would ask next; empty for free recall."""
    note: str
    """What the person wrote about the work."""
    retrievability: float | None
    """Predicted for today; None while the card has never been graded."""
    leech: bool
    read: bool
    """Whether the work is marked read; the cards of others rest, but for a person's own."""
    shipped: Wording | None = None
    """The text that ships, where the person's own words are asked in its place."""

    @property
    def own(self) -> bool:
        """Whether the person wrote it, and nothing like it ships."""
        return self.type is PromptType.OWN

    @property
    def wording(self) -> Wording:
        """What is asked and compared, the person's own words where there are any."""
        return Wording(self.question, self.points, self.follow_up)

    @property
    def rests(self) -> bool:
        """Whether it waits until its work is marked read again."""
        return not (self.read or self.own)

    @property
    def askable(self) -> bool:
        """Whether it may be asked at all, due or not."""
        return not (self.rests or self.card.suspended)

    @property
    def due(self) -> date | datetime | None:
        """The study day it is due; the instant while in learning steps; None for a new card."""
        return self.card.due_at or self.card.due_day


QUESTION = """
SELECT c.*, q.resource, q.competency, q.type, q.question, q.points, q.follow_up,
       w.question AS own_question, w.points AS own_points, w.follow_up AS own_follow_up,
       q.position, r.title, r.url, r.company, r.year, p.note, p.status
FROM card c JOIN prompt q ON q.id = c.id JOIN resource r ON r.id = q.resource
     LEFT JOIN progress p ON p.resource = q.resource LEFT JOIN wording w ON w.card = c.id
"""
"""What is read of a card to ask it."""
_INTERVIEWS = f"{CARD}%"
"""The cards that are asked on a screen of their own."""


def question(study: Study, card: str) -> Question:
    """One card as it is asked.

    Raises:
        Refused: there is no such card.
    """
    row = study.store.row(f"{QUESTION} WHERE c.id = ?", card)
    if row is None:
        if of_work := [one.card.id for one in of_resource(study, card)]:
            raise Refused(f"`{card}` is a work; its cards are {', '.join(of_work)}.")
        raise Refused(f"There is no card `{card}`; a work's cards are made when it is marked read.")
    return next(questions_of(study, [row]))


def of_resource(study: Study, resource: str) -> list[Question]:
    """The cards of a work and of its chapters."""
    rows = study.store.rows(
        f"{QUESTION} WHERE q.resource IN (SELECT ? UNION ALL SELECT id FROM resource "  # noqa: S608 - ours
        "WHERE parent = ?) ORDER BY q.position, q.id",
        resource,
        resource,
    )
    return list(questions_of(study, rows))


def worded(study: Study) -> list[Question]:
    """The cards that are asked in a person's own words, in the order of the reading list."""
    rows = study.store.rows(f"{QUESTION} WHERE w.card IS NOT NULL ORDER BY q.position, q.id")
    return list(questions_of(study, rows))


def history(study: Study, card: str) -> list[Review]:
    """Every grade of a card, oldest first."""
    return cards.reviews(study.store, card)


def choices(study: Study, card: Card) -> Mapping[Grade, str]:
    """What each grade given now would lead to, as a short interval such as `10m` or `4d`.

    `<21d` means: before the interview, which is in 21 days; the plan chooses the day.

    Raises:
        Refused: the card is suspended.
    """
    try:
        now = study.clock.now()
        outcomes = preview(card, now, study.days, study.settings.scheduling, _load(study))
    except ValueError as error:
        raise Refused(str(error)) from error
    interview = study.settings.next_interview(study.today)
    return {grade: _returns(graded, now, interview) for grade, graded in outcomes.items()}


def _returns(graded: Graded, now: datetime, interview: date | None) -> str:
    """When a card comes back: by FSRS, but before the interview at the latest."""
    if interview is None or graded.due_at is not None or graded.due_day < interview:
        return interval_text(graded, now)
    return f"<{max(1, (interview - graded.day).days)}d"


def grade(
    study: Study,
    card: str,
    grade: Grade,
    *,
    seconds: float | None = None,
    attempt: str | None = None,
) -> Card:
    """Grade a card now; the card as it is afterwards.

    Args:
        seconds: from question to grade, where it was measured.
        attempt: what the person typed before seeing the answer.

    Raises:
        Refused: there is no such card, or it rests.
    """
    with study.store.transaction():
        asked, now = question(study, card), study.clock.now()
        if asked.rests:
            raise Refused(f"“{asked.title}” is not marked read, so its cards rest.")
        try:
            graded = decide(
                asked.card, grade, now, study.days, study.settings.scheduling, _load(study)
            )
        except ValueError as error:
            raise Refused(str(error)) from error
        attempt = clean(attempt) if attempt else None
        study.do(Answered(card, graded, seconds, attempt), graded.at)
        after = cards.read(study.store, card)
    assert after is not None  # noqa: S101 - it was graded a line ago
    return after


def _load(study: Study) -> Load:
    """How busy the days to come are: the cards due, by the minutes that there are for them."""
    settings = study.settings
    known: dict[date, float] = {}

    def load(day: date) -> float:
        if day not in known:
            minutes = settings.minutes_on(day)
            due = study.store.value(
                "SELECT count(*) FROM card WHERE suspended = 0 AND due_day = ?", day.isoformat()
            )
            known[day] = (due + 1) / minutes if minutes else math.inf
        return known[day]

    return load


def suspend(study: Study, card: str) -> None:
    """Take a card out of the queue, until it is resumed."""
    with study.store.transaction():
        if not question(study, card).card.suspended:
            study.do(Suspended({card: True}))


def resume(study: Study, *found: str) -> int:
    """Put the suspended cards among `found`, which may be works too, back; how many there were."""
    with study.store.transaction():
        asked = [one for id in found for one in _cards_of(study, id)]
        suspended = {one.card.id: False for one in asked if one.card.suspended}
        if suspended:
            study.do(Suspended(suspended))
    return len(suspended)


def _cards_of(study: Study, id: str) -> list[Question]:
    """The card with this id, or the cards of the work with it."""
    return [question(study, id)] if ":" in id else of_resource(study, id)


@dataclass(frozen=True, slots=True)
class Answer:
    """One grade that was given to a card of the queue."""

    card: str
    at: datetime
    grade: Grade
    seconds: float
    """As measured, or a usual review where it was not."""


def answers_on(study: Study, day: date) -> list[Answer]:
    """The grades of a study day, newest first; those of mock interviews are none of the queue's."""
    rows = study.store.rows(
        "SELECT card, at, grade, seconds FROM review "
        "WHERE day = ? AND card NOT LIKE ? ORDER BY at DESC",
        day.isoformat(),
        _INTERVIEWS,
    )
    if not rows:
        return []
    usual = pace(study) if any(row["seconds"] is None for row in rows) else 0.0
    return [
        Answer(
            card=row["card"],
            at=from_ms(row["at"]),
            grade=Grade(row["grade"]),
            seconds=usual if row["seconds"] is None else row["seconds"],
        )
        for row in rows
    ]


def questions_of(study: Study, rows: Iterable[Row]) -> Iterator[Question]:
    """The cards of rows that `QUESTION` gave."""
    scheduling, today = study.settings.scheduling, study.today
    for row in rows:
        card = cards.from_row(row)
        asked = shipped = Wording(row["question"], _points(row["points"]), row["follow_up"])
        if worded := row["own_question"] is not None:
            points = _points(row["own_points"])
            asked = Wording(row["own_question"], points, row["own_follow_up"])
        yield Question(
            card=card,
            resource=row["resource"],
            title=row["title"],
            url=row["url"],
            company=row["company"],
            year=row["year"],
            competency=row["competency"],
            type=PromptType(row["type"]),
            question=asked.question,
            points=asked.points,
            follow_up=asked.follow_up,
            note=row["note"] or "",
            retrievability=predicted(card, today, scheduling.parameters),
            leech=is_leech(card, scheduling.leech_after),
            read=row["status"] == Status.READ,
            shipped=shipped if worded and row["type"] != PromptType.OWN else None,
        )


def _points(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
