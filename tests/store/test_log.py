"""The log is the truth: tables equal its fold, and undo brings back what was."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from studyplan.clock import FixedClock
from studyplan.domain.action import Edited, Imported, Judged, Provided, Repaired
from studyplan.domain.interview import Dimension
from studyplan.domain.links import LinkState
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.settings import Json
from studyplan.domain.wording import Wording
from studyplan.locations import Locations
from studyplan.store import cards, content, log, recorded
from studyplan.store.engine import Store, open_store
from studyplan.study import (
    Study,
    asking,
    history,
    noting,
    practising,
    questions,
    reading,
    reading_parts,
    reviewing,
    settings,
)
from studyplan.study.practice import Practice
from studyplan.study.session import Refused
from tests.learner import FORGETFUL
from tests.small import COMPETENCIES, INTERVIEWS, PRIMERS, PROMPTS, WORKS, interview

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SHIPPED = content.Shipped(COMPETENCIES, WORKS, PRIMERS, PROMPTS, INTERVIEWS)
READABLE = ["scope", "towers-1", "towers-2", "rank", "book", "book/1", "book/2", "blog", "K01"]
CARDS_OF_READINGS = "SELECT id FROM card WHERE id IN (SELECT id FROM prompt) ORDER BY id"
SURE = (*DEFAULT_PARAMETERS[:2], 30.0, 90.0, *DEFAULT_PARAMETERS[4:20], 0.1)
DECISIONS = "SELECT id, phase, step, due_day, due_at, last_at, last_day, reps, lapses FROM card"
FOLDED = (
    *("progress", "setting", "card", "review", "work", "attempt", "wording", "own_interview"),
    "link",
)
BESIDE_CONTENT = ("prompt", "interview", "resource")
"""Hold what ships and, beside it, what the log says."""
WORDS = (
    Wording("Why?"),
    Wording("Why not?", ("One.", "“Two” of them.")),
    Wording("What\nelse?", ("Three.",), "And then?"),
)


def dump(store: Store, *, visits: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that are folded from the log, and of those that hold some of it."""
    names = (*FOLDED, *BESIDE_CONTENT)
    tables = {name: [tuple(r) for r in store.rows(f"SELECT * FROM {name}")] for name in names}
    if not visits:  # opening a link needs no undo, so it stays when all else is taken back
        rows = store.rows(
            "SELECT resource, status, status_at, note, note_at, sittings FROM progress"
        )
        untouched = ("unread", None, "", None, None)
        tables["progress"] = [tuple(r) for r in rows if tuple(r)[1:] != untouched]
    return tables


def words_of(parameters: tuple[float, ...]) -> str:
    """Parameters as they can be typed."""
    return ", ".join(map(str, parameters))


def rebuild(store: Store) -> None:
    """Fold the log anew, subject by subject, into empty tables."""
    with store.transaction():
        for table in FOLDED:
            store.run(f"DELETE FROM {table}")
        subjects = [row[0] for row in store.rows("SELECT DISTINCT subject FROM subject")]
        for table, folded in log.TABLES.items():
            for subject in subjects:
                if subject.startswith(f"{table}:"):
                    key, events = subject.partition(":")[2], recorded.counting(store, subject)
                    folded.refold(store, key, events)
        content.load(store, SHIPPED, "small")


@pytest.fixture(scope="session")
def small_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "studyplan.db"
    store = open_store(path)
    content.load(store, SHIPPED, "small")
    store.close()
    return path


def small_study(database: Path, folder: Path) -> Study:
    folder.mkdir(exist_ok=True)
    shutil.copy2(database, folder / "studyplan.db")
    places = Locations(folder, folder, folder)
    return Study(open_store(places.database), FixedClock(START), places)


@pytest.fixture
def small(small_database: Path, tmp_path: Path) -> Iterator[Study]:
    study = small_study(small_database, tmp_path / "data")
    yield study
    study.close()


