"""A person whose clock is set, and who flies: what the whole of the app makes of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.study import Study, asking, doctor, history, progress, reading, reviewing, settings

CARD = "focal-loss:recall"
HOUR = timedelta(hours=1)


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """Every reading with its one card of free recall."""
    return without_prompts


def asked(study: Study) -> list[str]:
    return [one.card.id for one in asking.due(study).questions]


def due(study: Study) -> int:
    """How many cards are due, those among them that can wait."""
    found = asking.due(study)
    return len(found.questions) + found.postponed


@pytest.mark.parametrize("steps", ["none", "10m"])
@pytest.mark.parametrize("interview", ["none", "2027-01-05"])
def test_what_a_clock_that_was_ahead_graded_is_asked_again_once(
    study: Study, clock: FixedClock, steps: str, interview: str
) -> None:
    settings.change(study, {"learning_steps": steps, "interview_date": interview})
    reading.mark(study, "focal-loss", Status.READ)
    right = clock.now()
    clock.set(right + timedelta(days=700))
    ahead = reviewing.grade(study, CARD, Grade.HARD)
    clock.set(right + HOUR)
    assert due(study) >= 1
    mended = reviewing.grade(study, CARD, Grade.EASY)
    assert due(study) == 0
    assert mended.last_at == ahead.last_at
    assert mended.last_day == study.today
    assert mended.due_day is not None
    assert study.today < mended.due_day < study.today + timedelta(days=60)
    clock.set(clock.now() + (mended.due_day - study.today))
    assert due(study) >= 1


def test_a_clock_that_is_behind_asks_once_and_says_so(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.EASY)
    assert history.still_to_come(study) is None
    right = clock.now()
    clock.set(datetime(2000, 1, 1, 12, tzinfo=UTC))
    assert history.still_to_come(study) == right
    if asked(study):
        reviewing.grade(study, CARD, Grade.EASY)
    assert asked(study) == []
    clock.set(right + HOUR)
    ats = [one.at for one in reviewing.history(study, CARD)]
    assert ats == sorted(ats)
    (check,) = [one for one in doctor.examine(study.locations, clock) if one.name == "tables"]
    assert check.ok, check.detail


def test_doctor_names_events_from_the_future_and_what_becomes_of_them(
    study: Study, clock: FixedClock
) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    clock.set(clock.now() - timedelta(days=2))
    (check,) = [one for one in doctor.examine(study.locations, clock) if one.name == "clock"]
    assert not check.ok
    assert "1 event from the future, up to 2026-11-24 09:00" in check.detail
    assert "It says 2026-11-22" in check.detail
    assert "studyplan history" in check.detail


def test_a_flight_over_a_whole_day_costs_no_streak_and_a_missed_day_does(
    study: Study, clock: FixedClock
) -> None:
    home, away = ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Tokyo")
    works = (one.id for one in reading.works(study) if one.minutes and not one.parent)

    def study_at(when: datetime) -> int:
        clock.travel(when.tzinfo or UTC)
        clock.set(when)
        reading.mark(study, next(works), Status.READ)
        return progress.progress(study).streak.current

    assert study_at(datetime(2026, 11, 23, 10, tzinfo=home)) == 1
    assert study_at(datetime(2026, 11, 24, 10, tzinfo=home)) == 2
    # Left on the 24th at 23:00; the 25th was over before landing.
    assert study_at(datetime(2026, 11, 26, 22, tzinfo=away)) == 3
    assert study_at(datetime(2026, 11, 27, 22, tzinfo=away)) == 4
    # The way back has the 28th twice.
    assert study_at(datetime(2026, 11, 28, 20, tzinfo=away)) == 5
    assert study_at(datetime(2026, 11, 28, 22, tzinfo=home)) == 5
    assert study_at(datetime(2026, 11, 29, 22, tzinfo=home)) == 6
    assert study_at(datetime(2026, 12, 1, 22, tzinfo=home)) == 1


def test_a_day_over_midnight_and_a_change_of_clocks_are_one_day(
    study: Study, clock: FixedClock
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    clock.travel(berlin)
    reading.mark(study, "focal-loss", Status.READ)
    for month, last in ((3, 27), (10, 30)):
        night = datetime(2027, month, last, 23, 30, tzinfo=berlin)
        clock.set(night)
        day = study.today
        assert day == night.date()
        reviewing.grade(study, CARD, Grade.EASY)
        clock.set(clock.now() + 4 * HOUR)  # 04:30 in spring, 02:30 in autumn
        assert study.today == (day + timedelta(days=1) if night.month == 3 else day)
        assert asked(study) == []
