"""What a plan depends on, read from the tables."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from studyplan.domain.attempt import CARD
from studyplan.domain.focus import FOCUSES
from studyplan.domain.memory import Memory
from studyplan.domain.plan import LEAST, LONG, SLICE, Known, Situation, Unread
from studyplan.domain.prompt import PromptType
from studyplan.domain.resource import Kind, Status
from studyplan.domain.scheduling import Phase, falls_due, seen_last
from studyplan.domain.settings import Settings
from studyplan.store import progress
from studyplan.store.engine import Row, from_iso, to_ms
from studyplan.study import practising, reading, reading_parts
from studyplan.study.pace import pace
from studyplan.study.reading import Listed, Standing
from studyplan.study.reading_parts import Part
from studyplan.study.session import Study

HALF_AN_HOUR = 30.0
ASKED = f"(p.status = '{Status.READ}' OR q.type = '{PromptType.OWN}')"
"""Of which prompts (q, with their progress p) the cards may be asked: those of works that are read,
and a person's own questions."""
_STEPS = frozenset(phase for phase in Phase if phase.has_steps)
STARTED = 0.5
"""The part of a single reading that is taken to be left on a day after it was begun, where nobody
said how much was read."""


@dataclass(frozen=True, slots=True)
class Now:
    """A situation, with what was found on the way to it."""

    situation: Situation
    standings: tuple[Standing, ...]
    minutes_done: float
    """Of today: works by their estimate, of those begun before by what was left; parts of works as
    they were recorded; reviews and practice by the time they took."""


@dataclass(frozen=True, slots=True)
class State(Now):
    """A situation, with all that it was made from."""

    works: Mapping[str, Listed]
    """Works, chapters and primers by id, in reading order."""


class _Work(NamedTuple):
    """Of a work, chapter or primer, what a plan depends on."""

    id: str
    parent: str | None
    kind: Kind
    competency: str | None
    minutes: int
    status: Status
    since: int
    """When it came to its status, in milliseconds; 0 where nobody knows."""
    minutes_read: int
    """As they were recorded."""


def state(study: Study, settings: Settings | None = None) -> State:
    """The state as it stands now, under the settings given or those that hold."""
    now = _now(study, settings or study.settings)
    works = {one.id: one for one in reading.works(study, chapters=True, primers=True)}
    return State(now.situation, now.standings, now.minutes_done, works)


def today_alone(study: Study) -> Now:
    """The state as far as it bears on the plan of today, which is asked for most often.

    Without an interview to come, that is of the cards only those that are due or new.
    """
    settings = study.settings
    return _now(study, settings, only_due=settings.planned_to(study.today) is None)


def _now(study: Study, settings: Settings, *, only_due: bool = False) -> Now:
    day = study.today
    works, morning = _works(study), study.days.start(day)
    standings = reading.standings(study)
    questions = _questions(study)
    reviewed = _reviewed_on(study, day)
    each = pace(study)
    practised = practising.seconds_on(study, day)
    seconds = sum(row["seconds"] or each for row in reviewed)
    finished, parts = reading.finished(study, day), reading_parts.sat_on(study, day)
    read = _read_on(study, finished, parts, morning)
    minutes_done = read + (seconds + practised) / 60
    scheduling = settings.scheduling
    situation = Situation(
        day=day,
        interview=settings.planned_to(day),
        minutes=settings.minutes_planned,
        unread=tuple(_unread(study, works, questions.shipped, settings, day, morning)),
        cards=tuple(_known(study, works, questions.all, day, only_due=only_due)),
        needs={one.competency.id: one.competency.needs for one in standings},
        begun=frozenset(one.competency.id for one in standings if one.is_begun),
        readings=_readings(works),
        weights=FOCUSES[settings.focus],
        spent=minutes_done,
        sliced=_sliced(finished, parts),
        new_today=sum(row["phase"] == Phase.NEW for row in reviewed),
        reviewed_today=sum(row["phase"] == Phase.REVIEW for row in reviewed),
        seconds=each,
        retention=scheduling.retention,
        parameters=scheduling.parameters,
        new_per_day=settings.new_per_day,
        reviews_per_day=settings.reviews_per_day,
        mocks=_mocks(study, standings, day),
        mocked_today=practised > 0,
    )
    if settings.is_archived(day):
        situation = at_rest(situation)
    return Now(situation, tuple(standings), minutes_done)


def _works(study: Study) -> list[_Work]:
    """All works, chapters and primers in reading order."""
    rows = study.store.rows_at_once(
        "r.id, r.parent, r.kind, r.competency, r.minutes, coalesce(p.status, 'unread'), "
        "coalesce(p.status_at, 0), p.sittings, r.position",
        "FROM resource r LEFT JOIN progress p ON p.resource = r.id",
    )
    rows.sort(key=itemgetter(8))
    kinds, statuses = {str(one): one for one in Kind}, {str(one): one for one in Status}
    return [
        _Work(
            *(id, parent, kinds[kind], competency, minutes, statuses[status], since),
            progress.minutes_read(sittings),
        )
        for id, parent, kind, competency, minutes, status, since, sittings, _ in rows
    ]


