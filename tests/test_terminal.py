"""The whole program in a real (pseudo-)terminal: a person's first day, and the next morning."""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.study import open_study, reading, reviewing

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.terminal import Terminal

INTERVIEW = (date.today() + timedelta(days=42)).isoformat()  # noqa: DTZ011 - the program's own day


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_day_and_the_next_start(places: Locations, columns: int, rows: int) -> None:
    first = Terminal(places.data, columns=columns, rows=rows)
    first.wait_for("When is your interview")
    first.press(INTERVIEW, "enter")
    first.press("enter")
    first.wait_for(r"Interview in 4[123] days")

    first.press("c")
    first.wait_for("Framing")
    first.press("/", "focal")
    first.wait_for("1 of 120")
    first.wait_for("Focal Loss")
    first.press("enter", "m")
    first.wait_for("skip")
    first.press("r")
    first.wait_for("from today on")
    first.press("n")
    first.wait_for("typing|kept|Markdown|ctrl")
    first.press("Down-weights the easy ones.", "escape")
    first.wait_for(r"Down-weights the easy ones\.")

    first.press("escape", "escape", "r")
    first.wait_for("What did .Focal Loss")
    first.press("space")
    first.wait_for(r"4\s+easy")
    first.wait_for(r"Down-weights the easy ones\.")
    first.press("4")
    first.wait_for(r"2 of \d")
    first.press("ctrl+q")
    assert first.wait_for_end() == 0

    again = Terminal(places.data, columns=columns, rows=rows)
    screen = again.wait_for("Focal Loss")
    assert "✓" in screen
    assert "When is your interview" not in screen
    again.press("c")
    again.wait_for("Framing")
    again.press("/", "focal")
    again.wait_for("● .*Focal Loss")
    again.press("ctrl+q")
    assert again.wait_for_end() == 0

    study = open_study(places)
    detail = reading.detail(study, "focal-loss")
    assert detail.listed.status is Status.READ
    assert detail.progress.note == "Down-weights the easy ones."
    (review,) = reviewing.history(study, "focal-loss:recall")
    assert review.grade.label == "easy"
    assert review.seconds is not None
    study.close()


def test_a_terminal_that_is_too_small_says_so_and_can_be_left(places: Locations) -> None:
    tiny = Terminal(places.data, columns=20, rows=5)
    tiny.wait_for("needs")
    tiny.press("ctrl+q")
    assert tiny.wait_for_end() == 0


def test_a_wrong_config_is_a_sentence_before_the_screen_is_taken(places: Locations) -> None:
    places.data.joinpath("config.yaml").write_text("\nthem: dark\n")
    wrong = Terminal(places.data, columns=200)
    wrong.wait_for("config.yaml:2: unknown key `them`")
    assert wrong.wait_for_end() == 1


def test_an_error_of_ours_leaves_a_sentence_and_no_traceback(
    places: Locations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken module is put before the real one, as only a bug could be."""
    broken = tmp_path / "sitecustomize.py"
    broken.write_text(
        "import studyplan.study.planning as planning\n"
        "def today(study): raise ZeroDivisionError('a bug')\n"
        "planning.today = today\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path)]))
    failing = Terminal(places.data, columns=200)
    failing.wait_for("ZeroDivisionError: a bug")
    assert failing.wait_for_end() == 1
    assert "Traceback" not in failing.text
    assert "a bug" in (places.data / "crash.txt").read_text()
