"""An upper bound on what any policy can score with a learner: docs/planning.md derives it.

Give each day's minutes a price. Whatever a policy does, its score is at most the price of all the
minutes plus, over the readings, what each could earn at best on its own when it pays for its
minutes: the minutes no longer tie the readings together, so each has its best policy by itself.
True for any prices; `Bounds.of` looks for those that make it small.

The best policy of a card, any number of askings, is found backwards over the days on a grid of
memory states. Between its points values are interpolated, which moves the bound by a few
thousandths; finer grids do not change the third digit.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.learners import GRADES_OF_RECALL, SAME_DAY, Curriculum, Learner
from benchmarks.preparation import ASKED_WITHIN, MOST_ASKS, MOST_OVER, READ_WITHIN

Floats: TypeAlias = NDArray[np.float64]

_STABILITIES = np.geomspace(0.02, 1500.0, 20)
_DIFFICULTIES = np.linspace(1.0, 10.0, 4)
_STATES = len(_STABILITIES) * len(_DIFFICULTIES)
_RATE_STEP = 1.03
"""What a minute costs in recall of a card is rounded down to powers of this."""
_EVALUATIONS = 40
"""How many prices are tried."""
_NEVER = 1e9
"""The price of a minute that does not exist."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What asking a card on one day, until it is recalled, can lead to."""

    probability: float
    stability: float
    difficulty: float
    asks: int


def _first(learner: Learner) -> list[_Leaf]:
    """After the day on which a card is asked for the first time."""
    found = []
    for grade, probability in enumerate(learner.first, 1):
        stability, difficulty = learner.memory.first(grade)
        leaf = _Leaf(probability, stability, difficulty, 1)
        found += [leaf] if grade > 1 else _asked(learner, leaf, 0)
    return found


def _asked(learner: Learner, before: _Leaf, days: int) -> list[_Leaf]:
    """After asking so many days later; on the same day it counts on from the asks before."""
    memory, noise = learner.memory, learner.noise
    stability, difficulty = before.stability, before.difficulty
    known = memory.recall(stability, days) if days else SAME_DAY
    # Probability, the grade that memory follows, and whether it is seen as recalled.
    branches = [
        *((known * (1 - noise) * p, g, True) for g, p in enumerate(GRADES_OF_RECALL, 2)),
        (known * noise, 3, False),
        ((1 - known) * (1 - noise), 1, False),
        ((1 - known) * noise, 1, True),
    ]
    found = []
    for probability, grade, shown in branches:
        leaf = _Leaf(
            before.probability * probability,
            *memory.after(stability, difficulty, days, grade),
            before.asks + 1,
        )
        done = shown or leaf.asks == MOST_ASKS
        found += [leaf] if done else _asked(learner, leaf, 0)
    return found


@dataclass(frozen=True, slots=True)
class _Prices:
    """Prices a minute: the same for every day, and rising to the date."""

    level: float
    rise: float
    """What the last day costs more."""
    reach: float
    """Days before the date at which about a third of that is left."""

    def of(self, days: int) -> Floats:
        """The price of each day, in score a minute."""
        before = np.arange(days)[::-1]
        prices: Floats = self.level + self.rise * np.exp(-before / self.reach)
        return prices

    def moved(self, name: str, factor: float) -> "_Prices":
        """With one of the three multiplied."""
        return replace(self, **{name: getattr(self, name) * factor})


