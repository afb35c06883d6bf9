"""What a list file holds, compared with the works that are known already."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from studyplan.domain.action import Brought
from studyplan.domain.placing import Vocabulary
from studyplan.domain.resource import OWN, Provenance, Resource
from studyplan.domain.text import clean
from studyplan.library.catalog import MAX_ID
from studyplan.library.guessing import MINUTES, guess, guess_kind
from studyplan.library.irregular import contents, irregularities, name_rows
from studyplan.library.merge import TELLING_WORDS, Work, keys, merge, merged_pairs
from studyplan.library.readers import read
from studyplan.library.row import Problem, Reading, Row
from studyplan.library.urls import canonical

MOST_OF_A_KIND = 1_000
"""Problems of one kind that are told one by one; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Untouched:
    """What a list says of the progress with a work that is here already, and keeps its own."""

    work: Resource
    line: int
    brought: Brought


@dataclass(frozen=True, slots=True)
class Report:
    """What importing a list would do, and what is odd about the list."""

    rows: int
    works: int
    merged: tuple[tuple[int, int], ...]
    """Numbers of the rows that are the same work: the kept one and the dropped one."""
    problems: tuple[Problem, ...]
    """By line."""
    new_works: tuple[Resource, ...]
    """The works that were not known, in list order, with ids that no known work has."""
    source: str = ""
    """What the list is called."""
    format: str = ""
    known: tuple[str, ...] = ()
    """Ids of the works of the list that were here before, in list order."""
    progress: Mapping[str, Brought] = field(default_factory=dict)
    """What the list says of new works, by id."""
    untouched: tuple[Untouched, ...] = ()
    vanished: tuple[Resource, ...] = ()
    """Works that the list held when it was imported last, and holds no more. They stay."""
    guesses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What was guessed of new works: by id, then by field, why it was."""

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line gives it in JSON."""
        notes = sum(bool(one.note) for one in self.progress.values())
        statuses = Counter(one.status for one in self.progress.values() if one.status)
        return {
            "rows": self.rows,
            "works": self.works,
            "new": len(self.new_works),
            "merged": [list(pair) for pair in self.merged],
            "problems": [asdict(problem) for problem in self.problems],
            "source": self.source,
            "format": self.format,
            "known": len(self.known),
            "progress": {**{str(name): n for name, n in statuses.items()}, "notes": notes},
            "untouched": [
                {
                    "id": one.work.id,
                    "title": one.work.title,
                    "line": one.line,
                    "status": one.brought.status and str(one.brought.status),
                    "at": one.brought.at and one.brought.at.isoformat(),
                    "note": one.brought.note,
                }
                for one in self.untouched
            ],
            "vanished": [{"id": work.id, "title": work.title} for work in self.vanished],
            "guesses": [
                {**{name: getattr(work, name) for name in ("id", "title", *why)}, "why": dict(why)}
                for work in self.new_works
                if (why := self.guesses.get(work.id))
            ],
        }


def guessed(report: Report, vocabulary: Vocabulary) -> Report:
    """Return the report with what can be told of its new works besides what their rows say."""
    found = [guess(work, vocabulary) for work in report.new_works]
    works = tuple(one.work for one in found)
    return replace(report, new_works=works, guesses={one.work.id: one.why for one in found})


def examine(path: Path, catalog: Sequence[Resource], format_name: str | None = None) -> Report:
    """Return what importing a list file would do to the known works of `catalog`. Nothing is done.

    Raises:
        ListError: the file cannot be read as a list.
    """
    return compare(read(path, format_name), catalog, source=clean(path.name))


def compare(
    reading: Reading, catalog: Sequence[Resource], *, source: str, before: Sequence[str] = ()
) -> Report:
    """Return what importing a list that was read would do to the known works of `catalog`.

    Args:
        source: what the list is called.
        before: ids of the works that it held when it was imported last.
    """
    works = merge(reading.rows)
    found = _match(works, catalog)
    unknown = [work for work in works if work.kept.number not in found]
    made = tuple(_resources(unknown, catalog))
    new = {resource.id: work for resource, work in zip(made, unknown, strict=True)}
    known = dict.fromkeys(found[work.kept.number].id for work in works if work.kept.number in found)
    problems = [
        *reading.problems,
        *irregularities(reading.rows, works, reading.sections),
        *_against_catalogue(reading.rows, found),
    ]
    return Report(
        rows=len(reading.rows),
        works=len(works),
        merged=tuple((kept.number, dropped.number) for kept, dropped in merged_pairs(works)),
        problems=tuple(_bounded(sorted(problems, key=lambda problem: problem.line))),
        new_works=made,
        source=source,
        format=reading.format,
        known=tuple(known),
        progress={id_: said for id_, work in new.items() if (said := brought(work)) is not None},
        untouched=tuple(
            Untouched(found[work.kept.number], work.kept.line, said)
            for work in works
            if work.kept.number in found and (said := brought(work)) is not None
        ),
        vanished=_vanished(catalog, before, {*known, *new}),
    )


def brought(work: Work) -> Brought | None:
    """Return what the rows of a work say of progress, the first that says something; or None."""
    row = next((row for row in work.rows if row.status is not None), None)
    note = "\n\n".join(dict.fromkeys(row.note for row in work.rows if row.note))
    if row is None:
        return Brought(note=note) if note else None
    return Brought(row.status, row.status_at, note)


def _vanished(
    catalog: Sequence[Resource], before: Sequence[str], now: set[str]
) -> tuple[Resource, ...]:
    """Return the works that a list held before and does not now; a list that shares none of them
    is another one of the same name."""
    gone = [id_ for id_ in before if id_ not in now]
    if len(gone) == len(before):
        return ()
    by_id = {work.id: work for work in catalog}
    return tuple(by_id[id_] for id_ in gone if id_ in by_id)