def hands(study: Study) -> FixedClock:
    assert isinstance(study.clock, FixedClock)
    return study.clock


class Person(RuleBasedStateMachine):
    """Somebody who does anything in any order."""

    database: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.study = small_study(self.database, Path(self.folder.name) / "data")
        self.before: list[dict[str, list[tuple[Any, ...]]]] = []
        self.ahead: list[dict[str, list[tuple[Any, ...]]]] = []

    def teardown(self) -> None:
        self.study.close()
        self.folder.cleanup()

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        return dump(self.study.store, visits=False)

    def acted(self, before: dict[str, list[tuple[Any, ...]]], events: int) -> None:
        """Remember what undo has to bring back, where the action made an event."""
        if self.study.store.value("SELECT count(*) FROM event") > events:
            self.before.append(before)
            self.ahead.clear()

    def events(self) -> int:
        return int(self.study.store.value("SELECT count(*) FROM event"))

    @rule(seconds=st.integers(0, 3 * 86400))
    def wait(self, seconds: int) -> None:
        self.pass_time(seconds)

    def pass_time(self, seconds: int) -> None:
        clock = hands(self.study)
        clock.set(clock.now() + timedelta(seconds=seconds))

    @rule(resource=st.sampled_from(READABLE), status=st.sampled_from(Status))
    def mark(self, resource: str, status: Status) -> None:
        before, events = self.state(), self.events()
        reading.mark(self.study, resource, status)
        self.acted(before, events)

    @rule(resource=st.sampled_from(READABLE), minutes=st.integers(1, 90))
    def read_for(self, resource: str, minutes: int) -> None:
        before, events = self.state(), self.events()
        with suppress(Refused):
            reading_parts.read_for(self.study, resource, minutes)
        self.acted(before, events)

    @rule(resource=st.sampled_from(READABLE), text=st.sampled_from(["", "a", "“b”\n\n- c"]))
    def note(self, resource: str, text: str) -> None:
        before, events = self.state(), self.events()
        noting.write_note(self.study, resource, text)
        self.acted(before, events)

    @rule(resource=st.sampled_from(["towers-1", "blog"]))
    def open(self, resource: str) -> None:
        reading.open_link(self.study, resource)

    @rule(place=st.integers(0, 9), grade=st.sampled_from(Grade), attempt=st.none() | st.just("x"))
    def grade(self, place: int, grade: Grade, attempt: str | None) -> None:
        due = asking.due(self.study, ahead=True).questions
        if due:
            before, events = self.state(), self.events()
            card = due[place % len(due)].card.id
            reviewing.grade(self.study, card, grade, seconds=12.5, attempt=attempt)
            self.acted(before, events)

    @rule(place=st.integers(0, 9), suspended=st.booleans())
    def suspend(self, place: int, suspended: bool) -> None:
        ids = [row[0] for row in self.study.store.rows(CARDS_OF_READINGS)]
        if ids:
            before, events = self.state(), self.events()
            act = reviewing.suspend if suspended else reviewing.resume
            act(self.study, ids[place % len(ids)])
            self.acted(before, events)

    @rule(key=st.sampled_from(["retention", "learning_steps"]), sparse=st.booleans())
    def set(self, key: str, sparse: bool) -> None:
        values = {"retention": ("0.8", "0.95"), "learning_steps": ("5m", "1m 10m")}[key]
        before, events = self.state(), self.events()
        settings.change(self.study, {key: values[sparse]})
        self.acted(before, events)

    @rule(text=st.sampled_from(["none", words_of(FORGETFUL), words_of(SURE)]))
    def fit(self, text: str) -> None:
        before, events = self.state(), self.events()
        decided = self.study.store.rows(DECISIONS)
        settings.change(self.study, {"parameters": text})
        assert self.study.store.rows(DECISIONS) == decided
        self.acted(before, events)

    @rule(name=st.sampled_from(["own-1", "own-2", "scope"]))
    def take_in(self, name: str) -> None:
        before, events = self.state(), self.events()
        self.study.do(Imported("mine.rst", (Resource(name, f"My {name}", Kind.ARTICLE),)))
        self.acted(before, events)

    @rule(
        name=st.sampled_from(["own-1", "own-2", "scope"]),
        fields=st.sampled_from([{"competency": "K02"}, {"kind": "blog", "minutes": 0},
                                {"competency": "K99", "title": "Corrected"}]),
    )  # fmt: skip
    def correct(self, name: str, fields: dict[str, Json]) -> None:
        before, events = self.state(), self.events()
        self.study.do(Edited({name: fields}))
        self.acted(before, events)

    @rule(source=st.sampled_from(READABLE), words=st.sampled_from(WORDS))
    def ask(self, source: str, words: Wording) -> None:
        self.pass_time(1)  # own questions are told apart by when they were written
        before, events = self.state(), self.events()
        questions.add(self.study, source, words)
        self.acted(before, events)

    @rule(place=st.integers(0, 20), words=st.none() | st.sampled_from(WORDS))
    def word(self, place: int, words: Wording | None) -> None:
        rows = self.study.store.rows(CARDS_OF_READINGS)
        if rows:
            card = rows[place % len(rows)][0]
            before, events = self.state(), self.events()
            if words is not None:
                questions.edit(self.study, card, words)
            elif reviewing.question(self.study, card).own:
                questions.remove(self.study, card)
            else:
                questions.restore(self.study, card)
            self.acted(before, events)

    @rule(name=st.sampled_from(["my.one", "my.two"]), minutes=st.sampled_from([5, 10, None]))
    def provide(self, name: str, minutes: int | None) -> None:
        new = None if minutes is None else interview(name, minutes=(minutes,) * 9)
        before, events = self.state(), self.events()
        self.study.do(Provided({name: new}))
        self.acted(before, events)

    @rule(resource=st.sampled_from(["towers-1", "book", "own-1"]), number=st.integers(0, 2))
    def repair(self, resource: str, number: int) -> None:
        before, events = self.state(), self.events()
        address = f"https://mended.example/{number}" if number else None
        self.study.do(Repaired({resource: address, "towers-2": address}))
        self.acted(before, events)

    @rule(
        resource=st.sampled_from(["towers-1", "book"]), state=st.none() | st.sampled_from(LinkState)
    )
    def judge(self, resource: str, state: LinkState | None) -> None:
        before, events = self.state(), self.events()
        self.study.do(Judged(resource, state))
        self.acted(before, events)

    @rule(interview=st.sampled_from(["feed", "ads"]), minutes=st.sampled_from([30, 45, 60]))
    def begin(self, interview: str, minutes: int) -> None:
        self.pass_time(1)  # attempts are told apart by when they were begun; their ids are random
        before, events = self.state(), self.events()
        practising.start(self.study, interview, minutes)
        self.acted(before, events)

    def waiting(self) -> list[str]:
        made = practising.history(self.study)
        return [one.id for one in made if one.finished_at is None]

    @rule(text=st.sampled_from(["", "a", "b"]), seconds=st.integers(0, 700), on=st.booleans())
    def practise(self, text: str, seconds: int, on: bool) -> None:
        if attempts := self.waiting():
            before, events = self.state(), self.events()
            practice = Practice(self.study, attempts[-1])
            practice.resume()
            self.pass_time(seconds)
            practice.type(text)
            practice.keep()
            if on:
                practice.step(1)
            else:
                practice.pause()
            self.acted(before, events)

    @rule(scores=st.dictionaries(st.sampled_from(Dimension), st.integers(0, 4)))
    def finish(self, scores: dict[Dimension, int]) -> None:
        if attempts := self.waiting():
            before, events = self.state(), self.events()
            practising.finish(self.study, attempts[0], scores)
            self.acted(before, events)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        now = self.state()
        history.undo(self.study)
        assert self.state() == self.before.pop()
        self.ahead.append(now)

    @precondition(lambda self: self.ahead)
    @rule()
    def redo(self) -> None:
        now = self.state()
        history.redo(self.study)
        assert self.state() == self.ahead.pop()
        self.before.append(now)

    @precondition(lambda self: not self.ahead)
    @rule()
    def nothing_to_redo(self) -> None:
        with pytest.raises(Refused):
            history.redo(self.study)

    @invariant()
    def tables_are_the_fold(self) -> None:
        kept = dump(self.study.store)
        rebuild(self.study.store)
        assert dump(self.study.store) == kept

    @invariant()
    def cards_are_of_what_is_read(self) -> None:
        rows = self.study.store.rows(
            "SELECT q.id FROM prompt q JOIN progress p ON p.resource = q.resource "
            "WHERE p.status = 'read' AND q.id NOT IN (SELECT id FROM card)"
        )
        assert rows == []

    @invariant()
    def own_questions_are_asked_and_edits_keep_what_ships(self) -> None:
        rows = self.study.store.rows(
            "SELECT w.card, c.id IS NOT NULL AS asked, q.type, q.question, w.question AS own "
            "FROM wording w LEFT JOIN prompt q ON q.id = w.card LEFT JOIN card c ON c.id = w.card"
        )
        shipped = {one.id: one.question for one in PROMPTS}
        for row in rows:
            if ":my." in row["card"]:
                assert (row["asked"], row["type"], row["question"]) == (1, "own", row["own"])
            elif row["card"] in shipped:
                assert row["question"] == shipped[row["card"]]


