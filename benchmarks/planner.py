"""How much studyplan's planner is worth: learners of numbers, five policies, a bound.

    python benchmarks/planner.py                    all of it: a quarter of an hour on two cores
    python benchmarks/planner.py --quick            eight learners, five cells: under a minute
    python benchmarks/planner.py --cells 14x30,60x60 --learners 50 --seed 3

docs/planning.md says what the policies, the learners, the score and the bound are. The same seed
prints the same figures. The bound wants numpy, which the dependency group `bench` brings.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean, stdev
from typing import TypeVar

# Before numpy is loaded: a process a core, each with one thread.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bound import Bound, Bounds
from benchmarks.learners import Curriculum, Learner, learner, shipped
from benchmarks.policies import Studyplan, capped, cram, list_order, shortest
from benchmarks.preparation import Policy, Preparation

Cell = tuple[int, int]
"""Days and minutes a day."""
CELLS: tuple[Cell, ...] = tuple((days, m) for days in (14, 30, 60, 90) for m in (30, 60, 120))
QUICK: tuple[Cell, ...] = ((14, 30), (14, 120), (30, 30), (30, 60), (60, 30))
BEFORE = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 24, 28, 32, 36, 41, 46, 52, 58, 65, 72, 80)
"""Days before the date from which (d) reviews first, of which the best is sought."""
SOUGHT_WITH = 20
"""Learners with whom it is sought; the days between its neighbours are tried with all of them."""
BOUNDED = 20
"""Learners for whom the bound and the full last day are computed."""
NAMES = ("a", "b", "c", "d", "e")
FULL = "e*"
BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one learner's preparation by one policy."""

    score: float
    load: float
    """Of the worst day: minutes asked for that morning a minute that there was."""
    used: float
    """Of the longest day: minutes used a minute a day."""
    met: int
    """Days of which nine tenths of what was asked for was done."""
    days: int
    """Days that were studied."""


@dataclass(frozen=True, slots=True)
class Result:
    """A cell: outcomes by policy, each in the order of the learners."""

    cell: Cell
    before: int
    """Days before the date from which (d) reviews first."""
    outcomes: Mapping[str, Sequence[Outcome]]
    full: Sequence[float]
    """Scores of (e) with a full last day, of the first learners."""
    bounds: Sequence[Bound]
    """Of the same learners."""

    def mean(self, policy: str, first: int | None = None) -> float:
        """The mean score of a policy, over all or the first learners."""
        return fmean(one.score for one in self.outcomes[policy][:first])

    def best_simple(self) -> str:
        """The best of (a) to (c)."""
        return max("abc", key=self.mean)

    def error(self, policy: str) -> float:
        """The standard error of the mean of (e) less that policy, learner by learner."""
        pairs = zip(self.outcomes["e"], self.outcomes[policy], strict=True)
        differences = [one.score - other.score for one, other in pairs]
        return stdev(differences) / len(differences) ** 0.5 if len(differences) > 1 else 0.0


@lru_cache(maxsize=1)
def _curriculum() -> Curriculum:
    return shipped()


def outcome(person: Learner, curriculum: Curriculum, cell: Cell, policy: Policy) -> Outcome:
    """Let a learner prepare by a policy."""
    run = Preparation(person, curriculum, *cell).run(policy)
    return Outcome(
        score=run.score,
        load=max((day.load for day in run.kept), default=0.0),
        used=max(run.used, default=0.0) / run.minutes,
        met=sum(day.met for day in run.kept),
        days=len(run.kept),
    )


def _switched(seed: int, cell: Cell, before: Sequence[int]) -> list[Outcome]:
    """(d) of one learner, with each of the days before the date."""
    person, days = learner(seed), cell[0]
    return [outcome(person, _curriculum(), cell, shortest(days - one)) for one in before]


def _compared(seed: int, cell: Cell) -> dict[str, Outcome]:
    """The other policies of one learner."""
    curriculum, person = _curriculum(), learner(seed)
    policies: dict[str, Policy] = {
        "a": list_order,
        "b": capped,
        "c": cram,
        "e": Studyplan(curriculum),
    }
    return {name: outcome(person, curriculum, cell, policy) for name, policy in policies.items()}


def _bounded(seed: int, cells: Sequence[Cell]) -> list[tuple[float, Bound]]:
    """Of one learner and each cell: the score with a full last day, and the bound."""
    curriculum, person = _curriculum(), learner(seed)
    bounds = Bounds(person, curriculum, max(days for days, _ in cells))
    full = Studyplan(curriculum, full_last_day=True)
    return [(outcome(person, curriculum, cell, full).score, bounds.of(*cell)) for cell in cells]


T = TypeVar("T")


class Mapper:
    """Maps over learners, in as many processes as are asked for."""

    def __init__(self, jobs: int) -> None:
        self._pool = Pool(jobs) if jobs > 1 else None

    def map(self, function: Callable[[int], T], seeds: Sequence[int]) -> list[T]:
        """The function of every seed, in order."""
        if self._pool is None:
            return [function(seed) for seed in seeds]
        return self._pool.map(function, seeds, chunksize=1)


