"""History: everything that was done, newest first, and any of it taken back."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.study import Study, failures, taking_back
from studyplan.study.taking_back import PAGE, Done
from studyplan.tui.commands.history import TakeBack
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.screens.confirm import ConfirmScreen
from studyplan.tui.widgets.choices import Choices

_MOST_ANEW = 500
"""How many actions are read anew when something changed; beyond, only what is undone is."""
_MOST_NAMED = 6
"""How many depending actions are named when it is asked about them."""
_TIME = 7
_NAME = 16
"""Characters of the name of another device."""
NOTHING = (
    "Nothing was done yet. What you mark, note, grade and set is listed here, and every bit of it "
    "can be taken back."
)


class HistoryScreen(StudyScreen):
    """The log, a page at a time."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = """
    ## History

    Every action of this and earlier sessions, of the screens and the command line, and of your
    other devices, which are named. What was undone keeps its line, with the word and `↶`. `x`
    takes the chosen action back wherever it stands; what a later one depends on (a grade on the
    mark that brought its card, say) is named first, and both go or neither. `u` undoes what was
    done on this device, from the newest on, `U` brings it back.

    Older actions are read as you go down; `G` goes to the oldest that was read.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (TakeBack,)
    BINDINGS: ClassVar[list[BindingType]] = [*Command.bindings(TakeBack)]

    @dataclass
    class Depending(Message):
        """It was found out what depends on an action."""

        one: Done
        found: list[Done]

    @dataclass
    class Taken(Message):
        """Actions were taken back, or could not be."""

        said: str
        failed: bool = False

    _read: tuple[Done, ...] = ()
    _is_whole = False
    """Whether the oldest action is among those that were read."""

    def body(self) -> ComposeResult:
        """The list, and the chosen action in full."""
        yield Choices(id="body")
        yield Static(id="chosen", markup=False)

    def show(self) -> None:
        """Read as much as was read before, anew, and keep the place."""
        self.stale_at = self.study.days.end(self.study.today)
        chosen = self._chosen
        if chosen is not None and self._read.index(chosen) >= _MOST_ANEW:
            self._read = tuple(taking_back.anew(self.study, self._read))
        else:
            limit = min(max(PAGE, len(self._read)), _MOST_ANEW)
            self._read = tuple(taking_back.page(self.study, limit=limit))
            self._is_whole = len(self._read) < limit
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lines out for the new width."""
        super().on_resize(event)
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take back what counts and can be taken back."""
        del parameters
        if action != "take_back_command":
            return True
        one = self._chosen
        return True if one is not None and not (one.undone or one.lasting) else None

    def action_take_back_command(self) -> None:
        """Take the chosen action back, once it is known what depends on it."""
        if (one := self._chosen) is not None:
            self._look_what_depends(one)

    @property
    def _chosen(self) -> Done | None:
        line = self.query_one(Choices).highlighted_option
        if line is None or line.id is None:
            return None
        return next((one for one in self._read if str(one.id) == line.id), None)

    @work(thread=True, exclusive=True)
    def _look_what_depends(self, one: Done) -> None:
        """Look through the log in a thread: a first mark may bear hundreds of grades."""
        self._beside(
            lambda study: self.Depending(one, taking_back.depending(study, one.id)), self.study
        )

    @on(Depending)
    def _ask(self, event: Depending) -> None:
        one, found = event.one, event.found
        if not found:
            self._take_back(one.id)
            return
        named = [f"↶ {other.what}" for other in found[-_MOST_NAMED:]]
        if (more := len(found) - len(named)) > 0:
            named.insert(0, f"↶ … and {words.count(more, 'action')} after these")
        title = f"You {one.what}. What follows depends on it:"

        def answered(yes: bool | None) -> None:
            if yes:
                self._take_back(one.id)

        yes = f"take all {len(found) + 1} back" if len(found) > 1 else "take both back"
        self.app.push_screen(ConfirmScreen(title, named, yes), answered)

    @work(thread=True)
    def _take_back(self, action: UUID) -> None:
        def act(study: Study) -> Message:
            taken = taking_back.take_back(study, action, with_depending=True)
            more = f", and {words.count(len(taken) - 1, 'action')} with it" if taken[1:] else ""
            return self.Taken(f"Taken back: {taken[-1]}{more}.")

        self._beside(act, self.study)

    def _beside(self, act: Callable[[Study], Message], study: Study) -> None:
        """In a thread, on a connection of its own; what comes of it is a message."""
        try:
            with closing(study.beside()) as own:
                message = act(own)
        except failures() as error:
            message = self.Taken(str(error), failed=True)
        self.post_message(message)

    @on(Taken)
    def _say(self, event: Taken) -> None:
        self.notify(event.said, severity="warning" if event.failed else "information", markup=False)
        self.refresh_view()

    @on(OptionList.OptionHighlighted, "#body")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        self._show_chosen()
        self.refresh_bindings()
        if event.option_index >= event.option_list.option_count - self.size.height:
            self._read_on()

    def _read_on(self) -> None:
        """Read the next page, where there is one."""
        if self._is_whole or not self._read:
            return
        found = self.attempt(lambda: taking_back.page(self.study, self._read[-1].id))
        if found is not None:
            self._is_whole = len(found) < PAGE
            lines = self._lines(found, after=self._read[-1])
            self._read += tuple(found)
            self.query_one(Choices).add_options(lines)
            self._draw_header()

    def _draw(self) -> None:
        lines, chosen = self.query_one(Choices), self._chosen
        place, top = lines.highlighted, lines.scroll_offset.y
        with self.prevent(OptionList.OptionHighlighted):
            lines.clear_options()
            lines.add_options(self._lines(self._read))
            if chosen is not None and chosen.id in {one.id for one in self._read}:
                lines.highlighted = lines.get_option_index(str(chosen.id))
            elif self._read:
                lines.highlighted = min(place or 1, lines.option_count - 1)
        lines.scroll_to(y=top, animate=False)
        if self.focused is None:
            lines.focus()
        self._show_chosen()
        self.refresh_bindings()
        self._draw_header()

    def _lines(self, found: Sequence[Done], after: Done | None = None) -> list[Option]:
        """A heading a day, a line an action; they follow the line of `after`."""
        if not found and after is None:
            return [Option(Content(NOTHING), disabled=True)]
        days = self.study.days
        lines = []
        for day, done in groupby(found, key=lambda one: days.of(one.at)):
            if after is None or day != days.of(after.at):
                name = f"{words.short_day(day)} {day.year}"
                lines.append(Option(Content.styled(name, "bold $primary"), disabled=True))
            lines += (Option(self._line(one), id=str(one.id)) for one in done)
        return lines

    def _line(self, one: Done) -> Content:
        at = words.clock_time(one.at, self.study.clock.zone).ljust(_TIME)
        style, state = ("dim", "  ↶ undone") if one.undone else ("", "")
        state = f"{'' if one.device is None else f'  on {one.device[:_NAME]}'}{state}"
        room = max(40, self.size.width - 5) - len(at) - len(state)
        what = Content(one.what).truncate(room, ellipsis=True, pad=True)
        return Content.assemble((at, "dim"), what.stylize(style), (state, style or "dim"))

    def _show_chosen(self) -> None:
        one = self._chosen
        said = ""
        if one is not None:
            at = one.at.astimezone(self.study.clock.zone)
            end = "" if one.whole.endswith(("?", ".")) else "."
            state = " It is undone." if one.undone else ""
            where = "" if one.device is None else f" on {one.device}"
            said = f"{at:%H:%M:%S}{where}: you {one.whole}{end}{state}"
        self.query_one("#chosen", Static).update(said)

    def _draw_header(self) -> None:
        number = len(self._read)
        right = f"{words.count(number, 'action')}{'' if self._is_whole else ', older ones below'}"
        left = "   what was done, newest first"
        gap = " " * max(2, self.size.width - 2 - len("History") - len(left) - len(right))
        header = Content.assemble(("History", "bold $accent"), (left, "dim"), gap, right)
        self.query_one("#header", Static).update(header)
