"""A mock interview: the question, its nine stages, a model outline and how to score oneself."""

from dataclasses import dataclass
from enum import StrEnum


class StageName(StrEnum):
    """The stages of a design interview, in order."""

    SCOPE = "scope"
    TASK = "task"
    ARCHITECTURE = "architecture"
    DATA = "data"
    FEATURES = "features"
    MODEL = "model"
    EVALUATION = "evaluation"
    SERVING = "serving"
    MONITORING = "monitoring"

    @property
    def heading(self) -> str:
        """What stands above it, in the outline and on the screen."""
        return self.value.capitalize()


class Dimension(StrEnum):
    """What an answer is scored on, each from 0 to 4."""

    UNDERSTANDING = "understanding"
    """Of the problem and its scope."""
    FORMULATION = "formulation"
    """As an ML task with metrics."""
    DATA = "data"
    FEATURES = "features"
    MODELLING = "modelling"
    EVALUATION = "evaluation"
    OPERATIONS = "operations"
    """Serving, scale and monitoring."""
    COMMUNICATION = "communication"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the interviewer knows and tells only when asked."""

    ask: str
    """The question that brings it out."""
    answer: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an interview, for its question."""

    stage: StageName
    minutes: int
    """Its share of a whole interview of `MINUTES`."""
    strong: tuple[str, ...]
    """What a strong answer covers."""
    probes: tuple[str, ...]
    """What the interviewer asks at this moment."""
    red_flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One dimension of the rubric: what the scores 0, 2 and 4 look like for this question."""

    dimension: Dimension
    zero: str
    two: str
    four: str


MINUTES = 45
"""Length of an interview as it is written; another length splits over the stages in proportion."""


@dataclass(frozen=True, slots=True)
class Interview:
    """A mock interview. The id is a slug that never changes: attempts and a card hang on it."""

    id: str
    title: str
    """How it stands in a list."""
    question: str
    """As an interviewer says it."""
    competencies: tuple[str, ...]
    """Ids of the competencies it practises most, the first the most of all."""
    works: tuple[str, ...]
    """Ids of the works that prepare for it."""
    difficulty: int
    """1 (easy) to 3 (hard)."""
    facts: tuple[Fact, ...]
    stages: tuple[Stage, ...]
    """All nine, in the order of `StageName`; their minutes add up to `MINUTES`."""
    outline: str
    """The model answer in Markdown, with the heading of each stage at level two, in order."""
    rubric: tuple[RubricLine, ...]
    """All eight, in the order of `Dimension`."""


def outline_sections(interview: Interview) -> dict[StageName, tuple[str, ...]]:
    """The points of the outline by stage, without their dashes; a wrapped point is one."""
    sections: dict[StageName, list[str]] = {stage: [] for stage in StageName}
    current: list[str] = []
    for line in interview.outline.splitlines():
        text = line.strip()
        if line.startswith("## "):
            current = sections[StageName(line.removeprefix("## ").strip().lower())]
        elif text.startswith("- ") or not current:
            current += [text.removeprefix("- ")] if text else []
        elif text:
            current[-1] = f"{current[-1]} {text}"
    return {stage: tuple(points) for stage, points in sections.items()}
