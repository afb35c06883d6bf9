from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.memory import Memory
from studyplan.domain.queue import Candidate, DoneToday, Limits, Queue, build
from studyplan.domain.scheduling import Card, Phase

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
NOTHING_DONE = DoneToday()
MANY = Limits(new_per_day=1000, reviews_per_day=1000)
BURYING = replace(MANY, bury_siblings=True)


def new(name: str, order: int = 0, group: str | None = None) -> Candidate:
    return Candidate(Card(name), group or name, order)


def review(
    name: str, *, stability: float = 10.0, due_in: int = 0, group: str | None = None
) -> Candidate:
    """A card last reviewed ten days ago."""
    card = Card(
        name,
        Phase.REVIEW,
        due_day=TODAY + due_in * DAY,
        memory=Memory(stability, 5.0),
        last_at=NOON - 10 * DAY,
        last_day=TODAY - 10 * DAY,
        reps=3,
    )
    return Candidate(card, group or name, 0)


def learning(
    name: str,
    minutes: int,
    *,
    phase: Phase = Phase.LEARNING,
    group: str | None = None,
    last_day: date = TODAY,
) -> Candidate:
    """A card, last graded today, whose step ends so many minutes after noon."""
    due_at = NOON + timedelta(minutes=minutes)
    day = (due_at - timedelta(hours=4)).date()
    card = Card(name, phase, 0, day, due_at, Memory(1.0, 5.0), NOON - DAY, last_day, reps=1)
    return Candidate(card, group or name, 0)


def suspended(candidate: Candidate) -> Candidate:
    return replace(candidate, card=replace(candidate.card, suspended=True))


def queue(
    *candidates: Candidate,
    limits: Limits = MANY,
    done: DoneToday = NOTHING_DONE,
    chosen: Sequence[str] | None = None,
) -> Queue:
    """The queue at noon; unless the test says what the plan has chosen, it is all candidates."""
    if chosen is None:
        chosen = [candidate.card.id for candidate in candidates]
    return build(candidates, now=NOON, day=TODAY, limits=limits, done=done, chosen=chosen)


def ids(result: Queue) -> list[str]:
    return [candidate.card.id for candidate in result.cards]


def test_learning_then_reviews_then_new() -> None:
    result = queue(
        new("second", 2),
        new("first", 1),
        review("shaky"),
        review("solid"),
        learning("just", 0),
        learning("oldest", -60 * 24, phase=Phase.RELEARNING),
        learning("soon", 5),
        learning("evening", 300),
    )
    assert ids(result) == ["oldest", "just", "shaky", "solid", "first", "second"]
    assert (result.learning, result.reviews, result.new) == (4, 2, 2)
    assert result.next_at == NOON + timedelta(minutes=5)


def test_reviews_are_those_that_the_plan_has_chosen_in_its_order() -> None:
    cards = (review("a"), review("b"), review("c"), review("not due", due_in=3))
    assert ids(queue(*cards, chosen=["not due", "c", "a"])) == ["not due", "c", "a"]
    assert ids(queue(*cards, chosen=[])) == []


def test_what_was_chosen_and_is_no_review_any_more_is_left_out() -> None:
    cards = (new("n"), learning("later", 90), suspended(review("asleep")), review("r"))
    result = queue(*cards, chosen=["gone", "n", "later", "asleep", "r"])
    assert ids(result) == ["r", "n"]
    assert (result.reviews, result.new) == (1, 1)


def test_ties_are_broken_by_id() -> None:
    assert ids(queue(new("b", 1), new("c", 1), new("a", 1))) == ["a", "b", "c"]
    assert ids(queue(learning("b", -1), learning("a", -1))) == ["a", "b"]


