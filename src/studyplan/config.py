"""config.yaml: looks, keys and paths of this machine. Only ever read.

What a person studies (date, minutes, retention) is not here: it is data, kept in the log.
"""

import difflib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class ConfigError(Exception):
    """config.yaml cannot be used; the text names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of config.yaml; every key may be left out."""

    theme: str = "studyplan"
    """Name of the theme to start with."""
    editor: str = ""
    """Command that edits notes; empty means $VISUAL, then $EDITOR."""
    keys: dict[str, str] = field(default_factory=dict)
    """Keys by command name, such as `MarkRead: "x"`; several keys are separated by commas."""


def load_config(path: Path) -> Config:
    """The configuration in `path`, or the defaults where there is no such file.

    Raises:
        ConfigError: for text that is no YAML, an unknown key or a value of the wrong type.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    return _parse(path, text)


def _parse(path: Path, text: str) -> Config:
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise ConfigError(f"{path}:{line}: {problem}.") from error
    if root is None or root.tag == "tag:yaml.org,2002:null":
        return Config()
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path}:{root.start_mark.line + 1}: expected `key: value` lines.")
    known = {f.name: f for f in fields(Config)}
    values: dict[str, Any] = {}
    for key, value in root.value:
        line = key.start_mark.line + 1
        if key.value not in known:
            raise ConfigError(f"{path}:{line}: unknown key `{key.value}`{_nearest(key, known)}.")
        values[key.value] = _value(path, key.value, value)
    return Config(**values)


def _value(path: Path, key: str, node: Any) -> str | dict[str, str]:
    import yaml

    line = node.start_mark.line + 1
    if key == "keys":
        if not isinstance(node, yaml.MappingNode):
            raise ConfigError(f"{path}:{line}: `keys` must be `command: key` lines.")
        return {name.value: _text(path, f"keys.{name.value}", keys) for name, keys in node.value}
    return _text(path, key, node)


def _text(path: Path, key: str, node: Any) -> str:
    if node.tag != "tag:yaml.org,2002:str":
        kind = node.tag.rpartition(":")[2]
        raise ConfigError(
            f"{path}:{node.start_mark.line + 1}: `{key}` must be text, not {kind} (quote it?)."
        )
    return str(node.value)


def _nearest(key: Any, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(str(key.value), known, n=1)
    return f" (did you mean `{near[0]}`?)" if near else f" (known: {', '.join(known)})"
