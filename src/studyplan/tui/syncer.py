"""Sync from within the app, made beside it so that no key waits for it."""

from contextlib import closing

from textual.app import App

from studyplan import words
from studyplan.study import Study, failures, syncing
from studyplan.study.syncing import Synced


class Syncer:
    """Reads and writes the folder that is shared, in a thread, and says what came of it."""

    def __init__(self, app: App[None], study: Study) -> None:
        self._app, self._study = app, study

    def begin(self, *, asked: bool) -> None:
        """Sync once.

        Args:
            asked: whether somebody waits to hear that nothing was new, or that no folder is shared.
        """
        self._app.run_worker(lambda: self._sync(asked), thread=True, group="sync")

    def _sync(self, asked: bool) -> None:
        """Run in the thread, on a connection of its own."""
        sentences: tuple[type[Exception], ...] = (*failures(), OSError)
        try:
            with closing(self._study.beside()) as study:
                if not asked and syncing.folder(study) is None:
                    return
                done = syncing.sync(study)
        except sentences as error:
            self._tell(f"Not synced: {error}", failed=True)
            return
        if (said := said_of(done)) or asked:
            nothing = "Synced: nothing new came from your other devices."
            self._tell(said or nothing, failed=bool(done.problems))

    def _tell(self, sentence: str, *, failed: bool) -> None:
        if not self._app.is_running:  # it is being left, and synced once more after that
            return
        severity = "error" if failed else "information"
        self._app.call_from_thread(
            self._app.notify, sentence, severity=severity, timeout=20 if failed else 6, markup=False
        )


def said_of(done: Synced) -> str:
    """What a person should know of a sync; empty where nothing came and all was read."""
    if done.problems:
        more = len(done.problems) - 1
        others = f" And {words.count(more, 'more line')} like it." if more else ""
        return f"Synced, but {done.problems[0]}{others}"
    if done.received:
        return f"{words.count(done.received, 'action')} came from your other devices."
    return ""
