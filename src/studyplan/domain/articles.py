"""Articles: whether what was taken out of a page is one, and how long it takes to read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

USUAL = 220.0
"""Words a minute while nobody measured: technical text, read to be understood. An estimate."""
SLOWEST, FASTEST = 40.0, 900.0
"""Beyond them it was not reading, or not of all of it."""
ENOUGH = 3
"""Articles that must have been measured before their pace counts."""
FEWEST = 120
"""An article of fewer words is a notice, a login, or an empty page."""
_TEASER = 500
"""Words below which what asks for money, or for a login, is taken for all there is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a person reads."""

    words: float = USUAL
    """A minute."""
    measured: int = 0
    """Of how many articles; 0 where it is the usual pace."""

    def minutes(self, words: int) -> int:
        """Minutes that so many words take, at least one."""
        return max(1, round(words / self.words))

    def source(self, words: int) -> str:
        """Where these minutes come from, in words."""
        pace = f"{words:,} words at {'your ' if self.measured else ''}{round(self.words)} a minute"
        return pace if self.measured else f"{pace}, an estimate"


def pace_of(read: Iterable[tuple[int, int]]) -> Pace:
    """The pace at which articles were read: the median of each.

    Args:
        read: of each article that was read to its end, its words and the minutes recorded.
    """
    paces = [words / minutes for words, minutes in read if minutes > 0]
    likely = [one for one in paces if SLOWEST <= one <= FASTEST]
    return Pace(round(median(likely), 1), len(likely)) if len(likely) >= ENOUGH else Pace()


def count(text: str) -> int:
    """The words of a text in Markdown; addresses and marks are none."""
    return len(re.findall(r"\w[\w’'-]*", _ADDRESS.sub("", text)))


def not_an_article(text: str) -> str | None:
    """Why what was taken out of a page is no article to be kept; None where it is one."""
    words = count(text)
    if words == 0:
        return "nothing readable was found in the page (it may be made by scripts)"
    if words < _TEASER and (found := _WALL.search(text)):
        return f"only the beginning is free: it says “{found.group(0)}” after {words} words"
    if words < FEWEST:
        return f"only {words} words were found in the page"
    return None


_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
_WALL = re.compile(
    r"member-only story|subscribe (now )?to (continue|read|keep)|subscribers only"
    r"|(log|sign) ?in to (continue|read|view)|create (a free |an )?account to (continue|read)"
    r"|this (post|article|content) is for (paid|paying|subscribers|members)"
    r"|already a (subscriber|member)\?|read the full (story|article) with"
    r"|enable javascript|verify (that )?you are (a )?human|checking your browser",
    re.IGNORECASE,
)
