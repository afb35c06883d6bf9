"""What the figures of Progress say without colour, at every width there may be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studyplan.domain.calibration import Bin
from studyplan.domain.curriculum import Competency
from studyplan.domain.readiness import Evidence, readiness
from studyplan.domain.statistics import (
    Activity,
    Minutes,
    Recalled,
    Retention,
    Streak,
    forecast,
)
from studyplan.study.progress import Progress
from studyplan.study.readiness import Company, Ready
from studyplan.tui.widgets import figures
from studyplan.tui.widgets.drawing import Ink, Row, cut, text_of
from studyplan.tui.widgets.heat_map import heat_map
from studyplan.tui.widgets.readiness_bars import bar_of

TODAY = date(2026, 11, 24)  # a Tuesday
DAY = timedelta(days=1)
widths = st.integers(40, 160)


def lines(rows: list[Row]) -> list[str]:
    return [text_of(row) for row in rows]


def studied(minutes: dict[int, float]) -> list[Activity]:
    """Days so many ago, with so many minutes."""
    return [
        Activity(TODAY - ago * DAY, readings=1, minutes=Minutes(reading=spent))
        for ago, spent in minutes.items()
    ]


def progress(
    days: tuple[Activity, ...] = (), year: Retention | None = None, month: Retention | None = None
) -> Progress:
    return Progress(
        today=TODAY,
        predicted_for=TODAY,
        readiness=(),
        days=days,
        streak=Streak(2, 7),
        target=0.9,
        month=month or Retention(),
        year=year or Retention(),
        calibration=(),
        forecast=forecast((), TODAY),
        companies=(),
    )


def ready(evidence: Evidence) -> Ready:
    return Ready(Competency("K07", "Retrieval", "find candidates"), evidence, readiness(evidence))


# --------------------------------------------------------------------------------- heat-map


def test_the_days_of_a_year_stand_where_they_belong() -> None:
    drawn = lines(heat_map(studied({0: 5, 1: 15, 2: 30, 3: 60, 7: 90}), TODAY, 60))
    assert [line[:3] for line in drawn[1:8]] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert drawn[1].endswith("·▒")  # yesterday
    assert drawn[2].endswith("█░")  # a week ago and today
    assert drawn[6].endswith("█ ")
    assert drawn[7].endswith("▓ ")  # Sunday; the days to come stay empty
    assert drawn[3].endswith("· ")
    assert {len(line) for line in drawn[1:8]} == {57}
    assert "Nov" in drawn[0]
    assert "nothing" in drawn[8]


@given(st.dictionaries(st.integers(-5, 500), st.floats(0, 300)), widths)
def test_a_heat_map_has_a_cell_for_every_day_that_fits(
    minutes: dict[int, float], width: int
) -> None:
    drawn = lines(heat_map(studied(minutes), TODAY, width))
    weeks = min(53, width - 4)
    first = TODAY - TODAY.weekday() * DAY - (weeks - 1) * 7 * DAY
    assert len(drawn) == 9
    assert all(len(line) == weeks + 4 for line in drawn[1:8])
    cells = "".join(line[4:] for line in drawn[1:8])
    assert cells.count(" ") == 6 - TODAY.weekday()
    shown = [ago for ago in minutes if ago >= 0 and TODAY - ago * DAY >= first]
    assert sum(cells.count(shade) for shade in "░▒▓█") == len(shown)


# -------------------------------------------------------------------------------- readiness


def test_a_bar_shows_its_band_by_shades_and_numbers() -> None:
    one = ready(Evidence(TODAY, 9, 9, recall=0.5, cards=4))
    drawn = text_of(bar_of(one, 80))
    low, high = one.readiness.low, one.readiness.high
    assert low is not None
    assert high is not None
    assert f"50   {low:.0f}–{high:.0f}" in drawn
    room = 80 - 37
    counts = [drawn.count(shade) for shade in "█▓░·"]
    assert sum(counts) == room
    assert counts[0] == round(low / 100 * room)
    assert counts[0] + counts[1] == round(room / 2)
    assert counts[3] == room - round(high / 100 * room)


def test_what_is_unknown_has_a_question_mark_and_no_bar() -> None:
    nothing = ready(Evidence(TODAY, 0, 9))
    assert text_of(bar_of(nothing, 80)).endswith("?  nothing of 9 read yet")
    unasked = ready(Evidence(TODAY, 3, 9, unasked=4))
    assert text_of(bar_of(unasked, 80)).endswith("?  no card asked yet")
    assert "not known yet" in text_of(bar_of(unasked, 80, is_chosen=True))


# ---------------------------------------------------------------------------------- figures


def test_retention_says_where_it_stands_without_colour() -> None:
    year = Retention(Recalled(60, 100), Recalled(95, 100))
    drawn = lines(figures.retention(progress(year=year, month=Retention(Recalled(1, 1))), 78))
    assert "month  young     100 %" in drawn[1]
    assert "too few to tell" in drawn[1]
    assert "60 %" in drawn[2]
    assert "below target" in drawn[2]
    assert "95 %" in drawn[3]
    assert "on target" in drawn[3]
    assert all("┃" in line for line in drawn[1:4])
    assert "Target 90 %, at ┃" in drawn[4]
    narrow = lines(figures.retention(progress(year=year), 58))
    assert not any("┃" in line for line in narrow)


def test_calibration_is_drawn_on_one_scale() -> None:
    drawn = lines(figures.calibrated((Bin(0.5, 0.25, 8), Bin(0.95, 1.0, 120)), 72))
    first, second = drawn[1:3]
    assert first.index("●") < first.index("○")
    assert second.index("○") < second.index("●")
    assert first.split()[-2:] == ["25%", "8"]
    assert "○ predicted  ● recalled" in drawn[3]


def test_a_forecast_has_a_column_a_day_as_high_as_its_cards() -> None:
    due = [(TODAY - DAY, 3), (TODAY, 16), (TODAY + DAY, 8), (TODAY + 2 * DAY, 1), (None, 5)]
    drawn = lines(figures.forecasted(forecast(due, TODAY), 58))
    assert drawn[0] == "3 overdue · 16 today · 25 in 7 days · 25 in 30 days"
    assert drawn[1] == "0 later · 5 new, never asked"
    assert [line[3:] for line in drawn[2:6]] == ["█", "█", "██", "██▂"]
    assert drawn[2].startswith("16 ")
    assert drawn[6].split()[:4] == ["24", "Nov", "1", "Dec"]
    wide = lines(figures.forecasted(forecast(due, TODAY), 78))
    assert wide[5][3:] == "████▂▂"


def test_companies_and_time_are_told_in_numbers() -> None:
    found = (Company("Meta", 4, 2, 0.8, 7), Company("A Company of a Long Name", 1, 0, None, 0))
    drawn = lines(figures.by_company(found, 70))
    assert "━━━━━━━━━━──────────" in drawn[0]
    assert " 2 of 4" in drawn[0]
    assert drawn[0].endswith("recall 80 %")
    assert drawn[1].startswith("A Company of a Lo…")
    days = (Activity(TODAY, reviews=3, minutes=Minutes(90, 30, 45)),)
    time = lines(figures.time_spent(progress(days)))
    assert time[1].split() == [
        "7",
        "days",
        "2",
        "h",
        "45",
        "1",
        "h",
        "30",
        "30",
        "min",
        "45",
        "min",
    ]
    streak = lines(figures.activity(progress(days)))
    assert streak[0].startswith("Streak 2 days · longest 7")
    assert streak[1] == "0 readings, 3 reviews, 0 mock interviews on 1 day"


@pytest.mark.parametrize("width", [40, 58, 76, 116])
def test_where_there_is_nothing_a_sentence_says_so(width: int) -> None:
    empty = progress()
    for rows in (
        figures.activity(empty),
        figures.retention(empty, width),
        figures.calibrated((), width),
        figures.forecasted(empty.forecast, width),
        figures.time_spent(empty),
        figures.by_company((), width),
    ):
        (line,) = lines(rows)
        assert line.endswith(".")
        assert len(line) <= 58


@given(widths, st.lists(st.integers(0, 10_000), min_size=30, max_size=30))
def test_no_figure_is_wider_than_the_room_for_it(width: int, cards: list[int]) -> None:
    due = [(TODAY + number * DAY, found) for number, found in enumerate(cards)]
    year = Retention(Recalled(60, 100), Recalled(950, 1000))
    evidence = Evidence(TODAY, 4, 9, recall=0.82, cards=14)
    room = max(width, 54)  # of a column on the narrowest screen there is
    drawings: list[list[Row]] = [
        figures.retention(progress(year=year, month=year), room),
        figures.calibrated((Bin(0.5, 0.25, 8000), Bin(0.95, 1.0, 120)), room),
        figures.forecasted(forecast(due, TODAY), room)[2:],
        figures.by_company((Company("Meta", 40, 2, 0.8, 7),), room),
        heat_map((), TODAY, room),
        [bar_of(ready(evidence), room)],
    ]
    for rows in drawings:
        for row in rows:
            assert len(text_of(row).rstrip()) <= max(room, 56)


@given(st.lists(st.tuples(st.text("ab 大", max_size=9), st.sampled_from(Ink))), st.integers(0, 40))
def test_a_row_is_cut_in_cells_with_an_ellipsis_only_where_something_is_lost(
    row: Row, width: int
) -> None:
    whole, kept = text_of(row).rstrip(), text_of(cut(row, width)).rstrip()
    assert cell_len(kept) <= width
    if cell_len(whole) <= width:
        assert kept == whole
    elif width:
        assert kept.endswith("…")
        assert whole.startswith(kept[:-1].rstrip())
