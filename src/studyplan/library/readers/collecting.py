"""What all readers do with what they find: rows with numbers, sections, problems, dates."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from studyplan.library.row import Problem, Reading, Row, Section

MAX_DEPTH = 50
"""Sections within one another that a path names; deeper ones count to the last of these."""

_EPOCH = re.compile(r"\d{9,17}(\.\d+)?")
_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_NOON = 12


@dataclass(slots=True)
class Collection:
    """What was found in a list so far."""

    rows: list[Row] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _is_too_deep: bool = False

    def add(self, line: int, title: str, target: str | None, **facts: Any) -> None:
        """Take a row in, with the next number; without a title it is called by its link."""
        named = one_line(title) or target
        if named:
            self.rows.append(Row(len(self.rows) + 1, line, named, target or None, **facts))

    def enter(self, line: int, title: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """Take a section in that stands in `path`; the path of what stands in it."""
        title = one_line(title)
        if not title:
            return path
        if len(path) >= MAX_DEPTH:
            if not self._is_too_deep:
                text = f"sections are nested more than {MAX_DEPTH} deep; the path ends there"
                self.problem(line, "nested-deeply", text)
            self._is_too_deep = True
            return path
        self.sections.append(Section(line, title, path))
        return (*path, title)

    def problem(self, line: int, what: str, text: str) -> None:
        """Note something that the owner of the list may want to know."""
        self.problems.append(Problem(line, what, text))

    def date(self, text: str | None, line: int) -> datetime | None:
        """The instant that a text says, or None; what is no date is a problem of the list."""
        if not text or not text.strip() or text.strip() == "0":
            return None
        found = instant(text)
        if found is None:
            self.problem(line, "date", f"“{one_line(text)[:40]}” is no date that is known")
        return found

    def reading(self) -> Reading:
        """All that was found."""
        return Reading(tuple(self.rows), tuple(self.sections), tuple(self.problems))


def instant(text: str) -> datetime | None:
    """The instant that a text says: seconds, milli- or microseconds since 1970, ISO 8601, or as in
    mail (RFC 5322). A day without a time is noon UTC, which is that day nearly everywhere; a time
    without a zone is UTC. None for anything else, and before 1980."""
    text = text.strip()
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            while seconds >= _LATEST.timestamp():
                seconds /= 1000
            found = datetime.fromtimestamp(seconds, UTC)
        else:
            found = _written(text)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
    return found if _EARLIEST <= found < _LATEST else None


def _written(text: str) -> datetime:
    if "," in text or not text[:1].isdigit():
        found = parsedate_to_datetime(text)
    else:
        found = datetime.fromisoformat(text.removesuffix(" UTC"))
        if len(text) <= len("2026-11-24"):
            found = found.replace(hour=_NOON)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def tags_of(text: str | None, separators: str = ",") -> tuple[str, ...]:
    """The tags that a text lists, each once."""
    parts = re.split(f"[{re.escape(separators)}]", text or "")
    return tuple(dict.fromkeys(tag for part in parts if (tag := one_line(part))))
