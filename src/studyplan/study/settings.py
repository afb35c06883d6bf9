"""Study settings: reading and changing them."""

from collections.abc import Mapping
from datetime import date

from studyplan.domain.action import Configured
from studyplan.domain.settings import (
    ASK,
    SETTINGS,
    WEEKDAYS,
    Json,
    Setting,
    SettingError,
    Settings,
    parse,
)
from studyplan.domain.what_if import MOST_MINUTES, moved_interview
from studyplan.study.session import Refused, Study

MINUTES = "minutes"
"""Stands for the minutes of all seven days where a setting is named."""
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
    with study.store.transaction():
        new = _parsed(study.settings, texts, study.today)
        study.do(Configured(new))
    return new


def tried(current: Settings, texts: Mapping[str, str], today: date) -> Settings:
    """The settings as `change` would make them; nothing is changed.

    Raises:
        Refused: as `change`.
    """
    return current.tried(_parsed(current, texts, today))


def with_date(current: Settings, text: str, today: date) -> dict[str, str]:
    """The settings under which the next interview is on a day given as text, or none comes.

    It takes the place of the next one and of those before the day; later ones stay.

    Raises:
        Refused: the text is neither a day nor `none`.
    """
    try:
        day = parse("interview_date", text)
    except SettingError as error:
        raise Refused(str(error)) from error
    moved, later = current.next_interview(today), []
    if day is not None:
        after = (one for one in current.later_interviews if one != moved)
        later = [one.isoformat() for one in after if one.isoformat() > str(day)]
    return {"interview_date": text, "later_interviews": ", ".join(later) or "none"}


def _parsed(current: Settings, texts: Mapping[str, str], today: date) -> dict[str, Json]:
    """The values of settings that are given as text; Refused where they cannot be."""
    try:
        new = {key: parse(key, text) for key, text in texts.items()}
        merged = current.tried(new)
        is_answered = current.after_interview != ASK and "after_interview" not in new
        if is_answered and merged.next_interview(today) and not current.next_interview(today):
            new["after_interview"] = None  # it was said of the interviews before
        _check(current.tried(new), new, today)
    except ValueError as error:
        raise Refused(str(error)) from error
    return new


def next_interview_from(study: Study, text: str) -> dict[str, str]:
    """The settings that give the next interview the day of a text; `none` takes it away.

    Raises:
        Refused: it is no date, or one that is past.
    """
    settings, today = study.settings, study.today
    day = _parsed(settings, {"interview_date": text}, today)["interview_date"]
    return moved_interview(settings, today, date.fromisoformat(str(day)) if day else None)


def minutes_in_words(settings: Settings) -> str:
    """The minutes of the week: `60`, or `60 sat 120 sun 0` where some days differ."""
    each = {day: int(str(settings.value(f"minutes.{day}"))) for day in WEEKDAYS}
    usual = max(each.values(), key=lambda minutes: (list(each.values()).count(minutes), minutes))
    others = [f"{day} {minutes}" for day, minutes in each.items() if minutes != usual]
    return " ".join([str(usual), *others])


def minutes_from_words(text: str) -> dict[str, str]:
    """The settings that such words stand for.

    Raises:
        Refused: they do not begin with minutes, or a day is unknown or has no minutes, or too many.
    """
    usual, *others = text.replace(",", " ").lower().split() or [""]
    days, minutes = others[::2], others[1::2]
    numbers = [usual, *minutes]
    if (
        len(days) != len(minutes)
        or not set(days) <= set(WEEKDAYS)
        or not all(number.isascii() and number.isdigit() for number in numbers)
    ):
        raise Refused(f"Minutes a day: `{text}` is not like `60`, or `60 sat 120 sun 0`.")
    for number in numbers:
        if int(number) > MOST_MINUTES:
            raise Refused(f"Minutes a day: {number} is not between 0 and {MOST_MINUTES}.")
    each = dict.fromkeys(WEEKDAYS, usual) | dict(zip(days, minutes, strict=True))
    return {f"minutes.{day}": number for day, number in each.items()}


def _check(merged: Settings, new: Mapping[str, Json], today: date) -> None:
    """Raise SettingError for values that fit one by one, but not together or not today."""
    if "interview_date" in new and merged.interview_date and merged.interview_date < today:
        raise SettingError(
            f"`interview_date`: {merged.interview_date} is in the past (today is {today})."
        )
    _ = merged.scheduling  # built, and with that checked
