"""How much there is to study for each competency, and what falls short.

`python -m tests.content.counts` prints a table and fails below the bounds.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyplan.domain.prompt import PromptType
from tests.content.shipped import Content, shipped

PRIMER_WORDS = range(900, 1501)
"""Of a primer, without its computations."""
PROMPTS_OF_READING = 3
PROMPTS_OF_COMPETENCY = 8
"""At least, besides those of its readings."""
PROMPTS_OF_TYPE = {
    PromptType.RECALL: 2,
    PromptType.COMPARE: 2,
    PromptType.COMPUTE: 2,
    PromptType.DIAGNOSE: 3,
    PromptType.DESIGN: 2,
}
"""At least, in each competency."""
INTERVIEWS = 30
INTERVIEWS_OF_COMPETENCY = 2
"""At least, so that there is a choice for whoever is weak in it."""
IN_EVERY_INTERVIEW = "K01"
"""Framing is what the first stage of all interviews practises, so none of them names it."""

_CALC_BLOCK = re.compile(r"^```calc\n.*?^```$", re.MULTILINE | re.DOTALL)


def primer_words(text: str) -> int:
    """Return the number of words of a primer without its `calc` blocks."""
    return len(_CALC_BLOCK.sub("", text).split())


@dataclass(frozen=True, slots=True)
class Row:
    """What there is for one competency."""

    competency: str
    words: int
    """Of the primer; 0 without one."""
    types: Mapping[PromptType, int]
    """How many prompts there are of each type."""
    own: int
    """How many prompts are of the competency itself."""
    prompts_of_readings: Mapping[str, int]
    """How many prompts each of its single readings has."""
    interviews: int

    @property
    def covered(self) -> int:
        """How many of its single readings have enough prompts."""
        return sum(count >= PROMPTS_OF_READING for count in self.prompts_of_readings.values())

    @property
    def shortfalls(self) -> Iterator[str]:
        """What is out of bounds, a clause each."""
        if self.words not in PRIMER_WORDS:
            few, many = PRIMER_WORDS[0], PRIMER_WORDS[-1]
            yield f"{self.competency}: the primer has {self.words} words, not {few} to {many}"
        for type_, least in PROMPTS_OF_TYPE.items():
            if self.types.get(type_, 0) < least:
                has = self.types.get(type_, 0)
                yield f"{self.competency}: {has} prompts of type {type_}, fewer than {least}"
        if self.own < PROMPTS_OF_COMPETENCY:
            least = PROMPTS_OF_COMPETENCY
            yield f"{self.competency}: {self.own} prompts of its own, fewer than {least}"
        for reading, count in self.prompts_of_readings.items():
            if count < PROMPTS_OF_READING:
                least = PROMPTS_OF_READING
                yield f"{self.competency}: {reading} has {count} prompts, fewer than {least}"
        if self.interviews < INTERVIEWS_OF_COMPETENCY:
            least = INTERVIEWS_OF_COMPETENCY
            yield f"{self.competency}: {self.interviews} interviews touch it, fewer than {least}"


def rows(content: Content) -> list[Row]:
    """Count the content, a row for each competency, in file order."""
    words = {primer.competency: primer_words(primer.text) for primer in content.primers}
    of_source = Counter(prompt.source for prompt in content.prompts)
    return [
        Row(
            competency=id_,
            words=words.get(id_, 0),
            types=Counter(prompt.type for prompt in content.prompts if prompt.competency == id_),
            own=of_source[id_],
            prompts_of_readings={
                work.id: of_source[work.id]
                for work in content.single_readings
                if work.competency == id_
            },
            interviews=sum(
                id_ in (IN_EVERY_INTERVIEW, *interview.competencies)
                for interview in content.interviews
            ),
        )
        for id_ in (competency.id for competency in content.competencies)
    ]


def shortfalls(content: Content) -> list[str]:
    """Return what is out of bounds, a clause each."""
    found = [clause for row in rows(content) for clause in row.shortfalls]
    if len(content.interviews) < INTERVIEWS:
        found.append(f"{len(content.interviews)} interviews, fewer than {INTERVIEWS}")
    return found


def table(content: Content) -> Iterator[str]:
    """Yield the lines of the table: a head, the competencies, the sums."""
    types = list(PROMPTS_OF_TYPE)
    yield _line("", ["words", *types, "all", "own", "readings", "interviews"])
    counted = rows(content)
    for row in counted:
        yield _line(row.competency, _cells(row))
    readings = {id_: n for row in counted for id_, n in row.prompts_of_readings.items()}
    yield _line(
        "all",
        _cells(
            Row(
                competency="all",
                words=sum(row.words for row in counted),
                types=Counter(prompt.type for prompt in content.prompts),
                own=sum(row.own for row in counted),
                prompts_of_readings=readings,
                interviews=len(content.interviews),
            )
        ),
    )


def _cells(row: Row) -> list[object]:
    return [
        row.words,
        *(row.types.get(type_, 0) for type_ in PROMPTS_OF_TYPE),
        sum(row.types.values()),
        row.own,
        f"{row.covered}/{len(row.prompts_of_readings)}",
        row.interviews,
    ]


def _line(name: str, cells: Iterable[object]) -> str:
    return f"{name:4}" + "".join(f"{cell!s:>11}" for cell in cells)


def main(content: Content) -> int:
    """Print the table, and on stderr what falls short; return the exit code."""
    sys.stdout.writelines(f"{line}\n" for line in table(content))
    found = shortfalls(content)
    sys.stderr.writelines(f"{clause}\n" for clause in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(shipped()))
