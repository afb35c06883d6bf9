"""From the command to what it shows: the app, and the command line."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.speed import data
from benchmarks.speed.table import Row, in_turns, timed
from benchmarks.speed.terminal import Program

HELLO = (sys.executable, str(Path(__file__).with_name("hello.py")))
HARLEQUIN = Path(sys.prefix) / "harlequin" / "bin" / "harlequin"
"""A tool of some size in Textual. It pins what it needs to other versions than ours, so it has an
environment of its own; where `make` could not install it, its row is left out."""
READY = "of [0-9]+ min"
"""What Today shows once it has the figures of the day."""


_SCRIPT = "import sys; from studyplan.__main__ import main; sys.exit(main())"
"""What the script `studyplan` of an installation does."""


def app(folder: Path) -> tuple[str, ...]:
    """The command that opens the app."""
    return (sys.executable, "-c", _SCRIPT, "--data-dir", str(folder))


def measure(runs: int) -> Iterator[Row]:
    """The rows on starting."""
    full, fresh = data.database(10_000, dated=True), data.fresh()
    for name, folder in (("10,000 works, 100,000 reviews", full), ("what ships", fresh)):
        found = in_turns(partial(_paint, app(folder), READY), lambda: _paint(HELLO, "Hello"), runs)
        yield Row(f"first frame, {name}", *found, "a hello in Textual", 1.5)
    found = in_turns(lambda: _key(app(full), READY), lambda: _key(HELLO, "Hello"), runs)
    yield Row("first key answered, 10,000 works", *found, "a hello in Textual", 2.0)
    if HARLEQUIN.exists():
        command = (str(HARLEQUIN), "--no-download-tzdata", "--locale", "C")
        found = in_turns(
            partial(_paint, app(full), READY), lambda: _paint(command, "Data Catalog"), runs
        )
        yield Row("first frame, 10,000 works, 100,000 reviews", *found, "harlequin", None)
    nothing = (sys.executable, "-c", "pass")
    for flag in ("--version", "--help"):
        found = in_turns(
            partial(run_command, (*app(full), flag)), lambda: run_command(nothing), runs
        )
        yield Row(flag, *found, "python -c pass", 3.0)
    mapper = (sys.executable, "-c", "import sqlmodel")
    for cards in (1_000, 10_000):
        folder = data.database(cards)
        found = in_turns(
            partial(run_command, (*app(folder), "due", "--json")), lambda: run_command(mapper), runs
        )
        yield Row(f"due --json, {cards:,} cards", *found, "import sqlmodel", 1.25)


def _paint(command: Sequence[str], text: str) -> float:
    program = Program(command)
    try:
        return program.until(text)
    finally:
        program.end()


def _key(command: Sequence[str], text: str) -> float:
    program = Program(command)
    try:
        program.until(text)
        return program.first_answer("j")
    finally:
        program.end()


def run_command(command: Sequence[str]) -> float:
    """Milliseconds of a command, from its start to its end."""
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
