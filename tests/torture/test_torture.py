"""A few kills in the ordinary tests; hundreds by `python -m tests.torture`."""

import sys
from pathlib import Path

import pytest

from tests.torture.__main__ import told
from tests.torture.trial import Trials

if sys.platform == "win32":
    pytest.skip("needs SIGKILL", allow_module_level=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path, seed: int) -> None:
    trials = Trials(tmp_path, seed)
    for _ in range(2):
        trials.run()
    trials.tidy()
    assert trials.tally.ok, "\n".join([told(trials.tally), *trials.tally.wrong])
    assert trials.tally.acknowledged
