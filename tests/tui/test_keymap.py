"""A person's own keys: each name must be that of a command, and each key free."""

from pathlib import Path

import pytest

from studyplan.config import ConfigError, load_config
from studyplan.tui.commands.keymap import check, names


def config(folder: Path, keys: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(f"keys:\n{keys}\n", encoding="utf-8")
    return path


def test_names_are_those_of_the_commands() -> None:
    assert {"Undo", "Mark", "Start", "ShowAnswer", "Quit"} <= set(names())


@pytest.mark.parametrize("keys", ["  Review: z", "  Undo: ctrl+z\n  Mark: x, f5"])
def test_free_keys_may_be_given(tmp_path: Path, keys: str) -> None:
    path = config(tmp_path, keys)
    check(load_config(path), path)


@pytest.mark.parametrize(
    ("keys", "line", "what"),
    [
        ("  Undo: z\n  MarkReed: x", 3, "no command `MarkReed` (did you mean `MarkRead`?)"),
        ("  Review: j", 2, "`j` moves the cursor"),
        ("  Review: notakey", 2, "`notakey` is no key"),
        ("  Review: q", 2, "`q` is the key of Quit"),
        ("  Mark: n", 2, "`n` is the key of Note"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(
    tmp_path: Path, keys: str, line: int, what: str
) -> None:
    path = config(tmp_path, keys)
    with pytest.raises(ConfigError) as caught:
        check(load_config(path), path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert what in str(caught.value)


def test_two_commands_may_change_keys(tmp_path: Path) -> None:
    path = config(tmp_path, "  Mark: n\n  Note: m")
    check(load_config(path), path)


def test_the_documentation_names_every_command() -> None:
    text = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in names() if f"`{name}`" not in text] == []
