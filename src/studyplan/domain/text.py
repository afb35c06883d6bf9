"""Text from strangers: lists, pages, other devices."""

_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def clean(text: str) -> str:
    """`text` without what commands a terminal or turns words around; line breaks and tabs stay.

    Dropped are the control characters of C0 and C1, DEL, and the overrides of text direction.
    """
    if text.isprintable():  # nearly every text that is one line, and much quicker
        return text
    return "".join(c for c in text if c in "\n\t" or not (_is_control(c) or c in _BIDI))


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f"
