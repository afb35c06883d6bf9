"""What a person reads: one work of a list, and how far they are with it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

OWN = "my."
"""How the ids of what a person adds begin: works, questions, interviews. No id that ships can."""


class Kind(StrEnum):
    """The form of a work. Hubs are shown and explored, but never counted in percentages."""

    ARTICLE = "article"
    PAPER = "paper"
    VIDEO = "video"
    PLAYLIST = "playlist"
    COURSE = "course"
    BOOK = "book"
    BLOG = "blog"
    REPOSITORY = "repository"
    INDEX = "index"
    PRIMER = "primer"
    """Ours, with the id of its competency; no work of the list."""

    @property
    def is_hub(self) -> bool:
        """Whether works of this kind lead to readings and are never read to their end."""
        return self in (Kind.BLOG, Kind.REPOSITORY, Kind.INDEX)


class Status(StrEnum):
    """How far a person is with a work."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    SKIPPED = "skipped"

    @property
    def glyph(self) -> str:
        """A sign for it, told apart without colour."""
        return {"read": "●", "reading": "◐", "unread": "○", "skipped": "⊘"}[self.value]

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be done: the work opens what needs it."""
        return self in (Status.READ, Status.SKIPPED)


@dataclass(frozen=True, slots=True)
class Provenance:
    """One row of a list that a work came from, as it stood there."""

    row: int
    """Running number of the row in its list, from 1."""
    line: int
    """Line of the list file, from 1."""
    title: str
    target: str | None
    """What stood where a link belongs, spelt as in the file; None where nothing did."""
    label: str | None = None
    """The text in square brackets before the link."""
    words: str | None = None
    """Other words of the row, outside its link and its label."""
    section: str | None = None
    year: int | None = None
    domain: str | None = None
    company: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A field whose value differs from what the list says, with the reason."""

    field: str
    was: str | None
    now: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Series:
    """The place of a work among works that belong together and are read in order."""

    id: str
    position: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a book or course with a status of its own; its id is `<resource id>/<number>`."""

    id: str
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Resource:
    """One work of the list. The id is a slug that survives repairs of title and link."""

    id: str
    title: str
    kind: Kind
    url: str | None = None
    company: str | None = None
    domain: str | None = None
    topics: tuple[str, ...] = ()
    year: int | None = None
    competency: str | None = None
    secondary: tuple[str, ...] = ()
    difficulty: int = 2
    """1 (easy) to 3 (hard)."""
    minutes: int = 15
    """Estimated time to read it once, in minutes; 0 for hubs, which have no end."""
    minutes_source: str = "estimate"
    """Where the estimate came from, in words."""
    series: Series | None = None
    needs: tuple[str, ...] = ()
    """Ids of works to read before this one."""
    contains: tuple[str, ...] = ()
    """Ids of works of the same list that are parts of this one, a hub or a playlist."""
    chapters: tuple[Chapter, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    corrections: tuple[Correction, ...] = field(default=())
    remark: str | None = None
    """What a reader should know of the entry (a title that is stale, a part that is missing)."""
    added: datetime | None = None
    """When its owner put it into their list, where the list says so."""
