"""A closed terminal, a shutdown, an interrupt: what was typed is there the next time."""

import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studyplan.domain.resource import Status
from studyplan.locations import Locations, locate
from studyplan.study import Study, history, open_study, questions, reading, reviewing

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.terminal import Terminal

WORK = "focal-loss"


@pytest.fixture
def data(places: Locations) -> Path:
    """The folder of somebody who has read something."""
    with opened(places.data) as study:
        study.introduce()
        reading.mark(study, WORK, Status.READ)
    return places.data


@contextmanager
def opened(data: Path) -> Iterator[Study]:
    with closing(open_study(replace(locate(data), assets=locate().assets))) as study:
        yield study


def typing_a_note(data: Path) -> Terminal:
    """A window in which a note is being typed."""
    window = Terminal(data)
    window.wait_for("Covered|due")
    window.press("r")
    window.wait_for("What did")
    window.press("n")
    window.wait_for("What is worth")
    window.press("Down-weights")
    return window


def note(data: Path) -> str:
    with opened(data) as study:
        assert sum(it.kind == "note" for it in history.of_resource(study, WORK)) == 1
        return reading.detail(study, WORK).progress.note


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_app_as_a_key_does(data: Path, number: signal.Signals) -> None:
    window = typing_a_note(data)
    window.send(number)
    assert window.wait_for_end() == 128 + number
    assert note(data) == "Down-weights"


def test_a_terminal_that_is_closed(data: Path) -> None:
    window = typing_a_note(data)
    assert window.close() == 128 + signal.SIGHUP
    assert note(data) == "Down-weights"


def test_ctrl_c_ends_nothing_and_says_how_to_leave(data: Path) -> None:
    window = typing_a_note(data)
    window.press("ctrl+c")
    window.press(" more")
    window.wait_for("Down-weights more")
    window.press("ctrl+q")
    assert window.wait_for_end() == 0
    assert note(data) == "Down-weights more"


def test_an_answer_and_a_question_that_were_being_typed(data: Path) -> None:
    window = Terminal(data)
    window.wait_for("Covered|due")
    window.press("r")
    window.wait_for("What did")
    window.press("a")
    window.press("the easy ones")
    window.press("escape", "w")
    window.wait_for("New question")
    window.press("Why gamma?")
    assert window.close() == 128 + signal.SIGHUP
    with opened(data) as study:
        (own,) = questions.worded(study)
        assert own.wording.question == "Why gamma?"

    again = Terminal(data)
    again.wait_for("Covered|due")
    again.press("r")
    again.wait_for("the easy ones")
    again.press("space", "3")
    again.wait_for("2 of")
    again.kill()
    with opened(data) as study:
        (review,) = reviewing.history(study, f"{WORK}:recall")
        assert review.attempt == "the easy ones"


def test_a_kill_in_the_middle_of_a_question(data: Path) -> None:
    window = Terminal(data)
    window.wait_for("Covered|due")
    window.press("r")
    window.wait_for("What did")
    window.press("w")
    window.wait_for("New question")
    window.press("Why gamma?")
    window.press("!")
    window.kill()
    again = Terminal(data)
    again.wait_for("recovered")
    again.kill()
    with opened(data) as study:
        (own,) = questions.worded(study)
        assert own.wording.question.startswith("Why gamma?")


def test_rows_that_cannot_be_read_end_in_a_sentence(data: Path) -> None:
    """And in no error of ours, though they were looked through when the file was new."""
    window = typing_a_note(data)
    with opened(data) as study:
        study.store.run("INSERT INTO setting VALUES ('retention', '{')")
    window.wait_for("no studyplan writes|anew from the log")
    assert window.wait_for_end() == 1
    assert not (data / "crash.txt").exists()
    again = Terminal(data)
    again.wait_for("no studyplan writes|anew from the log")
    assert again.wait_for_end() == 1
