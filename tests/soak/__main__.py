"""Live a year: `python -m tests.soak [--days 365] [--actions 40]`; exit status 1 where it hurts."""

import argparse
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from studyplan.clock import FixedClock
from studyplan.locations import locate
from studyplan.study import doctor, open_study
from tests.soak.year import FIRST, growth, live

GROWTH = 1.5
"""How many times what the size of the data explains a day may cost at the end."""


def main() -> int:
    """Print what the year cost, and what doctor says at its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--actions", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        places, clock = locate(Path(folder) / "data"), FixedClock(FIRST)
        with closing(open_study(places, clock)) as study:
            days = live(study, clock, options.days, options.actions, options.seed)
        checks = doctor.examine(places, clock)
        size = places.database.stat().st_size
    for day in days[:: max(1, len(days) // 12)]:
        say(
            f"day {day.number:3}: {day.events:6} events, {day.kept:5} kept; a grade "
            f"{day.grade.statements:3} statements {day.grade.rows:5} rows; the day worked out "
            f"{day.look.statements:3} statements {day.look.rows:6} rows; {day.seconds:5.2f} s"
        )
    grown = {
        "statements of a grade": growth(days, lambda day: day.grade.statements),
        "rows of a grade": growth(days, lambda day: day.grade.rows),
        "statements of a day worked out": growth(days, lambda day: day.look.statements),
        "rows of it, by what is kept": growth(days, lambda day: day.look.rows / day.kept),
    }
    for what, times in grown.items():
        say(f"{what}: × {times:.2f}")
    seconds = growth(days, lambda day: day.seconds)
    say(f"seconds of a day: × {seconds:.2f}; {sum(day.seconds for day in days):.0f} s in all")
    say(f"{sum(day.actions for day in days)} actions, {size / 1e6:.1f} MB")
    wrong = [one for one in checks if not one.ok]
    say(f"doctor: {wrong or 'clean'}")
    return 1 if wrong or any(times > GROWTH for times in grown.values()) else 0


def say(line: str) -> None:
    """To stdout, at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
