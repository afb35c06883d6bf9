"""A program in a pseudo-terminal, and when it painted what a person would see."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Sequence
from time import perf_counter

_ESCAPES = re.compile(rb"\x1b\[[0-9;:<=>?$]*[ -/]*[@-~]|\x1b[PX^_\]].*?(?:\x1b\\|\x07)|\x1b.")
_COLUMNS, _ROWS = 120, 40
_PATIENCE = 60.0
UNANSWERED = 10.0
"""Seconds after which a key counts as not answered."""
QUIET = 0.05
"""Seconds without output after which a key counts as answered."""


class Program:
    """One run, from its start on; each answer is told in milliseconds."""

    def __init__(self, command: Sequence[str]) -> None:
        self._begin = perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            size = struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0)
            fcntl.ioctl(1, termios.TIOCSWINSZ, size)
            kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
            os.execvpe(  # noqa: S606
                command[0], list(command), kept | {"TERM": "xterm-256color"}
            )

    def until(self, pattern: str) -> float:
        """From the start until the text has been painted."""
        wanted, seen = re.compile(pattern.encode()), b""
        while not wanted.search(_ESCAPES.sub(b"", seen)):
            if perf_counter() - self._begin > _PATIENCE:
                raise TimeoutError(f"never showed {pattern}")
            seen += self._read(0.5)
        return (perf_counter() - self._begin) * 1000

    def press(self, key: str) -> float:
        """From a key to the last of what it painted at once; where nothing comes, all the patience
        that there was."""
        begin = last = perf_counter()
        os.write(self._terminal, key.encode())
        wait = UNANSWERED
        while self._read(wait):
            last, wait = perf_counter(), QUIET
        return (last - begin) * 1000 if last > begin else UNANSWERED * 1000

    def first_answer(self, key: str) -> float:
        """From the start of the program until a key, pressed now, paints something."""
        os.write(self._terminal, key.encode())
        self._read(10.0)
        return (perf_counter() - self._begin) * 1000

    def settle(self, seconds: float = 0.4) -> None:
        """Take in what is still painted."""
        while self._read(seconds):
            pass

    def memory(self, what: str = "VmHWM") -> float:
        """Of the process in MiB, at its highest or (`VmRSS`) now."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123
            found = re.search(rf"{what}:\s+(\d+)", status.read())
        return int(found[1]) / 1024 if found else float("nan")

    def end(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return b""
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError:
            raise RuntimeError("the program has ended") from None
