"""What every test of the screens needs."""

import webbrowser
from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input, TextArea

from studyplan.tui.pause import Pause


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
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a pause of the keys is done with each key, so that a test need not wait."""
    monkeypatch.setattr(Pause, "ask", lambda pause: pause._act())


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Every test starts an app, which reads the same styles anew: a seventh of all their time."""
    parse, parsed = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def remember(self: Stylesheet, *about: Any, **more: Any) -> list[RuleSet]:
        key = (about, *more.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = parse(self, *about, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as everywhere:
        everywhere.setattr(Stylesheet, "_parse_rules", remember)
        yield
