"""Settings: each text is read or refused with a sentence that names the key."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.memory import DEFAULT_PARAMETERS
from studyplan.domain.settings import SETTINGS, SettingError, Settings, parse


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("interview_date", "2027-01-05", "2027-01-05"),
        ("interview_date", "none", None),
        ("minutes.mon", " 90 ", 90),
        ("days_off", "2026-12-25 2026-12-24,2026-12-24", ["2026-12-24", "2026-12-25"]),
        ("retention", "0.85", 0.85),
        ("day_start", "05:30", "05:30"),
        ("learning_steps", "1m, 1h", ["1m", "1h"]),
        ("relearning_steps", "", []),
        ("bury_siblings", "No", False),
        ("parameters", ", ".join(map(str, DEFAULT_PARAMETERS)), list(DEFAULT_PARAMETERS)),
        ("parameters", "None", None),
    ],
)
def test_text_becomes_a_value(key: str, text: str, value: object) -> None:
    assert parse(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("minutes.mon", "-1"),
        ("minutes.mon", "721"),
        ("minutes.mon", "1.5"),
        ("retention", "nan"),
        ("retention", "1"),
        ("day_start", "12:00"),
        ("day_start", "04:00+01:00"),
        ("learning_steps", "10"),
        ("learning_steps", "0m"),
        ("learning_steps", "²m"),
        ("bury_siblings", "perhaps"),
        ("days_off", "christmas"),
        ("parameters", "0.2 1.3"),
        ("parameters", "nan " * 21),
        ("parameters", "0.2, x"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(key: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"^`{key}`: "):
        parse(key, text)


@given(st.sampled_from([*SETTINGS, "unknown"]), st.text())
def test_any_text_is_a_value_or_a_sentence(key: str, text: str) -> None:
    try:
        value = parse(key, text)
    except SettingError as error:
        sentence = str(error)
    else:
        assert Settings({key: value}).value(key) in (value, SETTINGS[key].default)
        return
    assert sentence.endswith(".")


def test_defaults_are_typed() -> None:
    settings = Settings({})
    assert settings.interview_date is None
    assert settings.day_start == time(4)
    assert settings.minutes_on(date(2026, 11, 24)) == 60
    assert settings.scheduling.learning_steps == (timedelta(minutes=10),)
    assert settings.next_interview(date(2026, 11, 24)) is None
    assert settings.pins == {}


def test_the_interviews_follow_one_another() -> None:
    settings = Settings(
        {"interview_date": "2026-12-10", "later_interviews": ["2026-12-01", "2026-12-10"]}
    )
    assert settings.interviews == (date(2026, 12, 1), date(2026, 12, 10))
    assert settings.next_interview(date(2026, 11, 24)) == date(2026, 12, 1)
    assert settings.next_interview(date(2026, 12, 1)) == date(2026, 12, 1)
    assert settings.next_interview(date(2026, 12, 2)) == date(2026, 12, 10)
    assert settings.next_interview(date(2026, 12, 11)) is None


def test_a_plan_leads_past_the_interview_of_today_to_the_next() -> None:
    settings = Settings(
        {"interview_date": "2026-12-10", "later_interviews": ["2026-12-01", "2026-12-10"]}
    )
    assert settings.planned_to(date(2026, 11, 30)) == date(2026, 12, 1)
    assert settings.planned_to(date(2026, 12, 1)) == date(2026, 12, 10)
    assert settings.planned_to(date(2026, 12, 10)) == date(2026, 12, 10)
    assert settings.planned_to(date(2026, 12, 11)) is None
    assert [settings.minutes_planned(date(2026, 12, day)) for day in (1, 2, 10)] == [0, 60, 0]
    assert settings.last_interview == date(2026, 12, 10)


def test_pins_have_keys_of_their_own_and_end_when_they_are_taken_away() -> None:
    settings = Settings({"pin.rank": "2026-12-10", "pin.scope": None, "focus": "ads"})
    assert settings.pins == {"rank": date(2026, 12, 10)}


def test_what_is_tried_changes_nothing() -> None:
    settings = Settings({"minutes.tue": 90})
    tried = settings.tried({"minutes.tue": 30, "retention": 0.8})
    tuesday = date(2026, 11, 24)
    assert (tried.minutes_on(tuesday), tried.scheduling.retention) == (30, 0.8)
    assert (settings.minutes_on(tuesday), settings.scheduling.retention) == (90, 0.9)


def test_minutes_follow_the_weekday_and_days_off() -> None:
    settings = Settings({"minutes.tue": 90, "days_off": ["2026-12-01"]})
    assert settings.minutes_on(date(2026, 11, 24)) == 90
    assert settings.minutes_on(date(2026, 11, 25)) == 60
    assert settings.minutes_on(date(2026, 12, 1)) == 0
