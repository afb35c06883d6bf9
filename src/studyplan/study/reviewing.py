"""Reviews: what is due, what each grade would lead to, grading."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyplan.domain.action import Answered, Suspended
from studyplan.domain.attempt import CARD
from studyplan.domain.fold import Review, predicted
from studyplan.domain.memory import Grade
from studyplan.domain.plan import DUE, NEW, ItemKind, Situation, TodayPlan
from studyplan.domain.planner import plan, plan_today
from studyplan.domain.prompt import PromptType
from studyplan.domain.queue import Candidate, DoneToday, Limits, build
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import (
    Card,
    Graded,
    Load,
    Phase,
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
from studyplan.study.situation import ASKED, half_an_hour_of_cards, state, today_alone


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


@dataclass(frozen=True, slots=True)
class Due:
    """The reviews of now."""

    questions: tuple[Question, ...]
    """In the order in which they are to be asked."""
    learning: int
    reviews: int
    new: int
    next_at: datetime | None
    """When the next learning step of today ends, of a card that is not among the questions."""
    seconds_each: float
    """How long one takes, from the person's own history where there is enough of it."""
    archived: bool = False
    """Whether nothing is asked, for the person is done."""
    postponed: int = 0
    """Cards that are due or new and wait: other things buy more today, or the day is full."""

    @property
    def minutes(self) -> float:
        """How long all of it takes."""
        return len(self.questions) * self.seconds_each / 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the plan has chosen to be asked on a day."""

    reviews: tuple[str, ...]
    """Ids of the cards to ask again, in order."""
    new: int
    """How many cards are asked for the first time, those that were so already among them."""
    postponed: int
    """Cards that FSRS has due and that wait, for other things buy more."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What comes after today."""

    kept: int
    """How many cards there are, suspended ones among them."""
    day: date | None = None
    """The next study day that asks for anything; None where none does."""
    cards: int = 0
    """How many that day asks for again."""
    new: int = 0
    """How many it asks for the first time, those of its readings among them."""


_QUESTION = """
SELECT c.*, q.resource, q.competency, q.type, q.question, q.points, q.follow_up,
       w.question AS own_question, w.points AS own_points, w.follow_up AS own_follow_up,
       q.position, r.title, r.url, r.company, r.year, p.note, p.status
FROM card c JOIN prompt q ON q.id = c.id JOIN resource r ON r.id = q.resource
     LEFT JOIN progress p ON p.resource = q.resource LEFT JOIN wording w ON w.card = c.id
"""
_INTERVIEWS = f"{CARD}%"
"""The cards that are asked on a screen of their own."""


def due(study: Study, *, ahead: bool = False) -> Due:
    """What is to be asked now.

    With `ahead`, where that is nothing, what ends its step within twenty minutes, or else the
    cards of half an hour more, whatever there is to read: whoever asks ahead wants cards.
    """
    given = today_alone(study).situation
    found = due_by(study, choice(given))
    if ahead and not found.questions:
        return due_by(study, choice(half_an_hour_of_cards(given)), ahead=True)
    return found


def chosen(study: Study) -> Chosen:
    """What the plan has chosen to be asked today, as things are now."""
    return choice(today_alone(study).situation)


def choice(given: Situation, planned: TodayPlan | None = None) -> Chosen:
    """What the plan of a situation, where it is made already `planned`, asks today."""
    planned = planned or plan_today(given)
    new = sum(item.cards for item in planned.items if item.id == NEW)
    return Chosen(planned.today, given.new_today + new, planned.postponed)


