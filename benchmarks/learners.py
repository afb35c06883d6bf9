"""Whom the planner's benchmark simulates: learners, and the curriculum that they study.

A learner remembers by FSRS-6 with parameters of their own, which no policy sees: every policy
believes in the default parameters, as the app does before it has fitted any.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from studyplan.domain.curriculum import reading_order
from studyplan.domain.memory import DEFAULT_PARAMETERS
from studyplan.domain.resource import Kind, Resource
from studyplan.library.catalog import load_catalog, load_competencies
from studyplan.library.primers import load_primers
from studyplan.library.prompts import load_prompts

ASSETS = Path(__file__).parents[1] / "assets"
SAME_DAY = 0.9
"""Recall when a question is asked again a few minutes after its answer was seen."""
GRADES_OF_RECALL = (0.2, 0.68, 0.12)
"""Shares of hard, good and easy among the answers that are recalled."""
DRAWS = 90
"""Random numbers a card has: three an answer; after so many it begins with the first again."""
FARTHEST = 100
"""Days for which it is drawn whether a learner misses them."""


class Memory:
    """FSRS-6 in plain Python: what `fsrs-rs` computes, one grade at a time and four times as fast.

    The formulas are those of
    https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm; the tests hold them
    against `fsrs-rs`. A state is a pair of stability (days) and difficulty (1 to 10).
    """

    def __init__(self, parameters: Sequence[float]) -> None:
        self.parameters = tuple(parameters)
        self.decay = -self.parameters[20]
        self.factor = math.pow(0.9, 1 / self.decay) - 1
        self._easiest = self._start(4)

    def recall(self, stability: float, days: float) -> float:
        """The probability of recall so many days after the last grade."""
        return float((1 + self.factor * days / stability) ** self.decay)

    def first(self, grade: int) -> tuple[float, float]:
        """The state after the first grade."""
        return self.parameters[grade - 1], min(10.0, max(1.0, self._start(grade)))

    def after(
        self, stability: float, difficulty: float, days: int, grade: int
    ) -> tuple[float, float]:
        """The state after one more grade, so many days after the last; 0 is the same day."""
        w, s, d = self.parameters, stability, difficulty
        if days == 0:
            grown = math.exp(w[17] * (grade - 3 + w[18])) * s ** -w[19]
            s *= max(1.0, grown) if grade >= 2 else grown
        else:
            lost = 1 - self.recall(s, days)
            if grade == 1:
                forgot = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp(lost * w[14])
                s = min(forgot, s / math.exp(w[17] * w[18]))
            else:
                bonus = w[15] if grade == 2 else w[16] if grade == 4 else 1.0
                grown = math.exp(w[8]) * (11 - d) * s ** -w[9] * (math.exp(lost * w[10]) - 1)
                s *= 1 + grown * bonus
        d -= w[6] * (grade - 3) * (10 - d) / 9
        d = w[7] * self._easiest + (1 - w[7]) * d
        return min(36500.0, max(0.001, s)), min(10.0, max(1.0, d))

    def _start(self, grade: int) -> float:
        return self.parameters[4] - math.exp(self.parameters[5] * (grade - 1)) + 1


BELIEF = Memory(DEFAULT_PARAMETERS)
"""What every policy takes a memory to be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A primer or a single reading of the curriculum."""

    id: str
    minutes: float
    """By the estimate of the list."""
    competency: str
    cards: int
    """Its questions, and for a work the free recall of all of it."""
    needs: tuple[str, ...]
    """Ids of readings that come before it."""
    row: float
    """Its place in the list; a primer stands before the first work of its competency."""
    primer: bool
    value: float
    """What it adds to the score when all of it is recalled."""

    @property
    def value_a_card(self) -> float:
        """What one of its cards adds to the score when it is recalled."""
        return self.value / self.cards


@dataclass(frozen=True)
class Curriculum:
    """What is studied."""

    readings: tuple[Reading, ...]
    """In the order of study: each after what it needs."""
    needs: Mapping[str, tuple[str, ...]]
    """Competency id → ids of the competencies that it needs, in prerequisite order."""

    @cached_property
    def listed(self) -> tuple[Reading, ...]:
        """In the order of the list."""
        return tuple(sorted(self.readings, key=lambda one: (one.row, one.id)))

    @cached_property
    def shortest(self) -> tuple[Reading, ...]:
        """The shortest first."""
        return tuple(sorted(self.readings, key=lambda one: (one.minutes, one.row)))

    @cached_property
    def counts(self) -> Mapping[str | None, float]:
        """Competency id → how many readings it has."""
        return Counter(one.competency for one in self.readings)

    @property
    def minutes(self) -> float:
        """Of all readings, without their questions."""
        return sum(one.minutes for one in self.readings)


def shipped(assets: Path = ASSETS) -> Curriculum:
    """The primers, articles and papers that ship.

    Books, courses, playlists and long videos take many hours each and mock interviews no memory:
    no policy is given them, for the score would not see what they are worth.
    """
    competencies = load_competencies(assets / "competencies.yaml")
    catalog = load_catalog(assets / "catalog.yaml")
    questions = Counter(one.source for one in load_prompts(assets / "prompts", catalog))
    order = reading_order(catalog, competencies)
    by_id = {one.id: one for one in catalog}
    works = [one for one in map(by_id.get, order) if one and one.kind in (Kind.ARTICLE, Kind.PAPER)]
    before = _before(works)
    rows = {one.id: min(source.row for source in one.provenance) for one in works}
    own = Counter(one.competency for one in works)
    values = {one.id: 1 / len(competencies) / (own[one.id] + 1) for one in competencies}
    # As in the app, a primer comes before the readings of its competency.
    found = [
        Reading(
            one.id,
            one.minutes,
            one.competency,
            questions[one.id] + 1,
            (*before[one.id], one.competency),
            rows[one.id],
            False,
            values[one.competency],
        )
        for one in works
        if one.competency is not None
    ]
    # The primer of a competency stands before the first of its works, in the list and in the order.
    for primer in load_primers(assets / "primers", competencies):
        id, cards = primer.competency, questions[primer.competency]
        places = [place for place, one in enumerate(found) if one.competency == id]
        row = min((found[place].row for place in places), default=0.5) - 0.5
        reading = Reading(id, primer.minutes, id, cards, (), row, True, values[id])
        found.insert(min(places, default=0), reading)
    return Curriculum(tuple(found), {one.id: one.needs for one in competencies})


def _before(works: Sequence[Resource]) -> dict[str, tuple[str, ...]]:
    """Of each work, the works that come before it: those it needs, and the last of its series."""
    ids = {one.id for one in works}
    before = {one.id: [id for id in one.needs if id in ids] for one in works}
    last: dict[str, str] = {}
    for one in sorted(works, key=lambda one: one.series.position if one.series else 0):
        if one.series is not None:
            if one.series.id in last:
                before[one.id].append(last[one.series.id])
            last[one.series.id] = one.id
    return {id: tuple(needs) for id, needs in before.items()}


@dataclass(frozen=True)
class Learner:
    """A person, drawn apart from what the planner believes."""

    seed: int
    memory: Memory
    first: tuple[float, float, float, float]
    """Probabilities of again, hard, good and easy when a question is asked for the first time."""
    noise: float
    """The probability that an answer is graded as recalled when it was not, or the reverse."""
    slow: float
    """How many minutes a minute of the list's estimates takes them."""
    seconds: float
    """One answer takes."""
    absent: frozenset[int]
    """The days, counted from 0, on which they do not study."""


