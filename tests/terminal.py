"""The program in a pseudo-terminal, its screen kept by a terminal emulator."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pyte

KEYS = {"enter": "\r", "escape": "\x1b", "space": " ", "up": "\x1b[A", "down": "\x1b[B",
        "backspace": "\x7f", "ctrl+q": "\x11", "ctrl+s": "\x13",
        "ctrl+c": "\x03", "ctrl+n": "\x0e", "ctrl+g": "\x07"}  # fmt: skip
_PRIVATE = re.compile(
    rb"\x1b\[[<>=?][0-9;$]*[a-zA-Z]|\x1bP.*?\x1b\\|\x1b\[[0-9;]*\$[a-z]|\x1b\]22;.*?(?:\x1b\\|\x07)"
)
"""What a program asks of a terminal and the emulator has no answer to."""


class Terminal:
    """One run of studyplan, as a person at a terminal sees it."""

    def __init__(self, data: Path, *arguments: str, columns: int = 80, rows: int = 24) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.sent = b""
        """All that the program has sent to the terminal."""
        command = [sys.executable, "-m", "studyplan", "--data-dir", str(data), *arguments]
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            with suppress(OSError):
                size = struct.pack("HHHH", rows, columns, 0, 0)
                fcntl.ioctl(1, termios.TIOCSWINSZ, size)
                os.execve(sys.executable, command, _environment())  # noqa: S606
            os._exit(127)

    @property
    def text(self) -> str:
        """What the screen shows now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def title(self) -> str:
        """The title of the terminal's window; empty while nobody has set it."""
        return str(self._screen.title)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text, each after the effect of the one before was seen."""
        for key in keys:
            os.write(self._terminal, KEYS.get(key, key).encode())
            self._settle()

    def wait_for(self, pattern: str, seconds: float = 20) -> str:
        """The screen once it shows `pattern` (a regular expression); fails when it never does."""
        end = monotonic() + seconds
        while not re.search(pattern, self.text):
            assert monotonic() < end, f"never showed {pattern!r}:\n{self.text}"
            if not self._read(end - monotonic()):
                assert re.search(pattern, self.text), f"ended without {pattern!r}:\n{self.text}"
        return self.text

    def wait_for_end(self, seconds: float = 20) -> int:
        """The exit status, once the program has ended by itself."""
        end = monotonic() + seconds
        while self._read(end - monotonic()):
            assert monotonic() < end, f"still running:\n{self.text}"
        _, status = os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        """End the program without a chance to tidy up."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def close(self, seconds: float = 20) -> int:
        """Close the terminal, as its window is closed; the exit status."""
        os.close(self._terminal)
        end = monotonic() + seconds
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            assert monotonic() < end, "still running without a terminal"
            sleep(0.05)
        return os.waitstatus_to_exitcode(ended[1])

    def _settle(self) -> None:
        """Take in the answer to a key, until nothing more comes for a moment."""
        patience = 1.0
        while select.select([self._terminal], [], [], patience)[0] and self._read(0):
            patience = 0.1

    def _read(self, seconds: float) -> bool:
        """Take in some output; False when the program has closed the terminal."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, seconds))
        if not ready:
            return True
        try:
            output = os.read(self._terminal, 1 << 16)
        except OSError:  # how Linux tells that the other side is gone
            return False
        self.sent += output
        self._stream.feed(_PRIVATE.sub(b"", output))
        return bool(output)


def _environment() -> dict[str, str]:
    """Ours, with the size of the terminal left to the terminal."""
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    return kept | {"TERM": "xterm-256color"}
