"""From a key to what it paints, in the app on 10,000 works; and what that costs in memory."""

from collections.abc import Iterator, Sequence

from benchmarks.speed import data
from benchmarks.speed.start import HELLO, READY, app
from benchmarks.speed.table import Row, p95
from benchmarks.speed.terminal import Program

_SWITCHES = 200


def measure(presses: int) -> Iterator[Row]:
    """The rows on keys: of each the 95th percentile."""
    hello = Program(HELLO)
    hello.until("Hello")
    hello.settle()
    peer = p95(hello.press("j") for _ in range(presses))
    hello.end()
    reading = Program(app(data.scratch(data.database(10_000, dated=True))))
    reading.until(READY)
    reading.settle(3.0)
    switching = _each(reading, ["c", "t"] * (presses // 2))
    yield Row("switch between Today and Curriculum", p95(switching), peer, "hello's key", 3.0)
    yield Row("the same, at most", max(switching), peer, "hello's key", None)
    reading.press("c")
    reading.settle(1.0)
    moving = _each(reading, ["j"] * presses)
    yield Row("move in the list", p95(moving), peer, "hello's key", 3.0)
    reading.press("/")
    typing = _each(reading, (list("ranking") + ["\x7f"] * 7) * (presses // 14 + 1))
    yield Row("type a letter into the filter", p95(typing), peer, "hello's key", 3.0)
    yield Row("the same, at most", max(typing), peer, "hello's key", None)
    reading.end()
    asking = Program(app(data.scratch(data.database(10_000))))
    asking.until(READY)
    asking.settle(3.0)
    asking.press("r")
    asking.settle(1.0)
    shown, graded = [], []
    for _ in range(min(presses, 80)):
        shown.append(asking.press(" "))
        graded.append(asking.press("3"))
    asking.end()
    yield Row("reveal an answer", p95(shown), peer, "hello's key", 3.0)
    yield Row("grade to the next card", p95(graded), peer, "hello's key", 3.0)
    yield Row("the same, at most", max(graded), peer, "hello's key", None)


def memory() -> Iterator[Row]:
    """The rows on memory."""
    hello = Program(HELLO)
    hello.until("Hello")
    hello.settle()
    ours = Program(app(data.fresh()))
    ours.until(READY)
    ours.settle(2.0)
    yield Row("memory, what ships", ours.memory(), hello.memory(), "a hello", 2.2, "MiB")
    hello.end()
    for key in ["c", "t", "r", "t"] * 5:  # each screen made once is no growth
        ours.press(key)
    before = ours.memory("VmRSS")
    for key in ["c", "t"] * (_SWITCHES // 2):
        ours.press(key)
    after = ours.memory("VmRSS")
    yield Row(f"memory after {_SWITCHES} switches", after, before, "before them", 1.05, "MiB")
    ours.end()


def _each(program: Program, keys: Sequence[str]) -> list[float]:
    found = []
    for key in keys:
        found.append(program.press(key))
        program.settle(0.1)
    return found
