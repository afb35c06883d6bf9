"""The works as a table for spreadsheets: RFC 4180, UTF-8, and no cell that would compute."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from studyplan.exchange.shown import Work

COLUMNS = (
    *("id", "parent", "title", "url", "kind", "company", "year", "competency", "difficulty"),
    *("minutes", "minutes_read", "status", "status_date", "due", "note", "note_date", "topics"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may compute (OWASP, CSV Injection)."""


def table(works: Iterable[Work]) -> bytes:
    """A file with a row a work or chapter, its first row the names of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in works:
        writer.writerow(
            safe(value)
            for value in (
                *(one.id, one.parent, one.title, one.url, one.kind, one.company, one.year),
                *(one.competency, one.difficulty, one.minutes, one.minutes_read, one.status),
                *(one.status_day, one.due, one.note, one.note_day, " ".join(one.topics)),
            )
        )
    return text.getvalue().encode()


def safe(value: str | int | date | None) -> str:
    """A cell: dates in ISO, nothing for None, an apostrophe before what would be a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def is_ours(start: bytes) -> bool:
    """Whether a file that begins like this was written by `table`."""
    return start.startswith(",".join(COLUMNS).encode())
