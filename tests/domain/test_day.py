from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyplan.domain.day import StudyDays

BERLIN = StudyDays(ZoneInfo("Europe/Berlin"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)

# Shifts of 30 minutes, 1 and 2 hours, at midnight, by odd seconds, and dates left out or repeated.
ZONES = (
    "Africa/Casablanca",
    "Africa/Monrovia",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "UTC",
)


@lru_cache
def changes(zone: str) -> tuple[datetime, ...]:
    """Instants, to the hour, just before which or at which the clocks of a zone change."""

    def found() -> Iterator[datetime]:
        instant, last = datetime(1968, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
        while instant < last:
            offset = instant.astimezone(ZoneInfo(zone)).utcoffset()
            if (instant + DAY).astimezone(ZoneInfo(zone)).utcoffset() != offset:
                hour = instant
                while hour.astimezone(ZoneInfo(zone)).utcoffset() == offset:
                    hour += timedelta(hours=1)
                yield hour
            instant += DAY

    return tuple(found()) or (datetime(2026, 1, 1, tzinfo=UTC),)


@st.composite
def days_and_instants(draw: st.DrawFn) -> tuple[StudyDays, datetime]:
    """A zone and a start of day, and an instant, one in two within 26 hours of a clock change."""
    zone = draw(st.sampled_from(ZONES))
    days = StudyDays(ZoneInfo(zone), draw(st.sampled_from([time(4), time(0)]) | st.times()))
    years = timedelta(days=65 * 365)
    anywhere = st.builds(datetime.__add__, st.just(EPOCH), st.timedeltas(-years, 2 * years))
    hours = timedelta(hours=26)
    near = st.builds(datetime.__add__, st.sampled_from(changes(zone)), st.timedeltas(-hours, hours))
    return days, draw(anywhere | near)


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-03-10 12:00", date(2026, 3, 10)),
        ("2026-03-10 23:59", date(2026, 3, 10)),
        ("2026-03-11 00:01", date(2026, 3, 10)),
        ("2026-03-11 01:00", date(2026, 3, 10)),
        ("2026-03-11 03:59:59.999999", date(2026, 3, 10)),
        ("2026-03-11 04:00", date(2026, 3, 11)),
        ("2028-02-29 03:00", date(2028, 2, 28)),
        ("2028-02-29 04:00", date(2028, 2, 29)),
        ("2028-03-01 03:00", date(2028, 2, 29)),
        ("2027-03-01 03:00", date(2027, 2, 28)),
        ("2027-01-01 03:00", date(2026, 12, 31)),
    ],
)
def test_early_hours_belong_to_the_day_before(local: str, day: date) -> None:
    assert BERLIN.of(datetime.fromisoformat(local).replace(tzinfo=BERLIN.zone)) == day


def test_the_zone_of_the_instant_does_not_matter() -> None:
    instant = datetime(2026, 7, 1, 1, 59, tzinfo=UTC)  # 03:59 in Berlin
    for zone in (UTC, ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=-11))):
        assert BERLIN.of(instant.astimezone(zone)) == date(2026, 6, 30)
        assert BERLIN.of((instant + timedelta(minutes=1)).astimezone(zone)) == date(2026, 7, 1)


def test_the_day_is_that_of_the_zone_one_is_in() -> None:
    instant = datetime(2026, 7, 1, 20, 0, tzinfo=UTC)
    assert StudyDays(ZoneInfo("Asia/Tokyo")).of(instant) == date(2026, 7, 2)
    assert StudyDays(ZoneInfo("America/Los_Angeles")).of(instant) == date(2026, 7, 1)


def test_start_and_end_are_utc() -> None:
    assert BERLIN.start(date(2026, 7, 1)) == datetime(2026, 7, 1, 2, tzinfo=UTC)
    assert BERLIN.end(date(2026, 7, 1)) == datetime(2026, 7, 2, 2, tzinfo=UTC)
    assert BERLIN.start(date(2026, 7, 1)).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 27), 24),
        (date(2026, 3, 28), 23),
        (date(2026, 3, 29), 24),
        (date(2026, 10, 24), 25),
        (date(2026, 10, 25), 24),
        (date(2028, 2, 28), 24),
        (date(2028, 2, 29), 24),
    ],
)
def test_a_day_has_the_hours_the_clocks_give_it(day: date, hours: int) -> None:
    assert BERLIN.end(day) - BERLIN.start(day) == timedelta(hours=hours)


