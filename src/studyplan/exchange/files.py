"""Writing a file so that it is there whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


class NotWritten(Exception):
    """A file was not written; the text is a sentence for a person."""


def write(path: Path, data: bytes, *, may_replace: Callable[[bytes], bool]) -> Path:
    """Write a file beside its place, then put it there; a link is followed. The file's real path.

    Args:
        path: where the file belongs.
        data: what is to be in it.
        may_replace: whether a file that begins like this may be replaced.

    Raises:
        NotWritten: there is something else already, or it cannot be written.
    """
    try:
        real = path.expanduser().resolve()
        if real.exists():
            if not real.is_file():
                raise NotWritten(f"{path} is no file.")
            with real.open("rb") as there:
                if not may_replace(there.read(4096)):
                    raise NotWritten(f"{path} exists; --force overwrites it.")
        mode = real.stat().st_mode & 0o777 if real.exists() else None
        handle, temporary = tempfile.mkstemp(prefix=f".{real.name[:80]}.", dir=real.parent)
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(handle)
            if mode is not None:
                os.chmod(temporary, mode)  # noqa: PTH101 - a text, as mkstemp gives it
            os.replace(temporary, real)  # noqa: PTH105
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise NotWritten(f"{path} cannot be written: {why or error}.") from error
    return real
