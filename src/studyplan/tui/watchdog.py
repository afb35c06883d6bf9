"""For who works on the app: says what kept the screens from answering, with the stack of it.

The loop of the screens beats; another thread looks whether it still does, and where it does not, at
what the thread of the screens is doing. Switched on by STUDYPLAN_DEBUG=1; otherwise never loaded.
"""

import asyncio
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

LIMIT = 0.05
"""Seconds without an answer that are told."""
BEAT = 0.01
"""Seconds between two beats of the loop, and between two looks."""
_OURS, _INNERMOST = "studyplan", 6


@dataclass(frozen=True, slots=True)
class Blocked:
    """A time in which no key was answered."""

    seconds: float
    stack: str
    """What was done in most of it, the innermost call last; empty where nobody could look."""

    def __str__(self) -> str:
        return f"blocked for {self.seconds * 1000:.0f} ms by {self.stack or 'what nobody saw'}"


class Watchdog:
    """Waits for beats, and remembers what came between them."""

    def __init__(
        self,
        stack: Callable[[], str],
        now: Callable[[], float],
        limit: float = LIMIT,
    ) -> None:
        """Begin with a beat.

        Args:
            stack: what the watched thread does at this moment.
            now: seconds, of any clock that only goes forward.
        """
        self.found: list[Blocked] = []
        self._stack, self._now, self._limit = stack, now, limit
        self._last = now()
        self._seen: Counter[str] = Counter()

    def beat(self) -> None:
        """The watched thread is there."""
        now = self._now()
        if (late := now - self._last - BEAT) >= self._limit:
            seen = self._seen.most_common(1)
            self.found.append(Blocked(late, seen[0][0] if seen else ""))
        self._last, self._seen = now, Counter()

    def look(self) -> None:
        """In another thread: where a beat is overdue, see what there is instead."""
        if self._now() - self._last > 2 * BEAT:
            self._seen[self._stack()] += 1

    def report(self) -> str:
        """What was found, the longest first."""
        longest = sorted(self.found, key=lambda one: -one.seconds)
        head = f"The screens did not answer for {self._limit * 1000:.0f} ms or more"
        return "\n".join([f"{head} {len(longest)} times.", *map(str, longest)])


def watch() -> Watchdog:
    """Watch the running loop and its thread, to the end of the process."""
    loop, thread = asyncio.get_running_loop(), threading.get_ident()
    watchdog = Watchdog(lambda: told(sys._current_frames().get(thread)), loop.time)

    def beat() -> None:
        watchdog.beat()
        loop.call_later(BEAT, beat)

    def look() -> None:
        wait = threading.Event().wait
        while not wait(BEAT):
            watchdog.look()

    beat()
    threading.Thread(target=look, name="watchdog", daemon=True).start()
    return watchdog


def told(frame: FrameType | None) -> str:
    """A stack in one line: our calls, or where there are none the innermost, then the last."""
    calls = [] if frame is None else traceback.extract_stack(frame)
    ours = [one for one in calls if f"/{_OURS}/" in one.filename.replace("\\", "/")]
    shown = [*(ours or calls[-_INNERMOST:])]
    if calls and shown[-1] is not calls[-1]:
        shown.append(calls[-1])
    return " › ".join(
        f"{one.name} ({one.filename.replace(chr(92), '/').rpartition('/')[2]}:{one.lineno})"
        for one in shown
    )
