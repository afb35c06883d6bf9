"""Prints the table: `make bench`, or `python -m benchmarks.speed --quick` for a short run."""

import argparse
import compileall
import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import studyplan
from benchmarks.speed import engine, keys, limits, start
from benchmarks.speed.table import HEAD, Row, line

PARTS = ("start", "keys", "memory", "engine", "limits")


def main() -> None:
    """Measure the parts asked for, and print each row once it is known."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all without any")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and 10,000 cards at most")
    options = parser.parse_args()
    parts = options.parts or PARTS
    runs, presses = (3, 28) if options.quick else (10, 200)
    sizes = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000)
    # As pip compiles what it installs; an editable install is compiled by its first run, and not
    # even then where the environment forbids it.
    compileall.compile_dir(Path(studyplan.__file__).parent, quiet=1)
    about = (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()} with {os.cpu_count()} cores",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in ("textual", "sqlmodel", "anki")),
    )
    load = os.getloadavg()[0]
    print(f"{', '.join(about)}; {runs} runs in turns; load before: {load:.1f}\n\n{HEAD}")
    if "start" in parts:
        _print(start.measure(runs))
    if "keys" in parts:
        _print(keys.measure(presses))
    if "memory" in parts:
        _print(keys.memory(100) if options.quick else keys.memory())
    if "engine" in parts:
        found = {cards: list(_print(engine.measure(cards, runs))) for cards in sizes}
        _print(engine.growth(found))
    if "limits" in parts:
        _print(limits.measure(runs))
    if "engine" in parts:
        print(f"\nCommits: {engine.durability(sizes[0])}.")


def _print(rows: Iterator[Row]) -> list[Row]:
    found = []
    for row in rows:
        print(line(row))
        sys.stdout.flush()
        found.append(row)
    return found


if __name__ == "__main__":
    main()
