"""The child that is killed: it does what a person does, and acknowledges each action once done.

Run as `python -m tests.torture.actor FOLDER ASSETS SEED`. On stdout, a line of JSON each:
`{"begin": kind, …}` before an action, `{"done": kind, …}` when a person would have been told.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from studyplan.clock import SystemClock
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.locations import Locations
from studyplan.store import backups, engine
from studyplan.study import (
    Refused,
    Study,
    backing_up,
    doctor,
    history,
    importing,
    noting,
    open_study,
    practising,
    questions,
    reading,
    restoring,
    reviewing,
    settings,
    syncing,
    taking_back,
)
from studyplan.study.practice import Practice

_LOOK = 12
"""Of how many of the last actions one is taken back."""


def digest(row: Any) -> str:
    """What would change if anything in a row of the log did."""
    return hashlib.sha256(repr(tuple(row)).encode()).hexdigest()[:16]


class LaterClock(SystemClock):
    """The clock of this machine, put on so that no kept database of a release is of the future."""

    def now(self) -> datetime:
        """The instant two years from now."""
        return super().now() + timedelta(days=730)


class Actor:
    """Acts at random, one action after the other."""

    def __init__(self, study: Study, dice: random.Random) -> None:
        self.study = study
        self._dice = dice
        self._begun = 0
        self._seen = self._newest()
        self._text = f"{os.getpid()}.{dice.randrange(10**9)}"
        self._acts: Mapping[str, Callable[[], None]] = {
            "marking": self._mark,
            "grading": self._grade,
            "noting": self._note,
            "drafting": self._draft,
            "asking": self._ask,
            "practising": self._practise,
            "setting": self._set,
            "fitting": self._fit,
            "importing": self._import,
            "undoing": self._undo,
            "taking back": self._take_back,
            "backing up": self._back_up,
            "rebuilding": self._rebuild,
            "syncing": self._sync,
            "restoring": self._restore,
        }
        self.at_begin: Callable[[int], None] = lambda _: None
        """Told the number of each action that begins."""

    def go_on(self) -> None:
        """Act until somebody ends it."""
        self._begin("recovering", events=None)
        noting.recover_drafts(self.study)
        self._done("recovering")
        for _ in range(3):
            self._mark()  # so that there is something to grade
        while True:
            with suppress(Refused, engine.Busy):  # nothing to undo, or another hand took too long
                self._dice.choice(list(self._acts.values()))()

    # -------------------------------------------------------------------------- what it does

    def _mark(self) -> None:
        status = self._dice.choice([Status.READ, Status.READ, Status.READING, Status.SKIPPED])
        work = self._work()
        self._begin("marking")
        reading.mark(self.study, work, status)
        self._done("marking")

    def _grade(self) -> None:
        for _ in range(self._dice.randrange(1, 5)):
            cards = [
                f"{row[0]}:recall"
                for row in self.study.store.rows(
                    "SELECT resource FROM progress WHERE status = 'read'"
                )
            ]
            if not cards:
                return
            card = self._dice.choice(cards)
            self._begin("grading")
            reviewing.grade(
                self.study, card, self._dice.choice(list(Grade)), attempt=self._new_text()
            )
            self._done("grading")

    def _note(self) -> None:
        work, text = self._work(), self._new_text()
        ends = f"{work}@{os.getpid()}"  # the draft of this process, whose editor is left with it
        self._begin("noting", draft=ends, text=text)
        noting.write_note(self.study, work, text)
        self._done("noting", ends=ends, owed=text)

    def _draft(self) -> None:
        work = self._work()
        draft = f"{work}@{os.getpid()}"
        for _ in range(self._dice.randrange(1, 6)):
            text = self._new_text()
            self._begin("drafting", events=0, draft=draft, text=text)
            noting.keep_draft(self.study, work, text)
            self._done("drafting", draft=draft, owed=text)

    def _ask(self) -> None:
        self._begin("asking")
        questions.add(self.study, self._work(), Wording(self._new_text(), ("One.", "Two.")))
        self._done("asking")

    def _practise(self) -> None:
        interview = self._dice.choice(practising.interviews_of(self.study)).interview.id
        self._begin("practising")
        attempt = practising.start(self.study, interview, 45)
        self._done("practising")
        practice = Practice(self.study, attempt)
        practice.type(self._new_text())
        practice.keep()
        self._begin("practising")
        practice.step(1)
        self._done("practising")

    def _set(self) -> None:
        self._begin("setting")
        settings.change(self.study, {"minutes.mon": str(self._dice.randrange(5, 300))})
        self._done("setting")

    def _fit(self) -> None:
        """What a fit does to the database: every card's memory is computed anew."""
        first = DEFAULT_PARAMETERS[0] * self._dice.uniform(0.8, 1.2)
        values = ", ".join(map(str, (first, *DEFAULT_PARAMETERS[1:])))
        self._begin("fitting")
        settings.change(self.study, {"parameters": values})
        self._done("fitting")

    def _import(self) -> None:
        number = self._dice.randrange(10**9)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.rst"
            path.write_text(
                "Topics\n"
                + "".join(
                    f"    - [a.org] `Work {number} {place} <https://a.org/{number}/{place}>`_\n"
                    for place in range(20)
                )
            )
            self._begin("importing")
            importing.take_in(self.study, path)
            self._done("importing")

    def _undo(self) -> None:
        self._begin("undoing")
        self._dice.choice([history.undo, history.redo])(self.study)
        self._done("undoing")

    def _take_back(self) -> None:
        found = [one for one in taking_back.page(self.study, limit=_LOOK) if not one.undone]
        chosen = [one for one in found if not one.lasting]
        if not chosen:
            return
        action = self._dice.choice(chosen).id
        # How many it takes along may have changed when it does, where another child is at work.
        self._begin("taking back", events=1 + len(taking_back.depending(self.study, action)))
        taking_back.take_back(self.study, action, with_depending=True)
        self._done("taking back")

    def _back_up(self) -> None:
        self._begin("backing up", events=0)
        made = backing_up.make(self.study)
        self._done("backing up", backup=str(made.path))

    def _rebuild(self) -> None:
        self._begin("rebuilding", events=0)
        doctor.rebuild(self.study.locations, self.study.clock)
        self._done("rebuilding")

    def _sync(self) -> None:
        """Share through a folder beside the data; after a restore, what was shared comes back."""
        data = self.study.locations.data
        shared = data.with_name(f"shared-{data.name}")
        shared.mkdir(exist_ok=True)
        self._begin("syncing", events=None)
        if problems := syncing.sync(self.study, shared).problems:
            raise AssertionError(problems)
        rows = self.study.store.rows("SELECT * FROM event")
        self._done("syncing", events={row["id"].hex(): digest(row) for row in rows})

    def _restore(self) -> None:
        found = backing_up.everything(self.study.locations)
        if not found:
            return
        path = self._dice.choice(found[:4]).path
        with closing(backups.read_only(path)) as backup:
            rows = backup.execute("SELECT * FROM event").fetchall()
        to = {row["id"].hex(): digest(row) for row in rows}
        self._begin("restoring", events=0, to=to)
        kept = restoring.restore(self.study.locations, self.study.clock, path).kept
        self._done("restoring", to=to, backup=str(kept))

    # ------------------------------------------------------------------------------ what it says

    def _begin(self, kind: str, **more: Any) -> None:
        self._seen = self._newest()
        say({"begin": kind, "events": 1} | more)
        self._begun += 1
        self.at_begin(self._begun)

    def _done(self, kind: str, **more: Any) -> None:
        rows = self.study.store.rows("SELECT * FROM event WHERE id > ?", self._seen)
        events = {row["id"].hex(): digest(row) for row in rows}
        say({"done": kind, "events": {} if kind == "restoring" else events} | more)

    def _newest(self) -> bytes:
        found: bytes | None = self.study.store.value("SELECT max(id) FROM event")
        return found or b""

    def _work(self) -> str:
        return self._dice.choice([one.id for one in reading.works(self.study)[:30]])

    def _new_text(self) -> str:
        self._text = f"{self._text.partition('-')[0]}-{self._dice.randrange(10**9)}"
        return f"{self._text} {'γ and more ' * self._dice.randrange(200)}".strip()


