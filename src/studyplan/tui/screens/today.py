"""The day: what is due, what to read, what is done. Enter does the sensible next thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.settings import ARCHIVE, ASK
from studyplan.study import planning, reading_parts
from studyplan.study.planning import Today
from studyplan.study.reading import Listed, Standing
from studyplan.tui.commands.curriculum import Mark, Note, OpenLink, ReadPart
from studyplan.tui.commands.everywhere import Interview, Plan
from studyplan.tui.commands.today import FirstQuestions, Start
from studyplan.tui.host import host_of, key_of
from studyplan.tui.newest import Newest
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from studyplan.study.foresight import Outlook

REVIEW = ":review"
PRACTISE = ":practise:"
"""How the line of a mock interview begins; its id follows."""
PART = ":part:"
"""How the line of a part that was read begins; the id of the work follows."""
TO_DO = "▶○◐"
"""The glyphs of lines that ask for something now; others tell what was done or comes later."""
_LABEL = 12
_BAR = 10
_AROUND = 19
"""Rows of the screen that are not the agenda."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the agenda."""

    id: str
    """`:review`, `:practise:…` or `:part:…`, which no work can be called, or the id of a work."""
    glyph: str
    label: str
    text: str
    right: str
    below: str = ""


class Agenda(Choices):
    """What is to be done, to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(Start)


class TodayScreen(StudyScreen):
    """The screen that a day begins with."""

    FROM_LOG_ALONE = True
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = """
    ## Today

    What is due comes first, then today's readings; what is done keeps its line with a tick.
    The minutes done count readings by their estimate and reviews by the time they took.
    Long works are read in slices: *l* records that today's is read, and tomorrow goes on from
    there. *Covered* counts the readings that are read or skipped.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(Start, Mark, ReadPart, Note, OpenLink, FirstQuestions),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *Command.bindings(Mark, OpenLink),
        # Help names these; the footer has no room for all at 80 columns.
        *(replace(command.binding(), show=False) for command in (ReadPart, Note, FirstQuestions)),
        *(replace(command.binding(), show=True) for command in (Plan, Interview)),
    ]

    _works: Mapping[str, Listed] = {}
    """The readings of the agenda, by the ids of their lines."""
    _slices: Mapping[str, int] = {}
    """Minutes of those of which only a part is planned, by id."""
    _to_do: Sequence[str] = ()
    """The lines of the agenda that ask for something, by id."""
    _laid_out_for = Size()
    _asked = False
    """Whether the first questions were put, which is done once, when there is room for them."""

    def __init__(self) -> None:
        super().__init__()
        self._outlook = Newest(
            self, self._foresee, take=self._show_outlook, fail=lambda _, why: self.say_failed(why)
        )

    def body(self) -> ComposeResult:
        """The minutes, the agenda, and how much of each competency is covered."""
        yield Static(id="minutes")
        yield Static(id="over", markup=False)
        with Vertical(id="body"):
            yield Agenda(id="agenda")
            yield Static(id="outlook")
            yield Static("Covered", id="covered-title")
            yield Static(id="covered")

    def show(self) -> None:
        """Show the day as it stands now."""
        day = planning.today(self.study)
        self._laid_out_for = self.size
        readings = (*(one.listed for one in day.readings), *day.done)
        parts = {f"{PART}{part.listed.id}": part.listed for part in day.parts}
        self._works = {one.id: one for one in readings} | parts
        self._slices = {one.listed.id: one.minutes for one in day.readings if not one.whole}
        self.stale_at = min(filter(None, (day.ends_at, day.due.next_at)))
        self.query_one("#header", Static).update(self._header(day))
        self.query_one("#minutes", Static).update(_minutes(day))
        self._show_over(day)
        self._show_agenda(day)
        self.query_one("#covered", Static).update(self._covered(day.standings))
        self.call_after_refresh(
            self._outlook.wish, None
        )  # it would take its time from the first paint

    def _foresee(self, _: None) -> "Outlook":
        """Plan to the date, beside the screens: that takes a while."""
        from studyplan.study import apart

        return host_of(self).apart.do(self.study, apart.OUTLOOK)

    def _show_outlook(self, _: None, found: "Outlook") -> None:
        from studyplan.tui.widgets import ahead

        self.query_one("#outlook", Static).update(ahead.lines(found))

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lines out for the new width; at the first start, ask the first questions."""
        super().on_resize(event)
        if event.size != self._laid_out_for:
            self.refresh_view()
        if not (self._asked or self.is_too_small):
            self._asked = True
            if self.attempt(lambda: self.study.introduced) is False:
                self.action_first_questions_command()

    def action_start(self) -> None:
        """Do what the chosen line says."""
        agenda = self.query_one(Agenda)
        if (chosen := agenda.highlighted_option) is not None and chosen.id is not None:
            self._start(chosen.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to mark, note and open where a reading is chosen."""
        del parameters
        name = action.removesuffix("_command")
        if name == "read_part":
            return self._chosen is not None and reading_parts.is_in_parts(self._chosen)
        on_a_work = name in ("mark", "note", "open_link")
        return not on_a_work or self._chosen is not None

    def action_mark_command(self) -> None:
        """Ask for a status and give it to the reading."""
        if (one := self._chosen) is not None:
            self.mark_work(one)

    def action_read_part_command(self) -> None:
        """Record the slice that is planned; of a reading that is planned whole, ask how much."""
        if (one := self._chosen) is not None:
            self.read_part(one, self._slices.get(one.id))

    def action_note_command(self) -> None:
        """Edit the note of the reading."""
        if (one := self._chosen) is not None:
            self.edit_note(one.id)

    def action_open_link_command(self) -> None:
        """Open the link of the reading in the browser."""
        if (one := self._chosen) is not None:
            self.open_work(one.id)

    @property
    def _chosen(self) -> Listed | None:
        """The reading that the cursor is on."""
        line = self.query_one(Agenda).highlighted_option
        return None if line is None or line.id is None else self._works.get(line.id)

    @on(OptionList.OptionHighlighted, "#agenda")
    def _offer(self) -> None:
        self.refresh_bindings()

    def action_first_questions_command(self) -> None:
        """Ask for the interview date and the minutes a day."""
        from studyplan.tui.screens.first_questions import FirstQuestionsScreen

        self.app.push_screen(FirstQuestionsScreen(), lambda _: self.refresh_view())

    @on(OptionList.OptionSelected, "#agenda")
    def _line_chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self._start(event.option.id)

    def _start(self, line: str) -> None:
        if line == REVIEW:
            host_of(self).action_review()
        elif line.startswith(PRACTISE):
            host_of(self).go_to_interview(line.removeprefix(PRACTISE))
        else:
            host_of(self).go_to_work(line.removeprefix(PART))

    def _header(self, day: Today) -> Content:
        left = f"studyplan   {words.short_day(day.day)}"
        right = words.countdown(day.day, day.interview_date)
        gap = max(2, self.size.width - 2 - len(left) - len(right))
        return Content.assemble(("studyplan", "bold $accent"), left[9:], " " * gap, right)

    def _show_agenda(self, day: Today) -> None:
        agenda = self.query_one(Agenda)
        chosen = agenda.highlighted_option.id if agenda.highlighted_option else None
        lines = _agenda(day, self.study.clock.zone)
        if self.size.height < _AROUND + sum(1 + bool(line.below) for line in lines):
            lines = [replace(line, below="") for line in lines]
        agenda.styles.max_height = max(4, self.size.height - _AROUND)
        width = max(20, self.size.width - 5)
        agenda.clear_options()
        agenda.add_options(
            Option(_draw(line, width), id=line.id or None, disabled=not line.id) for line in lines
        )
        ids = [line.id for line in lines]
        to_do = [line.id for line in lines if line.glyph in TO_DO]
        is_done = chosen in self._to_do and chosen not in to_do
        self._to_do = to_do
        if chosen not in ids or is_done:
            chosen = next(iter(to_do), ids[0])
        agenda.highlighted = ids.index(chosen)
        if self.focused is None:
            agenda.focus()

    def _show_over(self, day: Today) -> None:
        """After the last interview say what can be done, until the person goes on without one."""
        over, outlook = self.query_one("#over", Static), self.query_one("#outlook", Static)
        over.display = day.after_interview in (ASK, ARCHIVE)
        outlook.display = not over.display  # there is room for one of them
        ways = "go on without one" if day.is_archived else "go on without one, or archive it"
        if day.after_interview is not None:
            date, plan = key_of(self, FirstQuestions), key_of(self, Plan)
            over.update(f"{words.over(day.after_interview)}\n{date} a new date · {plan} {ways}")

    def _covered(self, standings: tuple[Standing, ...]) -> Content:
        """One line a competency, in as many columns as fit."""
        columns = 2
        width = (max(60, self.size.width) - 4) // columns
        cells = [_standing(one, width) for one in standings]
        height = -(-len(cells) // columns)
        lines = [
            Content("").join(
                cells[row + column * height]
                for column in range(columns)
                if row + column * height < len(cells)
            )
            for row in range(height)
        ]
        return Content("\n").join(lines)


def _minutes(day: Today) -> Content:
    if day.is_archived:
        return Content.assemble(("Today", "bold"), "   archived")
    done = f"{day.minutes_done:.0f} of {day.minutes} min"
    share = day.minutes_done / day.minutes if day.minutes else 1.0
    state = (
        "done for today"
        if day.minutes_done >= day.minutes
        else f"{words.minutes(day.minutes - day.minutes_done)} to go"
    )
    if not day.minutes:
        why = "no minutes are planned" if day.due.questions else "a day off"
        why = "the day of the interview" if day.interview_date == day.day else why
        return Content.assemble(("Today", "bold"), f"   {why}")
    return Content.assemble(
        ("Today", "bold"), f"   {done}   ", (words.bar(share, 20), "$accent"), f"   {state}"
    )


def _agenda(day: Today, zone: tzinfo) -> list[Line]:
    lines = []
    if day.due.questions:
        weakest = f"weakest: {', '.join(day.weakest)}" if day.weakest else ""
        below = " · ".join(part for part in (weakest, words.postponed(day.due.postponed)) if part)
        due = (
            f"{words.count(len(day.due.questions), 'card')} due · {words.minutes(day.due.minutes)}"
        )
        lines.append(Line(REVIEW, "▶", "Review", due, "", below))
    elif day.due.next_at is not None:
        at = words.clock_time(day.due.next_at, zone)
        lines.append(Line(REVIEW, "·", "Review", f"the next card comes at {at}", ""))
    elif waiting := words.postponed(day.due.postponed):
        lines.append(Line(REVIEW, "·", "Review", waiting, ""))
    titles = {one.competency.id: one for one in day.standings}
    for planned in day.readings:
        listed = planned.listed
        standing = titles.get(listed.competency or "")
        place = ""
        if standing is not None:
            done = f"{standing.coverage.done} of {standing.coverage.total} done"
            place = f"{standing.competency.id} {standing.competency.name} · {done}"
        source = " ".join(str(fact) for fact in (listed.company, listed.year) if fact)
        below = " · ".join(part for part in (planned.book, source, place) if part)
        glyph = listed.status.glyph
        share = words.minutes(planned.minutes) + ("" if planned.whole else " of it")
        lines.append(Line(listed.id, glyph, "Read", listed.title, share, below))
    for practice in day.practices:
        glyph, left = ("◐", " left") if practice.begun else ("○", "")
        right = f"{words.minutes(practice.minutes)}{left}"
        text = f"Mock interview: {practice.title}"
        lines.append(Line(f"{PRACTISE}{practice.id}", glyph, "Practise", text, right))
    for one in day.done:
        at = words.clock_time(one.status_at, zone) if one.status_at else ""
        lines.append(Line(one.id, "✓", "Read", one.title, f"done {at}"))
    for part in day.parts:
        right = f"{words.minutes(part.minutes)} of it"
        lines.append(Line(f"{PART}{part.listed.id}", "✓", "Read", part.listed.title, right))
    if not lines:
        nothing = "is planned" if day.is_archived else "is left for today"
        lines.append(Line("", "✓", "", f"Nothing {nothing}. c shows the whole list.", ""))
    return lines


def _draw(line: Line, width: int) -> Content:
    head = f" {line.glyph} {line.label}".ljust(_LABEL)
    room = width - len(head) - len(line.right) - 3
    title = Content(line.text).truncate(room, ellipsis=True, pad=True)
    style = "dim" if line.glyph == "✓" else ""
    drawn = Content.assemble((head, style), title.stylize(style), "  ", (line.right, "dim"))
    if not line.below:
        return drawn
    below = Content(line.below).truncate(width - len(head) - 1, ellipsis=True)
    return Content.assemble(drawn, "\n", " " * len(head), below.stylize("dim"))


def _standing(one: Standing, width: int) -> Content:
    coverage = one.coverage
    share = coverage.done / coverage.total if coverage.total else 0.0
    number = f"{coverage.done}/{coverage.total}".rjust(5)
    name = Content(one.competency.name).truncate(width - _BAR - 9, ellipsis=True, pad=True)
    style = "" if one.open else "dim"
    return Content.assemble(
        name.stylize(style), " ", (words.bar(share, _BAR), "$primary"), f"{number}   "
    )
