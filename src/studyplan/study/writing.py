"""Writing a file that a person named: whole or not at all, and over nobody else's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studyplan import words
from studyplan.exchange import files
from studyplan.study.session import Refused

Report = Callable[[str, int, int], object]
"""Told how far it is: what is being done, so much of so much. What it raises ends the export."""


class CalledOff(Exception):
    """The person does not want it any more."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, and where."""

    path: Path
    counts: Mapping[str, int]
    """How much of what, by the noun for one of it."""

    @property
    def said(self) -> str:
        """What was written, in a sentence."""
        counts = [words.count(number, noun) for noun, number in self.counts.items() if number]
        return f"{', '.join(counts) or 'Nothing'}: written to {self.path}."


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def write(path: Path, data: bytes, is_ours: Callable[[bytes], bool], *, force: bool) -> Path:
    """Write a file aside and put it in its place; its real path.

    Args:
        is_ours: whether a file that begins like this is replaced without `force`.

    Raises:
        Refused: there is another one, or it cannot be written.
    """
    try:
        return files.write(path, data, may_replace=lambda start: force or is_ours(start))
    except files.NotWritten as error:
        raise Refused(str(error)) from error
