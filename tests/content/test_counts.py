"""There is enough to study for every competency, and the check of that can fail."""

from dataclasses import replace

import pytest

from studyplan.domain.prompt import PromptType
from tests.content import counts
from tests.content.shipped import Content, shipped


def test_nothing_falls_short() -> None:
    assert counts.shortfalls(shipped()) == []


def test_the_parts_are_all_there() -> None:
    content = shipped()
    assert len(content.competencies) == len(content.primers) == 18
    assert len(content.single_readings) == 87
    assert len(content.interviews) == 30


def without_prompts_of(content: Content, source: str, but: int) -> Content:
    """The content with no more than so many prompts of a reading or competency."""
    of_it = [prompt for prompt in content.prompts if prompt.source == source][but:]
    return replace(content, prompts=tuple(p for p in content.prompts if p not in of_it))


@pytest.mark.parametrize(
    ("source", "but", "clause"),
    [
        ("focal-loss", 2, "K02: focal-loss has 2 prompts, fewer than 3"),
        ("K07", 7, "K07: 7 prompts of its own, fewer than 8"),
    ],
)
def test_a_missing_prompt_is_noticed(source: str, but: int, clause: str) -> None:
    assert clause not in counts.shortfalls(without_prompts_of(shipped(), source, but + 1))
    assert clause in counts.shortfalls(without_prompts_of(shipped(), source, but))


def test_a_missing_type_is_noticed() -> None:
    content = shipped()
    prompts = tuple(
        replace(prompt, type=PromptType.RECALL)
        if (prompt.competency, prompt.type) == ("K05", PromptType.DESIGN)
        else prompt
        for prompt in content.prompts
    )
    found = counts.shortfalls(replace(content, prompts=prompts))
    assert found == ["K05: 0 prompts of type design, fewer than 2"]


def test_a_primer_too_long_too_short_or_missing_is_noticed() -> None:
    content = shipped()
    first, second, third, *others = content.primers
    primers = (
        replace(first, text="word " * 1501 + "\n```calc\n1 + 1 = 2\n```\n"),
        replace(second, text="word " * 899 + "\n```calc\n1 + 1 = 2\n```\n"),
        replace(third, text="word " * 1500 + "\n```calc\n1 + 1 = 2\n```\n"),
        *others[1:],
    )
    assert counts.shortfalls(replace(content, primers=primers)) == [
        "K01: the primer has 1501 words, not 900 to 1500",
        "K02: the primer has 899 words, not 900 to 1500",
        "K04: the primer has 0 words, not 900 to 1500",
    ]


def test_missing_interviews_are_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    assert counts.main(replace(shipped(), interviews=())) == 1
    found = capsys.readouterr().err.splitlines()
    assert len(found) == 19
    assert found[0] == "K01: 0 interviews touch it, fewer than 2"
    assert found[-1] == "0 interviews, fewer than 30"


def test_the_table_has_a_line_for_each_competency(capsys: pytest.CaptureFixture[str]) -> None:
    content = shipped()
    assert counts.main(content) == 0
    printed = capsys.readouterr()
    head, *lines = [line.split() for line in printed.out.splitlines()]
    assert printed.err == ""
    assert head == [
        *("words", "recall", "compare", "compute", "diagnose", "design"),
        *("all", "own", "readings", "interviews"),
    ]
    names = [competency.id for competency in content.competencies]
    assert [line[0] for line in lines] == [*names, "all"]
    assert {len(line) for line in lines} == {len(head) + 1}
    assert lines[-1][7] == str(len(content.prompts))
    assert lines[-1][9:] == ["87/87", "30"]
    for column in range(1, 9):
        assert sum(int(line[column]) for line in lines[:-1]) == int(lines[-1][column])
