"""The plan that holds and the one that is tried, made beside the app so that no key waits."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from studyplan.domain.what_if import WhatIf
from studyplan.study import agenda, failures
from studyplan.study.agenda import Agenda
from studyplan.tui.screens.base import StudyScreen


class Plans:
    """Has plans made in a thread, one at a time and the newest wish next, and holds what came."""

    @dataclass
    class Made(Message):
        """A plan is there."""

        request: int
        now: Agenda
        what: WhatIf
        tried: Agenda | None

    @dataclass
    class Failed(Message):
        """It cannot be had."""

        why: str

    def __init__(self, screen: StudyScreen) -> None:
        self._screen = screen
        """It gets the messages, and gives them back to `take` and `give_up`."""
        self.now: Agenda | None = None
        """The plan under the settings that hold."""
        self.what = WhatIf()
        """What is tried."""
        self._tried: Agenda | None = None
        self._tried_for = WhatIf()
        self._wished = self._read = 0
        """How often the state was to be read anew, and the last time that it was."""
        self._is_busy = False

    @property
    def tried(self) -> Agenda | None:
        """The plan under what is tried; None where nothing is, or it is not made yet."""
        return self._tried if self.what.is_any else None

    @property
    def shown(self) -> Agenda | None:
        """The plan to be seen: the one that is tried, else the one that holds."""
        return self.tried or self.now

    @property
    def is_settled(self) -> bool:
        """Whether the plan that is there is the one of what is tried."""
        return self._tried_for == self.what

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
        self.what, self._tried = WhatIf(), None

    def take(self, made: Made) -> None:
        """Hold what came; where something else is wished for by now, have that made."""
        self._is_busy = False
        self.now, self._tried, self._read = made.now, made.tried, made.request
        self._tried_for = made.what
        if (made.request, made.what) != (self._wished, self.what):
            self._plan()

    def give_up(self) -> None:
        """Try nothing any more, for it could not be had."""
        self._is_busy = False
        self.drop()

    def _plan(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            work = partial(self._work, self._wished, self.now, self.what)
            self._screen.run_worker(work, thread=True)

    def _work(self, request: int, known: Agenda | None, what: WhatIf) -> None:
        """Plan on a connection of this thread's own: a long list takes a second."""
        try:
            if known is None or request != self._read:
                with closing(self._screen.study.beside()) as own:
                    known = agenda.agenda(own)
            texts = what.texts(known.settings, known.today)
            tried = agenda.what_if(known, texts) if texts else None
        except failures() as error:
            self._screen.post_message(self.Failed(str(error)))
            return
        self._screen.post_message(self.Made(request, known, what, tried))