def due_by(study: Study, today: Chosen, *, ahead: bool = False) -> Due:
    """What is to be asked now by what is chosen for today."""
    day, store = study.today, study.store
    if study.settings.is_archived(day):
        return Due((), 0, 0, 0, None, pace(study), archived=True)
    # Those chosen, those in steps, and new ones.
    now = "c.due_day IS NULL OR c.due_at IS NOT NULL OR c.id IN (SELECT value FROM json_each(?))"
    rows = store.rows(
        f"{_QUESTION} WHERE NOT c.suspended AND {ASKED} AND ({now})",  # SQL of ours
        json.dumps(today.reviews),
    )
    by_id = {row["id"]: row for row in rows}
    graded = store.rows(
        "SELECT v.card, v.phase, q.resource, q.competency "
        "FROM review v JOIN prompt q ON q.id = v.card WHERE v.day = ?",
        day.isoformat(),
    )
    queue = build(
        [_candidate(row) for row in rows],
        now=study.clock.now(),
        day=day,
        limits=Limits(today.new, study.settings.reviews_per_day, study.settings.bury_siblings),
        done=_done(graded),
        chosen=today.reviews,
        learn_ahead=timedelta(minutes=20) if ahead else timedelta(0),
    )
    return Due(
        questions=tuple(_questions(study, (by_id[one.card.id] for one in queue.cards))),
        learning=queue.learning,
        reviews=queue.reviews,
        new=queue.new,
        next_at=queue.next_at,
        seconds_each=pace(study),
        postponed=today.postponed + sum(row["due_day"] is None for row in rows) - queue.new,
    )


def kept(study: Study) -> int:
    """How many cards there are, suspended ones among them."""
    return int(study.store.value("SELECT count(*) FROM card WHERE id IN (SELECT id FROM prompt)"))


def upcoming(study: Study) -> Upcoming:
    """The next study day on which the plan asks for cards, as Plan shows it.

    Where none of the cards there are may be asked, those of readings to come are not told of.
    """
    kept_cards, given = kept(study), state(study).situation
    if all(card.suspended for card in given.cards):
        return Upcoming(kept_cards)
    for days in (2, 8, None):  # most often the next day; all take a while
        for day in plan(given, days=days).days[1:]:
            reviews = {item.id: item.cards for item in day.items if item.kind is ItemKind.REVIEW}
            if any(reviews.values()):
                return Upcoming(kept_cards, day.day, reviews.get(DUE, 0), reviews.get(NEW, 0))
    return Upcoming(kept_cards)


def question(study: Study, card: str) -> Question:
    """One card as it is asked.

    Raises:
        Refused: there is no such card.
    """
    row = study.store.row(f"{_QUESTION} WHERE c.id = ?", card)
    if row is None:
        if of_work := [one.card.id for one in of_resource(study, card)]:
            raise Refused(f"`{card}` is a work; its cards are {', '.join(of_work)}.")
        raise Refused(f"There is no card `{card}`; a work's cards are made when it is marked read.")
    return next(_questions(study, [row]))


def of_resource(study: Study, resource: str) -> list[Question]:
    """The cards of a work and of its chapters."""
    rows = study.store.rows(
        f"{_QUESTION} WHERE q.resource IN (SELECT ? UNION ALL SELECT id FROM resource "  # noqa: S608 - ours
        "WHERE parent = ?) ORDER BY q.position, q.id",
        resource,
        resource,
    )
    return list(_questions(study, rows))


def worded(study: Study) -> list[Question]:
    """The cards that are asked in a person's own words, in the order of the reading list."""
    rows = study.store.rows(f"{_QUESTION} WHERE w.card IS NOT NULL ORDER BY q.position, q.id")
    return list(_questions(study, rows))


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


def _candidate(row: Row) -> Candidate:
    return Candidate(cards.from_row(row), _group(row["id"], row), row["position"])


def _group(card: str, row: Row) -> str:
    """What the siblings of a card share: the work. The questions of a competency have none."""
    return card if row["resource"] == row["competency"] else str(row["resource"])


def _done(rows: list[Row]) -> DoneToday:
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(_group(row["card"], row), set()).add(row["card"])
    return DoneToday(
        new=sum(row["phase"] == Phase.NEW for row in rows),
        reviews=sum(row["phase"] == Phase.REVIEW for row in rows),
        cards=frozenset(row["card"] for row in rows),
        groups={group: frozenset(members) for group, members in groups.items()},
    )


def _questions(study: Study, rows: Iterable[Row]) -> Iterator[Question]:
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
