"""A few kills in the ordinary tests; hundreds by `python -m tests.torture`."""

import sys
from pathlib import Path

import pytest

from tests.torture.__main__ import told
from tests.torture.trial import Trials

if sys.platform == "win32":
    pytest.skip("needs SIGKILL", allow_module_level=True)


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    trials = Trials(tmp_path, seed=1, longest=8)
    for _ in range(3):
        trials.run()
    trials.tidy()
    assert trials.tally.ok, "\n".join([told(trials.tally), *trials.tally.wrong])
    assert trials.tally.acknowledged
