"""What stands in a folder that devices share: whose files there are, and what is wrong with others.

    DIR/studyplan/<device>/000001.jsonl

Everything here comes from outside: links are not followed, numbers are bounded, and a name that is
not what it should be is told and passed over.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from studyplan.domain.text import clean
from studyplan.store.engine import StoreError

FOLDER = "studyplan"
"""What is ours in the folder that is shared."""
DEVICE = re.compile(r"[0-9a-f]{8}")
"""The id of a device, the name of its folder."""
MOST_DEVICES = 200
MOST_FILES = 10_000
"""Of one device."""
MOST_PROBLEMS = 20
"""Of one file that are named one by one."""
_OURS = re.compile(r"([0-9]{6})\.jsonl")
_READ = re.compile(r"[0-9]{6}(?:[^0-9].*)?\.jsonl")
"""Also `000001.sync-conflict-20261124-090000-ABCDEFG.jsonl`, `000001 (conflicted copy).jsonl`."""
_ENDING = ".jsonl"


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or line that cannot be read, in a sentence with its place."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        path = one_line(str(self.path))
        where = f"{path}:{self.line}" if self.line else path
        return f"{where}: {self.what}."


@dataclass(frozen=True, slots=True)
class There:
    """What a folder holds that is read, in order, and what is wrong with the rest."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def home(shared: Path) -> Path:
    """What is ours in a shared folder."""
    return shared / FOLDER


def path_of(shared: Path, device: str, name: str) -> Path:
    """The file of a device with a name that `files_of` gave."""
    return home(shared) / device / name


def numbered(number: int) -> str:
    """The name of the file that a device writes after so many."""
    return f"{number:06}{_ENDING}"


def number_of(name: str) -> int:
    """The number in such a name; 0 for another one."""
    match = _OURS.fullmatch(name)
    return 0 if match is None else int(match[1])


def devices(shared: Path) -> There:
    """The devices that have a folder; one that is a link, or more than we read, is a problem.

    Raises:
        StoreError: the folder cannot be read.
    """
    folder = home(shared)
    names, problems = [], []
    for name, is_folder in _entries(folder):
        if not DEVICE.fullmatch(name):
            continue
        if is_folder:
            names.append(name)
        else:
            problems.append(Problem(folder / name, 0, "is no folder (links are not followed)"))
    return _there(folder, names, MOST_DEVICES, problems)


def files_of(shared: Path, device: str) -> There:
    """The files of a device, in order, whose names are of ours or of a copy that a synchroniser
    keeps; another one is a problem, unless it is hidden.

    Raises:
        StoreError: the folder cannot be read.
    """
    folder = home(shared) / device
    names, problems = [], []
    for name, _ in _entries(folder):
        if not name.endswith(_ENDING) or name.startswith("."):
            continue
        if _READ.fullmatch(name) and name.isprintable():
            names.append(name)
        else:
            problems.append(Problem(folder / name, 0, "has no name that we read"))
    return _there(folder, names, MOST_FILES, problems)


def _there(folder: Path, names: list[str], most: int, problems: list[Problem]) -> There:
    names.sort()
    if len(names) > most:
        what = f"holds more than {most:,} that are read; the rest is left from {names[most]} on"
        problems.append(Problem(folder, 0, what))
    return There(tuple(names[:most]), tuple(problems[:MOST_PROBLEMS]))


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """The names in a folder, each with whether it is a folder itself, and no link to one."""
    if folder.is_symlink():
        raise StoreError(f"{folder} is a link, and is not followed.")
    try:
        with os.scandir(folder) as found:
            return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}.") from error


def one_line(text: str) -> str:
    """What a stranger named, as one line that commands no terminal."""
    return " ".join(clean(text).encode(errors="replace").decode().split())
