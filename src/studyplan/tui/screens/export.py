"""Export: a format and a place, then how far it is, then what was written."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyplan import words
from studyplan.study import failures
from studyplan.study.formats import FORMATS
from studyplan.study.writing import CalledOff
from studyplan.tui.host import study_of
from studyplan.tui.widgets.choices import Choices

_KEYS = "enter writes it · tab moves · esc closes"
_CALL_OFF = "esc calls it off"


class ExportScreen(ModalScreen[None]):
    """Writes beside the app; leaving meanwhile calls it off, and nothing is left half written."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    @dataclass
    class Went(Message):
        """So much of so much is done."""

        what: str
        done: int
        of: int

    @dataclass
    class Ended(Message):
        """It was written, called off, or could not be written."""

        said: str
        failed: bool = False

    def __init__(self) -> None:
        super().__init__()
        self._called_off = Event()
        self._busy = False

    def compose(self) -> ComposeResult:
        """The formats, the place, and what there is to say."""
        width = max(map(len, FORMATS)) + 2
        with Vertical(id="export"):
            yield Static(Content.styled("Export", "bold"))
            yield Choices(
                *(
                    Option(Content(f"{name:<{width}}{format.what}"), id=name)
                    for name, format in FORMATS.items()
                ),
                id="formats",
            )
            yield Static("To", id="to")
            yield Input(id="path")
            yield Static("", id="said", markup=False)
            yield Static(_KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with the list."""
        formats = self.query_one(Choices)
        formats.highlighted = 0
        formats.focus()

    @property
    def _format(self) -> str:
        option = self.query_one(Choices).highlighted_option
        return next(iter(FORMATS)) if option is None or option.id is None else option.id

    @on(OptionList.OptionHighlighted)
    def _propose(self) -> None:
        """Propose a place in the home folder, where it can be found."""
        self.query_one("#path", Input).value = str(Path("~") / FORMATS[self._format].name)
        self._say("")

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def _begin(self) -> None:
        given = self.query_one("#path", Input).value.strip()
        if self._busy:
            return
        if not given:
            self._say("Say where to: a file, or a folder for a vault.", failed=True)
            return
        self._busy = True
        self._called_off.clear()
        self._say("Reading …")
        self.query_one("#keys", Static).update(_CALL_OFF)
        self._write(self._format, Path(given))

    @work(thread=True)
    def _write(self, format: str, path: Path) -> None:
        """In a thread, on a connection of its own; what comes of it is a message."""
        try:
            with closing(study_of(self).beside()) as study:
                made = FORMATS[format].write(study, path, False, self._report)
        except CalledOff:
            self.post_message(self.Ended("Called off.", failed=True))
        except failures() as error:
            said = str(error).replace("--force overwrites it", "give another name")
            self.post_message(self.Ended(said, failed=True))
        else:
            self.post_message(self.Ended(f"✓ {made.said}"))

    def _report(self, what: str, done: int, of: int) -> None:
        if self._called_off.is_set():
            raise CalledOff
        self.post_message(self.Went(what, done, of))

    @on(Went)
    def _go_on(self, event: Went) -> None:
        if self._busy:
            bar = words.bar(event.done / max(1, event.of), 24)
            self._say(f"{bar}  {event.what} {event.done} of {event.of}")

    @on(Ended)
    def _end(self, event: Ended) -> None:
        self._busy = False
        self._say(event.said, failed=event.failed)
        self.query_one("#keys", Static).update(_KEYS)

    def _say(self, sentence: str, *, failed: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(failed, "-failed")
        said.update(sentence)

    def action_leave(self) -> None:
        """Call off what is being written; close where nothing is."""
        self._called_off.set()
        if not self._busy:
            self.dismiss()

    def on_unmount(self) -> None:
        """Call off what is still going on."""
        self._called_off.set()
