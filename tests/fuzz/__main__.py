"""Feed targets with mutated bytes: `python -m tests.fuzz --seed N --runs M [TARGET…]`."""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.fuzz.mutation import mutated
from tests.fuzz.targets import TARGETS, run


def main() -> int:
    """Exit status 1 where anything but a sentence came of it; the bytes are kept for a look."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], help="instead of all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=1000, help="of each target")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-found")
    options = parser.parse_args()
    found = 0
    for name in options.targets or TARGETS:
        found += fuzz(name, options.seed, options.runs, options.keep)
    return 1 if found else 0


def fuzz(name: str, seed: int, runs: int, keep: Path) -> int:
    """Feed one target; how many different places raised something."""
    chance, begun = random.Random(f"{seed}/{name}"), time.monotonic()  # noqa: S311 - no secret
    places: Counter[str] = Counter()
    for number in range(runs):
        data = mutated(TARGETS[name].seeds, chance)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            try:
                run(name, data, Path(folder))
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                place = f"{type(error).__name__} at {last.filename}:{last.lineno}"
                places[place] += 1
                if places[place] == 1:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{seed}-{number}").write_bytes(data)
                    traceback.print_exc(limit=-6)
                    print(f"  kept as {keep / f'{name}-{seed}-{number}'}")  # noqa: T201
    spent = time.monotonic() - begun
    sum_ = sum(places.values())
    print(f"{name:15} seed {seed}, {runs} runs, {spent:.0f} s: {sum_} tracebacks")  # noqa: T201
    for place, number in places.most_common():
        print(f"  {number:5} × {place}")  # noqa: T201
    return len(places)


if __name__ == "__main__":
    sys.exit(main())
