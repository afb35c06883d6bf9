"""The borders between the rooms of the house: who may import whom, and who may ask for the time."""

import ast
import importlib.metadata
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import studyplan
from studyplan.locations import Locations

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "studyplan"

SCREEN_LIBRARIES = {"textual", "textual_enhanced", "rich"}
NETWORK_LIBRARIES = {"httpx", "httpcore", "trafilatura", "lxml", "urllib3"}
MAPPER_LIBRARIES = {"sqlmodel", "sqlalchemy", "alembic"}

STUDYPLAN = """
import runpy
try:
    runpy.run_module("studyplan", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
"""
"""Does what `python -m studyplan` does, and goes on after it has succeeded."""

CLOCK_READERS = {
    *(f"datetime.datetime.{name}" for name in ("now", "today", "utcnow")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("asctime", "ctime", "gmtime", "localtime", "strftime")),
    *(
        f"time.{name}{unit}"
        for name in ("time", "monotonic", "perf_counter", "process_time", "clock_gettime")
        for unit in ("", "_ns")
    ),
    *(f"uuid.uuid{version}" for version in (1, 6, 7)),
}
CLOCK_IN_SQL = re.compile(
    r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\(\s*'now'|, *'now'|\b(unixepoch|julianday)\(\s*\)",
    re.IGNORECASE,
)


def test_import_contracts_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_headless_part_loads_no_screen_library() -> None:
    headless = [
        name
        for name in ("studyplan", *modules(PACKAGE, "studyplan"))
        # Alembic runs the scripts of a migration itself; they cannot be imported outside one.
        # httpx takes rich along, for a command of its own; it is loaded when the network is asked.
        if not name.startswith(("studyplan.tui", "studyplan.store.migrations."))
        and name != "studyplan.web.client"
    ]
    loaded = packages_loaded_by(
        "import importlib\nfor name in sys.argv[1:]: importlib.import_module(name)", *headless
    )
    assert "studyplan" in loaded
    assert not loaded & SCREEN_LIBRARIES


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_asking_what_it_is_loads_neither_screen_nor_store(flag: str) -> None:
    loaded = packages_loaded_by(STUDYPLAN, flag)
    assert "studyplan" in loaded
    assert not loaded & (SCREEN_LIBRARIES | MAPPER_LIBRARIES | {"sqlite3"})


def test_a_command_on_a_database_of_this_schema_loads_neither_screen_nor_mapper(
    places: Locations,
) -> None:
    loaded = packages_loaded_by(STUDYPLAN, "--data-dir", str(places.data), "list", "--json")
    assert "sqlite3" in loaded
    assert not loaded & (SCREEN_LIBRARIES | MAPPER_LIBRARIES | NETWORK_LIBRARIES)


@pytest.mark.parametrize(
    "module", ["study.links", "study.fetching", "tui.app", "tui.screens.curriculum", "cli.network"]
)
def test_nothing_of_the_network_is_loaded_before_it_is_asked(module: str) -> None:
    loaded = packages_loaded_by(f"import studyplan.{module}")
    assert not loaded & NETWORK_LIBRARIES


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "clock.py"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    assert clock_reads(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import datetime\nnow = datetime.now()", ["2: datetime.datetime.now"]),
        ("import datetime as dt\ntoday = dt.date.today", ["2: datetime.date.today"]),
        ("from time import monotonic as tick\ntick()", ["2: time.monotonic"]),
        ("def late() -> None:\n    import time\n    time.time_ns()", ["3: time.time_ns"]),
        ("query = 'SELECT unixepoch( \\'now\\')'", ["1: SQL"]),
        ("query = f'UPDATE card SET due = current_date WHERE id = {card}'", ["1: SQL"]),
        ("from datetime import datetime\nclock.now(); datetime.fromisoformat('x')", []),
        ("from datetime import time\ntime(4, 0)", []),
    ],
)
def test_a_read_of_the_clock_is_found(source: str, found: list[str]) -> None:
    assert clock_reads(source) == found


def test_version_comes_from_one_place() -> None:
    try:
        installed = importlib.metadata.version("studyplan")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("studyplan runs from its sources here, not installed")
    assert installed == studyplan.__version__


def modules(folder: Path, package: str) -> Iterator[str]:
    """The dotted names of all modules below `folder`, none of them imported."""
    for module in pkgutil.iter_modules([str(folder)]):
        name = f"{package}.{module.name}"
        yield name
        if module.ispkg:
            yield from modules(folder / module.name, name)


def packages_loaded_by(program: str, *arguments: str) -> set[str]:
    """Run `program` in a Python of its own; the top-level packages loaded when it ended."""
    marker = "loaded at the end:"
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{program}\nprint({marker!r}, *sys.modules)",
            *arguments,
        ],
        capture_output=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return {name.partition(".")[0] for name in result.stdout.rpartition(marker)[2].split()}


def clock_reads(source: str) -> list[str]:
    """Where `source` reads the clock, in Python or in SQL, as `line: what`."""
    tree = ast.parse(source)
    # What a name stands for: `from datetime import date as day` makes {"day": "datetime.date"}.
    meaning: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            meaning |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            meaning |= {
                name.asname or name.name: f"{node.module}.{name.name}" for name in node.names
            }
    reads = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if CLOCK_IN_SQL.search(node.value):
                reads.append((node.lineno, "SQL"))
        elif isinstance(node, ast.Name | ast.Attribute):
            head, dot, rest = ast.unparse(node).partition(".")
            name = meaning.get(head, head) + dot + rest
            if name in CLOCK_READERS:
                reads.append((node.lineno, name))
    return [f"{line}: {what}" for line, what in sorted(reads)]
