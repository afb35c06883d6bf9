"""A mock interview in a real (pseudo-)terminal that is killed in the middle, and gone on with."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studyplan.locations import Locations
from studyplan.study import open_study

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.terminal import Terminal


def history(data: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "studyplan", "--data-dir", str(data), "interview", "history"]
    result = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def left(screen: str) -> int:
    """Seconds that the current stage has left, as the screen says."""
    found = re.search(r"› \w+ +(\d+):(\d\d) left", screen)
    assert found is not None, screen
    return int(found[1]) * 60 + int(found[2])


def test_killed_in_the_middle_and_gone_on_with(places: Locations) -> None:
    study = open_study(places)
    study.introduce()
    study.close()

    first = Terminal(places.data)
    first.wait_for("Covered")
    first.press("i")
    first.wait_for("30 questions")
    first.press("enter")
    first.wait_for("› Scope +[45]:")
    first.press("Who reads it?", "ctrl+n")
    first.wait_for("› Task")
    first.press("Rank posts.", "ctrl+n")
    first.wait_for("› Architecture")
    first.press("Two stages")
    stood = left(first.wait_for(r"› Architecture +4:\d[0-7] left"))  # some seconds have passed
    first.kill()

    (made,) = history(places.data)
    assert made["finished"] is None
    assert made["notes"] == {"scope": "Who reads it?", "task": "Rank posts."}  # so far the log

    again = Terminal(places.data)
    again.wait_for("Practise +Mock interview")
    again.press("i")
    again.wait_for("begun")
    again.press("enter")
    screen = again.wait_for("› Architecture")
    assert "Two stages" in screen
    assert abs(left(screen) - stood) <= 2
    again.press(" of ranking.", "ctrl+g")
    again.wait_for("You wrote")
    again.press("s")
    again.wait_for("not scored")
    again.press(*"33332222")
    again.wait_for("8 of 8 scored, mean 2.5")
    again.press("f")
    again.wait_for("Finished: 2.5 of 4")
    again.press("ctrl+q")
    assert again.wait_for_end() == 0

    (made,) = history(places.data)
    assert made["finished"] is not None
    assert made["notes"]["architecture"] == "Two stages of ranking."
    assert made["mean"] == 2.5
    assert made["scores"]["understanding"] == 3
    assert sum(made["seconds"].values()) < 120
