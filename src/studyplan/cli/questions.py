"""What `studyplan question` prints, as JSON and as text, and the wording that its options give."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from studyplan.cli import records
from studyplan.cli.text import table
from studyplan.domain.wording import Wording
from studyplan.study.reviewing import Question


def worded(options: argparse.Namespace, before: Wording) -> Wording:
    """`before` with what the options say in its place."""
    given = {
        "question": options.text,
        "points": None if options.points is None else tuple(options.points),
        "follow_up": options.follow_up,
    }
    return replace(before, **{name: value for name, value in given.items() if value is not None})


def record(one: Question, today: date) -> dict[str, Any]:
    """A question as the acts of `question` give it."""
    return {
        **records.due(one, today),
        "points": list(one.points),
        "follow_up": one.follow_up,
        "own": one.own,
        "shipped": None if one.shipped is None else asdict(one.shipped),
    }


def listing(found: Sequence[Question]) -> str:
    """One line a question: its card, whether it is the person's own, what is asked."""
    rows = [
        (one.card.id, "yours" if one.own else "edited", " ".join(one.question.split()))
        for one in found
    ]
    return table(rows) or "There is no question of yours; `studyplan question add` makes one."
