"""`studyplan interview`: fields, streams and exit statuses that scripts depend on."""

from pathlib import Path

from studyplan.domain.interview import Dimension, StageName
from studyplan.locations import Locations
from studyplan.study import open_study, practising
from studyplan.study.practice import Practice
from tests.cli.conftest import Run

ID = "news-feed-ranking"


def practise(places: Locations) -> str:
    study = open_study(places)
    attempt = practising.start(study, ID, 30)
    practice = Practice(study, attempt)
    practice.type("Who reads it?")
    practice.pause()
    practising.finish(study, attempt, {Dimension.DATA: 3})
    study.close()
    return attempt


def test_the_list_says_how_far_one_is(run: Run, places: Locations) -> None:
    rows = run("interview", "list", "--json").json
    assert len(rows) == 30
    new = {"practised": 0, "last_score": None, "due": None, "is_due": False, "begun": None}
    assert all(new.items() <= row.items() for row in rows)
    practise(places)
    (row,) = (one for one in run("interview", "list", "--json").json if one["id"] == ID)
    assert (row["practised"], row["last_score"], row["is_due"]) == (1, 3.0, False)
    assert row["due"] is not None
    assert f"{ID} " in run("interview", "list").out


def test_one_is_shown_whole(run: Run) -> None:
    shown = run("interview", "show", "news-feed", "--json").json
    assert shown["id"] == ID
    assert [one["stage"] for one in shown["stages"]] == list(StageName)
    assert len(shown["rubric"]) == 8
    out = run("interview", "show", ID).out
    assert "How would you rank it?" in out
    assert "## Monitoring" in out


def test_history_has_what_was_written_and_scored(run: Run, places: Locations) -> None:
    assert run("interview", "history", "--json").json == []
    assert "Nothing was practised" in run("interview", "history").out
    attempt = practise(places)
    (made,) = run("interview", "history", ID, "--json").json
    assert (made["attempt"], made["minutes"]) == (attempt, 30)
    assert made["notes"] == {"scope": "Who reads it?"}
    assert made["scores"]["data"] == 3
    assert made["scores"]["features"] is None
    assert "3.0 of 4" in run("interview", "history").out
    assert run("interview", "history", "ads-ctr", "--json").json == []
    wrong = run("interview", "history", "nothing")
    assert wrong.status == 1
    assert "no interview `nothing`" in wrong.err


def test_an_export_never_overwrites_unasked(run: Run, places: Locations, tmp_path: Path) -> None:
    attempt, path = practise(places), tmp_path / "attempt.md"
    done = run("interview", "export", attempt, str(path))
    assert (done.status, done.out) == (0, "")
    assert "Who reads it?" in path.read_text(encoding="utf-8")
    path.write_text("mine")
    refused = run("interview", "export", attempt, str(path))
    assert refused.status == 1
    assert "--force" in refused.err
    assert path.read_text() == "mine"
    assert run("interview", "export", attempt, str(path), "--force").status == 0
    assert path.read_text(encoding="utf-8").startswith("# Rank a personalised")


def test_undo_names_it(run: Run, places: Locations) -> None:
    practise(places)
    assert "finished “Rank a personalised news feed”" in run("undo").err
    assert "began" not in run("undo").err


def test_an_interview_of_today_is_told(run: Run, places: Locations) -> None:
    practise(places)
    run("undo")
    (waiting,) = run("today", "--json").json["practices"]
    assert waiting == {
        "id": ID,
        "title": "Rank a personalised news feed",
        "minutes": 30,
        "begun": True,
    }
    assert "Practise " in run("today").out
