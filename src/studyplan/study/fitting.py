"""Your own memory: fitting the parameters of FSRS to what was recalled, and how true they are."""

from collections.abc import Callable
from datetime import date

from studyplan.domain import calibration, fitting
from studyplan.domain.action import Configured
from studyplan.domain.attempt import CARD
from studyplan.domain.calibration import Bin
from studyplan.domain.fitting import NEEDED, STEPS, Fit, History
from studyplan.domain.memory import DEFAULT_PARAMETERS
from studyplan.domain.settings import PARAMETERS
from studyplan.store import cards, recorded
from studyplan.study.session import Study

__all__ = ["NEEDED", "STEPS", "Bin", "Fit", "calibrated", "fit", "history"]

Report = Callable[[int], None]
"""Told after each of the `STEPS` fits how many are done."""
Compute = Callable[[History, Report | None], Fit]


def fit(study: Study, report: Report | None = None, compute: Compute = fitting.fit) -> Fit:
    """Fit the parameters to the person's reviews, and take them where they predict better.

    To take them is one action, which undo takes back; with it every card's memory is computed
    anew, while the days that cards are due stay.

    Args:
        compute: who does the fitting; a process of its own where this one must go on meanwhile.
    """
    found = compute(history(study), report)
    if found.parameters is not None:
        study.do(Configured({PARAMETERS: list(found.parameters)}))
    return found


def history(study: Study) -> History:
    """What a fit goes by: every grade of a card, and the parameters that hold."""
    settings, days = study.settings, study.days
    since = None
    if settings.parameters != DEFAULT_PARAMETERS:
        since = days.of(recorded.counting(study.store, f"setting:{PARAMETERS}")[-1].at)
    return History(
        grades=tuple(cards.grades(study.store, without=CARD)),
        present=settings.parameters,
        since=since,
        relearning_steps=len(settings.scheduling.relearning_steps),
    )


def calibrated(study: Study, since: date) -> tuple[Bin, ...]:
    """Recall that the present parameters predict against what was recalled, from a day on.

    Only cards that came back for review count, as in retention: no learning steps.

    Predictions are those of the table of reviews: the fold of the grades before, under the
    parameters that hold now. A fit shows those of reviews that it has not seen, which is stricter.
    """
    return tuple(
        Bin(predicted / reviews, recalled / reviews, reviews)
        for predicted, recalled, reviews in cards.predicted(
            study.store, calibration.BIN_WIDTH, since=since, without=CARD
        )
    )
