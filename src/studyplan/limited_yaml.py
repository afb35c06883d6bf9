"""YAML that a stranger may have written: as nodes, of bounded size and depth, never as objects.

A few hundred bytes of aliases stand for gigabytes, and a parser that recurses ends the process on a
file of brackets. So the events are looked at first: they come one by one, however deep they are.
"""

from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 5_000_000
"""The largest file that is read; the largest that ships has about 200 kB."""
MAX_DEPTH = 20
"""Lists and mappings within one another; what ships has 5."""
MAX_EVENTS = 200_000
"""Of the parser: about one for each value. Each becomes an object of some 300 bytes and more."""


def read(path: Path) -> yaml.Node | None:
    """The root of a file; None where it is empty.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
        yaml.YAMLError: it is no YAML, too large, too deep, too much, or has aliases in it.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise yaml.YAMLError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    return compose(data.decode("utf-8"))


def compose(text: str) -> yaml.Node | None:
    """The root of a text; None where it is empty.

    Raises:
        yaml.YAMLError: it is no YAML, too deep, too much, or has aliases in it.
    """
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if number >= MAX_EVENTS:
            raise _refused("there are too many values up to here", event)
        if isinstance(event, yaml.AliasEvent):
            raise _refused("an alias stands here, and none is read", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refused(f"this is nested more than {MAX_DEPTH} deep", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    found: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return found


def _refused(what: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark  # of the C parser's own type, which says the same
    return yaml.MarkedYAMLError(problem=what, problem_mark=mark)
