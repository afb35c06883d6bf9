"""What a plan depends on, read from a real study with what ships."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.plan import DUE, LONG, SLICE, Situation, Unread
from studyplan.domain.planner import plan
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.study import (
    Study,
    asking,
    history,
    planning,
    progress,
    questions,
    reading,
    reviewing,
    settings,
)
from studyplan.study.situation import half_an_hour_more, state, under
from tests.domain.situations import every_day

TODAY = date(2026, 11, 24)
BOOK = "designing-machine-learning-systems"
SERIES = (
    "real-world-recsys-1",
    "real-world-recsys-2-training-data",
    "real-world-recsys-3-modeling",
)


def now(study: Study) -> Situation:
    return state(study).situation


def unread(study: Study) -> dict[str, Unread]:
    return {one.id: one for one in now(study).unread}


def shares(study: Study) -> Counter[str | None]:
    """How many readings each competency has, by what is unread and by the cards of what is read."""
    given = now(study)
    found: Counter[str | None] = Counter()
    for one in given.unread:
        found[one.competency] += one.share  # type: ignore[assignment]
    for card in given.cards:
        found[card.competency] += card.share  # type: ignore[assignment]
    return found


def test_a_first_day(study: Study) -> None:
    given = now(study)
    assert (given.day, given.interview, given.minutes(TODAY)) == (TODAY, None, 60)
    assert (given.cards, given.begun, given.spent, given.new_today) == ((), frozenset(), 0, 0)
    assert len(given.mocks) == len(set(given.mocks)) > 20
    works = {one.id: one for one in reading.works(study)}
    hubs = {one.id for one in works.values() if one.kind.is_hub}
    ids = {one.id for one in given.unread}
    assert hubs
    assert not hubs & ids
    assert BOOK not in ids
    assert all(one.minutes >= 1 and one.questions > 0 for one in given.unread)


def test_each_reading_comes_after_what_it_needs(study: Study) -> None:
    given = now(study)
    place = {one.id: index for index, one in enumerate(given.unread)}
    for one in given.unread:
        assert all(place[need] < place[one.id] for need in one.needs if need in place)
    first = {one.competency: place[one.id] for one in reversed(given.unread)}
    for competency, needs in given.needs.items():
        assert all(first[need] < first[competency] for need in needs)


def test_shares_are_the_readings_whatever_is_done(study: Study, clock: FixedClock) -> None:
    def whole() -> None:
        given = now(study)
        found = shares(study)
        assert set(found) == set(given.readings)
        for one, readings in given.readings.items():
            assert found[one] == pytest.approx(readings)

    whole()
    for id in ("focal-loss", "K01", f"{BOOK}/1", f"{BOOK}/2"):
        reading.mark(study, id, Status.READ)
        whole()
    reading.mark(study, f"{BOOK}/3", Status.SKIPPED)
    whole()
    reading.mark(study, "feature-logging", Status.SKIPPED)
    whole()
    reading.mark(study, "information-leakage", Status.READING)
    whole()
    reading.mark(study, "focal-loss", Status.UNREAD)
    whole()


def test_the_chapters_of_a_book_are_one_reading(study: Study) -> None:
    chapters = [one for one in now(study).unread if one.id.startswith(f"{BOOK}/")]
    assert len(chapters) == 11
    assert sum(one.share for one in chapters) == pytest.approx(1)
    for before, after in pairwise(chapters):
        assert before.id in after.needs
    reading.mark(study, f"{BOOK}/1", Status.SKIPPED)
    chapters = [one for one in now(study).unread if one.id.startswith(f"{BOOK}/")]
    assert len(chapters) == 10
    assert sum(one.share for one in chapters) == pytest.approx(1)
    reading.mark(study, BOOK, Status.SKIPPED)
    assert not any(one.id.startswith(f"{BOOK}/") for one in now(study).unread)


def test_a_skipped_work_is_no_reading(study: Study) -> None:
    before = now(study)
    reading.mark(study, "focal-loss", Status.SKIPPED)
    after = now(study)
    assert before.readings["K02"] - after.readings["K02"] == 1
    assert "focal-loss" not in {one.id for one in after.unread}
    assert "K02" in after.begun


def test_a_series_is_read_in_order(study: Study) -> None:
    found = unread(study)
    for before, after in pairwise(SERIES):
        assert before in found[after].needs


def test_the_primer_of_a_competency_comes_before_its_readings(study: Study) -> None:
    found = unread(study)
    for one in found.values():
        assert one.primer is (one.id == one.competency)
        assert one.primer or one.competency in one.needs


def test_the_cards_of_what_is_read(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    reading.mark(study, "K01", Status.READ)
    cards = now(study).cards
    assert {card.source for card in cards} == {"focal-loss", "K01"}
    of_work = [card for card in cards if card.source == "focal-loss"]
    assert len(of_work) == len(reviewing.of_resource(study, "focal-loss"))
    assert sum(card.share for card in of_work) == pytest.approx(1)
    assert {card.competency for card in of_work} == {"K02"}
    assert all((card.memory, card.last_day, card.due_day) == (None,) * 3 for card in cards)


def test_cards_that_rest_are_not_there_and_suspended_ones_are_marked(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    first, *others = (card.id for card in now(study).cards)
    reviewing.suspend(study, first)
    assert {card.id: card.suspended for card in now(study).cards} == {
        first: True, **dict.fromkeys(others, False)
    }  # fmt: skip
    history.undo(study)
    for status in (Status.SKIPPED, Status.UNREAD):
        reading.mark(study, "focal-loss", status)
        assert now(study).cards == ()


def test_what_is_done_today_counts(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    minutes = reading.detail(study, "focal-loss").listed.minutes
    first, second, *_ = (card.id for card in now(study).cards)
    reviewing.grade(study, first, Grade.EASY, seconds=30)
    given = now(study)
    assert (given.new_today, given.reviewed_today) == (1, 0)
    assert given.spent == pytest.approx(minutes + 0.5)
    clock.set(clock.now() + timedelta(days=20))
    assert (now(study).spent, now(study).new_today) == (0, 0)
    reviewing.grade(study, first, Grade.GOOD, seconds=60)
    reviewing.grade(study, second, Grade.GOOD)
    given = now(study)
    assert (given.new_today, given.reviewed_today) == (1, 1)
    assert given.spent == pytest.approx(1 + 45 / 60)


def test_a_card_in_its_steps_is_reviewed_on_a_later_day(study: Study, clock: FixedClock) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    id, *others = (card.id for card in now(study).cards)
    for other in others:
        reviewing.grade(study, other, Grade.EASY)
    reviewing.grade(study, id, Grade.AGAIN)
    assert [card.id for card in now(study).cards if card.in_step] == [id]
    assert plan(now(study)).today == ()
    assert any(day.items and day.items[0].id == DUE for day in plan(now(study)).days[1:3])
    # On a later day it is a review like others.
    clock.set(clock.now() + timedelta(days=3))
    assert id in plan(now(study)).today
    settings.change(study, {"reviews_per_day": "0"})
    assert plan(now(study)).today == ()


def test_other_settings_lead_to_the_same_whether_they_are_tried_or_kept(study: Study) -> None:
    settings.change(study, {"interview_date": "2026-12-24"})
    for id in ("focal-loss", "feature-logging", "K01"):
        reading.mark(study, id, Status.READ)
    for one in asking.due(study).questions:
        reviewing.grade(study, one.card.id, Grade.AGAIN)
    held = now(study)
    settings.change(study, {"retention": "0.75"})
    assert under(held, study.settings).cards == now(study).cards
    assert plan(under(held, study.settings)) == plan(now(study))


def test_suspending_cards_changes_no_prediction(study: Study) -> None:
    settings.change(study, {"interview_date": "2026-12-24"})
    reading.mark(study, "focal-loss", Status.READ)
    for one in asking.due(study).questions:
        reviewing.grade(study, one.card.id, Grade.EASY)
    before = plan(now(study), days=0)
    for one in reviewing.of_resource(study, "focal-loss"):
        reviewing.suspend(study, one.card.id)
    assert before.score > 0
    assert plan(now(study), days=0).score == pytest.approx(before.score)


@pytest.mark.parametrize("source", ["focal-loss", BOOK, "eugene-yan-blog"])
def test_own_questions_on_what_is_not_read_stand_for_no_part_of_it(
    study: Study, source: str
) -> None:
    settings.change(study, {"interview_date": "2026-12-24"})
    before = plan(now(study), days=0)
    card = questions.add(study, source, Wording("Why does it help?", ("It is one.",), ""))
    assert [one.share for one in now(study).cards] == [0]
    assert progress.progress(study).forecast.new == len(asking.due(study).questions) == 1
    reviewing.grade(study, card, Grade.EASY)
    assert plan(now(study), days=0).predictions == before.predictions
    if source != "focal-loss":
        return
    reading.mark(study, source, Status.READ)
    assert sum(one.share for one in now(study).cards) == pytest.approx(1)
    assert len({one.share for one in now(study).cards}) == 1


def test_settings_are_those_that_hold_or_those_tried(study: Study) -> None:
    settings.change(
        study,
        {
            "interview_date": "2026-12-10",
            "later_interviews": "2026-11-30, 2027-01-10",
            "focus": "ads",
            "minutes.tue": "90",
            "days_off": "2026-12-01",
            "retention": "0.85",
            "new_per_day": "7",
            "reviews_per_day": "77",
        },
    )
    given = now(study)
    assert given.interview == date(2026, 11, 30)
    assert given.weights["K12"] > 1
    assert [given.minutes(date(2026, 11, day)) for day in (24, 25)] == [90, 60]
    assert given.minutes(date(2026, 12, 1)) == 0
    assert (given.retention, given.new_per_day, given.reviews_per_day) == (0.85, 7, 77)
    tried = state(study, study.settings.tried({"later_interviews": [], "focus": "general"}))
    assert (tried.situation.interview, tried.situation.weights) == (date(2026, 12, 10), {})


def test_the_next_interview_follows_the_one_before(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"interview_date": "2026-11-25", "later_interviews": "2026-12-25"})
    assert now(study).interview == date(2026, 11, 25)
    clock.set(clock.now() + timedelta(days=1))
    # On the day of the first itself nothing is asked for, and all of it leads to the second.
    made = plan(now(study))
    assert (made.interview, len(made.days), made.days[0].items) == (date(2026, 12, 25), 30, ())
    assert made.days[1].items
    assert planning.today(study).days_left == 0
    clock.set(clock.now() + timedelta(days=1))
    assert now(study).interview == date(2026, 12, 25)
    clock.set(clock.now() + timedelta(days=60))
    assert now(study).interview is None


def test_a_chapter_that_is_pinned_comes_without_those_before_it(study: Study) -> None:
    planning.pin(study, f"{BOOK}/5", TODAY + timedelta(days=2))
    found = unread(study)
    others = [id for id in found if id.startswith(f"{BOOK}/") and id != f"{BOOK}/5"]
    assert not any(id.startswith(BOOK) for id in found[f"{BOOK}/5"].needs)
    for before, after in pairwise(others):
        assert before in found[after].needs
        assert f"{BOOK}/5" not in found[after].needs


@pytest.mark.parametrize("days", [3, 5, 7, 14, 30])
def test_more_minutes_a_day_never_cost_a_hundredth_of_the_score(study: Study, days: int) -> None:
    """Of the list that ships. Mock interviews are left out: the score does not see them."""
    given = replace(now(study), interview=TODAY + timedelta(days=days), mocks=())
    best = 0.0
    for minutes in range(15, 125, 10):
        score = plan(replace(given, minutes=every_day(minutes))).score
        assert score >= best * 0.99
        best = max(best, score)


@pytest.mark.parametrize(("days", "minutes"), [(7, 30), (30, 45), (30, 60), (30, 120), (45, 90)])
def test_what_the_plan_begins_it_ends(study: Study, days: int, minutes: int) -> None:
    """Of the list that ships: no minutes are lost on what is cut."""
    given = replace(now(study), interview=TODAY + timedelta(days=days), minutes=every_day(minutes))
    made = plan(given)
    cut = {one.id for one in made.cut}
    assert not [item for day in made.days for item in day.items if item.id in cut]


@pytest.mark.parametrize("spent", [0, 45, 60, 90])
@pytest.mark.parametrize("days", [1, 9, None])
def test_half_an_hour_more_is_half_an_hour(study: Study, spent: float, days: int | None) -> None:
    interview = None if days is None else TODAY + timedelta(days=days)
    given = replace(now(study), interview=interview, spent=float(spent))
    assert plan(half_an_hour_more(given), days=1).days[0].minutes == 30


def test_pins_reach_the_chapters_of_a_book(study: Study) -> None:
    until = TODAY + timedelta(days=3)
    planning.pin(study, "focal-loss", until)
    planning.pin(study, BOOK, until)
    found = unread(study)
    assert found["focal-loss"].pinned == until
    assert found[f"{BOOK}/5"].pinned == until
    assert found["feature-logging"].pinned is None
    planning.pin(study, "focal-loss", None)
    assert unread(study)["focal-loss"].pinned is None


def test_an_own_question_is_asked_although_all_of_its_book_is_skipped(study: Study) -> None:
    asked = questions.add(study, f"{BOOK}/1", Wording("Why?"))
    reading.mark(study, BOOK, Status.SKIPPED)
    assert [card.id for card in now(study).cards] == [asked]


def test_a_work_that_was_begun_on_a_day_before_is_half_done(
    study: Study, clock: FixedClock
) -> None:
    before = unread(study)["focal-loss"].minutes
    reading.mark(study, "focal-loss", Status.READING)
    today = unread(study)["focal-loss"]
    assert (today.started, today.minutes) == (True, before)
    clock.set(clock.now() + timedelta(days=1))
    after = unread(study)["focal-loss"]
    assert after.started
    assert after.minutes == pytest.approx(max(1, before / 2))


def test_of_what_was_begun_on_a_day_before_only_what_was_left_is_done_today(
    study: Study, clock: FixedClock
) -> None:
    whole = unread(study)["focal-loss"].minutes
    long = next(one for one in now(study).unread if one.minutes > LONG)
    for id in ("focal-loss", long.id):
        reading.mark(study, id, Status.READING)
    assert unread(study)[long.id].minutes == long.minutes
    reading.mark(study, "focal-loss", Status.READ)
    assert now(study).spent == whole  # begun today
    history.undo(study)
    clock.set(clock.now() + timedelta(days=1))
    assert now(study).spent == 0
    reading.mark(study, "focal-loss", Status.READ)
    assert now(study).spent == pytest.approx(max(1, whole / 2))
    reading.mark(study, long.id, Status.READ)
    assert now(study).spent == pytest.approx(max(1, whole / 2) + SLICE)
    assert planning.today(study).minutes_done == now(study).spent
    history.undo(study)
    assert now(study).spent == pytest.approx(max(1, whole / 2))


def test_the_rest_of_the_day_stays_when_what_was_begun_is_read(
    study: Study, clock: FixedClock
) -> None:
    settings.change(study, {"interview_date": "2026-12-24"})
    promised = [one.listed.id for one in planning.today(study).readings]
    first = promised[0]
    reading.mark(study, first, Status.READING)
    assert [one.listed.id for one in planning.today(study).readings] == promised
    clock.set(clock.now() + timedelta(days=1))
    promised = [one.listed.id for one in planning.today(study).readings]
    assert promised[0] == first
    reading.mark(study, first, Status.READ)
    left = [one.listed.id for one in planning.today(study).readings]
    assert left[: len(promised) - 1] == promised[1:]


def test_a_long_work_that_is_begun_has_its_slice_each_day(study: Study) -> None:
    settings.change(study, {"interview_date": "2026-12-24"})
    for primer in [one.id for one in now(study).unread if one.primer]:
        reading.mark(study, primer, Status.READ)
    settings.change(study, {"new_per_day": "0", "minutes.tue": "720"})
    ids = unread(study)
    long = next(o for o in ids.values() if o.minutes > LONG and not ids.keys() & {*o.needs})
    reading.mark(study, long.id, Status.READING)
    made = plan(now(study))
    slices = [item.minutes for day in made.days for item in day.items if item.id == long.id]
    assert slices[0] == SLICE
    assert sum(slices) == pytest.approx(long.minutes)
    assert planning.today(study).readings[0].listed.id == long.id


def statements(study: Study, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many statements the state is read with."""
    count = 0
    rows = type(study.store).rows
    row = type(study.store).row
    value = type(study.store).value
    with monkeypatch.context() as patch:
        for name, read in (("rows", rows), ("row", row), ("value", value)):

            def counted(*given: object, read: object = read) -> object:
                nonlocal count
                count += 1
                assert callable(read)
                return read(*given)

            patch.setattr(type(study.store), name, counted)
        state(study)
    return count


def test_the_state_is_read_with_as_many_statements_however_much_there_is(
    study: Study, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(study)  # the settings are read once
    before = statements(study, monkeypatch)
    for work in reading.works(study)[:60]:
        reading.mark(study, work.id, Status.READ)
    for card in reviewing.of_resource(study, "focal-loss"):
        reviewing.grade(study, card.card.id, Grade.GOOD)
    clock.set(clock.now() + timedelta(days=5))
    assert statements(study, monkeypatch) == before < 35
