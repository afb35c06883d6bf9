"""Where the databases that are measured lie: a folder outside the repository, made once a day, and
anew for another schema."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from benchmarks.speed import anki_peer, ours
from benchmarks.speed.history import SIZES
from studyplan.locations import locate
from studyplan.store.engine import SCHEMA
from studyplan.study import open_study

FOLDER_VARIABLE = "STUDYPLAN_BENCH_DIR"
_TODAY = datetime.now(UTC).date()
_OF_NOW = f"{_TODAY}-schema-{SCHEMA}"


def _folder() -> Path:
    """Today's; those of other days are removed, for reviews must end yesterday."""
    given = os.environ.get(FOLDER_VARIABLE)
    whole = Path(given) if given else platformdirs.user_cache_path("studyplan-bench")
    for old in whole.glob("????-??-??*"):
        if old.name != _OF_NOW:
            shutil.rmtree(old)
    return whole / _OF_NOW


def database(cards: int, *, dated: bool = False) -> Path:
    """A data folder of ours with so many cards; `dated`, with an interview to come."""
    folder = _folder() / f"ours-{cards}{'-dated' if dated else ''}"
    if not folder.is_dir():
        aside = folder.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        if dated:
            shutil.copytree(database(cards), aside)
            ours.give_a_date(aside, _TODAY)
        else:
            ours.make(aside, SIZES[cards], _TODAY)
        aside.rename(folder)
    return folder


def fresh() -> Path:
    """A data folder in which nothing was done yet, but for the first questions."""
    folder = _folder() / "fresh"
    if not folder.is_dir():
        study = open_study(locate(folder))
        study.introduce()
        study.close()
    return folder


def collection(cards: int) -> Path:
    """A collection of Anki's with the same cards and reviews."""
    folder = _folder() / f"anki-{cards}"
    if not folder.is_dir():
        aside = folder.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        anki_peer.make(aside / "collection.anki2", SIZES[cards], _TODAY)
        aside.rename(folder)
    return folder / "collection.anki2"


def scratch(path: Path) -> Path:
    """A copy to be written to, in place of the one before."""
    source = path if path.is_dir() else path.parent
    copy = _folder() / "scratch" / source.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    return copy if path.is_dir() else copy / path.name
