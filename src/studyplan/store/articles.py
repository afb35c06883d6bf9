"""Articles beside the database: a file of Markdown each, and what the `article` table knows of it.

Where one lies here, `resource.minutes` holds the minutes that its words take at the person's pace;
those of the list are still in the record of the work.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studyplan.domain.articles import FASTEST, SLOWEST, Pace
from studyplan.domain.text import clean
from studyplan.store import files
from studyplan.store.engine import Store, from_ms, to_ms

_PACE = "reading.pace"
"""In the table `meta`: the pace by which the minutes were worked out, and of how many articles."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_OF_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for itself."""
LARGEST = 5_000_000
"""Bytes of a file that are read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that lies beside the database."""

    resource: str
    address: str
    words: int
    at: datetime


def kept(store: Store) -> dict[str, Kept]:
    """The articles that were fetched, by their works."""
    rows = store.rows(  # what is of another form was kept by nobody, and says nothing
        "SELECT resource, address, words, at FROM article WHERE typeof(resource) = 'text' "
        "AND typeof(address) = 'text' AND typeof(words) = 'integer' "
        "AND words BETWEEN 1 AND 1 << 22 AND typeof(at) = 'integer' AND at BETWEEN 0 AND 1 << 43"
    )
    return {
        row["resource"]: Kept(row["resource"], row["address"], row["words"], from_ms(row["at"]))
        for row in rows
    }


def file_of(folder: Path, resource: str) -> Path:
    """Where the article of a work lies; no id leads out of the folder, or to another's file."""
    name = resource
    if not _PLAIN.fullmatch(name) or _OF_DEVICES.fullmatch(name) or ".." in name:
        digest = hashlib.sha256(resource.encode()).hexdigest()[:16]
        name = re.sub(r"[^a-z0-9]+", "-", resource.casefold()).strip("-")[:40] + f"~{digest}"
    return folder / f"{name}.md"


def write(store: Store, folder: Path, one: Kept, title: str, text: str) -> Path:
    """Keep an article: its file, under its name only when it is whole, then its row."""
    front = {
        "id": one.resource,
        "url": one.address,
        "fetched": one.at.isoformat(),
        "title": title,
        "words": one.words,
    }
    # JSON is YAML; what JSON leaves as it is has no control characters after `clean`.
    lines = [f"{key}: {json.dumps(clean(value) if isinstance(value, str) else value)}"
             for key, value in front.items()]  # fmt: skip
    path = file_of(folder, one.resource)
    files.make_folder(folder)
    with files.aside(path) as new:
        new.write_text("\n".join(["---", *lines, "---", "", clean(text), ""]), encoding="utf-8")
        files.to_disk(new)
        new.replace(path)
    store.run(
        "INSERT OR REPLACE INTO article (resource, address, words, at) VALUES (?, ?, ?, ?)",
        *(one.resource, one.address, one.words, to_ms(one.at)),
    )
    return path


def read(folder: Path, resource: str) -> str | None:
    """The text of an article; None where there is no file that can be read as one."""
    path = file_of(folder, resource)
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return None
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) >= 0:
        text = text[end + len("\n---\n") :]
    return clean(text).strip("\n") + "\n"


def forget(store: Store, resource: str) -> None:
    """Forget an article whose file is gone."""
    store.run("DELETE FROM article WHERE resource = ?", resource)


def pace(store: Store) -> Pace:
    """The pace by which the minutes were worked out."""
    try:
        words, measured = json.loads(
            store.value("SELECT value FROM meta WHERE key = ?", _PACE) or "null"
        )
        found = Pace(float(words), int(measured))
    except (TypeError, ValueError, OverflowError, RecursionError):  # none, or not as it was kept
        return Pace()
    return found if SLOWEST <= found.words <= FASTEST else Pace()


def keep_pace(store: Store, pace: Pace) -> None:
    """Keep the pace by which minutes are to be worked out."""
    store.run(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)", _PACE, json.dumps([pace.words, pace.measured])
    )


def read_through(store: Store) -> list[tuple[int, int]]:
    """Of each article that is read and had its parts recorded: its words, and these minutes."""
    rows = store.rows(
        "SELECT article.resource, p.sittings FROM article "
        "JOIN progress p ON p.resource = article.resource "
        "WHERE p.status = 'read' AND p.sittings IS NOT NULL ORDER BY article.resource"
    )
    known = kept(store)
    return [
        (known[row["resource"]].words, sum(minutes for _, minutes in json.loads(row["sittings"])))
        for row in rows
        if row["resource"] in known
    ]


def place(store: Store, resources: Iterable[str] | None = None) -> None:
    """Put the minutes that count into the content tables: of some works, or of all with an
    article."""
    known, pace_now = kept(store), pace(store)
    chosen = set(known) if resources is None else set(resources)
    for resource in sorted(chosen):
        if (one := known.get(resource)) is None:
            store.run(
                "UPDATE resource SET minutes = coalesce(json_extract(record, '$.minutes'), 15) "
                "WHERE id = ? AND record IS NOT NULL",
                resource,
            )
        else:
            store.run(
                "UPDATE resource SET minutes = ? WHERE id = ? AND record IS NOT NULL "
                "AND minutes > 0 AND NOT EXISTS "
                "(SELECT 1 FROM resource part WHERE part.parent = resource.id)",
                *(pace_now.minutes(one.words), resource),
            )
