"""The only place of the command line that prints: what it prints commands no terminal.

Titles, notes, names of files and errors may come from strangers, by a list, a database or a folder.
"""

import json
import sys
from typing import Any

from studyplan.domain.text import clean, escaped


def data(text: str) -> None:
    """Data for a person, to stdout."""
    print(clean(text))  # noqa: T201


def record(values: Any) -> None:
    """Data for a script, as JSON, to stdout."""
    print(escaped(json.dumps(values, ensure_ascii=False, indent=2)))  # noqa: T201


def say(sentence: str) -> None:
    """What happened, to stderr."""
    print(clean(sentence), file=sys.stderr)  # noqa: T201


def progress(sentence: str) -> None:
    """How far it is, to stderr, in place of what was said so before; nothing wipes the line."""
    print(f"\r\x1b[K{clean(sentence)}", end="", file=sys.stderr, flush=True)  # noqa: T201
