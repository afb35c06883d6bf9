"""Fit to my memory, in the app: it never stops the screens, and can be called off."""

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from studyplan.domain import fitting as domain
from studyplan.domain.fitting import Fit, History
from studyplan.domain.memory import DEFAULT_PARAMETERS
from studyplan.study import Study
from studyplan.study.fit_process import CalledOff
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens import fit as screens
from studyplan.tui.screens.fit import FitScreen
from tests.learner import FORGETFUL, answer, folded, history

FORGOT = history(1000, true=FORGETFUL)


@pytest.fixture
def app(study: Study) -> StudyplanApp:
    study.introduce()
    return StudyplanApp(study)


def text(app: StudyplanApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


async def settled(app: StudyplanApp, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_better_parameters_are_taken_and_undone(
    app: StudyplanApp, study: Study, size: tuple[int, int]
) -> None:
    answer(study, FORGOT)
    before = folded(study)
    async with app.run_test(size=size) as pilot:
        await pilot.press("colon", *"fit to", "enter")
        assert isinstance(app.screen, FitScreen)
        await settled(app, pilot)
        assert "They are taken" in text(app, "#said")
        assert "log loss" in text(app, "#figures")
        assert "○ predicted" in text(app, "#plot")
        assert app.screen.query_one("#plot").region.bottom <= size[1]
        assert folded(study) != before
        await pilot.press("escape", "u")
        await settled(app, pilot)
        assert folded(study) == before
        await pilot.press("U")
        await settled(app, pilot)
        assert folded(study) != before


async def test_too_few_reviews_say_why_it_waits(app: StudyplanApp, study: Study) -> None:
    answer(study, FORGOT[:399])
    async with app.run_test() as pilot:
        app.action_fit()
        await pilot.pause()
        await settled(app, pilot)
        assert "there are 399" in text(app, "#said")
        assert not app.screen.query_one("#figures").display
        assert text(app, "#leave") == "esc closes"


class Slow:
    """A fit that goes on until a test lets it end, or it is called off."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.called_off = threading.Event()
        made.append(self)

    def __call__(self, history: History, report: Callable[[int], None] | None) -> Fit:
        if report is not None:
            report(2)
        self.go_on.wait(20)
        if self.called_off.is_set():
            raise CalledOff
        return domain.fit(history)

    def call_off(self) -> None:
        self.called_off.set()
        self.go_on.set()


made: list[Slow] = []


async def test_it_shows_how_far_it_is_and_leaving_calls_it_off(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "FitProcess", Slow)
    answer(study, FORGOT)
    before = folded(study)
    async with app.run_test() as pilot:
        app.action_fit()
        await pilot.pause()
        while "2 of 6 fits" not in text(app, "#said"):
            await pilot.pause()
        assert "esc calls it off" in text(app, "#leave")
        await pilot.press("escape")
        assert not isinstance(app.screen, FitScreen)
        await settled(app, pilot)
        assert made[-1].called_off.is_set()
        assert folded(study) == before


class Late(Slow):
    """A fit that is called off when its result is there already."""

    def call_off(self) -> None:
        self.go_on.set()


async def test_what_was_taken_too_late_to_call_it_off_is_said(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "FitProcess", Late)
    said: list[str] = []
    monkeypatch.setattr(app, "notify", lambda message, **_: said.append(message))
    answer(study, FORGOT)
    async with app.run_test() as pilot:
        app.action_fit()
        await pilot.pause()
        await pilot.press("escape")
        await settled(app, pilot)
        assert any("They are taken; undo takes them back." in one for one in said)
        assert study.settings.parameters != DEFAULT_PARAMETERS


async def test_a_fit_that_fails_says_so(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    async with app.run_test() as pilot:
        app.action_fit()
        await pilot.pause()
        await settled(app, pilot)
        assert "broke off; nothing was changed" in text(app, "#said")
