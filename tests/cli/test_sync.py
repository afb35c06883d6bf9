"""`studyplan sync` as scripts see it."""

import json
import shutil
from pathlib import Path

import pytest

from studyplan.__main__ import main
from studyplan.locations import Locations
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def test_two_machines(
    run: Run, places: Locations, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy2(places.database, other / "studyplan.db")
    run("mark", "focal-loss", "read")
    done = run("sync", str(folder), "--json").json
    assert {"sent": 1, "received": 0, "waiting": 0, "incomplete": 0, "problems": []}.items() <= (
        done.items()
    )
    assert main(["--data-dir", str(other), "sync", str(folder)]) == 0
    assert capsys.readouterr().err == "Sent 0 actions, received 1.\n"
    assert main(["--data-dir", str(other), "history", "--json"]) == 0
    (mark,) = json.loads(capsys.readouterr().out)
    assert mark["device"] is not None
    main(["--data-dir", str(other), "note", "focal-loss", "--text", "γ"])
    main(["--data-dir", str(other), "sync"])
    capsys.readouterr()
    assert run("sync").err == "Sent 0 actions, received 1.\n"
    assert "(on " in run("history").out.splitlines()[0]
    status = run("sync", "--status", "--json").json
    assert status["folder"] == str(folder)
    assert (status["sent"], status["to_send"], status["waiting"]) == (1, 0, 0)
    (device,) = status["devices"]
    assert device["received"] == 1
    assert device["last_seen"].endswith("Z")
    shown = run("sync", "--status").out
    assert "(this one)" in shown
    assert "1 received" in shown


def test_before_anything_is_shared(run: Run, folder: Path) -> None:
    assert run("sync", "--status").out == "Nothing is shared yet: `studyplan sync DIR` begins.\n"
    assert run("sync", "--status", "--json").json["devices"] == []
    failed = run("sync")
    assert (failed.status, failed.out) == (1, "")
    assert failed.err == (
        "studyplan: No folder is shared yet: `studyplan sync DIR` begins with one.\n"
    )
    assert run("sync", str(folder / "nowhere")).status == 1


def test_what_cannot_be_read_is_said_with_its_line(run: Run, folder: Path) -> None:
    run("mark", "focal-loss", "read")
    run("sync", str(folder))
    bad = folder / "studyplan" / "0badcafe" / "000001.jsonl"
    bad.parent.mkdir()
    bad.write_text("\x1b[2Jrubbish\n", encoding="utf-8")
    done = run("sync")
    assert done.status == 1
    assert done.err == (f"{bad}:1: is no line of studyplan.\nSent 0 actions, received 0.\n")


def test_an_empty_name_is_no_folder(run: Run) -> None:
    failed = run("sync", "")
    assert (failed.status, failed.err) == (1, "studyplan: The folder to share has no name.\n")
