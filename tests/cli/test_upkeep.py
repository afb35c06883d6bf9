"""History, backup, restore and doctor by script."""

from pathlib import Path

import pytest

from studyplan.locations import Locations
from tests.cli.conftest import Run


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture(autouse=True)
def less_content(monkeypatch: pytest.MonkeyPatch, shipped: Path) -> None:
    """Commands find the same content that the database of this test holds."""
    monkeypatch.setattr("studyplan.locations._assets", lambda: shipped)


def test_history_says_what_was_done_and_what_is_undone(run: Run) -> None:
    assert run("history").out == "Nothing was done yet.\n"
    run("mark", "focal-loss", "read")
    run("note", "focal-loss", "--text", "γ")
    run("undo")
    note, mark = run("history", "--json").json
    assert set(note) == {"id", "at", "kind", "what", "question", "undone", "device"}
    assert (note["kind"], note["undone"]) == ("note", True)
    assert (mark["kind"], mark["undone"]) == ("mark", False)
    assert mark["what"].startswith("marked “Focal Loss")
    assert len(run("history", "--limit", "1", "--json").json) == 1
    assert "↶ undone" in run("history").out
    assert run("history", "--limit", "x").status == 2


def test_a_backup_is_made_in_passing_listed_and_put_back(run: Run, places: Locations) -> None:
    assert run("backup", "list", "--json").json == []
    run("note", "focal-loss", "--text", "γ")
    (made,) = run("backup", "list", "--json").json
    assert set(made) == {"path", "at", "why", "bytes"}
    assert made["why"] == "in passing"
    run("note", "focal-loss", "--text", "later")
    assert len(run("backup", "list", "--json").json) == 1  # not half an hour since

    restored = run("restore", made["at"], "--json")
    assert restored.json["restored"] == made["path"]
    assert Path(restored.json["kept"]).is_file()
    assert "What was there before is kept as" in restored.err
    assert run("note", "focal-loss").out == "γ\n"
    run("restore", restored.json["kept"])
    assert run("note", "focal-loss").out == "later\n"


def test_a_backup_goes_where_it_is_wanted(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert run("backup", str(target), "--json").json == {"path": str(target)}
    again = run("backup", str(target))
    assert (again.status, again.out) == (1, "")
    assert "is there already" in again.err
    assert run("backup", str(target), "--force").status == 0
    assert Path(run("backup", "--json").json["path"]).is_file()


@pytest.mark.parametrize("arguments", [(), ("2026-11-24", "--salvage")])
def test_restore_wants_one_thing(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("restore", *arguments)
    assert ran.status == 2
    assert "say what to restore" in ran.err


def test_what_cannot_be_restored_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("Dear diary")
    for arguments in (("2020-01-01",), (str(tmp_path / "diary"),), ("--salvage",)):
        ran = run("restore", *arguments)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("studyplan: ")
        assert ran.err.count("\n") == 1


def test_doctor_keeps_its_contract(run: Run) -> None:
    run("mark", "focal-loss", "read")
    found = run("doctor", "--json").json
    assert found["ok"] is True
    assert all(set(one) == {"name", "ok", "detail"} for one in found["checks"])
    assert run("doctor", "--rebuild").status == 0
    assert "✓ fine" in run("doctor").out


def test_a_damaged_database_is_said_and_salvaged(run: Run, places: Locations) -> None:
    run("note", "focal-loss", "--text", "γ")
    with places.database.open("r+b") as file:
        file.write(b"\xff" * 4096)
    said = run("list")
    assert said.status == 1
    assert "studyplan restore --salvage" in said.err
    assert said.err.count("\n") == 1
    ill = run("doctor", "--json")
    assert ill.status == 1
    assert '"ok": false' in ill.out
    assert run("restore", "--salvage", "--json").json["lost"] == 0
    assert run("note", "focal-loss").out == "γ\n"
    assert run("doctor").status == 0


@pytest.mark.parametrize("command", ["restore", "backup", "sync"])
def test_nobody_by_that_name_has_a_home(run: Run, command: str) -> None:
    done = run(command, "~nobody-of-this-name/x")
    assert done.status == 1
    assert "~nobody-of-this-name/x" in done.err
    assert "own" not in done.err
