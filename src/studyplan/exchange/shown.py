"""What a person's study is to other programs: works, and cards with their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyplan.domain.attempt import Attempt
from studyplan.domain.curriculum import Competency
from studyplan.domain.fold import Review
from studyplan.domain.interview import Interview
from studyplan.domain.resource import Kind, Status
from studyplan.domain.scheduling import Card
from studyplan.domain.text import clean
from studyplan.domain.wording import Wording


@dataclass(frozen=True, slots=True)
class Work:
    """A work, chapter or primer, and how far a person is with it."""

    id: str
    title: str
    kind: Kind
    parent: str | None = None
    """The book of a chapter."""
    url: str | None = None
    company: str | None = None
    year: int | None = None
    competency: str | None = None
    difficulty: int = 2
    minutes: int = 0
    minutes_read: int = 0
    status: Status = Status.UNREAD
    status_day: date | None = None
    due: date | None = None
    """The first study day on which a card of it is due."""
    note: str = ""
    note_day: date | None = None
    topics: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Ids of works to read before it."""
    series: tuple[str, ...] = ()
    """Ids of the works of its series in order, itself among them."""
    questions: Sequence[Wording] = ()
    """Those on it that are in the person's own words."""


@dataclass(frozen=True, slots=True)
class Practised:
    """An attempt at a mock interview."""

    attempt: Attempt
    interview: Interview | None
    """None where it was taken out since."""
    begun: datetime
    """In the time zone of the person."""

    @property
    def title(self) -> str:
        """What was asked, in a few words of one line."""
        title = self.attempt.interview if self.interview is None else self.interview.title
        return " ".join(clean(title).split())


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Everything there is to read, in reading order, and the mock interviews made of it."""

    competencies: Sequence[Competency]
    works: Sequence[Work]
    practised: Sequence[Practised] = ()
    """The attempts that came to an end, oldest first."""

    def parts(self) -> Mapping[str, Sequence[Work]]:
        """The chapters of each book, by its id."""
        found: dict[str, list[Work]] = {}
        for work in self.works:
            if work.parent is not None:
                found.setdefault(work.parent, []).append(work)
        return found

    def of_competency(self, competency: str | None) -> list[Work]:
        """The works of a competency without chapters, its primer among them."""
        return [one for one in self.works if one.parent is None and one.competency == competency]


@dataclass(frozen=True, slots=True)
class Given:
    """A grade, and the decision taken with it."""

    review: Review
    interval: timedelta
    """Until the card was to be asked again: whole days but for a learning step."""
    is_step: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A card, what it asks, and every grade that it was given."""

    card: Card
    question: str
    points: Sequence[str]
    follow_up: str
    note: str
    """The person's note on the work: the answer where there are no points."""
    title: str
    """Of the work that it is about."""
    url: str | None
    company: str | None
    competency: str | None
    kind: str
    """Of the question: recall, compare, own …"""
    rests: bool
    """Whether it is not asked now: suspended, or its work is not read any more."""
    grades: Sequence[Given]
    """Oldest first."""
