"""The attempts at one interview side by side: a column each, a line a dimension."""

from collections.abc import Sequence
from datetime import tzinfo

from textual.content import Content
from textual.widgets import Static

from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Dimension

_COLUMNS = 4
"""So many of the newest fit beside the names where the pane is narrowest."""
_NAME, _WIDTH = 15, 7


class Attempts(Static):
    """A table of scores; before the first attempt, a sentence."""

    def show(self, attempts: Sequence[Attempt], zone: tzinfo) -> None:
        """Show these attempts, oldest first; what is not finished is said below."""
        finished = [one for one in attempts if one.finished_at is not None]
        shown = finished[-_COLUMNS:]
        lines = []
        if shown:
            lines += [Content.styled(_row("", [_day(one, zone) for one in shown]), "dim")]
            lines += [Content.styled(_row("Mean", [_number(one.mean) for one in shown]), "bold")]
            for name in Dimension:
                scores = [_number(one.scores.get(name)) for one in shown]
                lines.append(Content(_row(str(name).capitalize(), scores)))
            spent = [f"{one.spent / 60:.0f}/{one.minutes}" for one in shown]
            lines.append(Content.styled(_row("Minutes", spent), "dim"))
        if len(finished) > len(shown):
            lines.append(Content.styled(f"and {len(finished) - len(shown)} before", "dim"))
        for one in attempts:
            if one.finished_at is None:
                spent_of = f"{one.spent / 60:.0f} of {one.minutes} min"
                place = f"in {one.stage.heading}, after {spent_of}"
                lines.append(Content(f"◐ Begun {_day(one, zone)}, {place}"))
        if not lines:
            lines.append(Content.styled("Not practised yet.", "dim"))
        self.update(Content("\n").join(lines))


def _row(name: str, cells: Sequence[str]) -> str:
    return name.ljust(_NAME) + "".join(cell.rjust(_WIDTH) for cell in cells)


def _day(one: Attempt, zone: tzinfo) -> str:
    day = one.started_at.astimezone(zone)
    return f"{day.day} {day:%b}"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.1f}"
