"""Today: what is due, what to read, what is done, how much of each competency is covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from studyplan.domain.day import StudyDays
from studyplan.domain.plan import Planned, Todo, choose_readings
from studyplan.domain.resource import Kind, Status
from studyplan.study import practising, reading, reviewing
from studyplan.study.practising import ToPractise
from studyplan.study.reading import Listed, Standing
from studyplan.study.reviewing import Due
from studyplan.study.session import Study


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading planned for today."""

    listed: Listed
    minutes: int
    whole: bool
    """Whether it is read to its end today; of a long work it is a slice."""
    book: str | None
    """The title of the book that it is a chapter of."""


@dataclass(frozen=True, slots=True)
class Today:
    """A person's day as it stands."""

    day: date
    ends_at: datetime
    interview_date: date | None
    days_left: int | None
    """To the interview; negative after it, None while its date is unknown."""
    minutes: int
    """Planned for the day by the settings."""
    minutes_done: float
    """Works read today by their estimate, reviews by their measured or usual time."""
    due: Due
    weakest: tuple[str, ...]
    """Short names of the two competencies at most whose due cards are most at risk."""
    readings: tuple[Reading, ...]
    done: tuple[Listed, ...]
    """Works and chapters marked read today, in order of time."""
    standings: tuple[Standing, ...]
    practices: tuple[ToPractise, ...] = ()
    """Mock interviews that were begun or are due."""


def today(study: Study) -> Today:
    """The day as it stands now; computed anew at each call, so it is never stale."""
    settings, days = study.settings, study.days
    day = days.of(study.clock.now())
    due = reviewing.due(study)
    works = reading.works(study, chapters=True, primers=True)
    by_id = {one.id: one for one in works}
    books = {one.parent for one in works if one.parent}
    done = sorted(
        (one for one in works if one.id not in books and _is_read_on(one, day, days)),
        key=lambda one: (one.status_at is None, one.status_at, one.id),
    )
    seconds = sum(one.seconds for one in reviewing.answers_on(study, day))
    seconds += practising.seconds_on(study, day)
    minutes_done = sum(one.minutes for one in done) + seconds / 60
    standings = reading.standings(study)
    minutes = settings.minutes_on(day)
    planned = choose_readings(
        _todo(works),
        minutes - minutes_done - due.minutes,
        not done,
        {one.competency.id: one.competency.needs for one in standings},
        {one.competency.id for one in standings if one.is_begun},
    )
    interview = settings.interview_date
    return Today(
        day=day,
        ends_at=days.end(day),
        interview_date=interview,
        days_left=None if interview is None else (interview - day).days,
        minutes=minutes,
        minutes_done=minutes_done,
        due=due,
        weakest=_weakest(due, {one.competency.id: one.competency.name for one in standings}),
        readings=tuple(_reading(one, by_id) for one in planned),
        done=tuple(done),
        standings=tuple(standings),
        practices=tuple(practising.waiting(study)),
    )


def _is_read_on(one: Listed, day: date, days: StudyDays) -> bool:
    """Whether a reading was finished on `day`."""
    return one.status is Status.READ and one.status_at is not None and days.of(one.status_at) == day


_LONG = (Kind.BOOK, Kind.COURSE, Kind.PLAYLIST)


def _todo(works: list[Listed]) -> list[Todo]:
    """What is left to read, in order: single works, and of each book its next chapter."""
    with_chapters = {one.parent for one in works if one.parent}
    offered: set[str] = set()
    todo = []
    for one in works:
        if one.status.is_done or one.kind.is_hub or one.id in with_chapters:
            continue
        if one.parent is not None:
            if one.parent in offered:
                continue
            offered.add(one.parent)
        started = one.status is Status.READING
        long = one.parent is not None or one.kind in _LONG
        todo.append(Todo(one.id, one.minutes, one.competency, started, long))
    return todo


def _reading(planned: Planned, by_id: Mapping[str, Listed]) -> Reading:
    listed = by_id[planned.id]
    book = by_id[listed.parent].title if listed.parent else None
    return Reading(listed, planned.minutes, planned.whole, book)


def _weakest(due: Due, names: dict[str, str]) -> tuple[str, ...]:
    """The competencies of the reviews most at risk of being forgotten."""
    risks: dict[str, float] = {}
    for one in due.questions:
        if one.competency in names and one.retrievability is not None:
            name = names[one.competency]
            risks[name] = min(risks.get(name, 1.0), one.retrievability)
    return tuple(sorted(risks, key=lambda name: (risks[name], name))[:2])
