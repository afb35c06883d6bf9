"""How far what takes a while is, for who looks at a terminal."""

import sys

from studyplan.cli import out


class HowFar:
    """How far it is, on one line of a terminal that is wiped at the end."""

    def __init__(self) -> None:
        self._shown = False

    def __call__(self, what: str, done: int, of: int) -> None:
        """Say what is being done."""
        if sys.stderr.isatty() and of > 1:
            self._shown = True
            how_far = f" {done} of" if done else ""
            out.progress(f"{what}{how_far} {of}…")

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            out.progress("")