def results(
    cells: Sequence[Cell], seeds: Sequence[int], pool: Mapper, bounded: int = BOUNDED
) -> Iterable[Result]:
    """Measure the cells one after the other."""
    few = pool.map(partial(_bounded, cells=cells), seeds[:bounded])
    for index, cell in enumerate(cells):
        before = [one for one in BEFORE if one < cell[0]]
        tried = pool.map(partial(_switched, cell=cell, before=before), seeds[:SOUGHT_WITH])
        best = _best(tried)
        near = list(range(before[max(0, best - 1)], before[min(len(before) - 1, best + 1)] + 1))
        # Four days at most: the curve is flat there.
        near = near[:: max(1, -(-len(near) // 3))]
        near = sorted({*near, before[best]})
        switched = pool.map(partial(_switched, cell=cell, before=near), seeds)
        best = _best(switched)
        compared = pool.map(partial(_compared, cell=cell), seeds)
        outcomes = {name: [one[name] for one in compared] for name in "abce"}
        outcomes["d"] = [one[best] for one in switched]
        full, bounds = zip(*(one[index] for one in few), strict=True) if few else ((), ())
        yield Result(cell, near[best], outcomes, full, bounds)


def _best(tried: Sequence[Sequence[Outcome]]) -> int:
    """The index of the variant with the best mean score."""
    means = [fmean(one.score for one in variant) for variant in zip(*tried, strict=True)]
    return means.index(max(means))


HEAD = (
    f"{'days':>4} {'min':>4} {'list':>5} │ {'a':>5} {'b':>5} {'c':>5} {'d':>5} {'from':>4}"
    f" {'e':>5} │ {'e/abc':>6} {'±':>5} {'e/d':>6} {'±':>5} │ {'e*/e':>5}"
    f" {'e/bound':>7} {'e/free':>6}"
)
KEPT_HEAD = (
    f"{'days':>4} {'min':>4} │ {'worst day, asked/minutes':^35} │ {'days met, %':^24} │"
    f" {'longest e':>9}"
)


def line(result: Result, whole: float) -> str:
    """A cell's scores and ratios; `whole` are the minutes of the list."""
    days, minutes = result.cell
    means = {name: result.mean(name) for name in NAMES}
    simple, few = result.best_simple(), len(result.bounds)
    text = (
        f"{days:>4} {minutes:>4} {days * minutes / whole:>5.2f} │"
        f" {means['a']:>5.3f} {means['b']:>5.3f} {means['c']:>5.3f} {means['d']:>5.3f}"
        f" {result.before:>4} {means['e']:>5.3f} │"
        f" {means['e'] / means[simple]:>6.3f} {result.error(simple) / means[simple]:>5.3f}"
        f" {means['e'] / means['d']:>6.3f} {result.error('d') / means['d']:>5.3f} │"
    )
    if not few:
        return text
    e = result.mean("e", few)
    primed = fmean(one.primed for one in result.bounds)
    free = fmean(one.free for one in result.bounds)
    return f"{text} {fmean(result.full) / e:>5.3f} {e / primed:>7.3f} {e / free:>6.3f}"


def kept_line(result: Result) -> str:
    """How a cell's days were loaded and kept, by policy."""
    days, minutes = result.cell
    loads = [max(one.load for one in result.outcomes[name]) for name in NAMES]
    met = [
        sum(one.met for one in result.outcomes[name])
        / max(1, sum(one.days for one in result.outcomes[name]))
        for name in NAMES
    ]
    return (
        f"{days:>4} {minutes:>4} │ {' '.join(f'{one:>6.2f}' for one in loads)}  │"
        f" {' '.join(f'{one * 100:>4.0f}' for one in met)} │"
        f" {max(one.used for one in result.outcomes['e']):>9.2f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=200, metavar="N")
    parser.add_argument("--bounded", type=int, default=BOUNDED, metavar="N", help="with a bound")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--cells", type=_cells, default=CELLS, metavar="14x30,60x120")
    parser.add_argument("--quick", action="store_true", help="8 learners, 5 cells")
    given = parser.parse_args(arguments)
    cells = QUICK if given.quick else given.cells
    learners = 8 if given.quick else given.learners
    bounded = min(learners, 4 if given.quick else given.bounded)
    seeds = [given.seed * 10_000 + number for number in range(learners)]
    curriculum, began = _curriculum(), time.monotonic()
    primers = sum(one.primer for one in curriculum.readings)
    print(
        f"{learners} learners, seed {given.seed}; {len(curriculum.readings)} readings ({primers}"
        f" primers, {len(curriculum.readings) - primers} articles and papers) of"
        f" {curriculum.minutes:.0f} minutes with"
        f" {sum(one.cards for one in curriculum.readings)} questions.\n"
        "Score: expected recall on the date. list: the minutes there are, over those of the list;"
        " from: days before the date from which d reviews first.\n"
        f"±: standard error of the difference, paired, over the mean compared with. The first"
        f" {bounded} learners: e* (a full last day),\nthe bound for all who read primers first, and"
        " the free one for all.\n"
    )
    print(HEAD)
    found = []
    for result in results(cells, seeds, Mapper(given.jobs), bounded):
        found.append(result)
        print(line(result, curriculum.minutes), flush=True)
    print(
        f"\n{KEPT_HEAD}\n{'':>9} │ {' '.join(f'{name:>6}' for name in NAMES)}  │"
        f" {' '.join(f'{name:>4}' for name in NAMES)} │"
    )
    for result in found:
        print(kept_line(result))
    print(f"\n{time.monotonic() - began:.0f} s, {given.jobs} processes.")


def _cells(text: str) -> tuple[Cell, ...]:
    """Cells as they are written: `14x30,60x120`."""
    pairs = [one.split("x") for one in text.split(",")]
    return tuple((int(days), int(minutes)) for days, minutes in pairs)


if __name__ == "__main__":
    main()
