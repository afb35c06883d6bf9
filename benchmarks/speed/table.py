"""What is measured, beside a peer: medians of runs that take turns, and the table of them."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

Timed = Callable[[], float]
"""Does something once; seconds, or whatever else is measured."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    operation: str
    ours: float
    peer: float
    peer_is: str
    target: float | None
    """The ratio that is wanted at most; None for a figure that only tells."""
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours by the peer's."""
        return self.ours / self.peer if self.peer else float("nan")

    @property
    def met(self) -> str:
        """Whether the target is met, as a word."""
        if self.target is None:
            return ""
        return "yes" if self.ratio <= self.target else "no"


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    begin = perf_counter()
    act()
    return (perf_counter() - begin) * 1000


def in_turns(ours: Timed, peer: Timed, runs: int) -> tuple[float, float]:
    """The medians of both, which take turns so that the machine's moods fall on both."""
    found = [(ours(), peer()) for _ in range(runs)]
    return statistics.median(a for a, _ in found), statistics.median(b for _, b in found)


def p95(values: Iterable[float]) -> float:
    """The value that 95 % of the values do not go above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


HEAD = (
    "| operation | ours | peer | the peer | ratio | target | met |\n"
    "| --- | ---: | ---: | --- | ---: | ---: | --- |"
)


def line(row: Row) -> str:
    """A row as Markdown."""
    target = "" if row.target is None else f"≤ {row.target:g}"
    peer = (
        f"{_number(row.peer)} {row.unit} | {row.peer_is} | {row.ratio:.2f}" if row.peer else " | | "
    )
    ours = f"{_number(row.ours)} {row.unit}"
    return f"| {row.operation} | {ours} | {peer} | {target} | {row.met} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
