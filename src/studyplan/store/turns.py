"""One at a time, of several processes and threads: whoever holds a file of its own locked.

The lock is the system's: it ends with the process, however that ends.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studyplan.store import files
from studyplan.store.engine import Busy, sentence

_PAUSE = 0.05
"""Seconds between one look and the next."""


@contextmanager
def alone(path: Path, seconds: float, busy: str) -> Iterator[None]:
    """Hold the file `path` locked; it is made where there is none, and stays.

    Args:
        seconds: how long to wait for whoever holds it.
        busy: what to say where that was not long enough.

    Raises:
        Busy: another one holds it.
        StoreError: the file cannot be made or locked.
    """
    looks = round(seconds / _PAUSE)
    try:
        opened = os.open(path, os.O_RDWR | os.O_CREAT, files.FILE_MODE)
    except OSError as error:
        raise sentence(path, error) from error
    try:
        while not _lock(path, opened):
            if looks <= 0:
                raise Busy(busy)
            looks -= 1
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(opened)


def _lock(path: Path, opened: int) -> bool:
    """Lock an open file, unless somebody else holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        raise sentence(path, error) from error
    return True
