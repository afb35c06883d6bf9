"""The same history in a collection of Anki's, and what its engine is asked to do with it."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from anki.collection import AddNoteRequest, Collection
from anki.decks import DeckId
from anki.scheduler.v3 import CardAnswer

from benchmarks.speed.history import Review, Size, reviews, titles

_DECK = DeckId(1)


def make(path: Path, size: Size, today: date) -> None:
    """Make the collection; each work is in the text and the tags of its cards."""
    history: dict[int, list[Review]] = defaultdict(list)
    for one in reviews(size, today):
        history[one.card].append(one)
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    kind = collection.models.by_name("Basic")
    assert kind is not None  # noqa: S101 - every new collection has it
    named = list(titles(size))[: size.read]
    wanted = []
    for number in range(size.cards):
        title = named[number // size.cards_a_work]
        note = collection.new_note(kind)
        note.fields = [f"What would you say to question {number} of {title}?", "It depends."]
        note.tags = [title.split()[2].rstrip(",")]
        wanted.append(AddNoteRequest(note, _DECK))
    for begin in range(0, len(wanted), 5_000):
        collection.add_notes(wanted[begin : begin + 5_000])
    assert collection.db is not None  # noqa: S101 - it was just opened
    ids = collection.db.list("select id from cards order by id")
    day_now = collection.sched.today
    cards, revlog, taken = [], [], 0
    for number, id in enumerate(ids):
        its = history[number]
        last = its[-1]
        due = day_now + last.interval - (today - last.day).days
        memory = {"s": round(last.memory.stability, 4), "d": round(last.memory.difficulty, 3)}
        data = json.dumps(memory | {"dr": 0.9}, separators=(",", ":"))
        cards.append((due, last.interval, len(its), data, id))
        before = 0
        for one in its:
            taken = max(taken + 1, round(one.at.timestamp() * 1000))
            entry = (id, -1, int(one.grade), one.interval, before, 2500, 20_000, 1)
            revlog.append((round(one.at.timestamp() * 1000), entry))
            before = one.interval
    collection.db.executemany(
        "update cards set type=2, queue=2, due=?, ivl=?, factor=2500, reps=?, data=? where id=?",
        cards,
    )
    rows, last_id = [], 0
    for at, entry in sorted(revlog, key=lambda one: one[0]):
        last_id = max(last_id + 1, at)
        rows.append((last_id, *entry))
    collection.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", rows)
    collection.close()


class Peer:
    """An open collection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.open()

    def open(self) -> None:
        """Open it, to the first card."""
        self.collection = Collection(str(self._path))
        self.first()

    def prepare(self) -> None:
        """Make what the measurements want beside the cards."""
        self._other = DeckId(self.collection.decks.id("Other") or 0)

    def close(self) -> None:
        """Close it."""
        self.collection.close()

    def first(self) -> Any:
        """The card to be asked next."""
        return self.collection.sched.get_queued_cards(fetch_limit=1).cards[0]

    def queue(self) -> None:
        """Build the queue anew, which choosing another deck and this one again asks for."""
        self.collection.decks.set_current(self._other)
        self.collection.decks.set_current(_DECK)
        self.first()

    def grade(self) -> None:
        """Grade the next card good, and get the one after it."""
        queued = self.first()
        card = self.collection.get_card(queued.card.id)
        card.start_timer()
        scheduler = self.collection.sched
        answer = scheduler.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
        scheduler.answer_card(answer)
        self.first()

    def undo(self) -> None:
        """Take the last grade back."""
        self.collection.undo()

    def search(self) -> None:
        """Find cards by a tag and a word."""
        self.collection.find_cards("tag:ranking birch")

    def statistics(self) -> None:
        """All graphs of a year."""
        self.collection._backend.graphs(search="", days=365)

    @property
    def durability(self) -> str:
        """How it writes."""
        assert self.collection.db is not None  # noqa: S101 - it is open
        journal = self.collection.db.scalar("pragma journal_mode")
        return f"journal {journal}, synchronous {self.collection.db.scalar('pragma synchronous')}"
