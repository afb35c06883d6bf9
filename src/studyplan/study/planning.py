"""Today: what is due, what to read, what is done, how much of each competency is covered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from studyplan.domain.action import Configured
from studyplan.domain.day import end_of_week
from studyplan.domain.plan import Item, ItemKind
from studyplan.domain.settings import ARCHIVE, PIN
from studyplan.study import asking, practising, reading, reading_parts
from studyplan.study.asking import Due
from studyplan.study.practising import ToPractise
from studyplan.study.reading import Listed, Standing
from studyplan.study.reading_parts import Part
from studyplan.study.session import Refused, Study


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
    """Mock interviews that were begun, are due, or are planned for today."""
    parts: tuple[Part, ...] = ()
    """What was read today of works that are not done, in order of time."""
    after_interview: str | None = None
    """Where the last interview is over, what becomes of the reviews: `ask`, `keep` or `archive`."""

    @property
    def is_archived(self) -> bool:
        """Whether nothing is planned and nothing asked, for the person is done."""
        return self.after_interview == ARCHIVE


def today(study: Study) -> Today:
    """The day as it stands now; its plan is made anew after each change, so it is never stale."""
    planned, settings, days, day = asking.planned(study), study.settings, study.days, study.today
    due = asking.due_by(study, planned.chosen)
    interview, items = settings.nearest_interview(day), planned.items
    return Today(
        day=day,
        ends_at=days.end(day),
        interview_date=interview,
        days_left=None if interview is None else (interview - day).days,
        minutes=settings.minutes_planned(day),
        minutes_done=planned.minutes_done,
        due=due,
        weakest=_weakest(
            due, {one.competency.id: one.competency.name for one in planned.standings}
        ),
        readings=tuple(_readings(study, items)),
        done=tuple(reading.finished(study, day)),
        standings=planned.standings,
        practices=tuple(_practices(study, items)),
        parts=tuple(
            part for part in reading_parts.sat_on(study, day) if not part.listed.status.is_done
        ),
        after_interview=settings.after_interview if settings.is_over(day) else None,
    )


def pin_until(study: Study, text: str | None = None) -> date:
    """The last day of a pin: the Sunday of this week, or the date that a text gives.

    Raises:
        Refused: it is no date, or one that is past.
    """
    today = study.today
    if text is None:
        return end_of_week(today)
    try:
        until = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"`{text}` is not a date like 2027-03-31.") from None
    if until < today:
        raise Refused(f"{until} is in the past (today is {today}).")
    return until


def pinned(study: Study) -> dict[str, tuple[str, date]]:
    """The pins that hold, by the id of the reading: its title, and the last day."""
    pins = {id: day for id, day in study.settings.pins.items() if day >= study.today}
    works = reading.some(study, pins)
    return {id: (works[id].title, day) for id, day in pins.items() if id in works}


def pin(study: Study, resource: str, until: date | None) -> None:
    """Let a reading come before others up to a day; None takes the pin away.

    Raises:
        Refused: there is no such reading, or it is done, so that nothing of it is left to come.
    """
    with study.store.transaction():
        one = reading.detail(study, resource).listed
        if until is not None and one.status.is_done:
            raise Refused(f"“{one.title}” is {one.status} already: there is nothing to pin.")
        study.do(Configured({f"{PIN}{resource}": until.isoformat() if until else None}))


def _practices(study: Study, items: Iterable[Item]) -> Iterator[ToPractise]:
    """What was begun or is due, and the mock interview of the plan."""
    waiting = practising.waiting(study)
    yield from waiting
    for item in items:
        if item.kind is ItemKind.INTERVIEW and item.id not in {one.id for one in waiting}:
            title = practising.find(study, item.id).interview.title
            yield ToPractise(item.id, title, round(item.minutes), begun=False)


def _readings(study: Study, items: Iterable[Item]) -> Iterator[Reading]:
    """The readings among the items of a day."""
    chosen = [item for item in items if item.kind in (ItemKind.READ, ItemKind.PRIMER)]
    works = reading.some(study, (item.id for item in chosen))
    books = reading.some(study, (one.parent for one in works.values() if one.parent))
    for item in chosen:
        listed = works[item.id]
        book = books[listed.parent].title if listed.parent else None
        yield Reading(listed, round(item.minutes), item.whole, book)


def _weakest(due: Due, names: dict[str, str]) -> tuple[str, ...]:
    """The competencies of the reviews most at risk of being forgotten."""
    risks: dict[str, float] = {}
    for one in due.questions:
        if one.competency in names and one.retrievability is not None:
            name = names[one.competency]
            risks[name] = min(risks.get(name, 1.0), one.retrievability)
    return tuple(sorted(risks, key=lambda name: (risks[name], name))[:2])