def test_steps_about_to_end_are_asked_only_when_nothing_else_is_left() -> None:
    ahead = (learning("b", 20), learning("a", 10))
    assert ids(queue(*ahead, new("n"))) == ["n"]
    assert ids(queue(*ahead, review("r"))) == ["r"]
    assert ids(queue(*ahead, learning("ended", 0))) == ["ended"]
    assert ids(queue(*ahead, learning("c", 21))) == ["a", "b"]
    assert ids(queue(*ahead, new("n"), limits=Limits(new_per_day=0))) == ["a", "b"]


def test_the_time_to_learn_ahead_is_an_argument() -> None:
    result = build(
        [learning("a", 5), learning("b", 20)],
        now=NOON,
        day=TODAY,
        limits=MANY,
        done=NOTHING_DONE,
        chosen=(),
        learn_ahead=timedelta(minutes=5),
    )
    assert ids(result) == ["a"]


def test_a_queue_says_when_the_next_step_of_today_ends_that_it_does_not_ask() -> None:
    cards = (learning("later", 90), learning("next", 45), review("tomorrow", due_in=1))
    result = queue(*cards, chosen=())
    assert result.cards == ()
    assert result.next_at == NOON + timedelta(minutes=45)
    assert result.learning == 2
    assert queue(learning("next", 45), new("n")).next_at == NOON + timedelta(minutes=45)
    assert queue(learning("ahead", 5), new("n")).next_at == NOON + timedelta(minutes=5)
    assert queue(learning("ahead", 5), learning("l", 45)).next_at == NOON + timedelta(minutes=45)
    assert queue(learning("ahead", 5)).next_at is None


def test_a_step_left_on_an_earlier_day_is_a_review_like_others() -> None:
    left = [learning(name, -900, last_day=TODAY - DAY) for name in "abc"]
    cards = (*left, review("r"), learning("today", -1), new("n"))
    assert ids(queue(*cards, chosen=["c", "r", "a"])) == ["today", "c", "r", "a", "n"]
    assert ids(queue(*cards, chosen=())) == ["today", "n"]
    limits = Limits(new_per_day=0, reviews_per_day=1)
    result = queue(*cards, chosen=["c", "r", "a"], limits=limits)
    assert (ids(result), result.learning, result.reviews) == (["today", "c"], 1, 1)


def test_a_step_that_ends_tomorrow_is_nothing_of_today() -> None:
    result = queue(learning("tomorrow", 17 * 60))
    assert result == Queue((), 0, 0, 0, None)


def test_a_step_that_no_clock_that_goes_right_began_has_ended() -> None:
    assert ids(queue(learning("k", 24 * 60 + 1), new("n"))) == ["k", "n"]


def test_a_step_that_ends_after_the_study_day_can_still_be_learnt_ahead() -> None:
    before_four = datetime(2026, 3, 11, 3, 55, tzinfo=UTC)
    step = learning("k", 16 * 60 + 5)
    assert step.card.due_day == TODAY + DAY
    result = build(
        [step],
        now=before_four,
        day=TODAY,
        limits=MANY,
        done=NOTHING_DONE,
        chosen=(),
    )
    assert ids(result) == ["k"]
    assert result.learning == 1


def test_nothing_to_do() -> None:
    assert queue() == Queue((), 0, 0, 0, None)


def test_suspended_cards_never_appear() -> None:
    result = queue(*map(suspended, (new("n"), review("r"), learning("l", -5), learning("m", 60))))
    assert result == Queue((), 0, 0, 0, None)


def test_limits_count_what_was_done_today() -> None:
    cards = [*(new(f"n{i}", i) for i in range(5)), *(review(f"r{i}") for i in range(5))]
    limits = Limits(new_per_day=4, reviews_per_day=3)
    assert ids(queue(*cards, limits=limits)) == ["r0", "r1", "r2", "n0", "n1", "n2", "n3"]
    some = DoneToday(new=3, reviews=1)
    assert ids(queue(*cards, limits=limits, done=some)) == ["r0", "r1", "n0"]
    more_than_allowed = DoneToday(new=9, reviews=9)
    assert ids(queue(*cards, limits=limits, done=more_than_allowed)) == []