def test_any_actions_fold_and_undo(small_database: Path) -> None:
    Person.database = small_database
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Person, settings=hypothesis_settings(max_examples=25, stateful_step_count=25)
    )


def test_ids_grow_although_the_clock_is_set_back(small: Study) -> None:
    clock = hands(small)
    for hours in (0, -5, 3, -48):
        clock.set(START + timedelta(hours=hours))
        noting.write_note(small, "scope", f"at {hours}")
    rows = small.store.rows("SELECT id, payload FROM event ORDER BY id")
    assert [json.loads(row["payload"])["text"] for row in rows] == [
        "at 0",
        "at -5",
        "at 3",
        "at -48",
    ]
    assert all(row["id"][6] >> 4 == 7 and row["id"][8] >> 6 == 2 for row in rows)  # RFC 9562


def test_a_card_graded_keeps_its_history_when_its_work_is_unread_again(small: Study) -> None:
    reading.mark(small, "scope", Status.READ)
    reviewing.grade(small, "scope:recall", Grade.GOOD)
    reading.mark(small, "scope", Status.UNREAD)
    assert asking.due(small, ahead=True).questions == ()
    assert len(cards.reviews(small.store, "scope:recall")) == 1
    reading.mark(small, "scope", Status.READ)
    after = cards.read(small.store, "scope:recall")
    assert after is not None
    assert after.reps == 1


def test_an_action_that_fails_half_way_changes_nothing(
    small: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(small.store)

    def broken(*_: object) -> None:
        raise OSError("the lights went out")

    monkeypatch.setattr(cards, "reconcile", broken)
    with pytest.raises(OSError, match="lights"):
        reading.mark(small, "scope", Status.READ)
    assert dump(small.store) == before
    assert small.store.value("SELECT count(*) FROM event") == 0
    assert small.store.value("SELECT count(*) FROM subject") == 0


def test_two_connections_see_each_other(small: Study) -> None:
    other = Study(open_store(small.store.path), small.clock, small.locations)
    seen = other.version
    reading.mark(small, "scope", Status.READ)
    assert other.version != seen
    assert [one.card.id for one in asking.due(other).questions] == ["scope:recall", "scope:out"]
    history.undo(other)
    assert asking.due(small).questions == ()
    other.close()
