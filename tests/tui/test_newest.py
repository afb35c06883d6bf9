"""What is made beside the app: one at a time, the newest wish next, nothing old after new."""

from threading import Event

from textual.app import App
from textual.screen import Screen

from studyplan.study import Refused
from studyplan.tui.newest import Newest


class Desk(Screen[None]):
    """Makes a wish when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[int] = []
        self.came: list[tuple[int, str]] = []
        self.may_end = Event()
        self.newest = Newest(
            self,
            self._make,
            take=lambda wish, made: self.came.append((wish, made)),
            fail=lambda wish, why: self.came.append((wish, why)),
        )

    def _make(self, wish: int) -> str:
        self.begun.append(wish)
        assert self.may_end.wait(10)
        if wish < 0:
            raise Refused("No.")
        return f"made {wish}"


async def test_one_is_made_at_a_time_and_the_newest_wish_next() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        desk = Desk()
        await app.push_screen(desk)
        for wish in range(20):
            desk.newest.wish(wish)
        assert len(app.workers) == 1
        desk.may_end.set()
        while len(desk.came) < 2:
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert desk.begun == [0, 19]
        assert desk.came == [(0, "made 0"), (19, "made 19")]


async def test_a_failure_is_told_and_the_wish_that_waits_is_made() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        desk = Desk()
        await app.push_screen(desk)
        desk.newest.wish(-1)
        desk.newest.wish(1)
        desk.may_end.set()
        while len(desk.came) < 2:
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert desk.came == [(-1, "No."), (1, "made 1")]
        desk.newest.wish(2)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert desk.came[-1] == (2, "made 2")
