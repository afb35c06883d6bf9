"""Trying other dates, minutes and retentions: within bounds, and texts that can be kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.plan import FARTHEST, HORIZON
from studyplan.domain.settings import WEEKDAYS, Json, Settings, parse
from studyplan.domain.what_if import WhatIf

TODAY = date(2026, 11, 24)
steps = st.integers(-1000, 1000)
a_day = st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=FARTHEST))


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    values: dict[str, Json] = {
        f"minutes.{day}": draw(st.sampled_from([0, 5, 60, 720])) for day in WEEKDAYS
    }
    values["retention"] = draw(st.sampled_from([0.7, 0.85, 0.9, 0.905, 0.99]))
    if (first := draw(st.none() | a_day)) is not None:
        values["interview_date"] = first.isoformat()
    later = draw(st.lists(a_day, max_size=2))
    values["later_interviews"] = sorted(day.isoformat() for day in later)
    return Settings(values)


@given(settings(), st.lists(st.tuples(steps, steps, steps), max_size=4))
def test_what_is_tried_can_always_be_kept(
    held: Settings, moves: list[tuple[int, int, int]]
) -> None:
    what = WhatIf()
    for days, minutes, retention in moves:
        what = what.moved(held, TODAY, days=days, minutes=minutes, retention=retention)
    texts = what.texts(held, TODAY)
    kept = held.tried({key: parse(key, text) for key, text in texts.items()})
    assert {kept.minutes_on(TODAY + timedelta(days=n)) for n in range(7)} <= set(range(721))
    assert 0.70 <= kept.scheduling.retention <= 0.99
    if what.days:
        moved = what.interview(held, TODAY)
        assert moved is not None
        assert moved == kept.next_interview(TODAY)
        if held.next_interview(TODAY) is not None:
            assert len(kept.interviews) == len(held.interviews)
    else:
        assert kept.interviews == held.interviews


@given(settings(), steps, steps, steps)
def test_there_and_back_is_nothing(held: Settings, days: int, minutes: int, retention: int) -> None:
    what = WhatIf().moved(held, TODAY, days=days, minutes=minutes, retention=retention)
    back = what.moved(
        held, TODAY, days=-what.days, minutes=-what.minutes, retention=-what.retention
    )
    assert not back.is_any
    assert back.texts(held, TODAY) == {}


def test_the_date_is_moved_where_the_next_interview_stands() -> None:
    first = Settings({"interview_date": "2026-12-01", "later_interviews": ["2026-12-08"]})
    later = Settings({"interview_date": "2026-11-01", "later_interviews": ["2026-12-08"]})
    none = Settings({})
    what = WhatIf(days=2)
    assert what.texts(first, TODAY) == {"interview_date": "2026-12-03"}
    assert what.texts(later, TODAY) == {"later_interviews": "2026-12-10"}
    in_two_days = TODAY + timedelta(days=HORIZON + 2)
    assert what.texts(none, TODAY) == {"interview_date": in_two_days.isoformat()}
    assert WhatIf().interview(none, TODAY) is None


def test_the_interview_stays_ahead() -> None:
    held = Settings({"interview_date": "2026-12-01"})
    assert WhatIf().moved(held, TODAY, days=-99).interview(held, TODAY) == date(2026, 11, 25)
    far = WhatIf().moved(held, TODAY, days=9999).interview(held, TODAY)
    assert far == TODAY + timedelta(days=FARTHEST)


def test_an_interview_is_not_moved_past_the_one_that_follows_it() -> None:
    held = Settings({"interview_date": "2026-12-01", "later_interviews": ["2026-12-10"]})
    what = WhatIf().moved(held, TODAY, days=14)
    assert what.interview(held, TODAY) == date(2026, 12, 9)
    assert what.texts(held, TODAY) == {"interview_date": "2026-12-09"}
    twice = Settings({"interview_date": "2026-12-01", "later_interviews": ["2026-12-01"]})
    moved = WhatIf(days=1).texts(twice, TODAY)
    assert moved == {"interview_date": "2026-12-02", "later_interviews": "none"}


def test_a_weekday_without_study_stays_one() -> None:
    held = Settings({"minutes.sun": 0, "minutes.sat": 120})
    tried = WhatIf(minutes=-65).a_day(held)
    assert (tried["sun"], tried["mon"], tried["sat"]) == (0, 0, 55)
    all_free = Settings({f"minutes.{day}": 0 for day in WEEKDAYS})
    assert set(WhatIf(minutes=10).a_day(all_free).values()) == {10}
