"""How far are you? One key chooses a status for a work."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual_enhanced.commands import Command

from studyplan.domain.resource import Status
from studyplan.study.reading import Listed
from studyplan.tui.commands.curriculum import MarkRead, MarkReading, MarkSkipped, MarkUnread
from studyplan.tui.host import host_of
from studyplan.tui.widgets.choices import Choices

_COMMANDS: dict[Status, type[Command]] = {
    Status.READ: MarkRead,
    Status.READING: MarkReading,
    Status.SKIPPED: MarkSkipped,
    Status.UNREAD: MarkUnread,
}


class _Statuses(Choices, inherit_bindings=False):
    """The four statuses; keys that choose one belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down, j", "cursor_down", show=False),
        Binding("up, k", "cursor_up", show=False),
        Binding("enter", "select", show=False),
    ]


class MarkScreen(ModalScreen[Status | None]):
    """Asks for a status; None where the person leaves it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = tuple(_COMMANDS.values())
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        *Command.bindings(*_COMMANDS.values()),
    ]

    def __init__(self, work: Listed) -> None:
        super().__init__()
        self._work = work

    def compose(self) -> ComposeResult:
        """The title and a line a status, the cursor on what it is now."""
        with Vertical(id="statuses"):
            yield Static(Content.assemble("Mark ", (self._work.title, "bold")))
            statuses = _Statuses(
                *(Option(self._line(status), id=status.value) for status in _COMMANDS)
            )
            statuses.highlighted = list(_COMMANDS).index(self._work.status)
            yield statuses
            yield Static("esc leaves it as it is", id="leave")

    def action_choose(self, status: str) -> None:
        """Answer with a status."""
        self.dismiss(Status(status))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option.id or "")

    def _line(self, status: Status) -> Content:
        command = _COMMANDS[status]
        own = host_of(self).config.keys.get(command.__name__, "")
        key = own.partition(",")[0].strip() or command.key_binding()
        now = "" if self._work.kind.is_hub else command.tooltip()
        if status is self._work.status:
            now = "as it is now"
        head = f"  {status.glyph} {status.value.ljust(10)}"
        return Content.assemble((key, "$accent"), head, (now, "dim"))
