"""Three devices with a replica of the shared folder each, and a synchroniser between the replicas
that carries files late, twice, cut off, with holes, and in any order."""

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from studyplan.clock import FixedClock
from studyplan.domain.action import Edited, Imported, Provided, Undone
from studyplan.domain.interview import Dimension
from studyplan.domain.links import LinkState
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.domain.settings import Json
from studyplan.domain.wording import Wording
from studyplan.library import importing
from studyplan.locations import Locations
from studyplan.store import content, merging, rebuilding, shared_folder
from studyplan.store.engine import Store, in_memory, open_store
from studyplan.study import (
    Study,
    asking,
    history,
    links,
    noting,
    practising,
    questions,
    reading,
    reading_parts,
    reviewing,
    settings,
    syncing,
    taking_back,
)
from studyplan.study.practice import Practice
from studyplan.study.session import Refused
from tests.learner import FORGETFUL
from tests.small import COMPETENCIES, INTERVIEWS, PRIMERS, PROMPTS, WORKS, interview

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SHIPPED = content.Shipped(COMPETENCIES, WORKS, PRIMERS, PROMPTS, INTERVIEWS)
WORKS_TO_READ = ["scope", "towers-1", "rank", "book", "book/1", "K01", "own-1"]
FOLDED = (*rebuilding.FOLDED, *rebuilding.OF_THE_LOG, *rebuilding.CONTENT)
LOG = ("event", "inbox")
SKEWS = (0, 0, 0, 90, -3_600, 2 * 86_400, -30 * 86_400)
"""Seconds by which the clock of a device may be wrong."""


def load_small(study: Study, *, anew: bool = False) -> None:
    """What the app does with what ships, here with little of it."""
    del anew
    content.load(study.store, SHIPPED, "small")


def blank(folder: Path) -> Store:
    """A database with the small curriculum, to be copied into memory."""
    store = open_store(folder / "blank.db")
    content.load(store, SHIPPED, "small")
    return store