@lru_cache(maxsize=1)
def draws(seed: int, cards: int) -> tuple[tuple[float, ...], ...]:
    """Random numbers of each card, the same for all policies, so that these can be paired."""
    source = random.Random(f"{seed} draws")  # noqa: S311 - nothing here is secret
    return tuple(tuple(source.random() for _ in range(DRAWS)) for _ in range(cards))


def learner(seed: int) -> Learner:
    """The learner of a seed.

    Stabilities differ by a factor of about 1.4 either way as a whole, the parameters of growth and
    forgetting by 8 % each, the decay by 20 %; a third of the learners miss 5 to 30 % of the days, a
    third read 10 to 60 % slower than estimated, and an answer takes 40 s, give or take a third.
    """
    source = random.Random(f"{seed} learner")  # noqa: S311 - nothing here is secret
    w = list(DEFAULT_PARAMETERS)
    strength = math.exp(source.gauss(0, 0.35))
    for index in range(4):
        w[index] *= strength * math.exp(source.gauss(0, 0.15))
    for index in range(4, 20):
        w[index] *= math.exp(source.gauss(0, 0.08))
    w[20] = min(0.6, max(0.1, w[20] * math.exp(source.gauss(0, 0.2))))
    for index in range(1, 4):
        w[index] = max(w[index], w[index - 1])
    again = min(0.5, max(0.03, source.gauss(0.2, 0.08)))
    hard = min(0.4, max(0.03, source.gauss(0.2, 0.06)))
    easy = min(0.3, max(0.02, source.gauss(0.1, 0.04)))
    noise = source.uniform(0, 0.08)
    missing = source.choice([0.0, 0.0, source.uniform(0.05, 0.3)])
    return Learner(
        seed=seed,
        memory=Memory(w),
        first=(again, hard, 1 - again - hard - easy, easy),
        noise=noise,
        slow=source.choice([1.0, 1.0, source.uniform(1.1, 1.6)]),
        seconds=math.exp(source.gauss(math.log(40), 0.3)),
        absent=frozenset(day for day in range(FARTHEST) if source.random() < missing),
    )
