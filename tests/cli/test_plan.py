"""`plan` and `export ics`: fields, numbers that agree, what if, sentences for what cannot be."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.conftest import Run

IN_30_DAYS = date.today() + timedelta(days=30)  # noqa: DTZ011 - commands run by the system's clock


@pytest.fixture
def dated(run: Run) -> Run:
    assert run("set", "interview_date", IN_30_DAYS.isoformat()).status == 0
    return run


def test_the_plan_keeps_its_contract(dated: Run) -> None:
    found = dated("plan", "--json").json
    works = {one["id"]: one for one in dated("list", "--chapters", "--json").json}
    assert found["interview_date"] == IN_30_DAYS.isoformat()
    assert [day["date"] for day in found["days"]] == sorted(day["date"] for day in found["days"])
    assert found["days"][-1]["date"] < found["interview_date"]
    seen = []
    for day in found["days"]:
        assert sum(item["minutes"] for item in day["items"]) <= day["minutes"] + 0.01
        assert day["planned"] == pytest.approx(sum(item["minutes"] for item in day["items"]))
        for item in day["items"]:
            assert {"kind", "id", "minutes"} <= item.keys()
            assert item["kind"] in {"read", "primer", "review", "interview"}
            if item["kind"] == "read":
                seen.append(item["id"])
                assert item["id"] in works
    cut = [one["id"] for one in found["cut"]]
    assert cut
    assert not set(cut) & set(seen)
    assert all(one["why"] for one in found["cut"])
    competencies = {one["id"] for one in dated("competencies", "--json").json}
    assert found["recall"].keys() == competencies
    assert all(0 <= share <= 1 for share in found["recall"].values())
    for id, predicted in found["predictions"].items():
        assert 0 <= predicted["low"] <= predicted["expected"] <= predicted["high"] <= 1
        assert predicted["expected"] == found["recall"][id]
    score = found["score"]
    assert score["low"] <= score["expected"] <= score["high"]
    assert set(found["latest"]) >= {*cut, *seen}
    assert found["readings"]["fit"] <= found["readings"]["unread"]


def test_the_text_says_the_same(dated: Run) -> None:
    found, text = dated("plan", "--json").json, dated("plan").out
    assert f"Predicted recall {found['score']['expected'] * 100:.0f} of 100" in text
    assert f"{len(found['cut'])} cut." in text
    assert all(one["why"] in text for one in found["cut"])
    assert all(id in text for id in found["recall"])
    assert "  Interview" in text


def test_a_date_beyond_what_is_planned_is_said_to_be(run: Run) -> None:
    far = (IN_30_DAYS + timedelta(days=600)).isoformat()
    assert run("set", "interview_date", far).status == 0
    found, text = run("plan", "--json").json, run("plan").out
    assert found["until"] < found["interview_date"] == far
    assert (found["latest"], len(found["days"])) == ({}, 400)
    assert "Planned and predicted to " in text


def test_a_day_that_is_used_up_is_no_day_off(dated: Run) -> None:
    today = date.fromisoformat(dated("plan", "--json").json["date"])
    assert dated("set", f"minutes.{today:%a}".lower(), "10").status == 0
    assert dated("mark", "focal-loss", "read").status == 0
    said = next(
        line for line in dated("plan").out.splitlines() if f"{today:%a} {today.day} " in line
    )
    assert said.endswith("  10 done + 0 of 10 min")


def test_without_a_date_it_plans_on_and_says_how_to_set_one(run: Run) -> None:
    found = run("plan", "--json").json
    assert found["interview_date"] is None
    assert len(found["days"]) == 28
    assert found["cut"] == []
    text = run("plan").out
    assert text.startswith("No interview date yet")
    assert "studyplan set interview_date" in text


def test_what_if_changes_nothing(dated: Run) -> None:
    before = dated("settings", "--json").json
    plain = dated("plan", "--json").json
    more = dated("plan", "--minutes", "120", "--json").json
    assert {day["minutes"] for day in more["days"][1:-1]} == {120}
    assert more["score"]["expected"] > plain["score"]["expected"]
    assert len(more["cut"]) < len(plain["cut"])
    nearer = (IN_30_DAYS - timedelta(days=10)).isoformat()
    assert dated("plan", "--date", nearer, "--json").json["interview_date"] == nearer
    assert dated("plan", "--date", "none", "--json").json["interview_date"] is None
    assert dated("plan", "--retention", "0.8", "--json").json["interview_date"]
    assert dated("plan", "--json").json == plain
    assert dated("settings", "--json").json == before


def test_another_date_is_that_of_the_next_interview(dated: Run) -> None:
    second = IN_30_DAYS + timedelta(days=9)
    assert dated("set", "later_interviews", second.isoformat()).status == 0

    def interviews(day: date | str) -> list[str]:
        found = dated("plan", "--date", str(day), "--json").json
        assert found["interview_date"] == (found["interviews"] or [None])[0]
        return list(found["interviews"])

    nearer, later, last = (IN_30_DAYS + timedelta(days=days) for days in (-9, 4, 20))
    assert interviews(nearer) == [str(nearer), str(second)]
    assert interviews(later) == [str(later), str(second)]
    assert interviews(second) == [str(second)]
    assert interviews(last) == [str(last)]
    assert interviews("none") == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--date", "2020-01-01"), "is in the past"),
        (("--date", "soon"), "is not a date"),
        (("--minutes", "many"), "is not like `60`"),
        (("--retention", "2"), "is not between 0.7 and 0.99"),
    ],
)
def test_what_cannot_be_tried_is_said(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run("plan", *arguments)
    assert ran.status == 1
    assert sentence in ran.err
    assert ran.out == ""


def test_the_calendar_is_written_and_brought_up_to_date(dated: Run, tmp_path: Path) -> None:
    path = tmp_path / "study.ics"
    ran = dated("export", "ics", str(path), "--at", "20:15", "--json")
    planned = [day for day in dated("plan", "--json").json["days"] if day["items"]]
    assert ran.json == {
        "path": str(path), "blocks": len(planned), "interviews": 1, "cancelled": 0
    }  # fmt: skip
    first = Calendar.from_ical(path.read_bytes())
    assert len(first.walk("VEVENT")) == len(planned) + 1
    assert dated("mark", "focal-loss", "read").status == 0
    assert dated("export", "ics", str(path)).status == 0
    second = Calendar.from_ical(path.read_bytes())
    uids = [{str(e["uid"]) for e in calendar.walk("VEVENT")} for calendar in (first, second)]
    assert uids[0] == uids[1]


def test_another_file_is_left_alone_unless_forced(dated: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine", encoding="utf-8")
    ran = dated("export", "ics", str(path))
    assert (ran.status, path.read_text(encoding="utf-8")) == (1, "mine")
    assert "exists; --force overwrites it" in ran.err
    assert dated("export", "ics", str(path), "--force").status == 0
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--at", "7pm"), "is not a time like 19:00"),
        (("--at", "19:00+02:00"), "has a time zone"),
        (("--remind", "-5"), "is not between 0 and"),
    ],
)
def test_times_that_cannot_be_are_said(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = run("export", "ics", str(tmp_path / "a.ics"), *arguments)
    assert ran.status == 1
    assert sentence in ran.err
    assert not (tmp_path / "a.ics").exists()


def test_a_calendar_needs_its_format_and_path(run: Run) -> None:
    assert run("export").status == 2
    assert run("export", "ics").status == 2
