"""Reviews: one card at a time. Nothing waits for the end; each grade is kept when it is given."""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Markdown, Static
from textual_enhanced.commands import Command
from textual_enhanced.commands.bindings import primary_key_for

from studyplan.domain.memory import Grade
from studyplan.study import reading, reviewing
from studyplan.study.reviewing import Question
from studyplan.study.sitting import Sitting, Tally, tally
from studyplan.tui import words
from studyplan.tui.commands.everywhere import Undo
from studyplan.tui.commands.review import (
    Again,
    AskAhead,
    Easy,
    EditNote,
    Good,
    Hard,
    OpenSource,
    ShowAnswer,
    SkipCard,
    StopTyping,
    SuspendCard,
    TypeAttempt,
)
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.grades import Grades
from studyplan.tui.widgets.question_card import QuestionCard
from studyplan.tui.widgets.rest import Rest, Standing

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
    **{command.action_name(): _CARD for command in _GRADES.values()},
    ShowAnswer.action_name(): {Stage.QUESTION},
    TypeAttempt.action_name(): {Stage.QUESTION},
    StopTyping.action_name(): {Stage.TYPING},
    OpenSource.action_name(): _CARD,
    EditNote.action_name(): _CARD,
    SkipCard.action_name(): _CARD,
    SuspendCard.action_name(): _CARD,
}


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
        *(ShowAnswer, *_GRADES.values(), AskAhead, TypeAttempt, StopTyping),
        *(OpenSource, EditNote, SkipCard, SuspendCard),
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
        self._can_ask_ahead = False
        self._returned: list[str] = []
        self._version = 0

    def body(self) -> ComposeResult:
        """The card with its grades, or what there is to say when none is left."""
        with Container(id="body"):
            yield QuestionCard(id="card")
            yield Rest(id="rest")
        yield Grades(id="grades")

    def on_mount(self) -> None:
        """Begin a sitting, and look now and then whether a card has come."""
        self._sitting = Sitting(self.study)
        self.set_interval(LOOK_FOR_CARDS, self.look_for_cards)

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
        if not self.is_mounted:
            return True
        if action == AskAhead.action_name():
            return self.stage is Stage.REST and self._can_ask_ahead
        return self.stage in _WHEN.get(action, {self.stage})

    def look_for_cards(self) -> None:
        """While nothing is left and the screen is in front, see whether a card has come."""
        if self.stage is Stage.REST and self.is_current:
            self.refresh_view()

    def show(self) -> None:
        """Show the state as it is now; a card that can still be answered stays as it is."""
        returned = [one.card.id for one in self._sitting.returned()]
        news = returned != self._returned
        self._returned = returned
        outside, self._version = self.study.version != self._version, self.study.version
        shown = self._question
        if shown is None:
            self._next()
        elif not self._can_stay(shown):
            self._next()
        elif news and returned and returned[0] != shown.card.id and not outside:
            self._put_off(shown)
            self._next()
        else:
            self._show_header()

    def _can_stay(self, shown: Question) -> bool:
        """Bring the shown card up to date, or say why it cannot be answered any more."""
        now = self._sitting.current(shown.card.id)
        if now is None or not now.askable:
            self.notify("That card is no longer asked; here is what comes next.", markup=False)
            return False
        if now.card.reps > shown.card.reps:
            self.notify("That card was graded meanwhile; here is what comes next.", markup=False)
            return False
        self._question = now
        if self._answered:
            self._card.show_note(now)
            if now.card != shown.card:
                self._show_grades(now)
        return True

    def _next(self) -> None:
        """Ask the next card, or rest where there is none."""
        questions = self._sitting.questions()
        self._question = questions[0] if questions else None
        self._answered = False
        self.set_class(not questions, "-resting")
        if self._question is None:
            self._rest()
        else:
            self._card.ask(self._question, self._sitting.ask(self._question))
            key = primary_key_for(self, ShowAnswer)
            self.query_one("#grades", Grades).close(f"{key} shows the answer")
        self._show_header()
        self.refresh_bindings()

    def _rest(self) -> None:
        due = reviewing.due(self.study)
        self._can_ask_ahead = bool(self._sitting.waiting())
        self.query_one("#rest", Rest).show(
            Standing(
                now=self.study.clock.now(),
                today=self.study.today,
                tally=tally(self.study),
                next_at=due.next_at,
                can_ask_ahead=self._can_ask_ahead,
                upcoming=reviewing.upcoming(self.study),
            )
        )

    def _show_grades(self, question: Question) -> None:
        intervals = self.attempt(lambda: reviewing.choices(self.study, question.card))
        keys = {grade: primary_key_for(self, command) for grade, command in _GRADES.items()}
        key = primary_key_for(self, ShowAnswer)
        self.query_one("#grades", Grades).open(keys, intervals or {}, f"{key} is good")

    def _put_off(self, question: Question) -> None:
        """Leave a card without a grade."""
        self._sitting.keep_attempt(question.card.id, self._card.attempt)
