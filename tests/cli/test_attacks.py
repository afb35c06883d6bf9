"""No command passes on what a stranger has written to command the terminal."""

import json
from pathlib import Path

import pytest

from studyplan.cli import out
from studyplan.domain.text import is_clean
from studyplan.locations import Locations
from studyplan.study import Study
from tests.attacks import ATTACKS, EVERY, make_hostile
from tests.cli.conftest import Run

attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@attacks
def test_everything_printed_is_clean(attack: str, capsys: pytest.CaptureFixture[str]) -> None:
    out.data(attack)
    out.say(attack)
    out.record([attack])
    printed = capsys.readouterr()
    assert is_clean(printed.out)
    assert is_clean(printed.err)


COMMANDS = [
    *("today", "due", "list", "list --chapters", "competencies", "stats", "plan", "settings"),
    *("history", "show focal-loss", "show information-leakage", "show focal-loss:recall"),
    *("note focal-loss", "question list", "interview list", "interview history", "backup list"),
    *("doctor", "locate", "undo", "redo", "mark focal-loss reading", "show K01"),
]


@pytest.mark.parametrize("json_too", [False, True], ids=["text", "json"])
def test_no_command_passes_an_attack_on(
    places: Locations,
    run: Run,
    json_too: bool,
) -> None:
    make_hostile(places)
    for command in COMMANDS:
        ran = run(*command.split(), *(["--json"] if json_too else []))
        assert ran.status in (0, 1), ran.err
        assert "own (" not in ran.err, (command, ran.err)
        assert is_clean(ran.out), command
        assert is_clean(ran.err), command
        if json_too:
            json.loads(ran.out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", EVERY.replace("\0", "")),
        ("import", EVERY.replace("\0", "") + ".rst"),
        ("interview", "add", EVERY.replace("\0", "")),
        ("export", "ics", f"/nowhere/{EVERY}"),
        ("set", EVERY, EVERY),
        ("set", "interview_date", EVERY),
        ("mark", "focal-loss", EVERY),
        (EVERY,),
        ("list", "--nothing" + EVERY.replace(" ", "")),
        ("restore", EVERY.replace("\0", "")),
        ("note", "focal-loss", "--text", EVERY),
        ("question", "add", "focal-loss", "--text", EVERY),
    ],
)
def test_no_error_passes_an_attack_on(
    run: Run,
    arguments: tuple[str, ...],
) -> None:
    ran = run(*arguments)
    assert is_clean(ran.out)
    assert is_clean(ran.err)
    assert ran.err


def test_what_is_imported_is_clean_in_the_database_too(
    study: Study, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "list\x1b]0;PWNED\x07\u202e.rst"
    items = [f"- `One {attack.replace(chr(0), '')} more <https://example.org/{n}>`_"
             for n, attack in enumerate(ATTACKS.values())]  # fmt: skip
    path.write_text("\n".join(items), encoding="utf-8")
    for more in ((), ("--json",)):
        ran = run("import", str(path), "--dry-run", *more)
        assert ran.status == 0
        assert is_clean(ran.out)
    run("import", str(path))
    rows = study.store.rows("SELECT title, record FROM resource WHERE id LIKE 'my.%'")
    assert len(rows) >= len(ATTACKS) - 5
    assert all(is_clean(row["title"]) and is_clean(row["record"]) for row in rows)
    (payload,) = study.store.row("SELECT payload FROM event ORDER BY id DESC") or ("",)
    assert is_clean(payload)
