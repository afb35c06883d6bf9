"""The stages of a practice, a clock each; what is to be known of the time is said in words."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from studyplan.study.practice import StageClock
from studyplan.study.transcript import clock

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
        time = f"{clock(one.left)} left" if one.left > 0 else f"{clock(-one.left)} over"
        return Content.assemble(("› ", "$accent"), (name, "bold"), (time.rjust(10), bold))
    if one.spent or one.has_note:
        over = " over" if one.left < 0 else "     "
        glyph = "✓ " if one.has_note else "· "
        return Content(f"{glyph}{name}{f'{clock(one.spent)}{over}'.rjust(10)}")
    return Content.styled(f"  {name}{clock(one.planned)}     ".ljust(25), "dim").append("")


def _state(current: StageClock, paused: bool) -> Content:
    if paused:
        return Content.styled("The clock stands.", "bold")
    if current.left <= 0:
        return Content.styled("Time is over: go on.", "bold")
    if current.left <= LAST_MINUTE:
        return Content.styled("The last minute.", "bold")
    return Content("")
