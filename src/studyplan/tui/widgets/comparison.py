"""What was written beside what is wanted and what is feared, stage by stage."""

from rich.table import Table
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Interview, Stage, outline_sections
from studyplan.tui.widgets.hanging import hanging
from studyplan.tui.widgets.pane import Pane
from studyplan.words import clock


class Comparison(Pane):
    """One part a stage: the note on the left, or above where there is little room."""

    DEFAULT_CSS = """
    Comparison {
        .stage-title { text-style: bold; color: $primary; margin-top: 1; }
        .side-by-side { height: auto; }
        .written { width: 2fr; height: auto; padding-right: 2; }
        .wanted { width: 3fr; height: auto; }
        .more { margin-top: 1; }
    }
    """

    def __init__(self, attempt: Attempt, interview: Interview, *, id: str) -> None:
        super().__init__(id=id)
        self._attempt = attempt
        self._interview = interview

    def compose(self) -> ComposeResult:
        """Lay out all stages."""
        outline = outline_sections(self._interview)
        for stage in self._interview.stages:
            yield Static(self._title(stage), classes="stage-title")
            with Horizontal(classes="side-by-side"):
                note = self._attempt.notes.get(stage.stage, "").strip()
                written = Content(note) if note else Content.styled("Nothing written.", "dim")
                yield Static(Content.assemble(("You wrote\n", "dim"), written), classes="written")
                with Vertical(classes="wanted"):
                    yield Static(_points("A strong answer", stage.strong))
                    yield Static(_points("The outline", outline[stage.stage]), classes="more")
                    red_flags = _points("Red flags", stage.red_flags, "!")
                    yield Static(red_flags, classes="more")

    def _title(self, stage: Stage) -> str:
        spent = self._attempt.seconds.get(stage.stage, 0.0)
        planned = self._attempt.plan[stage.stage]
        over = ", over time" if spent > planned else ""
        return f"{stage.stage.heading}   {clock(spent)} of {clock(planned)}{over}"


def _points(title: str, points: tuple[str, ...], sign: str = "•") -> Table:
    return hanging([(sign, point) for point in points], title)
