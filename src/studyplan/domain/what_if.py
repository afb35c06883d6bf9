"""What if the date, the minutes or the retention were others: steps away from the settings.

Nothing here changes a setting: what is tried becomes texts, as a person would give them to
`studyplan set`, which a plan can be made under and which can be kept, all of them or none.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from studyplan.domain.plan import FARTHEST, HORIZON
from studyplan.domain.settings import WEEKDAYS, Settings

MOST_MINUTES = 720
LOWEST, HIGHEST = 70, 99
"""Bounds of the retention, in hundredths."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How far each of the three is away from what is set."""

    days: int = 0
    minutes: int = 0
    retention: int = 0
    """Hundredths."""

    @property
    def is_any(self) -> bool:
        """Whether anything is tried at all."""
        return self != WhatIf()

    def moved(
        self,
        settings: Settings,
        today: date,
        *,
        days: int = 0,
        minutes: int = 0,
        retention: int = 0,
    ) -> "WhatIf":
        """So many days, minutes a day and hundredths further, as far as the bounds allow.

        The interview stays after today, before the one that follows it, and within the days that
        are planned; the longest day keeps 5 minutes at least.
        """
        base = base_date(settings, today)
        left = (base - today).days
        following = next((one for one in settings.interviews if one > base), None)
        farthest = FARTHEST if following is None else (following - today).days - 1
        longest = max(usual_minutes(settings).values())
        recall = round(settings.scheduling.retention * 100, 2)
        return WhatIf(
            _between(min(0, 1 - left), self.days + days, max(0, min(FARTHEST, farthest) - left)),
            _between(min(0, 5 - longest), self.minutes + minutes, max(0, MOST_MINUTES - longest)),
            _between(
                math.ceil(LOWEST - recall), self.retention + retention, math.floor(HIGHEST - recall)
            ),
        )

    def interview(self, settings: Settings, today: date) -> date | None:
        """The day of the interview under this; None while none is set and none is tried."""
        if self.days == 0 and settings.planned_to(today) is None:
            return None
        return base_date(settings, today) + timedelta(days=self.days)

    def a_day(self, settings: Settings) -> Mapping[str, int]:
        """The minutes of each weekday under this. One without study stays one, if not all are."""
        usual = usual_minutes(settings)
        none_at_all = not any(usual.values())
        return {
            day: _between(0, minutes + self.minutes, MOST_MINUTES) if minutes or none_at_all else 0
            for day, minutes in usual.items()
        }

    def recall(self, settings: Settings) -> float:
        """The retention under this."""
        return round(settings.scheduling.retention + self.retention / 100, 4)

    def texts(self, settings: Settings, today: date) -> dict[str, str]:
        """The settings that this would change, with their values as they are typed."""
        found: dict[str, str] = {}
        if self.days and (moved := self.interview(settings, today)) is not None:
            found |= _with_date(settings, today, moved)
        if self.minutes:
            usual = usual_minutes(settings)
            found |= {
                f"minutes.{day}": str(minutes)
                for day, minutes in self.a_day(settings).items()
                if minutes != usual[day]
            }
        if self.retention:
            found["retention"] = str(self.recall(settings))
        return found


def base_date(settings: Settings, today: date) -> date:
    """The day that steps are counted from: the next interview, else the end of what is planned."""
    return settings.planned_to(today) or today + timedelta(days=HORIZON)


def usual_minutes(settings: Settings) -> Mapping[str, int]:
    """The minutes of each weekday, days off aside."""
    return {day: int(str(settings.value(f"minutes.{day}"))) for day in WEEKDAYS}


def _with_date(settings: Settings, today: date, moved: date) -> dict[str, str]:
    """What moves the next interview: the date of the first, or one of the later ones."""
    following = settings.planned_to(today)
    later = {one for one in settings.later_interviews if one != following}
    texts: dict[str, str] = {}
    if following in (None, settings.interview_date):
        texts["interview_date"] = moved.isoformat()
    else:
        later.add(moved)
    if later != set(settings.later_interviews):
        texts["later_interviews"] = ", ".join(sorted(map(str, later))) or "none"
    return texts


def moved_interview(settings: Settings, today: date, moved: date | None) -> dict[str, str]:
    """The settings, as texts, that give the next interview another day; None takes it away."""
    following = settings.next_interview(today)
    if moved is not None:
        return _with_date(settings, today, moved)
    if following in (None, settings.interview_date):
        return {"interview_date": "none"}
    later = (one.isoformat() for one in settings.later_interviews if one != following)
    return {"later_interviews": ", ".join(later) or "none"}


def _between(low: int, number: int, high: int) -> int:
    return max(low, min(number, high))
