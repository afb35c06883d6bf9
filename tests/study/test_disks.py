"""Disks that are full, read-only or taken out: small ones in memory, which only root may mount."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.locations import Locations
from studyplan.store.engine import StoreError
from studyplan.study import Study, backing_up, doctor, noting, open_study, reading, restoring
from tests.store.test_log import dump

if sys.platform != "linux" or os.geteuid() != 0:
    pytest.skip("only root may mount a disk", allow_module_level=True)

SIZE = 6_000_000
WORK = "focal-loss"
FULL = r"disk is full|No space left"


def command(name: str, *arguments: str) -> bool:
    """Run a program of the system; whether it succeeded."""
    if (program := shutil.which(name)) is None:
        return False
    return not subprocess.run([program, *arguments], check=False, capture_output=True).returncode


def mount(folder: Path) -> bool:
    return command("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder))


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    return without_prompts


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder):
        pytest.skip("no disk can be mounted here")
    yield folder
    assert command("umount", str(folder))


@pytest.fixture
def there(places: Locations, disk: Path) -> Locations:
    """The folders of somebody whose data is on that disk."""
    there = replace(places, data=disk / "data", config=disk / "data")
    there.data.mkdir(mode=0o700)
    shutil.copy2(places.database, there.database)
    return there


def fill(disk: Path) -> Path:
    """Fill the disk to its last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def files(places: Locations) -> list[str]:
    return sorted(path.name for path in places.data.rglob("*"))


def faults(places: Locations, clock: FixedClock) -> list[str]:
    """What doctor finds, but for the space, of which there is little."""
    return [
        one.name for one in doctor.examine(places, clock) if not (one.ok or one.name == "space")
    ]


def test_a_full_disk_is_said_and_nothing_is_lost_or_left_behind(
    there: Locations, disk: Path, clock: FixedClock
) -> None:
    with closing(open_study(there, clock)) as study:
        noting.write_note(study, WORK, "before")
        backup = backing_up.make(study).path
        noting.write_note(study, WORK, "and after")
        then, filler, before = dump(study.store), fill(disk), files(there)
        with pytest.raises(StoreError, match="disk is full"):
            noting.write_note(study, WORK, "much " * 10_000)
        with pytest.raises(StoreError, match=FULL):
            backing_up.make(study)
        with pytest.raises(StoreError, match=FULL):
            restoring.restore(there, clock, backup)
        with pytest.raises(StoreError, match=FULL):
            doctor.rebuild(there, clock)
        assert dump(study.store) == then
        assert files(there) == before
        filler.unlink()
        noting.write_note(study, WORK, "much " * 10_000)
        assert restoring.restore(there, clock, backup).source == backup
        assert reading.detail(study, WORK).progress.note == "before"
    assert faults(there, clock) == []


def remount(disk: Path, how: str) -> None:
    assert command("mount", "-o", f"remount,{how}", str(disk))


def test_a_disk_that_is_read_only_is_said_and_goes_on_when_it_is_mended(
    there: Locations, disk: Path, clock: FixedClock
) -> None:
    with closing(open_study(there, clock)) as study:
        noting.write_note(study, WORK, "before")
        then = dump(study.store)
    remount(disk, "ro")
    before = files(there)

    def write() -> None:
        with closing(open_study(there, clock)) as study:
            noting.write_note(study, WORK, "meanwhile")

    with pytest.raises(StoreError, match=r"read-only|writable|cannot be opened"):
        write()
    assert files(there) == before
    remount(disk, "rw")
    with closing(open_study(there, clock)) as study:
        assert dump(study.store) == then
        noting.write_note(study, WORK, "after")
    assert faults(there, clock) == []


def test_a_disk_that_is_taken_out_and_put_back(
    there: Locations, disk: Path, clock: FixedClock
) -> None:
    """Taken out for good it is another disk: what was open on the first is not written to."""
    study: Study = open_study(there, clock)
    noting.write_note(study, WORK, "before")
    assert command("umount", "--lazy", str(disk))
    try:
        with pytest.raises(StoreError, match="is gone"):
            noting.write_note(study, WORK, "meanwhile")
        assert list(disk.iterdir()) == []
    finally:
        study.close()
        assert mount(disk)
