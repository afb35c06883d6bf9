"""Progress: how ready a person is, what was done, how well it is remembered, and what comes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from studyplan.domain.attempt import CARD
from studyplan.domain.calibration import Bin
from studyplan.domain.journey import cut_short, day_of
from studyplan.domain.resource import Kind
from studyplan.domain.scheduling import Phase
from studyplan.domain.statistics import (
    MATURE,
    Activity,
    Forecast,
    Minutes,
    Recalled,
    Retention,
    Streak,
    by_day,
    forecast,
    spent,
    streak,
)
from studyplan.store import attempts, journeys
from studyplan.store import progress as store_progress
from studyplan.store.engine import from_iso, from_ms
from studyplan.study import fitting, readiness
from studyplan.study.pace import pace
from studyplan.study.readiness import Company, Ready
from studyplan.study.session import Study
from studyplan.study.situation import ASKED

WEEK, MONTH, YEAR = 7, 30, 365
"""Days that are looked back on, today among them."""
_MINUTE = 60 * 1000
"""Milliseconds of what is of one study day, whatever its hour and the time zone."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that the Progress screen and `studyplan stats` show."""

    today: date
    predicted_for: date
    """The day of the interview; today where there is no date, or it is over."""
    readiness: tuple[Ready, ...]
    """In prerequisite order."""
    days: tuple[Activity, ...]
    """Every study day on which something was done, oldest first."""
    streak: Streak
    target: float
    """The retention that reviews aim at."""
    month: Retention
    """Over the last `MONTH` days."""
    year: Retention
    """Over the last `YEAR` days."""
    calibration: tuple[Bin, ...]
    """Over the last `YEAR` days."""
    forecast: Forecast
    companies: tuple[Company, ...]
    """Those with most works first."""

    def last(self, days: int) -> tuple[Activity, ...]:
        """What was done in so many days, today the last of them."""
        first = _first_of(self.today, days)
        return tuple(one for one in self.days if first <= one.day <= self.today)

    def minutes(self, days: int | None = None) -> Minutes:
        """The time spent in so many days, or ever."""
        return spent(self.days if days is None else self.last(days))


def progress(study: Study) -> Progress:
    """Everything in numbers, as it stands now; a handful of queries however much was done."""
    today, settings, on = study.today, study.settings, readiness.predicted_for(study)
    offsets = journeys.read(study.store)
    was_on = partial(day_of, known=offsets, days=study.days)
    days = by_day((*_read(study, was_on), *_reviewed(study), *_practised(study, was_on)))
    studied, short = {one.day for one in days}, cut_short(offsets, study.days)
    month, year = _retention(study)
    recalls = readiness.recalls(study, on)
    return Progress(
        today=today,
        predicted_for=on,
        readiness=readiness.ready(study, on, recalls),
        days=days,
        streak=streak(studied, lambda d: settings.minutes_on(d) == 0 or d in short, today),
        target=settings.scheduling.retention,
        month=month,
        year=year,
        calibration=fitting.calibrated(study, _first_of(today, YEAR)),
        forecast=_forecast(study),
        companies=readiness.companies(study, recalls),
    )


def _first_of(today: date, days: int) -> date:
    return today - timedelta(days=days - 1)


# --------------------------------------------------------------------------------- what was done


def _read(study: Study, was_on: Callable[[datetime], date]) -> Iterator[Activity]:
    """What was marked read and has a date; a book counts by its chapters, a hub never. Parts count
    on their own days, and where all is read only the rest of it."""
    parts = study.store.rows("SELECT sittings FROM progress WHERE sittings IS NOT NULL")
    for row in parts:
        for part in store_progress.sittings(row["sittings"]):
            yield Activity(was_on(part.at), minutes=Minutes(reading=part.minutes))
    rows = study.store.rows(
        "SELECT count(*) AS readings, min(p.status_at) AS at, sum(CASE WHEN p.sittings IS NULL "
        "THEN r.minutes ELSE max(0, r.minutes - (SELECT total(json_extract(value, '$[1]')) "
        "FROM json_each(p.sittings))) END) AS minutes "
        "FROM progress p JOIN resource r ON r.id = p.resource "
        "WHERE p.status = 'read' AND p.status_at IS NOT NULL "
        "AND r.kind NOT IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM resource part WHERE part.parent = r.id) "
        "GROUP BY p.status_at / ?",
        *(json.dumps([kind for kind in Kind if kind.is_hub]), _MINUTE),
    )
    for row in rows:
        day, minutes = was_on(from_ms(row["at"])), Minutes(reading=row["minutes"])
        yield Activity(day, readings=row["readings"], minutes=minutes)


def _reviewed(study: Study) -> Iterator[Activity]:
    """The grades of each day."""
    rows = study.store.rows(
        "SELECT day, count(*) AS reviews, total(coalesce(seconds, ?)) AS seconds "
        "FROM review WHERE instr(card, ?) <> 1 GROUP BY day",
        *(pace(study), CARD),
    )
    for row in rows:
        minutes = Minutes(reviews=row["seconds"] / 60)
        yield Activity(from_iso(row["day"]), reviews=row["reviews"], minutes=minutes)


def _practised(study: Study, was_on: Callable[[datetime], date]) -> Iterator[Activity]:
    """The mock interviews that were finished."""
    for one in attempts.everything(study.store):
        if one.finished_at is not None:
            minutes = Minutes(practice=one.spent / 60)
            yield Activity(was_on(one.finished_at), practices=1, minutes=minutes)


# --------------------------------------------------------------------------------- how well


def _retention(study: Study) -> tuple[Retention, Retention]:
    """Over the last month and the last year."""
    month, year = (_first_of(study.today, days).isoformat() for days in (MONTH, YEAR))
    # Sums under a condition, in one pass through the days: groups would have to be sorted.
    young, mature = f"stability_before < {MATURE}", f"stability_before >= {MATURE}"
    kinds = (f"{young} AND day >= ?1", f"{mature} AND day >= ?1", young, mature)
    sums = ", ".join(f"total(grade > 1 AND {kind}), total({kind})" for kind in kinds)
    row = study.store.row(
        f"SELECT {sums} FROM review "  # noqa: S608 - ours
        "WHERE day >= ?2 AND phase = ?3 AND stability_before IS NOT NULL AND instr(card, ?4) <> 1",
        *(month, year, Phase.REVIEW, CARD),
    )
    assert row is not None  # noqa: S101 - sums are one row, of whatever
    young_month, mature_month, young_year, mature_year = (
        Recalled(int(recalled), int(reviews))
        for recalled, reviews in zip(row[::2], row[1::2], strict=True)
    )
    return Retention(young_month, mature_month), Retention(young_year, mature_year)


# -------------------------------------------------------------------------------- what comes


def _forecast(study: Study) -> Forecast:
    """The cards that may be asked."""
    rows = study.store.rows(
        "SELECT c.due_day, count(*) AS cards FROM card c "  # noqa: S608 - ours
        "JOIN prompt q ON q.id = c.id LEFT JOIN progress p ON p.resource = q.resource "
        f"WHERE {ASKED} AND NOT c.suspended GROUP BY c.due_day"
    )
    return forecast(((from_iso(row["due_day"]), row["cards"]) for row in rows), study.today)
