"""The Reader: primers and fetched articles in one column, each from where it was left."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static
from textual_enhanced.commands import Command
from textual_enhanced.commands.bindings import primary_key_for

from studyplan import words
from studyplan.domain.resource import Kind
from studyplan.domain.wording import Wording
from studyplan.study import pages, primers, reading, reading_parts
from studyplan.study.reading import Listed, Standing
from studyplan.tui.commands.curriculum import Mark, MarkRead, Note, OpenLink, ReadPart
from studyplan.tui.commands.questions import EditQuestion, WriteQuestion
from studyplan.tui.commands.reader import (
    CloseReader,
    NextHeading,
    NextPrimer,
    PreviousHeading,
    PreviousPrimer,
    SelectPassage,
    SelectPassageBefore,
)
from studyplan.tui.host import host_of
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.page import Page
from studyplan.tui.widgets.passages import said

KEEP_EVERY = 2.0
"""Seconds after which the place is kept, so that a closed terminal does not lose it."""


class ReaderScreen(StudyScreen):
    """Shows a primer or an article, on top of the screen that it was opened from."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#body"
    HELP = """
    ## Reader

    j and k or the arrows move by a line, space and the page keys by a page, g and G go to the
    beginning and the end. How far you are is kept for each text. When a primer is marked read,
    the questions of its competency become cards. An article is a copy of the page as it was when it
    was fetched; its images are links.

    *w* writes a question of your own. It begins with the passage that is selected, as a point of
    the answer; *n* puts the passage into your note. Select words with the mouse, or the next
    passage with v and the one before with V.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(
            Mark,
            ReadPart,
            Note,
            OpenLink,
            WriteQuestion,
            EditQuestion,
            SelectPassage,
            SelectPassageBefore,
        ),
        *(NextHeading, PreviousHeading, NextPrimer, PreviousPrimer, CloseReader),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *Command.bindings(Mark),
        # Of a footer of 80 columns: the note is as near from the list, and the end names the next.
        *(replace(command.binding(), show=False) for command in (Note, NextPrimer, OpenLink)),
        replace(WriteQuestion.binding(), show=True),
        *Command.bindings(ReadPart, EditQuestion, SelectPassage, SelectPassageBefore),
        *Command.bindings(NextHeading, PreviousHeading, PreviousPrimer, CloseReader),
    ]

    def __init__(self, resource: str) -> None:
        super().__init__()
        self._resource = resource
        self._page = Page(id="body")
        self._order: list[Standing] = []
        """The competencies that have a primer."""
        self._listed: Listed | None = None
        self._shown: str | None = None
        """The id of that whose text is there."""
        self._place = self._kept = 0.0
        """Where in it the person is, and was when that was kept last."""

    def body(self) -> ComposeResult:
        """The text."""
        yield self._page

    def on_mount(self) -> None:
        """Open the primer, and keep the place from time to time."""
        self._open()
        self.set_interval(KEEP_EVERY, self._keep_place)

    def on_unmount(self) -> None:
        """Keep the place when the app is left with the primer open."""
        self._keep_place()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._draw_header()

    def on_key(self, event: events.Key) -> None:
        """Let escape drop a selection before it closes the primer."""
        if event.key == "escape" and self.selections:
            self.clear_selection()
            event.stop()
            event.prevent_default()

    def show(self) -> None:
        """Show how far one is with the primer."""
        self._order = [one for one in reading.standings(self.study) if one.primer is not None]
        self._listed = reading.detail(self.study, self._resource).listed
        self._draw_header()
        self._page.say_after(self._what_next(self._listed))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the primers before and after where there are any."""
        del parameters
        if action == NextPrimer.action_name():
            return self._neighbour(1) is not None or None
        if action == PreviousPrimer.action_name():
            return self._neighbour(-1) is not None or None
        if action == OpenLink.action_name():
            return self._listed is not None and self._listed.url is not None
        if action == ReadPart.action_name():
            return self._listed is not None and reading_parts.is_in_parts(self._listed)
        return True

    def action_mark_command(self) -> None:
        """Ask for a status and give it to the primer."""
        if self._listed is not None:
            self.mark_work(self._listed)

    def action_read_part_command(self) -> None:
        """Ask how many minutes of it were read."""
        if self._listed is not None:
            self.read_part(self._listed)

    def action_open_link_command(self) -> None:
        """Open the page that the article was taken from."""
        self.open_work(self._resource)

    def action_note_command(self) -> None:
        """Edit the note; what is selected stands at its end."""
        self.edit_note(self._resource, said(self._page, self.selections))

    def action_write_question_command(self) -> None:
        """Write a question; what is selected is a point of its answer."""
        self.write_question(self._resource, Wording("", said(self._page, self.selections)))

    def action_edit_question_command(self) -> None:
        """Choose a question of the competency, and edit it."""
        self.choose_question(self._resource)

    def action_select_passage_command(self) -> None:
        """Select the next passage."""
        self._page.select_passage(1)

    def action_select_passage_before_command(self) -> None:
        """Select the passage before."""
        self._page.select_passage(-1)

    def action_next_heading_command(self) -> None:
        """Go on to the next heading."""
        self._page.go_to_heading(1)

    def action_previous_heading_command(self) -> None:
        """Go back to the heading before."""
        self._page.go_to_heading(-1)

    def action_next_primer_command(self) -> None:
        """Go on to the next primer."""
        self._turn_to(self._neighbour(1))

    def action_previous_primer_command(self) -> None:
        """Go back to the primer before."""
        self._turn_to(self._neighbour(-1))

    def action_close_reader_command(self) -> None:
        """Go back to where the primer was opened."""
        self.dismiss()

    @on(Page.Moved)
    def _moved(self) -> None:
        if self._is_there:
            self._place = self._page.place
            self._draw_header()

    @property
    def _is_there(self) -> bool:
        """Whether the text is the one that was asked for last."""
        return self._shown == self._resource

    @work(exclusive=True)
    async def _open(self) -> None:
        """Show the text from where it was left."""
        study, id = self.study, self._resource
        found = self.attempt(lambda: (pages.text(study, id), primers.place(study, id)))
        if found is not None:
            text, place = found
            await self._page.show(text, place)
            self._shown, self._place, self._kept = id, self._page.place, place
            self._draw_header()

    def _turn_to(self, standing: Standing | None) -> None:
        if standing is not None:
            self._keep_place()
            self.clear_selection()
            self._resource = standing.competency.id
            self.refresh_view()
            self._open()

    def _neighbour(self, step: int) -> Standing | None:
        """The competency so many primers further on, if there is one."""
        ids = [one.competency.id for one in self._order]
        place = ids.index(self._resource) + step if self._resource in ids else -1
        return self._order[place] if 0 <= place < len(ids) else None

    def _keep_place(self) -> None:
        id, place = self._shown, self._place
        if id is not None and place != self._kept:
            self._kept = place
            self.attempt(lambda: primers.keep_place(self.study, id, place))

    def _draw_header(self) -> None:
        if (one := self._listed) is None:
            return
        names = (it.competency.name for it in self._order if it.competency.id == one.id)
        name = f"{one.id} {next(names, '')}" if one.kind is Kind.PRIMER else one.title
        left = Content.assemble(("Reader", "bold $accent"), f"   {name}")
        facts = f"   {one.status.glyph} {one.status} · {words.minutes(one.minutes)}"
        facts += " · note" if one.has_note else ""
        right = f"{round(self._page.progress * 100)} %" if self._is_there else ""
        room = max(0, self.size.width - 2 - len(facts) - len(right) - 2)
        head = left.truncate(room, ellipsis=True)
        gap = " " * (room - head.cell_length + 2)
        self.query_one("#header", Static).update(Content.assemble(head, (facts, "dim"), gap, right))

    def _what_next(self, one: Listed) -> Content:
        """The line below the end of the text."""
        if not one.status.is_done:
            made = reading.cards_to_make(self.study, one.id)
            own = host_of(self).config.keys.get(MarkRead.__name__, "").partition(",")[0].strip()
            keys = f"{primary_key_for(self, Mark)} {own or MarkRead.key_binding()}"
            cards = f" and makes its {words.count(made, 'card')}" if made else ""
            return Content(f"{keys} marks it read{cards}.")
        if one.kind is not Kind.PRIMER:
            return Content("It is read.")
        if (after := self._neighbour(1)) is None:
            return Content("This was the last primer.")
        key = primary_key_for(self, NextPrimer)
        return Content(f"{key} goes on to {after.competency.id} {after.competency.name}.")
