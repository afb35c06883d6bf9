"""The sums of the mock interviews, done again: sums.txt says what each is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studyplan.domain.interview import Interview
from tests.content.arithmetic import evaluate

FILE = Path(__file__).with_name("sums.txt")
EXACT, ROUNDED = 0.01, 0.1
"""By how much, relative to it, a number may be off; the second where its digits say no more."""

_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?: × 10\^(?P<power>-?\d+))?"
    r"(?: (?P<scale>thousand|million|billion|trillion|[MB]\b(?! ?/?B)))?"
)
_SCALES = {"thousand": 3, "million": 6, "M": 6, "billion": 9, "B": 9, "trillion": 12}
_COMPUTED = re.compile(
    r"(?:(?<![^\W_])[\d.,]*\d|[\d²%]\)|%|(?<![^\W_])(?:[^\W\d_]{3,}|[A-Z]{2})) = "
    r"(?P<number>[-−]?\d[\d,.]*)(?! ?[\d.,%²×x*/+−-])"
)
"""A result after an equals sign, but for a variable that is given a value (`k1 = 0.3`)."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One number of an interview, and what it is made of."""

    interview: str
    quote: str
    """The words of the interview, from the number on."""
    expression: str


def sums() -> Iterator[Sum]:
    """Yield the lines of the file.

    Raises:
        ValueError: a line is none of: a comment, `[id]`, `quote == expression`.
    """
    interview = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            interview = line.strip("[]")
        elif line and not line.startswith("#"):
            quote, expression = line.split(" == ")
            yield Sum(interview, quote, expression)


def fault(one: Sum) -> str | None:
    """Return what is wrong with a sum; None when it gives the number of its quote."""
    match = _NUMBER.match(one.quote)
    if match is None:
        return f"{one.interview}: {one.quote!r} begins with no number"
    digits = match["digits"].replace(",", "")
    scale = 10.0 ** (_SCALES.get(match["scale"] or "", 0) + int(match["power"] or 0))
    stated = float(digits) * scale * (-1 if match["sign"] else 1)
    value = evaluate(one.expression)
    off = abs(value - stated)
    last = scale * _last_place(digits) / 2
    if off <= EXACT * abs(stated) or off <= min(last * 1.0001, ROUNDED * abs(stated)):
        return None
    return f"{one.interview}: {one.quote!r} is {value:.6g}"


def _last_place(digits: str) -> float:
    """The place value of the last digit that counts: 100 in 8,500, 0.01 in 0.63."""
    _, point, fraction = digits.partition(".")
    if point:
        return float(10.0 ** -len(fraction))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def text(interview: Interview) -> str:
    """Return all that an interview says, on one line."""
    parts = [interview.title, interview.question]
    for fact in interview.facts:
        parts += [fact.ask, fact.answer]
    for stage in interview.stages:
        parts += [*stage.strong, *stage.probes, *stage.red_flags]
    for line in interview.rubric:
        parts += [line.zero, line.two, line.four]
    return " ".join(" ".join([*parts, interview.outline]).split())


def unchecked(interview: Interview, quotes: list[str]) -> list[str]:
    """Return the numbers after an equals sign that no quote begins at."""
    said = text(interview)
    begins = {found.start() for quote in quotes for found in re.finditer(re.escape(quote), said)}
    return [
        said[found.start() - 20 : found.end() + 20]
        for found in _COMPUTED.finditer(said)
        if found.start("number") not in begins
    ]
