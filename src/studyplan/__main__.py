"""Where the program starts: the command line, or the screens where no command is given."""

import gc
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run studyplan with the arguments given (those of the process by default).

    Returns:
        The exit status: 0 done, 1 the thing asked for failed, 2 bad usage.
    """
    if argv is None:
        # A command is over before there is anything to collect; the app begins when it is drawn.
        gc.disable()
        argv = sys.argv[1:]
    from studyplan.cli.parser import parse

    options = parse(argv)
    from studyplan.cli.failing import guarded

    if options.command is None:
        from studyplan.tui import run
    else:
        from studyplan.cli.commands import run
    return guarded(run, options)


if __name__ == "__main__":
    sys.exit(main())
