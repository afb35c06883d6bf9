"""Notes that several devices wrote: what stands, whatever had been seen where."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain import fold
from studyplan.domain.action import Brought, Event, Imported, Marked, Noted, Opened
from studyplan.domain.fold import Progress, fold_progress, step_progress
from studyplan.domain.resource import Kind, Resource, Status

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def standing(events: Iterable[Event]) -> list[Event]:
    return fold.standing(events, "scope")


def note_of(stand: Iterable[Event]) -> str:
    return fold.note_of(stand, "scope")


def note(
    number: int, text: str, on: tuple[int, ...] | None = (), device: str = "aaaa0000"
) -> Event:
    based_on = None if on is None else tuple(UUID(int=one) for one in on)
    action = Noted("scope", text, based_on)
    return Event(UUID(int=number), device, AT + timedelta(minutes=number), action)


def test_one_that_was_written_on_another_replaces_it() -> None:
    stand = standing([note(1, "a"), note(2, "b", (1,)), note(3, "c", (2,))])
    assert note_of(stand) == "c"


def test_two_that_did_not_know_of_each_other_stand_one_after_the_other() -> None:
    both = [note(1, "a"), note(2, "mine", (1,)), note(3, "theirs", (1,), "bbbb1111")]
    text = (
        "*Written on device aaaa0000, 2026-11-24 09:02 UTC:*\n\nmine\n\n---\n\n"
        "*Written on device bbbb1111, 2026-11-24 09:03 UTC:*\n\ntheirs"
    )
    assert note_of(standing(both)) == text
    assert fold_progress("scope", both).note == text
    assert fold_progress("scope", both).note_at == AT + timedelta(minutes=3)


def test_what_is_written_over_both_replaces_both() -> None:
    both = [note(1, "a"), note(2, "mine", (1,)), note(3, "theirs", (1,))]
    assert note_of(standing([*both, note(4, "mine and theirs", (2, 3))])) == "mine and theirs"


def test_the_same_said_twice_or_nothing_is_no_conflict() -> None:
    assert note_of(standing([note(1, "a"), note(2, "same", (1,)), note(3, "same", (1,))])) == "same"
    assert note_of(standing([note(1, "a"), note(2, "", (1,)), note(3, "new", (1,))])) == "new"
    assert note_of(standing([note(1, "a"), note(2, "", (1,))])) == ""


def test_one_that_does_not_say_comes_after_all_before_it() -> None:
    assert note_of(standing([note(1, "a"), note(2, "b"), note(3, "c", None)])) == "c"


def test_one_whose_base_is_undone_stands_beside_what_counts_again() -> None:
    assert [one.id.int for one in standing([note(1, "a"), note(3, "c", (2,))])] == [1, 3]


@given(st.data())
def test_what_nobody_who_wrote_later_had_seen_stands(data: st.DataObject) -> None:
    """Three devices write, each on what stands of the notes that it has seen; they see some of each
    other's now and then."""
    seen: list[set[int]] = [set(), set(), set()]
    written: list[Event] = []
    for number in range(1, data.draw(st.integers(1, 12)) + 1):
        writer = data.draw(st.integers(0, 2))
        if data.draw(st.booleans()):
            seen[writer] |= seen[data.draw(st.integers(0, 2))]
        known = [one for one in written if one.id.int in seen[writer]]
        on = tuple(one.id.int for one in standing(known))
        written.append(note(number, f"text {number}", on))
        seen[writer].add(number)
    replaced = {one for event in written for one in event.action.based_on or ()}  # type: ignore[union-attr]
    stand = standing(written)
    assert [one.id for one in stand] == [one.id for one in written if one.id not in replaced]
    shown = note_of(stand)
    for event in stand:
        assert event.action.text in shown  # type: ignore[union-attr]


def test_marks_and_visits_are_folded_beside_notes() -> None:
    mark = Event(UUID(int=5), "aaaa0000", AT, Marked({"scope": Status.READ}))
    visit = Event(UUID(int=6), "aaaa0000", AT, Opened("scope"))
    state = fold_progress("scope", [note(1, "a"), mark, visit])
    assert (state.status, state.opened, state.note) == (Status.READ, 1, "a")


def taken_in(number: int, text: str, status: Status | None = None) -> Event:
    """A list was taken in that says something of the work."""
    work = Resource("scope", "Scope", Kind.ARTICLE)
    action = Imported("mine.csv", (work,), progress={"scope": Brought(status, None, text)})
    return Event(UUID(int=number), "aaaa0000", AT + timedelta(minutes=number), action)


def test_the_note_of_a_list_is_there_and_is_written_over() -> None:
    assert fold_progress("scope", [taken_in(1, "of the list")]).note == "of the list"
    assert note_of(standing([taken_in(1, "of the list"), note(2, "mine", (1,))])) == "mine"


def test_lists_that_two_devices_took_in_bring_one_note() -> None:
    both = [taken_in(1, "of the list"), taken_in(2, "of the list")]
    assert note_of(standing(both)) == "of the list"
    for seen in (1, 2):  # whichever of the two the writer had
        assert note_of(standing([*both, note(3, "mine", (seen,))])) == "mine"
    assert note_of(standing([both[0], note(3, "mine", (1,)), taken_in(4, "of the list")])) == "mine"


def test_a_list_says_nothing_of_what_was_marked_or_noted_before_it() -> None:
    mark = Event(UUID(int=1), "aaaa0000", AT, Marked({"scope": Status.UNREAD}))
    before = [mark, note(2, "mine")]
    state = fold_progress("scope", [*before, taken_in(3, "of the list", Status.READ)])
    assert state == fold_progress("scope", before)


@given(st.permutations([taken_in(1, "", Status.READ), taken_in(2, "x"), note(3, "y"), note(4, "")]))
def test_one_step_an_event_leads_to_the_fold_where_each_saw_all_before(events: list[Event]) -> None:
    seen: list[Event] = []
    state = Progress()
    for number, event in enumerate(events):
        on = tuple(one.id for one in standing(seen))
        if isinstance(event.action, Noted):
            event = replace(event, action=replace(event.action, based_on=on))
        seen.append(replace(event, id=UUID(int=number)))
        state = step_progress(state, "scope", seen[-1])
        assert state == fold_progress("scope", seen)
