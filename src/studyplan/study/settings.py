"""Study settings: reading and changing them."""

from collections.abc import Mapping
from datetime import date

from studyplan.domain.action import Configured
from studyplan.domain.settings import SETTINGS, Json, Setting, SettingError, Settings, parse
from studyplan.study.session import Refused, Study

KNOWN: Mapping[str, Setting] = SETTINGS
"""Every setting there is, by key."""


def values(study: Study) -> dict[str, Json]:
    """Every setting with its value, set or default, by key."""
    settings = study.settings
    return {key: settings.value(key) for key in SETTINGS}


def change(study: Study, texts: Mapping[str, str]) -> dict[str, Json]:
    """Set one or more settings from text, all of them or none; the new values.

    Raises:
        Refused: a key is unknown, or a value does not fit; the text names the key.
    """
    try:
        new = {key: parse(key, text) for key, text in texts.items()}
        with study.store.transaction():
            merged = Settings({**study.settings.values, **new})
            _check(merged, new, study.today)
            study.do(Configured(new))
    except ValueError as error:
        raise Refused(str(error)) from error
    return new


def _check(merged: Settings, new: Mapping[str, Json], today: date) -> None:
    """Raise SettingError for values that fit one by one, but not together or not today."""
    if "interview_date" in new and merged.interview_date and merged.interview_date < today:
        raise SettingError(
            f"`interview_date`: {merged.interview_date} is in the past (today is {today})."
        )
    _ = merged.scheduling  # built, and with that checked
