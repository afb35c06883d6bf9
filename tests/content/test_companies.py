"""No company of the list is named: its pages were not read, and its facts are not invented."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tests.content.shipped import shipped

OTHER_NAMES = ("Facebook", "Instagram", "Snap", "YouTube")
"""Of products and companies, besides the names in the catalogue."""


def texts(value: Any) -> Iterator[str]:
    """Yield every text within a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)


def test_no_company_is_named() -> None:
    content = shipped()
    names = {*OTHER_NAMES, *(work.company for work in content.works if work.company)}
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b(?!-)")
    records = [
        *map(asdict, content.primers),
        *map(asdict, content.prompts),
        *map(asdict, content.interviews),
    ]
    found = [(match[0], text) for text in texts(records) if (match := named.search(text))]
    assert found == []