def half_an_hour_more(given: Situation) -> Situation:
    """The situation with half an hour left of today, and no mock interview in it."""

    def minutes(day: date) -> float:
        return 0.0 if day == given.day else given.minutes(day)

    return replace(given, minutes=minutes, more_today=HALF_AN_HOUR, mocked_today=True)


def half_an_hour_of_cards(given: Situation) -> Situation:
    """The situation with half an hour left of today, and nothing to spend it on but cards."""
    return replace(half_an_hour_more(given), unread=())


def at_rest(situation: Situation) -> Situation:
    """The same situation with nothing to read and nothing to ask."""
    return replace(situation, unread=(), cards=(), mocks=())


def under(situation: Situation, settings: Settings) -> Situation:
    """The same situation under other settings of date, minutes, retention and limits."""
    return replace(
        situation,
        interview=settings.planned_to(situation.day),
        minutes=settings.minutes_planned,
        weights=FOCUSES[settings.focus],
        retention=settings.scheduling.retention,
        parameters=settings.scheduling.parameters,
        new_per_day=settings.new_per_day,
        reviews_per_day=settings.reviews_per_day,
    )


def _read_on(
    study: Study, finished: Iterable[Listed], parts: Iterable[Part], morning: datetime
) -> float:
    """Minutes of reading on a day: what was recorded, and of what was finished the rest, by the
    estimates. Of what was begun before, and nobody said for how long, what was left."""
    recorded = sum(float(part.minutes) for part in parts)
    done = {one.id: one for one in finished}
    silent = {id: one.minutes for id, one in done.items() if not one.minutes_read}
    begun = progress.begun_before(study.store, silent, morning)
    rest = sum(max(0, one.minutes - one.minutes_read) for one in done.values() if one.minutes_read)
    return (
        recorded
        + rest
        + sum(
            (min(SLICE, minutes) if minutes > LONG else _left(minutes)) if id in begun else minutes
            for id, minutes in silent.items()
        )
    )


def _sliced(finished: Iterable[Listed], parts: Iterable[Part]) -> float:
    """Minutes of a day that long works had; one that was finished on it had its slice."""
    had = {part.listed.id: float(part.minutes) for part in parts if part.listed.minutes > LONG}
    had |= {one.id: float(SLICE) for one in finished if one.minutes > LONG}
    return sum(had.values())


def _left(minutes: float) -> float:
    """What is taken to be left of a single reading that was begun."""
    return max(1.0, minutes * STARTED)


def _reviewed_on(study: Study, day: date) -> list[Row]:
    return study.store.rows(
        "SELECT phase, seconds FROM review WHERE day = ? AND card NOT LIKE ?",
        day.isoformat(),
        f"{CARD}%",
    )


class _Questions(NamedTuple):
    """How many questions there are on each reading that has any."""

    shipped: Mapping[str, int]
    all: Mapping[str, int]
    """A person's own among them."""


def _questions(study: Study) -> _Questions:
    rows = study.store.rows(
        "SELECT resource, sum(type <> ?), count(*) FROM prompt GROUP BY resource", PromptType.OWN
    )
    return _Questions({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})


def _unread(
    study: Study,
    works: Iterable[_Work],
    questions: Mapping[str, int],
    settings: Settings,
    day: date,
    morning: datetime,
) -> Iterator[Unread]:
    """What is left to read. Hubs have no end, a book is read by its chapters in their order, and
    the primer of a competency comes before its other readings. A chapter that is pinned by itself
    is wanted now, without those before it, and those after it do not wait for it."""
    works = list(works)
    chapters = _chapters(works)
    primers = {one.id for one in works if one.kind is Kind.PRIMER}
    needs, also = _order(study)
    pins = settings.pins
    before: dict[str, str] = {}
    for one in works:
        if one.status.is_done or one.kind.is_hub or one.id in chapters:
            continue
        book = one.parent
        until = pins.get(one.id)
        chosen = book is not None and until is not None and until >= day
        earlier = (before[book],) if book in before and not chosen else ()
        if book is not None and not chosen:
            before[book] = one.id
        own = one.competency
        primer = (own,) if own is not None and own in primers and own != one.id else ()
        started = one.status is Status.READING
        yield Unread(
            id=one.id,
            minutes=_minutes_left(one, morning),
            competency=one.competency,
            questions=questions.get(one.id, 0),
            needs=(*needs.get(book or one.id, ()), *earlier, *primer),
            also=also.get(book or one.id, ()),
            share=1.0 if book is None else 1 / chapters[book],
            primer=one.kind is Kind.PRIMER,
            started=started,
            pinned=until or (pins.get(book) if book else None),
            estimate=float(one.minutes) if one.minutes_read else 0.0,
        )


def _minutes_left(one: _Work, morning: datetime) -> float:
    """What is left of a work that is not done, on a day that began in the `morning`."""
    if one.minutes_read:
        return max(1.0, min(one.minutes, max(LEAST, one.minutes - one.minutes_read)))
    begun = one.status is Status.READING and one.since < to_ms(morning)
    return _left(one.minutes) if begun and one.minutes <= LONG else max(1.0, one.minutes)