def say(what: Mapping[str, Any]) -> None:
    """Write a line at once, so that it counts whatever comes next."""
    os.write(1, json.dumps(what).encode() + b"\n")


class Watch:
    """Kills this process at a statement of SQLite: in the middle of a transaction, mostly."""

    def __init__(self, action: int, statement: int) -> None:
        """Count the statements from the beginning of an action on (1 is the first, 0 the start)."""
        self._action, self._left = action, statement
        self._counts = action == 0
        connect = engine._connect

        def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection = connect(*arguments, **named)
            connection.set_trace_callback(self._count)
            return connection

        engine._connect = watched

    def begin(self, number: int) -> None:
        """An action begins."""
        self._counts = self._counts or number >= self._action

    def _count(self, _: str) -> None:
        if self._counts:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Open the study in a folder and act."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("assets", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("--upgrades", action="store_true")
    parser.add_argument("--die", nargs=2, type=int, metavar=("ACTION", "STATEMENT"))
    options = parser.parse_args()
    if options.upgrades:
        import alembic.command  # noqa: F401 - so that an upgrade takes no time before it begins

    watch = Watch(*options.die) if options.die else None
    places = Locations(options.folder, options.folder, options.assets)
    say({"begin": "opening", "events": 0})
    study = open_study(places, LaterClock())
    say({"done": "opening", "events": {}})
    dice = random.Random(options.seed)  # noqa: S311 - no secret
    actor = Actor(study, dice)
    if watch is not None:
        actor.at_begin = watch.begin
    actor.go_on()


if __name__ == "__main__":
    main()
