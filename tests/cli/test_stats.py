"""`studyplan stats`: its fields are a contract, and its text says the same."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.cli import stats
from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.statistics import Retention
from studyplan.study import Study, practising, progress, reading, reviewing, settings
from tests.cli.conftest import Run

WORK, CARD = "focal-loss", "focal-loss:recall"
KEYS = {"readiness", "activity", "streak", "retention", "calibration", "forecast", "minutes"}


@pytest.fixture
def begun(study: Study, clock: FixedClock) -> Study:
    """A study with some of everything."""
    reading.mark(study, WORK, Status.READ)
    for grade in (Grade.EASY, Grade.GOOD, Grade.AGAIN):
        due = reviewing.grade(study, CARD, grade, seconds=30).due_day
        assert due is not None
        clock.set(clock.now() + (due - study.today))
    interview = practising.interviews_of(study)[0].interview.id
    practising.finish(study, practising.start(study, interview), dict.fromkeys(Dimension, 3))
    clock.set(clock.now() + timedelta(days=1))
    return study


def test_the_fields_of_a_first_day(run: Run) -> None:
    found = run("stats", "--json").json
    assert KEYS | {"companies", "date", "predicted_for"} == found.keys()
    assert len(found["readiness"]) == 18
    assert {one["score"] for one in found["readiness"]} == {None}
    assert all(len(one["reasons"]) == 3 for one in found["readiness"])
    assert found["activity"] == found["calibration"] == []
    assert found["streak"] == {"current": 0, "longest": 0}
    assert len(found["forecast"]["days"]) == 30
    assert found["minutes"]["all"]["total"] == 0
    assert found["retention"]["year"]["all"] == {
        "share": None, "low": None, "high": None, "recalled": 0, "reviews": 0
    }  # fmt: skip


def test_what_was_done_is_counted(run: Run) -> None:
    run("mark", WORK, "read")
    run("grade", CARD, "easy")
    found = run("stats", "--json").json
    one = next(one for one in found["readiness"] if one["id"] == "K02")
    assert {"id", "title", "score", "low", "high", "coverage", "recall", "reasons"} <= one.keys()
    assert one["score"] == pytest.approx(100 * one["coverage"] * one["recall"], abs=0.1)
    assert one["low"] < one["score"] <= one["high"]
    (day,) = found["activity"]
    assert (day["reviews"], day["readings"], day["practices"]) == (1, 1, 0)
    assert found["streak"]["current"] == 1
    spent = found["minutes"]["week"]
    assert spent["total"] == pytest.approx(spent["reading"] + spent["reviews"] + spent["practice"])
    assert day["minutes"] == spent["total"]


def test_the_record_has_the_numbers_of_the_screen(begun: Study) -> None:
    found = progress.progress(begun)
    record = stats.record(found)
    assert record["calibration"][0].keys() == {"predicted", "recalled", "reviews"}
    assert record["retention"]["target"] == 0.9
    year = record["retention"]["year"]
    assert year["all"]["reviews"] == year["young"]["reviews"] + year["mature"]["reviews"] == 2
    assert year["all"]["low"] < year["all"]["share"] < year["all"]["high"]
    assert sum(one["practices"] for one in record["activity"]) == 1
    assert record["forecast"]["new"] == found.forecast.new
    assert {"name", "works", "read", "recall", "cards"} == record["companies"][0].keys()
    practised = [one for one in record["readiness"] if one["interviews"] is not None]
    assert practised
    assert all(one["interviews"] == 3 for one in practised)


def test_the_text_says_it_in_words(begun: Study, run: Run) -> None:
    said = stats.text(progress.progress(begun))
    for heading in ("Readiness for", "Activity", "Retention, against a target of 90 %",
                    "Calibration", "Due", "Time"):  # fmt: skip
        assert heading in said
    assert "1 mock interview: 3.0 of 4" in said
    assert "nothing of " in said
    assert "○ predicted  ● recalled" in said


def test_the_text_of_a_first_day_says_what_to_do(run: Run) -> None:
    said = run("stats").out
    assert "`studyplan today` says what to do" in said
    assert "Retention" not in said
    assert said.count("?") == 18


def test_calibration_is_told_where_there_is_any(begun: Study) -> None:
    found = progress.progress(begun)
    without = replace(found, year=Retention())
    assert "Calibration" in stats.text(without)
    assert "Retention" not in stats.text(without)
    assert "Calibration" not in stats.text(replace(found, calibration=()))


def test_every_field_is_documented(begun: Study) -> None:
    text = (Path(__file__).parents[2] / "docs" / "progress.md").read_text(encoding="utf-8")

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return {*value, *(name for part in value.values() for name in names(part))}
        if isinstance(value, list):
            return {name for part in value for name in names(part)}
        return set()

    found = names(stats.record(progress.progress(begun)))
    assert {name for name in found if f"`{name}`" not in text} == set()


def test_the_parts_of_the_time_add_up(begun: Study) -> None:
    reading.mark(begun, "feature-logging", Status.READ)
    reviewing.grade(begun, "feature-logging:recall", Grade.GOOD, seconds=25)
    told = stats.text(progress.progress(begun))
    rows = [line for line in told.splitlines() if " practice" in line and "reading," in line]
    assert rows
    for row in rows:
        total, *parts = (int(number) for number in re.findall(r"(\d+) min", row))
        assert total == sum(parts)


def test_readiness_says_what_it_supposes(begun: Study) -> None:
    settings.change(begun, {"interview_date": (begun.today + timedelta(days=9)).isoformat()})
    assert "if nothing is asked again until then" in stats.text(progress.progress(begun))
