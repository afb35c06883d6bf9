"""A learner made of numbers who studies every day, and what each of their days costs."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import mean
from zoneinfo import ZoneInfo

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.store.engine import Store
from studyplan.study import (
    Refused,
    Study,
    asking,
    backing_up,
    history,
    noting,
    planning,
    practising,
    questions,
    reading,
    reviewing,
    settings,
)

FIRST = datetime(2027, 3, 1, 18, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")
"""Where they study; they move every three months."""

OTHERS = 8
"""Actions of a day that are no grades, at least."""


@dataclass
class Cost:
    """What was asked of the database's tables."""

    statements: int = 0
    rows: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.statements + other.statements, self.rows + other.rows)


@dataclass
class Day:
    """One day of the year."""

    number: int
    actions: int
    kept: int
    """Works, chapters and cards there are to choose from: what a plan looks at."""
    events: int
    grade: Cost
    """Of one grade."""
    look: Cost
    """Of working the day out: plan and queue."""
    seconds: float
    """Of the whole day."""


@dataclass
class Meter:
    """Counts statements and the rows that they give or change, while it is on."""

    cost: Cost = field(default_factory=Cost)

    def of(self, act: Callable[[], object]) -> Cost:
        """What one act costs."""
        self.cost = Cost()
        act()
        return self.cost


def _cost(sql: str, rows: int) -> Cost:
    """What a statement counts: nothing where it reads no table, or asks how busy one of the days is
    among which a grade may choose. There are more of these the longer intervals become."""
    is_free = sql.startswith("PRAGMA") or "count(*) FROM card WHERE suspended" in sql
    return Cost() if is_free else Cost(1, rows)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count everything that any store does."""
    meter, rows, row, run = Meter(), Store.rows, Store.row, Store.run

    def counting_rows(store: Store, sql: str, *values: object) -> list[object]:
        found = rows(store, sql, *values)
        meter.cost += _cost(sql, len(found))
        return found  # type: ignore[return-value]

    def counting_row(store: Store, sql: str, *values: object) -> object:
        found = row(store, sql, *values)
        meter.cost += _cost(sql, int(found is not None))
        return found

    def counting_run(store: Store, sql: str, *values: object) -> int:
        changed = run(store, sql, *values)
        meter.cost += _cost(sql, max(0, changed))
        return changed

    Store.rows, Store.row, Store.run = counting_rows, counting_row, counting_run  # type: ignore[method-assign, assignment]
    try:
        yield meter
    finally:
        Store.rows, Store.row, Store.run = rows, row, run  # type: ignore[method-assign]


def live(study: Study, clock: FixedClock, days: int, actions: int, seed: int = 1) -> list[Day]:
    """Study for some days, with so many actions each; what each day cost."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    study.introduce()
    found = []
    with metered() as meter:
        for number in range(days):
            zone = ZoneInfo(ZONES[number // 91 % len(ZONES)])
            clock.travel(zone)
            clock.set((FIRST + timedelta(days=number)).replace(tzinfo=zone))
            found.append(_day(study, clock, number, actions, chance, meter))
    return found


def _day(
    study: Study,
    clock: FixedClock,
    number: int,
    actions: int,
    chance: random.Random,
    meter: Meter,
) -> Day:
    begun = time.perf_counter()
    look, grade = meter.of(lambda: planning.today(study)), Cost()
    done, queue = 0, list[reviewing.Question]()
    while done < actions:
        clock.set(clock.now() + timedelta(seconds=chance.randint(20, 90)))
        if done % 10 == 0:
            queue = list(asking.due(study, ahead=True).questions)
        if queue and done >= OTHERS:
            act = partial(_grade, study, queue.pop(0).card.id, chance)
            with suppress(Refused):
                grade = meter.of(act)
                done += 1
        else:
            done += _other(study, number, done, chance)
    backing_up.keep(study)
    kept = study.store.value("SELECT (SELECT count(*) FROM card) + (SELECT count(*) FROM resource)")
    events = study.store.value("SELECT count(*) FROM event")
    return Day(number, done, kept, events, grade, look, time.perf_counter() - begun)


def _grade(study: Study, card: str, chance: random.Random) -> None:
    grade = chance.choices(list(Grade), (2, 1, 6, 1))[0]
    reviewing.grade(study, card, grade, seconds=chance.uniform(4, 40), attempt="what I recall")


def _other(study: Study, number: int, done: int, chance: random.Random) -> int:
    """One action that is no grade; 0 where nothing came of it."""
    works = study.store.rows("SELECT id FROM resource WHERE kind <> 'blog'")
    work = str(chance.choice(works)["id"])
    before = study.store.value("SELECT count(*) FROM event")
    with suppress(Refused):
        match chance.randrange(12):
            case 0 | 1 | 2:
                reading.mark(study, work, chance.choice((Status.READ, Status.READ, Status.READING)))
            case 3 | 4:
                noting.write_note(study, work, f"Day {number}, {done}: " + "words " * 40)
            case 5:
                questions.add(study, work, Wording(f"Why, on day {number}, {done}?", ("So.",)))
            case 6:
                reading.open_link(study, work)
            case 7:
                history.undo(study)
                history.redo(study)
            case 8:
                history.undo(study)
            case 9:
                settings.change(study, {"minutes.mon": str(chance.randrange(20, 120))})
            case 10:
                planning.pin(study, work, planning.pin_until(study))
            case _:
                _practise(study, chance)
    return int(study.store.value("SELECT count(*) FROM event") > before)


def _practise(study: Study, chance: random.Random) -> None:
    if not (found := practising.interviews_of(study)):
        return
    one = chance.choice(found)
    attempt = practising.start(study, one.interview.id)
    practising.finish(study, attempt, {name: chance.randrange(5) for name in Dimension})


def growth(days: Sequence[Day], what: Callable[[Day], float]) -> float:
    """How many times the mean of the last tenth of the days is that of the second tenth.

    In the first there is little to choose from yet.
    """
    tenth = max(1, len(days) // 10)
    early, late = days[tenth : 2 * tenth], days[-tenth:]
    return mean(map(what, late)) / max(1e-9, mean(map(what, early)))
