"""How did it go? What was written beside the outline, the rubric, and what to read next."""

from pathlib import Path
from typing import ClassVar, Self

from rich.table import Table
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Interview
from studyplan.study import Study, practising
from studyplan.study.practice import Practice
from studyplan.study.reading import Listed
from studyplan.tui.commands.interview import (
    CloseOutcome,
    KeepScores,
    NoScore,
    Score0,
    Score1,
    Score2,
    Score3,
    Score4,
    ToScores,
)
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.comparison import Comparison
from studyplan.tui.widgets.hanging import hanging
from studyplan.tui.widgets.pane import Pane
from studyplan.tui.widgets.scores import Scores
from studyplan.words import clock

_SCORING = (Score0, Score1, Score2, Score3, Score4, NoScore)


class OutcomeScreen(StudyScreen):
    """One attempt at its end: to be scored, or to be looked at again."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = ""
    HELP = """
    ## The outcome

    Compare what you wrote with what a strong answer covers, then score yourself: 0 to 4 on each
    dimension, by the anchors shown. What you leave out does not count. The mean says when the
    interview comes back: below 1.5 soon, below 2.5 later, below 3.5 later still.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *_SCORING,
        *(ToScores, KeepScores, CloseOutcome),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*COMMAND_MESSAGES)

    def __init__(self, attempt: Attempt, interview: Interview, to_read: list[Listed]) -> None:
        super().__init__()
        self._attempt = attempt
        self._interview = interview
        self._to_read = to_read

    @classmethod
    def of(cls, study: Study, attempt: str) -> Self:
        """The outcome of an attempt; errors as those of `practising.find_attempt`."""
        made = practising.find_attempt(study, attempt)
        interview = practising.find(study, made.interview).interview
        return cls(made, interview, practising.to_read(study, interview))

    def body(self) -> ComposeResult:
        """The comparison, and beside it the scores and what to read."""
        with Horizontal(id="body"):
            yield Comparison(self._attempt, self._interview, id="comparison")
            with Pane(id="scoring"):
                yield Scores(self._interview, self._attempt.scores)
                yield Static(self._next(), id="next")

    def on_mount(self) -> None:
        """Begin with what was written."""
        self.query_one(Comparison).focus()

    def show(self) -> None:
        """Show how the attempt stands; after an undo of its end it can be scored again."""
        self._attempt = practising.find_attempt(self.study, self._attempt.id)
        self._draw_header()
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._draw_header()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to score while the attempt is not finished and the scores are in front."""
        del parameters
        if action == KeepScores.action_name():
            return not self._is_finished
        if action in ("score", NoScore.action_name()):
            return not self._is_finished and self._is_scoring
        return True

    def action_to_scores_command(self) -> None:
        """Go from what was written to the scores, or back."""
        target = Comparison if self._is_scoring else Choices
        self.set_class(not self._is_scoring, "-scoring")
        self.query_one(target).focus()
        self.refresh_bindings()

    def action_score(self, score: int) -> None:
        """Score the marked dimension."""
        self.query_one(Scores).give(score)

    def action_no_score_command(self) -> None:
        """Take the score of the marked dimension away."""
        self.query_one(Scores).give(None)

    def action_keep_scores_command(self) -> None:
        """Finish the attempt; say how it went and when the interview comes back."""
        scores = self.query_one(Scores).scores
        made = self.attempt(lambda: practising.finish(self.study, self._attempt.id, scores))
        if made is None:
            return
        due = practising.find(self.study, made.interview).due
        said = "Finished, not scored."
        if made.mean is not None and due is not None:
            when = words.relative_day(due, self.study.today)
            said = f"Finished: {made.mean:.1f} of 4. It comes back {when}."
        self.app.pop_screen()
        self.notify(said, markup=False)

    def action_close_outcome_command(self) -> None:
        """Go back: to the picker, or to the practice where it is not finished."""
        if self._is_finished:
            self.app.pop_screen()
            return
        from studyplan.tui.screens.practise import PractiseScreen

        practice = self.attempt(lambda: Practice(self.study, self._attempt.id))
        if practice is None:
            self.app.pop_screen()
        else:
            self.app.switch_screen(PractiseScreen(practice, paused=True))

    @property
    def _is_finished(self) -> bool:
        return self._attempt.finished_at is not None

    @property
    def _is_scoring(self) -> bool:
        return self.has_class("-scoring")

    def _draw_header(self) -> None:
        mean = self._attempt.mean
        scored = "not scored" if mean is None else f"{mean:.1f} of 4"
        state = scored if self._is_finished else "s scores · f finishes"
        right = f"{state} · {clock(self._attempt.spent)} of {self._attempt.minutes} min"
        width = max(10, self.size.width - 4 - len(right))
        title = Content(self._interview.title).truncate(width, ellipsis=True, pad=True)
        header = Content.assemble(title.stylize("bold"), "  ", right)
        self.query_one("#header", Static).update(header)

    def _next(self) -> Content | Table:
        if not self._to_read:
            return Content.styled("You have read all that prepares for it.", "dim")
        rows = [("○", f"{one.title}, {words.minutes(one.minutes)}") for one in self._to_read]
        return hanging(rows, "Read next")
