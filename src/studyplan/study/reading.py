"""The reading list: finding works, marking them, opening links."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from studyplan.domain.action import Marked, Opened
from studyplan.domain.curriculum import Competency, Coverage, is_open
from studyplan.domain.fold import Progress
from studyplan.domain.query import terms
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.library.urls import link_to_open
from studyplan.store import content, progress, searching
from studyplan.store.engine import Row, from_ms, to_ms
from studyplan.study.session import Refused, Study


class Listed(NamedTuple):
    """A work or chapter as it stands in a list."""

    id: str
    parent: str | None
    title: str
    url: str | None
    kind: Kind
    company: str | None
    year: int | None
    competency: str | None
    difficulty: int
    minutes: int
    status: Status
    status_at: datetime | None
    has_note: bool
    due: date | None
    """The first study day on which a card of it is due."""
    minutes_read: int = 0
    """Minutes of it that were recorded as read."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything known of one work or chapter."""

    listed: Listed
    work: Resource
    """The work itself, for a chapter its book."""
    progress: Progress
    chapters: tuple[Listed, ...]
    series_length: int = 0
    """How many works its series has; 0 where it is in none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A competency and how much of it is read."""

    competency: Competency
    coverage: Coverage
    open: bool
    """Whether what it needs has been begun."""
    primer: Status | None
    """Of the primer; None where there is none."""

    @property
    def is_begun(self) -> bool:
        """Whether its primer or one of its readings is read or skipped: what needs it is open."""
        return self.coverage.done > 0 or (self.primer is not None and self.primer.is_done)


_LISTED = """
SELECT r.id, r.parent, r.title, r.url, r.kind, r.company, r.year, r.competency, r.difficulty,
       r.minutes, p.status, p.status_at, p.note <> '' AS has_note, p.sittings
FROM resource r LEFT JOIN progress p ON p.resource = r.id
"""
_DUE = """
SELECT r.id, r.parent, min(coalesce(c.due_day, ?1)) AS due
FROM {} prompt q ON q.resource = r.id JOIN card c ON c.id = q.id
     LEFT JOIN progress s ON s.resource = r.id
WHERE (s.status = 'read' OR q.type = 'own') AND NOT c.suspended GROUP BY r.id
"""
# A CROSS JOIN is made in the order in which it is written: from the few, not from all cards.
_OF_SOME = """
(SELECT value FROM json_each(?2)
 UNION SELECT part.id FROM json_each(?2) CROSS JOIN resource part ON part.parent = value) some
CROSS JOIN resource r ON r.id = some.value CROSS JOIN
"""


_NOT_COUNTED = json.dumps([kind for kind in Kind if kind.is_hub or kind is Kind.PRIMER])


def works(
    study: Study, query: str = "", *, chapters: bool = False, primers: bool = False
) -> list[Listed]:
    """The works (and primers, if asked) in which every word of `query` begins a word, in order.

    Looked through are title, id, company, domain, topics, kind, year, competency and status.
    """
    conditions = [] if chapters else ["r.parent IS NULL"]
    if not primers:
        conditions.append("r.kind <> 'primer'")
    words, bounds = _matching(query)
    conditions += words
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = study.store.rows(f"{_LISTED} {where} ORDER BY r.position", *bounds)  # SQL of ours
    return _listed(study, rows, all_of_them=not words)


def matches(study: Study, query: str) -> dict[str, str | None]:
    """The ids of all that `works` would find, each with that of its book."""
    words, bounds = _matching(query)
    where = " AND ".join(["true", *words])
    rows = study.store.rows_at_once(
        "r.id, r.parent",
        f"FROM resource r LEFT JOIN progress p ON p.resource = r.id WHERE {where}",  # SQL of ours
        *bounds,
    )
    return {row[0]: row[1] for row in rows}


def _matching(query: str) -> tuple[list[str], list[str]]:
    """The conditions that every word of a query begins a word of r or its status p, and the values
    that they take."""
    conditions: list[str] = []
    values: list[str] = []
    for term in terms(query):
        statuses = [status for status in Status if status.startswith(term)]
        of_status = "".join(f" OR coalesce(p.status, 'unread') = '{one}'" for one in statuses)
        conditions.append(f"({searching.BEGINS}{of_status})")
        values += searching.bounds(term)
    return conditions, values


