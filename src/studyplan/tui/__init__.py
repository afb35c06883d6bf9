"""The screens. `run` is the only way in; it loads Textual."""

import argparse
import sys

from studyplan.config import load_config
from studyplan.locations import Locations
from studyplan.study import Refused, open_study


def run(options: argparse.Namespace, places: Locations) -> int:
    """Open the app on a person's study; the exit status.

    Raises:
        Refused: stdin or stdout is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("The app needs a terminal; `studyplan today` prints the day.")
    del options  # the app takes none but the folder, which is in `places`
    config = load_config(places.config_file)
    if config.keys:
        from studyplan.tui.commands.keymap import check

        check(config, places.config_file)
    study = open_study(places)
    try:
        from studyplan.tui.app import StudyplanApp

        app = StudyplanApp(study, config)
        app.run()
    finally:
        study.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
