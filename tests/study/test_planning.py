"""Today: what it counts, and that what was promised stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.study import Study, planning, reading, reviewing, settings


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


def test_a_first_day_is_of_short_readings_that_fit(study: Study) -> None:
    day = planning.today(study)
    assert day.minutes == 60
    assert day.readings
    assert sum(one.minutes for one in day.readings) <= 60
    assert not any(one.listed.kind.is_hub for one in day.readings)
    assert (day.days_left, day.interview_date) == (None, None)


def test_what_is_read_moves_to_done_and_the_rest_stays(study: Study) -> None:
    before = [one.listed.id for one in planning.today(study).readings]
    reading.mark(study, before[0], Status.READ)
    day = planning.today(study)
    assert [one.id for one in day.done] == before[:1]
    after = [one.listed.id for one in day.readings]
    assert [id_ for id_ in before if id_ in after] == [id_ for id_ in after if id_ in before]
    assert len(set(before[1:]) - set(after)) <= 1  # its review may cost the last one its place
    assert day.minutes_done == day.done[0].minutes


def test_reviews_take_their_minutes_from_the_readings(study: Study, clock: FixedClock) -> None:
    for work in reading.works(study)[:40]:
        reading.mark(study, work.id, Status.READ)
    clock.set(clock.now() + timedelta(days=1))
    settings.change(study, {"new_per_day": "999"})
    day = planning.today(study)
    assert day.due.minutes > 20
    assert day.due.minutes + sum(one.minutes for one in day.readings[1:]) <= 60


def test_measured_reviews_count_by_their_time_and_others_by_the_usual(study: Study) -> None:
    for work in ("focal-loss", "feature-logging"):
        reading.mark(study, work, Status.READ)
    before = planning.today(study).minutes_done
    reviewing.grade(study, "focal-loss:recall", Grade.EASY, seconds=90)
    reviewing.grade(study, "feature-logging:recall", Grade.EASY)
    assert planning.today(study).minutes_done - before == (90 + 45) / 60


def test_a_reading_at_night_belongs_to_the_day_before(study: Study, clock: FixedClock) -> None:
    clock.set(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    reading.mark(study, "focal-loss", Status.READ)
    day = planning.today(study)
    assert day.day == date(2026, 11, 24)
    assert [one.id for one in day.done] == ["focal-loss"]
    clock.set(datetime(2026, 11, 25, 4, 0, tzinfo=UTC))
    assert planning.today(study).done == ()


def test_a_day_off_plans_nothing_to_read(study: Study) -> None:
    settings.change(study, {"days_off": "2026-11-24"})
    day = planning.today(study)
    assert (day.minutes, day.readings) == (0, ())


def test_a_book_is_offered_by_its_next_chapter(study: Study) -> None:
    book = "designing-machine-learning-systems"
    settings.change(study, {"minutes.tue": "720"})
    planning.pin(study, book, study.today)

    def offered() -> list[str]:
        readings = [one.listed.id for one in planning.today(study).readings]
        assert book not in readings
        return [id_ for id_ in readings if id_.startswith(f"{book}/")]

    chapters = [f"{book}/{number}" for number in range(1, 12)]
    assert offered() == chapters[: len(offered())] != []
    reading.mark(study, chapters[0], Status.READ)
    assert offered() == chapters[1 : 1 + len(offered())] != []


def test_the_countdown_is_in_study_days(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"interview_date": "2026-11-26"})
    assert planning.today(study).days_left == 2
    clock.set(datetime(2026, 11, 27, 12, 0, tzinfo=UTC))
    assert planning.today(study).days_left == -1
