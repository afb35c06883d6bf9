"""The note on a work: Markdown in an editor that loses nothing.

What is typed is kept as a draft while it is typed, and becomes one event of the log when the editor
is left, however that happens.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea
from textual_enhanced.commands import Command

from studyplan.study import editing, failures, noting, reading
from studyplan.tui.commands.curriculum import CloseNote, ExternalEditor
from studyplan.tui.host import host_of, study_of
from studyplan.tui.typing import Draft
from studyplan.tui.widgets.footer import Footer


class _Editor(TextArea):
    """A plain editor; the keys of the screen come before those of a text area."""

    BINDINGS: ClassVar[list[BindingType]] = Command.bindings(CloseNote, ExternalEditor)


class NoteScreen(ModalScreen[None]):
    """Edits the note of one work."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (CloseNote, ExternalEditor)

    def __init__(self, resource: str, quoted: Sequence[str] = ()) -> None:
        super().__init__()
        self._resource, self._quoted = resource, quoted
        self._editor = _Editor(id="note-text", placeholder="What is worth keeping? Markdown works.")
        self._written = ""
        """What the log holds, as far as this editor knows."""
        self._draft = Draft(self, lambda: self._editor.text, self._keep, self._state)

    def compose(self) -> ComposeResult:
        """The title, the state, the text."""
        with Vertical(id="sheet"):
            with Horizontal(id="note-line"):
                yield Static(id="note-of", markup=False)
                yield Static(id="note-state", markup=False)
            yield self._editor
        yield Footer()

    def on_mount(self) -> None:
        """Show the note as it is, to be gone on with where it ends."""
        try:
            whole = reading.detail(study_of(self), self._resource)
        except failures() as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
            self.dismiss()
            return
        self.query_one("#note-of", Static).update(whole.listed.title)
        self._editor.load_text(whole.progress.note)
        # As the editor gives it back: it may see other line ends, which nobody typed.
        self._written = self._editor.text
        self._draft.begin(self._written)
        self._editor.move_cursor(self._editor.document.end)
        if self._quoted:
            quote = "\n".join(f"> {line}" for line in self._quoted)
            before = "\n\n" if self._written.rstrip("\n") == self._written != "" else ""
            self._editor.insert(f"{before}{quote}\n\n")

    def on_key(self, event: events.Key) -> None:
        """Take in what was typed before the editor had the focus; afterwards none comes here."""
        if event.is_printable and event.character:
            event.stop()
            self._editor.insert(event.character)

    def on_unmount(self) -> None:
        """Write what was typed when the app is left with the editor open."""
        self._write()

    def action_close_note(self) -> None:
        """Write the note and go back; stay where it cannot be written."""
        if self._write():
            self.dismiss()

    def let_go(self) -> bool:
        """Write the note before the app is left; whether that succeeded."""
        return self._write()

    def action_external_editor(self) -> None:
        """Give the terminal to the person's own editor, and take over what they wrote."""
        self._draft.keep()
        preferred = host_of(self).config.editor
        failed: Exception | None = None
        edited = before = self._editor.text
        try:
            with self.app.suspend():
                try:
                    edited = editing.edit(before, self._resource, preferred)
                except failures() as error:
                    # Out of the block first: an error that left it would leave the terminal behind.
                    failed = error
        except SuspendNotSupported:
            self.notify("Another editor cannot be opened from this kind of terminal; type here.")
        if failed is not None:
            self.notify(str(failed), severity="error", timeout=10, markup=False)
        elif edited != before:
            self._editor.replace(edited, (0, 0), self._editor.document.end)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._draft.typed()

    def _keep(self, text: str) -> None:
        noting.keep_draft(study_of(self), self._resource, text, base=self._written)

    def _write(self) -> bool:
        """Make the text the note, where anything was typed; whether that succeeded."""
        text = self._editor.text
        if text == self._written and not self._draft.is_there:
            return True
        try:
            kept = noting.write_note(study_of(self), self._resource, text, base=self._written)
        except failures() as error:
            self._state(f"not saved: {error}")
            self.notify(str(error), severity="error", timeout=10, markup=False)
            return False
        if kept != text:
            self.notify("The note was written elsewhere meanwhile; both texts are kept in it.")
        self._written = text
        self._draft.begin(text)
        return True

    def _state(self, text: str) -> None:
        for state in self.query("#note-state").results(Static):  # none once the screen is gone
            state.update(text)
