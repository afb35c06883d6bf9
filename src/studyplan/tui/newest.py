"""What takes a while is made beside the app: one at a time, and of what is wished the newest."""

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from textual.screen import Screen

from studyplan.study import failures

Wish = TypeVar("Wish")
Made = TypeVar("Made")


class Newest(Generic[Wish, Made]):
    """Has wishes made in a thread. A new one waits for its turn, in place of any that waits.

    So threads do not pile up under quick keys, and what was begun earlier, a thread cannot be
    stopped, never comes after what was begun later.
    """

    def __init__(
        self,
        screen: Screen[None],
        make: Callable[[Wish], Made],
        *,
        take: Callable[[Wish, Made], None],
        fail: Callable[[Wish, str], None],
    ) -> None:
        """Nothing is begun yet.

        Args:
            screen: whose worker makes it, and whose turn it is to take it.
            make: called in the thread, never twice at the same time.
            take: called with a wish and what was made of it, as a key would be.
            fail: called with a wish and the sentence that says why nothing was made.
        """
        self._screen = screen
        self._make = make
        self._take = take
        self._fail = fail
        self._is_busy = False
        self._waiting: tuple[Wish, ...] = ()

    def wish(self, wish: Wish) -> None:
        """Have it made, at once or as soon as what is being made is there."""
        if self._is_busy:
            self._waiting = (wish,)
            return
        self._is_busy = True
        self._screen.run_worker(partial(self._work, wish), thread=True)

    def _work(self, wish: Wish) -> None:
        try:
            end = partial(self._take, wish, self._make(wish))
        except failures() as error:
            end = partial(self._fail, wish, str(error))
        self._screen.call_later(self._end, end)

    def _end(self, end: Callable[[], None]) -> None:
        """Hand over what came of a wish, and go on with the one that waits."""
        end()
        self._is_busy = False
        waiting, self._waiting = self._waiting, ()
        for wish in waiting:
            self.wish(wish)