def some(study: Study, ids: Iterable[str]) -> dict[str, Listed]:
    """The works, chapters and primers with these ids, by id."""
    rows = study.store.rows(
        f"{_LISTED} WHERE r.id IN (SELECT value FROM json_each(?))",  # noqa: S608 - ours
        json.dumps(list(ids)),
    )
    return {one.id: one for one in _listed(study, rows)}


def finished(study: Study, day: date) -> list[Listed]:
    """The works and chapters that were finished on a study day, in order of time."""
    days = study.days
    rows = study.store.rows(
        f"{_LISTED} WHERE p.status = 'read' AND p.status_at >= ? AND p.status_at < ? "  # noqa: S608 - ours
        "AND NOT EXISTS (SELECT 1 FROM resource part WHERE part.parent = r.id) "
        "ORDER BY p.status_at, r.id",
        *(to_ms(days.start(day)), to_ms(days.end(day))),
    )
    return _listed(study, rows)


def find(study: Study, name: str) -> str:
    """The id that `name` is, or the one that begins with it.

    Raises:
        Refused: no work has such an id, or several begin so.
    """
    if study.store.value("SELECT 1 FROM resource WHERE id = ?", name):
        return name
    rows = study.store.rows(
        "SELECT id FROM resource WHERE substr(id, 1, ?) = ? AND parent IS NULL ORDER BY id LIMIT 4",
        len(name),
        name,
    )
    if len(rows) == 1:
        return str(rows[0][0])
    if rows:
        some = ", ".join(row[0] for row in rows[:3]) + (" and more" if len(rows) > 3 else "")
        raise Refused(f"`{name}` is the beginning of several ids: {some}.")
    raise Refused(f"There is no work `{name}`; `studyplan list` shows them all.")


def detail(study: Study, resource: str) -> Detail:
    """Everything known of the work or chapter with this id.

    Raises:
        Refused: there is none.
    """
    rows = study.store.rows(f"{_LISTED} WHERE r.id = ?", resource)
    if not rows:
        raise Refused(f"There is no work `{resource}`.")
    work = content.work(study.store, rows[0]["parent"] or resource)
    if work is None:
        raise Refused(f"There is no work `{resource}`.")
    # `+` keeps SQLite from going through all works in order to find a few that are in order.
    parts = study.store.rows(f"{_LISTED} WHERE r.parent = ? ORDER BY +r.position", resource)
    listed, *chapters = _listed(study, [*rows, *parts])
    return Detail(
        listed=listed,
        work=work,
        progress=progress.read(study.store, resource),
        chapters=tuple(chapters),
        series_length=_series_length(study, work),
    )


def _series_length(study: Study, work: Resource) -> int:
    if work.series is None:
        return 0
    return int(
        study.store.value(
            "SELECT count(*) FROM resource WHERE json_extract(record, '$.series.id') = ?",
            work.series.id,
        )
    )


def mark(study: Study, resource: str, status: Status) -> Mapping[str, Status]:
    """Set the status of a work; a book takes its chapters along.

    Reading the last chapter reads the book, reading the first begins it.

    Returns:
        Every change that was made, by id; empty where the work had the status already.
    """
    with study.store.transaction():
        whole = detail(study, resource)
        family = _family(study, whole)
        changes = {resource: status}
        if whole.chapters:
            changes |= {part.id: status for part in whole.chapters if _takes(part.status, status)}
        elif (book := whole.listed.parent) is not None:
            after = {**family, resource: status}
            changes[book] = _of_chapters(state for id, state in after.items() if id != book)
        changes = {id: new for id, new in changes.items() if family[id] is not new}
        if changes:
            study.do(Marked(changes))
    return changes


def _takes(chapter: Status, book: Status) -> bool:
    """Whether a chapter follows its book: what is done stays done, unless all is unread again."""
    return book is Status.UNREAD or (book.is_done and not chapter.is_done)


def _family(study: Study, whole: Detail) -> dict[str, Status]:
    """The status of a work with its chapters, or of a chapter with its book and its siblings."""
    if whole.listed.parent is not None:
        whole = detail(study, whole.listed.parent)
    return {one.id: one.status for one in (whole.listed, *whole.chapters)}