def _chapters(works: Iterable[_Work]) -> Counter[str]:
    """How many chapters that are not skipped each book has."""
    skipped = Status.SKIPPED
    return Counter(one.parent for one in works if one.parent and one.status is not skipped)


def _order(study: Study) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Of each work, the works that come before it, and the other competencies that it serves."""
    rows = study.store.rows(
        "SELECT id, json_extract(record, '$.needs') AS needs, "
        "json_extract(record, '$.secondary') AS also, "
        "json_extract(record, '$.series.id') AS series, "
        "json_extract(record, '$.series.position') AS place "
        "FROM resource WHERE instr(record, '\"needs\"') OR instr(record, '\"secondary\"') "
        "OR instr(record, '\"series\"') ORDER BY series, place"
    )
    needs: dict[str, tuple[str, ...]] = {}
    also: dict[str, tuple[str, ...]] = {}
    before: dict[str, str] = {}
    for row in rows:
        needed = json.loads(row["needs"] or "[]")
        series = row["series"]
        if series in before:
            needed.append(before[series])
        if series is not None:
            before[series] = row["id"]
        if needed:
            needs[row["id"]] = tuple(needed)
        if others := json.loads(row["also"] or "[]"):
            also[row["id"]] = tuple(others)
    return needs, also


def _known(
    study: Study,
    works: Iterable[_Work],
    questions: Mapping[str, int],
    day: date,
    *,
    only_due: bool,
) -> Iterator[Known]:
    """The cards of what is read, and a person's own questions; not those of mock interviews.

    An own question on what is not read, on a book as a whole or on a hub is asked, but stands for
    no part of a reading.
    """
    # Those due, new ones, and those that only a clock that was ahead can have graded.
    due = (
        " AND c.id IN (SELECT id FROM card WHERE suspended IN (0, 1) AND due_day IS NULL "
        "UNION ALL SELECT id FROM card WHERE suspended IN (0, 1) AND due_day <= ? "
        "UNION ALL SELECT card FROM review WHERE day > ?)"
    )
    rows = study.store.rows_at_once(
        "c.id, q.resource, q.competency, c.phase, c.stability, c.difficulty, c.last_day, "
        "c.due_day, c.suspended, q.position",
        "FROM card c JOIN prompt q ON q.id = c.id LEFT JOIN progress p ON p.resource = q.resource "
        f"WHERE {ASKED}{due if only_due else ''}",
        *((day.isoformat(),) * 2 if only_due else ()),
    )
    rows.sort(key=itemgetter(9, 0))
    works = list(works)
    chapters = _chapters(works)
    shares = {
        one.id: (1 / chapters[one.parent] if one.parent else 1.0) / questions[one.id]
        for one in works
        if one.status is Status.READ
        and not one.kind.is_hub
        and one.id not in chapters
        and one.id in questions
    }
    # There may be 100,000 of them, on a few hundred days: columns by place, each day read once, and
    # no card made where a few values do.
    days: dict[str | None, date | None] = {None: None}
    ahead = day.isoformat()
    for id, source, competency, phase, stability, difficulty, last, due_day, resting, _ in rows:
        memory = None if stability is None else Memory(stability, difficulty)
        for text in (last, due_day):
            if text not in days:
                days[text] = from_iso(text)
        last_day, due_on = days[last], days[due_day]
        if last is not None and last > ahead:  # by a clock that was, or across the date line
            last_day, due_on = seen_last(due_on, last_day, day), falls_due(due_on, last_day, day)
        yield Known(
            id=id,
            source=source,
            competency=competency,
            share=shares.get(source, 0.0),
            memory=memory,
            last_day=last_day,
            due_day=due_on,
            in_step=phase in _STEPS,
            suspended=bool(resting),
        )


def _readings(works: Iterable[_Work]) -> Mapping[str | None, float]:
    """How many readings each competency has that are not skipped."""
    return Counter(
        one.competency
        for one in works
        if one.parent is None and not one.kind.is_hub and one.status is not Status.SKIPPED
    )


def _mocks(study: Study, standings: Iterable[Standing], day: date) -> tuple[str, ...]:
    """The mock interviews in turn: those that are due, those never practised, then the others.

    Of those never practised, the ones come first whose competencies are covered least.
    """
    uncovered = {
        one.competency.id: 1 - one.coverage.done / max(1, one.coverage.total) for one in standings
    }
    rows = study.store.rows(
        "SELECT i.id, i.position, json_extract(i.record, '$.competencies') AS competencies, "
        "c.due_day FROM interview i LEFT JOIN card c ON c.id = ? || i.id AND NOT c.suspended "
        "ORDER BY i.position",
        CARD,
    )

    def turn(row: Row) -> tuple[int, str, float, int]:
        due = row["due_day"]
        if due is not None:
            return (0 if due <= day.isoformat() else 2), due, 0.0, row["position"]
        probed = json.loads(row["competencies"])
        weak = sum(uncovered.get(one, 1.0) for one in probed) / max(1, len(probed))
        return 1, "", -weak, row["position"]

    return tuple(row["id"] for row in sorted(rows, key=turn))
