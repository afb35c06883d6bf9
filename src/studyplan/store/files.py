"""Files of ours on the disk: written aside, for their owner alone, there after a power cut."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
HAS_MODES = os.name == "posix"
"""Whether the system keeps permissions as modes."""
_BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite may put beside a database."""
_DAY = 24 * 60 * 60
_ASIDE = ".new-"
"""Before what makes the name of a file that is being written its own."""
SALVAGE = "studyplan-salvage-"
"""How the name of a folder begins in which a damaged database is read."""
_WRITTEN = re.compile(
    rf"(?:studyplan|restoring|studyplan-\d{{8}}T\d{{9}}Z(?:-[a-z]+)?)\.db{re.escape(_ASIDE)}"
    r"[a-z0-9_]+(?:-journal|-wal|-shm)?"
)
_READ = re.compile(rf"{SALVAGE}[a-z0-9_]{{8}}")
"""The names of files and folders that we give and nobody else does."""


def at_home(path: str | Path) -> Path:
    """A path with its `~` resolved; left as it is where there is no such user."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib's raises for an unknown user


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, whatever the umask."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        folder.chmod(FOLDER_MODE)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """An empty private file beside `path`, to be filled and renamed; what is left of it goes."""
    # Two threads of a process may write the same at once, so its number is not enough.
    opened, name = tempfile.mkstemp(prefix=f"{path.name}{_ASIDE}", dir=path.parent)
    os.close(opened)
    new = Path(name)
    try:
        yield new
    finally:
        remove(new)


def of_database(path: Path) -> list[Path]:
    """A database and what SQLite has put beside it, as far as they are there."""
    return [one for end in _BESIDE if (one := path.with_name(path.name + end)).exists()]


def remove(path: Path) -> None:
    """Remove a database with what stands beside it; nothing where there is none."""
    for one in of_database(path):
        one.unlink(missing_ok=True)


def sweep(folder: Path, now: datetime) -> None:
    """Remove what was being written aside when a process was killed, a day ago or longer.

    A person may keep files of their own in the folder: only what bears a name of ours goes, and no
    link is followed. What cannot be removed stays.
    """
    with suppress(OSError):
        for one in list(folder.iterdir()):
            with suppress(OSError):  # another process was quicker, say
                _sweep_one(one, now.timestamp() - _DAY)


def _sweep_one(path: Path, before: float) -> None:
    status = path.lstat()
    if status.st_mtime >= before:
        return
    if stat.S_ISREG(status.st_mode) and _WRITTEN.fullmatch(path.name):
        path.unlink()
    elif stat.S_ISDIR(status.st_mode) and _READ.fullmatch(path.name):
        shutil.rmtree(path)


def keep_damaged(path: Path, now: datetime) -> Path:
    """Give a damaged database, with its log, a second name; its log is gone from beside the first.

    So another file can be put in place of the first at once, and there is never none.
    """
    kept = path.with_name(f"damaged-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z.db")
    while of_database(kept):
        kept = kept.with_name(f"{kept.stem}-again.db")
    try:
        for one in of_database(path):
            _name_again(one, kept.with_name(one.name.replace(path.name, kept.name)))
    except OSError:  # the disk is full, say
        remove(kept)
        raise
    to_disk(path.parent)
    for one in of_database(path):
        if one != path:
            one.unlink()
    return kept


def _name_again(path: Path, second: Path) -> None:
    try:
        os.link(path, second)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, second)


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    if path.is_dir() and not HAS_MODES:  # Windows opens no folders
        return
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def loose(database: Path, backups: Path) -> list[Path]:
    """What others than the owner may look into, of a data folder: folders, databases, backups.

    The data folder itself counts where it is a person's own: not `/tmp`, not somebody else's.
    """
    if not HAS_MODES:
        return []
    found = [one for one in (database.parent, backups) if one.is_dir() and _is_private(one)]
    found += of_database(database)
    found += sorted(backups.glob("*.db")) if backups.is_dir() else []
    return [one for one in found if _is_loose(one)]


def _is_loose(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:  # another window has removed it meanwhile
        return False
    # A link may lead to what is not ours to close.
    return not stat.S_ISLNK(mode) and bool(stat.S_IMODE(mode) & 0o077)


def tighten(database: Path, backups: Path) -> list[Path]:
    """Take the rights of others away from all of that; what could not be mended."""
    left = []
    for one in loose(database, backups):
        try:
            one.chmod(FOLDER_MODE if one.is_dir() else FILE_MODE)
        except OSError:
            left.append(one)
    return left


def _is_private(folder: Path) -> bool:
    status = folder.stat()
    shared = status.st_mode & stat.S_ISVTX
    return not shared and status.st_uid == os.geteuid() and folder.resolve() != Path.home()
