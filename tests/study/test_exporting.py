"""The calendar of a study, as a calendar that takes in one file after the other keeps it."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from studyplan.clock import FixedClock
from studyplan.domain.resource import Status
from studyplan.domain.text import is_clean
from studyplan.study import Refused, Study, agenda, exporting, reading, settings, writing
from studyplan.study.formats import FORMATS

Kept = dict[str, Any]


@pytest.fixture
def dated(study: Study) -> Study:
    days = {"interview_date": "2026-12-01", "later_interviews": "2026-12-10, 2026-12-20"}
    settings.change(study, days)
    return study


def take_in(study: Study, path: Path, kept: Kept) -> exporting.Written:
    """Export, and import into a calendar that keeps events by UID and drops those cancelled."""
    written = exporting.calendar(study, path)
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        uid = str(event["uid"])
        assert uid not in kept or event["sequence"] >= kept[uid]["sequence"]
        if event.get("status") == "CANCELLED":
            kept.pop(uid, None)
        else:
            kept[uid] = event
    return written


def interviews(kept: Kept) -> list[date]:
    return sorted(event.start for uid, event in kept.items() if "-interview-" in uid)


def blocks(kept: Kept) -> list[date]:
    return sorted(event.start.date() for event in kept.values() if "Study" in event["summary"])


def planned(study: Study) -> list[date]:
    return [day.day for day in agenda.agenda(study).plan.days if day.items]


def test_what_is_planned_and_to_come_is_in_it(dated: Study, tmp_path: Path) -> None:
    kept: Kept = {}
    written = take_in(dated, tmp_path / "study.ics", kept)
    assert (written.blocks, written.interviews, written.cancelled) == (len(planned(dated)), 3, 0)
    assert interviews(kept) == list(dated.settings.interviews)
    assert blocks(kept) == planned(dated)


def test_an_interview_that_is_removed_is_in_no_calendar_twice(
    dated: Study, clock: FixedClock, tmp_path: Path
) -> None:
    kept: Kept = {}
    take_in(dated, tmp_path / "study.ics", kept)
    settings.change(dated, {"later_interviews": "2026-12-20"})
    clock.set(clock.now() + timedelta(hours=1))
    assert take_in(dated, tmp_path / "study.ics", kept).cancelled == 1
    assert interviews(kept) == [date(2026, 12, 1), date(2026, 12, 20)]
    settings.change(dated, {"interview_date": "2026-12-03"})
    clock.set(clock.now() + timedelta(hours=1))
    take_in(dated, tmp_path / "study.ics", kept)
    assert interviews(kept) == [date(2026, 12, 3), date(2026, 12, 20)]


def test_a_day_that_is_free_now_has_no_block_any_more(
    dated: Study, clock: FixedClock, tmp_path: Path
) -> None:
    kept: Kept = {}
    take_in(dated, tmp_path / "study.ics", kept)
    settings.change(dated, {"days_off": "2026-11-26, 2026-11-27"})
    clock.set(clock.now() + timedelta(hours=1))
    for _ in range(2):  # a file that was never imported is no harm
        assert exporting.calendar(dated, tmp_path / "study.ics").cancelled == 2
    take_in(dated, tmp_path / "other.ics", kept)
    assert blocks(kept) == planned(dated)
    settings.change(dated, {"days_off": "none"})
    clock.set(clock.now() + timedelta(hours=1))
    assert take_in(dated, tmp_path / "study.ics", kept).cancelled == 0
    assert blocks(kept) == planned(dated)


def test_what_is_over_is_left_as_it_was(dated: Study, clock: FixedClock, tmp_path: Path) -> None:
    kept: Kept = {}
    take_in(dated, tmp_path / "study.ics", kept)
    before = blocks(kept)
    clock.set(datetime(2026, 12, 5, 9, tzinfo=UTC))
    assert take_in(dated, tmp_path / "study.ics", kept).cancelled == 0
    assert interviews(kept) == [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 20)]
    assert [day for day in before if day < date(2026, 12, 5)] == [
        day for day in blocks(kept) if day < date(2026, 12, 5)
    ]


def test_a_file_that_cannot_be_written_is_not_remembered(dated: Study, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        exporting.calendar(dated, tmp_path / "gone" / "study.ics")
    settings.change(dated, {"later_interviews": "none"})
    assert exporting.calendar(dated, tmp_path / "study.ics").cancelled == 0


@pytest.mark.parametrize("format", ["csv", "markdown", "vault", "apkg"])
def test_what_a_stranger_put_into_a_database_commands_no_terminal(
    study: Study, tmp_path: Path, format: str
) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    evil = "A\x1b]0;owned\x07 \u202ework\x9b"
    study.store.run("UPDATE resource SET title = ?, company = ?", evil, evil)
    study.store.run("UPDATE progress SET note = ?, note_at = 0", evil)
    study.store.run("UPDATE prompt SET question = ?", evil)
    path = tmp_path / "out"
    FORMATS[format].write(study, path, False, writing.silent)
    for file in [path] if path.is_file() else sorted(path.rglob("*.md")):
        data = file.read_bytes()
        if format == "apkg":
            with zipfile.ZipFile(file) as archive:
                data = archive.read("collection.anki21")
        else:
            assert is_clean(data.decode().replace("\r\n", "\n"))
        assert b"\x1b]0;" not in data
        assert "\u202e".encode() not in data
