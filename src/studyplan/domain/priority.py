"""In which order unread works buy the most: value a minute, with what must be read before.

The order is that of Horn (1972, "Single-machine job sequencing with treelike precedence ordering
and linear delay penalties"): a work that others wait for stands as high as the best block of works
that it opens, so that a dear primer is read early when much hangs on it.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf
from typing import Protocol, TypeVar


class Readable(Protocol):
    """What is ordered."""

    @property
    def id(self) -> str:
        """A name of its own."""
        ...

    @property
    def competency(self) -> str | None:
        """What it teaches, and opens."""
        ...

    @property
    def needs(self) -> Sequence[str]:
        """Ids of works to be read before; those that are not among the works are met."""
        ...


W = TypeVar("W", bound=Readable)


@dataclass(frozen=True, slots=True)
class Placed:
    """A work in its place, with the value a minute of the block it was placed with."""

    id: str
    density: float


@dataclass(slots=True)
class _Block:
    """Works that are read one after the other, and the blocks that they open."""

    place: int
    """Of its first work in the list."""
    value: float
    minutes: float
    ids: list[str]
    opens: list[tuple[float, int, "_Block"]]
    """A heap: the densest first, of two alike the earlier in the list."""

    @property
    def density(self) -> float:
        return self.value / self.minutes


def by_density(
    works: Sequence[W],
    value: Mapping[str, float],
    minutes: Mapping[str, float],
    needs: Mapping[str, Sequence[str]],
    begun: Set[str],
    room: float = inf,
) -> list[Placed]:
    """The works, each after what it needs, those that buy the most a minute first.

    Where a work waits for several others, it is placed with the last of them.

    Args:
        works: unread works, each after the works it needs; competencies in prerequisite order.
        value: work id → what reading it is worth, in any unit.
        minutes: work id → minutes it takes in all; above 0.
        needs: competency id → ids of the competencies that it needs.
        begun: competencies of which something is read; of the others the work that can be had
            for the least opens it.
        room: minutes that there are; what a work opens counts only as far as both fit.
    """
    waits = awaited(works, value, minutes, needs, begun)
    waiting: dict[str | None, list[_Block]] = {}
    for place in reversed(range(len(works))):
        work = works[place]
        block = _Block(place, value[work.id], minutes[work.id], [work.id], [])
        _open(block.opens, waiting.pop(work.id, ()))
        _take_in(block, room)
        before = waits[work.id]
        waiting.setdefault(before[-1] if before else None, []).append(block)

    placed: list[Placed] = []
    free: list[tuple[float, int, _Block]] = []
    _open(free, waiting.get(None, ()))
    while free:
        block = heapq.heappop(free)[2]
        placed += [Placed(id, block.density) for id in block.ids]
        for entry in block.opens:
            heapq.heappush(free, entry)
    return _held_back(placed, waits)


def openers(
    works: Sequence[W], value: Mapping[str, float], minutes: Mapping[str, float], begun: Set[str]
) -> dict[str, str]:
    """Of each competency that is not begun, the work that opens it best: the densest that can."""
    unread = {work.id for work in works}
    best: dict[str, str] = {}
    for work in works:
        if work.competency is None or work.competency in begun:
            continue
        if any(need in unread for need in work.needs):
            continue
        rival = best.get(work.competency)
        if rival is None or value[work.id] * minutes[rival] > value[rival] * minutes[work.id]:
            best[work.competency] = work.id
    return best


def awaited(
    works: Sequence[W],
    value: Mapping[str, float],
    minutes: Mapping[str, float],
    needs: Mapping[str, Sequence[str]],
    begun: Set[str],
) -> dict[str, list[str]]:
    """Of each work, those that come before it, in the order of the list.

    They are what it needs itself, and of each competency that its own needs the work that opens it.
    """
    place = {work.id: index for index, work in enumerate(works)}
    opener = openers(works, value, minutes, begun)
    found: dict[str, list[str]] = {}
    for index, work in enumerate(works):
        if not work.needs and opener.keys().isdisjoint(needs.get(work.competency or "", ())):
            found[work.id] = []
            continue
        ids = {*work.needs}
        ids.update(opener.get(need, "") for need in needs.get(work.competency or "", ()))
        before = sorted(place[id] for id in ids if place.get(id, index) < index)
        found[work.id] = [works[one].id for one in before]
    return found


def _held_back(placed: Iterable[Placed], waits: Mapping[str, Sequence[str]]) -> list[Placed]:
    """The works in their order, but each only after all that it waits for.

    A block knows the last of them alone, so another may be placed behind it.
    """
    found: dict[str, Placed] = {}
    behind: dict[str, list[Placed]] = {}
    for one in placed:
        ready = [one]
        while ready:
            work = ready.pop(0)
            missing = next((id for id in waits[work.id] if id not in found), None)
            if missing is None:
                found[work.id] = work
                ready = behind.pop(work.id, []) + ready
            else:
                behind.setdefault(missing, []).append(work)
    return list(found.values())


def _take_in(block: _Block, room: float) -> None:
    """Put the blocks that a block opens behind it, as long as that makes it denser and fits."""
    too_long = []
    while block.opens and block.opens[0][2].density > block.density:
        entry = heapq.heappop(block.opens)
        child = entry[2]
        if block.minutes + child.minutes > room:
            too_long.append(entry)
            continue
        block.value += child.value
        block.minutes += child.minutes
        block.ids += child.ids
        for opened in child.opens:
            heapq.heappush(block.opens, opened)
    for entry in too_long:
        heapq.heappush(block.opens, entry)


def _open(heap: list[tuple[float, int, _Block]], blocks: Iterable[_Block]) -> None:
    for block in blocks:
        heapq.heappush(heap, (-block.density, block.place, block))


def reached(ids: Iterable[str], following: Mapping[str, Iterable[str]]) -> set[str]:
    """Ids with all that follows them, directly or not: what waits for them, or what they need."""
    found: set[str] = set()
    left = list(ids)
    while left:
        id = left.pop()
        if id not in found:
            found.add(id)
            left += following.get(id, ())
    return found
