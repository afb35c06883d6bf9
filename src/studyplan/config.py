"""config.yaml: looks, keys and paths of this machine. Only ever read.

What a person studies (date, minutes, retention) is not here: it is data, kept in the log.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

AUTOMATIC, BY_HAND = "automatic", "by hand"
"""When the folder that is shared with other devices is read and written."""
REFUSED, ALLOWED = "refused", "allowed"
"""Whether pages of private networks are asked for."""
_CHOICES = {"sync": (AUTOMATIC, BY_HAND), "private_addresses": (ALLOWED, REFUSED)}


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
    sync: str = BY_HAND
    """`automatic`: when the app starts and when it is left; `by hand`: only by `studyplan sync`."""
    private_addresses: str = REFUSED
    """`allowed`: pages of this machine and the local network may be checked and fetched, too."""
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """Where each key stands in the file, those of commands as `keys.MarkRead`."""


def load_config(path: Path) -> Config:
    """The configuration in `path`, or the defaults where there is no such file.

    Raises:
        ConfigError: for text that is no YAML, an unknown key or a value of the wrong type.
    """
    try:
        if not path.exists():
            return Config()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}.") from error
    import yaml

    from studyplan import limited_yaml

    try:
        root = limited_yaml.read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}:{line}: {error.problem or 'not valid YAML'}.") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: is not YAML: {str(error).splitlines()[0]}.") from error
    return _config(path, root)


def _config(path: Path, root: Any) -> Config:
    import yaml

    if root is None or root.tag == "tag:yaml.org,2002:null":
        return Config()
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path}:{root.start_mark.line + 1}: expected `key: value` lines.")
    known = [f.name for f in fields(Config) if f.name != "lines"]
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for name, line, value in _pairs(path, root):
        if name not in known:
            raise ConfigError(f"{path}:{line}: unknown key `{name}`{nearest(name, known)}.")
        lines[name] = line
        if name != "keys":
            values[name] = _text(path, name, value)
            if values[name] not in (choices := _CHOICES.get(name, (values[name],))):
                either = " or ".join(f"`{choice}`" for choice in choices)
                raise ConfigError(f"{path}:{line}: `{name}` is {either}.")
        elif not isinstance(value, yaml.MappingNode):
            raise ConfigError(f"{path}:{line}: `keys` must be `command: key` lines.")
        else:
            commands = list(_pairs(path, value))
            values["keys"] = {one: _text(path, f"keys.{one}", key) for one, _, key in commands}
            lines |= {f"keys.{one}": there for one, there, _ in commands}
    return Config(**values, lines=lines)


def _pairs(path: Path, mapping: Any) -> Iterator[tuple[str, int, Any]]:
    """Yield name, line and value of each entry; a name stands once."""
    import yaml

    seen: set[str] = set()
    for key, value in mapping.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ConfigError(f"{path}:{line}: a key must be a word.")
        if key.value in seen:
            raise ConfigError(f"{path}:{line}: `{key.value}` stands twice.")
        seen.add(key.value)
        yield key.value, line, value


def _text(path: Path, key: str, node: Any) -> str:
    if node.tag != "tag:yaml.org,2002:str":
        kind = node.tag.rpartition(":")[2]
        raise ConfigError(
            f"{path}:{node.start_mark.line + 1}: `{key}` must be text, not {kind} (quote it?)."
        )
    if not node.value.strip():
        raise ConfigError(f"{path}:{node.start_mark.line + 1}: `{key}` is empty.")
    return str(node.value)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the name that was probably meant, else at all there are."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean `{near[0]}`?)" if near else f" (known: {', '.join(known)})"
