"""One trial after the other: start a child or two, kill them at a random moment, look at what is
left.

The database goes on from trial to trial, so that what is made of the remains is tried as well. In
between, an older schema is upgraded in a folder of its own.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from studyplan.locations import Locations, locate
from studyplan.store import backups
from studyplan.store.engine import StoreError
from studyplan.study import backing_up, doctor, open_study
from tests.torture.actor import LaterClock, digest

ROOT = Path(__file__).parents[2]
RELEASED = sorted((ROOT / "tests" / "store" / "released").glob("schema-*.sql"))
_USUAL = {"opening": 0.3}
"""Seconds that an action takes before one was measured; others, a hundredth."""
_KEPT = 4
"""Backups that are left for the next trial to restore."""


def small_assets(folder: Path) -> Path:
    """What ships, but for prompts, primers and most interviews, so that it loads in a moment."""
    assets = locate().assets
    for file in assets.glob("*.yaml"):
        shutil.copy2(file, folder)
    interviews = folder / "interviews"
    interviews.mkdir()
    for file in sorted((assets / "interviews").glob("*.yaml"))[:1]:
        shutil.copy2(file, interviews)
    return folder


@dataclass
class Tally:
    """What came of all trials."""

    kills: int = 0
    acknowledged: int = 0
    """Events that the children said were written."""
    drafts: int = 0
    """Texts that they said were kept: notes, and what was being typed."""
    lost: int = 0
    """Of both, what was not there after a kill, this or a later one, as it was written; what a
    restore took away is not lost."""
    half: int = 0
    """Trials after which an action was there in part."""
    unsound: int = 0
    """Trials after which doctor found anything wrong."""
    bad_backups: int = 0
    """Files that are named as a backup and are none, and backups that were made and are gone."""
    stray: int = 0
    """Files that have no place in the data folder."""
    aside: int = 0
    """Files that were being written aside at a kill; they are removed once they are a day old."""
    during: Counter[str] = field(default_factory=Counter)
    """What was being done at the kill."""
    wrong: list[str] = field(default_factory=list)
    """What to look at, in words."""

    @property
    def ok(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.half or self.unsound or self.bad_backups or self.stray)


@dataclass
class _Owed:
    """What must be there after the kill."""

    events: dict[str, str] = field(default_factory=dict)
    """By id (hex), the digest of the row."""
    texts: set[str] = field(default_factory=set)
    """Each in a draft, or in a note of the log."""
    drafts: dict[str, str] = field(default_factory=dict)
    """By work, the text that was kept last."""


class _Child:
    """A running child, and what it said."""

    def __init__(self, places: Locations, seed: int, *options: str) -> None:
        command = [sys.executable, "-m", "tests.torture.actor", str(places.data)]
        self._process = subprocess.Popen(
            [*command, str(places.assets), str(seed), *options],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.said: list[dict[str, Any]] = []
        self._since: dict[str, float] = {}

    def listen_to(self, number: int, usual: dict[str, float]) -> str | None:
        """Listen until the action of this number begins; its kind, or None where it has died."""
        begun = -1  # opening is no action
        while (one := self._next()) is not None:
            kind = one.get("begin")
            if kind is not None:
                begun += 1
                self._since[kind] = monotonic()
                if begun >= number:
                    return str(kind)
            elif (start := self._since.pop(one["done"], None)) is not None:
                usual[one["done"]] = (usual.get(one["done"], 0.01) + monotonic() - start) / 2
        return None

    def listen_to_end(self) -> None:
        """Listen until it has died, for a while at most."""
        while self._next() is not None:
            pass

    def kill(self) -> None:
        """End it at once, and hear what it had said before."""
        self._process.send_signal(signal.SIGKILL)
        self.listen_to_end()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def status(self) -> int:
        """How it ended."""
        return self._process.wait()

    @property
    def unfinished(self) -> dict[str, Any] | None:
        """The action that it had begun and not acknowledged."""
        last = self.said[-1] if self.said else None
        return last if last is not None and "begin" in last else None

    def _next(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            return None
        self.said.append(json.loads(line))
        return self.said[-1]


class Trials:
    """A folder, and what was done in it so far."""

    def __init__(self, folder: Path, seed: int, longest: int = 20) -> None:
        """Let each child act `longest` times at most."""
        self._longest = longest
        assets = folder / "assets"
        assets.mkdir(parents=True)
        self._folder, self._assets = folder, small_assets(assets)
        self._dice = random.Random(seed)  # noqa: S311 - no secret
        self._usual = dict(_USUAL)
        self._main = Locations(folder / "data", folder / "data", self._assets)
        self._owed = _Owed()
        self.tally = Tally()

    def run(self) -> None:
        """One trial."""
        dice, old = self._dice, self._dice.random() < 0.15
        places, owed = self._older() if old else (self._main, self._owed)
        hands = 2 if not old and dice.random() < 0.2 else 1
        options = ["--upgrades"] if old else []
        action = 0 if old and dice.random() < 0.8 else dice.randrange(self._longest)
        by_statement = hands == 1 and dice.random() < 0.4
        if by_statement:
            options += ["--die", str(action), str(int(dice.expovariate(1 / 30)) + 1)]
        children = [_Child(places, dice.randrange(10**9), *options) for _ in range(hands)]
        if by_statement:
            children[0].listen_to_end()
        else:
            kind = children[0].listen_to(action, self._usual)
            if kind is not None:
                sleep(dice.uniform(0, 1.2 * self._usual.get(kind, 0.01)))
        for child in children:
            child.kill()
        for child in children:
            if child.status != -signal.SIGKILL:
                self._note(f"a child ended by itself with {child.status}")
                self.tally.unsound += 1
        self.tally.kills += 1
        self._look(places, owed, children)
        if old:
            shutil.rmtree(places.data)

    def tidy(self) -> None:
        """What was being written aside goes once it is old; a data folder is as before then."""
        for one in self._main.data.rglob("*.new-*"):
            os.utime(one, (0, 0))
            self.tally.aside += 1
        with closing(open_study(self._main, LaterClock())) as study:
            backing_up.tidy(study)
        left = [one.name for one in self._main.data.rglob("*.new-*")]
        if left:
            self._note(f"left behind: {left}")
            self.tally.stray += len(left)

    def _older(self) -> tuple[Locations, _Owed]:
        """A folder with a database of a schema that was released before."""
        data = self._folder / f"older-{self.tally.kills}"
        data.mkdir()
        places = Locations(data, data, self._assets)
        with closing(sqlite3.connect(places.database)) as database:
            database.executescript(self._dice.choice(RELEASED).read_text(encoding="utf-8"))
            database.execute("PRAGMA journal_mode = WAL")
            rows = database.execute("SELECT * FROM event").fetchall()
        return places, _Owed({row[0].hex(): digest(row) for row in rows})

    # ------------------------------------------------------------------------ what is left

    def _look(self, places: Locations, owed: _Owed, children: list[_Child]) -> None:
        tally, made = self.tally, set[str]()
        for child in children:
            for one in child.said:
                if "done" in one:
                    tally.acknowledged += len(one["events"].keys() - owed.events.keys())
                    tally.drafts += "owed" in one
                    _acknowledge(one, owed, alone=len(children) == 1)
                    if "backup" in one:
                        made.add(one["backup"])
        unfinished = [begun for child in children if (begun := child.unfinished) is not None]
        tally.during.update(one["begin"] for one in unfinished)
        if len(unfinished) < len(children):
            tally.during["between two"] += len(children) - len(unfinished)
        replaced = _Replaced()
        if len(children) > 1 and any(_restores(child) for child in children):
            replaced = _in_backups(places)  # what one did while the other put a backup back
        self._look_at_files(places, made)
        if not places.database.exists():  # it was being made
            if owed.events or owed.texts:
                self._note("the database is gone")
                tally.unsound += 1
            return
        if wrong := [f"{one.name}: {one.detail}" for one in _examined(places) if not one.ok]:
            self._note(f"after {[one['begin'] for one in unfinished]}: {wrong}")
            tally.unsound += 1
        there = _events(places.database)
        if len(children) == 1 and any(_is_restored(one, there) for one in unfinished):
            owed.events, owed.texts, owed.drafts = dict(there), set(), {}
        self._count(places, owed, there, unfinished, replaced)
        owed.events = there

    def _count(
        self,
        places: Locations,
        owed: _Owed,
        there: dict[str, str],
        unfinished: list[dict[str, Any]],
        replaced: "_Replaced",
    ) -> None:
        tally = self.tally
        lost = sum(
            row not in (there.get(id), replaced.events.get(id)) for id, row in owed.events.items()
        )
        if lost:
            self._note(f"{lost} events lost in {unfinished}")
            tally.lost += lost
        extra = len(there.keys() - owed.events.keys())
        known = [one["events"] for one in unfinished]
        if extra and None not in known and extra not in _sums(known) and not replaced.events:
            self._note(f"{extra} events of {unfinished}")
            tally.half += 1
        texts = _texts(places.database)
        for one in unfinished:  # it may have taken the place of the draft before
            if "draft" in one and any(one["text"] in text for text in texts):
                owed.texts.discard(owed.drafts.get(one["draft"], ""))
        gone = {text for text in owed.texts if not any(text in one for one in texts)}
        owed.texts -= gone
        gone = {text for text in gone if not any(text in one for one in replaced.texts)}
        if gone:
            self._note(f"{len(gone)} texts lost in {unfinished}")
            tally.lost += len(gone)

    def _look_at_files(self, places: Locations, made: set[str]) -> None:
        tally = self.tally
        for path in places.data.rglob("*") if places.data.exists() else ():
            ours = path.name.startswith(("studyplan.db", "at-work-")) or path.name == "sync.lock"
            ours |= path.parent == places.backups
            if path.is_file() and not ours and ".new-" not in path.name:
                self._note(f"a stray file {path.name}")
                tally.stray += 1
        found = backing_up.everything(places)
        if places.backups.exists():
            strays = {one.name for one in places.backups.iterdir() if ".new-" not in one.name}
            strays -= {one.path.name for one in found}
            tally.stray += len(strays)
        for gone in made - {str(one.path) for one in found}:
            self._note(f"a backup that was made is gone: {gone}")
            tally.bad_backups += 1
        for one in found:
            try:
                backups.check(one.path)
            except StoreError as error:
                self._note(f"a bad backup: {error}")
                tally.bad_backups += 1
        for one in found[_KEPT:]:
            one.path.unlink()

    def _note(self, what: str) -> None:
        self.tally.wrong.append(f"trial {self.tally.kills}: {what}")


@dataclass
class _Replaced:
    """What stands in the backups, where a restore may have replaced what was acknowledged."""

    events: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def _restores(child: _Child) -> bool:
    return any(one.get("begin") == "restoring" for one in child.said)


def _in_backups(places: Locations) -> _Replaced:
    found = _Replaced()
    for one in backing_up.everything(places):
        found.events |= _events(one.path)
        found.texts += _texts(one.path)
    return found


def _acknowledge(one: dict[str, Any], owed: _Owed, *, alone: bool) -> None:
    # Of two, nobody knows which was first: all must be there, or in what a restore replaced.
    if one["done"] == "restoring" and alone:
        owed.events, owed.texts, owed.drafts = dict(one["to"]), set(), {}
    owed.events |= one["events"]
    if "owed" in one:
        if "ends" in one:
            owed.texts.discard(owed.drafts.pop(one["ends"], ""))
        if "draft" in one:  # each draft of a work takes the place of the one before
            owed.texts.discard(owed.drafts.get(one["draft"], ""))
            owed.drafts[one["draft"]] = one["owed"]
        owed.texts.add(one["owed"])


def _is_restored(one: dict[str, Any], there: dict[str, str]) -> bool:
    """Whether an unacknowledged restore was carried out: the one or the other, nothing between."""
    return "to" in one and there == one["to"]


def _sums(parts: list[int]) -> set[int]:
    """How many events there may be where each action is there or is not."""
    sums = {0}
    for part in parts:
        sums |= {one + part for one in sums}
    return sums


def _examined(places: Locations) -> list[doctor.Check]:
    return doctor.examine(places, LaterClock())


def _events(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as database:
        return {row[0].hex(): digest(row) for row in database.execute("SELECT * FROM event")}


def _texts(path: Path) -> list[str]:
    """The text of every draft, and of every note that was ever written."""
    with closing(sqlite3.connect(path)) as database:
        drafts = [row[0] for row in database.execute("SELECT text FROM draft")]
        notes = database.execute("SELECT payload FROM event WHERE kind = 'note'")
        return [*drafts, *(json.loads(row[0])["text"] for row in notes)]
