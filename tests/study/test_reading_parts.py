"""Parts of works: what is recorded as read is never planned again, and counts once."""

from datetime import timedelta

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.plan import LEAST, LONG, SLICE, Unread
from studyplan.domain.resource import Kind, Status
from studyplan.study import (
    Refused,
    Study,
    agenda,
    history,
    planning,
    progress,
    reading,
    reading_parts,
    settings,
    taking_back,
)
from studyplan.study.situation import state

BOOK = "designing-machine-learning-systems"
WORK = "focal-loss"


def unread(study: Study) -> dict[str, Unread]:
    return {one.id: one for one in state(study).situation.unread}


def spent(study: Study) -> float:
    return state(study).situation.spent


def promised(study: Study) -> dict[str, tuple[int, bool]]:
    """What is to be read today, with its minutes and whether it is all of it."""
    return {one.listed.id: (one.minutes, one.whole) for one in planning.today(study).readings}


def next_day(clock: FixedClock, days: int = 1) -> None:
    clock.set(clock.now() + timedelta(days=days))


@pytest.fixture
def long(study: Study) -> str:
    """A long work without chapters that today's plan goes on with."""
    settings.change(study, {"interview_date": "2026-12-24", "new_per_day": "0"})
    settings.change(study, {f"minutes.{day}": "120" for day in ("tue", "wed", "thu", "fri")})
    for primer in [one.id for one in unread(study).values() if one.primer]:
        reading.mark(study, primer, Status.READ)
    ids = unread(study)
    found = next(one for one in ids.values() if one.is_long and not ids.keys() & {*one.needs})
    reading.mark(study, found.id, Status.READING)
    return found.id


@pytest.fixture
def tomorrow(long: str, clock: FixedClock) -> str:
    """The long work, on the day after: what was marked before is not of this day."""
    next_day(clock)
    return long


def test_what_was_unread_is_begun_and_a_book_by_its_chapter(study: Study) -> None:
    now = reading_parts.read_for(study, WORK, 7)
    assert (now.status, now.minutes_read) == (Status.READING, 7)
    chapter = reading.detail(study, BOOK).chapters[0]
    reading_parts.read_for(study, chapter.id, 10)
    whole = reading.detail(study, BOOK)
    assert (whole.listed.status, whole.progress.minutes_read) == (Status.READING, 0)
    assert (whole.chapters[0].status, whole.chapters[0].minutes_read) == (Status.READING, 10)
    assert history.undo(study) == f"read 10 min of “{chapter.title}”"
    assert reading.detail(study, BOOK).listed.status is Status.UNREAD
    history.redo(study)
    assert reading.detail(study, chapter.id).progress.minutes_read == 10


def test_each_part_can_be_taken_back_without_the_others(study: Study) -> None:
    for minutes in (7, 8):
        reading_parts.read_for(study, WORK, minutes)
    later, earlier = taking_back.page(study)[:2]
    assert earlier.what == f"read 7 min of “{reading.detail(study, WORK).listed.title}”"
    taking_back.take_back(study, earlier.id)
    assert reading.detail(study, WORK).progress.minutes_read == 8
    taking_back.take_back(study, later.id)
    assert reading.detail(study, WORK).listed.status is Status.UNREAD


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_nobody_reads_for_so_long(study: Study, minutes: int) -> None:
    with pytest.raises(Refused, match="no number of minutes"):
        reading_parts.read_for(study, WORK, minutes)


@pytest.mark.parametrize("typed", ["", "x", "2.5", "-5", "0", "1441", "٣", "9" * 5000])
def test_what_is_typed_has_to_be_minutes(typed: str) -> None:
    with pytest.raises(Refused, match="no number of minutes"):
        reading_parts.minutes_from(typed)


