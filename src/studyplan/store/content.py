"""The content tables: works, chapters and primers in reading order, competencies, prompts,
interviews.

They hold what ships and what a person imported, side by side, and are written as a whole: when
the shipped content is another than last time, and when works are imported or that is undone.
Nothing that a person did is in them, so an upgrade of the content loses nothing.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studyplan.domain.curriculum import Competency, reading_order
from studyplan.domain.interview import Interview
from studyplan.domain.prompt import Primer, Prompt, PromptType, free_recall
from studyplan.domain.query import searchable
from studyplan.domain.records import from_record, to_record
from studyplan.domain.resource import Kind, Resource
from studyplan.store import articles, cards, interviews, links, searching, wordings, works
from studyplan.store.engine import Store


@dataclass(frozen=True, slots=True)
class Shipped:
    """What comes with a version of the program."""

    competencies: Sequence[Competency]
    """In prerequisite order."""
    works: Sequence[Resource]
    primers: Sequence[Primer] = ()
    prompts: Sequence[Prompt] = ()
    interviews: Sequence[Interview] = ()


def version(store: Store) -> str | None:
    """Which shipped content the tables hold; None for a new file."""
    found: str | None = store.value("SELECT value FROM meta WHERE key = 'catalogue'")
    return found


def load(store: Store, shipped: Shipped, version: str) -> None:
    """Take in the content of this version, in one transaction."""
    with store.transaction():
        _write(store, shipped)
        interviews.write(store, shipped.interviews)
        store.run("INSERT OR REPLACE INTO meta VALUES ('catalogue', ?)", version)


def arrange(store: Store) -> None:
    """Put what ships and what a person imported in order again."""
    with store.transaction():
        _write(
            store,
            Shipped(competencies(store), shipped_works(store), primers(store), asked(store)),
        )


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
    """One work or primer with all its facts, or None; link and minutes are those that count."""
    row = store.row("SELECT record, url, minutes FROM resource WHERE id = ?", resource)
    if row is None or row["record"] is None:
        return None
    found = replace(from_record(json.loads(row["record"])), url=row["url"])
    if (kept := articles.kept(store).get(resource)) is None or row["minutes"] == 0:
        return found
    source = articles.pace(store).source(kept.words)
    return replace(found, minutes=row["minutes"], minutes_source=source)


def is_own(store: Store, resource: str) -> bool:
    """Whether a person imported a work; what is not there is nobody's."""
    return bool(store.value("SELECT own FROM resource WHERE id = ?", resource))


def all_works(store: Store) -> list[Resource]:
    """Every work with all its facts, in reading order; primers are none."""
    return _records(store, "record IS NOT NULL AND kind <> 'primer'")


def primers(store: Store) -> list[Primer]:
    """Every primer, in reading order."""
    rows = store.rows(
        "SELECT primer.id, competency.title, primer.text FROM primer "
        "JOIN resource ON resource.id = primer.id JOIN competency ON competency.id = primer.id "
        "ORDER BY resource.position"
    )
    return [Primer(row["id"], row["title"], row["text"]) for row in rows]


def shipped_works(store: Store) -> list[Resource]:
    """The works that ship, in reading order."""
    return _records(store, "record IS NOT NULL AND kind <> 'primer' AND NOT own")


def _records(store: Store, condition: str) -> list[Resource]:
    rows = store.rows(f"SELECT record FROM resource WHERE {condition} ORDER BY position")  # noqa: S608 - ours
    return [from_record(json.loads(row["record"])) for row in rows]


def asked(store: Store) -> list[Prompt]:
    """The shipped prompts, as they were taken in."""
    rows = store.rows(
        "SELECT * FROM prompt WHERE type NOT IN (?, ?) ORDER BY position",
        *(PromptType.FREE_RECALL, PromptType.OWN),
    )
    return [
        Prompt(
            id=row["id"],
            question=row["question"],
            type=PromptType(row["type"]),
            competency=row["competency"],
            points=tuple(json.loads(row["points"])),
            follow_up=row["follow_up"],
            difficulty=row["difficulty"],
            resource=None if row["resource"] == row["competency"] else row["resource"],
        )
        for row in rows
    ]


