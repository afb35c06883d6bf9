"""No screen passes on what a stranger has written to command the terminal."""

import re
import sys

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from studyplan.domain.text import is_clean
from studyplan.locations import Locations
from studyplan.tui.clean_lines import CleanLines
from tests.attacks import ATTACKS, make_hostile

if sys.platform != "win32":
    from tests.terminal import Terminal


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_every_line_of_the_screens_is_clean(attack: str) -> None:
    linked = Style(link="http://evil.example/")
    line = [Segment("fine"), Segment(attack, Style(bold=True)), Segment("a", linked)]
    found = CleanLines().apply(line, Color(0, 0, 0))
    assert is_clean("".join(segment.text for segment in found))
    assert [segment.style and segment.style.link for segment in found] == [None] * 3
    assert found[1].style == Style(bold=True)
    fine = [Segment("fine", Style(bold=True))]
    assert CleanLines().apply(fine, Color(0, 0, 0)) is fine


ESCAPES = re.compile(
    r"\x1b\[[0-9;:]*[mHJKABCDGr]|\x1b\[[?>=<][0-9;]*[a-zA-Z$]+"
    r"|\x1b\[[0-9;]*[ ]?[qtu]|\x1b\[\?[0-9]+\$p|\x1b\]22;[a-z]+(?:\x1b\\|\x07)"
)
"""What Textual sends by itself; anything else that begins with an escape is not ours."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_no_screen_passes_an_attack_on(places: Locations, columns: int, rows: int) -> None:
    make_hostile(places)
    shown = Terminal(places.data, columns=columns, rows=rows)
    shown.wait_for("Covered|Read|Review")
    for keys in (
        ("c", "down", "down", "enter", "escape"),
        ("/", "focal", "enter", "?", "escape", "escape"),
        ("r", "space", "escape"),
        ("p", "down"),
        ("i", "down", "enter", "ctrl+q"),
    ):
        shown.press(*keys)
    shown.wait_for_end()
    again = Terminal(places.data, columns=columns, rows=rows)
    again.wait_for("Covered|Read|Review")
    for keys in (("h", "down"), ("H", "down"), ("t", "n", "escape"), (":", "focal", "escape")):
        again.press(*keys)
    again.press("ctrl+q")
    again.wait_for_end()
    for one in (shown, again):
        assert one.title == ""
        sent = one.sent.decode()
        assert len(sent) > 10_000
        rest = ESCAPES.sub("", sent)
        assert is_clean(rest.replace("\r\n", "\n").replace("\r", "")), _first(rest)
        assert "evil.example/\x1b" not in sent


def _first(text: str) -> str:
    """What is not clean in a text, with what stands around it."""
    place = next(n for n, c in enumerate(text) if not is_clean(c))
    return ascii(text[max(0, place - 60) : place + 60])
