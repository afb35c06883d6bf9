"""A sitting: the order of its cards, what undo brings back, what is counted."""

from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.plan import DUE, NEW
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.study import (
    Refused,
    Study,
    agenda,
    asking,
    history,
    open_study,
    reading,
    reviewing,
    settings,
)
from studyplan.study.sitting import LONGEST_ANSWER, LONGEST_BREAK, Sitting, Tally, tally
from tests.learner import fall_behind


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


MINUTE = timedelta(minutes=1)


@pytest.fixture
def cards(study: Study) -> list[str]:
    """The cards of three works that were read, in the order of asking, with two steps each."""
    settings.change(study, {"learning_steps": "1m 10m", "minutes.tue": "720"})
    readings = [
        one.id for one in reading.works(study) if not one.kind.is_hub and one.kind != "book"
    ]
    for id in readings[:3]:
        reading.mark(study, id, Status.READ)
    return [one.card.id for one in asking.due(study).questions]


def asked(sitting: Sitting) -> list[str]:
    return [one.card.id for one in sitting.questions()]


def give(sitting: Sitting, grade: Grade, attempt: str = "") -> str:
    """Grade the next card; its id."""
    question = sitting.questions()[0]
    sitting.ask(question)
    sitting.grade(question, grade, attempt)
    return question.card.id


def test_order_and_way(study: Study, cards: list[str], clock: FixedClock) -> None:
    sitting = Sitting(study)
    assert asked(sitting) == cards
    way = sitting.way(sitting.questions()[0])
    assert (way.number, way.total) == (1, 3)
    assert give(sitting, Grade.AGAIN) == cards[0]
    clock.set(clock.now() + 2 * MINUTE)
    # The forgotten card comes back first, and the way grows by it.
    assert asked(sitting) == cards
    way = sitting.way(sitting.questions()[0])
    assert (way.number, way.total) == (2, 4)
    assert way.minutes == pytest.approx(3 * 45 / 60)


def test_skipped_cards_come_last_in_the_order_of_skipping(study: Study, cards: list[str]) -> None:
    sitting = Sitting(study)
    sitting.skip(cards[0], "half a thought")
    assert asked(sitting) == [cards[1], cards[2], cards[0]]
    sitting.skip(cards[1], "")
    assert asked(sitting) == [cards[2], cards[0], cards[1]]
    sitting.skip(cards[0], "half a thought")
    assert asked(sitting) == [cards[2], cards[1], cards[0]]
    assert sitting.ask(reviewing.question(study, cards[0])) == "half a thought"


def test_undo_brings_cards_back_in_the_order_of_asking(study: Study, cards: list[str]) -> None:
    sitting = Sitting(study)
    give(sitting, Grade.GOOD, "first")
    give(sitting, Grade.EASY, "second")
    history.undo(study)
    assert asked(sitting) == [cards[1], cards[2]]
    history.undo(study)
    assert asked(sitting) == cards
    assert sitting.ask(sitting.questions()[0]) == "first"
    history.redo(study)
    assert asked(sitting) == [cards[1], cards[2]]


def test_undo_of_a_card_that_was_asked_ahead(study: Study, cards: list[str]) -> None:
    sitting = Sitting(study)
    for _ in cards:
        give(sitting, Grade.GOOD)
    assert asked(sitting) == []
    sitting.ask_ahead()
    assert sorted(asked(sitting)) == sorted(cards)
    graded = give(sitting, Grade.AGAIN)
    # Asked ahead is asked once: a minute later is soon enough for a forgotten one.
    assert graded not in asked(sitting)
    assert len(asked(sitting)) == 2
    history.undo(study)
    assert asked(sitting)[0] == graded


def test_a_card_that_comes_again_has_no_old_attempt(
    study: Study, cards: list[str], clock: FixedClock
) -> None:
    sitting = Sitting(study)
    give(sitting, Grade.AGAIN, "wrong")
    clock.set(clock.now() + 2 * MINUTE)
    assert asked(sitting)[0] == cards[0]
    assert sitting.ask(sitting.questions()[0]) == ""


def test_undo_brings_a_suspended_card_back_first(study: Study, cards: list[str]) -> None:
    sitting = Sitting(study)
    give(sitting, Grade.GOOD)
    sitting.suspend(cards[1], "so far")
    assert asked(sitting) == [cards[2]]
    history.undo(study)
    assert asked(sitting) == [cards[1], cards[2]]
    assert sitting.ask(sitting.questions()[0]) == "so far"