def _bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, of each kind the first ones, and how many more there are."""
    counts: Counter[str] = Counter()
    last: dict[str, Problem] = {}
    for problem in problems:
        counts[problem.what] += 1
        if counts[problem.what] <= MOST_OF_A_KIND:
            yield problem
        last.setdefault(problem.what, problem)
        last[problem.what] = problem
    for what, number in counts.items():
        if number > MOST_OF_A_KIND:
            yield Problem(last[what].line, what, f"{number - MOST_OF_A_KIND} more of this kind")


def _match(works: Iterable[Work], catalog: Iterable[Resource]) -> dict[int, Resource]:
    """Return the known work that each row is, by row number; rows of unknown works are left out."""
    by_key: dict[tuple[str, str], Resource] = {}
    for resource in catalog:
        for key in keys(resource.url, resource.title):
            by_key.setdefault(key, resource)
        for row in resource.provenance:
            for key in keys(row.target, row.title):
                by_key.setdefault(key, resource)
    found: dict[int, Resource] = {}
    for work in works:
        told_by = (key for row in work.rows for key in keys(row.url, row.title))
        same = next((by_key[key] for key in told_by if key in by_key), None)
        if same is not None:
            found.update((row.number, same) for row in work.rows)
    return found


# ---------------------------------------------------------------- what the catalogue knows better


def _against_catalogue(rows: Sequence[Row], known: Mapping[int, Resource]) -> Iterator[Problem]:
    """Yield what the catalogue knows of the rows that they do not say themselves."""
    numbers: dict[str, list[int]] = {}
    for number, resource in known.items():
        numbers.setdefault(resource.id, []).append(number)
    told = contents(rows)
    for row in rows:
        if row.number not in known:
            continue
        resource = known[row.number]
        for correction in resource.corrections:
            value = getattr(row, correction.field)
            if (None if value is None else str(value)) == correction.was:
                text = (
                    f"{correction.field} of “{row.title}”: list says {_quoted(correction.was)},"
                    f" catalogue says {_quoted(correction.now)} because {correction.why}"
                )
                yield Problem(row.line, "catalogue-correction", text)
        inside = {number for id_ in resource.contains for number in numbers.get(id_, ())}
        if untold := sorted(inside.difference(told.get(row.number, ()))):
            text = f"“{row.title}” contains {name_rows(untold)} of the list, says the catalogue"
            yield Problem(row.line, "catalogue-contains", text)
        if resource.remark is not None:
            text = f"“{row.title}”: {resource.remark}"
            yield Problem(row.line, "catalogue-remark", text)


def _quoted(value: str | None) -> str:
    return "nothing" if value is None else f"“{value}”"


# ---------------------------------------------------------------- new works


def _resources(works: Iterable[Work], catalog: Iterable[Resource]) -> Iterator[Resource]:
    """Yield a resource for each work, with facts from its rows, guesses marked as estimates."""
    taken = {resource.id for resource in catalog}
    for work in works:
        id_ = _free_id(work.kept.title, work.url, taken)
        taken.add(id_)
        kind = guess_kind(work.url)
        yield Resource(
            id=id_,
            title=work.kept.title,
            kind=kind,
            url=work.url,
            company=_first(work, "company"),
            domain=_first(work, "domain"),
            topics=work.topics,
            year=_first(work, "year"),
            minutes=MINUTES.get(kind, 0),
            minutes_source="none: a hub has no end" if kind.is_hub else f"estimate: {kind}",
            provenance=tuple(_provenance(row) for row in work.rows),
            remark=_also(work),
            added=next((row.added for row in work.rows if row.added is not None), None),
        )


def _free_id(title: str, url: str | None, taken: set[str]) -> str:
    """Return an id made from a title that is not taken.

    Two devices that take in the same work without knowing of each other give it the same id, and
    two works different ones: it ends with a digest of its address. Without one, a title that does
    not tell by itself which work it is (too short, cut, or not spelt in these letters) is told by
    a digest of itself.
    """
    folded = "".join(c if c.isalnum() else " " for c in title.replace("'", "").lower())
    ascii_title = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = ascii_title.split() or ["work"]
    slug = words[0][:MAX_ID]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > MAX_ID:
            break
        slug = f"{slug}-{word}"
    is_telling = len(words) >= TELLING_WORDS and slug.split("-") == words
    lost = len(ascii_title.replace(" ", "")) < len(folded.replace(" ", ""))
    free = f"{OWN}{slug}"
    if url is not None or not is_telling or lost or free in taken:
        digest = hashlib.sha256(((url and canonical(url)) or url or title).encode()).hexdigest()[:6]
        free = told = f"{free[: MAX_ID - len(digest)].rstrip('-')}-{digest}"
        number = 1
        while free in taken:
            number += 1
            free = f"{told}-{number}"
    return free


def _also(work: Work) -> str | None:
    """Return the further links of the rows of a work, in words; None where there are none."""
    links = {link: name for row in work.rows for name, link in row.also if link != work.url}
    said = (link if not name or name == link else f"{name}: {link}" for link, name in links.items())
    return f"See also {', '.join(said)}" if links else None


def _first(work: Work, field: str) -> Any:
    """Return what the first row that says something says in a field."""
    values = (getattr(row, field) for row in work.rows)
    return next((value for value in values if value is not None), None)


def _provenance(row: Row) -> Provenance:
    """Return the row as a record of where a work came from."""
    names = [field.name for field in fields(Provenance) if field.name != "row"]
    return Provenance(row=row.number, **{name: getattr(row, name) for name in names})
