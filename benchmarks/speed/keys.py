"""From a key to what it paints, in the app on 10,000 works; and what that costs in memory."""

from collections.abc import Iterable, Iterator

from benchmarks.speed import data
from benchmarks.speed.start import HELLO, READY, app
from benchmarks.speed.table import Row, p95
from benchmarks.speed.terminal import Program

_SWITCHES = 200
_ESCAPE = "\x1b"
_GRADES = 1_000
_SCREENS = "crtp"
"""The keys of the screens that are gone through: list, reviews, today, plan."""


def measure(presses: int) -> Iterator[Row]:
    """The rows on keys: of each the 95th percentile, beside that of a hello pressed in turns."""
    hello = Program(HELLO)
    hello.until("Hello")
    hello.settle()

    def rows(name: str, program: Program, keys: Iterable[str]) -> Iterator[Row]:
        found, peer = zip(
            *((_press(program, key), _press(hello, "j")) for key in keys), strict=True
        )
        yield Row(name, p95(found), p95(peer), "hello's key", 3.0)
        yield Row(f"{name}, at most", max(found), max(peer), "hello's key", None)

    reading = Program(app(data.scratch(data.database(10_000, dated=True))))
    reading.until(READY)
    reading.settle(3.0)
    for key in _SCREENS * 2:  # each is made, and counts its figures, once
        reading.press(key)
        reading.settle(1.0)
    yield from rows("switch screens", reading, _SCREENS * (presses // len(_SCREENS)))
    reading.press("c")
    reading.settle(1.0)
    yield from rows("move in the list", reading, "j" * presses)
    opened, peers = [], []
    for _ in range(min(presses, 80)):
        opened.append(_press(reading, "d"))
        _press(reading, _ESCAPE)
        reading.press("j")
        peers.append(_press(hello, "j"))
    yield Row("open an item", p95(opened), p95(peers), "hello's key", 3.0)
    yield Row("open an item, at most", max(opened), max(peers), "hello's key", None)
    reading.press("/")
    yield from rows(
        "a letter into the filter", reading, ("ranking" + "\x7f" * 7) * (presses // 14 + 1)
    )
    reading.end()

    asking = Program(app(data.scratch(data.database(10_000))))
    asking.until(READY)
    asking.settle(3.0)
    asking.press("r")
    asking.settle(1.0)
    shown, graded, peers = [], [], []
    for _ in range(min(presses, 80)):
        shown.append(_press(asking, " "))
        graded.append(_press(asking, "3"))
        peers.append(_press(hello, "j"))
    for name, found in (("reveal an answer", shown), ("grade to the next card", graded)):
        yield Row(name, p95(found), p95(peers), "hello's key", 3.0)
        yield Row(f"{name}, at most", max(found), max(peers), "hello's key", None)
    asking.end()
    hello.end()


def memory(grades: int = _GRADES) -> Iterator[Row]:
    """The rows on memory."""
    hello = Program(HELLO)
    hello.until("Hello")
    hello.settle()
    ours = Program(app(data.fresh()))
    ours.until(READY)
    ours.settle(2.0)
    yield Row("memory, what ships", ours.memory(), hello.memory(), "a hello", 2.2, "MiB")
    ours.end()
    hello.end()
    ours = Program(app(data.scratch(data.database(100_000 if grades > 300 else 10_000))))
    ours.until(READY)
    ours.settle(2.0)
    for key in ["c", "t", "r", " ", "3", "t"] * 5:  # each screen made once is no growth
        ours.press(key)
    before = ours.memory("VmRSS")
    ours.press("r")
    for _ in range(grades):
        ours.press(" ")
        ours.press("3")
    for key in ["c", "t"] * (_SWITCHES // 2):
        ours.press(key)
    after = ours.memory("VmRSS")
    name = f"memory after {grades:,} grades and {_SWITCHES} switches"
    yield Row(name, after, before, "before them", 1.05, "MiB")
    ours.end()


def _press(program: Program, key: str) -> float:
    taken = program.press(key)
    program.settle(0.05)
    return taken
