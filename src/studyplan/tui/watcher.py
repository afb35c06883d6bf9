"""Looks for what other windows and commands have changed, and whether the file is still there."""

from collections.abc import Callable

from textual.app import App

from studyplan.study import Study, failures

LOOK_FOR_CHANGES = 0.5
"""Seconds between two looks."""


class Watcher:
    """Calls for a new view once another process has changed something."""

    def __init__(
        self,
        app: App[None],
        study: Study,
        is_stale: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        """Look at what the study says, and at whether the view `is_stale` by itself.

        Args:
            changed: called where either is so.
        """
        self._app, self._study = app, study
        self._is_stale, self._changed = is_stale, changed
        self._seen = study.version
        self._was_there = True

    def begin(self) -> None:
        """Go on looking."""
        self._app.set_interval(LOOK_FOR_CHANGES, self.look)

    def look(self) -> None:
        """Look once."""
        if not self._app.screen_stack:  # the app is being left
            return
        self._look_for_file()
        try:
            version = self._study.version
            stale = self._is_stale()
        except failures():  # whoever reads or writes next says so
            return
        if stale or version != self._seen:
            self._seen = version
            self._changed()

    def _look_for_file(self) -> None:
        """Say once that the file is gone, and once that it is back."""
        if (there := self._study.is_there) == self._was_there:
            return
        self._was_there = there
        path = self._study.locations.database
        if there:
            self._app.notify(f"{path} is back: what you do is kept again.", markup=False)
        else:
            said = f"{path} is gone: nothing that you do is kept until it is back."
            self._app.notify(said, severity="error", timeout=60, markup=False)
