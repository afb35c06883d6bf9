"""What is asked of the network, while it is asked: how far it is, and escape to call it off."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static
from textual_enhanced.commands import Command

from studyplan.study import Study, failures
from studyplan.study.network import Reports, Stop
from studyplan.tui.commands.links import CallOff
from studyplan.tui.host import study_of
from studyplan.tui.widgets.footer import Footer

Asking = Callable[[Study, Reports, Stop], str]
"""Does it, on a study of its own, and says in a sentence what came of it."""


class NetworkScreen(ModalScreen[str]):
    """Does something with the network in a thread of its own; its result is what came of it."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (CallOff,)
    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(CallOff)

    @dataclass
    class Moved(Message):
        """It has come further."""

        done: int
        of: int
        last: str

    @dataclass
    class Ended(Message):
        """It is over."""

        said: str
        failed: bool = False

    def __init__(self, title: str, asking: Asking) -> None:
        super().__init__()
        self._title, self._asking, self._stop = title, asking, Stop()

    def compose(self) -> ComposeResult:
        """What is being done, and how far it is."""
        with Vertical(id="asking"):
            yield Static(self._title, id="asking-what", markup=False)
            yield ProgressBar(id="asking-bar", show_eta=False)
            yield Static("Asking the network…", id="asking-last", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Begin."""
        study = study_of(self)
        self.run_worker(lambda: self._ask(study), thread=True, group="network")

    def on_unmount(self) -> None:
        """Let go of the network when the app is left."""
        self._stop.set()

    def action_call_off(self) -> None:
        """Call it off."""
        self._stop.set()
        self.query_one("#asking-last", Static).update("Called off; waiting for the last answer…")

    def _ask(self, shared: Study) -> None:
        """Run in the thread, on a connection of its own."""

        def report(done: int, of: int, last: str) -> None:
            self.post_message(self.Moved(done, of, last))

        sentences: tuple[type[Exception], ...] = (*failures(), OSError)
        try:
            with closing(shared.beside()) as study:
                ended = self.Ended(self._asking(study, report, self._stop))
        except sentences as error:
            ended = self.Ended(str(error), failed=True)
        self.post_message(ended)

    @on(Moved)
    def _moved(self, moved: Moved) -> None:
        self.query_one(ProgressBar).update(total=moved.of, progress=moved.done)
        if not self._stop.is_set:
            said = f"{moved.done} of {moved.of}  {moved.last}"
            self.query_one("#asking-last", Static).update(said)

    @on(Ended)
    def _ended(self, ended: Ended) -> None:
        self.app.notify(
            ended.said,
            severity="error" if ended.failed else "information",
            timeout=10,
            markup=False,
        )
        self.dismiss(ended.said)