@pytest.mark.parametrize("starts_at", [time(2), time(2, 30), time(2, 59, 59, 999999)])
def test_a_start_that_clocks_skip_is_the_first_instant_after_the_gap(starts_at: time) -> None:
    days = StudyDays(ZoneInfo("Europe/Berlin"), starts_at)
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 02:00 becomes 03:00
    assert days.start(date(2026, 3, 29)) == change
    assert days.of(change) == date(2026, 3, 29)
    assert days.of(change - timedelta(microseconds=1)) == date(2026, 3, 28)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_start_that_clocks_show_twice_is_the_first(fold: int) -> None:
    days = StudyDays(ZoneInfo("Europe/Berlin"), time(2, 30, fold=fold))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 03:00 becomes 02:00 at 01:00 UTC
    assert days.start(date(2026, 10, 25)) == first
    again_before_the_start = datetime(2026, 10, 25, 2, 10, tzinfo=days.zone, fold=1)
    assert days.of(again_before_the_start) == date(2026, 10, 25)
    assert days.of(again_before_the_start.replace(fold=0)) == date(2026, 10, 24)


def test_a_midnight_that_clocks_skip() -> None:
    days = StudyDays(ZoneInfo("America/Sao_Paulo"), time(0))
    assert days.start(date(2018, 11, 4)) == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_clocks_that_go_back_over_midnight_do_not_bring_yesterday_back() -> None:
    days = StudyDays(ZoneInfo("America/St_Johns"), time(0))
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)  # a minute later it was 23:01 again
    assert days.start(date(2010, 11, 7)) == midnight
    assert days.of(midnight + timedelta(minutes=30)) == date(2010, 11, 7)
    assert days.of(midnight - timedelta(minutes=30)) == date(2010, 11, 6)


def test_a_date_that_a_zone_left_out_is_a_short_or_an_empty_day() -> None:
    zone = ZoneInfo("Pacific/Apia")  # went from the end of 29 to the start of 31 December 2011
    change = datetime(2011, 12, 30, 10, 0, tzinfo=UTC)
    at_four, at_midnight = StudyDays(zone), StudyDays(zone, time(0))
    assert at_four.start(date(2011, 12, 30)) == change
    assert at_four.end(date(2011, 12, 30)) == change + timedelta(hours=4)
    assert at_midnight.start(date(2011, 12, 30)) == at_midnight.end(date(2011, 12, 30)) == change
    assert at_midnight.of(change) == date(2011, 12, 31)


@given(days_and_instants())
@example((StudyDays(ZoneInfo("Pacific/Apia"), time(0)), datetime(2011, 12, 30, 10, tzinfo=UTC)))
def test_each_instant_lies_in_its_day(case: tuple[StudyDays, datetime]) -> None:
    days, instant = case
    day = days.of(instant)
    assert days.start(day) <= instant < days.end(day)


@given(days_and_instants())
def test_a_day_starts_when_the_clocks_first_show_its_start(
    case: tuple[StudyDays, datetime],
) -> None:
    days, instant = case
    day = days.of(instant)
    begin = datetime.combine(day, days.starts_at)

    def wall(moment: datetime) -> datetime:
        return moment.astimezone(days.zone).replace(tzinfo=None)

    start = days.start(day)
    assert wall(start) >= begin
    assert wall(start - timedelta(microseconds=1)) < begin
    for quarters in range(1, 4 * 26):
        assert wall(start - quarters * timedelta(minutes=15)) < begin


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="2026-01-01 10:00:00 has no time zone"):
        BERLIN.of(datetime.fromisoformat("2026-01-01 10:00"))


def test_a_start_of_day_with_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="a time zone of its own"):
        StudyDays(UTC, time(4, tzinfo=UTC))
