"""What the wording of the content must not do."""

import re

_OPEN = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must)"
)
_YES_NO = re.compile(rf"{_AUXILIARY}(?:n't)?\b(?!.*,? (?:and|or|but) {_OPEN}\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+")

_WRITING = r"(?:article|paper|blog|blog post|talk|chapter|write-up|authors)"
_ATTRIBUTION = re.compile(
    rf"\baccording to\b|\b(?:the|this|that) {_WRITING}\b"
    r"|\bthe (?:post|author|series|video|company)(?:'s team)?"
    r" (?:says?|shows?|argues?|describes?|reports?|explains?|claims?|proposes?|recommends?)\b",
    re.IGNORECASE,
)


def is_yes_no(question: str) -> bool:
    """Whether a question can be answered by yes or no: its last sentence or its first asks so.

    One that goes on to ask what or why ("Is it safe, and why?") cannot.
    """
    sentences = _SENTENCE_END.split(question)
    return any(
        sentence.endswith("?") and _YES_NO.match(sentence) is not None
        for sentence in (sentences[0], sentences[-1])
    )


def attribution(text: str) -> str | None:
    """Return the words that attribute something to a page, which nobody has checked; else None."""
    match = _ATTRIBUTION.search(text)
    return match and match[0]