def test_limits_and_siblings_never_hold_up_learning() -> None:
    result = queue(
        learning("a", -2, group="g"),
        learning("b", -1, group="g"),
        learning("c", 5, group="g"),
        limits=Limits(new_per_day=0, reviews_per_day=0, bury_siblings=True),
        done=DoneToday(new=50, reviews=50, groups={"g": frozenset({"other"})}),
    )
    assert ids(result) == ["a", "b"]
    assert result.learning == 3


def test_one_sibling_is_asked_a_day() -> None:
    cards = (
        new("n1", 1, "g"),
        new("n2", 2, "g"),
        new("n3", 3),
        review("r2", group="g"),
        review("r1", group="g"),
    )
    assert ids(queue(*cards, limits=BURYING)) == ["r2", "n3"]
    assert ids(queue(*cards[:3], limits=BURYING)) == ["n1", "n3"]
    assert ids(queue(*cards)) == ["r2", "r1", "n1", "n2", "n3"]


def test_a_card_in_learning_buries_its_siblings() -> None:
    siblings = (new("n", 1, "g"), review("r", group="g"))
    for minutes in (-5, 5, 60):
        step = learning("l", minutes, group="g")
        assert set(ids(queue(*siblings, step, limits=BURYING))) <= {"l"}
    tomorrow = learning("tomorrow", 17 * 60, group="g")
    assert ids(queue(*siblings, tomorrow, limits=BURYING)) == ["r"]


def test_siblings_of_a_card_graded_today_wait_until_tomorrow() -> None:
    cards = (new("n", 1, "g"), review("r", group="h"), review("s"))
    by_group = DoneToday(groups={"g": frozenset({"gone"}), "h": frozenset({"gone too"})})
    chosen = ["r", "s"]
    assert ids(queue(*cards, limits=BURYING, done=by_group, chosen=chosen)) == ["s"]
    by_card = DoneToday(cards=frozenset({"x", "y"}))
    graded = (review("x", due_in=9, group="g"), review("y", due_in=9, group="h"))
    assert ids(queue(*cards, *graded, limits=BURYING, done=by_card, chosen=chosen)) == ["s"]
    assert ids(queue(*cards, *graded, limits=BURYING, chosen=chosen)) == ["r", "s", "n"]


def test_a_card_never_buries_itself() -> None:
    done = DoneToday(cards=frozenset({"r"}), groups={"g": frozenset({"r"})})
    assert ids(queue(review("r", group="g"), limits=BURYING, done=done)) == ["r"]


def test_a_buried_card_takes_no_place_of_the_limit() -> None:
    cards = (new("n1", 1, "g"), new("n2", 2, "g"), new("n3", 3))
    assert ids(queue(*cards, limits=replace(BURYING, new_per_day=2))) == ["n1", "n3"]


def test_a_review_kept_back_by_the_limit_buries_nothing() -> None:
    cards = (review("r", group="g"), new("n", 1, "g"))
    assert ids(queue(*cards, limits=replace(BURYING, reviews_per_day=0))) == ["n"]


def test_negative_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="New cards a day must be 0 or more, not -1"):
        Limits(new_per_day=-1)
    with pytest.raises(ValueError, match="Reviews a day must be 0 or more, not -1"):
        Limits(reviews_per_day=-1)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    """Up to 25 cards of all phases in a few groups."""
    groups = st.sampled_from("ghijk")
    kinds = st.one_of(
        st.builds(new, st.just(""), st.integers(0, 5), groups),
        st.builds(
            review,
            st.just(""),
            stability=st.floats(0.1, 300),
            due_in=st.integers(-3, 2),
            group=groups,
        ),
        st.builds(
            learning,
            st.just(""),
            st.integers(-3000, 3000),
            phase=st.sampled_from([Phase.LEARNING, Phase.RELEARNING]),
            group=groups,
            last_day=st.sampled_from([TODAY, TODAY - DAY]),
        ),
    )
    drawn = draw(st.lists(st.tuples(kinds, st.booleans()), max_size=25))
    return [
        replace(candidate, card=replace(candidate.card, id=f"k{number}", suspended=asleep))
        for number, (candidate, asleep) in enumerate(drawn)
    ]


