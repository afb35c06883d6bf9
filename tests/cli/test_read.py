"""`studyplan read`: a part of a work."""

import pytest

from tests.cli.conftest import Run

WORK = "focal-loss"


def test_it_adds_up_and_is_shown(run: Run) -> None:
    assert run("read", WORK, "4", "--json").json == {
        "id": WORK,
        "status": "reading",
        "minutes_read": 4,
        "minutes": 10,
    }
    second = run("read", WORK, "3")
    assert (second.status, second.out) == (0, "")
    assert "7 of 10 min read" in second.err
    shown = run("show", WORK, "--json").json
    assert (shown["status"], shown["minutes_read"]) == ("reading", 7)
    assert [it["kind"] for it in shown["history"]] == ["read", "read"]
    text = run("show", WORK).out
    assert "7 of 10 min read" in text
    assert "read 3 min of “" in text
    (part,) = run("today", "--json").json["parts"]
    assert (part["id"], part["minutes"]) == (WORK, 7)
    assert "7 min of it" in run("today").out


def test_undo_and_redo(run: Run) -> None:
    run("read", WORK, "4")
    assert "read 4 min of" in run("undo").err
    assert run("show", WORK, "--json").json["status"] == "unread"
    assert run("today", "--json").json["parts"] == []
    run("redo")
    assert run("show", WORK, "--json").json["minutes_read"] == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((WORK, "0"), "no number of minutes from 1 to 1440"),
        ((WORK, "soon"), "`soon` is no number of minutes"),
        (("nothing-like-it", "5"), "There is no work"),
        (("designing-machine-learning-systems", "5"), "is read by its chapters"),
    ],
)
def test_bad_input_gets_a_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    refused = run("read", *arguments)
    assert (refused.status, refused.out) == (1, "")
    assert sentence in refused.err
    assert "Traceback" not in refused.err
