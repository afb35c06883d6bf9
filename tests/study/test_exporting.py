"""What leaves a study: its plan as a calendar keeps it, its texts as Markdown and as a vault."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension
from studyplan.domain.resource import Status
from studyplan.domain.text import is_clean
from studyplan.domain.wording import Wording
from studyplan.study import (
    Refused,
    Study,
    agenda,
    exporting,
    history,
    noting,
    practising,
    providing,
    questions,
    reading,
    settings,
    transcript,
    writing,
)
from studyplan.study.formats import FORMATS
from studyplan.study.practice import Practice

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


def practised(study: Study, interview: str = "news-feed-ranking", note: str = "Who?") -> str:
    """A finished attempt; its id."""
    attempt = practising.start(study, interview)
    practice = Practice(study, attempt)
    practice.type(note)
    practice.pause()
    practising.finish(study, attempt, {Dimension.DATA: 1, Dimension.FEATURES: 4})
    return attempt


def exported(study: Study, tmp_path: Path, format: str) -> str:
    """All that an export wrote, as one text."""
    path = tmp_path / f"out-{format}"
    FORMATS[format].write(study, path, False, writing.silent)
    found = [path] if path.is_file() else sorted(path.rglob("*.md"))
    return "\n".join(file.read_text(encoding="utf-8") for file in found)


@pytest.mark.parametrize("format", ["markdown", "vault"])
def test_what_a_person_took_from_a_text_is_in_it(study: Study, tmp_path: Path, format: str) -> None:
    noting.write_note(study, "focal-loss", "> A passage.\n\nMine.")
    mine = Wording("Why weigh the loss?", ("A passage as a point",), "And a batch?")
    questions.add(study, "focal-loss", mine)
    gone = questions.add(study, "K01", Wording("Which metric first?"))
    text = exported(study, tmp_path, format)
    for line in ("> A passage.", "**Question:** Why weigh the loss?", "- A passage as a point",
                 "**Then:** And a batch?", "**Question:** Which metric first?"):  # fmt: skip
        assert text.count(line) == 1
    questions.remove(study, gone)
    assert "Which metric first?" not in exported(study, tmp_path, format)


def test_finished_interviews_end_the_markdown(study: Study, tmp_path: Path) -> None:
    practising.start(study, "ads-ctr")  # not finished: not in it
    assert "## Mock interviews" not in exported(study, tmp_path, "markdown")
    attempt = practised(study)
    text = exported(study, tmp_path, "markdown")
    before, _, after = text.partition("\n## Mock interviews\n\n")
    assert "# Curriculum\n" in before
    alone = transcript.as_markdown(study, attempt)
    deeper = [f"##{line}" if line.startswith("#") else line for line in alone.splitlines()]
    assert after.splitlines() == "\n".join(deeper).rstrip().splitlines()
    assert "Mean 2.5 of 4." in after
    history.undo(study)  # the end of the attempt
    assert exported(study, tmp_path, "markdown").rstrip() == before.rstrip()


def test_a_finished_interview_is_a_note_of_the_vault(study: Study, tmp_path: Path) -> None:
    attempt = practised(study)
    exported(study, tmp_path, "vault")
    path = tmp_path / "out-vault" / "interviews" / f"attempt-{attempt}.md"
    text = path.read_text(encoding="utf-8")
    body = transcript.as_markdown(study, attempt).split("\n", 2)[2]
    assert body.strip() in text
    assert f'studyplan-id: "attempt-{attempt}"\n' in text
    assert "practised: 2026-11-24\nminutes: 45\nscore: 2.5\n" in text
    interview = practising.find(study, "news-feed-ranking").interview
    assert f"[[competency-{interview.competencies[0].lower()}|" in text
    assert f"[[{interview.works[0]}|" in text
    index = (tmp_path / "out-vault" / "studyplan.md").read_text(encoding="utf-8")
    line = f"[[attempt-{attempt}|{interview.title}]] (2026-11-24, 2.5 of 4)"
    assert f"## Mock interviews\n\n- {line}\n" in index


def test_what_was_written_outlives_an_interview_that_was_removed(
    study: Study, tmp_path: Path, shipped: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes((shipped / "interviews" / "ads-ctr.yaml").read_bytes())
    providing.add(study, file)
    attempt = practised(study, "my.ads-ctr", "Only mine.")
    providing.remove(study, "my.ads-ctr")
    text = transcript.as_markdown(study, attempt)
    assert text.startswith("# my.ads-ctr\n\nPractised 2026-11-24 09:00, 0:00 of 45 min.\n")
    assert "### Scope (0:00 of 5:00)\n\nOnly mine.\n" in text
    assert "| data | 1 |  |" in text
    for format in ("markdown", "vault"):
        assert "Only mine." in exported(study, tmp_path, format)


@pytest.mark.parametrize("format", ["csv", "markdown", "vault", "apkg"])
def test_what_a_stranger_put_into_a_database_commands_no_terminal(
    study: Study, tmp_path: Path, format: str
) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    evil = "A\x1b]0;owned\x07 \u202ework\x9b"
    study.store.run("UPDATE resource SET title = ?, company = ?", evil, evil)
    study.store.run("UPDATE progress SET note = ?, note_at = 0", evil)
    study.store.run("UPDATE prompt SET question = ?", evil)
    questions.add(study, "focal-loss", Wording("Why?", ("So.",)))
    study.store.run("UPDATE wording SET question = ?", evil)
    attempt = practised(study)
    record = "UPDATE interview SET title = ?, record = json_set(record, '$.title', ?)"
    study.store.run(record, evil, evil)
    notes = "UPDATE attempt SET notes = json_object('scope', ?) WHERE id = ?"
    study.store.run(notes, evil, attempt)
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
