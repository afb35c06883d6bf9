"""Parts of works that were read: what they add up to, in any order and whatever is taken back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.action import Action, Event, Imported, Marked, Noted, ReadFor
from studyplan.domain.dependence import dependants, subjects_of, touch
from studyplan.domain.fold import Progress, Sitting, fold_progress
from studyplan.domain.resource import Chapter, Kind, Resource, Status

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BOOK, PART = "book", "book/1"
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(ReadFor, st.just(PART), st.integers(1, 1440), st.just(BOOK)),
    st.builds(lambda status: Marked({PART: status}), st.sampled_from(Status)),
    st.builds(Noted, st.just(PART), st.just("x")),
)


def events(made: list[Action]) -> list[Event]:
    return [
        Event(UUID(int=number), "", AT + timedelta(minutes=number), action)
        for number, action in enumerate(made)
    ]


@given(st.lists(actions, max_size=12))
def test_parts_add_up_since_it_was_last_unread(made: list[Action]) -> None:
    state = fold_progress(PART, events(made))
    expected: list[int] = []
    status = Status.UNREAD
    for action in made:
        if isinstance(action, ReadFor):
            expected.append(action.minutes)
            status = Status.READING if status is Status.UNREAD else status
        elif isinstance(action, Marked):
            status = action.changes[PART]
            expected = [] if status is Status.UNREAD else expected
    assert state.minutes_read == sum(expected)
    assert [one.minutes for one in state.sittings] == expected
    assert state.status is status


@given(st.lists(actions, max_size=8), st.integers(1, 1440))
def test_a_part_changes_no_status_but_unread(made: list[Action], minutes: int) -> None:
    before = fold_progress(PART, events(made))
    after = fold_progress(PART, events([*made, ReadFor(PART, minutes, BOOK)]))
    assert after.minutes_read == before.minutes_read + minutes
    if before.status is Status.UNREAD:
        assert after.status is Status.READING
    else:
        assert (after.status, after.status_at) == (before.status, before.status_at)


def test_a_book_is_begun_by_its_chapter_and_has_no_part_of_it() -> None:
    (event,) = events([ReadFor(PART, 25, BOOK)])
    assert fold_progress(BOOK, [event]) == Progress(Status.READING, AT)
    assert fold_progress(PART, [event]) == Progress(Status.READING, AT, sittings=(Sitting(AT, 25),))


def test_a_part_depends_on_its_work_alone_and_nothing_on_a_part() -> None:
    work = Resource("my.a", "A", Kind.COURSE, chapters=(Chapter("my.a/1", "One", 5),))
    first, part, again, read = events(
        [
            Imported("l", (work,)),
            ReadFor("my.a/1", 25, "my.a"),
            ReadFor("my.a/1", 5, "my.a"),
            Marked({"my.a/1": Status.READ}),
        ]
    )
    assert dependants(part, [again, read]) == []
    assert dependants(first, [part, again, read]) == [part, again, read]
    ranges = subjects_of(touch(first.action).changes)
    assert any(low <= "progress:my.a/1" < high for low, high in ranges)
