"""Backups: those there are, what is in them, and one of them put back."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.study import Study, backing_up, failures, restoring
from studyplan.study.backing_up import WHY, Backup, Inside
from studyplan.tui.commands.history import BackUpNow, CloseBackups, RestoreBackup
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.screens.confirm import ConfirmScreen
from studyplan.tui.widgets.choices import Choices

NOTHING = (
    "There is no backup yet. One is made half an hour after you did something; b makes one now."
)


class BackupsScreen(StudyScreen):
    """A list of backups, and what the chosen one holds."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = """
    ## Backups

    One is made while you study, at most every half hour, and before an import, a restore and a
    new version's changes. All of two days stay, then one of each of 12 days, 10 weeks, 9 months.

    `x` puts the chosen one in place of what is there now, in all windows; what is there now is
    kept as a backup first, so a restore can be taken back by another.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(RestoreBackup, BackUpNow, CloseBackups),
    )
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(*COMMAND_MESSAGES)

    @dataclass
    class Looked(Message):
        """It is known what a backup holds, or why it cannot be known."""

        path: Path
        inside: Inside | None
        why: str = ""

    @dataclass
    class Ended(Message):
        """A backup was made or put back, or could not be."""

        said: str
        failed: bool = False

    _there: tuple[Backup, ...] = ()
    _sound = False
    """Whether the chosen one may be restored."""
    _busy = False
    """Whether one is being made or put back."""

    def body(self) -> ComposeResult:
        """The list, and beside or below it what is inside."""
        with Container(id="body"):
            yield Choices(id="list")
            yield Static(id="inside")

    def show(self) -> None:
        """Show the backups there are now."""
        before = self._there
        self._there = tuple(backing_up.everything(self.study.locations))
        self._draw_header()
        if before == self._there and before:
            return
        lines, chosen = self.query_one(Choices), self._chosen
        lines.clear_options()
        lines.add_options(Option(self._line(one), id=one.path.name) for one in self._there)
        if not self._there:
            self._tell(Content(NOTHING))
            return
        paths = [one.path for one in self._there]
        lines.highlighted = paths.index(chosen.path) if chosen and chosen.path in paths else 0
        lines.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the header out for the new width."""
        super().on_resize(event)
        self._draw_header()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to restore what is sound, and one thing at a time."""
        del parameters
        if action == "back_up_now_command":
            return not self._busy or None
        return action != "restore_backup_command" or (self._sound and not self._busy) or None

    def action_close_backups_command(self) -> None:
        """Go back to where one came from."""
        self.app.pop_screen()

    def action_back_up_now_command(self) -> None:
        """Make a backup in a thread."""
        self._begin(self._back_up)

    def action_restore_backup_command(self) -> None:
        """Ask, then put the chosen backup in place of what is there."""
        if (one := self._chosen) is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._begin(lambda study: self._restore(study, one))

        lines = ["What is there now is kept as a backup of its own."]
        question = f"Go back to {self._when(one)}?"
        self.app.push_screen(ConfirmScreen(question, lines, "restore it"), answered)

    @property
    def _chosen(self) -> Backup | None:
        line = self.query_one(Choices).highlighted_option
        return next((one for one in self._there if line and one.path.name == line.id), None)

    def _back_up(self, study: Study) -> Message:
        return self.Ended(f"Backed up: {backing_up.make(study, 'asked').path.name}.")

    def _restore(self, study: Study, one: Backup) -> Message:
        restoring.restore(study.locations, study.clock, one.path)
        return self.Ended(f"Everything is as it was on {self._when(one)}.")

    def _begin(self, act: Callable[[Study], Message]) -> None:
        if not self._busy:
            self._busy = True
            self.refresh_bindings()
            self._beside(act)

    @work(thread=True)
    def _beside(self, act: Callable[[Study], Message]) -> None:
        """In a thread, on a connection of its own; what comes of it is a message."""
        try:
            with closing(self.study.beside()) as own:
                message = act(own)
        except failures() as error:
            message = self.Ended(str(error), failed=True)
        self.post_message(message)

    @on(Ended)
    def _say(self, event: Ended) -> None:
        self._busy = False
        self.refresh_bindings()
        self.notify(event.said, severity="error" if event.failed else "information", markup=False)
        self.refresh_view()

    @on(OptionList.OptionHighlighted, "#list")
    def _moved(self) -> None:
        self._sound = False
        self.refresh_bindings()
        if (one := self._chosen) is not None:
            self._tell(Content("Looking into it …"))
            self._look(one.path)

    @work(thread=True, exclusive=True, group="look")
    def _look(self, path: Path) -> None:
        try:
            with closing(self.study.beside()) as own:
                message = self.Looked(path, backing_up.look_into(own, path))
        except failures() as error:
            message = self.Looked(path, None, str(error))
        self.post_message(message)

    @on(Looked)
    def _show_inside(self, event: Looked) -> None:
        if self._chosen is None or self._chosen.path != event.path:
            return
        self._sound = event.inside is not None
        self.refresh_bindings()
        self._tell(Content(event.why) if event.inside is None else self._inside(event.inside))
        self.query_one("#inside").set_class(event.inside is not None, "-lines")

    def _tell(self, what: Content) -> None:
        inside = self.query_one("#inside", Static)
        inside.set_class(False, "-lines")
        inside.update(what)

    def _inside(self, inside: Inside) -> Content:
        held, zone = inside.held, self.study.clock.zone
        numbers = (
            *((held.events, "action"), (held.read, "work and chapter read")),
            *((held.notes, "note"), (held.cards, "card graded")),
        )
        parts = [Content.styled("Sound. It holds", "bold")]
        parts += [Content(f"  {number:>6}  {_plural(number, what)}") for number, what in numbers]
        if inside.last:
            parts += [Content(""), Content.styled("Its last actions", "bold")]
        for at, what in inside.last:
            local = at.astimezone(zone)
            when = f"  {local.day:>2} {local:%b %H:%M}  "
            parts.append(Content.assemble((when, "dim"), what))
        return Content("\n").join(parts)

    def _line(self, one: Backup) -> Content:
        why = WHY.get(one.why, one.why)
        return Content.assemble(self._when(one), ("  " + why, "dim"))

    def _when(self, one: Backup) -> str:
        return when(one, self._there, self.study.clock.zone)

    def _draw_header(self) -> None:
        size = sum(one.size for one in self._there) / 1e6
        right = f"{words.count(len(self._there), 'backup')} · {size:.1f} MB" if self._there else ""
        gap = " " * max(2, self.size.width - 2 - len("Backups") - len(right))
        header = Content.assemble(("Backups", "bold $accent"), gap, right)
        self.query_one("#header", Static).update(header)


def _plural(number: int, what: str) -> str:
    """`cards graded`: the noun comes first."""
    if number == 1:
        return what.replace("work and chapter", "work or chapter")
    for noun in ("action", "work", "chapter", "note", "card"):
        what = what.replace(noun, f"{noun}s")
    return what


def when(one: Backup, there: Sequence[Backup], zone: tzinfo) -> str:
    """When a backup was made; to the second only where another was made in the same minute."""
    minutes = [f"{other.at.astimezone(zone):%Y-%m-%d %H:%M}" for other in there]
    at = one.at.astimezone(zone)
    seconds = f":{at:%S}" if minutes.count(f"{at:%Y-%m-%d %H:%M}") > 1 else ""
    return f"{at:%a} {at.day:>2} {at:%b %Y %H:%M}{seconds}"