def _of_chapters(parts: Iterator[Status]) -> Status:
    states = set(parts)
    if states == {Status.UNREAD}:
        return Status.UNREAD
    if any(not state.is_done for state in states):
        return Status.READING
    return Status.READ if Status.READ in states else Status.SKIPPED


def link(study: Study, resource: str) -> str:
    """The link of a work.

    Raises:
        Refused: it has none, or one that is not opened.
    """
    url = detail(study, resource).listed.url
    if url is None:
        raise Refused("The list gives no link for this work.")
    return check_link(url)


def open_link(study: Study, resource: str) -> str:
    """Note that the link of a work was opened, and return it. The status stays what it is.

    Raises:
        Refused: the work has no link, or one that is not opened.
    """
    url = link(study, resource)
    study.do(Opened(resource))
    return url


def check_link(url: str) -> str:
    """What to open for `url`, where it may be opened: a list or a note can hold anything.

    Raises:
        Refused: it is no link, or leads into this machine.
    """
    if (found := link_to_open(url)) is None:
        raise Refused(f"Only http, https, mailto and doi links are opened, not {url}")
    return found


def standings(study: Study) -> list[Standing]:
    """Every competency with its coverage, in prerequisite order; hubs and primers never count."""
    rows = study.store.rows(
        "SELECT r.competency, count(*) AS total, sum(coalesce(p.status, '') = 'read') AS read, "
        "sum(coalesce(p.status, '') = 'skipped') AS skipped "
        "FROM resource r LEFT JOIN progress p ON p.resource = r.id "
        "WHERE r.parent IS NULL AND r.kind NOT IN (SELECT value FROM json_each(?)) "
        "GROUP BY r.competency",
        _NOT_COUNTED,
    )
    found = {r["competency"]: Coverage(r["read"], r["skipped"], r["total"]) for r in rows}
    primers = study.store.rows(
        "SELECT r.id, coalesce(p.status, 'unread') AS status "
        "FROM primer r LEFT JOIN progress p ON p.resource = r.id"
    )
    status = {row["id"]: Status(row["status"]) for row in primers}
    none = Coverage(0, 0, 0)
    return [
        Standing(one, found.get(one.id, none), is_open(one, found, status), status.get(one.id))
        for one in content.competencies(study.store)
    ]


def cards_to_make(study: Study, resource: str) -> int:
    """How many cards a work or primer gets when it is marked read."""
    return int(
        study.store.value(
            "SELECT count(*) FROM prompt WHERE resource = ? AND id NOT IN (SELECT id FROM card)",
            resource,
        )
    )


def _listed(study: Study, rows: Iterable[Row], *, all_of_them: bool = False) -> list[Listed]:
    """The rows as they stand in a list, with when they are due: a book with its chapters."""
    if not (rows := list(rows)):
        return []
    due = _due(study, None if all_of_them else [row["id"] for row in rows])
    kinds, statuses = {str(one): one for one in Kind}, {str(one): one for one in Status}
    # There may be 10,000 of them: columns by place, and no enumeration asked for its member.
    return [
        Listed(
            *(id, parent, title, url, kinds[kind], company, year, competency, difficulty, minutes),
            *(statuses[status or Status.UNREAD], from_ms(at), bool(note), due.get(id)),
            progress.minutes_read(sittings),
        )
        for (
            id,
            parent,
            title,
            url,
            kind,
            company,
            year,
            competency,
            difficulty,
            minutes,
            status,
            at,
            note,
            sittings,
        ) in rows
    ]


def _due(study: Study, ids: list[str] | None) -> dict[str, date]:
    """Of each work with these ids, or of all, the first study day on which a card is due."""
    if ids is None:
        rows = study.store.rows(
            _DUE.format("resource r JOIN"), study.today.isoformat()
        )  # SQL of ours
    else:
        rows = study.store.rows(
            _DUE.format(_OF_SOME),  # SQL of ours
            *(study.today.isoformat(), json.dumps(ids)),
        )
    found: dict[str, str] = {}
    for id, parent, due in rows:
        for one in filter(None, (id, parent)):
            found[one] = min(due, found.get(one, due))
    days = {due: date.fromisoformat(due) for due in set(found.values())}
    return {id: days[due] for id, due in found.items()}
