"""Rows that are the same work become one work."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from studyplan.library.row import Row
from studyplan.library.urls import canonical

TELLING_WORDS = 3
"""The words a title must have to say, by itself, which work it is: "Tech Blog" does not."""

_QUOTES = dict.fromkeys("'\"‘’‚‛′`´ʼ＇“”„‟″«»＂")
_DASHES = dict.fromkeys("-‐‑‒–—―−", " ")
_NO_QUOTES_NO_DASHES = str.maketrans(_QUOTES | _DASHES)


@dataclass(frozen=True, slots=True)
class Work:
    """One work and the rows it came from, in list order; where they differ the first row wins."""

    rows: tuple[Row, ...]

    @property
    def kept(self) -> Row:
        """The row whose title and link the work has."""
        return self.rows[0]

    @property
    def url(self) -> str | None:
        """The first address that one of the rows has."""
        return next((row.url for row in self.rows if row.url is not None), None)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics and tags of all rows, each once."""
        said = (topic for row in self.rows for topic in (row.topic, *row.tags) if topic is not None)
        return tuple(dict.fromkeys(said))


def merge(rows: Sequence[Row]) -> tuple[Work, ...]:
    """Return the works that the rows are, in the order of their first rows.

    Two rows are the same work if they have the same canonical address or the same folded title,
    or if a third row is the same work as both.
    """
    rows = sorted(rows, key=lambda row: row.number)
    first_with: dict[tuple[str, str], int] = {}
    groups = list(range(len(rows)))
    for place, row in enumerate(rows):
        for key in keys(row.url, row.title):
            other = first_with.setdefault(key, place)
            # The smaller place becomes the root, so that a group is named after its first row.
            first, second = sorted((_root(groups, place), _root(groups, other)))
            groups[second] = first
    roots = [_root(groups, place) for place in range(len(rows))]
    by_root = sorted(zip(roots, rows, strict=True), key=lambda pair: pair[0])
    return tuple(
        Work(tuple(row for _, row in pairs)) for _, pairs in groupby(by_root, lambda pair: pair[0])
    )


def merged_pairs(works: Sequence[Work]) -> list[tuple[Row, Row]]:
    """Return the kept row with each row that was dropped for it, in the order of the dropped."""
    pairs = [(work.kept, dropped) for work in works for dropped in work.rows[1:]]
    return sorted(pairs, key=lambda pair: pair[1].number)


def keys(url: str | None, title: str) -> Iterator[tuple[str, str]]:
    """Yield what tells a work by, which is the same for rows of the same work.

    It is the canonical address, and the folded title, if it is a telling one or all there is.
    """
    address = canonical(url) if url is not None else None
    if address is not None:
        yield "url", address
    folded = fold(title)
    if address is None or len(folded.split()) >= TELLING_WORDS:
        yield "title", folded


def fold(title: str) -> str:
    """Return the title without what spellings differ in: quotes, dashes, case and white space."""
    text = unicodedata.normalize("NFKC", title.translate(_NO_QUOTES_NO_DASHES))
    return " ".join(text.casefold().split())


def _root(groups: list[int], place: int) -> int:
    """Return the root of the group that a place belongs to, and shorten the way there."""
    while groups[place] != place:
        groups[place] = groups[groups[place]]
        place = groups[place]
    return place
