"""Study settings: what a person may decide, with its default and its bounds.

They are a person's data (events in the log), so values are JSON: text, numbers, lists, booleans.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import TypeAlias

from studyplan.domain.focus import FOCUSES
from studyplan.domain.memory import DEFAULT_PARAMETERS, check_parameters
from studyplan.domain.scheduling import Scheduling

Json: TypeAlias = bool | int | float | str | list[str] | list[float] | None
PARAMETERS = "parameters"
"""The key of the FSRS parameters. With it the memory of every card is another."""
PIN = "pin."
"""How the keys of pins begin; the id of a resource follows. They are set by pinning only."""
ASK, KEEP, ARCHIVE = "ask", "keep", "archive"
"""What becomes of the reviews after the last interview; the first means that nobody said yet."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SettingError(ValueError):
    """An unknown key or a value out of bounds; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: how its text is read into a JSON value, and what it means."""

    key: str
    default: Json
    parse: Callable[[str], Json]
    help: str
    choices: tuple[str, ...] = ()
    """The values that there are, where they are names."""


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise SettingError(f"`{text}` is not a whole number") from None
        if not low <= value <= high:
            raise SettingError(f"{value} is not between {low} and {high}")
        return value

    return parse


def _fraction(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise SettingError(f"`{text}` is not a number") from None
        if not (math.isfinite(value) and low <= value <= high):
            raise SettingError(f"{text} is not between {low} and {high}")
        return value

    return parse


def _day(text: str) -> str:
    try:
        year, month, day = map(int, text.split("-"))
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        raise SettingError(f"`{text}` is not a date like 2027-03-31") from None


def _days(text: str) -> list[str]:
    if text.lower() == "none":
        return []
    return sorted({_day(part) for part in text.replace(",", " ").split()})


def _time_of_day(text: str) -> str:
    try:
        value = time.fromisoformat(f"0{text}" if text[1:2] == ":" else text)
    except ValueError:
        raise SettingError(f"`{text}` is not a time like 04:00") from None
    if value.tzinfo is not None or value >= time(12):
        raise SettingError(f"{text} is not a time between 00:00 and 11:59")
    return value.strftime("%H:%M")


def _steps(text: str) -> list[str]:
    if text.lower() == "none":
        return []
    steps = text.replace(",", " ").split()
    for step in steps:
        _step(step)
    return steps


def _step(text: str) -> timedelta:
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
    number, unit = text[:-1], text[-1:]
    if not (number.isascii() and number.isdigit() and unit in units and 0 < int(number) <= 720):
        raise SettingError(f"`{text}` is not a step like 10m or 1h")
    return int(number) * units[unit]


def _yes_no(text: str) -> bool:
    words = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if text.lower() not in words:
        raise SettingError(f"`{text}` is not yes or no")
    return words[text.lower()]


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise SettingError(f"`{text}` is none of {', '.join(words)}")
        return text.lower()

    return parse


def _choice(key: str, help: str, *names: str) -> Setting:
    """A setting whose values are names, the first of them the default."""
    return Setting(key, names[0], _one_of(*names), help, names)


def _parameters(text: str) -> list[float] | None:
    if text.lower() in ("", "none"):
        return None
    values = []
    for part in text.replace(",", " ").split():
        try:
            values.append(float(part))
        except ValueError:
            raise SettingError(f"`{part}` is not a number") from None
    try:
        check_parameters(tuple(values))
    except ValueError as error:
        raise SettingError(str(error).removesuffix(".")) from None
    return values


def _optional_day(text: str) -> str | None:
    return None if text.lower() in ("", "none") else _day(text)


SETTINGS: Mapping[str, Setting] = {
    s.key: s
    for s in (
        Setting("interview_date", None, _optional_day, "day of the interview, or none"),
        Setting("later_interviews", [], _days, "days of further interviews, or none"),
        _choice("after_interview", "when it is over", ASK, KEEP, ARCHIVE),
        _choice("focus", "what the interview weighs", *FOCUSES),
        *(
            Setting(f"minutes.{day}", 60, _whole(0, 720), f"minutes to study on {day}")
            for day in WEEKDAYS
        ),
        Setting("days_off", [], _days, "dates without study, separated by commas"),
        Setting("retention", 0.9, _fraction(0.70, 0.99), "share of reviews to be recalled"),
        Setting("day_start", "04:00", _time_of_day, "local time at which a study day begins"),
        Setting("new_per_day", 50, _whole(0, 999), "new cards a day"),
        Setting("reviews_per_day", 200, _whole(0, 9999), "reviews a day"),
        Setting("learning_steps", ["10m"], _steps, "steps of a new card"),
        Setting("relearning_steps", ["10m"], _steps, "steps of a forgotten card"),
        Setting("bury_siblings", False, _yes_no, "one card of a work a day"),
        Setting("leech_after", 8, _whole(2, 99), "lapses after which a card is a leech"),
        Setting(PARAMETERS, None, _parameters, "of FSRS, from `studyplan fit`; none: the defaults"),
    )
}


def parse(key: str, text: str) -> Json:
    """The JSON value that `text` gives the setting `key`.

    Raises:
        SettingError: for an unknown key or a value that does not fit.
    """
    if key not in SETTINGS:
        near = get_close_matches(key, ["minutes", *SETTINGS], n=1)
        hint = f" Did you mean `{near[0]}`?" if near else " `studyplan settings` lists them."
        raise SettingError(f"There is no setting `{key}`.{hint}")
    try:
        return SETTINGS[key].parse(text.strip())
    except SettingError as error:
        raise SettingError(f"`{key}`: {error}.") from None


def fits(values: Mapping[str, Json]) -> bool:
    """Whether values from elsewhere are such as `parse` gives; of unknown keys nothing is known,
    and nothing is read."""
    if not all(_fits(key, value) for key, value in values.items() if value is not None):
        return False
    try:
        _ = Settings(values).scheduling  # built, and with that checked
    except ValueError:
        return False
    return True


def _fits(key: str, value: Json) -> bool:
    if key.startswith(PIN):
        return isinstance(value, str) and _is_read(_day, value, value)
    if key not in SETTINGS:
        return True
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _is_read(SETTINGS[key].parse, text or "none", value)


def _is_read(parse: Callable[[str], Json], text: str, value: Json) -> bool:
    try:
        return parse(text) == value
    except SettingError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, typed, the defaults filled in."""

    values: Mapping[str, Json]
    """Key → value for the keys a person has set."""

    def value(self, key: str) -> Json:
        """The value of `key`, or its default."""
        return self.values.get(key, SETTINGS[key].default)

    @property
    def interview_date(self) -> date | None:
        """The day of the interview, or None while it is unknown."""
        value = self.value("interview_date")
        return date.fromisoformat(str(value)) if value else None

    @property
    def interviews(self) -> tuple[date, ...]:
        """The days of all interviews, the earliest first."""
        first = self.interview_date
        return tuple(sorted({*self.later_interviews, *((first,) if first else ())}))

    @property
    def later_interviews(self) -> tuple[date, ...]:
        """The days of further interviews, the earliest first."""
        return tuple(date.fromisoformat(day) for day in self._list("later_interviews"))

    def next_interview(self, day: date) -> date | None:
        """The first interview on `day` or after it."""
        return next((one for one in self.interviews if one >= day), None)

    def planned_to(self, day: date) -> date | None:
        """The interview that a plan made on `day` leads to: the next one after it.

        On the day of the last one it is that, and there is nothing left to plan.
        """
        return self.next_interview(day + timedelta(days=1)) or self.next_interview(day)

    @property
    def last_interview(self) -> date | None:
        """The last of the interviews."""
        return self.interviews[-1] if self.interviews else None

    def nearest_interview(self, day: date) -> date | None:
        """The interview that counts on `day`: the next one, or the last where all are over."""
        return self.next_interview(day) or self.last_interview

    def tried(self, values: Mapping[str, Json]) -> "Settings":
        """These settings with some values changed, to see what they would lead to."""
        return Settings({**self.values, **values})

    @property
    def focus(self) -> str:
        """The name of the weights of competencies."""
        return str(self.value("focus"))

    @property
    def after_interview(self) -> str:
        """What becomes of the reviews after the last interview: `ASK`, `KEEP` or `ARCHIVE`."""
        return str(self.value("after_interview"))

    def is_over(self, day: date) -> bool:
        """Whether there were interviews, and the last of them was before `day`."""
        return bool(self.interviews) and self.next_interview(day) is None

    def is_archived(self, day: date) -> bool:
        """Whether it is over, and the person is done: nothing is asked and nothing planned."""
        return self.is_over(day) and self.after_interview == ARCHIVE

    @property
    def pins(self) -> Mapping[str, date]:
        """Resource id → the last day on which it comes before others."""
        return {
            key.removeprefix(PIN): date.fromisoformat(str(value))
            for key, value in self.values.items()
            if key.startswith(PIN) and value
        }

    @property
    def days_off(self) -> frozenset[date]:
        """Days without study."""
        return frozenset(date.fromisoformat(day) for day in self._list("days_off"))

    @property
    def day_start(self) -> time:
        """Local time at which a study day begins."""
        return time.fromisoformat(str(self.value("day_start")))

    @property
    def scheduling(self) -> Scheduling:
        """How cards are scheduled."""
        return Scheduling(
            retention=self._number("retention"),
            learning_steps=tuple(_step(s) for s in self._list("learning_steps")),
            relearning_steps=tuple(_step(s) for s in self._list("relearning_steps")),
            leech_after=int(self._number("leech_after")),
            parameters=self.parameters,
        )

    @property
    def parameters(self) -> tuple[float, ...]:
        """The parameters of FSRS-6 that hold: the person's own, or the defaults."""
        value = self.value(PARAMETERS)
        return tuple(map(float, value)) if isinstance(value, list) else DEFAULT_PARAMETERS

    @property
    def new_per_day(self) -> int:
        """New cards a day at most."""
        return int(self._number("new_per_day"))

    @property
    def reviews_per_day(self) -> int:
        """Reviews a day at most."""
        return int(self._number("reviews_per_day"))

    @property
    def bury_siblings(self) -> bool:
        """Whether only one card of a work is asked a day."""
        return bool(self.value("bury_siblings"))

    def minutes_on(self, day: date) -> int:
        """Minutes to study on `day`: 0 on a day off."""
        if day in self.days_off:
            return 0
        return int(self._number(f"minutes.{WEEKDAYS[day.weekday()]}"))

    def minutes_planned(self, day: date) -> int:
        """Minutes of `day` that a plan may fill: none on the day of an interview."""
        return 0 if day in self.interviews else self.minutes_on(day)

    def _number(self, key: str) -> float:
        value = self.value(key)
        assert isinstance(value, int | float)  # noqa: S101 - parse() lets nothing else in
        return value

    def _list(self, key: str) -> list[str]:
        value = self.value(key)
        assert isinstance(value, list)  # noqa: S101 - parse() lets nothing else in
        return [str(one) for one in value]
