"""The command line is a contract: fields, streams and exit statuses that scripts depend on."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from studyplan.cli import text
from studyplan.cli.parser import COLUMNS, FOCUSES, GRADES, LISTS, STATUSES
from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.settings import SETTINGS
from studyplan.locations import Locations
from studyplan.study import importing, open_study, settings
from studyplan.study.asking import Due
from tests.cli.conftest import Run

WORK = "focal-loss"
CARD = f"{WORK}:recall"


def test_the_words_of_the_parser_are_those_of_the_domain() -> None:
    assert set(STATUSES) == set(Status)
    assert set(LISTS) == set(importing.FORMAT_NAMES)
    assert set(COLUMNS) == set(importing.COLUMNS)
    assert SETTINGS["focus"].choices == FOCUSES
    assert tuple(grade.label for grade in Grade) == GRADES


def test_list_gives_every_work_with_its_fields(run: Run) -> None:
    works = run("list", "--json").json
    assert len(works) == 120
    fields = {"id", "title", "url", "kind", "company", "year", "competency", "status", "minutes"}
    assert all(fields | {"due"} <= work.keys() for work in works)
    assert all(work["competency"] and work["kind"] for work in works)
    assert all("parent" not in work for work in works)


def test_chapters_come_with_their_parent(run: Run) -> None:
    rows = run("list", "--chapters", "--json").json
    books = {row["id"] for row in rows if row["parent"] is None}
    chapters = [row for row in rows if row["parent"]]
    assert len(books) == 120
    assert chapters
    assert all(chapter["id"].startswith(chapter["parent"] + "/") for chapter in chapters)


def test_a_query_keeps_the_works_that_contain_every_word(run: Run) -> None:
    found = run("list", "netflix", "A/B", "--json").json
    assert found
    assert all("netflix" in (w["company"] or "").lower() for w in found)
    assert run("list", "no-such-word-anywhere", "--json").json == []


def test_competencies_give_the_graph_and_how_much_is_read(run: Run) -> None:
    run("mark", WORK, "read")
    found = {one["id"]: one for one in run("competencies", "--json").json}
    assert len(found) == 18
    assert {"id", "title", "needs", "works", "read"} <= found["K07"].keys()
    assert found["K07"]["needs"] == ["K04", "K06"]
    assert found["K02"]["read"] == 1
    assert sum(one["works"] for one in found.values()) == 94  # without the 26 hubs


def test_a_day_by_script(run: Run) -> None:
    """Each action is seen by the next command, in a process of its own as far as it can tell."""
    assert run("due", "--json").json == []
    marked = run("mark", WORK, "read")
    assert (marked.status, marked.out) == (0, "")  # narration goes to stderr
    assert "read" in marked.err

    run("note", WORK, "--text", "Down-weights *easy* examples.")
    shown = run("show", WORK, "--json").json
    assert shown["notes"] == "Down-weights *easy* examples."
    assert shown["status"] == "read"
    assert shown["cards"][0]["card"] == CARD
    assert len(shown["cards"]) >= 4  # free recall, and at least three prompts
    assert [it["kind"] for it in shown["history"]] == ["mark", "note"]
    assert run("note", WORK).out == "Down-weights *easy* examples.\n"

    first, *others = run("due", "--json").json
    assert {"card", "resource", "question", "due", "stability", "difficulty", "retrievability"} <= (
        first.keys()
    )
    assert (first["card"], first["resource"], first["stability"]) == (CARD, WORK, None)
    assert len(others) == len(shown["cards"]) - 1

    graded = run("grade", CARD, "easy", "--json").json
    assert graded["stability"] == pytest.approx(8.2956, rel=1e-5)
    assert date.fromisoformat(graded["due"]) > date.today()  # noqa: DTZ011 - as the command sees it
    assert run("due", "--json").json == others
    (work,) = run("list", "focal", "loss", "--json").json
    assert work["due"] < graded["due"]  # its other cards are new

    card = run("show", CARD, "--json").json
    assert [review["grade"] for review in card["history"]] == ["easy"]
    assert {"card", "question", "due", "stability", "difficulty", "history"} <= card.keys()

    assert "graded" in run("undo").err
    assert run("due", "--json").json == [first, *others]
    assert run("redo", "--json").json["redone"].startswith("graded")
    assert run("due", "--json").json == others


def test_any_action_is_undone_by_its_id_in_a_later_session(run: Run, tmp_path: Path) -> None:
    """Marks, settings and imports alike; what depends on one is named, or goes with it."""
    path = tmp_path / "mine.rst"
    path.write_text("Topics\n    - [a.org] `A work of mine <https://a.org/mine>`_\n")
    run("import", str(path))
    run("mark", "my.", "read")
    run("set", "retention", "0.8")
    run("set", "minutes.mon", "20")
    minutes, retention, _, imported = run("history", "--json").json
    assert [minutes["what"], retention["what"]] == ["set minutes.mon to 20", "set retention to 0.8"]
    assert imported["id"].replace("-", "")[-8:] in run("history").out

    assert run("undo", retention["id"]).err == "Undone: set retention to 0.8.\n"
    assert run("settings", "--json").json["retention"] == 0.9
    assert run("settings", "--json").json["minutes.mon"] == 20
    refused = run("undo", imported["id"][-8:])
    assert refused.status == 1
    assert "A later action depends on it: you marked “A work of mine” read" in refused.err
    assert "--with-later" in refused.err
    assert run("list", "A work of mine", "--json").json
    done = run("undo", imported["id"][-8:], "--with-later", "--json").json
    assert done["undone"].startswith("imported 1 work")
    assert len(done["with"]) == 1
    assert not run("list", "A work of mine", "--json").json
    assert run("undo", imported["id"]).err == "studyplan: It is undone already.\n"
    assert "see `studyplan history`" in run("undo", "ffffffff").err
    for _ in range(3):
        run("redo")
    assert [one["undone"] for one in run("history", "--json").json] == [False] * 4


def test_a_step_of_minutes_is_due_at_an_instant(run: Run) -> None:
    run("mark", WORK, "read")
    due = run("grade", CARD, "again", "--json").json["due"]
    assert datetime.fromisoformat(due).tzinfo is not None


def test_settings_are_set_shown_and_undone(run: Run) -> None:
    run("set", "interview_date", "2999-01-05")
    run("set", "minutes.sat", "120")
    run("set", "days_off", "2026-12-24, 2026-12-25")
    values = run("settings", "--json").json
    assert values["interview_date"] == "2999-01-05"
    assert values["minutes.sat"] == 120
    assert values["days_off"] == ["2026-12-24", "2026-12-25"]
    run("undo")
    assert run("settings", "--json").json["days_off"] == []


def test_today_gives_the_day(run: Run) -> None:
    run("set", "interview_date", "2999-01-05")
    run("mark", WORK, "read")
    day = run("today", "--json").json
    assert day["due"]["cards"] == len(run("show", WORK, "--json").json["cards"]) > 1
    assert day["days_left"] > 0
    assert [one["id"] for one in day["done"]] == [WORK]
    assert day["minutes"]["done"] > 0
    assert day["readings"]
    assert sum(one["minutes"] for one in day["readings"]) <= day["minutes"]["planned"]


@pytest.mark.parametrize(
    "command",
    ["list", "due", "competencies", "today", "settings", "locate", "show focal-loss", "list meta"],
)
def test_every_command_prints_text_as_well(run: Run, command: str) -> None:
    run("mark", WORK, "read")
    ran = run(*command.split())
    assert ran.status == 0
    assert ran.out.strip()
    assert "Traceback" not in ran.out + ran.err


def test_the_beginning_of_an_id_is_enough(run: Run) -> None:
    assert run("show", "focal", "--json").json["id"] == WORK
    several = run("show", "netflix")
    assert several.status == 1
    assert "several" in several.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "nothing-like-it"], "There is no work `nothing-like-it`"),
        (["mark", "nothing-like-it", "read"], "There is no work"),
        (["note", "nothing-like-it", "--text", "x"], "There is no work"),
        (["grade", "focal-loss:recall", "good"], "There is no card"),
        (["undo"], "There is nothing to undo."),
        (["redo"], "There is nothing to redo."),
        (["set", "retention", "1.5"], "`retention`: 1.5 is not between 0.7 and 0.99."),
        (["set", "retention", "0"], "`retention`: 0 is not between"),
        (["set", "interview_date", "2001-09-09"], "is in the past"),
        (["set", "interview_date", "soon"], "is not a date like"),
        (["set", "minutes.mon", "many"], "is not a whole number"),
        (["set", "learning_steps", "10m 1m"], "shorter"),
        (["set", "colour", "red"], "There is no setting `colour`."),
        (["import", "/no/such/file.rst"], "/no/such/file.rst"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    run: Run, places: Locations, arguments: list[str], sentence: str
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("studyplan: ")
    assert ran.err.count("\n") == 1
    assert sentence in ran.err
    with sqlite3.connect(places.database) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (0,)


@pytest.mark.parametrize(
    "arguments", [["mark", WORK, "finished"], ["grade", CARD, "5"], ["fly"], ["list", "--jsno"]]
)
def test_bad_usage_is_status_two(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).status == 2


def test_a_database_that_is_none_is_a_sentence(run: Run, places: Locations) -> None:
    places.database.write_bytes(b"Dear diary, today I learnt SQL. " * 9)
    before = places.database.read_bytes()
    ran = run("list")
    assert ran.status == 1
    assert f"{places.database} is not a studyplan database" in ran.err
    assert places.database.read_bytes() == before


def test_an_error_of_ours_is_a_sentence_and_a_report(
    run: Run, places: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("studyplan.study.planning.today", broken)
    ran = run("today")
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError: a bug" in ran.err
    assert "Traceback" in (places.data / "crash.txt").read_text()


def test_the_data_directory_may_stand_before_and_after_the_command(
    places: Locations, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from studyplan.__main__ import main

    found = []
    for arguments in (
        ["--data-dir", str(places.data), "locate"],
        ["locate", "--data-dir", str(places.data)],
    ):
        assert main(arguments) == 0
        found.append(capsys.readouterr().out)
    monkeypatch.setenv("STUDYPLAN_DATA_DIR", str(places.data))
    assert main(["locate"]) == 0
    assert {capsys.readouterr().out, *found} == {found[0]}
    assert str(places.database) in found[0]


def test_the_note_is_edited_in_the_persons_editor(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my editor.sh"
    editor.write_text('#!/bin/sh\nprintf "and more\\n" >> "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", f"'{editor}'")
    run("note", WORK, "--text", "before ")
    assert run("note", WORK, "--edit").status == 0
    assert run("note", WORK).out == "before and more\n"


def test_a_failing_editor_loses_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "typed" > "$1"\nexit 3\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    ran = run("note", WORK, "--edit")
    assert ran.status == 1
    kept = Path(ran.err.rstrip(".\n").split(" kept in ")[1])
    assert kept.read_text() == "typed"
    kept.unlink()


@pytest.mark.parametrize("editor", ["vim 'x", "/no/such/editor"])
def test_an_editor_that_cannot_be_run_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    ran = run("note", WORK, "--edit")
    assert ran.status == 1
    assert "editor" in ran.err
    assert ran.err.count("\n") == 1


def test_a_card_rests_until_it_is_resumed(run: Run) -> None:
    run("mark", WORK, "read")
    before = run("due", "--json").json
    run("suspend", CARD)
    assert run("due", "--json").json == [one for one in before if one["card"] != CARD] != before
    assert run("resume", WORK, "--json").json["resumed"] == 1
    assert run("due", "--json").json == before


def test_a_work_given_for_a_card_names_its_cards(run: Run) -> None:
    run("mark", WORK, "read")
    assert f"its cards are {CARD}" in run("grade", WORK, "good").err


@pytest.mark.parametrize("folder", ["~no-such-user/x", ""])
def test_a_folder_that_cannot_be_is_a_sentence(
    capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    from studyplan.__main__ import main

    assert main(["--data-dir", folder, "list"]) == 1
    assert capsys.readouterr().err.startswith("studyplan: The data directory ")


@pytest.mark.parametrize("zone", ["UTC0", "CET-1CEST,M3.5.0,M10.5.0"])
def test_a_zone_that_has_no_name_is_no_error(places: Locations, zone: str) -> None:
    program = [sys.executable, "-m", "studyplan", "--data-dir", str(places.data), "today"]
    environment = os.environ | {"TZ": zone}
    ran = subprocess.run(program, capture_output=True, text=True, env=environment, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_full_output_is_a_sentence(places: Locations) -> None:
    program = [sys.executable, "-m", "studyplan", "--data-dir", str(places.data), "list", "--json"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "No space left" in ran.stderr


def test_a_closed_pipe_is_no_error(places: Locations) -> None:
    program = [sys.executable, "-m", "studyplan", "--data-dir", str(places.data), "list", "--json"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_the_app_without_a_terminal_is_a_sentence(run: Run) -> None:
    ran = run()
    assert ran.status == 1
    assert "needs a terminal" in ran.err


@pytest.mark.parametrize("command", [(), ("--ahead",)])
def test_due_without_cards_says_so(run: Run, command: tuple[str, ...]) -> None:
    assert run("due", *command).out == "Nothing is due.\n"


def test_due_says_how_many_cards_can_wait() -> None:
    (line,) = text.due(Due((), 0, 0, 0, None, 45.0, postponed=291), UTC).splitlines()
    assert line.startswith("291 cards can wait")
    assert "`studyplan due --ahead`" in line


def test_an_archived_study_says_so_and_the_way_out() -> None:
    (said, *ways) = text.due(Due((), 0, 0, 0, None, 45.0, archived=True), UTC).splitlines()
    assert "archived" in said
    assert "`set after_interview keep`" in " ".join(ways)


@pytest.mark.parametrize("command", ["today", "plan", "due"])
def test_after_the_interview_every_command_asks_what_now(
    run: Run, places: Locations, command: str
) -> None:
    with closing(open_study(places, FixedClock(datetime(2020, 1, 1, 9, tzinfo=UTC)))) as early:
        settings.change(early, {"interview_date": "2020-01-02"})
    if command != "due":
        assert "The interview is over. What now?" in run(command).out
        assert "set after_interview keep" in run(command).out
    run("set", "after_interview", "archive")
    said = run(command).out
    assert "It is archived" in said
    assert "set after_interview keep" in said
    assert "0 of 100" not in said
    assert "Nothing is" not in said
    assert run("today", "--json").json["after_interview"] == "archive"


def test_history_names_the_question(run: Run) -> None:
    run("mark", WORK, "read")
    run("grade", CARD, "good")
    asked = " ".join(run("show", CARD, "--json").json["question"].split())
    assert run("history", "--json").json[0]["question"] == asked
    assert run("history", "--json").json[1]["question"] is None
    assert asked in run("history").out


@pytest.mark.parametrize("limit", ["0", "-3", "x"])
def test_a_limit_below_one_is_bad_usage(run: Run, limit: str) -> None:
    ran = run("history", "--limit", limit)
    assert ran.status == 2
    assert "1 or more" in ran.err


def test_settings_can_be_found_and_set_without_knowing_how(run: Run) -> None:
    shown = run("settings").out
    assert "focus is one of general, ranking" in shown
    assert "after_interview is one of ask, keep, archive" in shown
    without = run("set", "focus")
    assert without.status == 2
    assert "meta-ranking" in without.err
    assert "meta-ranking" in " ".join(run("set", "--help").out.split())
    assert "Did you mean `minutes`?" in run("set", "minute", "90").err
    assert run("set", "minutes", "90", "sun", "0").err == "minutes is now 90 sun 0.\n"
    values = run("settings", "--json").json
    assert (values["minutes.mon"], values["minutes.sat"], values["minutes.sun"]) == (90, 90, 0)
    assert run("history", "--json").json[0]["what"] == "set minutes to 90 sun 0"
    run("set", "days_off", "2099-11-29,", "2099-12-05")
    assert run("settings", "--json").json["days_off"] == ["2099-11-29", "2099-12-05"]
    assert "`minutes.mon`" not in run("set", "minutes", "721").err
    assert run("set", "minutes", "721").status == 1


def test_pins_are_named_listed_and_taken_away(run: Run) -> None:
    assert "Nothing is pinned" in run("pin").out
    assert run("pin", "--off").status == 2
    assert run("pin", WORK, "--until", "2999-01-05").err.startswith("“Focal Loss")
    assert run("pin", "--json").json == [
        {"id": WORK, "title": run("show", WORK, "--json").json["title"], "until": "2999-01-05"}
    ]
    assert WORK in run("pin").out
    assert "no longer pinned" in run("pin", WORK, "--off").err
    refused = run("pin", WORK, "--off")
    assert (refused.status, "is not pinned" in refused.err) == (1, True)
    run("mark", WORK, "read")
    refused = run("pin", WORK)
    assert (refused.status, "is read already" in refused.err) == (1, True)


def test_a_time_may_begin_without_a_nought(run: Run, tmp_path: Path) -> None:
    run("set", "day_start", "5:30")
    assert run("settings", "--json").json["day_start"] == "05:30"
    assert run("export", "ics", str(tmp_path / "a.ics"), "--at", "7:00").status == 0
