"""Undo and redo in the app, beside it where they take long, so that no key waits for them."""

from collections.abc import Callable
from contextlib import closing

from textual.app import App
from textual.notifications import SeverityLevel

from studyplan.study import Busy, Study, failures, history

Act = Callable[[Study], str]


class Traveller:
    """Takes the newest action back, or brings back what was undone last; one at a time."""

    def __init__(self, app: App[None], study: Study, arrived: Callable[[], None]) -> None:
        """Call `arrived` after each, to show what there is now."""
        self._app, self._study, self._arrived = app, study, arrived
        self._is_away = False
        """Whether one is being carried out in another thread."""

    def undo(self) -> None:
        """Take back the newest action, and say what it was."""
        self._travel(history.undo, "Undone", redo=False)

    def redo(self) -> None:
        """Bring back what was undone last, and say what it was."""
        self._travel(history.redo, "Done again", redo=True)

    def _travel(self, act: Act, verb: str, *, redo: bool) -> None:
        if self._is_away:
            return
        try:
            if history.recomputes(self._study, redo=redo):
                self._leave(act, verb, "Every card's memory is computed anew…")
                return
            said = f"{verb}: {act(self._study)}."
        except Busy:
            self._leave(act, verb, "Another program is writing; this waits for it…")
        except failures() as error:
            self._arrive(str(error), "warning")
        else:
            self._arrive(said, "information")

    def _leave(self, act: Act, verb: str, why: str) -> None:
        self._is_away = True
        self._app.notify(why, timeout=60)
        self._app.run_worker(lambda: self._travel_aside(act, verb), thread=True)

    def _travel_aside(self, act: Act, verb: str) -> None:
        """Run in the thread, on a connection of its own, which waits for others."""
        severity: SeverityLevel = "information"
        try:
            with closing(self._study.beside()) as study:
                said = f"{verb}: {act(study)}."
        except failures() as error:
            said, severity = str(error), "warning"
        self._app.call_later(self._arrive, said, severity)

    def _arrive(self, said: str, severity: SeverityLevel) -> None:
        self._is_away = False
        self._app.notify(said, severity=severity, markup=False)
        self._arrived()
