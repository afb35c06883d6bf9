"""Text from strangers: lists, pages, databases, other devices."""

import re

_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What turns the direction of text around: embeddings, overrides, isolates."""
_COMMANDS = [
    code for code in (*range(0x20), *range(0x7F, 0xA0), *_DIRECTIONS) if chr(code) not in "\n\t"
]
_DROPPED = dict.fromkeys(_COMMANDS)
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *_DIRECTIONS)}
_COMMAND = re.compile("[" + "".join(f"\\u{code:04x}" for code in _COMMANDS) + "]")


def clean(text: str) -> str:
    """`text` without what commands a terminal or turns words around; line breaks and tabs stay.

    Dropped are the control characters of C0 and C1, DEL, and the overrides of text direction.
    """
    # Nearly every text of one line is printable.
    return text if text.isprintable() else text.translate(_DROPPED)


def is_clean(text: str) -> bool:
    """Whether `clean` would leave a text as it is."""
    return _COMMAND.search(text) is None


def escaped(json: str) -> str:
    """JSON with the same values, in which nothing commands a terminal.

    JSON escapes only the control characters of C0 by itself; the others stand in its texts alone,
    where an escape means the same.
    """
    return json if json.isascii() and "\x7f" not in json else json.translate(_ESCAPED)
