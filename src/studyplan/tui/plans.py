"""The plan that holds and the one that is tried, made beside the app so that no key waits."""

from contextlib import closing
from typing import TypeAlias

from textual.message import Message

from studyplan.domain.what_if import WhatIf
from studyplan.study import agenda
from studyplan.study.agenda import Agenda
from studyplan.tui.newest import Newest
from studyplan.tui.screens.base import StudyScreen

_Wish: TypeAlias = tuple[int, WhatIf]
"""How often the state was to be read anew by then, and what is tried."""


class Plans:
    """Has plans made in a thread, and holds what came."""

    class Made(Message):
        """A plan is there."""

    class Failed(Message):
        """It cannot be had."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, screen: StudyScreen) -> None:
        self._screen = screen
        """It gets the messages."""
        self._newest = Newest(screen, self._make, take=self._take, fail=self._give_up)
        self.now: Agenda | None = None
        """The plan under the settings that hold."""
        self.what = WhatIf()
        """What is tried."""
        self._tried: Agenda | None = None
        self._tried_for = WhatIf()
        self._wished = self._read = 0
        """How often the state was to be read anew, and the last time that it was."""
        self._failed: _Wish | None = None
        """The last wish that could not be had."""

    @property
    def tried(self) -> Agenda | None:
        """The plan under what is tried; None where nothing is, or it is not made yet."""
        return self._tried if self.what.is_any else None

    @property
    def shown(self) -> Agenda | None:
        """The plan to be seen: the one that is tried, else the one that holds."""
        return self.tried or self.now

    @property
    def pending(self) -> str:
        """Why the plan of what is tried is not there yet; nothing where it is."""
        if self._failed == (self._wished, self.what):
            return "could not be planned"
        return "planning …" if self.now is None or self._tried_for != self.what else ""

    def read_anew(self) -> None:
        """Plan from the state as it is now; what is there stays until that is done."""
        self._wished += 1
        self._plan()

    def move(self, *, days: int = 0, minutes: int = 0, retention: int = 0) -> None:
        """Try a date so many days later, so many more minutes and hundredths of retention."""
        if (now := self.now) is None:
            return
        self.what = self.what.moved(
            now.settings, now.today, days=days, minutes=minutes, retention=retention
        )
        self._plan()

    def texts(self) -> dict[str, str]:
        """What is tried, as settings that could be kept."""
        return {} if self.now is None else self.what.texts(self.now.settings, self.now.today)

    def drop(self) -> None:
        """Try nothing any more."""
        self.what, self._tried, self._tried_for = WhatIf(), None, WhatIf()

    def _plan(self) -> None:
        self._newest.wish((self._wished, self.what))

    def _make(self, wish: _Wish) -> tuple[Agenda, Agenda | None]:
        """Plan on a connection of this thread's own: a long list takes a second."""
        request, what = wish
        known = self.now  # which nobody touches until this is done
        if known is None or request != self._read:
            with closing(self._screen.study.beside()) as own:
                known = agenda.agenda(own)
        texts = what.texts(known.settings, known.today)
        return known, agenda.what_if(known, texts) if texts else None

    def _take(self, wish: _Wish, made: tuple[Agenda, Agenda | None]) -> None:
        self._read, self._tried_for = wish
        self.now, self._tried = made
        self._screen.post_message(self.Made())

    def _give_up(self, wish: _Wish, why: str) -> None:
        """What is tried stays, and what was there before."""
        self._failed = wish
        self._screen.post_message(self.Failed(why))
