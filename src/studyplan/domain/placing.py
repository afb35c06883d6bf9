"""To which competency a work belongs that nobody has placed, by the words of its row.

Each word speaks for a competency as far as its texts say it more often than the texts of all the
others do: complement naive Bayes (Rennie, Shih, Teevan and Karger, "Tackling the Poor Assumptions
of Naive Bayes Text Classifiers", ICML 2003), which bears competencies of very different size. What
words say adds up, so it can be told which of them decided.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from studyplan.domain.curriculum import Competency
from studyplan.domain.prompt import Primer, Prompt
from studyplan.domain.query import terms
from studyplan.domain.resource import Resource

MARGIN = 2.0
"""By how much the first must be ahead of the second, in natural logarithms of odds; below, a work
is unplaced. Chosen on the shipped catalogue: docs/placing.md."""
SMOOTHING = 0.1
"""What is added to the count of each word in each competency."""
TITLE, SUMMARY, HEADING, TEXT, WORK = 10, 6, 4, 1, 10
"""How many times the words of a text count: a word of a title tells more than one of a page."""
NAMED = 3
"""At most so many words are named as those that decided."""

_COMMON = frozenset(
    terms(
        "a about across after ai all also an and any are as at be been before being between"
        " but by can could did do does each every few for from get gets give given had has"
        " have here how i if in into is it its just know less let like machine made make makes"
        " many may me might ml more most much must my need needs new next no nor not now of"
        " off on once one only or other our out over own part per same say see should so some"
        " such than that the their them then there these they this those through to too two"
        " under up upon us use used uses using very via was we were what when where whether"
        " which while who whose why will with within without would you your"
    )
)
"""Words that say nothing of what a text is about."""
_ABOUT_LISTS = frozenset(
    terms(
        "article articles blog blogs book books bookmarks case collection company course"
        " courses generic industry link links list misc other others paper papers post posts"
        " reading resource resources specific studies study tech topic topics tutorials"
        " unsorted various video videos year"
    )
)
"""Words of a section that say what its entries are, and not what they are about."""
_ENDINGS = (
    *(("isation", "iz"), ("ization", "iz"), ("ising", "iz"), ("izing", "iz"), ("ised", "iz")),
    *(("ized", "iz"), ("ises", "iz"), ("izes", "iz"), ("ise", "iz"), ("ize", "iz")),
    *(("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at")),
    *(("ate", "at"), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ers", "er")),
    *(("ements", ""), ("ement", ""), ("ions", ""), ("ion", "")),
    *(("ed", ""), ("es", ""), ("al", ""), ("ly", ""), ("s", ""), ("e", "")),
)
"""What words of one family differ in, longest first: the ending, and what stands for it."""
_STEM = 3
"""The least that is left of a word."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that is known to be about a competency."""

    competency: str
    text: str
    weight: int = 1
    """How many times its words count."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a work belongs, and why."""

    competency: str | None
    """None where the words do not tell."""
    likeliest: str | None
    """The first, also where it is not ahead enough; None where no word is known."""
    runner_up: str | None
    """The second."""
    margin: float
    """By how much the first is ahead of the second, in natural logarithms of odds."""
    words: tuple[str, ...]
    """The words of the row that spoke most for the first, as `domain.query.terms` folds them."""


_NOWHERE = Placement(None, None, None, 0.0, ())


