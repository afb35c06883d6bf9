"""Being asked to end by the system: a closed terminal, a shutdown, an interrupt from outside."""

import asyncio
import os
import signal
from collections.abc import Callable


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` with the usual exit status (128 and the signal) instead of ending at once.

    It runs in the app's loop, as a key does. Windows ends programs in other ways.
    """
    if os.name == "nt":
        return
    loop = asyncio.get_running_loop()

    def hang_up() -> None:
        _let_go_of_terminal()
        leave(128 + signal.SIGHUP)

    loop.add_signal_handler(signal.SIGHUP, hang_up)
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, leave, 128 + one)


def _let_go_of_terminal() -> None:
    """Put nothing in its place: each write to a terminal that was closed would be an error."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)
