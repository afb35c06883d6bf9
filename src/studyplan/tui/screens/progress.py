"""Progress: how ready one is and why, a year of study, memory against its target, what comes."""

from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.readiness import FORMULA
from studyplan.study import apart
from studyplan.study.progress import Progress
from studyplan.tui.commands.curriculum import ReadPrimer
from studyplan.tui.commands.reader import NextHeading, PreviousHeading
from studyplan.tui.host import host_of
from studyplan.tui.newest import Newest
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets import figures
from studyplan.tui.widgets.drawing import Drawing
from studyplan.tui.widgets.heat_map import heat_map
from studyplan.tui.widgets.pane import Pane
from studyplan.tui.widgets.readiness_bars import REASONS, ReadinessBars


class Report(Pane):
    """All of it; the keys that move go through the competencies first, then scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown, space", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    @property
    def bars(self) -> ReadinessBars:
        """The competencies."""
        return self.query_one(ReadinessBars)

    def action_scroll_down(self) -> None:
        """Choose the next competency; after the last, scroll."""
        if self._is_in_view and self.bars.choose(self.bars.chosen + 1):
            self._show_chosen()
        else:
            self._go_to(self.scroll_offset.y + 1)

    def action_scroll_up(self) -> None:
        """Scroll up to the chosen competency, then choose the one before."""
        if not self._is_in_view:
            self._go_to(self.scroll_offset.y - 1)
        elif self.bars.choose(self.bars.chosen - 1):
            self._show_chosen()
        else:
            self._go_to(0)

    def action_scroll_home(self) -> None:
        """Go to the first competency."""
        self.bars.choose(0)
        self._go_to(0)

    def action_scroll_end(self) -> None:
        """Go to the end of what there is."""
        self._go_to(self.max_scroll_y)

    def go_to_heading(self, step: int) -> None:
        """Put the next heading below the top of the screen, or the one before, at the top."""
        here = self.scroll_offset.y
        tops = sorted({self._top_of(one) for one in self.query(".heading")})
        beyond = [top for top in tops if (top > here if step > 0 else top < here)]
        if beyond:
            self._go_to(beyond[0] if step > 0 else beyond[-1])

    def _go_to(self, top: int) -> None:
        # At once, so that the next key finds where this one has led to.
        self.scroll_to(y=top, animate=False, immediate=True)

    def _top_of(self, widget: Widget) -> int:
        """How far below the top of all there is a widget stands."""
        top = 0
        while widget is not self:
            top += widget.virtual_region.y
            assert isinstance(widget.parent, Widget)  # noqa: S101 - it is inside this one
            widget = widget.parent
        return top

    @property
    def _top_of_chosen(self) -> int:
        return self._top_of(self.bars) + self.bars.row_of_chosen

    @property
    def _is_in_view(self) -> bool:
        here = self.scroll_offset.y
        return here <= self._top_of_chosen < here + self.size.height

    def _show_chosen(self) -> None:
        """Scroll as little as needed to see the chosen competency with its reasons."""
        here, top = self.scroll_offset.y, self._top_of_chosen
        lowest = top + REASONS + 1 - self.size.height
        if self.bars.chosen == 0:
            self._go_to(0)
        elif not lowest <= here <= top:
            self._go_to(top if here > top else lowest)


class ProgressScreen(StudyScreen):
    """What the numbers say, counted beside the app so that no key waits for them."""

    FROM_LOG_ALONE = True
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#body"
    HELP = f"""
    ## Progress

    j and k or the arrows go through the competencies; below the chosen one stands why its
    number is what it is. After the last they scroll, as space and the page keys do.

    {FORMULA.strip().replace(chr(10), chr(10) + "    ")}

    - *Retention* leaves learning steps out; it is *on target* where the target lies within its
      interval (Wilson, 95 %), and that is narrow enough to tell. *Calibration* sorts the reviews
      of a year by what FSRS predicted just before them.
    - *Due* is what comes if nothing else is learnt and nothing forgotten. *Time* counts readings
      by their estimate, reviews and mock interviews as measured.
    - A *streak* is broken by a day without study, except a day off or a weekday of 0 minutes.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(ReadPrimer, NextHeading, PreviousHeading),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*COMMAND_MESSAGES)

    _found: Progress | None = None
    """The numbers that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = Newest(
            self, self._count, take=self._draw, fail=lambda _, why: self.say_failed(why)
        )

    def body(self) -> ComposeResult:
        """Two columns where there is room for them, one after the other where not."""
        with Report(id="body"):
            yield Static("Counting …", id="counting")
            with Container(id="columns"):
                with Vertical(id="left"):
                    yield Static("Readiness", id="readiness-for", classes="heading", markup=False)
                    yield ReadinessBars(id="readiness")
                    yield _heading("A year of study")
                    yield Drawing(id="heat-map")
                    yield Drawing(id="activity")
                with Vertical(id="right"):
                    yield _heading("Retention")
                    yield Drawing(id="retention")
                    yield _heading("Calibration")
                    yield Drawing(id="calibration")
                    yield _heading("Due")
                    yield Drawing(id="forecast")
                    yield _heading("Time")
                    yield Drawing(id="time")
                    yield _heading("By company")
                    yield Drawing(id="companies")

    def on_mount(self) -> None:
        """Say that the numbers are being counted, until they are there."""
        self.add_class("-counting")

    def show(self) -> None:
        """Count anew; what is there stays until that is done."""
        self.stale_at = self.study.days.end(self.study.today)
        self._draw_header()
        self._numbers.wish(None)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self.attempt(self._draw_header)

    def action_read_primer_command(self) -> None:
        """Read the primer of the chosen competency."""
        if (one := self.query_one(ReadinessBars).current) is not None:
            host_of(self).go_to_work(one.competency.id)

    def action_next_heading_command(self) -> None:
        """Go on to the next heading."""
        self.query_one(Report).go_to_heading(1)

    def action_previous_heading_command(self) -> None:
        """Go back to the heading before."""
        self.query_one(Report).go_to_heading(-1)

    def _count(self, _: None) -> Progress:
        """Count beside the screens: 100,000 reviews take a third of a second."""
        return host_of(self).apart.do(self.study, apart.PROGRESS)

    def _draw(self, _: None, found: Progress) -> None:
        self._found = found
        self.remove_class("-counting")
        self._draw_header()
        self.query_one(ReadinessBars).put(found.readiness)
        drawn = {
            "heat-map": lambda width: heat_map(found.days, found.today, width),
            "activity": lambda _: figures.activity(found),
            "retention": lambda width: figures.retention(found, width),
            "calibration": lambda width: figures.calibrated(found.calibration, width),
            "forecast": lambda width: figures.forecasted(found.forecast, width),
            "time": lambda _: figures.time_spent(found),
            "companies": lambda width: figures.by_company(found.companies, width),
        }
        for id, draw in drawn.items():
            self.query_one(f"#{id}", Drawing).show(draw)

    def _draw_header(self) -> None:
        today, found = self.study.today, self._found
        right = words.countdown(today, self.study.settings.nearest_interview(today))
        left = ""
        if found is not None:
            verb = "is" if found.predicted_for == found.today else "would be"
            left = f"   as it {verb} on {words.short_day(found.predicted_for)}"
            ahead = found.predicted_for > found.today
            title = "Readiness, if nothing is asked again until then" if ahead else "Readiness"
            self.query_one("#readiness-for", Static).update(title)
        gap = " " * max(2, self.size.width - 2 - len("Progress") - len(left) - len(right))
        header = Content.assemble(("Progress", "bold $accent"), (left, "dim"), gap, right)
        self.query_one("#header", Static).update(header)


def _heading(title: str) -> Static:
    return Static(title, classes="heading", markup=False)
