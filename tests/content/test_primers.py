"""The primers that ship."""

import re

import pytest

from studyplan.domain.prompt import Primer
from tests.content.arithmetic import claims, fault
from tests.content.shipped import shipped
from tests.content.wording import attribution

HEADINGS = [
    "What the interviewer probes",
    "Core ideas",
    "Trade-offs",
    "A worked number",
    "Mistakes that cost offers",
    "Junior, senior, staff",
    "Read next",
]
WIDTH = 100
"""Of a line outside tables, in characters."""
READ_NEXT = range(3, 7)

PRIMERS = [pytest.param(primer, id=primer.competency) for primer in shipped().primers]
each_primer = pytest.mark.parametrize("primer", PRIMERS)


def section(primer: Primer, heading: str) -> str:
    """The text below a heading, up to the next of its level."""
    _, _, rest = primer.text.partition(f"\n## {heading}\n")
    return rest.partition("\n## ")[0]


@each_primer
def test_headings(primer: Primer) -> None:
    assert re.findall(r"^## (.*)$", primer.text, re.MULTILINE) == HEADINGS
    assert all(section(primer, heading).strip() for heading in HEADINGS)


@each_primer
def test_trade_offs_are_a_table(primer: Primer) -> None:
    rows = [line for line in section(primer, "Trade-offs").splitlines() if line.startswith("|")]
    assert len(rows) >= 4
    assert len({row.count("|") for row in rows}) == 1


@each_primer
def test_the_worked_number_is_right(primer: Primer) -> None:
    computed = list(claims(section(primer, "A worked number")))
    assert computed
    assert [fault(claim) for claim in claims(primer.text) if fault(claim)] == []


@each_primer
def test_read_next_names_works(primer: Primer) -> None:
    named = re.findall(r"^- `([^`]+)`", section(primer, "Read next"), re.MULTILINE)
    assert len(named) in READ_NEXT
    assert len(set(named)) == len(named)
    assert set(named) <= {work.id for work in shipped().works}


@each_primer
def test_lines_fit_a_terminal(primer: Primer) -> None:
    lines = [line for line in primer.text.splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > WIDTH] == []


@each_primer
def test_nothing_is_attributed_to_a_page(primer: Primer) -> None:
    assert attribution(" ".join(primer.text.split())) is None
