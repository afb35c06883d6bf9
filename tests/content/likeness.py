"""How alike two prompts are, by the words of their questions and points."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from studyplan.domain.prompt import Prompt

THRESHOLD = 0.46
"""The likeness from which two prompts ask the same thing.

Measured on 674 prompts by different hands, no two of which were meant to ask the same: the most
alike reach 0.41, two sums about machines at a peak. Ten paraphrases of ten of them (another
question, its points reordered, merged and reworded) reach 0.50 to 0.73; the weakest of those are
in the tests. The threshold is the middle of the gap. Other measures had a
narrower one, in the same order: tf-idf with the whole idf 0.42 and 0.46, the Jaccard index of the
words 0.24 and 0.30. Of questions alone there was none, as a paraphrase may share no word with its
original but for its points. What shares the idea and no words is beyond any of them.
"""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_ENDINGS = ("ies", "ing", "ed", "es", "s", "ly")
_STOP_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
        a after all an and another any are as at be been before between but by can compare could
        describe design did do does each every explain five for four from give had has have how
        if in into is it its less list may might more most must name no nor not of on one only
        or other out over own per same say should so some tell than that the their them then
        these they this those three to two under up was were what when where which who whom why
        will with without would you your
        """,
    )
)


def near_duplicates(
    prompts: Iterable[Prompt], threshold: float = THRESHOLD
) -> list[tuple[float, str, str]]:
    """Return the pairs of prompts as alike as the threshold or more, the most alike first.

    Each is the likeness, from 0 to 1, and the two ids. The likeness is the cosine of two vectors
    of word weights, (1 + ln tf) sqrt(idf): tf-idf, but with the root, so that the product of the
    two weights of a shared word counts its rarity once, not squared.
    """
    counts = {prompt.id: Counter(_words(prompt)) for prompt in prompts}
    documents = Counter(word for words in counts.values() for word in words)
    root_idf = {word: math.sqrt(math.log(len(counts) / n)) for word, n in documents.items()}

    pairs: list[tuple[float, str, str]] = []
    weights_of: dict[str, list[tuple[str, float]]] = defaultdict(list)
    """By word, the prompts seen so far that have it: only these can be like the next one."""
    for id_, words in counts.items():
        weights = {word: (1 + math.log(n)) * root_idf[word] for word, n in words.items()}
        length = math.hypot(*weights.values())
        likeness: dict[str, float] = defaultdict(float)
        for word, weight in weights.items():
            for earlier, other in weights_of[word]:
                likeness[earlier] += other * weight / length
            if length:
                weights_of[word].append((id_, weight / length))
        pairs += [(like, earlier, id_) for earlier, like in likeness.items() if like >= threshold]
    return sorted(pairs, reverse=True)


def _words(prompt: Prompt) -> list[str]:
    """Return the words that carry meaning, without their endings."""
    text = " ".join([prompt.question, *prompt.points]).lower()
    return [_stem(word) for word in _WORD.findall(text) if word not in _STOP_WORDS]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            return word.removesuffix(ending)
    return word
