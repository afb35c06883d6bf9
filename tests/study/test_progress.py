"""Progress: that the numbers are those of what was done, and stay so after undo."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Phase
from studyplan.domain.statistics import Minutes, Recalled
from studyplan.store.engine import Store
from studyplan.study import (
    Study,
    history,
    practising,
    progress,
    readiness,
    reading,
    reviewing,
    settings,
)
from studyplan.study.readiness import Ready

INTERVIEW = date(2027, 1, 5)
CARD = "focal-loss:recall"


@pytest.fixture
def study(study: Study) -> Study:
    settings.change(study, {"interview_date": INTERVIEW.isoformat()})
    return study


def later(clock: FixedClock, **span: float) -> None:
    clock.set(clock.now() + timedelta(**span))


def of(study: Study, competency: str, on: date | None = None) -> Ready:
    found = readiness.ready(study, on or readiness.predicted_for(study))
    return next(one for one in found if one.competency.id == competency)


def learn(study: Study, clock: FixedClock, card: str) -> None:
    """Take a card through its steps, 20 seconds a grade."""
    for _ in range(2):
        reviewing.grade(study, card, Grade.GOOD, seconds=20)
        later(clock, minutes=10)


def test_at_the_start_nothing_is_known_and_nothing_is_zero(study: Study) -> None:
    found = progress.progress(study)
    assert {one.readiness.score for one in found.readiness} == {None}
    assert [one.competency.id for one in found.readiness] == [
        one.competency.id for one in reading.standings(study)
    ]
    assert (found.days, found.calibration) == ((), ())
    assert (found.streak.current, found.streak.longest) == (0, 0)
    assert found.year.all.share is None
    assert found.forecast.new == sum(cards for _, cards in found.forecast.days) == 0
    assert all(one.read == one.cards == 0 for one in found.companies)


def test_readings_of_a_competency_are_its_works_and_its_primer(study: Study) -> None:
    totals = {one.competency.id: one.coverage.total for one in reading.standings(study)}
    for one in progress.progress(study).readiness:
        assert one.evidence.readings == totals[one.competency.id] + 1
    reading.mark(study, "K02", Status.READ)
    assert of(study, "K02").evidence.read == 1
    reading.mark(study, "focal-loss", Status.SKIPPED)
    assert of(study, "K02").evidence.skipped == 1
    assert of(study, "K02").evidence.read == 1


def test_a_hub_counts_for_nothing_and_a_book_by_its_chapters(study: Study) -> None:
    before = progress.progress(study)
    reading.mark(study, "eugene-yan-blog", Status.READ)
    assert progress.progress(study) == before
    book = reading.detail(study, "designing-machine-learning-systems")
    assert book.listed.competency is not None
    reading.mark(study, book.chapters[0].id, Status.READ)
    part = of(study, book.listed.competency).evidence.read
    assert part == pytest.approx(1 / len(book.chapters))
    days = progress.progress(study).days
    assert [(one.readings, one.minutes.reading) for one in days] == [(1, book.chapters[0].minutes)]
    reading.mark(study, book.listed.id, Status.READ)
    assert of(study, book.listed.competency).evidence.read == 1
    assert progress.progress(study).days[0].readings == len(book.chapters)


def test_recall_is_predicted_for_the_day_of_the_interview(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    unasked = of(study, "K02").evidence
    assert (unasked.recall, unasked.cards) == (None, 0)
    reviewing.grade(study, CARD, Grade.EASY)
    then, now = of(study, "K02").evidence, of(study, "K02", study.today).evidence
    assert (then.day, then.cards, then.unasked) == (INTERVIEW, 1, unasked.unasked - 1)
    assert now.recall == 1
    card = reviewing.question(study, CARD)
    clock.set(datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert then.recall == pytest.approx(reviewing.question(study, CARD).retrievability)
    assert card.retrievability == 1
    clock.set(datetime(2027, 1, 9, 9, tzinfo=UTC))
    assert readiness.predicted_for(study) == date(2027, 1, 9)  # the interview is over


def test_suspending_a_card_is_no_learning(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.AGAIN)
    before = of(study, "K02")
    reviewing.suspend(study, CARD)
    assert of(study, "K02") == before
    assert progress.progress(study).forecast.days[0][1] == 0


def test_the_newest_score_of_an_interview_counts_for_what_it_practises(
    study: Study, clock: FixedClock
) -> None:
    interview = practising.interviews_of(study)[0].interview
    first, second = interview.competencies[:2]
    for score in (1, 3):
        attempt = practising.start(study, interview.id)
        practising.finish(study, attempt, dict.fromkeys(Dimension, score))
        later(clock, days=1)
    for competency in (first, second):
        evidence = of(study, competency).evidence
        assert (evidence.interviews, evidence.practised) == (3, 1)
    unscored = practising.start(study, interview.id)
    practising.finish(study, unscored, {})
    assert of(study, first).evidence.interviews == 3
    assert of(study, first).readiness.score == pytest.approx(30 * 3 / 4)
    history.undo(study)
    history.undo(study)
    history.undo(study)
    assert of(study, first).evidence.interviews == 1
    assert progress.progress(study).days[0].practices == 1


def test_a_day_is_what_was_read_answered_and_practised(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    learn(study, clock, CARD)
    reviewing.grade(study, "focal-loss:recall", Grade.GOOD)  # 45 s where nothing was measured
    later(clock, days=1)
    clock.set(datetime(2026, 11, 26, 1, 0, tzinfo=UTC))  # still the 25th
    reading.mark(study, "feature-logging", Status.READ)
    found = progress.progress(study)
    minutes = {one.id: one.minutes for one in reading.works(study)}
    first, second = found.days
    assert (first.day, first.readings, first.reviews) == (date(2026, 11, 24), 1, 3)
    assert first.minutes == Minutes(minutes["focal-loss"], (20 + 20 + 45) / 60, 0)
    assert (second.day, second.readings, second.reviews) == (date(2026, 11, 25), 1, 0)
    assert found.streak.current == 2
    assert found.minutes(1).reading == minutes["feature-logging"]
    total = first.minutes.total + second.minutes.total
    assert found.minutes().total == pytest.approx(total)
    history.undo(study)
    assert len(progress.progress(study).days) == 1


def test_a_day_off_in_the_settings_breaks_no_streak(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    later(clock, days=2)
    reading.mark(study, "feature-logging", Status.READ)
    assert progress.progress(study).streak.current == 1
    settings.change(study, {"days_off": "2026-11-25"})
    assert progress.progress(study).streak.current == 2
    settings.change(study, {"days_off": "none", "minutes.wed": "0"})
    assert progress.progress(study).streak.current == 2


def test_retention_leaves_steps_out_and_looks_at_the_stability_before(
    study: Study, clock: FixedClock
) -> None:
    settings.change(study, {"learning_steps": "1m 10m"})
    reading.mark(study, "focal-loss", Status.READ)
    learn(study, clock, CARD)
    assert progress.progress(study).year.all.reviews == 0
    grades = [Grade.GOOD, Grade.GOOD, Grade.GOOD, Grade.AGAIN]
    expected = {"young": Recalled(), "mature": Recalled()}
    predicted = []
    for grade in grades:
        card = reviewing.question(study, CARD).card
        assert card.due_day is not None
        assert card.memory is not None
        assert card.phase is Phase.REVIEW
        clock.set(datetime.combine(card.due_day, datetime.min.time(), UTC) + timedelta(hours=9))
        predicted.append(reviewing.question(study, CARD).retrievability or 0)
        kind = "mature" if card.memory.stability >= 21 else "young"
        expected[kind] += Recalled(int(grade > Grade.AGAIN), 1)
        reviewing.grade(study, CARD, grade)
    found = progress.progress(study)
    assert found.year.young == expected["young"]
    assert found.year.mature == expected["mature"]
    assert expected["young"].reviews
    assert expected["mature"].reviews
    assert sum(one.reviews for one in found.calibration) == len(grades)
    assert sum(one.predicted * one.reviews for one in found.calibration) == pytest.approx(
        sum(predicted)
    )
    recent = [one for one in reviewing.history(study, CARD) if one.day > study.today - 30 * _DAY]
    assert found.month.all.reviews == sum(one.phase is Phase.REVIEW for one in recent)


_DAY = timedelta(days=1)


def test_what_comes_is_overdue_today_and_new(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    cards = len(reviewing.of_resource(study, "focal-loss"))
    assert progress.progress(study).forecast.new == cards
    card = reviewing.grade(study, CARD, Grade.EASY)
    assert card.due_day is not None
    found = progress.progress(study).forecast
    assert (found.new, dict(found.days)[card.due_day]) == (cards - 1, 1)
    later(clock, days=40)
    found = progress.progress(study).forecast
    assert (found.overdue, sum(number for _, number in found.days)) == (1, 0)
    reading.mark(study, "focal-loss", Status.UNREAD)  # its cards rest
    assert progress.progress(study).forecast.overdue == 0


def test_companies_count_their_works_and_recall_their_cards(study: Study) -> None:
    work = next(one for one in reading.works(study) if one.company and not one.kind.is_hub)
    reading.mark(study, work.id, Status.READ)
    reviewing.grade(study, reviewing.of_resource(study, work.id)[0].card.id, Grade.EASY)
    found = progress.progress(study).companies
    one = next(one for one in found if one.name == work.company)
    listed = [w for w in reading.works(study) if w.company == work.company and not w.kind.is_hub]
    assert (one.works, one.read, one.cards) == (len(listed), 1, 1)
    assert one.recall is not None
    assert 0.5 < one.recall < 1
    assert [it.works for it in found] == sorted((it.works for it in found), reverse=True)


def test_queries_are_a_handful_however_many_cards_there_are(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rows, row = Store.rows, Store.row

    def counting_rows(store: Store, sql: str, *values: object) -> list[object]:
        asked.append(sql)
        return rows(store, sql, *values)  # type: ignore[return-value]

    def counting_row(store: Store, sql: str, *values: object) -> object:
        if not sql.startswith("PRAGMA"):  # of whether another process wrote: it reads no table
            asked.append(sql)
        return row(store, sql, *values)

    monkeypatch.setattr(Store, "rows", counting_rows)
    monkeypatch.setattr(Store, "row", counting_row)
    reading.mark(study, "focal-loss", Status.READ)  # the settings are read again after a change
    asked.clear()
    progress.progress(study)
    few = len(asked)
    for work in reading.works(study)[:20]:
        reading.mark(study, work.id, Status.READ)
    asked.clear()
    progress.progress(study)
    assert len(asked) == few
    assert few < 40


def test_calibration_and_retention_are_of_the_same_reviews(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.AGAIN)  # it is left in its steps
    later(clock, days=2)
    assert reviewing.grade(study, CARD, Grade.EASY).phase is Phase.REVIEW
    assert progress.progress(study).calibration == ()
    later(clock, days=2)
    reviewing.grade(study, CARD, Grade.GOOD)
    found = progress.progress(study)
    assert sum(one.reviews for one in found.calibration) == found.year.all.reviews == 1
    later(clock, days=progress.YEAR)
    found = progress.progress(study)
    assert (found.calibration, found.year.all.reviews) == ((), 0)
