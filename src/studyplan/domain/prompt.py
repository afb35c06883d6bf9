"""What can be asked, with the points of a good answer; and primers, which come before."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studyplan.domain.memory import Grade
from studyplan.domain.resource import Kind, Resource


class PromptType(StrEnum):
    """What a question asks for."""

    FREE_RECALL = "free recall"
    """Say what a reading taught you: the one question that every reading has."""
    RECALL = "recall"
    COMPARE = "compare"
    COMPUTE = "compute"
    DIAGNOSE = "diagnose"
    DESIGN = "design"
    OWN = "own"
    """A person's own question, of whatever kind; it does not ship."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question, the points a person can tick, and what an interviewer would ask next.

    The id is `<source>:<slug>` and never changes: a card's history hangs on it.
    """

    id: str
    question: str
    type: PromptType
    competency: str | None
    """None for the free recall of a work that nobody has placed."""
    points: tuple[str, ...] = ()
    """None for free recall, where the person's own note is compared."""
    follow_up: str = ""
    difficulty: int = 2
    """1 (easy) to 3 (hard)."""
    resource: str | None = None
    """The work or chapter it belongs to; None for a question of the competency itself."""

    @property
    def source(self) -> str | None:
        """The id of what must be read before it is asked: the work, or the competency's primer."""
        return self.resource or self.competency


def suggested_grade(ticked: int, points: int) -> Grade:
    """The grade that ticked points speak for: all good, half of them or more hard, fewer again.

    Never easy: that is a matter of effort, which ticks do not show.
    """
    if ticked >= points:
        return Grade.GOOD
    return Grade.HARD if 2 * ticked >= points else Grade.AGAIN


def free_recall(work: Resource) -> Iterator[Prompt]:
    """The question that every reading has, a chapter at a time.

    Hubs have no end to recall, and a primer has questions of its own.
    """
    if work.kind.is_hub or work.kind is Kind.PRIMER:
        return
    parts = [(part.id, f"{part.title} ({work.title})") for part in work.chapters]
    for id, title in parts or [(work.id, work.title)]:
        yield Prompt(
            id=f"{id}:recall",
            question=f"What did “{title}” teach you? Say it in your own words.",
            type=PromptType.FREE_RECALL,
            competency=work.competency,
            resource=id,
        )


@dataclass(frozen=True, slots=True)
class Primer:
    """What to know of a competency before its questions, in Markdown."""

    competency: str
    title: str
    text: str

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        """How long it takes to read at 200 words a minute, the pace of a dense text."""
        return -(-self.words // 200)