limits_of_all_kinds = st.builds(Limits, st.integers(0, 9), st.integers(0, 9), st.booleans())
done_of_all_kinds = st.builds(
    DoneToday,
    st.integers(0, 5),
    st.integers(0, 5),
    st.frozensets(st.sampled_from(["k0", "k1", "k2"])),
    st.dictionaries(
        st.sampled_from("gh"), st.frozensets(st.sampled_from(["k0", "k3", "gone"]), min_size=1)
    ),
)


chosen_of_all_kinds = st.lists(
    st.integers(0, 30).map(lambda number: f"k{number}"), unique=True, max_size=25
)


@given(candidates(), limits_of_all_kinds, done_of_all_kinds, chosen_of_all_kinds, st.data())
def test_the_order_of_the_candidates_does_not_matter(
    cards: list[Candidate],
    limits: Limits,
    done: DoneToday,
    chosen: list[str],
    data: st.DataObject,
) -> None:
    shuffled = data.draw(st.permutations(cards))
    found = queue(*shuffled, limits=limits, done=done, chosen=chosen)
    assert found == queue(*cards, limits=limits, done=done, chosen=chosen)


@given(candidates(), limits_of_all_kinds, done_of_all_kinds, chosen_of_all_kinds)
def test_every_queue_keeps_the_rules(
    cards: list[Candidate], limits: Limits, done: DoneToday, chosen: list[str]
) -> None:
    result = queue(*cards, limits=limits, done=done, chosen=chosen)
    asked = result.cards
    is_review = {c.card.id: c.card.phase is Phase.REVIEW or _is_left_over(c) for c in cards}
    reviews = [c for c in asked if is_review[c.card.id]]
    firsts = [c for c in asked if c.card.phase is Phase.NEW]
    steps = [c for c in asked if c.card.phase.has_steps and not is_review[c.card.id]]

    assert len(set(ids(result))) == len(asked)
    assert not any(c.card.suspended for c in asked)
    assert asked == (*steps, *reviews, *firsts)
    assert (len(reviews), len(firsts)) == (result.reviews, result.new)
    assert len(reviews) <= max(0, limits.reviews_per_day - done.reviews)
    assert len(firsts) <= max(0, limits.new_per_day - done.new)
    assert len(steps) <= result.learning
    places = [chosen.index(c.card.id) for c in reviews]
    assert places == sorted(places)
    if not limits.bury_siblings:
        awake = {c.card.id for c in cards if is_review[c.card.id] and not c.card.suspended}
        left = max(0, limits.reviews_per_day - done.reviews)
        assert len(reviews) == min(left, len(awake.intersection(chosen)))
    assert [c.order for c in firsts] == sorted(c.order for c in firsts)
    ended = {
        c.card.id
        for c in cards
        if c.card.due_at is not None
        and not NOON < c.card.due_at <= NOON + DAY
        and not (c.card.suspended or is_review[c.card.id])
    }
    assert ended <= set(ids(result))
    if ended or reviews or firsts:
        assert {c.card.id for c in steps} == ended
    if limits.bury_siblings:
        groups = [c.group for c in (*reviews, *firsts)]
        assert len(groups) == len(set(groups))
        for candidate in (*reviews, *firsts):
            assert done.groups.get(candidate.group, frozenset()) <= {candidate.card.id}


def _is_left_over(one: Candidate) -> bool:
    """Whether its step ended, and was begun on an earlier day."""
    due_at = one.card.due_at
    is_over = due_at is not None and not NOON < due_at <= NOON + DAY
    return is_over and one.card.last_day == TODAY - DAY
