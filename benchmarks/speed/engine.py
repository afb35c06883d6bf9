"""What the store and the queue do, beside Anki's engine on the same history."""

import gc
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.speed import data
from benchmarks.speed.anki_peer import Peer
from benchmarks.speed.history import SIZES
from benchmarks.speed.table import Row, in_turns, timed
from studyplan.domain.memory import Grade
from studyplan.locations import locate
from studyplan.study import Study, asking, history, open_study, progress, reading, reviewing
from studyplan.study.sitting import Sitting

SEARCH = "search by text and tag"
TARGETS = {
    "grade and next card": 1.0,
    "undo a grade": 2.0,
    "due queue": 1.0,
    SEARCH: 1.0,
    "all statistics": 0.5,
    "open to first card": 3.0,
}

ITEM = "read what is known of an item"
LINEAR = 1.0
"""What takes no longer a card, or a hit, than with few cards."""


class Ours:
    """An open study, with what Anki's engine is asked too."""

    def __init__(self, folder: Path) -> None:
        self._places = locate(folder)
        self.opened = 0
        self.open()

    def open(self) -> None:
        """Open it, to the first card."""
        self.study: Study = open_study(self._places)
        self.sitting = Sitting(self.study)
        self.sitting.next()

    def close(self) -> None:
        """Close it."""
        self.study.close()

    def grade(self) -> None:
        """Grade the next card good, and get the one after it."""
        question = self.sitting.next()
        assert question is not None  # noqa: S101 - the day has more cards than runs
        self.sitting.ask(question)
        self.sitting.grade(question, Grade.GOOD, "")
        self.sitting.next()

    def undo(self) -> None:
        """Take the last grade back."""
        history.undo(self.study)

    def queue(self) -> None:
        """All that is due now, where nobody has asked since a change: the plan is kept."""
        with closing(self.study.beside()) as study:
            asking.due(study)

    def item(self) -> None:
        """Read all that the pane of an item shows."""
        work = f"my.report-{self.opened % 50:05}"
        self.opened += 1
        reading.detail(self.study, work)
        reviewing.of_resource(self.study, work)

    def search(self) -> None:
        """Find works by a topic and a word."""
        reading.works(self.study, "ranking birch")

    def statistics(self) -> None:
        """All that Progress shows."""
        progress.progress(self.study)


def measure(cards: int, runs: int) -> Iterator[Row]:
    """The rows at so many cards."""
    place, other = data.scratch(data.database(cards)), data.scratch(data.collection(cards))
    at = f"{cards:,} cards"
    found = in_turns(lambda: _opening(Ours, place), lambda: _opening(Peer, other), runs)
    yield _row("open to first card", at, found)
    ours, peer = Ours(place), Peer(other)
    peer.prepare()
    ours.grade()
    peer.grade()
    gc.collect()
    found = in_turns(lambda: timed(ours.grade), lambda: timed(peer.grade), max(runs, 30))
    yield _row("grade and next card", at, found)

    def undo(one: Ours | Peer) -> float:
        one.grade()
        return timed(one.undo)

    yield _row("undo a grade", at, in_turns(lambda: undo(ours), lambda: undo(peer), runs))
    acts: tuple[tuple[str, Callable[[], None], Callable[[], None]], ...] = (
        ("due queue", ours.queue, peer.queue),
        (SEARCH, ours.search, peer.search),
        ("all statistics", ours.statistics, peer.statistics),
    )
    for name, mine, its in acts:
        found = in_turns(partial(timed, mine), partial(timed, its), runs)
        yield _row(name, at, found)
    taken = statistics.median(timed(ours.item) for _ in range(runs))
    yield Row(f"{ITEM}, {at}", taken, 0.0, "", None)
    ours.close()
    peer.close()
    size, its_size = (sum(f.stat().st_size for f in p.glob("*")) for p in (place, other.parent))
    reviewed = SIZES[cards].cards
    yield Row(f"bytes a card, {at}", size / reviewed, its_size / reviewed, "Anki", 2.5, "B")


def durability(cards: int) -> str:
    """How both write, for the line under the table."""
    ours, peer = Ours(data.scratch(data.database(cards))), Peer(data.collection(cards))
    store = ours.study.store
    mine = (store.value("PRAGMA journal_mode"), store.value("PRAGMA synchronous"))
    said = f"ours: journal {mine[0]}, synchronous {mine[1]}; Anki: {peer.durability}"
    ours.close()
    peer.close()
    return said


def growth(of: dict[int, list[Row]]) -> Iterator[Row]:
    """How much longer each takes with a hundred times the cards."""
    few, many = min(of), max(of)
    for name in ("grade and next card", "undo a grade", ITEM):
        one, other = (
            next(row.ours for row in of[cards] if row.operation.startswith(name))
            for cards in (many, few)
        )
        yield Row(f"{name}: {many:,} by {few:,} cards", one, other, "ours with few", 2.0)
    for name, what in (("due queue", "card"), (SEARCH, "work"), ("all statistics", "card")):
        one, other = (
            next(row.ours for row in of[cards] if row.operation.startswith(name))
            / (SIZES[cards].works if what == "work" else cards)
            for cards in (many, few)
        )
        yield Row(
            *(f"{name}: a {what}, {many:,} by {few:,} cards", one, other, "ours with few"),
            *(LINEAR, f"ms a {what}"),
        )


def _opening(kind: type[Ours] | type[Peer], place: Path) -> float:
    opened: list[Ours | Peer] = []
    taken = timed(lambda: opened.append(kind(place)))
    opened[0].close()
    return taken


def _row(name: str, at: str, found: tuple[float, float]) -> Row:
    return Row(f"{name}, {at}", *found, "Anki's engine", TARGETS[name])
