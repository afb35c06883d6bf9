"""The study day: the day a person means when they say "today", in their own time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def end_of_week(day: date) -> date:
    """The last day of the week that a study day lies in; weeks begin on Monday."""
    return day + timedelta(days=6 - day.weekday())


@dataclass(frozen=True, slots=True)
class StudyDays:
    """Cuts time into study days, each named by the local date on which it begins.

    Days follow one another without gap or overlap, whatever the clocks of the zone do:
    `start(of(t)) <= t < end(of(t))` holds for every instant.
    """

    zone: tzinfo
    starts_at: time = time(4, 0)
    """Local time at which a study day begins; earlier hours belong to the day before."""

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is not None:
            raise ValueError(
                f"A study day starts at a local time; {self.starts_at} has a time zone of its own."
            )

    def of(self, instant: datetime) -> date:
        """Return the study day that an aware instant belongs to; ValueError if it is naive."""
        if instant.utcoffset() is None:
            raise ValueError(f"The time {instant} has no time zone, so it belongs to no study day.")
        day = instant.astimezone(self.zone).date()
        # The wall clock alone does not tell: where clocks go back over the start of a day, the
        # same wall times come once before that start and once after it.
        if instant < self.start(day):
            return day - _DAY
        if instant >= self.end(day):
            return day + _DAY
        return day

    def start(self, day: date) -> datetime:
        """Return the instant (UTC) at which the clocks first show the start of a day or later.

        A start that clocks skip falls on the first instant after the gap; of a start that clocks
        show twice, the first counts.
        """
        wall = datetime.combine(day, self.starts_at.replace(fold=0))
        instant = wall.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) == wall:
            return instant
        # PEP 495: in a gap, fold=1 gives an instant before the clocks change and fold=0 one after.
        before = wall.replace(tzinfo=self.zone, fold=1).astimezone(UTC)
        return self._change_between(before, instant)

    def end(self, day: date) -> datetime:
        """Return the instant (UTC) at which a day is over: the start of the next."""
        return self.start(day + _DAY)

    def _change_between(self, before: datetime, after: datetime) -> datetime:
        """Return the first instant at which the zone has the offset it has at `after`."""
        old = before.astimezone(self.zone).utcoffset()
        start = before.replace(microsecond=0)  # zones change on whole seconds
        low, high = 0, -((start - after) // _SECOND)
        while high - low > 1:
            middle = (low + high) // 2
            if (start + middle * _SECOND).astimezone(self.zone).utcoffset() == old:
                low = middle
            else:
                high = middle
        return start + high * _SECOND
