"""Writing a note in a person's own editor."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from studyplan.study.session import Refused

_FALLBACKS = ("nano", "vi", "notepad")


def command(preferred: str = "") -> list[str]:
    """The editor to run, as arguments: `preferred`, else $VISUAL, else $EDITOR, else what is there.

    Raises:
        Refused: there is none.
    """
    for choice in (preferred, os.environ.get("VISUAL", ""), os.environ.get("EDITOR", "")):
        if choice.strip():
            try:
                return shlex.split(choice)
            except ValueError as error:
                raise Refused(f"The editor command `{choice}` cannot be read: {error}.") from error
    for name in _FALLBACKS:
        if found := shutil.which(name):
            return [found]
    raise Refused("No editor was found; set $VISUAL or $EDITOR to the command of yours.")


def edit(text: str, title: str, preferred: str = "") -> str:
    """What a person made of `text` in their editor; it waits until the editor is closed.

    The file is removed only when its text has been read back, so that nothing typed is lost.

    Raises:
        Refused: the editor could not be run or reported a failure; the text names the file kept.
    """
    arguments = command(preferred)
    name = "".join(c if c.isalnum() else "-" for c in title.lower())[:40].strip("-")
    try:
        handle, path = tempfile.mkstemp(prefix=f"note-{name}-", suffix=".md")
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise Refused(f"The note cannot be put into a file to edit: {error.strerror}.") from error
    file = Path(path)
    try:
        status = subprocess.run([*arguments, path], check=False).returncode  # noqa: S603
    except OSError as error:
        file.unlink()
        raise Refused(f"The editor `{arguments[0]}` cannot be run: {error.strerror}.") from error
    if status != 0:
        raise Refused(f"The editor ended with status {status}; what was typed is kept in {path}.")
    try:
        edited = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The edited note cannot be read back from {path}: {error}.") from error
    file.unlink()
    # Editors end a text with a line break that nobody typed.
    return edited.rstrip("\n") if not text.endswith("\n") else edited
