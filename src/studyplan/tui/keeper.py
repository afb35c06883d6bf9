"""Backups while the app runs, made beside it so that no key waits for them."""

from contextlib import closing

from textual.app import App

from studyplan.study import Damaged, Study, backing_up, failures

LOOK = 60.0
"""Seconds between two looks whether a backup is due."""


class Keeper:
    """Makes backups in a thread; says once that it cannot, and ends an app on a damaged file."""

    def __init__(self, app: App[None], study: Study) -> None:
        self.damaged: Damaged | None = None
        """Why the app was ended at its start: the file is damaged, and nothing should be done."""
        self._app, self._study = app, study
        self._looked = self._busy = False
        self._said = ""

    def begin(self) -> None:
        """Look at the file, make a backup where one is due, and go on doing so."""
        self._look()
        self._app.set_interval(LOOK, self._look)

    def _look(self) -> None:
        if not self._busy:
            self._busy = True
            self._app.run_worker(self._keep, thread=True, group="backups")

    def _keep(self) -> None:
        """Run in the thread, on a connection of its own."""
        sentences: tuple[type[Exception], ...] = (*failures(), OSError)
        try:
            with closing(self._study.beside()) as study:
                if not self._looked:
                    backing_up.look_for_damage(study)
                    self._looked = True
                backing_up.keep(study)
            self._said = ""
        except Damaged as error:
            self._tell(error, at_start=not self._looked)
        except sentences as error:
            self._tell(error, at_start=False)
        finally:
            self._busy = False

    def _tell(self, error: Exception, *, at_start: bool) -> None:
        if at_start and isinstance(error, Damaged):
            self.damaged = error
            self._app.call_from_thread(self._app.exit)
        elif self._said != str(error):
            self._said = str(error)
            said = f"No backup was made: {error}"
            self._app.call_from_thread(
                self._app.notify, said, severity="error", timeout=20, markup=False
            )
