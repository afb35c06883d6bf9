"""What every test of the screens needs."""

import webbrowser

import pytest


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser, as far as anybody looks; what is opened in it, a test says for itself."""
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("true"))
