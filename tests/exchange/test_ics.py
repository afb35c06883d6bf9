"""Calendar files, read back by icalendar: times, UIDs, what a second import does."""

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from studyplan.domain.plan import DUE, DayPlan, Item, ItemKind
from studyplan.exchange import files, ics

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
TITLES = {"a": "Ranking, part 1; Ads\nand more", "m": "A news feed"}
ITEMS = (
    Item(ItemKind.REVIEW, DUE, 12.2, cards=14),
    Item(ItemKind.READ, "a", 20, whole=False),
    Item(ItemKind.INTERVIEW, "m", 45),
)


def times(at: time = time(19), now: datetime = NOW, remind: int | None = None) -> ics.Times:
    return ics.Times(now, BERLIN, at, time(4), remind)


def days(first: date, count: int, items: tuple[Item, ...] = ITEMS) -> list[DayPlan]:
    return [DayPlan(first + timedelta(days=n), 90, items) for n in range(count)]


def events(data: bytes) -> dict[str, Any]:
    """The events by UID, as a calendar keeps them."""
    found = Calendar.from_ical(data).walk("VEVENT")
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def made(
    planned: list[DayPlan],
    when: ics.Times | None = None,
    interviews: dict[str, date] | None = None,
    gone: dict[str, date] | None = None,
) -> dict[str, Any]:
    data = ics.calendar("0a1b", planned, interviews or {}, TITLES, when or times(), gone or {})
    return events(data)


def test_a_day_is_a_block_with_what_is_in_it() -> None:
    (event,) = made(days(date(2027, 3, 22), 1), times(remind=10)).values()
    assert event.start == datetime(2027, 3, 22, 18, 0, tzinfo=UTC)
    assert event.end - event.start == timedelta(minutes=78)
    assert event["summary"] == "Study: 1 mock interview, 1 reading, 14 cards"
    lines = str(event["description"]).split("\n")
    assert lines[0] == "Review 14 cards (12 min)"
    assert lines[1] == "Read: Ranking, part 1; Ads"
    assert lines[-1] == "Mock interview: A news feed (45 min)"
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(minutes=-10)


def test_local_time_stays_when_the_clocks_change() -> None:
    found = made(days(date(2027, 3, 26), 5))  # they change on the 28th
    starts = sorted(event.start for event in found.values())
    assert [start.astimezone(BERLIN).time() for start in starts] == [time(19)] * 5
    assert {start.utcoffset() for start in starts} == {timedelta(0)}
    assert starts[1].hour == 18
    assert starts[2].hour == 17


def test_a_time_that_the_clocks_skip_comes_after_the_gap() -> None:
    start = ics.begin(date(2027, 3, 27), times(time(2, 30)))  # of the study day before
    assert start.astimezone(BERLIN) == datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN)


def test_hours_after_midnight_belong_to_the_study_day_before() -> None:
    assert ics.begin(date(2027, 1, 4), times(time(1))).astimezone(BERLIN).date() == date(2027, 1, 5)
    assert ics.begin(date(2027, 1, 4), times(time(4))).astimezone(BERLIN).date() == date(2027, 1, 4)


def test_importing_again_updates_whatever_is_planned_now() -> None:
    first = made(days(date(2027, 3, 22), 3), interviews={"interview-1": date(2027, 4, 1)})
    later = times(now=NOW + timedelta(hours=1))
    less = days(date(2027, 3, 22), 3, ITEMS[:1])
    second = made(less, later, interviews={"interview-1": date(2027, 4, 8)})
    assert first.keys() == second.keys()
    for uid, event in second.items():
        assert event["sequence"] > first[uid]["sequence"]
        assert event["dtstamp"].dt > first[uid]["dtstamp"].dt
        assert event["last-modified"].dt == event["dtstamp"].dt
    assert second["0a1b-interview-1@studyplan"].start == date(2027, 4, 8)


def test_an_interview_takes_the_day_and_blocks_none_of_it() -> None:
    (event,) = made([], interviews={"interview-1": date(2027, 4, 1)}).values()
    assert (event.start, event.end) == (date(2027, 4, 1), date(2027, 4, 2))
    assert event["transp"] == "TRANSPARENT"


def test_what_is_gone_is_cancelled_under_the_name_that_it_had() -> None:
    before = made(days(date(2027, 3, 22), 1), interviews={"interview-2": date(2027, 4, 1)})
    names = {"2027-03-22": date(2027, 3, 22), "interview-2": date(2027, 4, 1)}
    after = made([], times(now=NOW + timedelta(hours=1)), gone=names)
    assert after.keys() == before.keys()
    for uid, event in after.items():
        assert event["status"] == "CANCELLED"
        assert event["sequence"] > before[uid]["sequence"]
        assert event["transp"] == "TRANSPARENT"
    assert after["0a1b-interview-2@studyplan"].start == date(2027, 4, 1)


def test_a_day_with_nothing_has_no_block() -> None:
    assert made(days(date(2027, 3, 22), 2, ())) == {}


def test_lines_are_folded_and_end_as_they_must() -> None:
    data = ics.calendar(
        "0a1b", days(date(2027, 3, 22), 1), {}, {"a": "ä" * 90, "m": "m"}, times(), {}
    )
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert ics.is_ours(data)
    assert not ics.is_ours(b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n")


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    files.write(path, b"one", may_replace=lambda _: False)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    files.write(path, b"two", may_replace=lambda start: start == b"one")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    with pytest.raises(files.NotWritten, match="exists"):
        files.write(path, b"three", may_replace=lambda _: False)
    assert [one.name for one in tmp_path.iterdir()] == ["a.ics"]
    assert path.read_bytes() == b"two"


def test_a_link_keeps_leading_to_the_file(tmp_path: Path) -> None:
    path, link = tmp_path / "a.ics", tmp_path / "link.ics"
    path.write_bytes(b"one")
    link.symlink_to(path)
    assert files.write(link, b"two", may_replace=lambda _: True) == path.resolve()
    assert link.is_symlink()
    assert path.read_bytes() == b"two"


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(files.NotWritten, match="is no file"):
        files.write(tmp_path, b"", may_replace=lambda _: True)
    with pytest.raises(files.NotWritten, match="cannot be written: No such file"):
        files.write(tmp_path / "gone" / "a.ics", b"", may_replace=lambda _: True)


def test_a_crash_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(files.NotWritten, match="No space left"):
        files.write(path, b"two", may_replace=lambda _: True)
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["a.ics"]
