"""A question in a person's own words: one of their own, or one that ships."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea
from textual_enhanced.commands import Command
from textual_enhanced.commands.bindings import primary_key_for

from studyplan.domain.wording import Wording
from studyplan.study import failures, questions, reading
from studyplan.study.reviewing import Question
from studyplan.tui.commands.questions import (
    KeepQuestion,
    LeaveQuestion,
    RemoveQuestion,
    RestoreText,
)
from studyplan.tui.host import study_of
from studyplan.tui.typing import Draft
from studyplan.tui.widgets.footer import Footer
from studyplan.tui.widgets.pane import Pane

Result = TypeVar("Result")


class _Line(TextArea):
    """A field in which enter is no text, but ends it."""

    async def on_key(self, event: events.Key) -> None:
        """Keep the question on enter; all other keys are the field's."""
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            await self.run_action(KeepQuestion.ACTION or "")


class QuestionScreen(ModalScreen[str | None]):
    """Writes a new question, or edits one that is asked; a sentence that says what came of it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#asked"
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(KeepQuestion, LeaveQuestion, RestoreText, RemoveQuestion),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*COMMAND_MESSAGES)

    def __init__(
        self, source: str, begun: Wording | None = None, asked: Question | None = None
    ) -> None:
        """Edit `asked`; without one, write a new question on the work or competency `source`.

        Args:
            begun: what a new question begins with.
        """
        super().__init__()
        self._source = source
        self._asked = asked
        self._first = asked.wording if asked else (begun or Wording(""))
        self._is_warned = False
        self._of = asked.card.id if asked else source
        self._draft = Draft(
            self,
            lambda: self._typed_in,
            lambda wording: questions.keep_draft(study_of(self), self._of, wording),
            self._say_kept,
        )

    def compose(self) -> ComposeResult:
        """A field each for the question, the points and the follow-up; below, what ships."""
        first = self._first
        with Vertical(id="sheet"):
            with Horizontal(id="question-line"):
                yield Static(id="question-of", markup=False)
                yield Static(self._whose, id="question-state", markup=False)
            yield Static("Question", classes="field")
            yield _Line(first.question, id="asked", placeholder="What do you want to be asked?")
            yield Static("Points of a good answer, one a line", classes="field")
            yield TextArea(
                "\n".join(first.points),
                id="points",
                placeholder="Each can be ticked. Without any you compare with your note.",
            )
            yield Static("What they would ask next", classes="field")
            yield _Line(first.follow_up, id="follow-up", placeholder="May stay empty.")
            if self._asked and self._asked.shipped:
                with Pane(id="shipped"):
                    yield Static(_as_it_ships(self._asked.shipped))
        yield Footer()

    def on_mount(self) -> None:
        """Say what it is about; go on where the texts end."""
        whole = self._attempt(lambda: reading.detail(study_of(self), self._source))
        if whole is None:
            self.dismiss()
            return
        verb = "Question" if self._asked else "New question"
        title = Content.assemble(f"{verb} on ", (whole.listed.title, "bold"))
        self.query_one("#question-of", Static).update(title)
        self._draft.begin(self._typed_in)
        if (
            cut_off := self._attempt(lambda: questions.begun(study_of(self), self._of))
        ) is not None:
            self._go_on_with(cut_off)
        for field in self.query(TextArea):
            field.move_cursor(field.document.end)

    def on_key(self, event: events.Key) -> None:
        """Take in what was typed before the field had the focus; afterwards none comes here."""
        if event.is_printable and event.character:
            event.stop()
            self._field("asked").insert(event.character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to restore what was edited, and to remove what is the person's own."""
        del parameters
        asked = self._asked
        if action == "restore_text":
            return asked is not None and asked.shipped is not None
        if action == "remove_question":
            return asked is not None and asked.own
        return True

    def action_keep_question(self) -> None:
        """Keep the question and go back; stay where it cannot be kept."""
        if (said := self._keep()) is not None:
            self.dismiss(said)

    def action_leave_question(self) -> None:
        """Go back; where something was typed, only at the second time."""
        if self._is_as_it_was or self._is_warned:
            self._attempt(lambda: questions.forget_draft(study_of(self), self._of))
            self.dismiss()
            return
        self._is_warned = True
        keep, leave = (primary_key_for(self, one) for one in (KeepQuestion, LeaveQuestion))
        self.app.clear_notifications()  # they lie on the line that says it
        self._say(f"{leave} again drops what you typed; {keep} keeps it")

    def action_restore_text(self) -> None:
        """Ask the words that ship again."""
        self._take_back(questions.restore, "The shipped text is asked again; u takes that back.")

    def action_remove_question(self) -> None:
        """Remove a question of the person's own."""
        self._take_back(questions.remove, "Removed; u brings it back.")

    def let_go(self) -> bool:
        """Keep what was typed before the app is left; whether that succeeded."""
        return self._is_as_it_was or self._keep() is not None

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._is_warned:
            self._is_warned = False
            self._say(self._whose)
        self._draft.typed()

    def _go_on_with(self, wording: Wording) -> None:
        """Show what an earlier run was cut off in."""
        self._field("asked").load_text(wording.question)
        self._field("points").load_text("\n".join(wording.points))
        self._field("follow-up").load_text(wording.follow_up)
        self._draft.begin(self._typed_in)
        self._say("as it was cut off")

    @property
    def _whose(self) -> str:
        if self._asked is None or self._asked.own:
            return "✎ yours"
        return "✎ edited" if self._asked.shipped else "as it ships"

    @property
    def _typed_in(self) -> Wording:
        points = tuple(self._field("points").text.splitlines())
        return Wording(self._field("asked").text, points, self._field("follow-up").text)

    @property
    def _is_as_it_was(self) -> bool:
        return self._typed_in == self._first

    def _keep(self) -> str | None:
        """Keep what is typed; what to say of it, or None where it cannot be kept."""
        study, asked, wording = study_of(self), self._asked, self._typed_in
        if asked is None:
            if self._attempt(lambda: questions.add(study, self._source, wording)) is None:
                return None
            said = "Kept; it is asked from today on. u takes it back."
        else:
            changed = self._attempt(lambda: questions.edit(study, asked.card.id, wording))
            if changed is None:
                return None
            said = "Kept; u takes it back." if changed else "Nothing was changed."
        self._first = wording
        self._draft.begin(wording)
        return said

    def _take_back(self, act: Callable[..., object], said: str) -> None:
        """Do what takes the person's words back, and leave."""
        study, asked = study_of(self), self._asked

        def take() -> bool:
            if asked is not None:
                act(study, asked.card.id)
            return True

        if self._attempt(take):
            self.dismiss(said)

    def _attempt(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
            return None

    def _say_kept(self, text: str) -> None:
        """Say whose words they are; where they cannot be kept, that."""
        if not self._is_warned:
            self._say(text if text.startswith("not saved") else self._whose)

    def _say(self, text: str) -> None:
        for state in self.query("#question-state").results(Static):  # none once the screen is gone
            state.update(text)

    def _field(self, id: str) -> TextArea:
        return self.query_one(f"#{id}", TextArea)


def _as_it_ships(shipped: Wording) -> Content:
    """The text that ships, quietly."""
    lines = ["As it ships", shipped.question, *(f"□ {point}" for point in shipped.points)]
    if shipped.follow_up:
        lines.append(f"They would ask next: {shipped.follow_up}")
    return Content("\n".join(lines))
