"""Readiness: what is read, remembered and practised of each competency and of each company."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from studyplan.domain.attempt import Attempt
from studyplan.domain.curriculum import Competency
from studyplan.domain.forecast import Forecast
from studyplan.domain.readiness import Evidence, Readiness, readiness, score_of
from studyplan.domain.resource import Kind, Status
from studyplan.store import attempts, content
from studyplan.store.engine import Row, from_iso
from studyplan.study.session import Study


@dataclass(frozen=True, slots=True)
class Ready:
    """A competency, and how ready the person is in it."""

    competency: Competency
    evidence: Evidence
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class Company:
    """What is read of one company's works; hubs never count."""

    name: str
    works: int
    read: int
    recall: float | None
    """Mean predicted recall of the cards asked, on the day that readiness is for."""
    cards: int
    """How many cards were asked."""


@dataclass(slots=True)
class _Cards:
    """Cards of one competency or company."""

    asked: list[float] = field(default_factory=list)
    """Of each card that was asked, the recall predicted."""
    unasked: int = 0
    """How many never were."""


@dataclass(frozen=True, slots=True)
class Recalls:
    """The cards of what is read, by competency and by company."""

    competencies: Mapping[str | None, _Cards]
    companies: Mapping[str | None, _Cards]


def predicted_for(study: Study) -> date:
    """The day that readiness is for: the interview's, or today without a date or after it."""
    today = study.today
    return study.settings.next_interview(today) or today


def ready(study: Study, on: date, known: Recalls | None = None) -> tuple[Ready, ...]:
    """How ready the person is in each competency on a day, in prerequisite order.

    Args:
        known: the recall of the cards on that day, where it was computed already.
    """
    works, scores = _works(study), _scores(study)
    of_cards = (known or recalls(study, on)).competencies
    shares = _shares(works)
    of: dict[str, list[Row]] = defaultdict(list)
    for row in works:
        if row["parent"] is None:
            of[row["competency"]].append(row)

    def evidence(id: str) -> Evidence:
        cards = of_cards.get(id, _Cards())
        return Evidence(
            day=on,
            read=sum(shares[row["id"]] for row in of[id]),
            readings=len(of[id]),
            skipped=sum(row["status"] == Status.SKIPPED for row in of[id]),
            recall=_mean(cards.asked),
            cards=len(cards.asked),
            unasked=cards.unasked,
            interviews=score_of(scores[id]),
            practised=len(scores[id]),
        )

    all_of_it = [(one, evidence(one.id)) for one in content.competencies(study.store)]
    return tuple(Ready(one, found, readiness(found)) for one, found in all_of_it)


def companies(study: Study, known: Recalls) -> tuple[Company, ...]:
    """What is read and recalled of each company, those with most works first."""
    statuses: dict[str, list[str]] = defaultdict(list)
    for row in _works(study):
        if row["parent"] is None and row["company"]:
            statuses[row["company"]].append(row["status"])
    found = []
    for name, states in statuses.items():
        asked = known.companies.get(name, _Cards()).asked
        read = states.count(Status.READ)
        found.append(Company(name, len(states), read, _mean(asked), len(asked)))
    return tuple(sorted(found, key=lambda one: (-one.works, one.name.casefold())))


def _works(study: Study) -> list[Row]:
    """Every reading, chapters and primers among them, with its status; hubs are none."""
    return study.store.rows(
        "SELECT r.id, r.parent, r.company, r.competency, coalesce(p.status, 'unread') AS status "
        "FROM resource r LEFT JOIN progress p ON p.resource = r.id "
        "WHERE r.kind NOT IN (SELECT value FROM json_each(?))",
        json.dumps([kind for kind in Kind if kind.is_hub]),
    )


def recalls(study: Study, on: date) -> Recalls:
    """The recall predicted on a day of each card asked; how many never were.

    The cards are those of what is read, suspended ones among them: suspending one is no learning.
    """
    recall = Forecast(study.settings.scheduling.parameters).recall
    found = Recalls(defaultdict(_Cards), defaultdict(_Cards))
    # From the works that are read to their cards: a company is looked for once a work, and not
    # once for each of 100,000 cards. A CROSS JOIN is made in the order in which it is written.
    rows = study.store.rows(
        "SELECT c.stability, c.last_day, q.competency, r.company "
        "FROM progress p CROSS JOIN resource r ON r.id = p.resource "
        "CROSS JOIN prompt q ON q.resource = r.id CROSS JOIN card c ON c.id = q.id "
        "WHERE p.status = 'read'"
    )
    elapsed: dict[str, int] = {}
    for stability, last, competency, company in rows:
        of = found.competencies[competency], found.companies[company]
        if stability is None:
            for cards in of:
                cards.unasked += 1
            continue
        if last not in elapsed:
            elapsed[last] = (on - from_iso(last)).days
        predicted = recall(stability, elapsed[last])
        for cards in of:
            cards.asked.append(predicted)
    return found


def _shares(works: Sequence[Row]) -> dict[str, float]:
    """How much of each work is read, 0 to 1: of a book that is not read, its chapters."""
    chapters: dict[str, list[bool]] = defaultdict(list)
    for row in works:
        if row["parent"] is not None:
            chapters[row["parent"]].append(row["status"] == Status.READ)
    return {
        row["id"]: 1.0 if row["status"] == Status.READ else _mean(chapters[row["id"]]) or 0.0
        for row in works
        if row["parent"] is None
    }


def _scores(study: Study) -> Mapping[str, list[tuple[float, int]]]:
    """By competency: the newest score of each interview, and its place among those practised."""
    finished = [one for one in attempts.everything(study.store) if one.finished_at is not None]
    newest = {one.interview: one.mean for one in sorted(finished, key=_end) if one.mean is not None}
    scores: dict[str, list[tuple[float, int]]] = defaultdict(list)
    rows = study.store.rows(
        "SELECT id, json_extract(record, '$.competencies') AS competencies FROM interview"
    )
    for row in rows:
        if (score := newest.get(row["id"])) is not None:
            for place, competency in enumerate(json.loads(row["competencies"])):
                scores[competency].append((score, place))
    return scores


def _end(attempt: Attempt) -> tuple[datetime, str]:
    assert attempt.finished_at is not None  # noqa: S101 - only finished ones are sorted
    return attempt.finished_at, attempt.id


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
