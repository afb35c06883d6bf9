"""A studyplan database with a history in it: a log, and the tables that are its fold."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.speed.history import Review, Size, reviews, titles
from studyplan.domain.action import (
    Action,
    Answered,
    Configured,
    Event,
    Imported,
    Marked,
    Worded,
    subjects,
)
from studyplan.domain.payload import encode
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.scheduling import Graded, Phase
from studyplan.domain.wording import Wording
from studyplan.locations import locate
from studyplan.store import cards, content, identity, log, wordings
from studyplan.store.engine import Store, to_ms
from studyplan.study import Study, open_study

DAYS_TO_THE_INTERVIEW = 45
_SECONDS = 20.0


def make(folder: Path, size: Size, today: date) -> None:
    """Make the database in a folder, whose newest review is of yesterday."""
    history = reviews(size, today)
    study = open_study(locate(folder))
    try:
        with study.store.transaction():
            _write(study, size, history)
        study.introduce()
        # Whoever has a million reviews has closed the app before: nothing waits in the log of
        # SQLite, and the planner of its queries knows the tables.
        study.store.run("PRAGMA optimize = 0x10002")
    finally:
        study.close()


def give_a_date(folder: Path, today: date) -> None:
    """Set the date of the interview; until then a plan asks all that is due."""
    interview = today + timedelta(days=DAYS_TO_THE_INTERVIEW)
    study = open_study(locate(folder))
    study.do(Configured({"interview_date": interview.isoformat()}))
    study.close()


def card_ids(size: Size) -> list[str]:
    """The ids of the cards: of each work free recall, then the person's own questions."""
    return [
        f"{_work(number)}:recall" if place == 0 else f"{_work(number)}:my.{place:08x}"
        for number in range(size.read)
        for place in range(size.cards_a_work)
    ]


def _write(study: Study, size: Size, history: list[Review]) -> None:
    store, begin = study.store, history[0].at - timedelta(days=1)
    competencies = [one.id for one in content.competencies(store)]
    read = {_work(number): Status.READ for number in range(size.read)}
    log.record(store, Imported("list.rst", tuple(_works(size, competencies))), begin)
    log.record(store, Marked(read), begin)

    ids = card_ids(size)
    asked = [(begin, Worded(id, _wording(id))) for id in ids if not id.endswith(":recall")]
    graded = [(one.at, Answered(ids[one.card], _graded(one), _SECONDS)) for one in history]
    events = list(_events(store, [*asked, *graded]))
    _append(store, events)
    store.run_many(
        "INSERT INTO wording VALUES (?, ?, ?, '[\"It depends.\"]', '')",
        (
            (action.card, action.card.partition(":")[0], _wording(action.card).question)
            for _, action in asked
        ),
    )
    wordings.place(store)
    cards.reconcile(store, tuple(read))
    of_card: dict[str, list[Event]] = defaultdict(list)
    for event in events[len(asked) :]:
        if isinstance(event.action, Answered):
            of_card[event.action.card].append(event)
    for id, its in of_card.items():
        cards.refold(store, id, its)


def _works(size: Size, competencies: list[str]) -> Iterator[Resource]:
    for number, title in enumerate(titles(size)):
        yield Resource(
            id=_work(number),
            title=title,
            kind=Kind.ARTICLE,
            url=f"https://example.org/{number}",
            company=title.partition(" ")[0],
            competency=competencies[number % len(competencies)],
            topics=(title.split()[2].rstrip(","),),
            year=2015 + number % 10,
            minutes=10 + number % 30,
        )


def _work(number: int) -> str:
    return f"my.report-{number:05}"


def _wording(card: str) -> Wording:
    return Wording(f"What would you say to question {card[-4:]} of this report?", ("It depends.",))


def _graded(one: Review) -> Graded:
    due = one.day + timedelta(days=one.interval)
    return Graded(one.at, one.grade, one.day, Phase.REVIEW, None, due, None)


def _events(store: Store, actions: Iterable[tuple[datetime, Action]]) -> Iterator[Event]:
    """Events with ids that rise, as `log.record` gives them."""
    device = identity.own(store)
    last = int.from_bytes(store.value("SELECT max(id) FROM event"), "big")
    for at, action in actions:
        number = (to_ms(at) << 80) | (7 << 76) | (2 << 62)
        last = max(number, last + 1)
        yield Event(UUID(int=last), device, at, action)


def _append(store: Store, events: Iterable[Event]) -> None:
    events = list(events)
    store.run_many(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
        (
            (
                event.id.bytes,
                event.device,
                to_ms(event.at),
                event.kind,
                json.dumps(encode(event.action), ensure_ascii=False, separators=(",", ":")),
            )
            for event in events
        ),
    )
    store.run_many(
        "INSERT INTO subject VALUES (?, ?)",
        ((subject, event.id.bytes) for event in events for subject in subjects(event.action)),
    )
