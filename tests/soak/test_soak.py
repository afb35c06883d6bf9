"""Some days of the year that `python -m tests.soak` lives, with the same bounds."""

from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.locations import Locations
from studyplan.study import doctor, open_study
from tests.soak.year import FIRST, growth, live

DAYS, ACTIONS = 10, 20


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """Less than what ships: each look of doctor loads it anew."""
    return without_prompts


def test_after_some_days_all_is_well_and_a_day_costs_what_it_did(places: Locations) -> None:
    clock = FixedClock(FIRST)
    study = open_study(places, clock)
    days = live(study, clock, DAYS, ACTIONS)
    study.close()
    assert [day.actions for day in days] == [ACTIONS] * DAYS
    assert days[-1].events >= DAYS * ACTIONS
    assert [one for one in doctor.examine(places, clock) if not one.ok] == []
    assert growth(days, lambda day: day.grade.statements) < 1.5
    assert growth(days, lambda day: day.look.statements) < 1.5
