"""Plots of characters: every line as wide as asked, every mark where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan import plots
from studyplan.domain.calibration import Bin, Figures, calibration


def test_marks_stand_where_recall_was_predicted_and_where_it_was() -> None:
    bins = (Bin(0.6, 0.8, 7), Bin(0.9, 0.9, 1234), Bin(0.99, 0.95, 3))
    assert plots.calibration(bins, 53) == [
        " predicted  0%      50%      100%  recalled   reviews",
        "    60–65%  ────────────○━━━●────       80%         7",
        "    90–95%  ──────────────────◉──       90%     1,234",
        "   95–100%  ───────────────────●○       95%         3",
    ]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(60, 200))
def test_lines_are_as_wide_as_asked(predicted: list[tuple[float, bool]], width: int) -> None:
    heading, *rows = plots.calibration(calibration(predicted), width)
    assert {len(heading), *map(len, rows)} == {width}
    for row in rows:
        assert ("◉" in row) != ("○" in row and "●" in row)


def test_nothing_gives_no_lines() -> None:
    assert plots.calibration((), 80) == []


@pytest.mark.parametrize(("after", "word"), [(0.3, "better"), (0.5, "worse"), (0.4, "the same")])
def test_figures_say_which_is_better(after: float, word: str) -> None:
    (_, loss, rmse) = plots.figures(Figures(0.4, 0.4), Figures(after, after))
    assert loss == ("log loss", "0.4000", f"{after:.4f}", word)
    assert rmse[-1] == word
