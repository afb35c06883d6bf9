"""The reading list by competency: what there is, how far one is, notes, links."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.resource import Kind
from studyplan.study import fetching, reading, reading_parts, reviewing
from studyplan.study.reading import Listed
from studyplan.tui.commands.curriculum import (
    Back,
    Details,
    Filter,
    Fold,
    Inwards,
    Mark,
    Note,
    OpenLink,
    Outwards,
    ReadPart,
    ReadPrimer,
    ResumeCards,
    ShowReadings,
    ToList,
)
from studyplan.tui.commands.links import ABOUT_LINKS
from studyplan.tui.commands.questions import EditQuestion, WriteQuestion
from studyplan.tui.pause import Pause
from studyplan.tui.screens.linked import ON_A_LINK, LinkedScreen
from studyplan.tui.widgets import facts
from studyplan.tui.widgets.detail_pane import DetailPane
from studyplan.tui.widgets.filter_bar import FilterBar
from studyplan.tui.widgets.outline import Curriculum
from studyplan.tui.widgets.reading_tree import ReadingTree

_RESTS = 0.08
"""Seconds after which a cursor that was moved rests: then its details are read and laid out."""
_TYPED = 0.08
"""Seconds after a letter of the filter until what it finds is shown; the next may come before."""
_BAR = 20
_ON_A_WORK = ("mark", "read_part", "note", "open_link", "resume_cards")
_ON_QUESTIONS = ("write_question", "edit_question")
_IN_THE_LIST = ("show_readings", "details", "fold", "inwards", "outwards")


class CurriculumScreen(LinkedScreen):
    """List and details: side by side where there is room, else one behind the other."""

    FROM_LOG_ALONE = True
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#tree"
    HELP = """
    ## Curriculum

    ○ unread  ◐ reading  ● read  ⊘ skipped. Readings stand in the order in which they are best
    read, after the primer of their competency. A competency says *after K05* while what it needs
    is not begun; that binds the plan, not you. Primers are not counted; nor are blogs and
    collections, which stand apart at the end.

    With less than 100 columns one pane is shown at a time, and a line at the bottom says what is
    under the cursor. With the mouse, a click on a heading shows its readings, and a click on a
    work chooses it.

    A link is ✓ ok, → moved, ✗ broken, ? suspicious or · unchecked; nothing is asked of the network
    before you say so. *f* fetches an article, and *enter* then reads it here.

    On a work or a competency *w* writes a question of your own, and *e* asks one in your words.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(Mark, ReadPart, Note, OpenLink, ResumeCards, Filter, ShowReadings, ReadPrimer, Details),
        *(WriteQuestion, EditQuestion),
        *ABOUT_LINKS,
        *(Fold, Inwards, Outwards, ToList, Back),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(
        *(ShowReadings, ReadPrimer, Details, Mark, ReadPart, Note, OpenLink, ResumeCards, Filter),
        *(WriteQuestion, EditQuestion),
        *ABOUT_LINKS,
        *(Fold, Inwards, Outwards, Back),
    )

    def __init__(self) -> None:
        super().__init__()
        self._tree = ReadingTree(id="tree")
        self._detail = DetailPane(id="detail")
        self._filter = FilterBar(id="filter")
        self._shown: Curriculum | None = None
        self._kept: Mapping[str, object] = {}
        """The articles that lie here."""
        self._unfolded: set[str] = set()
        self._offers: object = None
        """What decides which commands are offered; the footer is made anew only when it changes."""
        self._goal: str | None = None
        """The work to go to when the list is next shown."""
        self._is_sent = False
        """Whether it was another screen that named it; its details are then to be seen."""
        self._details = Pause(self, _RESTS, lambda: self.attempt(self._show_detail))
        self._search = Pause(self, _TYPED, lambda: self.attempt(self._show_found))

    def body(self) -> ComposeResult:
        """The filter above, the list on the left, the details on the right."""
        yield self._filter
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield self._tree
                yield Static(id="nothing", markup=False)
                yield Static(id="glance", markup=False)
            yield self._detail

    def show(self) -> None:
        """Show list and details as they are now; the cursor stays on its line."""
        self._search.drop()
        works = reading.works(self.study, chapters=True, primers=True)
        standings = reading.standings(self.study)
        self._kept = fetching.kept(self.study)
        self.stale_at = self.study.days.end(self.study.today)  # due days are told from today
        self._present(Curriculum(works, standings, self.study.today, self._found()))

    def _found(self) -> set[str] | None:
        """The ids that the filter lets through; None without a filter."""
        if not (query := self._filter.query_text):
            return None
        matches = reading.matches(self.study, query)
        # A book that matches stands for its chapters, which match with it.
        return {id for id, parent in matches.items() if parent not in matches}

    def _present(self, shown: Curriculum) -> None:
        if self._goal is None and self._shown is None:
            self._goal = shown.first_to_read
        self._shown = shown
        self._show_filter(shown)
        self._show_header()
        self._arrange(shown)
        if self._is_sent:
            self._is_sent = False
            self.set_focus(self._detail if self._is_narrow else self._tree)

    def go_to(self, resource: str) -> None:
        """Put the cursor on a work, and where there is one pane only, show its details."""
        self._goal = resource
        self._filter.close()
        self._is_sent = True
        if self.is_mounted:
            self.refresh_view()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._show_header()

    def on_descendant_focus(self) -> None:
        """Show the pane that has the focus, where one only can be shown."""
        self.set_class(self._is_inside, "-inside")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the chosen line, from where the focus is."""
        del parameters
        line, name = self._tree.current, action.removesuffix("_command")
        if self.focused is self._filter.words and (
            name
            in ("filter", "read_primer", "check_links", *_ON_A_WORK, *_ON_QUESTIONS, *ON_A_LINK)
        ):
            return False
        if name in _ON_QUESTIONS:
            return self._asked_about is not None
        if name in _IN_THE_LIST and self._is_inside:
            return False
        if name == "read_part":
            return bool(line and line.work and reading_parts.is_in_parts(line.work))
        if name in ON_A_LINK:
            return self.offers(name, self._detail.link)
        if name in _ON_A_WORK:
            return bool(line and line.work)
        if name == "read_primer":
            return bool(line and line.work and self._is_read_here(line.work))
        if name == "show_readings":
            return bool(line and line.heading and line.folded is not None)
        if name == "fold":
            return bool(line and line.folded is not None)
        if name == "details":
            return line is not None
        if name == "to_list":
            return self.focused is self._filter.words
        if name == "back":
            return self._is_inside or self._filter.display
        return True

    def action_mark_command(self) -> None:
        """Ask for a status and give it to the work."""
        if (one := self.chosen) is not None:
            self.mark_work(one)

    def action_read_part_command(self) -> None:
        """Ask how many minutes of the work were read."""
        if (one := self.chosen) is not None:
            self.read_part(one)

    def action_note_command(self) -> None:
        """Edit the note of the work."""
        if (one := self.chosen) is not None:
            self.edit_note(one.id)

    def action_open_link_command(self) -> None:
        """Open the link of the work in the browser."""
        if (one := self.chosen) is not None:
            self.open_work(one.id)
            self.refresh_view()

    def action_resume_cards_command(self) -> None:
        """Put the suspended cards of the work back into the queue."""
        if (one := self.chosen) is not None:
            resumed = self.attempt(lambda: reviewing.resume(self.study, one.id))
            if resumed is not None:
                said = (
                    f"{words.count(resumed, 'card')} resumed" if resumed else "No card is suspended"
                )
                self.notify(f"{said}.", markup=False)
                self.refresh_view()

    def action_read_primer_command(self) -> None:
        """Open the primer or the article in the Reader."""
        if (one := self.chosen) is not None:
            self.read_here(one.id)

    def action_write_question_command(self) -> None:
        """Write a question on the work or the competency."""
        if (source := self._asked_about) is not None:
            self.write_question(source)

    def action_edit_question_command(self) -> None:
        """Choose a question of the work or the competency, and edit it."""
        if (source := self._asked_about) is not None:
            self.choose_question(source)

    def action_filter_command(self) -> None:
        """Type words to look for."""
        self._filter.display = True
        self.set_focus(self._filter.words)

    def action_to_list(self) -> None:
        """Leave the words as they are and choose from what they found."""
        self._search.catch_up()
        self.set_focus(self._tree)

    def action_show_readings_command(self) -> None:
        """Show or hide the readings of a competency."""
        self.action_fold_command()

    def action_fold_command(self) -> None:
        """Show or hide what is under the line."""
        line, shown = self._tree.current, self._shown
        if shown is not None and line is not None and line.folded is not None:
            self._unfolded ^= {line.key}
            self.attempt(lambda: self._arrange(shown))

    def action_inwards_command(self) -> None:
        """Unfold, or go to the first line under this one."""
        if (line := self._tree.current) is not None:
            if line.folded:
                self.action_fold_command()
            elif line.heading or line.folded is False:
                self._tree.action_cursor_down()

    def action_outwards_command(self) -> None:
        """Fold, or go to the line that this one is under."""
        if (line := self._tree.current) is not None:
            if line.folded is False:
                self.action_fold_command()
            elif line.above is not None:
                self._tree.choose(line.above)

    def action_details_command(self) -> None:
        """Go into the details."""
        self._details.catch_up()
        self.set_focus(self._detail)

    def action_back_command(self) -> None:
        """Leave the details, else drop the filter."""
        if not self._is_inside:
            self._filter.close()
            self._search.catch_up()
        self.set_focus(self._tree)

    @on(Input.Changed)
    def _words_change(self) -> None:
        if not self._filter.query_text and self._goal is None and self._tree.current is not None:
            self._goal = self._tree.current.key
        self._search.ask()

    def _show_found(self) -> None:
        """Show what the filter finds among the works that are known: a letter makes no new ones."""
        if (shown := self._shown) is None:
            self.refresh_view()
        else:
            self._present(replace(shown, found=self._found()))

    @on(OptionList.OptionHighlighted, "#tree")
    def _follow(self) -> None:
        """Offer what the line under the cursor can do, and show its details once the keys pause."""
        self._offer()
        self._details.ask()

    @on(OptionList.OptionSelected, "#tree")
    def _clicked(self) -> None:
        """A click; enter has commands of its own."""
        line = self._tree.current
        if line is not None and line.folded is not None and line.heading:
            self.action_fold_command()
        elif self._is_narrow:
            self.action_details_command()

    @property
    def _is_narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.app.size.width < self.HORIZONTAL_BREAKPOINTS[-1][0]

    @property
    def _is_inside(self) -> bool:
        """Whether keys go to the details."""
        return self.focused is self._detail

    def _is_read_here(self, one: Listed) -> bool:
        """Whether its text is here, so that enter opens it in the Reader."""
        return one.kind is Kind.PRIMER or one.id in self._kept

    @property
    def chosen(self) -> Listed | None:
        """The work that the cursor is on."""
        return None if self._tree.current is None else self._tree.current.work

    @property
    def _asked_about(self) -> str | None:
        """What a question would be about: the work, or the competency that has a primer."""
        if (one := self.chosen) is not None:
            return one.id
        line = self._tree.current
        standing = line.heading.standing if line and line.heading else None
        return standing.competency.id if standing and standing.primer is not None else None

    def _arrange(self, shown: Curriculum) -> None:
        """Show the lines that are unfolded, the cursor where it was or where it is to go."""
        goal, self._goal = self._goal, None
        if goal is not None:
            self._unfolded.update(shown.where(goal))
        self._tree.show(shown.lines(self._unfolded))
        if goal is not None:
            self._tree.choose(goal)
        elif shown.found is not None and self.chosen is None:
            self._tree.choose_first_work()
        self._show_detail()

    def _show_filter(self, shown: Curriculum) -> None:
        self._filter.say(f"{shown.works_found} of {shown.works_total}")
        self.set_class(shown.found is not None and not shown.found, "-nothing")
        sentence = f"Nothing matches “{self._filter.query_text}”."
        nothing = self.query_one("#nothing", Static)
        nothing.update(f"{sentence}\nEscape shows the whole list again.")

    def _show_header(self) -> None:
        if self._shown is None:
            return
        coverage = self._shown.coverage
        left = "studyplan   Curriculum"
        right = f"{coverage.done} of {coverage.total} readings done"
        room = self.size.width - 2 - len(left) - len(right)
        bar = words.bar(
            coverage.done / coverage.total if coverage.total else 0.0, min(_BAR, room - 5)
        )
        gap = " " * (room - len(bar) - 3)
        self.query_one("#header", Static).update(
            Content.assemble(
                ("studyplan", "bold $accent"), left[9:], gap, right, "   ", (bar, "$primary")
            )
        )

    def _show_detail(self) -> None:
        """Show the details of the line that the cursor is on, and offer what it can do."""
        self._details.drop()
        if self._shown is None:
            return
        line = self._tree.current
        self._detail.show(line, self._shown)
        glance = facts.glance(line, self._detail.note) if line else ""
        self.query_one("#glance", Static).update(glance, layout=False)
        self._offer()

    def _offer(self) -> None:
        """Offer what the line that the cursor is on can do."""
        line = self._tree.current
        work = line.work if line else None
        parts = work is not None and reading_parts.is_in_parts(work)
        link, here = self._detail.link, bool(work and self._is_read_here(work))
        offers = (
            work and work.kind,
            parts,
            line and line.folded is not None,
            here,
            link and link.state,
        )
        if offers != self._offers:
            self._offers = offers
            self.refresh_bindings()