@dataclass(frozen=True, slots=True)
class Bound:
    """What no policy can be expected to score more than."""

    primed: float
    """If it reads the primer of a competency before its works."""
    free: float
    """If it need not."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """What readings that cost and earn the same have in common."""

    competency: str
    primer: bool
    minutes: float
    value: float
    rate: float
    """What a minute of price costs in recall of one of their cards, an answer at a time."""


class Bounds:
    """The bounds of a learner, in every cell of days and minutes."""

    def __init__(self, learner: Learner, curriculum: Curriculum, farthest: int) -> None:
        self._learner = learner
        self._each = learner.seconds / 60
        self._recall = np.array(
            [
                [learner.memory.recall(s, days) for s in _STABILITIES for _ in _DIFFICULTIES]
                for days in range(farthest + 1)
            ]
        )
        """Recall after so many days, by state."""
        first = _first(learner)
        self._first_asks = sum(leaf.probability * leaf.asks for leaf in first)
        self._first = _on_grid(first)
        self._moves = np.zeros((farthest, _STATES, _STATES))
        """Of the days between two askings: the probabilities from state to state."""
        self._asks = np.zeros((farthest, _STATES))
        """And the answers that the second takes."""
        for gone in range(1, farthest):
            for state in range(_STATES):
                s, d = divmod(state, len(_DIFFICULTIES))
                start = _Leaf(1.0, float(_STABILITIES[s]), float(_DIFFICULTIES[d]), 0)
                leaves = _asked(learner, start, gone)
                self._moves[gone, state] = _on_grid(leaves)
                self._asks[gone, state] = sum(leaf.probability * leaf.asks for leaf in leaves)
        self._readings = Counter(
            _Alike(
                one.competency,
                one.primer,
                one.minutes,
                one.value,
                _rounded(self._each * one.cards / one.value),
            )
            for one in curriculum.readings
        )
        self._rates = np.array(sorted({one.rate for one in self._readings}))

    def of(self, days: int, minutes: float) -> Bound:
        """No policy can be expected to score more than this."""
        least = Bound(1.0, 1.0)

        def value(prices: _Prices) -> float:
            nonlocal least
            found = self._value(prices, days, minutes)
            least = Bound(min(least.primed, found.primed), min(least.free, found.free))
            return found.primed

        levels = np.geomspace(2e-5, 5e-3, 9).tolist()
        found, best = min(
            ((value(prices), prices) for prices in (_Prices(one, one / 2, 2.5) for one in levels)),
            key=lambda one: one[0],
        )
        factor, tried = 1.5, 0
        while tried < _EVALUATIONS and factor > 1.02:
            before = found
            for name in ("level", "rise", "reach"):
                for move in (factor, 1 / factor):
                    prices = best.moved(name, move)
                    moved = value(prices)
                    tried += 1
                    if moved < found:
                        best, found = prices, moved
                        break
            if found > before - 2e-4:
                factor **= 0.5
        return least

    def _value(self, prices: _Prices, days: int, minutes: float) -> Bound:
        """The bound for these prices."""
        present = np.array([day not in self._learner.absent for day in range(days)])
        price = np.where(present, prices.of(days), _NEVER)
        # By the day of the first asking (rows) and the rate (columns).
        own = self._asked_once(price)
        # What the minutes of a reading cost that is read to its end on a day, and what one of its
        # cards is then worth: it is asked that day or soon after, where the minutes are used.
        cost, worth = np.full(days, _NEVER), np.full_like(own, -_NEVER)
        studied = np.flatnonzero(present)
        for late in range(READ_WITHIN):
            cost[studied[late:]] = np.minimum(
                cost[studied[late:]], price[studied[: len(studied) - late]]
            )
        for late in range(ASKED_WITHIN):
            then = studied[: len(studied) - late]
            worth[then] = np.maximum(worth[then], own[studied[late:]])
        # A reading is left out where it would cost more than it earns; a primer only with all that
        # comes after it.
        free = 0.0
        followers: dict[str, float] = defaultdict(float)
        primer: dict[str, float] = defaultdict(float)
        for one, count in self._readings.items():
            column = int(np.searchsorted(self._rates, one.rate))
            net = one.value * worth[:, column] - one.minutes * self._learner.slow * cost
            gain = count * float(net.max())
            free += max(0.0, gain)
            if one.primer:
                primer[one.competency] += gain
            else:
                followers[one.competency] += max(0.0, gain)
        primed = sum(
            max(0.0, primer[one] + followers[one]) for one in sorted({*primer, *followers})
        )
        # What runs over a day is taken from the next, so it gains the difference of their prices.
        there = price[present]
        falls = np.maximum(0.0, there - np.append(there[1:], 0.0)).sum() * MOST_OVER * self._each
        paid = float(there.sum()) * minutes + float(falls)
        return Bound(primed + paid, free + paid)

    def _asked_once(self, price: Floats) -> Floats:
        """What a card is worth at best before it is asked for the first time.

        Backwards over the days: the value of a state after an asking is its recall on the date, or
        more where asking again on a later day is worth its price.
        """
        days = len(price)
        # By the day of the last asking, the state and the rate.
        value = np.repeat(self._recall[days:0:-1, :, None], len(self._rates), axis=2)
        own = np.empty((days, len(self._rates)))
        for day in range(days - 1, -1, -1):
            own[day] = self._first @ value[day] - self._first_asks * self._rates * price[day]
            if day == 0 or price[day] >= _NEVER:
                continue
            gone = slice(1, day + 1)
            again = self._moves[gone].reshape(-1, _STATES) @ value[day]
            again = again.reshape(day, _STATES, -1)
            again -= self._asks[gone, :, None] * (self._rates * price[day])
            # A card that was last asked `gone` days before this one.
            np.maximum(value[day - 1 :: -1][:day], again, out=value[day - 1 :: -1][:day])
        return own


def _rounded(rate: float) -> float:
    return float(_RATE_STEP ** math.floor(math.log(rate, _RATE_STEP)))


def _on_grid(leaves: Iterable[_Leaf]) -> Floats:
    """Probabilities of the states of the grid: each leaf shared between its four neighbours."""
    found = np.zeros((len(_STABILITIES), len(_DIFFICULTIES)))
    lowest, step = math.log(_STABILITIES[0]), math.log(_STABILITIES[1] / _STABILITIES[0])
    gap = _DIFFICULTIES[1] - _DIFFICULTIES[0]
    for leaf in leaves:
        s, s_part = _between((math.log(leaf.stability) - lowest) / step, len(_STABILITIES))
        d, d_part = _between(float((leaf.difficulty - 1) / gap), len(_DIFFICULTIES))
        found[s, d] += leaf.probability * (1 - s_part) * (1 - d_part)
        found[s + 1, d] += leaf.probability * s_part * (1 - d_part)
        found[s, d + 1] += leaf.probability * (1 - s_part) * d_part
        found[s + 1, d + 1] += leaf.probability * s_part * d_part
    return found.reshape(-1)


def _between(place: float, count: int) -> tuple[int, float]:
    """The point of a grid before a place, and which part of the way to the next is gone."""
    place = min(max(place, 0.0), count - 1.0)
    index = min(int(place), count - 2)
    return index, place - index
