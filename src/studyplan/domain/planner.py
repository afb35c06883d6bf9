"""How a day is filled, and every day after it. Why it is done like this: docs/planning.md.

To a date there are two uses of a minute. Reading adds what was never known, and can be done on any
day. Asking lifts what would be forgotten, and lifts it the more the nearer the date. So a day is
for reading, but for its part of the last pass: one more asking of every card for which that buys
more than the last reading that fits. Minutes that are left go to the cards that FSRS has due.
"""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate, chain

from studyplan.domain import outlook
from studyplan.domain.forecast import Forecast
from studyplan.domain.last_pass import SAFETY, catch_up, spread
from studyplan.domain.plan import (
    ASKS,
    CRUMB,
    DUE,
    FARTHEST,
    HORIZON,
    LIGHT_DAY,
    NEW,
    SLICE,
    DayPlan,
    Item,
    ItemKind,
    Known,
    Plan,
    Situation,
    TodayPlan,
    Unread,
)
from studyplan.domain.pool import LAST_DAYS, Group, Pool
from studyplan.domain.practice_days import practice_days
from studyplan.domain.priority import Placed
from studyplan.domain.reading_order import PINNED, RESERVE, in_order
from studyplan.domain.worth import Worth

REVIEW_SHARE = 0.6
"""Share of a day that reviews take at most while no date is known and something is unread."""
_REMEASURED = 3
"""Days for which the demand of the last pass is taken as it was last measured, until it is near."""


def plan(situation: Situation, *, days: int | None = None) -> Plan:
    """The plan of every day to the date; with `days`, of only so many."""
    return _Planner(situation).run(days)


def _part(rest: float, left: float, most: float) -> float:
    """Minutes of a reading to read now; 0 where that would make a crumb of it, or leave one."""
    part = min(rest, left, most)
    if 0 < rest - part < CRUMB:
        part = rest if rest <= left else rest - CRUMB
    return part if part == rest or part >= CRUMB else 0.0


def plan_today(situation: Situation) -> TodayPlan:
    """The first day of the plan, without what comes of it later.

    Without a date, of the cards that were asked before only those that are due bear on it.
    """
    return _Planner(situation).first_day()


class _Day:
    """What a day holds so far."""

    def __init__(self, day: int, minutes: float, new: int, again: int) -> None:
        self.day = day
        self.left = minutes
        self.new = new
        """Cards that may still be asked for the first time."""
        self.again = again
        """Cards that may still be asked again."""
        self.readings: list[Item] = []
        self.reviewed: list[str] = []
        """Ids of the cards that are asked again, as far as they exist."""
        self.ranked: Iterator[Group] | None = None
        """The cards that may be asked again, once they are looked for."""
        self.cards_new = self.cards_again = 0
        self.waited = False
        """Whether new cards were there before anything is read."""
        self.slice = float(SLICE)
        """Minutes that a long work may still have; 0 once one had its slice."""