def rows(store: Store, tables: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of some tables, in an order that does not depend on how they came in."""
    return {
        table: sorted((tuple(row) for row in store.rows(f"SELECT * FROM {table}")), key=repr)
        for table in tables
    }


class Device:
    """Somebody's machine: its database, its clock, its replica of the shared folder."""

    def __init__(self, store: Store, replica: Path, skew: int) -> None:
        store.run("PRAGMA foreign_keys = ON")
        self.store, self.replica = store, replica
        self.skew = timedelta(seconds=skew)
        (replica / "data").mkdir(parents=True, exist_ok=True)
        self.clock = FixedClock(START + self.skew)
        self.study = Study(store, self.clock, Locations(replica / "data", replica, replica))

    def set_clock(self, now: datetime) -> None:
        """Let the clock say what it takes the time to be."""
        self.clock.set(now + self.skew)

    def sync(self) -> syncing.Synced:
        """Read and write the replica."""
        first = syncing.folder(self.study) is None
        return syncing.sync(self.study, self.replica if first else None)

    def rebuilt(self) -> dict[str, list[tuple[Any, ...]]]:
        """The tables as the log alone makes them."""
        with closing(in_memory(self.store)) as copy, copy.transaction():
            assert rebuilding.rebuild(copy) == []
            content.load(copy, SHIPPED, "small")
            return rows(copy, FOLDED)

    def ids(self) -> set[bytes]:
        """The ids of all events that it knows."""
        found = "SELECT id FROM event UNION SELECT id FROM inbox"
        return {row[0] for row in self.store.rows(found)}


@dataclass
class Run:
    """One interleaving, drawn by a seed."""

    folder: Path
    origin: Store
    seed: int
    chance: random.Random = field(init=False)
    devices: list[Device] = field(init=False, default_factory=list)
    acted: int = 0
    carried: int = 0
    renamed: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - no secret
        self.now = START
        self.recorded: set[bytes] = set()
        self.partial: set[Path] = set()
        """Files that are still being copied, which no synchroniser carries on."""
        for number in range(3):
            self.devices.append(self._device(in_memory(self.origin), number))

    def _device(self, store: Store, number: int) -> Device:
        return Device(store, self.folder / f"replica-{number}", self.chance.choice(SKEWS))

    def go(self, steps: int) -> None:
        """Do anything, `steps` times."""
        for _ in range(steps):
            self.now += timedelta(seconds=self.chance.choice((0, 0.5, 60, 7_200, 90_000)))
            device = self.chance.choice(self.devices)
            device.set_clock(self.now)
            what = self.chance.random()
            if what < 0.62:
                self.act(device)
            elif what < 0.80:
                self.sync(device)
            elif what < 0.98:
                self.carry()
            elif what < 0.99:
                self.roll_back(device)
            else:
                self.copy(device)

    def sync(self, device: Device) -> None:
        """Let a device read and write its replica; at times all tables are written anew."""
        few, merging.MANY = merging.MANY, self.chance.choice((1, 5, 4_000))
        try:
            self.renamed += device.sync().renamed
        finally:
            merging.MANY = few

    # -------------------------------------------------------------------- what a person does

    def act(self, device: Device) -> None:
        """Do one thing on a device; what cannot be done is not done."""
        before = device.ids()
        with suppress(Refused):
            self.chance.choice(ACTIONS)(self, device.study)
        new = device.ids() - before
        self.recorded |= new
        self.acted += len(new)

    def roll_back(self, device: Device) -> None:
        """Sync, do more, and put an older database in place: all that was shared comes back."""
        self.sync(device)
        with closing(in_memory(device.store)) as older:
            self.act(device)
            self.sync(device)
            device.store.replace_by(older._connection, lambda *_: None)

    def copy(self, device: Device) -> None:
        """Put a copy of a database, device id and all, in place of another's."""
        other = self.chance.choice([one for one in self.devices if one is not device])
        self.sync(other)  # what it had is in its files
        other.store.replace_by(device.store._connection, lambda *_: None)
        if self.chance.random() < 0.5:
            syncing.sync(other.study, other.replica)
        else:
            other.store.run("UPDATE meta SET value = ? WHERE key = 'sync.folder'",
                            str(other.replica))  # fmt: skip

    # -------------------------------------------------------------------- what is carried

    def carry(self) -> None:
        """Carry one file from one replica to another, perhaps not to its end."""
        source, target = self.chance.sample(self.devices, 2)
        files = self.whole_files(source)
        if not files:
            return
        file = self.chance.choice(files)
        data = whole = file.read_bytes()
        if self.chance.random() < 0.4:
            data = data[: self.chance.randint(0, len(data))]
            if self.chance.random() < 0.3:
                data += bytes(len(whole) - len(data))  # room was made, the rest is not there yet
        self.put(data, whole, shared_folder.home(target.replica) / file.parent.name / file.name)
        self.carried += 1

    def whole_files(self, device: Device) -> list[Path]:
        """What a replica has to give."""
        return sorted({*shared_folder.home(device.replica).glob("*/*.jsonl")} - self.partial)

    def put(self, data: bytes, whole: bytes, to: Path) -> bool:
        """Put a file in place as a synchroniser does: the newer of two that go on from each other;
        of two that do not, the one that comes, and the other is kept under a name of its own.
        Whether that changed anything."""
        to.parent.mkdir(parents=True, exist_ok=True)
        there = to.read_bytes() if to.exists() and to not in self.partial else b""
        if there and there.startswith(whole):
            return False
        if not whole.startswith(there):
            name = f"{to.stem}.sync-conflict-{self.chance.getrandbits(40):x}.jsonl"
            to.with_name(name).write_bytes(there)
        to.write_bytes(data)
        if data == whole:
            self.partial.discard(to)
        else:
            self.partial.add(to)
        return True

    def settle(self) -> None:
        """Carry everything to everybody until nothing is left to be said."""
        for _ in range(8):
            self.now += timedelta(minutes=1)
            changed = 0
            for device in self.devices:
                device.set_clock(self.now)
                done = device.sync()
                changed += done.sent + done.received + done.renamed
            for source in self.devices:
                for target in self.devices:
                    if source is not target:
                        for file in self.whole_files(source):
                            data = file.read_bytes()
                            to = shared_folder.home(target.replica) / file.parent.name / file.name
                            changed += self.put(data, data, to)
            if not changed:
                return
        raise AssertionError("the devices go on writing to each other")

    def differences(self) -> list[str]:
        """What is not as it should be once everything was carried; empty where all is well."""
        found = []
        first = self.devices[0]
        expected, tables = rows(first.store, LOG), rows(first.store, FOLDED)
        for number, device in enumerate(self.devices):
            if lost := self.recorded - device.ids():
                found.append(f"device {number} lost {len(lost)} events")
            if not any(one.skew for one in self.devices):
                found += (f"the grades of {card} on device {number} are out of order of time"
                          for card in self.out_of_order(device))  # fmt: skip
            found += (f"{id} is two works" for id in self.doubles(device))
            if rows(device.store, LOG) != expected:
                found.append(f"the log of device {number} differs")
            mine, rebuilt = rows(device.store, FOLDED), device.rebuilt()
            for table in FOLDED:
                if mine[table] != tables[table]:
                    found.append(f"{table} of device {number} differs")
                if mine[table] != rebuilt[table]:
                    found.append(f"{table} of device {number} is not the fold of its log")
        return found

    def out_of_order(self, device: Device) -> list[str]:
        """The cards whose grades were given in another order than they count."""
        times: dict[str, list[int]] = {}
        for row in device.store.rows("SELECT * FROM event WHERE kind = 'grade' ORDER BY id"):
            times.setdefault(json.loads(row["payload"])["card"], []).append(row["at"])
        return [card for card, of in times.items() if of != sorted(of)]

    def doubles(self, device: Device) -> list[str]:
        """The ids that works at more than one address were given."""
        urls: dict[str, set[str | None]] = {}
        for row in device.store.rows("SELECT * FROM event WHERE kind = 'import'"):
            for work in json.loads(row["payload"])["works"]:
                urls.setdefault(work["id"], set()).add(work.get("url"))
        return [id for id, of in urls.items() if len(of) > 1]

    def close(self) -> None:
        """Let the databases go."""
        for device in self.devices:
            device.study.close()


# ------------------------------------------------------------------------------ the actions


def _mark(run: Run, study: Study) -> None:
    reading.mark(study, run.chance.choice(WORKS_TO_READ), run.chance.choice(list(Status)))


def _read_for(run: Run, study: Study) -> None:
    reading_parts.read_for(study, run.chance.choice(WORKS_TO_READ), run.chance.randint(1, 60))


def _note(run: Run, study: Study) -> None:
    work = run.chance.choice(("scope", "rank"))
    noting.write_note(study, work, run.chance.choice(("", "a", f"“{run.acted}”", "# b\n\n- c")))


def _open(run: Run, study: Study) -> None:
    del run
    reading.open_link(study, "towers-1")


def _grade(run: Run, study: Study) -> None:
    if due := asking.due(study, ahead=True).questions:
        card = run.chance.choice(due[:3]).card.id
        reviewing.grade(study, card, run.chance.choice(list(Grade)), attempt="said")


def _suspend(run: Run, study: Study) -> None:
    cards = study.store.rows("SELECT id FROM card WHERE id IN (SELECT id FROM prompt) ORDER BY id")
    if cards:
        act = run.chance.choice((reviewing.suspend, reviewing.resume))
        act(study, run.chance.choice(cards)[0])


def _set(run: Run, study: Study) -> None:
    fitted = ", ".join(map(str, FORGETFUL))
    key, value = run.chance.choice(
        (("retention", "0.8"), ("retention", "0.95"), ("minutes.mon", str(run.acted % 700)),
         ("parameters", fitted), ("parameters", "none"))
    )  # fmt: skip
    settings.change(study, {key: value})


def _import(run: Run, study: Study) -> None:
    name = run.chance.choice(("own-1", "own-2"))
    study.do(Imported("l", (Resource(name, f"My {name} {run.acted % 3}", Kind.ARTICLE),)))


def _correct(run: Run, study: Study) -> None:
    name = run.chance.choice(("own-1", "own-2"))
    fields: tuple[dict[str, Json], ...] = (
        {"title": f"Corrected {run.acted % 5}"},
        {"competency": "K02"},
        {"kind": "blog", "minutes": 0},
    )
    study.do(Edited({name: run.chance.choice(fields)}))


def _take_in(run: Run, study: Study) -> None:
    """Take in a list as a person does: works of one title stand at many addresses."""
    file, host = run.folder / "list.rst", run.chance.choice(("one", "two", "three"))
    file.write_text(f"- `How a feature store is built <https://{host}.example/a>`_\n")
    study.do(Imported("list.rst", importing.examine(file, ()).new_works))


def _ask(run: Run, study: Study) -> None:
    questions.add(study, run.chance.choice(WORKS_TO_READ), Wording(f"Why {run.acted}?", ("So.",)))


def _word(run: Run, study: Study) -> None:
    rows = study.store.rows("SELECT id FROM card WHERE id IN (SELECT id FROM prompt) ORDER BY id")
    if not rows:
        return
    card = run.chance.choice(rows)[0]
    act: Callable[[], object] = run.chance.choice(
        (
            lambda: questions.edit(study, card, Wording(f"In words {run.acted}?")),
            lambda: questions.remove(study, card),
            lambda: questions.restore(study, card),
        )
    )
    act()


def _repair(run: Run, study: Study) -> None:
    address = run.chance.choice([None, "https://example.org/a", "https://example.org/b"])
    links.set_address(study, run.chance.choice(["towers-1", "towers-2", "book"]), address)


def _judge(run: Run, study: Study) -> None:
    state = run.chance.choice([None, LinkState.OK, LinkState.BROKEN])
    links.set_state(study, run.chance.choice(["towers-1", "towers-2"]), state)


def _provide(run: Run, study: Study) -> None:
    new = run.chance.choice((None, interview("my.one", minutes=(5 + run.acted % 4,) * 9)))
    study.do(Provided({"my.one": new}))


def _practise(run: Run, study: Study) -> None:
    waiting = [one.id for one in practising.history(study) if one.finished_at is None]
    if not waiting:
        practising.start(study, run.chance.choice(("feed", "ads")), 30)
    elif run.chance.random() < 0.5:
        practising.finish(study, waiting[0], {Dimension.DATA: run.chance.randint(0, 4)})
    else:
        practice = Practice(study, waiting[-1])
        practice.resume()
        practice.type(f"text {run.acted}")
        practice.keep()
        practice.step(1)


def _undo(run: Run, study: Study) -> None:
    run.chance.choice((history.undo, history.undo, history.redo))(study)


def _take_back(run: Run, study: Study) -> None:
    if done := taking_back.page(study):
        one = run.chance.choice(done)
        taking_back.take_back(study, one.id, with_depending=run.chance.random() < 0.7)


def _blindly_undo(run: Run, study: Study) -> None:
    """Take an event back whatever depends on it, as another version might."""
    found = study.store.rows("SELECT id FROM event WHERE kind NOT IN ('undo', 'redo', 'open')")
    undone = {row[0] for row in study.store.rows("SELECT event FROM undone")}
    if left := [row[0] for row in found if row[0] not in undone]:
        study.do(Undone(UUID(bytes=run.chance.choice(left))))


def _from_the_future(run: Run, study: Study) -> None:
    """Come to know of an event of a kind that only a later version understands."""
    number = (1_800_000_000_000 << 80) | (7 << 76) | (2 << 62) | run.chance.getrandbits(60)
    id = UUID(int=number).bytes
    with suppress(sqlite3.IntegrityError):
        study.store.run(
            "INSERT INTO inbox VALUES (?, '0badcafe', 1800000000000, 'dream', ?)", id, '{"of":"λ"}'
        )


ACTIONS: tuple[Callable[[Run, Study], None], ...] = (
    *(_mark, _mark, _mark, _read_for, _read_for, _note, _note, _note, _open),
    *(_grade, _grade, _grade, _grade, _suspend),
    *(
        _set,
        _import,
        _correct,
        _take_in,
        _ask,
        _word,
        _word,
        _provide,
        _repair,
        _judge,
        _practise,
        _practise,
        _undo,
        _undo,
    ),
    *(_take_back, _blindly_undo, _from_the_future),
)
