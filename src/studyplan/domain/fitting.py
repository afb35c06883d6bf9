"""A person's own parameters of FSRS-6, taken only where they predict better than those they have.

Whether they do is asked of reviews that the fit has not seen: the history is cut into blocks by
time, and each block is predicted by parameters fitted to what came before it (time-series
cross-validation). fsrs-rs fits; the cuts, the figures and the verdict are ours.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from studyplan.domain.calibration import (
    Bin,
    Figures,
    Prediction,
    Trial,
    calibration,
    figures,
    trials,
)
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade, check_parameters, forgetting_curve

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem

NEEDED = 400
"""Reviews below which fitting waits."""
TRIALS_NEEDED = 100
"""Held-out trials below which there is no telling which parameters predict better."""
BLOCKS = 5
"""How often the history is cut, and with that fitted, for the verdict."""
STEPS = BLOCKS + 1
"""How many fits there are in all: the last one is to the whole history."""
_CLEARLY = 1.645
"""Standard errors that the gain must lie above 0: chance alone does that one time in twenty."""

Parameters = tuple[float, ...]


class Verdict(StrEnum):
    """What came of a fit."""

    WAITING = "waiting"
    NO_BETTER = "no better"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class History:
    """What a fit goes by."""

    grades: tuple[tuple[str, date, Grade], ...]
    """Card, study day and grade of every review, in the order of the log."""
    present: Parameters = DEFAULT_PARAMETERS
    """The parameters that hold now."""
    since: date | None = None
    """The study day on which they were taken; None for the defaults. They have seen the reviews
    up to then, so only later ones can judge them."""
    relearning_steps: int = 1
    """How many steps a forgotten card takes; several bound what same-day reviews may do."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What came of a fit, with all that the verdict rests on."""

    verdict: Verdict
    reviews: int
    trials: int
    """Held-out reviews that the figures are of."""
    before: Figures | None
    """Of the parameters that held; None while waiting."""
    after: Figures | None
    """Of fitted ones, each block predicted by a fit to what came before it; None while waiting."""
    parameters: Parameters | None
    """Fitted to the whole history, to be taken; None where what holds stays."""
    calibration: tuple[Bin, ...]
    """Of the held-out predictions, by the fitted parameters where they are better, else by the
    present ones; while waiting, of all trials by the present ones."""

    @property
    def why(self) -> str:
        """The verdict in a sentence or two."""
        match self.verdict:
            case Verdict.BETTER:
                return f"Your own parameters predict {self.trials:,} later reviews better."
            case Verdict.NO_BETTER:
                return (
                    f"Your own parameters do not clearly predict {self.trials:,} later reviews "
                    "better than those you have, which stay."
                )
            case Verdict.WAITING if self.reviews < NEEDED:
                return (
                    f"Fitting waits for {NEEDED} reviews; there are {self.reviews}. "
                    "With fewer, chance would decide."
                )
            case Verdict.WAITING:
                return (
                    f"Fitting waits for {TRIALS_NEEDED} reviews to judge by; there are "
                    f"{self.trials}. Those count that come a day or more after the one before, and "
                    "later than what the parameters have seen."
                )


def fit(history: History, report: Callable[[int], None] | None = None) -> Fit:
    """Fit a person's parameters, and find out whether they predict better than what they have.

    Better means: in log loss clearly, and in RMSE in bins too, both than the present parameters
    and than the defaults.

    Args:
        report: called after each of the `STEPS` fits with how many are done.
    """
    all_trials = trials(history.grades)
    places = cuts(all_trials, history.since)
    held_out = all_trials[places[0] :]
    if len(history.grades) < NEEDED or len(held_out) < TRIALS_NEEDED:
        shown = _calibration(predict(all_trials, history.present))
        return Fit(Verdict.WAITING, len(history.grades), len(held_out), None, None, None, shown)
    fitted: list[Prediction] = []
    for done, (start, end) in enumerate(pairwise(places), 1):
        parameters = _fit(all_trials[:start], history.relearning_steps)
        fitted += predict(all_trials[start:end], parameters)
        if report is not None:
            report(done)
    present = predict(held_out, history.present)
    rivals = [present]
    if history.present != DEFAULT_PARAMETERS:
        rivals.append(predict(held_out, DEFAULT_PARAMETERS))
    own = None
    if all(_is_better(fitted, rival) for rival in rivals):
        own = _fit(all_trials, history.relearning_steps)
    if report is not None:
        report(STEPS)
    return Fit(
        verdict=Verdict.NO_BETTER if own is None else Verdict.BETTER,
        reviews=len(history.grades),
        trials=len(held_out),
        before=figures(present),
        after=figures(fitted),
        parameters=own,
        calibration=_calibration(present if own is None else fitted),
    )


def predict(tested: Sequence[Trial], parameters: Parameters) -> list[Prediction]:
    """What `parameters` say before each trial: the fold of the grades before it."""
    from fsrs_rs_python import FSRS

    states = FSRS(parameters).memory_state_batch([_item(one.grades[:-1]) for one in tested])
    return [
        Prediction(one, forgetting_curve(state.stability, one.elapsed, parameters))
        for one, state in zip(tested, states, strict=True)
    ]


def _fit(seen: Sequence[Trial], relearning_steps: int) -> Parameters:
    """The parameters that fit some trials best, to four decimals as the defaults are given.

    Of trials in order of time fsrs-rs gives the later ones more weight; of a few it changes little
    or nothing of the defaults.
    """
    from fsrs_rs_python import FSRS

    found = FSRS(DEFAULT_PARAMETERS).compute_parameters(
        [_item(one.grades) for one in seen], num_relearning_steps=relearning_steps
    )
    parameters = tuple(round(parameter, 4) for parameter in found)
    check_parameters(parameters)
    return parameters


def _item(grades: Sequence[tuple[Grade, int]]) -> "FSRSItem":
    from fsrs_rs_python import FSRSItem, FSRSReview

    return FSRSItem([FSRSReview(grade, elapsed) for grade, elapsed in grades])


def cuts(all_trials: Sequence[Trial], since: date | None) -> list[int]:
    """Where the blocks of held-out trials begin and the last one ends, as indices, ascending.

    The first block begins once a share of the history has passed, and the present parameters have
    been taken. No study day is cut in two, so that what predicts is always earlier.
    """
    total = len(all_trials)
    first = total // (BLOCKS + 1)
    if since is not None:
        first = max(first, sum(one.day <= since for one in all_trials))
    cuts = []
    for block in range(BLOCKS):
        cut = first + (total - first) * block // BLOCKS
        while 0 < cut < total and all_trials[cut].day == all_trials[cut - 1].day:
            cut += 1
        cuts.append(cut)
    return [*cuts, total]


def _is_better(ours: Sequence[Prediction], theirs: Sequence[Prediction]) -> bool:
    """Whether predictions of the same trials are better: clearly in log loss, and in RMSE too.

    The error of the mean gain is that of sums by card, for the trials of a card go together.
    """
    gains: dict[str, list[float]] = defaultdict(list)
    for our, their in zip(ours, theirs, strict=True):
        gains[our.trial.card].append(their.loss - our.loss)
    mean = math.fsum(map(math.fsum, gains.values())) / len(ours)
    squares = (math.fsum(gain - mean for gain in of_card) ** 2 for of_card in gains.values())
    error = math.sqrt(math.fsum(squares)) / len(ours)
    return mean > _CLEARLY * error and figures(ours).rmse_bins < figures(theirs).rmse_bins


def _calibration(predictions: Sequence[Prediction]) -> tuple[Bin, ...]:
    return calibration((one.probability, one.trial.recalled) for one in predictions)
