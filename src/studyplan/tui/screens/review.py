"""Reviews: one card at a time. Nothing waits for the end; each grade is kept when it is given."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static, TextArea
from textual_enhanced.commands import Command
from textual_enhanced.commands.bindings import primary_key_for

from studyplan import words
from studyplan.domain.memory import Grade
from studyplan.domain.prompt import suggested_grade
from studyplan.study import reading, reviewing
from studyplan.study.reviewing import Question
from studyplan.study.sitting import Sitting
from studyplan.tui.commands.everywhere import Undo
from studyplan.tui.commands.questions import EditQuestion, WriteQuestion
from studyplan.tui.commands.review import (
    Again,
    AskAhead,
    Easy,
    EditNote,
    FollowUp,
    Good,
    GoOn,
    Hard,
    NextPoint,
    OpenSource,
    ShowAnswer,
    SkipCard,
    StopTyping,
    SuspendCard,
    TickPoint,
    TypeAttempt,
)
from studyplan.tui.resting import Resting
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.typing import Draft
from studyplan.tui.widgets.grades import Grades
from studyplan.tui.widgets.points import Points
from studyplan.tui.widgets.question_card import QuestionCard
from studyplan.tui.widgets.rest import Rest

LOOK_FOR_CARDS = 5.0
"""Seconds between two looks, while nothing is left, whether a learning step has ended."""


class Stage(Enum):
    """What the screen waits for."""

    QUESTION = auto()
    TYPING = auto()
    ANSWER = auto()
    REST = auto()


_CARD = {Stage.QUESTION, Stage.ANSWER}
_GRADES: Mapping[Grade, type[Command]] = {
    Grade.AGAIN: Again,
    Grade.HARD: Hard,
    Grade.GOOD: Good,
    Grade.EASY: Easy,
}
_WHEN: Mapping[str, set[Stage]] = {
    # Before the answer a grade only says what comes first.
    "grade": _CARD,
    ShowAnswer.action_name(): {Stage.QUESTION},
    TypeAttempt.action_name(): {Stage.QUESTION},
    StopTyping.action_name(): {Stage.TYPING},
    TickPoint.action_name(): {Stage.ANSWER},
    NextPoint.action_name(): {Stage.ANSWER},
    FollowUp.action_name(): {Stage.ANSWER},
    OpenSource.action_name(): _CARD,
    EditNote.action_name(): _CARD,
    EditQuestion.action_name(): _CARD,
    WriteQuestion.action_name(): _CARD,
    SkipCard.action_name(): _CARD,
    SuspendCard.action_name(): _CARD,
}


_OF_POINTS = {command.action_name() for command in (TickPoint, NextPoint)}


class ReviewScreen(StudyScreen):
    """Asks what is due, card by card."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = ""
    HELP = """
    ## Review

    Say the answer to yourself, or type it; show it, compare, and grade how well you knew it. The
    interval beside a grade is when the card would come again. A card without points of its own is
    compared with your note. Grades are kept at once; undo brings the card back. Of one answer five
    minutes count at most. An answer of *again* comes back in the same sitting.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        ShowAnswer,
        *_GRADES.values(),
        *(GoOn, TickPoint, NextPoint, FollowUp, AskAhead, TypeAttempt, StopTyping),
        *(OpenSource, EditNote, EditQuestion, WriteQuestion, SkipCard, SuspendCard),
    )
    # Of two commands on one key the first that can be used now is meant.
    BINDINGS: ClassVar[list[BindingType]] = [
        *Command.bindings(*COMMAND_MESSAGES),
        replace(Undo.binding(), show=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._answered = False
        self._resting = Resting(self)
        self._returned: list[str] = []
        self._version = 0
        self._names: Mapping[str, str] = {}
        self._headline = ("", "")

    def body(self) -> ComposeResult:
        """The card with its grades, or what there is to say when none is left."""
        with Container(id="body"):
            yield QuestionCard(id="card")
            yield Rest(id="rest", markup=False)
        yield Grades(id="grades")

    def on_mount(self) -> None:
        """Begin a sitting, and look now and then whether a card has come."""
        self._sitting = Sitting(self.study)
        self._draft = Draft(self, lambda: self._card.attempt, self._keep_draft)
        self.set_interval(LOOK_FOR_CARDS, self.look_for_cards)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._draw_header()

    @property
    def stage(self) -> Stage:
        """What the screen waits for."""
        if self._question is None:
            return Stage.REST
        if self._answered:
            return Stage.ANSWER
        return Stage.TYPING if self._card.typing else Stage.QUESTION

    @property
    def _card(self) -> QuestionCard:
        return self.query_one("#card", QuestionCard)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done at this stage."""
        del parameters
        if action == AskAhead.action_name():
            return self.stage is Stage.REST and self._resting.can_ask_ahead
        if action in _OF_POINTS and not (self._question and self._question.points):
            return False
        if action == FollowUp.action_name() and not (self._question and self._question.follow_up):
            return False
        stages = _WHEN.get(action.partition("(")[0])
        return stages is None or self.stage in stages

    def look_for_cards(self) -> None:
        """While nothing is left and the screen is in front, see whether a card has come."""
        resting = self.stage is Stage.REST and self.is_current
        if resting and self._resting.may_have_ended:
            self.refresh_view()

    def show(self) -> None:
        """Show the state as it is now; a card that can still be answered stays as it is."""
        shown = self._question
        outside, self._version = self.study.version != self._version, self.study.version
        brought_back = self._look_for_returned() and not outside
        if shown is not None:
            come_first = brought_back and self._returned[0] != shown.card.id
            now = self._sitting.current(shown.card.id)
            graded = now is not None and now.card.reps > shown.card.reps
            if not graded:
                self._put_off(shown)  # what was typed is there when the card comes again
            if self._can_stay(shown, now, outside) and not come_first:
                self._show_header(shown)
                return
        self._next()

    def _look_for_returned(self) -> bool:
        """Whether undo has brought back a card since the last look."""
        before = self._returned
        self._returned = [one.card.id for one in self._sitting.returned()]
        return bool(set(self._returned) - set(before))

    def _can_stay(self, shown: Question, now: Question | None, outside: bool) -> bool:
        """Bring the shown card up to date, or say why it cannot be answered any more."""
        if now is None or not now.askable:
            self.notify("That card is no longer asked; here is what comes next.", markup=False)
            return False
        if now.card.reps > shown.card.reps:
            if outside:
                said = "That card was graded meanwhile; here is what comes next."
                self.notify(said, markup=False)
            return False
        self._question = now
        if now.wording != shown.wording:
            self._card.reword(now, answered=self._answered)
        if self._answered:
            self._card.show_note(now)
            if now.card != shown.card:
                self._open_grades(now)
        return True

    def _put_off(self, question: Question) -> None:
        """Leave a card without a grade; what was typed on it is there when it comes again."""
        self._sitting.keep_attempt(question.card.id, self._card.attempt)

    def _next(self) -> None:
        """Ask the next card, or rest where there is none."""
        self._look_for_returned()
        question = self._question = self._sitting.next()
        self._answered = False
        self.set_class(question is None, "-resting")
        if question is None:
            self.set_focus(None)
            self._resting.show(self._sitting)
        else:
            hint = f"{primary_key_for(self, ShowAnswer)} shows the answer"
            self._card.ask(question, self._sitting.ask(question), hint)
            self._draft.begin(self._card.attempt)
            self.query_one(Grades).close()
        self._show_header(question)
        self.refresh_bindings()

    @on(TextArea.Changed, "#attempt")
    def _typed(self) -> None:
        self._draft.typed()

    def _keep_draft(self, attempt: str) -> None:
        if (question := self._question) is not None:
            self._sitting.keep_draft(question.card.id, attempt)

    def _open_grades(self, question: Question) -> None:
        intervals = self.attempt(lambda: reviewing.choices(self.study, question.card))
        keys = {grade: primary_key_for(self, command) for grade, command in _GRADES.items()}
        self.query_one(Grades).open(keys, intervals or {})

    def _show_header(self, question: Question | None) -> None:
        """Say how far the sitting is, and where the card belongs."""
        if question is None:
            waiting = words.postponed(self._resting.postponed)
            archived = self.study.settings.is_archived(self.study.today)
            self._headline = ("archived" if archived else waiting or "nothing is due", "")
        else:
            way = self._sitting.way(question)
            left = f"{way.number} of {way.total} · {words.minutes(way.minutes)} left"
            self._headline = (left, self._place(question))
        self._draw_header()

    def _place(self, question: Question) -> str:
        """The competency of a card, and whose system it is about."""
        if not self._names:
            competencies = (one.competency for one in reading.standings(self.study))
            self._names = {one.id: one.name for one in competencies}
        source = " ".join(str(fact) for fact in (question.company, question.year) if fact)
        parts = (self._names.get(question.competency or ""), source)
        return " · ".join(part for part in parts if part)

    def _draw_header(self) -> None:
        left, right = self._headline
        room = max(0, self.size.width - 2 - len("Review   ") - len(left))
        place = Content(right).truncate(max(0, room - 3), ellipsis=True)
        gap = " " * (room - place.cell_length)
        self.query_one("#header", Static).update(
            Content.assemble(("Review", "bold $accent"), f"   {left}", gap, place)
        )

    def action_show_answer_command(self) -> None:
        """Show the answer and the grades."""
        if self._question is None:
            return
        self._answered = True
        hints = []
        if self._question.points:
            hints.append(f"{primary_key_for(self, TickPoint)} ticks what you said")
        if self._question.follow_up:
            hints.append(f"{primary_key_for(self, FollowUp)} shows what they would ask next")
        self._card.answer(self._question, " · ".join(hints))
        self._open_grades(self._question)
        self.refresh_bindings()

    def action_grade(self, grade: int) -> None:
        """Grade the card, 1 (again) to 4 (easy)."""
        self._grade(Grade(grade))

    @on(Grades.Chosen)
    def _grade_clicked(self, event: Grades.Chosen) -> None:
        self._grade(event.grade)

    def _grade(self, grade: Grade) -> None:
        """Keep the grade, then ask the next card."""
        question = self._question
        if question is None:
            return
        if not self._answered:
            key = primary_key_for(self, ShowAnswer)
            self.notify(f"First the answer ({key}), then the grade.", markup=False)
            return

        attempt = self._card.attempt
        self.write(
            lambda: self._sitting.grade(question, grade, attempt),
            lambda _: self.attempt(self._next),
            self.refresh_view,
        )

    def action_tick_point_command(self) -> None:
        """Tick the marked point, or take its tick back."""
        self.query_one(Points).tick()

    def action_next_point_command(self) -> None:
        """Mark the next point."""
        self.query_one(Points).move()

    @on(Points.Ticked)
    def _suggest(self, event: Points.Ticked) -> None:
        self.query_one(Grades).suggest(suggested_grade(event.ticked, event.total))

    def action_follow_up_command(self) -> None:
        """Show what an interviewer would ask next."""
        if self._question is not None:
            self._card.show_follow_up(self._question)

    def action_type_attempt_command(self) -> None:
        """Put the cursor into the attempt."""
        self._card.start_typing()

    def action_stop_typing_command(self) -> None:
        """Leave the attempt."""
        self._card.stop_typing()

    def action_skip_card_command(self) -> None:
        """Ask another card first."""
        if (question := self._question) is None:
            return
        if self._sitting.left < 2:
            self.notify("This is the only card left; ! suspends it.", markup=False)
            return
        self._sitting.skip(question.card.id, self._card.attempt)
        self.attempt(self._next)

    def action_suspend_card_command(self) -> None:
        """Take the card out of the queue."""
        if (question := self._question) is None:
            return

        def suspended(_: object) -> None:
            self.notify("Suspended; u takes it back.", markup=False)
            self.attempt(self._next)

        attempt = self._card.attempt
        self.write(lambda: self._sitting.suspend(question.card.id, attempt), suspended)

    def action_ask_ahead_command(self) -> None:
        """Ask what would come within the next minutes."""
        self.attempt(self._sitting.ask_ahead)
        self.attempt(self._next)

    def action_open_source_command(self) -> None:
        """Open the work in the browser."""
        if (question := self._question) is not None:
            self.open_work(question.resource)

    def action_edit_note_command(self) -> None:
        """Write the note of the work."""
        if (question := self._question) is not None:
            self.edit_note(question.resource)

    def action_edit_question_command(self) -> None:
        """Ask the card in other words; first the answer, for its points are shown there."""
        if (question := self._question) is None:
            return
        if not self._answered:
            key = primary_key_for(self, ShowAnswer)
            self.notify(f"First the answer ({key}), then its words.", markup=False)
            return
        self.edit_question(question)

    def action_write_question_command(self) -> None:
        """Write another question on the same work."""
        if (question := self._question) is not None:
            self.write_question(question.resource)
