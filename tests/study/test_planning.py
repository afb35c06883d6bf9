"""Today: what it counts, and that what was promised stays."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.plan import ItemKind, Plan
from studyplan.domain.planner import plan
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Phase
from studyplan.locations import locate
from studyplan.study import Study, asking, planning, reading, reviewing, settings
from studyplan.study.planning import Today
from studyplan.study.situation import state


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


class TestDay:
    """A whole day with all that ships, each thing done in the order in which it is planned."""

    SECONDS = 40
    """A review takes, by the clock of this person."""

    @pytest.fixture
    def shipped(self) -> Path:
        return locate().assets

    @pytest.fixture(params=[21, None], ids=["three weeks", "no date"])
    def prepared(self, study: Study, clock: FixedClock, request: pytest.FixtureRequest) -> Study:
        """Somebody who has kept to the plan for three days."""
        settings.change(study, {"minutes.mon": "90", "minutes.sun": "30"})
        if request.param:
            day = study.today + timedelta(days=request.param)
            settings.change(study, {"interview_date": day.isoformat()})
        for _ in range(3):
            self.study_today(study, clock)
        return study

    def study_today(self, study: Study, clock: FixedClock) -> None:
        for one in planning.today(study).readings:
            if one.whole:
                reading.mark(study, one.listed.id, Status.READ)
        answered = 0
        while self.answer(study, clock):
            answered += 1
            assert answered < 300
        clock.set(datetime.combine(study.today, time(9), UTC) + timedelta(days=1))

    def answer(self, study: Study, clock: FixedClock) -> bool:
        """Answer the first card that is due, most of them well; whether there was one."""
        asked = asking.due(study).questions
        if asked:
            card = asked[0].card
            grade = Grade.AGAIN if (card.reps + len(card.id)) % 7 == 0 else Grade.GOOD
            clock.set(clock.now() + timedelta(seconds=self.SECONDS))
            reviewing.grade(study, card.id, grade, seconds=self.SECONDS)
        return bool(asked)

    def test_what_was_promised_stays_while_cards_are_answered(
        self, prepared: Study, clock: FixedClock
    ) -> None:
        if prepared.settings.interview_date is not None:  # then the last pass comes now
            near = prepared.today + timedelta(days=1)
            settings.change(prepared, {"interview_date": near.isoformat()})
        else:
            clock.set(clock.now() + timedelta(days=4))
        promised = planning.today(prepared)
        reviews = self.reviews(promised)
        assert len(reviews) > 2
        readings = [one.listed.id for one in promised.readings]
        while reviews:
            day = planning.today(prepared)
            assert self.reviews(day)[: len(reviews)] == reviews
            assert [one.listed.id for one in day.readings][: len(readings)] == readings
            clock.set(clock.now() + timedelta(seconds=self.SECONDS))
            grade = Grade.AGAIN if len(reviews) % 7 == 0 else Grade.GOOD
            reviewing.grade(prepared, reviews.pop(0), grade, seconds=self.SECONDS)

    def test_what_was_promised_stays_while_works_are_read(
        self, prepared: Study, clock: FixedClock
    ) -> None:
        days = 0
        while days < 2:
            readings = [one.listed.id for one in planning.today(prepared).readings if one.whole]
            if len(readings) > 1:
                days += 1
                while readings:
                    left = [one.listed.id for one in planning.today(prepared).readings]
                    assert [id for id in left if id in readings] == readings
                    reading.mark(prepared, readings.pop(0), Status.READ)
            self.study_today(prepared, clock)

    def reviews(self, day: Today) -> list[str]:
        """The cards of a day that were asked on days before."""
        cards = [one.card for one in day.due.questions]
        return [card.id for card in cards if card.phase is Phase.REVIEW]

    def test_a_day_takes_the_minutes_there_are(self, prepared: Study, clock: FixedClock) -> None:
        promised = planning.today(prepared)
        readings = sum(one.minutes for one in promised.readings)
        assert readings + promised.due.minutes <= promised.minutes + 1
        self.study_today(prepared, clock)
        clock.set(clock.now() - timedelta(hours=9))
        done = planning.today(prepared)
        assert done.day == promised.day
        assert done.minutes_done <= promised.minutes * 1.1

    def test_a_day_that_is_missed_loses_nothing(self, prepared: Study, clock: FixedClock) -> None:
        before = plan(state(prepared).situation)
        clock.set(clock.now() + timedelta(days=3))
        after = plan(state(prepared).situation)
        assert after.days[0].day == before.days[3].day

        def named(made: Plan) -> set[str]:
            items = (item for day in made.days for item in day.items)
            kinds = (ItemKind.READ, ItemKind.PRIMER)
            return {item.id for item in items if item.kind in kinds} | {one.id for one in made.cut}

        if before.interview is not None:
            assert named(after) == named(before)
        ends = [
            item.id
            for day in after.days
            for item in day.items
            if item.kind in (ItemKind.READ, ItemKind.PRIMER) and item.whole
        ]
        assert len(ends) == len(set(ends))
