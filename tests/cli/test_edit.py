"""`import` says what it guessed, `edit` corrects it."""

from pathlib import Path

import pytest

from studyplan.cli.parser import EDITED, KINDS
from studyplan.study import correcting
from tests.cli.conftest import Run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.rst"
    path.write_text(
        "- `Two-tower retrieval with hard negatives <https://eng.lyft.com/towers>`_\n"
        "- `Zebras <https://example.org/zebras>`_\n"
    )
    return path


def test_a_dry_run_tells_what_is_guessed_of_each_new_work(run: Run, path: Path) -> None:
    told = run("import", "--dry-run", str(path)).out
    assert "1 placed by their words, 1 unplaced; `studyplan edit ID …` corrects it" in told
    assert "\n  K07: “" in told
    assert "company Lyft (eng.lyft.com is theirs)" in told
    assert "\n  unplaced: no word of it is known\n" in told
    assert run("list", "zebras", "--json").json == []
    done = run("import", str(path)).out
    assert "1 placed by their words, 1 unplaced" in done
    assert "eng.lyft.com" not in done
    assert "placed" not in run("import", str(path)).out  # nothing is new


def test_a_work_is_corrected_shown_and_listed(run: Run, path: Path) -> None:
    new = run("import", str(path), "--json").json["guesses"]
    id = new[1]["id"]
    assert new[1]["competency"] is None
    done = run("edit", id, "--competency", "K09", "--kind", "paper", "--year", "2020")
    assert done.err == f"{id}: kind paper, year 2020, competency K09, minutes 45.\n"
    (one,) = run("list", "zebras", "--json").json
    assert (one["kind"], one["competency"], one["minutes"], one["year"]) == (
        *("paper", "K09", 45, 2020),
    )
    assert run("edit", id, "--year", "2020").err == "Nothing changed.\n"
    assert run("edit", id, "--year", "none", "--json").json == {"changed": {id: {"year": None}}}
    assert run("undo").err == "Undone: corrected “Zebras”.\n"


def test_what_cannot_be_edited_is_one_sentence(run: Run, path: Path) -> None:
    run("import", str(path))
    refused = run("edit", "focal-loss", "--title", "X")
    assert refused.status == 1
    assert refused.err.endswith("ships with studyplan; only works of your own are edited.\n")
    assert run("edit", "my.zebras", "--minutes", "many").status == 1
    assert run("edit", "my.zebras").status == 2
    assert run("edit", "nowhere", "--title", "X").status == 1


def test_the_parser_knows_the_kinds_and_facts_that_there_are() -> None:
    assert KINDS == correcting.KINDS
    assert set(EDITED) == set(correcting.Facts.__dataclass_fields__)
