"""What is typed is kept while it is typed: the first key at once, then twice a second."""

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.dom import DOMNode
from textual.timer import Timer

from studyplan.study import failures

KEEP_EVERY = 0.5
"""Seconds between two drafts while a person types, and between two tries where one failed."""
Text = TypeVar("Text")


class Draft(Generic[Text]):
    """Keeps what stands in an editor, and says how that goes."""

    def __init__(
        self,
        node: DOMNode,
        read: Callable[[], Text],
        keep: Callable[[Text], object],
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Keep what `read` gives by `keep`, and `say` in a word how it is with it."""
        self._node, self._read, self._keep_draft, self._say = node, read, keep, say
        self._kept: Text | None = None
        self._timer: Timer | None = None
        self.is_there = False
        """Whether anything was kept that is in no log."""

    def begin(self, text: Text) -> None:
        """Take this as what was there before anything was typed, or as written."""
        self._kept, self.is_there = text, False

    def typed(self) -> None:
        """Something was typed, or may have been."""
        if self._timer is None and self._read() != self._kept:
            self._say("typing…")
            self.keep()
            self._timer = self._node.set_timer(KEEP_EVERY, self._pause)

    def keep(self) -> bool:
        """Keep it now; whether that succeeded."""
        text = self._read()
        if text == self._kept:
            return True
        try:
            self._keep_draft(text)
        except failures() as error:
            self._say(f"not saved: {error}")
            return False
        self._kept, self.is_there = text, True
        return True

    def _pause(self) -> None:
        """Keep what was typed since, or try again; say so once nothing more comes."""
        self._timer = None
        if self._read() != self._kept:
            self.typed()
        else:
            self._say("kept")
