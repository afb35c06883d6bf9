"""Readiness: a number only where something is known, and never lower for more of anything."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyplan.domain.readiness import (
    FORMULA,
    INTERVIEWS,
    KNOWLEDGE,
    Evidence,
    readiness,
    score_of,
)

DAY = date(2027, 1, 5)
NOTHING = Evidence(DAY, read=0, readings=9)
SOME = Evidence(DAY, read=4, readings=9, recall=0.82, cards=14, unasked=6)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    readings = draw(st.integers(0, 30))
    read = draw(st.floats(0, readings))
    cards = draw(st.integers(0, 200))
    practised = draw(st.integers(0, 5))
    return Evidence(
        DAY,
        read=read,
        readings=readings,
        skipped=draw(st.integers(0, readings)),
        recall=draw(st.floats(0, 1)) if cards else None,
        cards=cards,
        unasked=draw(st.integers(0, 50)),
        interviews=draw(st.floats(0, 4)) if practised else None,
        practised=practised,
    )


@given(evidences())
def test_it_is_0_to_100_within_its_band(evidence: Evidence) -> None:
    found = readiness(evidence)
    if found.score is None:
        assert (found.low, found.high) == (None, None)
    else:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.score <= found.high <= 100


@given(evidences())
def test_it_is_unknown_exactly_where_nothing_is_known(evidence: Evidence) -> None:
    shown = evidence.read > 0 and evidence.recall is not None
    assert (readiness(evidence).score is None) == (not shown and evidence.interviews is None)


@given(evidences())
def test_every_part_has_a_reason(evidence: Evidence) -> None:
    reasons = readiness(evidence).reasons
    assert len(reasons) == 3
    assert all(reasons)


@given(evidences(), st.floats(0, 1))
def test_reading_more_never_lowers_it(evidence: Evidence, share: float) -> None:
    more = evidence.read + (evidence.readings - evidence.read) * share
    assume(more <= evidence.readings)
    before, after = readiness(evidence).score, readiness(replace(evidence, read=more)).score
    assert before is None or (after is not None and after >= before)


@given(evidences(), st.floats(0, 1))
def test_recalling_more_never_lowers_it(evidence: Evidence, recall: float) -> None:
    assume(recall >= (evidence.recall or 0))
    known = replace(evidence, recall=recall, cards=max(1, evidence.cards))
    before, after = readiness(evidence).score, readiness(known).score
    assert before is None or (after is not None and after >= before)


@given(evidences(), st.floats(0, 4))
def test_a_better_interview_never_lowers_it(evidence: Evidence, score: float) -> None:
    assume(evidence.interviews is not None and score >= evidence.interviews)
    before, after = readiness(evidence).score, readiness(replace(evidence, interviews=score)).score
    assert before is not None
    assert after is not None
    assert after >= before


@given(evidences())
def test_more_cards_asked_make_the_band_narrower(evidence: Evidence) -> None:
    assume(evidence.cards)
    few, many = readiness(evidence), readiness(replace(evidence, cards=evidence.cards * 10))
    if few.low is not None and few.high is not None:
        assert many.low is not None
        assert many.high is not None
        assert many.high - many.low <= few.high - few.low + 1e-9


def test_without_interviews_it_is_coverage_times_recall() -> None:
    found = readiness(SOME)
    assert found.score == pytest.approx(100 * 4 / 9 * 0.82)
    assert found.reasons == (
        "4 of 9 read",
        "recall 82 % of 14 cards on 5 Jan, 6 not asked yet",
        "mock interviews: none yet",
    )


def test_with_interviews_both_have_their_weight() -> None:
    found = readiness(replace(SOME, interviews=3.0, practised=2))
    expected = 100 * (KNOWLEDGE * 4 / 9 * 0.82 + INTERVIEWS * 3 / 4)
    assert found.score == pytest.approx(expected)
    assert found.reasons[2] == "2 mock interviews: 3.0 of 4"
    assert KNOWLEDGE + INTERVIEWS == 1


def test_what_is_unknown_is_said_and_not_zero() -> None:
    assert readiness(NOTHING).score is None
    assert readiness(NOTHING).reasons[:2] == (
        "nothing of 9 read yet",
        "recall unknown: no card asked yet",
    )
    read = readiness(replace(NOTHING, read=2.5, skipped=1, unasked=8))
    assert read.score is None
    assert read.reasons[:2] == (
        "2.5 of 9 read, 1 skipped",
        "recall unknown: none of 8 cards asked yet",
    )
    assert readiness(Evidence(DAY, 0, 0)).reasons[0] == "there is nothing to read"


def test_interviews_alone_leave_a_band_for_what_was_read_and_not_asked() -> None:
    found = readiness(replace(NOTHING, read=9, interviews=4.0, practised=1))
    assert (found.score, found.low, found.high) == (30, 30, 100)
    assert found.reasons[1] == "recall unknown, counted as 0: no card asked yet"


def test_a_measured_zero_is_a_zero() -> None:
    assert readiness(replace(SOME, recall=0.0)).score == 0


@given(st.lists(st.tuples(st.floats(0, 4), st.integers(0, 5))))
def test_scores_are_averaged_and_the_first_competency_counts_most(
    newest: list[tuple[float, int]],
) -> None:
    found = score_of(newest)
    if found is None:
        assert not newest
    else:
        assert min(score for score, _ in newest) <= found <= max(score for score, _ in newest)
    assert score_of([(4.0, 0), (1.0, 1)]) == 3.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"read": 10},
        {"read": -1},
        {"recall": 0.5},
        {"cards": 1},
        {"recall": 1.5, "cards": 1},
        {"interviews": 2.0},
        {"interviews": 5.0, "practised": 1},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        replace(NOTHING, **wrong)  # type: ignore[arg-type]


def test_the_formula_names_its_weights() -> None:
    assert f"weighs {KNOWLEDGE * 100:.0f} %" in FORMULA
    assert f"weigh {INTERVIEWS * 100:.0f} %" in FORMULA
