"""What is to be asked: now, ahead of time, and on the days to come."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyplan.domain.plan import DUE, NEW, Item, ItemKind, Situation, TodayPlan
from studyplan.domain.planner import plan, plan_today
from studyplan.domain.queue import Candidate, DoneToday, Limits, build
from studyplan.domain.scheduling import (
    Phase,
)
from studyplan.store import cards
from studyplan.store.engine import Row
from studyplan.study.pace import pace
from studyplan.study.reading import Standing
from studyplan.study.reviewing import QUESTION, Question, questions_of
from studyplan.study.session import Study
from studyplan.study.situation import ASKED, half_an_hour_of_cards, state, today_alone


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
class Planned:
    """The plan of today, and what was found on the way to it."""

    chosen: Chosen
    items: tuple[Item, ...]
    standings: tuple[Standing, ...]
    minutes_done: float


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


def due(study: Study, *, ahead: bool = False) -> Due:
    """What is to be asked now.

    With `ahead`, where that is nothing, what ends its step within twenty minutes, or else the
    cards of half an hour more, whatever there is to read: whoever asks ahead wants cards.
    """
    found = due_by(study, chosen(study))
    if ahead and not found.questions:
        return due_by(study, study.once(_of_half_an_hour), ahead=True)
    return found


def chosen(study: Study) -> Chosen:
    """What the plan has chosen to be asked today, as things are now."""
    return planned(study).chosen


def planned(study: Study) -> Planned:
    """The plan of today as things are now, made once until anything is changed."""
    return study.once(_plan)


def _plan(study: Study) -> Planned:
    now = today_alone(study)
    today = plan_today(now.situation)
    return Planned(choice(now.situation, today), today.items, now.standings, now.minutes_done)


def _of_half_an_hour(study: Study) -> Chosen:
    """What would be chosen with half an hour more, and nothing to read."""
    return choice(half_an_hour_of_cards(today_alone(study).situation))


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
    # Those chosen, those in steps, and new ones; each found by a key, for there may be 100,000.
    rows = store.rows(
        f"{QUESTION} WHERE NOT c.suspended AND {ASKED} AND c.id IN ("  # noqa: S608 - ours
        "SELECT value FROM json_each(?) UNION ALL "
        "SELECT id FROM card WHERE due_at IS NOT NULL UNION ALL "
        "SELECT id FROM card WHERE suspended = 0 AND due_day IS NULL)",
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
        questions=tuple(questions_of(study, (by_id[one.card.id] for one in queue.cards))),
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
