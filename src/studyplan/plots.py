"""Plots made of characters: the same in a screen and on the command line, readable uncoloured."""

from collections.abc import Sequence

from studyplan.domain.calibration import BIN_WIDTH, Bin, Figures

CALIBRATION_KEY = "○ predicted  ● recalled  ◉ both"
"""What the marks of a calibration plot mean."""
_COLUMNS = "{:>10}  {}  {:>8}  {:>8}"
_BESIDE = len(_COLUMNS.format("", "", "", ""))
"""Cells of a line beside its scale."""


def calibration(bins: Sequence[Bin], width: int) -> list[str]:
    """A heading, and a line a bin: from what was predicted to what was recalled, on one scale.

    The nearer its two marks, the truer the prediction; its last column says how many reviews it
    stands for. Lines are `width` cells long; no lines for no bins.
    """
    if not bins:
        return []
    cells = max(12, width - _BESIDE)
    heading = _COLUMNS.format("predicted", _scale(cells), "recalled", "reviews")
    rows = (
        _COLUMNS.format(_span(one), _marks(one, cells), f"{one.recalled:.0%}", f"{one.reviews:,}")
        for one in bins
    )
    return [heading, *rows]


def figures(before: Figures, after: Figures) -> list[tuple[str, str, str, str]]:
    """Rows of a table: how the parameters that held predicted, and how fitted ones would have."""
    rows = (
        ("log loss", before.log_loss, after.log_loss),
        ("RMSE in bins", before.rmse_bins, after.rmse_bins),
    )
    return [
        ("", "present", "fitted", ""),
        *((name, f"{was:.4f}", f"{now:.4f}", _compared(was, now)) for name, was, now in rows),
    ]


def _compared(before: float, after: float) -> str:
    return "better" if after < before else "worse" if after > before else "the same"


def _scale(cells: int) -> str:
    """The ends of the scale, and its middle."""
    return f"0%{'50%'.center(cells - 6)}100%"


def _span(one: Bin) -> str:
    """The predictions that fall into a bin."""
    start = min(int(one.predicted * 100), 99) // BIN_WIDTH * BIN_WIDTH
    return f"{start}–{start + BIN_WIDTH}%"


def _marks(one: Bin, cells: int) -> str:
    """A line with a mark where recall was predicted, and one where it was."""
    predicted, recalled = (round(x * (cells - 1)) for x in (one.predicted, one.recalled))
    line = ["─"] * cells
    for cell in range(min(predicted, recalled), max(predicted, recalled)):
        line[cell] = "━"
    line[predicted], line[recalled] = "○", "●"
    if predicted == recalled:
        line[predicted] = "◉"
    return "".join(line)
