"""The plan to the date with everything there is to show of it, as it is or what if."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from studyplan.domain.curriculum import Competency
from studyplan.domain.day import end_of_week
from studyplan.domain.plan import Cut, DayPlan, Plan
from studyplan.domain.planner import plan
from studyplan.domain.settings import KEEP, Settings
from studyplan.domain.why import finished, is_reading, last_kept, why
from studyplan.study import planning, reading, reading_parts
from studyplan.study.reading import Listed
from studyplan.study.reading_parts import Part
from studyplan.study.session import Study
from studyplan.study.settings import tried
from studyplan.study.situation import State, at_rest, state, under


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A reading that the plan gives up."""

    cut: Cut
    why: str
    """A sentence without capital and full stop."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A plan, and what it was made from."""

    state: State
    settings: Settings
    """Those that the plan was made under."""
    plan: Plan
    given_up: tuple[GivenUp, ...]
    """In the order of the plan's cuts."""
    done: tuple[Listed, ...]
    """Works and chapters marked read today, in order of time."""
    parts: tuple[Part, ...]
    """What was read today of works that are not done, in order of time."""
    ends_at: datetime
    """When the study day ends, and with it what is said of today."""
    mocks: Mapping[str, str]
    """The titles of mock interviews, by id."""

    @property
    def today(self) -> date:
        """The study day that it is."""
        return self.state.situation.day

    @property
    def is_archived(self) -> bool:
        """Whether nothing is planned, for the person is done."""
        return self.settings.is_archived(self.today)

    @property
    def interviews(self) -> tuple[date, ...]:
        """The interviews that are still to come, the earliest first."""
        return tuple(day for day in self.settings.interviews if day >= self.today)

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """The competencies, in prerequisite order."""
        return tuple(one.competency for one in self.state.standings)

    @property
    def fitting(self) -> int:
        """How many of the readings that are not done the plan brings to their end."""
        return len(finished(self.plan))

    @property
    def in_part(self) -> int:
        """How many of them are begun by the plan, or gone on with, and not brought to their end."""
        read = {item.id for day in self.plan.days for item in day.items if is_reading(item)}
        return len(read - finished(self.plan) - {cut.id for cut in self.plan.cut})

    @property
    def unread(self) -> int:
        """How many readings are not done."""
        return len(self.state.situation.unread)

    def title(self, id: str) -> str:
        """What a reading or a mock interview is called; a chapter before its book."""
        return self.mocks.get(id) or title(self.state.works, id)

    def minutes_on(self, day: DayPlan) -> float:
        """The minutes that there are on a day, of today those that are used already among them."""
        return self.settings.minutes_planned(day.day) if day.day == self.today else day.minutes

    def done_on(self, day: DayPlan) -> float:
        """The minutes of a day that are used already; 0 of days to come."""
        return self.state.minutes_done if day.day == self.today else 0.0


def agenda(study: Study, texts: Mapping[str, str] | None = None) -> Agenda:
    """The plan as it is now, or under settings to try, given as text (`interview_date`, …).

    Raises:
        Refused: a setting does not exist, or the value does not fit it.
    """
    settings = tried(study.settings, texts or {}, study.today)
    # Of an archived study too everything is read, so that another date can be tried.
    now = state(study, settings.tried({"after_interview": KEEP}))
    mocks = study.store.rows("SELECT id, title FROM interview")
    return _agenda(
        now,
        settings,
        done=tuple(reading.finished(study, now.situation.day)),
        parts=tuple(
            p for p in reading_parts.sat_on(study, now.situation.day) if not p.listed.status.is_done
        ),
        ends_at=study.days.end(now.situation.day),
        mocks={row["id"]: row["title"] for row in mocks},
    )


def what_if(known: Agenda, texts: Mapping[str, str]) -> Agenda:
    """The same day under settings to try; nothing is read anew, and nothing changed.

    Raises:
        Refused: as `agenda`.
    """
    settings = tried(known.settings, texts, known.today)
    now = replace(known.state, situation=under(known.state.situation, settings))
    return _agenda(
        *(now, settings),
        done=known.done,
        parts=known.parts,
        ends_at=known.ends_at,
        mocks=known.mocks,
    )


def title(works: Mapping[str, Listed], id: str) -> str:
    """What a reading is called, a chapter before its book; its id where it is none of `works`."""
    if (one := works.get(id)) is None:
        return id
    book = works.get(one.parent or "")
    return f"{one.title} · {book.title}" if book else one.title


def pin_this_week(study: Study, resource: str) -> date | None:
    """Let a reading come before others to the end of the week, or take its pin away.

    Returns:
        The last day of the pin; None where it was taken away.

    Raises:
        Refused: there is no such reading.
    """
    with study.store.transaction():
        day = study.today
        pinned = study.settings.pins.get(resource)
        until = None if pinned is not None and pinned >= day else end_of_week(day)
        planning.pin(study, resource, until)
    return until


def _agenda(
    now: State,
    settings: Settings,
    *,
    done: tuple[Listed, ...],
    parts: tuple[Part, ...],
    ends_at: datetime,
    mocks: Mapping[str, str],
) -> Agenda:
    archived = settings.is_archived(now.situation.day)
    planned = plan(at_rest(now.situation) if archived else now.situation)
    bare = Agenda(now, settings, planned, (), done, parts, ends_at, mocks)
    left = sum(day.minutes for day in planned.days)
    kept = last_kept(now.situation, planned)
    given_up = tuple(
        GivenUp(cut, why(cut, left=left, kept=kept, title=bare.title)) for cut in planned.cut
    )
    return replace(bare, given_up=given_up)
