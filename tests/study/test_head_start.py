"""The day planned in a fork: run in a Python of its own, for this one may have threads."""

import subprocess
import sys
from pathlib import Path

import pytest

from studyplan.locations import Locations

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

SCRIPT = """
import os, select, sys
from studyplan.clock import SystemClock
from studyplan.domain.resource import Status
from studyplan.locations import locate
from studyplan.study import open_study, planning, reading
from studyplan.study.head_start import HeadStart

places, clock = locate(sys.argv[1]), SystemClock()
open_study(places, clock).close()
{}
head_start = HeadStart(places, clock)
study = open_study(places, clock)
{}
study.close()
head_start.close()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no process is left")
"""


def said(places: Locations, script: str, before: str = "") -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(before, script), str(places.data)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    assert result.stderr == ""
    return result.stdout.splitlines()


def test_the_day_is_as_it_would_be_planned_here(places: Locations) -> None:
    script = """
head_start.go()
print(head_start.take(study) == planning.today(study), head_start.take(study))
"""
    assert said(places, script) == ["True None", "no process is left"]


def test_what_was_done_meanwhile_makes_it_nothing(places: Locations) -> None:
    script = """
head_start.go()
select.select([head_start._answer], [], [])
reading.mark(study, reading.works(study)[0].id, Status.READ)
print(head_start.take(study))
"""
    assert said(places, script) == ["None", "no process is left"]


def test_without_the_word_it_ends_and_says_nothing(places: Locations) -> None:
    assert said(places, "print(head_start.close())") == ["None", "no process is left"]


def test_a_fork_that_fails_says_nothing(places: Locations) -> None:
    script = "head_start.go(); print(head_start.take(study))"
    assert said(places, script, before="planning.today = None") == ["None", "no process is left"]
