"""A learner made of numbers: remembers as FSRS-6 says, with true parameters of their own."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from studyplan.clock import FixedClock
from studyplan.domain.action import Answered
from studyplan.domain.memory import (
    DEFAULT_PARAMETERS,
    Grade,
    Memory,
    forgetting_curve,
    interval_days,
    memories_after,
)
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Card, decide
from studyplan.store import cards
from studyplan.study import Study, reading, reviewing, settings

FIRST_DAY = date(2026, 1, 5)
FORGETFUL = (0.05, 0.3, 0.6, 2.0, *DEFAULT_PARAMETERS[4:8], 1.2, *DEFAULT_PARAMETERS[9:20], 0.3)
"""Somebody who forgets about three times as fast as the defaults say."""
Grades = list[tuple[str, date, Grade]]


def history(
    reviews: int, *, true: tuple[float, ...] = DEFAULT_PARAMETERS, seed: int = 0, per_card: int = 8
) -> Grades:
    """What somebody with `true` parameters answers when asked at 0.9 by the defaults.

    Cards are begun over two months; what is forgotten is asked once more on the same day.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    grades: Grades = []
    for number in range(-(-reviews // per_card)):
        day = FIRST_DAY + timedelta(days=chance.randrange(60))
        truth: Memory | None = None
        belief: Memory | None = None
        elapsed = 0
        for _ in range(per_card):
            grade = chance.choices(list(Grade), (2, 1, 6, 1))[0]
            if truth is not None:
                recalled = chance.random() < forgetting_curve(truth.stability, elapsed, true)
                passed = chance.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (2, 6, 1))[0]
                grade = passed if recalled else Grade.AGAIN
            grades.append((f"card-{number}", day, grade))
            truth = memories_after(truth, elapsed, true)[grade]
            belief = memories_after(belief, elapsed, DEFAULT_PARAMETERS)[grade]
            wanted = interval_days(belief.stability, 0.9, DEFAULT_PARAMETERS)
            elapsed = 0 if grade is Grade.AGAIN else max(1, round(wanted))
            day += timedelta(days=elapsed)
    grades.sort(key=lambda one: one[1])
    return grades[:reviews]


def answer(study: Study, grades: Grades) -> None:
    """Write grades to the log of a study, each decided as it would be; cards are made-up ones."""
    by_days = replace(study.settings.scheduling, learning_steps=(), relearning_steps=())
    noon = time(12, tzinfo=UTC)
    with study.store.transaction():
        for second, (id, day, grade) in enumerate(grades):
            now = datetime.combine(day, noon) + timedelta(milliseconds=second)
            card = cards.read(study.store, id) or Card(id)
            study.do(Answered(id, decide(card, grade, now, study.days, by_days), 8.0), now)


def folded(study: Study) -> list[list[tuple[Any, ...]]]:
    """Every row that an undo has to bring back."""
    tables = ("card", "review", "setting")
    return [[tuple(row) for row in study.store.rows(f"SELECT * FROM {name}")] for name in tables]


def fall_behind(study: Study, clock: FixedClock, *, works: int = 40) -> None:
    """Read and answer so many works, stay away, and come back a week before an interview.

    There is much more to read than there is time for, so the plan leaves most cards for later.
    """
    settings.change(study, {"learning_steps": "none", "new_per_day": "999"})
    readable = [one for one in reading.works(study) if not one.kind.is_hub]
    for one in readable[:works]:
        reading.mark(study, one.id, Status.READ)
        for asked in reviewing.of_resource(study, one.id):
            reviewing.grade(study, asked.card.id, Grade.HARD)
    clock.set(clock.now() + timedelta(days=12))
    day = (study.today + timedelta(days=8)).isoformat()
    settings.change(study, {"interview_date": day, **settings.minutes_from_words("10")})