@pytest.mark.parametrize(
    ("passed", "counted"),
    [(12.5, 12.5), (LONGEST_ANSWER + 1, LONGEST_ANSWER), (-1.0, None)],
    ids=["measured", "a coffee break", "clock set back"],
)
def test_seconds(
    study: Study, cards: list[str], clock: FixedClock, passed: float, counted: float | None
) -> None:
    sitting = Sitting(study)
    question = sitting.questions()[0]
    sitting.ask(question)
    clock.set(clock.now() + timedelta(seconds=passed))
    sitting.grade(question, Grade.GOOD, "")
    (review,) = reviewing.history(study, question.card.id)
    assert review.seconds == counted


def test_a_card_graded_elsewhere_is_not_graded_twice(
    study: Study, cards: list[str], places: Locations, clock: FixedClock
) -> None:
    sitting = Sitting(study)
    question = sitting.questions()[0]
    sitting.ask(question)
    other = open_study(places, clock)
    reviewing.grade(other, question.card.id, Grade.EASY)
    other.close()
    with pytest.raises(Refused, match="graded elsewhere"):
        sitting.grade(question, Grade.AGAIN, "")
    (review,) = reviewing.history(study, question.card.id)
    assert review.grade is Grade.EASY


def test_tally_ends_at_a_long_break(study: Study, cards: list[str], clock: FixedClock) -> None:
    sitting = Sitting(study)
    assert tally(study) == Tally()
    give(sitting, Grade.GOOD)
    clock.set(clock.now() + LONGEST_BREAK + MINUTE)
    assert tally(study) == Tally()
    forgotten = asking.due(study).questions[0]
    sitting.ask(forgotten)
    clock.set(clock.now() + timedelta(seconds=30))
    sitting.grade(forgotten, Grade.AGAIN, "")
    clock.set(clock.now() + 2 * MINUTE)
    # Not measured, as the command line does not: it counts as long as a review usually takes.
    reviewing.grade(study, forgotten.card.id, Grade.GOOD)
    assert tally(study) == Tally(answers=2, cards=1, again=1, seconds=75.0)
    history.undo(study)
    assert tally(study) == Tally(answers=1, cards=1, again=1, seconds=30.0)


def test_a_sitting_may_be_long(study: Study, cards: list[str], clock: FixedClock) -> None:
    for card in cards:
        reviewing.grade(study, card, Grade.EASY)
        clock.set(clock.now() + LONGEST_BREAK)
    assert tally(study).answers == 3


def test_upcoming_where_no_card_may_be_asked(study: Study, cards: list[str]) -> None:
    for card in cards:
        reviewing.suspend(study, card)
    assert asking.upcoming(study) == asking.Upcoming(3)


def test_choices_are_refused_in_a_sentence(
    study: Study, cards: list[str], clock: FixedClock
) -> None:
    reviewing.suspend(study, cards[0])
    with pytest.raises(Refused, match="suspended"):
        reviewing.choices(study, reviewing.question(study, cards[0]).card)


def test_what_the_plan_leaves_for_later_is_counted_and_can_be_asked_all_the_same(
    study: Study, clock: FixedClock
) -> None:
    fall_behind(study, clock)
    due, sitting = asking.due(study), Sitting(study)
    assert not due.questions
    assert due.postponed >= 40
    sitting.ask_ahead()
    assert 30 <= sitting.left <= due.postponed
    asked = sitting.next()
    assert asked is not None
    sitting.grade(asked, Grade.GOOD, "")
    assert asking.due(study).postponed == due.postponed - 1


def test_upcoming_is_what_the_plan_asks_next(study: Study, clock: FixedClock) -> None:
    fall_behind(study, clock)
    for _ in range(3):
        comes, (_, *later) = asking.upcoming(study), agenda.agenda(study).plan.days
        asked = [
            (day.day, sum(i.cards for i in day.items if i.id == id))
            for day in later
            for id in (DUE, NEW)
        ]
        first = next(day for day, cards in asked if cards)
        assert comes.day == first
        assert [cards for day, cards in asked if day == first] == [comes.cards, comes.new]
        clock.set(clock.now() + timedelta(days=1))
