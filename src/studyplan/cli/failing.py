"""What a person sees when something goes wrong: one sentence, never a traceback."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from studyplan.locations import locate


def guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """The exit status of `run(options)`, with every failure turned into one line on stderr."""
    from studyplan.study import failures

    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except failures() as error:
        return _say(str(error))
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough. Python must not flush to it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _say(_bug(error, options))


def _say(sentence: str) -> int:
    print(f"studyplan: {sentence}", file=sys.stderr)  # noqa: T201
    return 1


def _bug(error: Exception, options: argparse.Namespace) -> str:
    """A sentence for an error of ours; the traceback goes to a file, where one can be written."""
    what = f"an error of studyplan's own ({type(error).__name__}: {error})"
    report = locate(options.data_dir).data / "crash.txt"
    try:
        _write(report, "".join(traceback.format_exception(error)))
    except OSError:
        return f"{what}."
    return f"{what}; {report} has the details for a bug report."


def _write(report: Path, text: str) -> None:
    report.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    report.write_text(text, encoding="utf-8")
    report.chmod(0o600)
