"""The mock interviews that ship: bounds and wording; their form is checked by the loader."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from studyplan.domain.interview import Interview
from tests.content.shipped import shipped

TITLE = range(20, 71)
"""Lengths in characters, here and below."""
QUESTION = range(150, 501)
ASK = range(10, 161)
ANSWER = range(15, 301)
STRONG = range(30, 221)
PROBE = range(30, 201)
RED_FLAG = range(20, 161)
ANCHOR = range(40, 201)
OUTLINE_WORDS = range(350, 601)

INTERVIEWS = [pytest.param(interview, id=interview.id) for interview in shipped().interviews]
each_interview = pytest.mark.parametrize("interview", INTERVIEWS)


def texts(interview: Interview) -> Iterator[tuple[str, range]]:
    """Yield every text of an interview but the outline, with the bounds of its length."""
    yield interview.title, TITLE
    yield interview.question, QUESTION
    for fact in interview.facts:
        yield fact.ask, ASK
        yield fact.answer, ANSWER
    for stage in interview.stages:
        yield from ((text, STRONG) for text in stage.strong)
        yield from ((text, PROBE) for text in stage.probes)
        yield from ((text, RED_FLAG) for text in stage.red_flags)
    for line in interview.rubric:
        yield from ((text, ANCHOR) for text in (line.zero, line.two, line.four))


@each_interview
def test_lengths(interview: Interview) -> None:
    found = [(len(text), text) for text, bounds in texts(interview) if len(text) not in bounds]
    assert found == []
    assert len(interview.outline.split()) in OUTLINE_WORDS


@each_interview
def test_outline_is_bullets_under_its_headings(interview: Interview) -> None:
    sections = re.split(r"^## .*\n", interview.outline, flags=re.MULTILINE)
    assert sections[0] == ""
    assert all(section.lstrip().startswith("- ") for section in sections[1:])


@each_interview
def test_most_of_what_prepares_is_read_in_one_sitting(interview: Interview) -> None:
    readings = {work.id for work in shipped().single_readings}
    assert 2 * len(readings & set(interview.works)) >= len(interview.works)


def test_no_line_is_used_twice() -> None:
    used = Counter(
        text
        for interview in shipped().interviews
        for text in {text for text, _ in texts(interview)}
    )
    asked = {fact.ask for interview in shipped().interviews for fact in interview.facts}
    assert [text for text, count in used.items() if count > 1 and text not in asked] == []