class Vocabulary:
    """What the competencies' texts say how often. Equal for equal samples in any order."""

    def __init__(self, samples: Iterable[Sample], names: Iterable[str] = ()) -> None:
        """Count the words of the samples.

        Args:
            names: of companies and people, which tell who made a work and not what it is about.
        """
        self._names = {_stem(word) for name in names for word in terms(name)}
        self._counts: dict[str, Counter[str]] = {}
        for sample in samples:
            counts = self._counts.setdefault(sample.competency, Counter())
            for stem, _ in _stems(sample.text):
                counts[stem] += sample.weight
        self._competencies = sorted(self._counts)
        self._sizes = [self._counts[one].total() for one in self._competencies]
        self._all: Counter[str] = Counter()
        for counts in self._counts.values():
            self._all.update(counts)
        self._weights: dict[str, tuple[float, ...]] = {}

    def place(
        self, title: str, topics: Iterable[str] = (), section: str | None = None
    ) -> Placement:
        """Where a work belongs that has this title, these topics and this section of its list."""
        said = {} if section is None or _is_about_lists(section) else dict(_stems(section))
        for text in sorted(topics):
            said |= _stems(text)
        said |= _stems(title)
        known = [
            (stem, self._speaks(stem))
            for stem in sorted(said)
            if stem in self._all and self._names.isdisjoint(stem.split())
        ]
        if not known or len(self._competencies) < 2:
            return _NOWHERE
        sums = [math.fsum(of_one) for of_one in zip(*(row for _, row in known), strict=True)]
        first, second = sorted(range(len(sums)), key=lambda at: (-sums[at], at))[:2]
        margin = sums[first] - sums[second]
        # What speaks for the second as much has not decided, what speaks against both neither.
        spoke = [(min(row[first], row[first] - row[second]), said[stem]) for stem, row in known]
        words = _told_once(word for much, word in sorted(spoke, key=_most_first) if much > 0)
        return Placement(
            self._competencies[first] if margin >= MARGIN and words else None,
            self._competencies[first],
            self._competencies[second],
            margin,
            words,
        )

    def _speaks(self, stem: str) -> tuple[float, ...]:
        """How much a word speaks for each competency: the logarithm of its odds, below zero where
        it speaks against."""
        found = self._weights.get(stem)
        if found is None:
            everywhere, size, width = self._all[stem], sum(self._sizes), len(self._all)
            weights = []
            for one, own in zip(self._competencies, self._sizes, strict=True):
                here = self._counts[one][stem]
                inside = (here + SMOOTHING) / (own + SMOOTHING * width)
                outside = (everywhere - here + SMOOTHING) / (size - own + SMOOTHING * width)
                weights.append(math.log(inside / outside))
            found = self._weights[stem] = tuple(weights)
        return found


def samples(
    competencies: Iterable[Competency],
    works: Iterable[Resource],
    primers: Iterable[Primer],
    prompts: Iterable[Prompt],
) -> Iterator[Sample]:
    """Yield all that is known to be about the competencies."""
    for one in competencies:
        yield Sample(one.id, one.title, TITLE)
        yield Sample(one.id, one.summary, SUMMARY)
    for primer in primers:
        for line in primer.text.splitlines():
            yield Sample(primer.competency, line, HEADING if line.startswith("#") else TEXT)
    for prompt in prompts:
        if prompt.competency is not None:
            for text in (prompt.question, *prompt.points):
                yield Sample(prompt.competency, text, TEXT)
    for work in works:
        if work.competency is not None:
            for text in (work.title, *work.topics):
                yield Sample(work.competency, text, WORK)


def _most_first(spoke: tuple[float, str]) -> tuple[float, str]:
    return -spoke[0], spoke[1]


def _told_once(words: Iterable[str]) -> tuple[str, ...]:
    """The first words, without those of a pair that was told, and pairs of one that was."""
    told: list[str] = []
    for word in words:
        if len(told) < NAMED and not any(set(word.split()) & set(one.split()) for one in told):
            told.append(word)
    return tuple(told)


def _is_about_lists(section: str) -> bool:
    return all(word in _ABOUT_LISTS or word in _COMMON for word in terms(section))


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[tuple[str, str], ...]:
    """The telling words of a text, and pairs of them that stand side by side: each its stem, and
    how it is written there."""
    found: list[tuple[str, str]] = []
    before: tuple[str, str] | None = None
    for word in terms(text):
        if word in _COMMON or len(word) < 2 or word.isdecimal():
            before = None
            continue
        stem = _stem(word)
        found.append((stem, word))
        if before is not None:
            found.append((f"{before[0]} {stem}", f"{before[1]} {word}"))
        before = stem, word
    return tuple(found)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """A word without its ending, so that `ranking` and `ranker` of one family meet mostly."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _STEM:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: len(word) - len(ending)] + instead
            break
    is_doubled = len(word) > _STEM and word[-1] == word[-2] and word[-1] not in "ls"
    return word[:-1] if is_doubled else word
