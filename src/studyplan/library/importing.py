"""What a list file holds, compared with the works that are known already."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from studyplan.domain.placing import Vocabulary
from studyplan.domain.resource import OWN, Provenance, Resource
from studyplan.library.catalog import MAX_ID
from studyplan.library.guessing import MINUTES, guess, guess_kind
from studyplan.library.irregular import contents, irregularities, name_rows
from studyplan.library.merge import TELLING_WORDS, Work, keys, merge, merged_pairs
from studyplan.library.readers import read
from studyplan.library.row import Problem, Row
from studyplan.library.urls import canonical


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
    guesses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What was guessed of new works: by id, then by field, why it was."""

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line gives it in JSON."""
        return {
            "rows": self.rows,
            "works": self.works,
            "new": len(self.new_works),
            "merged": [list(pair) for pair in self.merged],
            "problems": [asdict(problem) for problem in self.problems],
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
    reading = read(path, format_name)
    works = merge(reading.rows)
    known = _match(works, catalog)
    problems = [
        *reading.problems,
        *irregularities(reading.rows, works, reading.sections),
        *_against_catalogue(reading.rows, known),
    ]
    unknown = [work for work in works if work.kept.number not in known]
    return Report(
        rows=len(reading.rows),
        works=len(works),
        merged=tuple((kept.number, dropped.number) for kept, dropped in merged_pairs(works)),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        new_works=tuple(_resources(unknown, {resource.id for resource in catalog})),
    )


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


def _resources(works: Iterable[Work], taken: set[str]) -> Iterator[Resource]:
    """Yield a resource for each work, with facts from its rows, guesses marked as estimates."""
    taken = set(taken)
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


def _first(work: Work, field: str) -> Any:
    """Return what the first row that says something says in a field."""
    values = (getattr(row, field) for row in work.rows)
    return next((value for value in values if value is not None), None)


def _provenance(row: Row) -> Provenance:
    """Return the row as a record of where a work came from."""
    names = [field.name for field in fields(Provenance) if field.name != "row"]
    return Provenance(row=row.number, **{name: getattr(row, name) for name in names})
