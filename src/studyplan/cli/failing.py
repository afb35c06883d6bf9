"""What a person sees when something goes wrong: one sentence, never a traceback."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

from studyplan.cli import out
from studyplan.domain.text import clean
from studyplan.locations import LocationError, Locations, locate


def guarded(
    run: Callable[[argparse.Namespace, Locations], int], options: argparse.Namespace
) -> int:
    """The exit status of `run`, with every failure turned into one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is shown as its code
            stream.reconfigure(errors="backslashreplace")
    try:
        places = locate(options.data_dir)
    except LocationError as error:
        return _say(str(error))
    from studyplan.study import failures, why_unreadable

    try:
        status = run(options, places)
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
    except UnicodeError:
        return _say("What was given is not UTF-8 text.")
    except OSError as error:
        return _say(f"{error.filename or 'The output'}: {error.strerror or error}.")
    except Exception as error:
        return _say(why_unreadable(places) or _bug(error, places.data / "crash.txt"))


def _say(sentence: str) -> int:
    out.say(f"studyplan: {' '.join(sentence.split())}")
    return 1


def _bug(error: Exception, report: Path) -> str:
    """A sentence for an error of ours; the traceback goes to a file, where one can be written."""
    what = f"an error of studyplan's own ({type(error).__name__}: {error})"
    try:
        report.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        report.unlink(missing_ok=True)  # not through a link that somebody put there
        handle = os.open(report, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as opened:
            opened.write(clean("".join(traceback.format_exception(error))))
    except OSError:
        return f"{what}."
    return f"{what}; {report} has the details for a bug report."
