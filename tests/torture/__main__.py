"""Kill, look, and say what was lost; exit status 1 where any promise was broken."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.torture.trial import Tally, Trials


def told(tally: Tally) -> str:
    """What came of it, a line each."""
    during = ", ".join(f"{kind} {number}" for kind, number in tally.during.most_common())
    acknowledged = tally.acknowledged + tally.drafts
    lines = {
        "kills": tally.kills,
        "killed while": during,
        "acknowledged": f"{acknowledged} ({tally.acknowledged} events, {tally.drafts} texts)",
        "found": acknowledged - tally.lost,
        "lost": tally.lost,
        "half done": tally.half,
        "integrity, foreign keys, tables": "ok" if not tally.unsound else f"{tally.unsound} wrong",
        "backups that are none": tally.bad_backups,
        "stray files": f"{tally.stray} ({tally.aside} were being written aside, and are gone)",
    }
    return "\n".join(f"{name:<32} {value}" for name, value in lines.items())


def main() -> int:
    """Run the trials that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        trials = Trials(Path(folder), options.seed)
        for _ in range(options.kills):
            trials.run()
        trials.tidy()
    print(told(trials.tally))  # noqa: T201
    for line in trials.tally.wrong:
        print(line, file=sys.stderr)  # noqa: T201
    return 0 if trials.tally.ok else 1


if __name__ == "__main__":
    sys.exit(main())
