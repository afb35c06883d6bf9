"""The cards of a plan, carried forward: which to ask on a day, and what that leads to.

Cards are taken one by one on the first day, for a person answers them one by one; from then on
those of one reading that were last asked on the same day and are due alike go together.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from math import exp, inf, log

from studyplan.domain.forecast import Forecast
from studyplan.domain.memory import Memory

LAST_DAYS = 10
"""Days before the date in which a card may be asked though FSRS does not have it due."""
LEAST_GAIN = 0.01
"""Expected recall on the date that asking a card must add to be worth its minute."""
ENOUGH = 0.93
"""Recall on the date up to which the last pass can lift a card, on average."""


@dataclass(slots=True)
class Group:
    """Cards with one state. Days are ordinals."""

    source: str
    competency: str | None
    value: float
    """What a reading of its competency adds to the score when all of it is recalled."""
    share: float
    """Of a reading: what its cards stand for together."""
    cards: int
    ids: tuple[str, ...] = ()
    """Of cards that exist; none where their reading is only planned."""
    memory: Memory | None = None
    """None while they were never asked."""
    last: int = 0
    """The day of the last grade."""
    due: int = 0
    """The day that FSRS has them due."""
    forgotten: float = 1.0
    """Of them, the share that is forgotten on the date if they are not asked again."""

    number: int = -1
    """Its own in a pool; -1 while it was never asked."""
    value_a_card: float = field(init=False)
    """What recalling one of its cards adds to the score."""

    def __post_init__(self) -> None:
        self.value_a_card = self.value * self.share / self.cards

    def split(self, cards: int) -> "Group":
        """Take so many of the cards into a group of their own."""
        share = self.share * cards / self.cards
        part = replace(self, cards=cards, ids=self.ids[:cards], share=share)
        self.share -= share
        self.cards -= cards
        self.ids = self.ids[cards:]
        return part


class _Sorted:
    """Groups by what is known of them while they are not asked: it changes with their memory only,
    so that nothing has to be sorted anew on each day."""

    def __init__(self, key: Callable[[Group], float], groups: Iterable[Group]) -> None:
        self._key = key
        self._entries = sorted((key(group), group.number, group) for group in groups)

    def add(self, group: Group) -> None:
        insort(self._entries, (self._key(group), group.number, group))

    def remove(self, group: Group) -> None:
        """Take out a group as it was when it was added."""
        del self._entries[bisect_left(self._entries, (self._key(group), group.number))]

    def entries(self) -> list[tuple[float, int, Group]]:
        """Key, number and group; the greatest key last."""
        return self._entries.copy()


class Pool:
    """All cards that there are, and those of readings that are planned."""

    def __init__(
        self,
        groups: Iterable[Group],
        forecast: Forecast,
        retention: float,
        minute: float,
        end: int,
        *,
        dated: bool,
    ) -> None:
        """Take in the cards.

        Args:
            groups: one a card.
            forecast: how recall falls.
            retention: recall at which FSRS has a card due.
            minute: minutes that asking one card takes.
            end: the ordinal of the day that counts.
            dated: whether that day is an interview.
        """
        self.groups = list(groups)
        self._forecast = forecast
        self._retention = retention
        self._minute = minute
        self._end = end
        self._dated = dated
        self._first = forecast.first()
        self._sort()

    def add(self, group: Group) -> None:
        """Take in the cards of a reading that is done."""
        self.groups.append(group)
        self._new.append(group)

    @property
    def unasked(self) -> int:
        """How many cards were never asked."""
        return sum(group.cards for group in self._new)

    def ask_new(self, day: int, most: int) -> int:
        """Ask cards for the first time, at most so many; how many were."""
        asked = 0
        while self._new and asked < most:
            part = self._part(self._new[0], most - asked)
            if part is self._new[0]:
                self._new.pop(0)
            self._learn(part, self._first, day)
            asked += part.cards
        return asked

    def ask(self, group: Group, day: int, most: int) -> Group:
        """Ask the cards of a group again, at most so many; those that were."""
        assert group.memory is not None  # noqa: S101 - what was never asked is not ranked
        part = self._part(group, most)
        self._learn(part, self._forecast.expected(group.memory, day - part.last), day)
        return part

    def ranked(self, day: int) -> Iterator[Group]:
        """The groups that may be asked again on a day, what buys the most first.

        That is what FSRS has due, and in the last days before an interview every card, as far as
        asking lifts its recall on the date. Where it is unknown, all that is due is worth asking.

        What asking buys is dear to compute, so it is only where it could be the most that is left:
        it is never more than what would be forgotten.
        """
        left = self._end - day
        latest = inf if self._dated and left <= LAST_DAYS else day
        waiting = self._by_loss.entries()
        found: list[tuple[float, tuple[str, ...], int, Group]] = []
        while waiting or found:
            while waiting and not (found and -found[0][0] > waiting[-1][0]):
                _, number, group = waiting.pop()
                if group.due > latest or group.last >= day:
                    continue
                assert group.memory is not None  # noqa: S101 - the others are not among them
                gain = self._forecast.gain(group.memory, day - group.last, left)
                if gain >= LEAST_GAIN or not self._dated:
                    worth = -gain * group.value_a_card
                    heapq.heappush(found, (worth, group.ids, number, group))
            if found:
                yield heapq.heappop(found)[-1]

    def lasting(self, day: int) -> Iterator[tuple[float, float]]:
        """What the last pass would buy, the most first: value a minute, and minutes, of groups."""
        waiting = self._by_lift.entries()
        while waiting:
            lift, _, group = waiting.pop()
            if lift <= 0:
                return
            if group.last < day:
                yield lift / self._minute, group.cards * self._minute

    def overdue(self, day: int) -> int:
        """How many cards FSRS has due on a day or before, that were not asked on it."""
        return sum(
            one.cards
            for one in self.groups
            if one.memory is not None and one.due <= day and one.last < day
        )

    def is_behind(self, day: int) -> bool:
        """Whether any card is overdue at the end of a day."""
        return any(
            one.due <= day and one.last < day and one.memory is not None for one in self.groups
        )

    def merge(self, day: int) -> None:
        """Put the cards of one source together that were last asked on one day and are due alike.

        So are those that are overdue, and those of which none has twice as long to wait from `day`.
        """
        together: dict[tuple[str, bool, int, int], list[Group]] = {}
        for group in self.groups:
            wait = max(0, group.due - day).bit_length()
            key = (group.source, group.memory is None, group.last, wait)
            together.setdefault(key, []).append(group)
        self.groups = [_mean(groups) for groups in together.values()]
        self._sort()

    def _sort(self) -> None:
        asked = [group for group in self.groups if group.memory is not None]
        for number, group in enumerate(asked):
            group.number = number
            self._look_ahead(group)
        self._numbers = count(len(asked))
        self._new = [group for group in self.groups if group.memory is None]
        """Those that were never asked, in their order."""
        self._by_loss = _Sorted(_loss, asked)
        self._by_lift = _Sorted(_lift, asked)

    def _part(self, group: Group, most: int) -> Group:
        """The group, or the part of it that may be asked, which is then a group of its own."""
        if group.cards <= most:
            return group
        part = group.split(most)
        part.number = -1
        self.groups.append(part)
        return part

    def _learn(self, group: Group, memory: Memory, day: int) -> None:
        if group.number >= 0:
            self._by_loss.remove(group)
            self._by_lift.remove(group)
        else:
            group.number = next(self._numbers)
        group.memory = memory
        group.last = day
        group.due = day + self._forecast.wait(memory, self._retention)
        self._look_ahead(group)
        self._by_loss.add(group)
        self._by_lift.add(group)

    def _look_ahead(self, group: Group) -> None:
        if group.memory is not None:
            recall = self._forecast.recall(group.memory.stability, self._end - group.last)
            group.forgotten = 1 - recall


def _loss(group: Group) -> float:
    """What is lost of the score if a card is not asked again: more than asking it can buy."""
    return group.forgotten * group.value_a_card


def _lift(group: Group) -> float:
    """What the last pass adds to the score by a card."""
    return (group.forgotten - (1 - ENOUGH)) * group.value_a_card


def _mean(groups: list[Group]) -> Group:
    first, cards = groups[0], sum(one.cards for one in groups)
    if len(groups) == 1:
        return first
    merged = replace(first, cards=cards, ids=(), share=sum(one.share for one in groups))
    if first.memory is not None:
        states = [(one.cards / cards, one.memory) for one in groups if one.memory is not None]
        merged.memory = Memory(
            exp(sum(share * log(state.stability) for share, state in states)),
            sum(share * state.difficulty for share, state in states),
        )
        merged.due = round(sum(one.cards * one.due for one in groups) / cards)
    return merged
