"""The rubric: a line a dimension with its score, and the anchors of the marked one."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyplan.domain.attempt import mean_score
from studyplan.domain.interview import Dimension, Interview, RubricLine
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.hanging import hanging


class Scores(Vertical):
    """Scores that can be given; who holds it says when."""

    DEFAULT_CSS = """
    Scores {
        height: auto;
        Choices { height: 8; scrollbar-size-vertical: 0; }
        #anchors { height: auto; margin-top: 1; }
        #mean { height: 1; margin-top: 1; text-style: bold; }
    }
    """

    def __init__(self, interview: Interview, scores: Mapping[Dimension, int]) -> None:
        super().__init__()
        self._rubric = interview.rubric
        self.scores = dict(scores)
        """What is given so far."""

    def compose(self) -> ComposeResult:
        """The dimensions, the mean, the anchors."""
        yield Choices(*(self._option(line) for line in self._rubric), id="dimensions")
        yield Static(id="mean")
        yield Static(id="anchors")

    def on_mount(self) -> None:
        """Begin at the first dimension."""
        self.query_one(Choices).highlighted = 0
        self._show_mean()

    def give(self, score: int | None) -> None:
        """Score the marked dimension, or take its score away, and mark the next."""
        choices = self.query_one(Choices)
        place = choices.highlighted or 0
        line = self._rubric[place]
        self.scores.pop(line.dimension, None)
        if score is not None:
            self.scores[line.dimension] = score
        choices.replace_option_prompt_at_index(place, self._prompt(line))
        choices.highlighted = min(place + 1, len(self._rubric) - 1)
        self._show_mean()

    @on(OptionList.OptionHighlighted)
    def _show_anchors(self, event: OptionList.OptionHighlighted) -> None:
        line = self._rubric[event.option_index]
        anchors = [("0", line.zero), ("2", line.two), ("4", line.four)]
        self.query_one("#anchors", Static).update(hanging(anchors))

    def _show_mean(self) -> None:
        mean = mean_score(self.scores)
        count = f"{len(self.scores)} of {len(self._rubric)} scored"
        shown = count if mean is None else f"{count}, mean {mean:.1f}"
        self.query_one("#mean", Static).update(shown)

    def _option(self, line: RubricLine) -> Option:
        return Option(self._prompt(line), id=str(line.dimension))

    def _prompt(self, line: RubricLine) -> Content:
        score = self.scores.get(line.dimension)
        bar = "not scored" if score is None else f"{'■' * score}{'□' * (4 - score)}  {score}"
        return Content(f" {str(line.dimension).capitalize().ljust(16)}{bar}")
