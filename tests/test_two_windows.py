"""Two windows and a command at once, in pseudo-terminals: each sees the others within a second."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.study import doctor, history, open_study, reading, reviewing

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from studyplan.clock import SystemClock
from tests.terminal import Terminal

WITHIN = 1.0
"""Seconds, beside what the command itself takes: it looks twice in each."""
PATIENCE = 3.0
"""What a busy machine may add."""


def command(data: Path, *arguments: str) -> None:
    program = [sys.executable, "-m", "studyplan", "--data-dir", str(data)]
    subprocess.run([*program, *arguments], check=True, capture_output=True)


def test_each_sees_what_the_others_do(places: Locations) -> None:
    data = places.data
    with closing(open_study(places)) as study:
        study.introduce()
        reading.mark(study, "focal-loss", Status.READ)
    first, second = Terminal(data), Terminal(data)
    for window in (first, second):
        window.wait_for("Covered")
        window.press("r")
        window.wait_for(r"1 of \d")

    first.press("space", "3")
    first.wait_for(r"2 of \d")
    second.wait_for(r"2 of \d", WITHIN + PATIENCE)
    second.press("u")
    second.wait_for(r"1 of \d")
    first.wait_for(r"1 of \d", WITHIN + PATIENCE)
    first.press("U")
    first.wait_for(r"2 of \d")
    second.wait_for(r"2 of \d", WITHIN + PATIENCE)

    for window in (first, second):
        window.press("H")
        window.wait_for("graded .Focal Loss")
    command(data, "note", "feature-logging", "--text", "by a command")
    for window in (first, second):
        window.wait_for("wrote a note on", WITHIN + PATIENCE)
    command(data, "undo")
    for window in (first, second):
        window.wait_for("undone", WITHIN + PATIENCE)
        window.press("ctrl+q")
        assert window.wait_for_end() == 0

    with closing(open_study(places)) as study:
        (review,) = reviewing.history(study, "focal-loss:recall")
        assert review.grade.label == "good"
        assert reading.detail(study, "feature-logging").progress.note == ""
        assert "note" in history.redo(study)
    assert [one.name for one in doctor.examine(places, SystemClock()) if not one.ok] == []