class _Planner:
    """A situation that is carried forward day by day."""

    def __init__(self, given: Situation) -> None:
        self._given = given
        self._dated = given.interview is not None
        self._today = given.day.toordinal()
        self._end = given.interview.toordinal() if given.interview else self._today + HORIZON
        self._minute = given.seconds / 60 * ASKS
        self._worth = Worth(given.readings, given.weights)
        self._forecast = Forecast(given.parameters)
        self._resting = [self._group(card) for card in given.cards if card.suspended]
        """Cards that are never asked."""
        self._pool = Pool(
            [self._group(card) for card in given.cards if not card.suspended],
            self._forecast,
            given.retention,
            self._minute,
            self._end,
            dated=self._dated,
        )
        self._unread = {one.id: one for one in given.unread}
        self._rest = {one.id: one.minutes for one in given.unread}
        """Minutes left of each unread reading."""
        self._unended: dict[str, float] = {}
        """Minutes left of those that the plan has begun and not ended yet."""
        self._crumb = min([CRUMB, *self._rest.values()])
        """With fewer minutes no reading goes on."""
        self._begun = set(given.begun)
        self._openable = {one.competency for one in given.unread}
        self._minutes = self._minutes_a_day()
        self._mocks = practice_days(given, self._minutes)
        self._study = [
            m - self._mocks[i].minutes if i in self._mocks else m
            for i, m in enumerate(self._minutes)
        ]
        """Minutes of each day without mock interviews."""
        whole = sum(self._study)
        self._ahead = [whole - used for used in accumulate(self._study)]
        """Of each day, the minutes of all days after it."""
        reaches = self._today + len(self._study) == self._end
        self._last = self._study[-1] if self._dated and self._study and reaches else 0.0
        """Minutes of the last day before the date, on which nothing is read."""
        self._queue = in_order(given, self._worth, self._minute, whole - self._last)
        self._demand = 0.0
        """Minutes of the last pass."""
        self._unread_minutes = sum(
            m + self._unread[id].questions * self._minute for id, m in self._rest.items()
        )
        """Minutes that are left to read, with the first questions on it."""
        self._fitting = 0
        """How many of the unread readings fit beside it."""
        self._measured = -_REMEASURED
        self._to_read = (0.0, 0.0)
        """Minutes of later days in which one long work can still be read, and any other."""

    def run(self, days: int | None) -> Plan:
        """Fill the days."""
        count = len(self._minutes) if days is None else min(days, len(self._minutes))
        planned: list[DayPlan] = []
        today: tuple[str, ...] = ()
        postponed, caught_up = 0, None
        for index in range(count):
            filled = self._fill(index)
            planned.append(self._day_plan(index, filled))
            if index == 0:
                today, postponed = tuple(filled.reviewed), self._pool.overdue(filled.day)
                if count > 1:
                    self._pool.merge(filled.day)
            elif caught_up is None and postponed and not self._pool.is_behind(filled.day):
                caught_up = planned[-1].day
        return outlook.plan_of(
            self._given,
            planned,
            today=today,
            postponed=postponed,
            caught_up=caught_up,
            groups=[*self._pool.groups, *self._resting],
            rest=self._rest,
            worth=self._worth,
            minute=self._minute,
        )

    def first_day(self) -> TodayPlan:
        """Fill the first day."""
        if not self._minutes:
            return TodayPlan((), (), 0)
        filled = self._fill(0)
        waiting = self._pool.overdue(filled.day)
        return TodayPlan(self._day_plan(0, filled).items, tuple(filled.reviewed), waiting)

    def _group(self, card: Known) -> Group:
        due = card.due_day.toordinal() if card.due_day else 0
        if card.in_step and card.memory and card.last_day == self._given.day:
            due = self._today + self._forecast.wait(card.memory, self._given.retention)
        return Group(
            source=card.source,
            competency=card.competency,
            value=self._worth.a_reading(card.competency),
            share=card.share,
            cards=1,
            ids=(card.id,),
            memory=card.memory,
            last=card.last_day.toordinal() if card.last_day else 0,
            due=due,
        )

    def _minutes_a_day(self) -> list[float]:
        given = self._given
        minutes = []
        for index in range(min(self._end - self._today, FARTHEST)):
            of_day = given.minutes(date.fromordinal(self._today + index))
            if self._dated and self._today + index == self._end - 1:
                of_day *= LIGHT_DAY
            if index == 0:
                of_day = max(0.0, of_day - given.spent) + given.more_today
            minutes.append(of_day)
        return minutes

    def _fill(self, index: int) -> _Day:
        """Plan one day, and carry everything forward to its end."""
        given = self._given
        new, again = given.new_per_day, given.reviews_per_day
        if index == 0:
            new, again = max(0, new - given.new_today), max(0, again - given.reviewed_today)
        day = _Day(self._today + index, self._study[index], new, again)
        if index == 0:
            day.slice = max(0.0, SLICE - given.sliced)
        self._ask_new(day)
        day.waited = day.cards_new > 0
        done = given.reviewed_today * self._minute if index == 0 else 0.0
        if self._dated:
            self._measure(index, day)
            if day.day < self._end - 1:
                first = self._reviews_first(index, day, done)
                self._ask_again(day, first - done)
                room = self._ahead[index] / SAFETY - max(0.0, done - first)
                self._read(day, room, self._fitting)
            self._ask_again(day, day.left)
        else:
            share = REVIEW_SHARE if self._queue else 1.0
            self._ask_again(day, self._whole(index) * share - done)
        if not (self._dated and day.day == self._end - 1):
            self._read(day, None, len(self._queue))
        if not self._dated:
            self._ask_again(day, day.left)
        return day

    def _reviews_first(self, index: int, day: _Day, done: float) -> float:
        """Minutes of reviews that come before reading, those of today that are done included.

        All is taken as it was when the day began, so that what is promised stays while it is done.
        """
        whole = self._whole(index)
        days = [whole, *self._study[index + 1 :]]
        first = spread(days, (self._demand + done) * SAFETY)[0]
        surplus = day.left + done + self._ahead[index] - self._unread_minutes
        surplus -= self._pool.unasked * self._minute
        return max(first, catch_up(surplus, whole, self._ahead[index]))

    def _whole(self, index: int) -> float:
        """Minutes of a day, those of today that are used already among them."""
        return self._study[index] + (self._given.spent if index == 0 else 0.0)

    def _ask_new(self, day: _Day) -> None:
        asked = self._pool.ask_new(day.day, min(day.new, self._cards_in(day.left)))
        day.new -= asked
        day.cards_new += asked
        day.left -= asked * self._minute

    def _ask_again(self, day: _Day, minutes: float) -> None:
        """Ask the cards for which it buys the most, for so many minutes."""
        most = min(self._cards_in(min(minutes, day.left)), day.again)
        if most <= 0:
            return
        if day.ranked is None:
            day.ranked = self._pool.ranked(day.day)
        for group in day.ranked:
            asked = self._pool.ask(group, day.day, most)
            day.reviewed += asked.ids
            day.cards_again += asked.cards
            day.again -= asked.cards
            day.left -= asked.cards * self._minute
            self._demand -= asked.cards * self._minute
            most -= asked.cards
            if most <= 0:
                if asked is not group:
                    day.ranked = chain((group,), day.ranked)
                return

    def _read(self, day: _Day, room: float | None, most: int) -> None:
        """Read what buys the most, while the last pass stays within `room` minutes."""
        self._to_read = self._before_the_last_pass(day.day - self._today)
        done = set()
        for placed in self._queue:
            full = most <= 0 or (room is not None and self._demand > room)
            if day.left < self._crumb or (full and not self._unended):
                break
            if full and placed.id not in self._unended:
                continue  # what is begun is ended all the same
            one = self._unread[placed.id]
            if not self._is_open(one) or (one.is_long and day.slice < CRUMB):
                continue
            if not self._is_worth_beginning(placed, day):
                self._unended.pop(one.id, None)
                continue
            rest = self._rest[one.id]
            part = _part(rest, day.left, day.slice if one.is_long else rest)
            if part <= 0:
                continue
            most -= 1
            day.slice = 0.0 if one.is_long else day.slice
            day.left -= part
            self._rest[one.id] = rest = rest - part
            self._unread_minutes -= part
            self._unended.pop(one.id, None)
            if rest > 0:
                self._unended[one.id] = rest
            kind = ItemKind.PRIMER if one.primer else ItemKind.READ
            day.readings.append(Item(kind, one.id, part, whole=rest <= 0))
            if rest <= 0:
                done.add(one.id)
                self._finish(one, day)
        if done:
            self._queue = [placed for placed in self._queue if placed.id not in done]

    def _finish(self, one: Unread, day: _Day) -> None:
        """A reading is done: its questions come."""
        self._fitting -= 1
        self._unread_minutes -= one.questions * self._minute
        if one.competency is not None:
            self._begun.add(one.competency)
        if one.questions:
            value = self._worth.a_reading(one.competency)
            self._pool.add(Group(one.id, one.competency, value, one.share, one.questions))
            self._demand += one.questions * self._minute * RESERVE
            self._ask_new(day)

    def _before_the_last_pass(self, index: int) -> tuple[float, float]:
        """Minutes after a day on which nothing is asked: those for one long work, and all."""
        after = self._study[index + 1 : len(self._study) - (self._last > 0)]
        asked = spread(self._study[index + 1 :], self._demand * SAFETY)
        free = [max(0.0, room - taken) for room, taken in zip(after, asked, strict=False)]
        return sum(min(SLICE, minutes) for minutes in free), sum(free)

    def _is_worth_beginning(self, placed: Placed, day: _Day) -> bool:
        """Whether a reading, and what is begun, can be read to its end before the last pass.

        What is pinned is wanted all the same, and without a date there is time.
        """
        if not self._dated or placed.density >= PINNED / 2:
            return True
        one, (slices, ahead) = self._unread[placed.id], self._to_read
        rest = self._rest[one.id]
        if one.is_long and rest > min(day.left, day.slice) + slices:
            return False
        # A long one that is pinned may have been begun though it cannot be ended.
        begun = sum(
            min(left, slices) if self._unread[id].is_long else left
            for id, left in self._unended.items()
            if id != one.id
        )
        return rest + begun <= day.left + ahead

    def _is_open(self, one: Unread) -> bool:
        """Whether all is read that a reading needs, as far as there is anything to read."""
        return not any(self._rest.get(id, 0.0) > 0 for id in one.needs) and all(
            need in self._begun or need not in self._openable
            for need in self._given.needs.get(one.competency or "", ())
        )

    def _cards_in(self, minutes: float) -> int:
        """How many cards can be asked in so many minutes."""
        return max(0, int(minutes / self._minute + 1e-9))

    def _measure(self, index: int, day: _Day) -> None:
        """Measure how many minutes the last pass asks for, and how many readings fit beside it.

        The minutes to the date are shared out by what they buy, the dearest first, between the
        readings and one more asking of every card.
        """
        near = self._end - day.day <= LAST_DAYS
        if index and index - self._measured < _REMEASURED and self._fitting and not near:
            return
        self._measured = index
        self._share_out(day, day.left + self._ahead[index])
        if index == 0:
            # The questions of what was read today count as they did when its reading was planned.
            unasked = sum(c.memory is None and not c.suspended for c in self._given.cards)
            self._demand += (self._given.new_today + unasked) * self._minute * RESERVE

    def _share_out(self, day: _Day, minutes: float) -> None:
        """Share out so many minutes."""
        asking = self._pool.lasting(day.day)
        card = next(asking, None)
        self._demand, self._fitting = 0.0, 0
        self._to_read = self._before_the_last_pass(day.day - self._today)
        for placed in self._queue:
            if not self._is_worth_beginning(placed, day):
                continue
            while minutes > 0 and card is not None and card[0] >= placed.density:
                self._demand += card[1]
                minutes -= card[1]
                card = next(asking, None)
            if minutes <= 0:
                return
            one = self._unread[placed.id]
            self._fitting += 1
            minutes -= self._rest[one.id] + one.questions * self._minute * (1 + RESERVE)
        while minutes > 0 and card is not None:
            self._demand += card[1]
            minutes -= card[1]
            card = next(asking, None)

    def _day_plan(self, index: int, day: _Day) -> DayPlan:
        items: list[Item] = []
        if day.cards_again:
            minutes = day.cards_again * self._minute
            items.append(Item(ItemKind.REVIEW, DUE, minutes, cards=day.cards_again))
        items += day.readings
        if day.cards_new:
            new = Item(ItemKind.REVIEW, NEW, day.cards_new * self._minute, cards=day.cards_new)
            # Those that wait come before what is read, with all others of the day.
            items.insert(len(items) - len(day.readings) if day.waited else len(items), new)
        if index in self._mocks:
            items.append(self._mocks[index])
        return DayPlan(date.fromordinal(day.day), self._minutes[index], tuple(items))
