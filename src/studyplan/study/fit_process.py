"""Fitting in a process of its own, so that whoever asked can go on, and can call it off.

fsrs-rs holds the interpreter's lock while it computes: in a thread it would stop the screens. Lines
of JSON go through the pipes: the history in, how far the fit is and what comes of it out.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from studyplan.domain import fitting
from studyplan.domain.calibration import Bin, Figures
from studyplan.domain.fitting import Fit, History, Verdict
from studyplan.domain.memory import Grade
from studyplan.study import own_process
from studyplan.study.fitting import Report
from studyplan.study.session import Refused


class CalledOff(Exception):
    """The fit was called off; nothing came of it."""


class FitProcess:
    """One fit in another process: called in one thread, called off from any."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._called_off = False

    def __call__(self, history: History, report: Report | None) -> Fit:
        """What comes of the fit.

        Raises:
            CalledOff: it was called off meanwhile.
            Refused: the process broke off, as it does where memory runs out.
        """
        try:
            with own_process.start(__name__) as self._process:
                try:
                    return self._converse(self._process, history, report)
                finally:
                    self._process.kill()
        except (OSError, ValueError) as error:
            if self._called_off:
                raise CalledOff from error
            raise Refused("Fitting broke off; nothing was changed.") from error

    def call_off(self) -> None:
        """End it, whatever it is at; what it has done so far is lost."""
        self._called_off = True
        if self._process is not None:
            self._process.kill()

    def _converse(
        self, process: "subprocess.Popen[bytes]", history: History, report: Report | None
    ) -> Fit:
        if self._called_off:  # before there was a process
            raise CalledOff
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(to_line(history))
        process.stdin.close()
        while isinstance(said := json.loads(process.stdout.readline()), int):
            if report is not None:
                report(said)
        if self._called_off:
            raise CalledOff
        return to_fit(said)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Fit the history that comes, say after each step how many are done, and give the result."""

    def say(what: int | Fit) -> None:
        sink.write(to_line(what))
        sink.flush()

    say(fitting.fit(to_history(json.loads(source.readline())), say))


def to_line(what: int | Fit | History) -> bytes:
    """One line of JSON for what goes through a pipe."""
    record = what if isinstance(what, int) else asdict(what)
    return json.dumps(record, default=date.isoformat).encode() + b"\n"


def to_history(record: dict[str, Any]) -> History:
    """The history in a line."""
    return History(
        grades=tuple((c, date.fromisoformat(day), Grade(g)) for c, day, g in record["grades"]),
        present=tuple(record["present"]),
        since=None if record["since"] is None else date.fromisoformat(record["since"]),
        relearning_steps=record["relearning_steps"],
    )


def to_fit(record: dict[str, Any]) -> Fit:
    """The fit in a line."""
    before, after, own = record["before"], record["after"], record["parameters"]
    return Fit(
        verdict=Verdict(record["verdict"]),
        reviews=record["reviews"],
        trials=record["trials"],
        before=None if before is None else Figures(**before),
        after=None if after is None else Figures(**after),
        parameters=None if own is None else tuple(own),
        calibration=tuple(Bin(**one) for one in record["calibration"]),
    )


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
