"""Which later actions rest on an earlier one, against a plain search through all of them."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.action import (
    Action,
    Answered,
    Begun,
    Configured,
    Edited,
    Event,
    Finished,
    Imported,
    Marked,
    Noted,
    Suspended,
    Worded,
    Written,
    subjects,
)
from studyplan.domain.dependence import dependants, subjects_of, touch
from studyplan.domain.interview import StageName
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Chapter, Kind, Resource, Status
from studyplan.domain.scheduling import Graded, Phase
from studyplan.domain.settings import PIN
from studyplan.domain.wording import Wording

AT = datetime(2026, 11, 24, tzinfo=UTC)
GRADED = Graded(AT, Grade.GOOD, date(2026, 11, 24), Phase.REVIEW, None, date(2026, 11, 30), None)

works = st.sampled_from(["a", "b", "my.a", "my.a/1"])
cards = st.builds("{}:{}".format, works, st.sampled_from(["recall", "my.1"]))
interviews, attempts = st.sampled_from(["feed", "my.x"]), st.sampled_from(["1", "2"])
keys = st.sampled_from(["retention", f"{PIN}a", f"{PIN}my.a"])
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(lambda work, status: Marked({work: status}), works, st.sampled_from(Status)),
    st.builds(Noted, works, st.just("x")),
    st.builds(Answered, cards, st.just(GRADED)),
    st.builds(lambda card: Suspended({card: True}), cards),
    st.builds(lambda key: Configured({key: None}), keys),
    st.builds(lambda work: Edited({work: {"title": "X"}}), works),
    st.builds(Worded, cards, st.sampled_from([None, Wording("Why?")])),
    st.just(
        Imported("l", (Resource("my.a", "A", Kind.BOOK, chapters=(Chapter("my.a/1", "One", 5),)),))
    ),
    st.builds(Begun, attempts, interviews, st.just({})),
    st.builds(lambda attempt: Written(attempt, StageName.SCOPE, {}, {}, ()), attempts),
    st.builds(Finished, attempts, interviews, st.just({}), st.sampled_from([None, GRADED])),
)


def rests_on(later: Action, earlier: Action) -> bool:
    its = touch(later)
    return bool(touch(earlier).changes & (its.changes | its.rests_on))


@given(st.lists(actions, min_size=1, max_size=15))
def test_all_are_found_however_far_and_no_others(made: list[Action]) -> None:
    first, *later = (Event(UUID(int=place), "", AT, one) for place, one in enumerate(made))
    reached = [first]
    for one in later:
        if any(rests_on(one.action, other.action) for other in reached):
            reached.append(one)
    assert dependants(first, later) == reached[1:]


@given(actions, actions)
def test_the_log_is_looked_through_where_they_are(earlier: Action, later: Action) -> None:
    if rests_on(later, earlier):
        ranges = subjects_of(touch(earlier).changes)
        assert any(
            first <= subject < behind for subject in subjects(later) for first, behind in ranges
        )


@given(actions)
def test_whoever_changes_a_thing_again_depends_on_who_changed_it_before(action: Action) -> None:
    twice = [Event(UUID(int=place), "", AT, action) for place in (0, 1)]
    assert dependants(twice[0], twice[1:]) == twice[1:]
