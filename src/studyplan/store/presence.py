"""Which processes have something unfinished: each holds a lock on a file of its own while it lives.

The number of a process alone says little: after a crash another program may soon have it. The
system lets go of a lock however its process ends.
"""

import atexit
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from studyplan.store import files

_NAME = re.compile(r"at-work-([1-9][0-9]{0,9})\.lock")
_held: dict[Path, int] = {}
"""The open files whose locks this process holds."""


def _file(folder: Path, process: int) -> Path:
    return folder / f"at-work-{process}.lock"


def show(folder: Path) -> None:
    """Let others see, until this process ends, that it is at work on what it keeps in `folder`."""
    path = _file(folder, os.getpid())
    if path in _held:
        return
    with suppress(OSError):  # a system without locks; the number of the process has to do
        while True:
            opened = os.open(path, os.O_CREAT | os.O_RDWR, files.FILE_MODE)
            if not _lock(opened, wait=True):
                os.close(opened)
                return
            if _is_same(opened, path):  # nobody has removed it in between
                break
            os.close(opened)
        _held[path] = opened
        atexit.register(_leave, path)


def is_seen(folder: Path, process: int) -> bool:
    """Whether another process of this number is at work; what an ended one left behind goes."""
    path = _file(folder, process)
    if process == os.getpid() or path in _held:
        return False
    try:
        opened = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # somebody else's: better left alone
    try:
        if not _lock(opened, wait=False):
            return True
        if sys.platform != "win32":  # there, an open file cannot be removed
            path.unlink(missing_ok=True)
        return False
    except OSError:  # a system without locks
        return _is_alive(process)
    finally:
        os.close(opened)


def tidy(folder: Path) -> None:
    """Remove what processes left behind that have ended."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if (match := _NAME.fullmatch(path.name)) is not None:
                is_seen(folder, int(match[1]))


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":  # there, asking would end the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _leave(path: Path) -> None:
    with suppress(OSError):
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(_held.pop(path))
        path.unlink(missing_ok=True)


def _is_same(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(opened: int, *, wait: bool) -> bool:
        try:
            msvcrt.locking(opened, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(opened: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
