"""`studyplan export FORMAT PATH`, and everything taken in again."""

import json
from pathlib import Path

import pytest

from studyplan.__main__ import main
from tests.cli.conftest import Run


@pytest.mark.parametrize("format", ["json", "csv", "markdown", "apkg", "vault"])
def test_each_format_says_what_it_wrote(run: Run, tmp_path: Path, format: str) -> None:
    run("mark", "focal-loss", "read")
    path = tmp_path / "out"
    done = run("export", format, str(path))
    assert (done.status, done.out) == (0, "")
    assert str(path) in done.err
    again = run("export", format, str(path), "--json")  # over its own without --force
    assert again.json["path"] == str(path)
    assert all(isinstance(one, int) for name, one in again.json.items() if name != "path")


@pytest.mark.parametrize("format", ["json", "csv", "markdown", "apkg", "vault"])
def test_another_file_is_refused_in_one_sentence(run: Run, tmp_path: Path, format: str) -> None:
    path = tmp_path / "mine"
    path.write_bytes(b"mine")
    refused = run("export", format, str(path))
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    assert path.read_bytes() == b"mine"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".mine")] == []


def test_all_comes_back_byte_for_byte(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("mark", "focal-loss", "read")
    run("note", "focal-loss", "--text", "It weighs what is hard.")
    run("set", "retention", "0.85")
    run("undo")
    first, second, new = tmp_path / "a.json", tmp_path / "b.json", str(tmp_path / "new")
    run("export", "json", str(first))
    assert main(["--data-dir", new, "import", str(first), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"events": 4, "new": 4, "waiting": 0}
    assert main(["--data-dir", new, "import", str(first)]) == 0
    assert capsys.readouterr().err == "4 actions, of which 4 new here.\n"
    assert main(["--data-dir", new, "import", str(first)]) == 0
    assert capsys.readouterr().err == "4 actions, of which 0 new here.\n"
    assert main(["--data-dir", new, "export", "json", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_damaged_one_is_one_sentence(run: Run, tmp_path: Path) -> None:
    run("mark", "focal-loss", "read")
    path = tmp_path / "a.json"
    run("export", "json", str(path))
    path.write_text(path.read_text().replace('"kind":"mark"', '"kind":"open"'))
    refused = run("import", str(path))
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "event 1 is damaged" in refused.err
