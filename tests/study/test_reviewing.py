"""Reviews: the queue, siblings, limits, leeches, and grades in order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Phase
from studyplan.study import (
    Refused,
    Study,
    agenda,
    asking,
    history,
    planning,
    reading,
    reviewing,
    settings,
)


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


CARD = "focal-loss:recall"


def due(study: Study) -> list[str]:
    return [one.card.id for one in asking.due(study).questions]


def test_hubs_make_no_cards_and_a_book_one_a_chapter(study: Study) -> None:
    reading.mark(study, "eugene-yan-blog", Status.READ)
    assert due(study) == []
    reading.mark(study, "designing-machine-learning-systems", Status.READ)
    cards = reviewing.of_resource(study, "designing-machine-learning-systems")
    assert len(cards) == 11


def test_a_good_first_answer_is_asked_again_on_a_later_day(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    card = reviewing.grade(study, CARD, Grade.GOOD)
    assert card.phase is Phase.REVIEW
    assert card.due_day is not None
    assert card.due_day > study.today
    assert asking.due(study, ahead=True).questions == ()


def test_a_card_goes_through_its_steps_to_days(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"learning_steps": "1m 10m"})
    reading.mark(study, "focal-loss", Status.READ)
    card = reviewing.grade(study, CARD, Grade.GOOD)
    assert (card.phase, due(study)) == (Phase.LEARNING, [])
    assert asking.due(study).next_at == clock.now() + timedelta(minutes=10)
    assert [one.card.id for one in asking.due(study, ahead=True).questions] == [CARD]
    clock.set(clock.now() + timedelta(minutes=10))
    assert due(study) == [CARD]
    card = reviewing.grade(study, CARD, Grade.GOOD)
    assert card.phase is Phase.REVIEW
    assert card.due_day is not None
    clock.set(datetime.combine(card.due_day, datetime.min.time(), UTC) + timedelta(hours=4))
    assert due(study) == [CARD]
    clock.set(clock.now() - timedelta(milliseconds=1))
    assert due(study) == []


def test_what_a_grade_shows_is_what_it_does(study: Study) -> None:
    settings.change(study, {"learning_steps": "1m 10m"})
    reading.mark(study, "focal-loss", Status.READ)
    shown = reviewing.choices(study, reviewing.question(study, CARD).card)
    assert shown[Grade.AGAIN] == "1m"
    card = reviewing.grade(study, CARD, Grade.EASY)
    assert card.due_day is not None
    assert shown[Grade.EASY] == f"{(card.due_day - study.today).days}d"


def test_new_cards_a_day_are_limited(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"new_per_day": "2"})
    for work in ("focal-loss", "feature-logging", "information-leakage"):
        reading.mark(study, work, Status.READ)
    first, second = due(study)
    reviewing.grade(study, first, Grade.EASY)
    assert due(study) == [second]
    reviewing.grade(study, second, Grade.EASY)
    assert due(study) == []
    clock.set(clock.now() + timedelta(days=1))
    assert len(due(study)) == 1


def test_after_a_clock_was_set_back_grades_stay_in_order(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    first = reviewing.grade(study, CARD, Grade.GOOD)
    clock.set(clock.now() - timedelta(hours=1))
    assert reviewing.choices(study, first)[Grade.AGAIN] == "10m"
    second = reviewing.grade(study, CARD, Grade.AGAIN)
    assert second.last_at == first.last_at
    assert second.due_at == clock.now() + timedelta(minutes=10)
    assert len(reviewing.history(study, CARD)) == 2


def test_a_suspended_card_rests_until_it_is_resumed(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.suspend(study, CARD)
    assert due(study) == []
    with pytest.raises(Refused, match="suspended"):
        reviewing.grade(study, CARD, Grade.GOOD)
    reviewing.resume(study, CARD)
    assert due(study) == [CARD]
    history.undo(study)
    assert due(study) == []


def test_the_suspended_cards_of_a_work_are_resumed_together(study: Study) -> None:
    book = "designing-machine-learning-systems"
    reading.mark(study, book, Status.READ)
    for chapter in (1, 2):
        reviewing.suspend(study, f"{book}/{chapter}:recall")
    assert reviewing.resume(study, book) == 2
    assert not any(one.card.suspended for one in reviewing.of_resource(study, book))
    assert reviewing.resume(study, book) == 0
    assert history.undo(study).endswith("and 1 more")
    suspended = [one.card.suspended for one in reviewing.of_resource(study, book)]
    assert suspended.count(True) == 2


def test_the_cards_of_a_work_that_is_unread_again_rest(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.AGAIN)
    reading.mark(study, "focal-loss", Status.UNREAD)
    with pytest.raises(Refused, match="not marked read"):
        reviewing.grade(study, CARD, Grade.GOOD)


def test_reviews_a_day_are_limited(study: Study, clock: FixedClock) -> None:
    works = ("focal-loss", "feature-logging", "information-leakage")
    for work in works:
        reading.mark(study, work, Status.READ)
        reviewing.grade(study, f"{work}:recall", Grade.EASY)
    clock.set(clock.now() + timedelta(days=30))
    assert len(due(study)) == 3
    settings.change(study, {"reviews_per_day": "2"})
    assert len(due(study)) == 2
    reviewing.grade(study, due(study)[0], Grade.EASY)
    assert len(due(study)) == 1


def test_a_step_that_ends_after_the_day_does_is_announced(study: Study, clock: FixedClock) -> None:
    clock.set(datetime(2026, 11, 25, 3, 55, tzinfo=UTC))
    settings.change(study, {"learning_steps": "1m 10m"})
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.GOOD)
    assert [one.card.id for one in asking.due(study, ahead=True).questions] == [CARD]


def test_a_leech_is_told(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"leech_after": "2", "relearning_steps": ""})
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.EASY)
    for lapses in (1, 2):
        clock.set(clock.now() + timedelta(days=30))
        reviewing.grade(study, CARD, Grade.AGAIN)
        assert reviewing.question(study, CARD).leech is (lapses == 2)


def test_the_attempt_and_the_time_are_kept_with_the_grade(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reviewing.grade(study, CARD, Grade.HARD, seconds=31.5, attempt="it weighs")
    (review,) = reviewing.history(study, CARD)
    assert (review.seconds, review.attempt, review.phase) == (31.5, "it weighs", Phase.NEW)


def test_the_retention_asked_for_sets_the_interval(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    before = reviewing.grade(study, CARD, Grade.EASY).due_day
    history.undo(study)
    settings.change(study, {"retention": "0.97"})
    after = reviewing.grade(study, CARD, Grade.EASY).due_day
    assert before is not None
    assert after is not None
    assert after < before


def test_what_the_day_has_no_minutes_for_waits_and_is_asked_ahead(
    study: Study, clock: FixedClock
) -> None:
    settings.change(study, {"minutes.tue": "10"})
    reading.mark(study, "focal-loss", Status.READ)  # it takes all of them
    found, planned = asking.due(study), agenda.agenda(study).plan.days[0]
    assert not planned.items
    assert (found.questions, found.new, found.postponed) == ((), 0, 1)
    assert planning.today(study).due == found
    ahead = asking.due(study, ahead=True)
    assert ([one.card.id for one in ahead.questions], ahead.postponed) == ([CARD], 0)
    clock.set(clock.now() + timedelta(days=1))
    assert due(study) == [CARD]


def test_today_asks_as_many_new_cards_as_the_plan_while_they_are_answered(study: Study) -> None:
    works = [one for one in reading.works(study) if 0 < one.minutes <= 20]
    for work in works[:5]:
        reading.mark(study, work.id, Status.READ)
    minutes = planning.today(study).minutes_done + 3
    settings.change(study, {"minutes.tue": f"{minutes:.0f}", "interview_date": "2026-12-24"})
    allowed = asking.due(study)
    assert 0 < allowed.new < allowed.new + allowed.postponed
    chosen, answered = asking.chosen(study), 0
    while asked := asking.due_by(study, chosen).questions:
        planned = agenda.agenda(study).plan.days[0].items
        assert len(asking.due(study).questions) == sum(item.cards for item in planned)
        reviewing.grade(study, asked[0].card.id, Grade.EASY, seconds=45)
        answered += 1
    assert answered == allowed.new


def test_a_step_left_yesterday_is_asked_where_the_plan_has_it(
    study: Study, clock: FixedClock
) -> None:
    settings.change(study, {"minutes.tue": "720", "minutes.wed": "2"})
    for work in ("focal-loss", "feature-logging", "information-leakage"):
        reading.mark(study, work, Status.READ)
        assert reviewing.grade(study, f"{work}:recall", Grade.AGAIN).phase is Phase.LEARNING
    clock.set(clock.now() + timedelta(minutes=11))
    assert len(due(study)) == 3  # of today, whatever minutes there are
    clock.set(clock.now() + timedelta(days=1))
    planned = agenda.agenda(study).plan
    assert due(study) == list(planned.today)
    assert len(due(study)) == sum(item.cards for item in planned.days[0].items) < 3


def test_when_a_step_ends_is_known_while_other_cards_are_due(
    study: Study, clock: FixedClock
) -> None:
    for work in ("focal-loss", "feature-logging"):
        reading.mark(study, work, Status.READ)
    ends = reviewing.grade(study, due(study)[0], Grade.AGAIN).due_at
    found = asking.due(study)
    assert (len(found.questions), found.next_at) == (1, ends)
