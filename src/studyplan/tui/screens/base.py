"""What every screen has: a header line, the footer, and a view that is never stale."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual_enhanced.commands import Command
from textual_enhanced.commands.bindings import primary_key_for

from studyplan import words
from studyplan.domain.fold import Progress
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.study import Busy, Study, failures, primers, reading, reading_parts, reviewing
from studyplan.study.reading import Listed
from studyplan.study.reviewing import Question
from studyplan.tui.commands.everywhere import Undo
from studyplan.tui.commands.questions import WriteQuestion
from studyplan.tui.host import host_of, key_of, study_of
from studyplan.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from textual.widgets import Markdown

SMALLEST = (60, 16)
"""Columns and rows below which a screen shows a sentence instead of itself."""
TRY_AGAIN = 0.5
"""Seconds after which what waits for another program is tried again."""
Result = TypeVar("Result")


class StudyScreen(Screen[None]):
    """A screen on the open study. A subclass composes `body` and shows the state in `show`."""

    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = ()
    """The commands of this screen: for the help and the palette."""
    stale_at: datetime | None = None
    """When what is shown changes by itself: a study day ends, a learning step does."""
    FROM_LOG_ALONE: ClassVar[bool] = False
    """Whether all that is shown follows from actions, so that without any it stays as it is."""
    _waiting: Callable[[], None] | None = None
    """What waits for another program that is writing."""
    _edition: object = None
    """Of the study when it was last shown."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own type

    DEFAULT_CSS = """
    StudyScreen {
        #too-small { display: none; width: 1fr; height: 1fr; content-align: center middle; }
        &.-too-small > * { display: none; }
        &.-too-small > #too-small { display: block; }
        #header { height: 2; padding: 0 1; color: $foreground; border-bottom: solid $panel; }
        #body { height: 1fr; }
        Footer { background: $background; }
    }
    """

    @property
    def study(self) -> Study:
        """The open study of the app."""
        return study_of(self)

    def compose(self) -> ComposeResult:
        """Lay out header, body and footer."""
        yield Static(id="too-small")
        yield Static(id="header")
        yield from self.body()
        yield Footer()

    def body(self) -> ComposeResult:
        """The widgets between header and footer."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the state of the study as it is now."""
        raise NotImplementedError

    def refresh_view(self) -> None:
        """Show the state as it is now, or the sentence that says why it cannot be read."""
        # The clock may call while the screen is being taken down, its widgets gone before it.
        if self.is_mounted and self.query("#header"):
            self._edition = None
            self.attempt(self._show)

    def _show(self) -> None:
        edition = self.study.edition  # of before, for what changes meanwhile is to be seen too
        self.show()
        self._edition = edition

    def attempt(self, act: Callable[[], Result]) -> Result | None:
        """The result of `act`, or None where it failed; the failure is then said on the screen."""
        try:
            return act()
        except failures() as error:
            self.say_failed(str(error))
            return None

    def say_failed(self, why: str) -> None:
        """Say for a while why something cannot be had or done."""
        self.notify(why, severity="error", timeout=10, markup=False)

    def write(
        self,
        act: Callable[[], Result],
        then: Callable[[Result], object],
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Do what changes the study, and show what came of it by `then`, or by `failed`.

        While another program is writing, it waits, and is done as soon as it can be; the keys go on
        meanwhile, but for others that would change something.
        """
        if self._waiting is None:
            self._write(act, then, failed)
        else:
            self.notify("Another program is still writing; what you did before waits for it.")

    def _write(
        self,
        act: Callable[[], Result],
        then: Callable[[Result], object],
        failed: Callable[[], object],
    ) -> None:
        told, self._waiting = self._waiting is not None, None
        try:
            done = act()
        except Busy:
            self._waiting = partial(self._write, act, then, failed)
            self.set_timer(TRY_AGAIN, self._try_again)
            if not told:
                self.notify("Another program is writing; this waits for it.", timeout=60)
            return
        except failures() as error:
            self.say_failed(str(error))
            failed()
            return
        if told:
            self.app.clear_notifications()
        then(done)

    def _try_again(self) -> None:
        if self._waiting is not None:
            self._waiting()

    def let_go(self) -> bool:
        """Do what still waits, before the app is left; whether that succeeded."""
        self._try_again()
        return self._waiting is None

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal leaves too little room to show anything sensible."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def mark_work(self, one: Listed) -> None:
        """Ask for a status, give it to the work, and say what came of it."""
        from studyplan.tui.screens.mark import MarkScreen

        def answered(status: Status | None) -> None:
            if status is not None:
                self._mark(one, status)

        self.app.push_screen(MarkScreen(one), answered)

    def _mark(self, one: Listed, status: Status) -> None:
        from studyplan.tui.widgets import facts

        def cards() -> set[str]:
            return {card.card.id for card in reviewing.of_resource(self.study, one.id)}

        def act() -> str:
            before = cards()
            changes = reading.mark(self.study, one.id, status)
            after = cards()
            return facts.marked(one, changes, len(after - before), len(after))

        def said(what: str) -> None:
            self.notify(what, markup=False)
            self.refresh_view()

        self.write(act, said, self.refresh_view)

    def read_part(self, one: Listed, promised: int | None = None) -> None:
        """Record a part of a work as read: the minutes that a line promises, else those asked for.

        Args:
            promised: the minutes of a slice, which are taken at once.
        """
        from studyplan.tui.screens.read_part import ReadPartScreen

        def answered(minutes: int | None) -> None:
            if minutes is not None:
                self._read_part(one, minutes)

        if promised is None:
            self.app.push_screen(ReadPartScreen(one, reading_parts.next_part(one)), answered)
        else:
            answered(promised)

    def _read_part(self, one: Listed, minutes: int) -> None:
        def said(now: Progress) -> None:
            so_far = words.part_read(now.minutes_read, one.minutes)
            undo = key_of(self, Undo)
            end = "when it is read, mark it" if now.minutes_read >= one.minutes else ""
            more = "; ".join(filter(None, (so_far, end, f"{undo} takes it back")))
            self.notify(f"{minutes} min of “{one.title}”: {more}.", markup=False)
            self.refresh_view()

        self.write(
            lambda: reading_parts.read_for(self.study, one.id, minutes), said, self.refresh_view
        )

    def edit_note(self, resource: str, quoted: Sequence[str] = ()) -> None:
        """Write the note of a work, with passages of it quoted at the end."""
        from studyplan.tui.screens.note import NoteScreen

        self.app.push_screen(NoteScreen(resource, quoted), lambda _: self.refresh_view())

    def write_question(self, source: str, begun: Wording | None = None) -> None:
        """Write a question on a work or a competency."""
        from studyplan.tui.screens.question import QuestionScreen

        self.app.push_screen(QuestionScreen(source, begun), self._worded)

    def edit_question(self, asked: Question) -> None:
        """Ask a card in other words."""
        from studyplan.tui.screens.question import QuestionScreen

        self.app.push_screen(QuestionScreen(asked.resource, asked=asked), self._worded)

    def _worded(self, said: str | None) -> None:
        if said is not None:
            self.notify(said, markup=False)
        self.refresh_view()

    def choose_question(self, source: str) -> None:
        """Choose one of the questions of a work or a competency, to edit it."""
        from studyplan.tui.screens.choose_question import ChooseQuestionScreen

        def chosen(asked: Question | None) -> None:
            if asked is not None:
                self.edit_question(asked)

        found = self.attempt(lambda: reviewing.of_resource(self.study, source))
        if found:
            self.app.push_screen(ChooseQuestionScreen(found), chosen)
        elif found is not None:
            key = primary_key_for(self, WriteQuestion)
            said = f"It asks nothing yet: mark it read for its questions, or write one with {key}."
            self.notify(said, markup=False)

    def open_work(self, resource: str) -> None:
        """Open a primer here, the link of a work in the browser; or say why it cannot be."""
        if self.attempt(lambda: primers.is_primer(self.study, resource)):
            host_of(self).go_to_work(resource)
            return
        take = reading.open_link if host_of(self).has_browser else reading.link
        if url := self.attempt(lambda: take(self.study, resource)):
            self.app.open_url(url)

    def read_here(self, resource: str) -> None:
        """Open a primer or an article that was fetched in the Reader."""
        from studyplan.tui.screens.reader import ReaderScreen

        self.app.push_screen(ReaderScreen(resource))

    # By name: the class itself would load a parser of Markdown before the first paint.
    def on_markdown_link_clicked(self, event: "Markdown.LinkClicked") -> None:
        """Open a link of a note or a primer, where it is one to be opened."""
        event.stop()
        if url := self.attempt(lambda: reading.check_link(event.href)):
            self.app.open_url(url)

    @property
    def is_stale(self) -> bool:
        """Whether the time has come at which what is shown is no longer so."""
        return self.stale_at is not None and self.study.clock.now() >= self.stale_at

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        shown, same = self._edition, self.FROM_LOG_ALONE and not self.is_stale
        if same and shown is not None and self.attempt(lambda: self.study.edition) == shown:
            return
        self.refresh_view()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small to show anything sensible."""
        columns, rows = event.size
        self.set_class(self.is_too_small, "-too-small")
        sentence = f"studyplan needs {SMALLEST[0]}×{SMALLEST[1]}; this is {columns}×{rows}."
        self.query_one("#too-small", Static).update(sentence)
