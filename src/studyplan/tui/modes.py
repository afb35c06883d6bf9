"""The modes of the app: each a screen that stays as it was left, loaded when first gone to."""

from collections.abc import Callable, Mapping

from textual.screen import Screen


def _today() -> Screen[None]:
    from studyplan.tui.screens.today import TodayScreen

    return TodayScreen()


def _curriculum() -> Screen[None]:
    from studyplan.tui.screens.curriculum import CurriculumScreen

    return CurriculumScreen()


def _review() -> Screen[None]:
    from studyplan.tui.screens.review import ReviewScreen

    return ReviewScreen()


def _interview() -> Screen[None]:
    from studyplan.tui.screens.interview import InterviewScreen

    return InterviewScreen()


def _plan() -> Screen[None]:
    from studyplan.tui.screens.plan import PlanScreen

    return PlanScreen()


def _progress() -> Screen[None]:
    from studyplan.tui.screens.progress import ProgressScreen

    return ProgressScreen()


def _history() -> Screen[None]:
    from studyplan.tui.screens.history import HistoryScreen

    return HistoryScreen()


MODES: Mapping[str, Callable[[], Screen[None]]] = {
    "today": _today,
    "curriculum": _curriculum,
    "review": _review,
    "interview": _interview,
    "plan": _plan,
    "progress": _progress,
    "history": _history,
}
"""By the name of the action that goes there."""
