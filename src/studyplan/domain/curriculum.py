"""The order in which a list is studied, and how much of it is done.

The order is computed, never stored: competencies in the order of their prerequisite graph, and
within it the works, each after what it needs.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from studyplan.domain.resource import Resource, Status


@dataclass(frozen=True, slots=True)
class Competency:
    """What an interviewer probes: a node of the prerequisite graph."""

    id: str
    title: str
    summary: str
    """One line: what a candidate shows who has it."""
    needs: tuple[str, ...] = ()
    """Ids of the competencies that come before this one."""
    short: str = ""
    """A word or two for where there is little room."""

    @property
    def name(self) -> str:
        """What it is called where there is little room."""
        return self.short or self.title


class Fault(StrEnum):
    """What can be wrong with a curriculum."""

    DUPLICATE = "duplicate"
    """Two things have the same id."""
    UNKNOWN = "unknown"
    """Something is needed or named that does not exist."""
    CYCLE = "cycle"
    """Things need each other in a ring."""
    NEEDS_HUB = "needs-hub"
    """A reading waits for a hub, which is never read to its end."""


class CurriculumError(ValueError):
    """A curriculum that has no order: what is wrong, and the ids it is wrong with.

    `ids` are: for a duplicate the id; for an unknown the one that names it and the name; for a
    cycle its members, each needing the next and the last the first; for a needed hub the reading
    and the hub.
    """

    def __init__(self, fault: Fault, ids: Sequence[str]) -> None:
        self.fault = fault
        self.ids = tuple(ids)
        first, last = ids[0], ids[-1]
        super().__init__(
            {
                Fault.DUPLICATE: f"the id {first} is used twice",
                Fault.UNKNOWN: f"{first} names {last}, which does not exist",
                Fault.CYCLE: f"these need each other in a ring: {', '.join([*ids, first])}",
                Fault.NEEDS_HUB: f"{first} needs {last}, a hub, which is never read to its end",
            }[fault]
        )


def topological(competencies: Iterable[Competency]) -> tuple[str, ...]:
    """Return the ids of the competencies, each after those it needs, else by id.

    Raises:
        CurriculumError: an id is used twice, a needed one does not exist, or there is a cycle.
    """
    needs: dict[str, set[str]] = {}
    for competency in competencies:
        if competency.id in needs:
            raise CurriculumError(Fault.DUPLICATE, [competency.id])
        needs[competency.id] = set(competency.needs)
    return _sorted_after(needs, lambda id_: id_)


def reading_order(
    resources: Iterable[Resource], competencies: Iterable[Competency]
) -> tuple[str, ...]:
    """Return the ids of all works in the order of study.

    A work comes after the works it needs and after the earlier parts of its series. Among those
    free to come next: readings before hubs, then the order of the competencies (works without one
    last), then difficulty, then the id, where the parts of a series stay together. Works that have
    nothing to do with each other keep their order when others are added.

    Raises:
        CurriculumError: an id is used twice, a needed work or a competency does not exist, works
            need each other in a ring, or a reading needs a hub.
    """
    rank = {id_: place for place, id_ in enumerate(topological(competencies))}
    works: dict[str, Resource] = {}
    for work in resources:
        if work.id in works:
            raise CurriculumError(Fault.DUPLICATE, [work.id])
        for named in (work.competency, *work.secondary):
            if named is not None and named not in rank:
                raise CurriculumError(Fault.UNKNOWN, [work.id, named])
        works[work.id] = work

    needs = {work.id: set(work.needs) for work in works.values()}
    for earlier, later in _series_steps(works.values()):
        needs[later].add(earlier)
    for id_, needed in needs.items():
        for hub in sorted(needed & works.keys()):
            if works[hub].kind.is_hub and not works[id_].kind.is_hub:
                raise CurriculumError(Fault.NEEDS_HUB, [id_, hub])

    def key(id_: str) -> tuple[bool, int, int, str, int, str]:
        work = works[id_]
        place = len(rank) if work.competency is None else rank[work.competency]
        family, position = (work.series.id, work.series.position) if work.series else (work.id, 0)
        return work.kind.is_hub, place, work.difficulty, family, position, work.id

    return _sorted_after(needs, key)


def _series_steps(works: Iterable[Resource]) -> Iterable[tuple[str, str]]:
    """Yield, for every series, each pair of neighbours: the id before and the id after."""
    series: dict[str, list[tuple[int, str]]] = {}
    for work in works:
        if work.series is not None:
            series.setdefault(work.series.id, []).append((work.series.position, work.id))
    for parts in series.values():
        for (_, earlier), (_, later) in pairwise(sorted(parts)):
            yield earlier, later


def _sorted_after(needs: Mapping[str, set[str]], key: Callable[[str], Any]) -> tuple[str, ...]:
    """Return the keys of `needs`, each after those it needs, else the smallest by `key` first.

    Kahn's algorithm on a heap. The order of two ids does not depend on a third that is connected
    with neither. `key` must tell any two ids apart.
    """
    for id_, needed in needs.items():
        for missing in sorted(needed - needs.keys()):
            raise CurriculumError(Fault.UNKNOWN, [id_, missing])

    waiting_for = {id_: len(needed) for id_, needed in needs.items()}
    followers: dict[str, list[str]] = {id_: [] for id_ in needs}
    for id_, needed in needs.items():
        for earlier in needed:
            followers[earlier].append(id_)

    free = [(key(id_), id_) for id_, count in waiting_for.items() if count == 0]
    heapq.heapify(free)
    order: list[str] = []
    while free:
        _, id_ = heapq.heappop(free)
        order.append(id_)
        for follower in followers[id_]:
            waiting_for[follower] -= 1
            if waiting_for[follower] == 0:
                heapq.heappush(free, (key(follower), follower))

    if len(order) < len(needs):
        raise CurriculumError(Fault.CYCLE, _cycle(needs, needs.keys() - set(order)))
    return tuple(order)


def _cycle(needs: Mapping[str, set[str]], stuck: Collection[str]) -> list[str]:
    """Return one ring among `stuck`, each of which needs another of `stuck`."""
    path = [min(stuck)]
    while True:
        needed = min(needs[path[-1]].intersection(stuck))
        if needed in path:
            return path[path.index(needed) :]
        path.append(needed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many readings of a competency are read and skipped, of how many; hubs never count."""

    read: int
    skipped: int
    total: int

    @property
    def done(self) -> int:
        """The readings on which nothing more is to be done."""
        return self.read + self.skipped

    @classmethod
    def of(cls, statuses: Collection[Status]) -> Self:
        """The coverage of readings that have these statuses."""
        counts = Counter(statuses)
        return cls(counts[Status.READ], counts[Status.SKIPPED], len(statuses))


def is_open(
    competency: Competency,
    coverages: Mapping[str, Coverage],
    primers: Mapping[str, Status],
) -> bool:
    """Return whether the competency is open for study.

    It is when, of each competency it needs, the primer or at least one reading is read or skipped.
    `primers` gives the status of the primers by competency.
    """

    def is_begun(needed: str) -> bool:
        return primers.get(needed, Status.UNREAD).is_done or (
            needed in coverages and coverages[needed].done > 0
        )

    return all(is_begun(needed) for needed in competency.needs)
