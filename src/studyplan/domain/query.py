"""Finding works by words: what a filter's text means."""

import unicodedata


def terms(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    folded = (c for c in plain.casefold() if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in folded).split())


def searchable(*texts: str | None) -> str:
    """One text in which ` word` is found wherever a word begins with `word`."""
    return " " + " ".join(term for text in texts if text for term in terms(text))
