"""The plan with all there is to show of it, what if, pins, and what comes after the date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.plan import NEW, Reason
from studyplan.domain.resource import Status
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
from studyplan.study.situation import state, under

TODAY = date(2026, 11, 24)


@pytest.fixture
def dated(study: Study) -> Study:
    settings.change(study, {"interview_date": "2026-12-15", "minutes.sun": "30"})
    return study


def dump(study: Study) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    names = study.store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        row["name"]: [tuple(line) for line in study.store.rows(f"SELECT * FROM {row['name']}")]
        for row in names
    }


def test_every_cut_has_its_why_and_titles(dated: Study) -> None:
    found = agenda.agenda(dated)
    assert [one.cut for one in found.given_up] == list(found.plan.cut)
    assert all(one.why for one in found.given_up)
    waiting = next(one for one in found.given_up if one.cut.reason is Reason.WAITS)
    assert found.title(waiting.cut.waits_for or "") in waiting.why
    assert "Systems · Designing Machine" in found.title("designing-machine-learning-systems/1")
    ids = {item.id for day in found.plan.days for item in day.items} - {NEW, "due"}
    assert all(found.title(id) != id for id in ids)


def test_what_if_is_what_the_settings_would_give_and_leaves_nothing_behind(dated: Study) -> None:
    reading.mark(dated, "focal-loss", Status.READ)
    before, known = dump(dated), agenda.agenda(dated)
    texts = {"interview_date": "2027-01-10", "minutes.mon": "90", "retention": "0.8"}
    tried = agenda.what_if(known, texts)
    asked = agenda.agenda(dated, texts)
    assert dump(dated) == before
    assert agenda.agenda(dated).plan == known.plan
    settings.change(dated, texts)
    kept = agenda.agenda(dated)
    assert tried.plan == asked.plan == kept.plan != known.plan
    assert tried.given_up == kept.given_up
    history.undo(dated)
    assert agenda.agenda(dated).plan == known.plan


def test_under_other_settings_is_the_state_read_under_them(dated: Study) -> None:
    texts = {
        "interview_date": "2027-01-10",
        "focus": "ads",
        "retention": "0.8",
        "new_per_day": "3",
        "reviews_per_day": "7",
    }
    reading.mark(dated, "focal-loss", Status.READ)
    for one in asking.due(dated).questions:  # in their steps
        reviewing.grade(dated, one.card.id, Grade.HARD)
    other = settings.tried(dated.settings, texts, TODAY)
    fresh = state(dated, other).situation
    moved = under(state(dated).situation, other)
    assert replace(moved, minutes=fresh.minutes) == fresh
    days = [TODAY + timedelta(days=n) for n in range(7)]
    assert [moved.minutes(day) for day in days] == [fresh.minutes(day) for day in days]


def test_what_cannot_be_is_a_sentence(dated: Study) -> None:
    with pytest.raises(Refused, match="in the past"):
        agenda.agenda(dated, {"interview_date": "2020-01-01"})
    with pytest.raises(Refused, match=r"not between 0\.7 and 0\.99"):
        agenda.what_if(agenda.agenda(dated), {"retention": "1"})


def test_a_pin_lasts_to_the_end_of_the_week_and_is_undone(dated: Study) -> None:
    cut = agenda.agenda(dated).plan.cut[-1].id
    assert agenda.pin_this_week(dated, cut) == date(2026, 11, 29)
    pinned = agenda.agenda(dated)
    assert cut not in {one.id for one in pinned.plan.cut}
    week = [item.id for day in pinned.plan.days[:6] for item in day.items]
    assert cut in week
    assert agenda.pin_this_week(dated, cut) is None
    assert cut in {one.id for one in agenda.agenda(dated).plan.cut}
    history.undo(dated)
    assert dated.settings.pins == {cut: date(2026, 11, 29)}


def test_a_pin_of_last_week_is_given_anew(dated: Study, clock: FixedClock) -> None:
    agenda.pin_this_week(dated, "focal-loss")
    clock.set(clock.now() + timedelta(days=7))
    assert agenda.pin_this_week(dated, "focal-loss") == date(2026, 12, 6)


def test_what_is_archived_rests_until_there_is_a_date(dated: Study, clock: FixedClock) -> None:
    reading.mark(dated, "focal-loss", Status.READ)
    clock.set(clock.now() + timedelta(days=30))
    assert asking.due(dated).questions
    assert not agenda.agenda(dated).is_archived
    settings.change(dated, {"after_interview": "archive"})
    found = agenda.agenda(dated)
    assert found.is_archived
    assert not any(day.items for day in found.plan.days)
    day = planning.today(dated)
    assert (day.readings, day.due.questions) == ((), ())
    tried = agenda.what_if(found, {"interview_date": "2027-02-01"})
    assert any(day.items for day in tried.plan.days)
    settings.change(dated, {"interview_date": "2027-02-01"})
    assert asking.due(dated).questions
    assert agenda.agenda(dated).plan == tried.plan


@pytest.mark.parametrize("key", ["interview_date", "later_interviews"])
def test_what_was_said_after_the_last_interview_does_not_outlive_the_next(
    dated: Study, clock: FixedClock, key: str
) -> None:
    clock.set(clock.now() + timedelta(days=30))
    settings.change(dated, {"after_interview": "archive"})
    settings.change(dated, {key: "2027-02-01"})
    assert dated.settings.after_interview == "ask"
    clock.set(clock.now() + timedelta(days=60))
    assert dated.settings.is_over(dated.today)
    assert not dated.settings.is_archived(dated.today)
    settings.change(dated, {"after_interview": "archive"})
    settings.change(dated, {"minutes.mon": "30"})
    assert dated.settings.is_archived(dated.today)


def test_a_chapter_is_named_before_its_book(study: Study) -> None:
    works = {one.id: one for one in reading.works(study, chapters=True)}
    chapter = next(one for one in works.values() if one.parent)
    book = works[str(chapter.parent)]
    assert agenda.title(works, chapter.id) == f"{chapter.title} · {book.title}"
    assert agenda.title(works, book.id) == book.title


def test_another_date_takes_the_place_of_the_next_interview_only(
    dated: Study, clock: FixedClock
) -> None:
    settings.change(dated, {"later_interviews": "2026-12-20, 2027-01-10"})
    clock.set(clock.now() + timedelta(days=23))  # the first, on 15 December, is over
    found = settings.with_date(dated.settings, "2026-12-27", dated.today)
    assert agenda.agenda(dated, found).interviews == (date(2026, 12, 27), date(2027, 1, 10))
    with pytest.raises(Refused, match="is not a date"):
        settings.with_date(dated.settings, "soon", dated.today)


def test_readings_fit_or_are_read_in_part_or_are_cut(study: Study) -> None:
    for minutes in ("20", "35", "60"):
        texts = {"interview_date": "2026-12-04", **settings.minutes_from_words(minutes)}
        found = agenda.agenda(study, texts)
        assert found.fitting + found.in_part + len(found.plan.cut) == found.unread
