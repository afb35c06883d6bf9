"""What a reader makes of a list file: its rows, its sections, and what is odd about them."""

from dataclasses import dataclass
from datetime import datetime

from studyplan.domain.resource import Status
from studyplan.library.urls import is_url


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list, as it stands there."""

    number: int
    """Running number in the file, from 1."""
    line: int
    """Line of the file the entry begins at, from 1."""
    title: str
    target: str | None = None
    """What stood where a link belongs, spelt as in the file; None where nothing did."""
    label: str | None = None
    """The text in square brackets before the link."""
    words: str | None = None
    """Other words of the entry, outside its link and its label."""
    path: tuple[str, ...] = ()
    """The titles of the sections the entry stands in, outermost first."""
    year: int | None = None
    domain: str | None = None
    company: str | None = None
    topic: str | None = None
    tags: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    """Further links of the entry that are no works of their own: what each is called, and where it
    leads."""
    added: datetime | None = None
    """When the entry was put into the list."""
    status: Status | None = None
    """None where the list does not say, or says that nothing was done yet."""
    status_at: datetime | None = None
    """When that status came to be; None where the list does not say."""
    note: str = ""
    """What the owner of the list wrote of it, or marked in it."""

    @property
    def url(self) -> str | None:
        """The target where it is an address that can be opened."""
        return self.target if self.target is not None and is_url(self.target) else None

    @property
    def section(self) -> str | None:
        """The title of the innermost section."""
        return self.path[-1] if self.path else None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a list, or an item that has items of its own."""

    line: int
    title: str
    path: tuple[str, ...]
    """The titles of the sections it stands in, outermost first."""
    number: str | None = None
    """The number printed before the title, as in "4."."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a list that its owner may want to know or to mend."""

    line: int
    what: str
    """A short code in kebab-case, as in `no-link`."""
    text: str
    """One sentence for a person."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader found in a file."""

    rows: tuple[Row, ...]
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Where the file is not well formed; the rows are read nevertheless, as far as they can be."""
    format: str = ""
    """What it was read as, by its name among the readers."""
