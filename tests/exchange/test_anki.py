"""The package for Anki, taken in by Anki's own engine."""

import importlib.util
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studyplan.clock import SystemClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Phase
from studyplan.domain.wording import Wording
from studyplan.exchange import anki as ours
from studyplan.locations import Locations
from studyplan.study import Study, gathering, open_study, questions, reading, reviewing
from studyplan.study.formats import FORMATS
from studyplan.study.writing import silent

HAS_ANKI = importlib.util.find_spec("anki") is not None
needs_anki = pytest.mark.skipif(
    not HAS_ANKI, reason="Anki's engine is not installed; `make anki` does it"
)


class LateClock(SystemClock):
    """Now, but for what was done before: Anki's engine knows of no other time."""

    def __init__(self) -> None:
        super().__init__()
        self.back = timedelta(0)

    def now(self) -> Any:
        return super().now() - self.back


@pytest.fixture
def practised(places: Locations) -> Any:
    """Forty days of somebody who reads three works, and answers what is theirs."""
    clock = LateClock()
    with closing(open_study(places, clock)) as study:
        clock.back = timedelta(days=40)
        works = [one.id for one in reading.works(study) if not one.kind.is_hub][:6]
        for work in works[:5]:
            reading.mark(study, work, Status.READ)
        cards = [one["id"] for one in study.store.rows("SELECT id FROM card ORDER BY id")]
        for days, of in ((40, cards[::2]), (39, cards[::2]), (33, cards[::4]), (12, cards[::6])):
            clock.back = timedelta(days=days)
            for number, card in enumerate(of):
                grade = (Grade.GOOD, Grade.EASY, Grade.HARD, Grade.AGAIN)[(number + days) % 4]
                reviewing.grade(study, card, grade, seconds=12.5)
        clock.back = timedelta(0)
        reviewing.suspend(study, cards[1])
        reviewing.grade(study, cards[3], Grade.GOOD)  # in its first step now
        questions.add(study, works[0], Wording("What is {{Answer}} <b>worth</b>?", ("A & B",)))
        yield study


def package(study: Study, folder: Path) -> Path:
    path = folder / "cards.apkg"
    FORMATS["apkg"].write(study, path, False, silent)
    return path


def take_in(collection: Any, path: Path) -> Any:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(with_scheduling=True)
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return collection.import_anki_package(request)


def by_guid(collection: Any) -> dict[str, Any]:
    rows = collection.db.all(
        "select n.guid, c.type, c.queue, c.due, c.ivl, c.reps, c.lapses, c.id, n.tags, n.flds "
        "from cards c join notes n on n.id = c.nid"
    )
    return {row[0]: row[1:] for row in rows}


@needs_anki
def test_anki_takes_it_in_as_we_have_it(practised: Study, tmp_path: Path) -> None:
    from anki.collection import Collection

    path, found = package(practised, tmp_path), gathering.asked(practised)
    collection: Any = Collection(str(tmp_path / "collection.anki2"))
    try:
        take_in(collection, path)
        there = by_guid(collection)
        assert len(there) == len(found) == collection.card_count()
        today = collection.sched.today
        for one in found:
            kind, queue, due, interval, reps, lapses, id, tags, fields = there[
                ours.guid(one.card.id)
            ]
            assert (reps, lapses) == (one.card.reps, one.card.lapses)
            assert (queue == -1) is one.rests
            assert one.competency is None or f"studyplan::{one.competency}" in tags.split()
            card = collection.get_card(id)
            if one.card.phase is Phase.REVIEW:
                assert one.card.due_day is not None
                ahead = (one.card.due_day - practised.today).days
                assert kind == 2
                assert abs(due - today - ahead) <= 1
                assert interval >= 1
            else:
                steps = {Phase.NEW: (0, 0), Phase.LEARNING: (1, 1), Phase.RELEARNING: (3, 1)}
                in_steps = steps[one.card.phase]
                assert (kind, queue) == (in_steps if not one.rests else (in_steps[0], -1))
                if one.card.due_at is not None:
                    assert due == int(one.card.due_at.timestamp())
            if one.card.memory is not None and one.card.phase is Phase.REVIEW:
                assert card.memory_state.stability == pytest.approx(
                    one.card.memory.stability, abs=1e-3
                )
                assert card.memory_state.difficulty == pytest.approx(
                    one.card.memory.difficulty, abs=1e-2
                )
            graded = collection.db.scalar("select count(*) from revlog where cid = ?", id)
            assert graded == len(one.grades)
            assert "<b>" not in fields
        assert {one.card.phase for one in found} >= {Phase.NEW, Phase.LEARNING, Phase.REVIEW}
        assert collection.fix_integrity()[1]
    finally:
        collection.close()


@needs_anki
def test_a_second_import_brings_what_is_new_and_nothing_twice(
    practised: Study, tmp_path: Path
) -> None:
    from anki.collection import Collection

    collection: Any = Collection(str(tmp_path / "collection.anki2"))
    try:
        take_in(collection, package(practised, tmp_path))
        before = by_guid(collection)
        logged = collection.db.scalar("select count(*) from revlog")
        own = next(one for one in questions.worded(practised))
        questions.edit(practised, own.card.id, Wording("And now?", ("This.",)))
        unread = [one.id for one in reading.works(practised) if one.status is Status.UNREAD]
        reading.mark(practised, unread[0], Status.READ)
        path = package(practised, tmp_path)
        _make_newer(path)
        take_in(collection, path)
        after = by_guid(collection)
        new = {ours.guid(one.card.id) for one in gathering.asked(practised)} - set(before)
        assert set(after) == set(before) | new
        assert new
        assert after[ours.guid(own.card.id)][-1].startswith("And now?\x1f<ul><li>This.</li></ul>")
        for id in before:
            assert after[id][:7] == before[id][:7]  # how it stands in Anki is Anki's matter
        assert collection.db.scalar("select count(*) from revlog") == logged
        assert len(collection.decks.all_names_and_ids(skip_empty_default=True)) == 1
        assert len([one for one in collection.models.all_names_and_ids()
                    if one.name.startswith("studyplan")]) == 1  # fmt: skip
    finally:
        collection.close()


def _make_newer(path: Path) -> None:
    """Let the second of two exports be of a later second than the first, without waiting for it."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    copy = path.with_suffix(".db")
    copy.write_bytes(files["collection.anki21"])
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("update notes set mod = mod + 5")
    files["collection.anki21"] = copy.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_without_anki_the_package_is_what_the_schema_says(study: Study, tmp_path: Path) -> None:
    work = next(one.id for one in reading.works(study) if not one.kind.is_hub)
    reading.mark(study, work, Status.READ)
    path = package(study, tmp_path)
    package(study, tmp_path)  # its own it replaces
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["studyplan", "collection.anki21", "media"]
        archive.extract("collection.anki21", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki21")) as opened:
        notes = opened.execute("select guid, flds from notes order by id").fetchall()
        assert len(notes) == len(gathering.asked(study)) > 0
        assert {guid for guid, _ in notes} == {
            ours.guid(one.card.id) for one in gathering.asked(study)
        }
        assert all(fields.count("\x1f") == 3 for _, fields in notes)
