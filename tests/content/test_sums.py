"""The sums of the mock interviews are right, and none with an equals sign is left out."""

from collections import Counter
from dataclasses import replace

import pytest

from studyplan.domain.interview import Interview
from tests.content.shipped import shipped
from tests.content.sums import Sum, fault, sums, text, unchecked

FEWEST = 10
"""Sums that an interview has."""

BY_ID = {interview.id: interview for interview in shipped().interviews}
each_interview = pytest.mark.parametrize("interview", BY_ID.values(), ids=BY_ID)


def of(interview: Interview) -> list[Sum]:
    return [one for one in sums() if one.interview == interview.id]


def test_only_of_interviews_that_ship() -> None:
    assert {one.interview for one in sums()} == set(BY_ID)


@each_interview
def test_they_are_right(interview: Interview) -> None:
    assert len(of(interview)) >= FEWEST
    assert [wrong for one in of(interview) if (wrong := fault(one))] == []


@each_interview
def test_they_are_of_what_is_said_now(interview: Interview) -> None:
    said = text(interview)
    assert [one.quote for one in of(interview) if one.quote not in said] == []
    assert [
        quote for quote, n in Counter(one.quote for one in of(interview)).items() if n > 1
    ] == []


@each_interview
def test_none_is_left_out(interview: Interview) -> None:
    assert unchecked(interview, [one.quote for one in of(interview)]) == []


@pytest.mark.parametrize(
    ("quote", "expression", "is_right"),
    [
        ("37,000/s", "3.2e9 / 86400", True),
        ("36,000/s", "3.2e9 / 86400", False),
        ("59 million scores", "74000 * 800", True),
        ("59 M scores", "74000 * 800", True),
        ("59 MB", "59", True),
        ("−2.5 M a round", "-0.0625 * 40e6", True),
        ("2.5 M a round", "-0.0625 * 40e6", False),
        ("5 ms", "48 / 10", True),
        ("1 million", "1.4e6", False),
        ("6 × 10^-6", "exp(-12)", True),
        ("0.45 points", "100 * sqrt(0.02 * 0.98 / 960)", True),
        ("0.47 points", "100 * sqrt(0.02 * 0.98 / 960)", False),
        ("some 5 ms", "5", False),
    ],
)
def test_a_number_is_compared_in_its_own_digits(
    quote: str, expression: str, is_right: bool
) -> None:
    assert (fault(Sum("x", quote, expression)) is None) == is_right


def test_a_sum_without_its_line_is_noticed() -> None:
    interview = shipped().interviews[0]
    outline = (
        "## Scope\n- 7 x 6 = 42 tiles, sqrt(4) = 2, in words = 3. With k1 = 4, cost = 5 x 6 = 30."
    )
    bare = replace(interview, facts=(), stages=(), rubric=(), question="", outline=outline)
    assert len(unchecked(bare, [])) == 4
    assert unchecked(bare, ["42 tiles", "2, in", "3. With", "30."]) == []
