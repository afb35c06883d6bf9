"""This program once more, for what computes so long that the screens could not answer beside it."""

import os
import subprocess
import sys


def start(module: str) -> "subprocess.Popen[bytes]":
    """Run a module of ours in a process of its own, with pipes to and from it.

    Raises:
        OSError: there can be none.
    """
    path = os.pathsep.join(folder for folder in sys.path if folder)
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