def _write(store: Store, shipped: Shipped) -> None:
    probed = {one.id for one in shipped.competencies}
    known = {work.id for work in shipped.works} | probed
    own = [_placed(work, probed) for work in works.read(store) if work.id not in known]
    ordered = _in_order(shipped, own)
    for table in ("prompt", "primer", "resource", "competency"):
        store.run(f"DELETE FROM {table}")  # noqa: S608 - ours
    store.run_many(
        "INSERT INTO competency VALUES (?, ?, ?, ?, ?, ?)",
        (
            (c.id, position, c.title, c.summary, json.dumps(c.needs), c.short)
            for position, c in enumerate(shipped.competencies)
        ),
    )
    store.run_many(
        "INSERT INTO resource VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _resource_rows(ordered, {work.id for work in own}, shipped.competencies),
    )
    searching.index(store)
    store.run_many(
        "INSERT INTO primer VALUES (?, ?)", ((one.competency, one.text) for one in shipped.primers)
    )
    store.run_many(
        "INSERT INTO prompt (id, resource, competency, type, difficulty, position, question, "
        "points, follow_up) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _prompt_rows(ordered, shipped.prompts),
    )
    links.place(store)
    articles.place(store)
    wordings.place(store)
    asked = store.rows(
        "SELECT resource FROM progress WHERE status = 'read' "
        "UNION SELECT resource FROM prompt WHERE type = ?",
        PromptType.OWN,
    )
    cards.reconcile(store, [row[0] for row in asked])
    cards.drop_unasked(store)


def _placed(work: Resource, competencies: Collection[str]) -> Resource:
    """An own work; without its competency where that one does not ship, in another version."""
    return work if work.competency in competencies else replace(work, competency=None)


def _in_order(shipped: Shipped, own: Sequence[Resource]) -> list[Resource]:
    """Works in reading order, each primer before the first work of its competency."""
    by_id = {work.id: work for work in (*shipped.works, *own)}
    waiting = {one.competency: _as_resource(one) for one in shipped.primers}
    ordered: list[Resource] = []
    for id in reading_order(tuple(by_id.values()), shipped.competencies):
        work = by_id[id]
        if not work.kind.is_hub and (primer := waiting.pop(work.competency or "", None)):
            ordered.append(primer)
        ordered.append(work)
    return [*ordered, *waiting.values()]


def _as_resource(primer: Primer) -> Resource:
    return Resource(
        id=primer.competency,
        title=f"Primer: {primer.title}",
        kind=Kind.PRIMER,
        competency=primer.competency,
        minutes=primer.minutes,
        minutes_source=f"{primer.words} words",
    )


def _resource_rows(
    ordered: Sequence[Resource], own: set[str], competencies: Iterable[Competency]
) -> Iterator[tuple[Any, ...]]:
    titles = {competency.id: competency.title for competency in competencies}
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


def _prompt_rows(
    ordered: Sequence[Resource], shipped: Sequence[Prompt]
) -> Iterator[tuple[Any, ...]]:
    """All prompts in the order in which new cards are asked: that of what they belong to.

    Positions are even: behind each there is room for a person's own.
    """
    of_source: dict[str | None, list[Prompt]] = {}
    for prompt in shipped:
        of_source.setdefault(prompt.source, []).append(prompt)
    position = 0
    for work in ordered:
        for prompt in (*free_recall(work), *of_source.get(work.id, ())):
            position += 2
            yield (
                prompt.id,
                prompt.source,
                prompt.competency,
                prompt.type,
                prompt.difficulty,
                position,
                prompt.question,
                json.dumps(prompt.points, ensure_ascii=False),
                prompt.follow_up,
            )
