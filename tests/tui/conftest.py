"""What every test of the screens needs."""

import webbrowser

import pytest
from textual.widgets import Input, TextArea

from studyplan.tui.screens import curriculum


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser, as far as anybody looks; what is opened in it, a test says for itself."""
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("true"))


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that does not blink, so that a picture is the same whenever it is taken."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)


@pytest.fixture(autouse=True)
def resting_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that rests at once, so that its details are there with each key."""
    monkeypatch.setattr(curriculum, "RESTS", 0.0)
