"""What has a limit in seconds, for nobody else does the same: planning, importing, rebuilding."""

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks.speed import data
from benchmarks.speed.start import run_command
from benchmarks.speed.table import Row, timed
from studyplan.clock import SystemClock
from studyplan.domain.planner import plan
from studyplan.locations import Locations, locate
from studyplan.study import doctor, importing, open_study
from studyplan.study.situation import state

DAYS, ROWS = 90, 10_000


def measure(runs: int) -> Iterator[Row]:
    """The rows: of the limit, the part that is used."""
    dated = data.database(10_000, dated=True)
    with closing(open_study(locate(data.scratch(dated)))) as study:
        until = {"interview_date": str(study.today + timedelta(days=DAYS))}
        far = study.settings.tried(until)
        taken = _median(lambda: plan(state(study, far).situation), runs)
    yield _row(f"plan 10,000 works to {DAYS} days", taken, 1)
    taken = _median(lambda: _import(locate(data.scratch(data.fresh()))), min(runs, 3), inside=True)
    yield _row(f"import a list of {ROWS:,} rows", taken, 5)
    places = locate(data.scratch(dated))
    yield _row("rebuild 100,000 events", timed(lambda: doctor.rebuild(places, SystemClock())), 20)
    command = (sys.executable, "-m", "studyplan", "--data-dir", str(places.data), "doctor")
    yield _row("doctor --rebuild, the whole command", run_command((*command, "--rebuild")), 20)


def a_list(path: Path) -> Path:
    """A reading list as people keep them: by heading, a link a line."""
    lines = ["A reading list", "==============", ""]
    for number in range(ROWS):
        if number % 100 == 0:
            title = f"Part {number // 100}"
            lines += ["", title, "-" * len(title), ""]
        lines.append(f"- `Report {number} on serving <https://example.org/list/{number}>`_")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _import(places: Locations) -> float:
    with tempfile.TemporaryDirectory() as folder, closing(open_study(places)) as study:
        path = a_list(Path(folder) / "list.rst")
        taken = timed(lambda: importing.take_in(study, path))
        if study.store.value("SELECT count(*) FROM work") != ROWS:
            raise RuntimeError("the list was not taken in")
    return taken


def _median(act: Callable[[], object], runs: int, *, inside: bool = False) -> float:
    """Milliseconds of `act`, or those that it measures inside."""
    found = (act() if inside else timed(act) for _ in range(runs))
    return statistics.median(one for one in found if isinstance(one, float))


def _row(operation: str, milliseconds: float, limit: int) -> Row:
    return Row(operation, milliseconds, limit * 1000.0, "the limit", 1.0)
