"""The stages of a practice, a clock each; what is to be known of the time is said in words."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from studyplan.study.practice import StageClock
from studyplan.words import clock

LAST_MINUTE = 60
"""Seconds before the end of a stage at which its clock turns bold."""
_NAME = 13


class StageList(Static):
    """A line a stage, the current one marked, and below them how its time stands."""

    def show(self, clocks: Sequence[StageClock], paused: bool) -> None:
        """Show these times."""
        lines = [_line(one) for one in clocks]
        current = next(one for one in clocks if one.is_current)
        self.update(Content("\n").join([*lines, Content(""), _state(current, paused)]))


def _line(one: StageClock) -> Content:
    name = one.stage.stage.heading.ljust(_NAME)
    if one.is_current:
        bold = "bold" if one.left <= LAST_MINUTE else ""
        time = _time(one.left, "left") if one.left > 0 else _time(-one.left, "over")
        return Content.assemble(("› ", "$accent"), (name, "bold"), (time, bold))
    if one.spent or one.has_note:
        glyph = "✓ " if one.has_note else "· "
        return Content(f"{glyph}{name}{_time(one.spent, 'over' if one.left < 0 else 'used')}")
    return Content.styled(f"  {name}{_time(one.planned)}", "dim")


def _time(seconds: float, word: str = "") -> str:
    """Minutes under minutes, and what they mean."""
    return f"{clock(seconds).rjust(5)} {word.ljust(4)}"


def _state(current: StageClock, paused: bool) -> Content:
    if paused:
        return Content.styled("The clock stands.", "bold")
    if current.left <= 0:
        return Content.styled("Time is over: go on.", "bold")
    if current.left <= LAST_MINUTE:
        return Content.styled("The last minute.", "bold")
    return Content("")
