"""Many interleavings, one after the other: `python -m tests.sync --seed 1 --runs 1000`."""

import argparse
import sys
import tempfile
from pathlib import Path
from unittest import mock

from studyplan.study import syncing
from tests.sync.machines import Run, blank, load_small


def main() -> int:
    """Try them; the exit status is 1 where one ended otherwise than it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first; the others follow")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=50, help="in each")
    options = parser.parse_args()
    acted = carried = renamed = events = wrong = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(syncing, "take_in_content", load_small),
    ):
        origin = blank(Path(folder))
        for number in range(options.runs):
            seed = options.seed + number
            place = Path(folder) / str(seed)
            place.mkdir()
            run = Run(place, origin, seed)
            run.go(options.steps)
            run.settle()
            acted, carried = acted + run.acted, carried + run.carried
            renamed += run.renamed
            events += len(run.devices[0].ids())
            if found := run.differences():
                wrong += 1
                print(f"seed {seed}: {'; '.join(found)}", flush=True)  # noqa: T201
            run.close()
        origin.close()
    print(  # noqa: T201
        f"interleavings {options.runs}, actions {acted}, files carried {carried}, "
        f"new device ids {renamed}, events in the logs {events}, differences {wrong}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
