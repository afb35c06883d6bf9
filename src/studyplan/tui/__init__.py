"""The screens. `run` is the only way in; it loads Textual."""

import argparse
import sys
from contextlib import closing

from studyplan.clock import SystemClock
from studyplan.config import AUTOMATIC, Config, load_config
from studyplan.domain.text import clean
from studyplan.locations import Locations
from studyplan.study import Damaged, Refused, Study, backing_up, failures, open_study


def run(options: argparse.Namespace, places: Locations) -> int:
    """Open the app on a person's study; the exit status.

    Raises:
        Refused: stdin or stdout is no terminal.
        Damaged: the database is, and the person left it as it is.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("The app needs a terminal; `studyplan today` prints the day.")
    del options  # the app takes none but the folder, which is in `places`
    config = load_config(places.config_file)
    if config.keys:
        from studyplan.tui.commands.keymap import check

        check(config, places.config_file)
    try:
        return _run(places, config)
    except Damaged:
        from studyplan.tui.rescue import RescueApp

        rescue = RescueApp(places, SystemClock(), config)
        rescued = rescue.run()
        if rescue.failure is not None:
            raise rescue.failure from None
        if not rescued:
            raise
    return _run(places, config)


HAND_OVER = 0.0005
"""Seconds for which a thread beside the screens may keep the interpreter. By default it is ten
times as many, and a query gives it away at each row: beside a plan, ten thousand took seconds."""


def _run(places: Locations, config: Config) -> int:
    sys.setswitchinterval(HAND_OVER)
    with closing(open_study(places)) as study:
        from studyplan.tui.app import StudyplanApp

        app = StudyplanApp(study, config)
        app.run()
        if app.keeper.damaged is not None:
            raise app.keeper.damaged
        if config.sync == AUTOMATIC:
            _sync(study)
        _keep(study)
    if app.watchdog is not None:
        print(app.watchdog.report(), file=sys.stderr)  # noqa: T201
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _sync(study: Study) -> None:
    """Let the other devices have what was done; that it cannot be done now loses nothing."""
    from studyplan.study import syncing

    try:
        if syncing.folder(study) is not None:
            for problem in syncing.sync(study).problems:
                print(clean(f"studyplan: {problem}"), file=sys.stderr)  # noqa: T201
    except failures() as error:
        print(clean(f"studyplan: not synced: {error}"), file=sys.stderr)  # noqa: T201


def _keep(study: Study) -> None:
    """Make a last backup where one is due."""
    try:
        backing_up.keep(study)
    except failures() as error:
        print(clean(f"studyplan: no backup was made: {error}"), file=sys.stderr)  # noqa: T201
