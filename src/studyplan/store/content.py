"""The content tables: works and chapters in reading order, competencies, prompts.

They hold what ships and what a person imported, side by side, and are written as a whole: when
the shipped catalogue is another one than last time, and when works are imported or that is undone.
Nothing that a person did is in them, so an upgrade of the catalogue loses nothing.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from studyplan.domain.curriculum import Competency, reading_order
from studyplan.domain.query import searchable
from studyplan.domain.records import from_record, to_record
from studyplan.domain.resource import Resource
from studyplan.store import cards, works
from studyplan.store.engine import Store

RECALL = "recall"
"""Kind of the one prompt every reading has: say what it taught you."""


def catalogue(store: Store) -> str | None:
    """Which catalogue the tables hold; None for a new file."""
    found: str | None = store.value("SELECT value FROM meta WHERE key = 'catalogue'")
    return found


def load(
    store: Store, works: Sequence[Resource], competencies: Sequence[Competency], version: str
) -> None:
    """Take in the shipped catalogue of this version, in one transaction."""
    with store.transaction():
        store.run("DELETE FROM competency")
        store.run_many(
            "INSERT INTO competency VALUES (?, ?, ?, ?, ?, ?)",
            (
                (c.id, position, c.title, c.summary, json.dumps(c.needs), c.short)
                for position, c in enumerate(competencies)
            ),
        )
        _write(store, works)
        store.run("INSERT OR REPLACE INTO meta VALUES ('catalogue', ?)", version)


def arrange(store: Store) -> None:
    """Put the shipped works and those a person imported in order again."""
    shipped = store.rows("SELECT record FROM resource WHERE NOT own AND record IS NOT NULL")
    _write(store, [from_record(json.loads(row["record"])) for row in shipped])


def competencies(store: Store) -> list[Competency]:
    """All competencies, in prerequisite order."""
    return [
        Competency(
            id=row["id"],
            title=row["title"],
            summary=row["summary"],
            needs=tuple(json.loads(row["needs"])),
            short=row["short"],
        )
        for row in store.rows("SELECT * FROM competency ORDER BY position")
    ]


def work(store: Store, resource: str) -> Resource | None:
    """One work with all its facts, or None."""
    record = store.value("SELECT record FROM resource WHERE id = ?", resource)
    return None if record is None else from_record(json.loads(record))


def all_works(store: Store) -> list[Resource]:
    """Every work with all its facts, in reading order."""
    rows = store.rows("SELECT record FROM resource WHERE record IS NOT NULL ORDER BY position")
    return [from_record(json.loads(row["record"])) for row in rows]


def _write(store: Store, shipped: Sequence[Resource]) -> None:
    known = {work.id for work in shipped}
    own = [work for work in works.read(store) if work.id not in known]
    titles = competencies(store)
    by_id = {work.id: work for work in (*shipped, *own)}
    ordered = [by_id[id] for id in reading_order(tuple(by_id.values()), titles)]
    store.run("DELETE FROM prompt")
    store.run("DELETE FROM resource")
    store.run_many(
        "INSERT INTO resource VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _resource_rows(ordered, {work.id for work in own}, {c.id: c.title for c in titles}),
    )
    store.run_many("INSERT INTO prompt VALUES (?, ?, ?, ?, ?, ?, ?)", _recall_rows(ordered))
    read = store.rows("SELECT resource FROM progress WHERE status = 'read'")
    cards.reconcile(store, [row[0] for row in read])
    store.run(
        "DELETE FROM card WHERE reps = 0 AND NOT suspended AND id NOT IN (SELECT id FROM prompt)"
    )


def _resource_rows(
    ordered: Sequence[Resource], own: set[str], titles: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    position = 0
    head: tuple[Any, ...]
    for work in ordered:
        competency = titles.get(work.competency or "", "")
        search = searchable(
            *(work.id, work.title, work.company, work.domain, *work.topics, work.kind),
            *(str(work.year or ""), work.competency, competency),
        )
        facts = (work.url, work.kind, work.company, work.year, work.competency, work.difficulty)
        record = json.dumps(to_record(work), ensure_ascii=False)
        position += 1
        head = (work.id, None, position, work.id in own, work.title)
        yield (*head, *facts, work.minutes, search, record)
        for chapter in work.chapters:
            position += 1
            head = (chapter.id, work.id, position, work.id in own, chapter.title)
            found = search + searchable(chapter.title)
            yield (*head, *facts, chapter.minutes, found, None)


def _recall_rows(ordered: Sequence[Resource]) -> Iterator[tuple[Any, ...]]:
    """One free-recall prompt a reading, a chapter at a time; hubs have no end to recall."""
    position = 0
    for work in ordered:
        if work.kind.is_hub:
            continue
        parts = [(part.id, f"{part.title} ({work.title})") for part in work.chapters]
        for id, title in parts or [(work.id, work.title)]:
            position += 1
            question = f"What did “{title}” teach you? Say it in your own words."
            yield (f"{id}:{RECALL}", id, work.competency, RECALL, position, question, "[]")
