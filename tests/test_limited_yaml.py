"""YAML of strangers: whatever it holds, a node or an error within a moment."""

from pathlib import Path

import pytest
import yaml

from studyplan import limited_yaml
from studyplan.config import ConfigError, load_config
from studyplan.library.errors import CatalogError
from studyplan.library.interviews import load_own_interviews

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "aliases for a gigabyte": (LAUGHS, "an alias stands here"),
    "an alias to itself": ("&a [*a]", "an alias stands here"),
    "brackets that end a process": ("[" * 300_000, "nested more than 20 deep"),
    "braces": ("{a: " * 300_000, "nested more than 20 deep"),
    "lists in lists": ("- " * 100_000, "nested more than 20 deep"),
    "an object": ("!!python/object/apply:os.system [echo]", "must|expected"),
    "a large file": ("a" * (limited_yaml.MAX_BYTES + 1), "larger than 5 MB"),
    "values without end": ("[" + "a," * 200_000 + "a]", "too many values"),
    "no text": ("\x00", "is not YAML|special characters|not allowed"),
}


@pytest.mark.parametrize(("text", "what"), HOSTILE.values(), ids=HOSTILE)
def test_what_would_cost_memory_or_the_process_is_one_sentence(
    tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=what):
        load_config(path)
    with pytest.raises(CatalogError, match=what):
        load_own_interviews(path, (), ())


def test_what_is_within_the_bounds_is_read() -> None:
    deep = "[" * limited_yaml.MAX_DEPTH + "]" * limited_yaml.MAX_DEPTH
    assert isinstance(limited_yaml.compose(deep), yaml.SequenceNode)
    with pytest.raises(yaml.YAMLError):
        limited_yaml.compose(f"[{deep}]")
    assert limited_yaml.compose("") is None