def test_what_has_no_parts_says_why(study: Study) -> None:
    with pytest.raises(Refused, match="by its chapters"):
        reading_parts.read_for(study, BOOK, 10)
    hub = next(one for one in reading.works(study) if one.kind.is_hub and one.kind is not Kind.BOOK)
    with pytest.raises(Refused, match="a hub"):
        reading_parts.read_for(study, hub.id, 10)
    for status in (Status.READ, Status.SKIPPED):
        reading.mark(study, WORK, status)
        with pytest.raises(Refused, match=f"is {status} already"):
            reading_parts.read_for(study, WORK, 10)
    with pytest.raises(Refused, match="no work"):
        reading_parts.read_for(study, "nothing", 10)


def test_a_slice_is_done_and_nothing_else_of_the_day_changes(study: Study, tomorrow: str) -> None:
    before = promised(study)
    assert before[tomorrow] == (SLICE, False)
    reading_parts.read_for(study, tomorrow, SLICE)
    after = promised(study)
    assert after == {id: what for id, what in before.items() if id != tomorrow}
    day = planning.today(study)
    assert [(part.listed.id, part.minutes) for part in day.parts] == [(tomorrow, SLICE)]
    assert day.minutes_done == SLICE
    assert [part.listed.id for part in agenda.agenda(study).parts] == [tomorrow]


def test_half_a_slice_leaves_the_other_half(study: Study, tomorrow: str) -> None:
    before = promised(study)
    reading_parts.read_for(study, tomorrow, 10)
    assert promised(study) == before | {tomorrow: (SLICE - 10, False)}


def test_a_long_work_comes_to_its_end(study: Study, tomorrow: str, clock: FixedClock) -> None:
    whole = unread(study)[tomorrow].minutes
    settings.change(study, {"interview_date": "none", "minutes.sat": "120", "minutes.sun": "120",
                            "minutes.mon": "120"})  # fmt: skip
    read = 0
    for _ in range(60):
        minutes, is_end = promised(study)[tomorrow]
        reading_parts.read_for(study, tomorrow, minutes)
        read += minutes
        assert is_end or tomorrow not in promised(study)
        next_day(clock)
        if is_end:
            break
        assert unread(study)[tomorrow].minutes == pytest.approx(max(LEAST, whole - read))
    assert read == whole
    assert unread(study)[tomorrow].minutes == LEAST  # until it is marked read


def test_only_what_was_not_recorded_counts_when_it_is_read(
    study: Study, tomorrow: str, clock: FixedClock
) -> None:
    whole = int(unread(study)[tomorrow].minutes)
    reading_parts.read_for(study, tomorrow, SLICE)
    first = study.today
    next_day(clock)
    assert spent(study) == 0
    reading_parts.read_for(study, tomorrow, 15)
    assert spent(study) == 15
    reading.mark(study, tomorrow, Status.READ)
    assert spent(study) == whole - SLICE
    assert planning.today(study).parts == ()  # it is among what is done
    minutes = {one.day: one.minutes.reading for one in progress.progress(study).days}
    assert (minutes[first], minutes[study.today]) == (SLICE, whole - SLICE)
    history.undo(study)
    assert spent(study) == 15


def test_more_than_the_estimate_counts_as_it_was(study: Study) -> None:
    whole = int(unread(study)[WORK].minutes)
    reading_parts.read_for(study, WORK, whole + 30)
    assert unread(study)[WORK].minutes == LEAST
    reading.mark(study, WORK, Status.READ)
    assert spent(study) == whole + 30
    (day,) = progress.progress(study).days
    assert (day.minutes.reading, day.readings) == (whole + 30, 1)


def test_what_was_recorded_is_left_out_instead_of_a_half(study: Study, clock: FixedClock) -> None:
    whole = unread(study)[WORK].minutes
    assert LEAST < whole - 4 <= LONG
    reading_parts.read_for(study, WORK, 4)
    assert unread(study)[WORK].minutes == whole - 4
    next_day(clock)
    assert unread(study)[WORK].minutes == whole - 4


def test_marked_unread_it_is_to_be_read_again(study: Study) -> None:
    before = unread(study)[WORK]
    reading_parts.read_for(study, WORK, 7)
    reading.mark(study, WORK, Status.UNREAD)
    assert unread(study)[WORK] == before
    assert spent(study) == 0
