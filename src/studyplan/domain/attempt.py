"""Practising a mock interview: how time is split, what an attempt holds, how it is scored."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from studyplan.domain.action import Begun, Event, Finished, Written
from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.memory import Grade

LENGTHS = (30, 45, 60)
"""Minutes an interview can be practised in."""
HIGHEST = 4
"""The best score of a dimension; the worst is 0."""
CARD = "interview:"
"""How the ids of the cards of interviews begin; the id of the interview follows."""


def split(interview: Interview, minutes: int) -> dict[StageName, int]:
    """Seconds for each stage of a practice of `minutes`, in proportion to those it was written for.

    They add up exactly: what rounding down leaves goes, a second each, to the largest remainders.
    """
    written = sum(stage.minutes for stage in interview.stages)
    total = minutes * 60
    shares = {one.stage: divmod(one.minutes * total, written) for one in interview.stages}
    seconds = {stage: whole for stage, (whole, _) in shares.items()}
    left = total - sum(seconds.values())
    for stage in sorted(shares, key=lambda stage: -shares[stage][1])[:left]:
        seconds[stage] += 1
    return seconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """One practice of an interview, as the log tells it."""

    id: str
    interview: str
    plan: Mapping[StageName, int]
    """Seconds meant for each stage."""
    started_at: datetime
    stage: StageName = StageName.SCOPE
    """Where it stands."""
    notes: Mapping[StageName, str] = field(default_factory=dict)
    """What was written, by stage; a stage where nothing was is left out."""
    seconds: Mapping[StageName, float] = field(default_factory=dict)
    """Time spent in each stage that was entered."""
    revealed: tuple[str, ...] = ()
    """The clarifying questions that were asked, in order."""
    finished_at: datetime | None = None
    scores: Mapping[Dimension, int] = field(default_factory=dict)
    """0 to 4 by dimension; one that was not scored is left out."""

    @property
    def minutes(self) -> int:
        """The length it was begun for."""
        return round(sum(self.plan.values()) / 60)

    @property
    def spent(self) -> float:
        """Seconds, of all stages."""
        return sum(self.seconds.values())

    @property
    def mean(self) -> float | None:
        """The mean of the scores that were given; None where there are none."""
        return mean_score(self.scores)


def mean_score(scores: Mapping[Dimension, int]) -> float | None:
    """The mean of the scores given, 0 to 4; None where none is."""
    return sum(scores.values()) / len(scores) if scores else None


def grade_of(mean: float) -> Grade:
    """The grade that a mean score gives the card of an interview."""
    for below, grade in ((1.5, Grade.AGAIN), (2.5, Grade.HARD), (3.5, Grade.GOOD)):
        if mean < below:
            return grade
    return Grade.EASY


def step_attempt(state: Attempt | None, event: Event) -> Attempt | None:
    """The attempt after `event`; None while it was not begun."""
    match event.action:
        case Begun(attempt, interview, plan):
            return Attempt(attempt, interview, plan, event.at)
        case Written(_, stage, notes, seconds, revealed) if state is not None:
            written = {**state.notes, **notes}
            return replace(
                state,
                stage=stage,
                notes={one: text for one, text in written.items() if text},
                seconds={**state.seconds, **seconds},
                revealed=revealed,
            )
        case Finished(scores=scores) if state is not None:
            return replace(state, finished_at=event.at, scores=scores)
        case _:
            return state


def surprise(
    interviews: Sequence[Interview], weakness: Mapping[str, float], seed: int
) -> Interview:
    """An interview drawn at random, the likelier the weaker the person is at what it practises.

    Args:
        interviews: at least one.
        weakness: 0 (safe) to 1 (nothing known) by competency; one that is missing counts as 1.
        seed: the same seed draws the same interview.
    """
    weights = [_weight(one, weakness) for one in interviews]
    return random.Random(seed).choices(interviews, weights)[0]  # noqa: S311 - a draw, no secret


def _weight(interview: Interview, weakness: Mapping[str, float]) -> float:
    """Squared, so that the weakest stand out; the first competency counts most."""
    shares = [1 / (place + 1) for place in range(len(interview.competencies))]
    need = sum(
        share * weakness.get(competency, 1.0)
        for share, competency in zip(shares, interview.competencies, strict=True)
    )
    return 0.01 + float((need / sum(shares)) ** 2)
