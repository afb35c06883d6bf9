"""What takes long and only reads, beside the screens: in a thread, or in a process of its own.

A plan of thousands of works computes for seconds. In a thread it would share the interpreter with
the keys; a process has one of its own. Lines of JSON go through the pipes: which job and where the
study is, and what came of it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar
from zoneinfo import ZoneInfo

from studyplan.clock import FixedClock
from studyplan.domain.plain import of_plain, to_plain
from studyplan.locations import Locations
from studyplan.store.engine import open_store
from studyplan.study import asking, foresight, own_process, progress
from studyplan.study.asking import Upcoming
from studyplan.study.foresight import Outlook
from studyplan.study.progress import Progress
from studyplan.study.session import Refused, Study, failures

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Job(Generic[Found]):
    """Something that is found out about a study."""

    name: str
    find: Callable[[Study], Found]
    of: type[Found]


OUTLOOK = Job("outlook", lambda study: foresight.outlook(study), Outlook)
PROGRESS = Job("progress", lambda study: progress.progress(study), Progress)
UPCOMING = Job("upcoming", lambda study: asking.upcoming(study), Upcoming)
_JOBS: Mapping[str, Job[Any]] = {one.name: one for one in (OUTLOOK, PROGRESS, UPCOMING)}


class Beside:
    """Does jobs in the thread that asks, on a connection of its own."""

    def do(self, study: Study, job: Job[Found]) -> Found:
        """What comes of the job; the study itself is not touched.

        Raises:
            StoreError: the database cannot be read.
            Refused: the process broke off, as it does where memory runs out.
        """
        with closing(study.beside()) as own:
            return job.find(own)

    def end(self) -> None:
        """Give up what is going on, for the app is left."""


class Apart(Beside):
    """Does each job in a process of its own, which is over when the job is."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[bytes]] = set()

    def do(self, study: Study, job: Job[Found]) -> Found:
        """As in a thread, but nobody waits for the interpreter."""
        try:
            with own_process.start(__name__) as process:
                self._processes.add(process)
                try:
                    said = _converse(process, _request(study, job))
                finally:
                    self._processes.discard(process)
                    process.kill()
        except (OSError, ValueError) as error:
            raise Refused("Planning ahead broke off; nothing was changed.") from error
        if "failed" in said:
            raise Refused(said["failed"])
        found: Found = of_plain(job.of, said["found"])
        return found

    def end(self) -> None:
        """Stop the processes; nobody wants to know any more."""
        for process in tuple(self._processes):
            process.kill()


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Do the job that comes, and give what came of it."""
    asked = json.loads(source.readline())
    places = Locations(*(Path(one) for one in asked["places"]))
    clock = FixedClock(datetime.fromisoformat(asked["now"]), _zone(asked["zone"]))
    job = _JOBS[asked["job"]]
    said: dict[str, Any]
    try:
        with closing(Study(open_store(places.database, make=False), clock, places)) as study:
            said = {"found": to_plain(job.find(study))}
    except failures() as error:
        said = {"failed": str(error)}
    sink.write(json.dumps(said).encode() + b"\n")
    sink.flush()


def _converse(process: "subprocess.Popen[bytes]", request: bytes) -> dict[str, Any]:
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(request)
    process.stdin.close()
    said: dict[str, Any] = json.loads(process.stdout.readline())
    return said


def _request(study: Study, job: Job[Any]) -> bytes:
    now, zone = study.clock.now(), study.clock.zone
    places = study.locations
    offset = now.astimezone(zone).utcoffset() or timedelta()
    asked = {
        "job": job.name,
        "places": [str(one) for one in (places.data, places.config, places.assets)],
        "now": now.isoformat(),
        "zone": getattr(zone, "key", None) or offset.total_seconds(),
    }
    return json.dumps(asked).encode() + b"\n"


def _zone(named: str | float) -> tzinfo:
    """The time zone with this name, or of so many seconds from UTC."""
    if isinstance(named, str):
        return ZoneInfo(named)
    return timezone(timedelta(seconds=named)) if named else UTC


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # a key goes first where there is one core
    serve(sys.stdin.buffer, sys.stdout.buffer)
