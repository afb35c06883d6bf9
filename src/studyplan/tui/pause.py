"""What takes longer than a key that is held down comes again waits until the keys pause."""

from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer


class Pause:
    """Does something once nothing has asked for it for a while, however often it was asked for."""

    def __init__(self, screen: Screen[None], seconds: float, act: Callable[[], object]) -> None:
        """Nothing is asked for yet.

        Args:
            act: called on the screen's turn, as a key would be.
        """
        self._screen, self._seconds, self._act = screen, seconds, act
        self._timer: Timer | None = None

    def ask(self) -> None:
        """Do it as soon as the keys pause."""
        self.drop()
        self._timer = self._screen.set_timer(self._seconds, self.catch_up)

    def catch_up(self) -> None:
        """Do it now, where it was asked for and is not done."""
        if self._timer is not None:
            self.drop()
            self._act()

    def drop(self) -> None:
        """Forget what was asked for."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
