"""The day planned in a process of its own, while this one still loads what draws it.

With ten thousand works the plan of a day takes as long as loading Textual does, and a machine has
more than one core. The process is a fork: it has loaded what it needs, and ends with its answer.
"""

import os
import pickle
import warnings
from contextlib import closing
from dataclasses import dataclass

from studyplan.clock import Clock
from studyplan.locations import Locations
from studyplan.store import log
from studyplan.store.engine import open_store
from studyplan.study import planning
from studyplan.study.session import Study


@dataclass(frozen=True, slots=True)
class _Answer:
    """The day, and the state of which it is so."""

    newest: bytes | None
    """The last event of the log."""
    today: planning.Today


class HeadStart:
    """A fork that plans the day. Made before the database is opened, which no fork may inherit.

    Whatever goes wrong in it, there is no answer, and whoever asks plans for himself.
    """

    def __init__(self, places: Locations, clock: Clock) -> None:
        self._process = 0
        if not hasattr(os, "fork"):
            return
        begin, self._begin = os.pipe()
        self._answer, answer = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which there are none
            self._process = os.fork()
        if self._process == 0:
            os.close(self._begin)
            os.close(self._answer)
            _plan(places, clock, begin, answer)
        os.close(begin)
        os.close(answer)

    def go(self) -> None:
        """Let it begin: the database is there, and of this version's schema and content."""
        if self._process:
            os.write(self._begin, b"!")

    def take(self, study: Study) -> planning.Today | None:
        """What it found, once; None where that is nothing, or was changed since."""
        if not self._process:
            return None
        with open(self._answer, "rb", closefd=False) as pipe:
            found = pipe.read()
        self.close()
        if not found:
            return None
        answer: _Answer = pickle.loads(found)  # noqa: S301 - from a fork of this process
        if answer.newest != log.newest_id(study.store):
            return None
        holds_until = min(filter(None, (answer.today.ends_at, answer.today.due.next_at)))
        return answer.today if study.clock.now() < holds_until else None

    def close(self) -> None:
        """End it, whatever it is at."""
        if self._process:
            os.close(self._begin)
            os.close(self._answer)
            os.waitpid(self._process, 0)
            self._process = 0


def _plan(places: Locations, clock: Clock, begin: int, answer: int) -> None:
    """In the fork: wait for the word, plan, answer, and end without any of the clearing up, which
    belongs to the process that was forked."""
    try:
        if os.read(begin, 1):
            with closing(Study(open_store(places.database), clock, places)) as study:
                newest = log.newest_id(study.store)  # before: what comes meanwhile is newer
                today = planning.today(study)
                with open(answer, "wb") as pipe:
                    pickle.dump(_Answer(newest, today), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
