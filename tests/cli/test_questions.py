"""`studyplan question` and a person's own interviews: what scripts depend on."""

import os
from pathlib import Path

import pytest

from studyplan.locations import Locations
from tests.cli.conftest import Run

TEXT, POINTS = "Why does it help?", ["Easy ones count less.", "Rare ones count."]
SHIPPED = "focal-loss:formula"


def add(run: Run, *more: str) -> str:
    made = run("question", "add", "focal", "--text", TEXT, "--points", *POINTS, *more, "--json")
    return str(made.json["card"])


def editor(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """An editor in which a person types `text` over what is there, which is kept in `before`."""
    script = folder / "editor"
    typed = folder / "typed"
    typed.write_text(text, encoding="utf-8")
    script.write_text(f'#!/bin/sh\ncp "$1" {folder}/before\ncp {typed} "$1"\n', "utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))


def test_a_question_of_ones_own_by_script(run: Run) -> None:
    assert "no question of yours" in run("question", "list").out
    card = add(run, "--follow-up", "And then?")
    (due,) = run("due", "--json").json  # although nothing is read
    assert (due["card"], due["question"]) == (card, TEXT)
    shown = run("show", card, "--json").json
    assert (shown["points"], shown["follow_up"]) == (POINTS, "And then?")
    assert (shown["own"], shown["shipped"], shown["type"]) == (True, None, "own")
    assert "yours" in run("show", card).out
    assert f"{card}  yours" in run("question", "list", "focal-loss").out
    assert run("question", "list", "K07", "--json").json == []

    run("question", "edit", card, "--points")
    (listed,) = run("question", "list", "--json").json
    assert (listed["question"], listed["points"], listed["follow_up"]) == (TEXT, [], "And then?")
    removed = run("question", "remove", card)
    assert (removed.status, removed.out) == (0, "")
    assert run("question", "list", "--json").json == []
    run("undo")
    assert run("question", "list", "--json").json == [listed]


def test_the_words_of_a_person_win_over_those_that_ship(run: Run) -> None:
    run("mark", "focal-loss", "read")
    before = run("show", SHIPPED, "--json").json
    run("question", "edit", SHIPPED, "--text", TEXT)
    after = run("show", SHIPPED, "--json").json
    assert (after["question"], after["points"]) == (TEXT, before["points"])
    assert after["shipped"]["question"] == before["question"]
    assert f"as it ships: {before['question']}" in run("show", SHIPPED).out
    assert f"{SHIPPED}  edited" in run("question", "list").out
    run("suspend", "focal-loss:recall")
    run("set", "bury_siblings", "no")
    due = {one["card"]: one["question"] for one in run("due", "--json").json}
    assert due[SHIPPED] == TEXT
    run("question", "restore", SHIPPED)
    assert run("show", SHIPPED, "--json").json == before
    assert "was not edited" in run("question", "restore", SHIPPED).err


@pytest.mark.skipif(os.name == "nt", reason="the editor is a shell script")
def test_an_editor_shows_all_of_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = add(run, "--follow-up", "And then?")
    editor(monkeypatch, tmp_path, "Why at all?\n\n- Because.\n\n> Really?\n")
    edited = run("question", "edit", card, "--edit", "--json").json
    assert (edited["question"], edited["points"]) == ("Why at all?", ["Because."])
    assert edited["follow_up"] == "Really?"
    points = "\n".join(f"- {point}" for point in POINTS)
    assert (tmp_path / "before").read_text() == f"{TEXT}\n\n{points}\n\n> And then?"
    assert run("question", "add", "K07", "--edit", "--json").json["question"] == "Why at all?"


@pytest.mark.parametrize(
    ("arguments", "status", "what"),
    [
        (["add", "nowhere", "--text", "x"], 1, "no work `nowhere`"),
        (["add", "K07", "--text", " "], 1, "needs its text"),
        (["add", "K07"], 2, "--text --edit is required"),
        (["edit", SHIPPED], 2, "say what to change"),
        (["edit", "K07:my.none", "--text", "x"], 1, "no card `K07:my.none`"),
        (["remove", "focal-loss:recall"], 1, "no card"),
        (["list", "nowhere"], 1, "no work `nowhere`"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    run: Run, arguments: list[str], status: int, what: str
) -> None:
    ran = run("question", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert what in ran.err


def test_own_interviews_by_script(run: Run, places: Locations, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = (places.assets / "interviews" / "ads-ctr.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert run("interview", "add", str(file), "--json").json == {"added": ["my.ads-ctr"]}
    assert "Nothing in it is new" in run("interview", "add", str(file)).err
    own = [one["id"] for one in run("interview", "list", "--json").json if one["own"]]
    assert own == ["my.ads-ctr"]
    assert "yours" in run("interview", "list").out
    assert run("interview", "show", "my.ads").status == 0
    refused = run("interview", "remove", "ads-ctr")
    assert (refused.status, refused.out) == (1, "")
    run("interview", "remove", "my.ads-ctr")
    assert len(run("interview", "list", "--json").json) == 30
    run("undo")
    assert len(run("interview", "list", "--json").json) == 31

    file.write_text(text.replace("difficulty: ", "difficulty: x"), encoding="utf-8")
    broken = run("interview", "add", str(file))
    assert broken.status == 1
    assert f"{file}, line " in broken.err
    assert "Traceback" not in broken.err
