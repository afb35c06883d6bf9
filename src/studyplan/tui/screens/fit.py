"""Fit to my memory: how far the fit is, then what came of it, and how true predictions are."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from studyplan import plots, words
from studyplan.study import Study, failures, fitting
from studyplan.study.fit_process import CalledOff, FitProcess
from studyplan.study.fitting import STEPS, Fit
from studyplan.tui.host import study_of
from studyplan.tui.widgets.pane import Pane

_TICK = 0.25
"""Seconds between two looks at the clock."""
_TAKEN = "They are taken; undo takes them back."


class FitScreen(ModalScreen[None]):
    """Fits in another process; leaving meanwhile calls the fit off, and nothing is changed."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
    ]

    @dataclass
    class Fitted(Message):
        """One more of the fits is done."""

        steps: int

    @dataclass
    class Ended(Message):
        """The fit ended by itself."""

        fit: Fit | None
        """None where it failed."""
        failure: str = ""

    def __init__(self) -> None:
        super().__init__()
        self._process = FitProcess()
        self._steps = 0
        self._fit: Fit | None = None

    def compose(self) -> ComposeResult:
        """A title, what is to be said now, and figures and plot once there are some."""
        with Vertical(id="fit"):
            with Horizontal(id="head"):
                yield Static(Content.styled("Fit to my memory", "bold"), id="title")
                yield Static(id="leave")
            with Pane():
                yield Static(id="said")
                yield Static(id="figures")
                yield Static(id="plot")

    def on_mount(self) -> None:
        """Begin to fit, and show for how long it has been going on."""
        self._began = study_of(self).clock.now()
        self._clock = self.set_interval(_TICK, self._show_progress)
        self._show_progress()
        # The app's worker, not the screen's: a result that is being taken outlives the screen.
        self.app.run_worker(partial(self._run, self.app, study_of(self)), thread=True)

    def on_unmount(self) -> None:
        """Call off what is still going on."""
        self._process.call_off()

    def on_resize(self) -> None:
        """Draw the plot for the new width."""
        self._draw_plot()

    def _run(self, app: App[None], study: Study) -> None:
        try:
            with closing(study.beside()) as beside:
                found = fitting.fit(beside, self._report, self._process)
        except CalledOff:
            return
        except failures() as error:
            self.post_message(self.Ended(None, str(error)))
            return
        left = not self.post_message(self.Ended(found))
        if left and found.parameters is not None:  # too late to call it off
            app.call_from_thread(app.notify, f"{found.why} {_TAKEN}")

    def _report(self, steps: int) -> None:
        self.post_message(self.Fitted(steps))

    @on(Fitted)
    def _go_on(self, event: Fitted) -> None:
        self._steps = event.steps
        self._show_progress()

    @on(Ended)
    def _end(self, event: Ended) -> None:
        self._clock.stop()
        self._fit = event.fit
        said = event.failure
        if event.fit is not None:
            said = event.fit.why
            if event.fit.parameters is not None:
                said += f" {_TAKEN}"
            self._draw_figures(event.fit)
        self._say(said)
        self.query_one("#leave", Static).update("esc closes")
        self._draw_plot()
        self.query_one(Pane).focus()

    def _show_progress(self) -> None:
        passed = (study_of(self).clock.now() - self._began) // timedelta(seconds=1)
        bar = words.bar(self._steps / STEPS, 24)
        self._say(f"{bar}  {self._steps} of {STEPS} fits · {passed} s")
        self.query_one("#leave", Static).update("esc calls it off; nothing is changed")

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content(sentence))

    def _draw_figures(self, found: Fit) -> None:
        if found.before is None or found.after is None:
            return
        rows = plots.figures(found.before, found.after)
        lines = (f"{name:<14}{was:>8}{now:>9}  {verdict}" for name, was, now, verdict in rows)
        self._fill("#figures", lines)

    def _draw_plot(self) -> None:
        if self._fit is None:
            return
        lines = plots.calibration(self._fit.calibration, self.query_one("#said").size.width)
        if lines:
            self._fill("#plot", [*lines, plots.CALIBRATION_KEY])

    def _fill(self, part: str, lines: Iterable[str]) -> None:
        """Show a part that has stayed away while it had nothing in it."""
        found = self.query_one(part, Static)
        found.update(Content("\n".join(lines)))
        found.display = True
