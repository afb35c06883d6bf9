"""Fitting in a process of its own, so that whoever asked can go on, and can call it off.

fsrs-rs holds the interpreter's lock while it computes: in a thread it would stop the screens. Both
ends are this program, so objects go through the pipes as they are.
"""

import os
import pickle
import subprocess
import sys
from typing import BinaryIO

from studyplan.domain import fitting
from studyplan.domain.fitting import Fit, History
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
        path = os.pathsep.join(folder for folder in sys.path if folder)
        try:
            with subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            ) as self._process:
                try:
                    return self._converse(self._process, history, report)
                finally:
                    self._process.kill()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
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
        pickle.dump(history, process.stdin)
        process.stdin.close()
        while not isinstance(said := pickle.load(process.stdout), Fit):  # noqa: S301 - ours
            if report is not None:
                report(said)
        if self._called_off:
            raise CalledOff
        return said


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Fit the history that comes, say after each step how many are done, and give the result."""

    def say(what: int | Fit) -> None:
        pickle.dump(what, sink)
        sink.flush()

    say(fitting.fit(pickle.load(source), say))  # noqa: S301 - from this program


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
