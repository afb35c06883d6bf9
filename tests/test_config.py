"""config.yaml: read or refused with file and line, never changed."""

from pathlib import Path

import pytest

from studyplan.config import Config, ConfigError, load_config


def write(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.yaml") == Config()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_means_the_defaults(tmp_path: Path, text: str) -> None:
    assert load_config(write(tmp_path, text)) == Config()


def test_every_key_is_taken(tmp_path: Path) -> None:
    text = (
        'theme: studyplan-light\neditor: "code --wait"\nkeys:\n  MarkRead: "x,ctrl+r"\n'
        "sync: automatic\n"
    )
    expected = Config("studyplan-light", "code --wait", {"MarkRead": "x,ctrl+r"}, "automatic")
    assert load_config(write(tmp_path, text)) == expected


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("\nthem: dark\n", 2, "unknown key `them` (did you mean `theme`?)"),
        ("xyzzy: 1\n", 1, "known: theme, editor, keys, sync"),
        ("sync: sometimes\n", 1, "`sync` is `automatic` or `by hand`"),
        ("editor: vi\ntheme: 7\n", 2, "`theme` must be text, not int"),
        ("keys: [a, b]\n", 1, "`keys` must be `command: key` lines"),
        ("keys:\n  Undo: 1\n", 2, "`keys.Undo` must be text"),
        ("theme: [\n", 2, "expected"),
        ("just words\n", 1, "expected `key: value` lines"),
        ("theme: !!python/object/apply:os.system [echo]\n", 1, "must be text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert what in str(caught.value)
    assert path.read_text() == text


def test_a_file_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read as UTF-8"):
        load_config(path)
