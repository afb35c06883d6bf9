"""How ready a person is in one competency on a day, with every reason for the number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studyplan.domain.statistics import wilson

KNOWLEDGE, INTERVIEWS = 0.7, 0.3
"""What coverage × recall and what mock interviews weigh, where both are known."""
_HIGHEST = 4.0
"""The best mean score of a mock interview."""

FORMULA = f"""
*Readiness*, 0 to 100, is coverage × recall: what is unread counts as not recalled. Once mock
interviews were scored, that weighs {KNOWLEDGE * 100:.0f} % and they weigh {INTERVIEWS * 100:.0f} %.

- *Coverage* is the share of the readings that are read, the primer counted as one of them. A book
  counts by its chapters; what is skipped stays uncovered.
- *Recall* is the mean chance (FSRS) that the cards asked so far are recalled on the day of the
  interview if none is asked again until then; without a date, today. Cards that were not asked yet
  are taken to be like those that were.
- *Mock interviews* count by their newest score each, out of 4. The first competency that an
  interview practises counts whole, the second half, the third a third.

`?` means unknown, not zero: nothing read, or no card asked, and no mock interview scored. Where
only interviews were scored, what was not read or not asked counts as not recalled.
The range behind the number is for recall alone: a Wilson interval (95 %) for as many cards as
were asked, so a few cards leave a wide one. It does not cover FSRS being wrong: *Calibration*
shows that.
"""
"""The formula in words, in Markdown: the screen's help shows it, and `readiness` follows it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one competency. ValueError for numbers that cannot be."""

    day: date
    """On which recall is predicted."""
    read: float
    """How many of its readings are read, the primer among them; a part of a book is a fraction."""
    readings: int
    """How many there are, the primer among them; hubs are none."""
    skipped: int = 0
    """How many of them are skipped."""
    recall: float | None = None
    """Mean predicted recall (0 to 1) on the day of the cards asked; None where none was."""
    cards: int = 0
    """How many cards were asked."""
    unasked: int = 0
    """How many there are that were never asked."""
    interviews: float | None = None
    """Mean score, 0 to 4, of its mock interviews (`score_of`); None where none was scored."""
    practised: int = 0
    """How many different mock interviews that is."""

    def __post_init__(self) -> None:
        if not 0 <= self.read <= self.readings:
            raise ValueError(f"{self.read} of {self.readings} readings cannot be read.")
        if (self.recall is None) != (self.cards == 0):
            raise ValueError("Recall is known where cards were asked, and only there.")
        if (self.interviews is None) != (self.practised == 0):
            raise ValueError("A score is known where interviews were scored, and only there.")
        if not 0 <= (self.recall or 0.0) <= 1:
            raise ValueError(f"Recall is 0 to 1, not {self.recall}.")
        if not 0 <= (self.interviews or 0.0) <= _HIGHEST:
            raise ValueError(f"A score is 0 to {_HIGHEST:.0f}, not {self.interviews}.")

    @property
    def coverage(self) -> float:
        """The share that is read, 0 to 1; 0 where there is nothing to read."""
        return self.read / self.readings if self.readings else 0.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready, and why."""

    score: float | None
    """0 to 100; None where nothing is known."""
    low: float | None
    high: float | None
    """Where the score may lie for what is not sure of recall; None with the score."""
    reasons: tuple[str, ...]
    """What it is made of, a few words for each part: coverage, recall, mock interviews."""


def readiness(evidence: Evidence) -> Readiness:
    """Return the readiness that `FORMULA` describes.

    score = 100 × c r without interviews, 100 × (KNOWLEDGE × c r + INTERVIEWS × i / 4) with them,
    for coverage c, recall r and their score i. Unknown recall counts 0 in the score and 1 in
    `high`. The score is None where nothing was read or no card asked, and no interview scored.
    It never falls when more is read, more is recalled or an interview's score is better.
    """
    coverage, recall = evidence.coverage, evidence.recall
    reasons = (_read(evidence), _recalled(evidence), _practised(evidence))
    if evidence.interviews is None and (recall is None or evidence.read == 0):
        return Readiness(None, None, None, reasons)
    known = recall or 0.0
    score, low, high = (
        _score(coverage * part, evidence.interviews)
        for part in (known, *wilson(known, evidence.cards))
    )
    return Readiness(score, low, high, reasons)


def score_of(newest: Iterable[tuple[float, int]]) -> float | None:
    """Return the mean score of one competency's mock interviews; None where there are none.

    Args:
        newest: of each interview that practises it, the newest score (0 to 4), and the place (from
            0) of the competency among those that the interview practises.
    """
    shares = [(score, 1 / (place + 1)) for score, place in newest]
    weight = sum(share for _, share in shares)
    if not weight:
        return None
    # A mean lies among what it is of; rounding might put it a hair outside.
    mean = sum(score * share for score, share in shares) / weight
    return max(min(mean, max(score for score, _ in shares)), min(score for score, _ in shares))


def _score(knowledge: float, interviews: float | None) -> float:
    if interviews is None:
        return 100 * knowledge
    return 100 * (KNOWLEDGE * knowledge + INTERVIEWS * interviews / _HIGHEST)


def _read(evidence: Evidence) -> str:
    if not evidence.readings:
        return "there is nothing to read"
    skipped = f", {evidence.skipped} skipped" if evidence.skipped else ""
    if not evidence.read:
        return f"nothing of {evidence.readings} read yet{skipped}"
    read = f"{evidence.read:.1f}".removesuffix(".0")
    return f"{read} of {evidence.readings} read{skipped}"


def _recalled(evidence: Evidence) -> str:
    if evidence.recall is None:
        counted = "unknown" if evidence.interviews is None else "unknown, counted as 0"
        asked = f"none of {_cards(evidence.unasked)}" if evidence.unasked else "no card"
        return f"recall {counted}: {asked} asked yet"
    on = f"{evidence.day.day} {evidence.day:%b}"
    more = f", {evidence.unasked} not asked yet" if evidence.unasked else ""
    return f"recall {evidence.recall * 100:.0f} % of {_cards(evidence.cards)} on {on}{more}"


def _cards(number: int) -> str:
    return "1 card" if number == 1 else f"{number} cards"


def _practised(evidence: Evidence) -> str:
    if evidence.interviews is None:
        return "mock interviews: none yet"
    number = evidence.practised
    which = "1 mock interview" if number == 1 else f"{number} mock interviews"
    return f"{which}: {evidence.interviews:.1f} of 4"
