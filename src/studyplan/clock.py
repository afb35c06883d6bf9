"""The only place that reads the clock and the time zone of the machine."""

from datetime import UTC, datetime, tzinfo
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """What tells the time: the system's in use, a fixed one in tests."""

    def now(self) -> datetime:
        """The instant now, aware, in UTC, cut to whole milliseconds."""

    @property
    def zone(self) -> tzinfo:
        """The person's time zone."""


def to_milliseconds(instant: datetime) -> datetime:
    """`instant` in UTC, cut to the precision that the store keeps."""
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


ZONE_HOLDS = 60.0
"""Seconds for which the zone of the machine is taken to be what it was: asking takes 2 ms."""


class SystemClock:
    """The clock and the time zone of this machine."""

    def __init__(self) -> None:
        self._zone: tzinfo = UTC
        self._asked: float | None = None

    def now(self) -> datetime:
        """The instant now, aware, in UTC, cut to whole milliseconds."""
        return to_milliseconds(datetime.now(UTC))

    @property
    def zone(self) -> tzinfo:
        """The zone set on this machine, asked for anew now and then so that a journey is noticed.

        Where it is set in a way that names no zone (`TZ=CET-1CEST`), the offset of now.
        """
        if self._asked is None or monotonic() - self._asked > ZONE_HOLDS:
            self._zone = _zone_of_the_machine()
            self._asked = monotonic()
        return self._zone


def monotonic_seconds() -> float:
    """Seconds on a clock that nobody sets, for what must not take longer."""
    return monotonic()


def _zone_of_the_machine() -> tzinfo:
    from tzlocal import reload_localzone

    try:
        return reload_localzone()
    except (LookupError, ValueError, OSError):
        return datetime.now().astimezone().tzinfo or UTC


class FixedClock:
    """A clock that stands still until it is set: for tests and screenshots."""

    def __init__(self, now: datetime, zone: tzinfo = UTC) -> None:
        self.instant = to_milliseconds(now)
        self._zone = zone

    def now(self) -> datetime:
        """The instant this clock was last set to."""
        return self.instant

    @property
    def zone(self) -> tzinfo:
        """The zone given at the start, or the last one travelled to."""
        return self._zone

    def set(self, now: datetime) -> None:
        """Move the hands to `now`."""
        self.instant = to_milliseconds(now)

    def travel(self, zone: tzinfo) -> None:
        """Take the clock to another zone."""
        self._zone = zone
