"""Cards with their schedule, memory and history as a package for Anki.

A package is a zip of a collection, here of the old schema 11, which every Anki since 2.1 reads.
What its columns mean: https://github.com/ankidroid/Anki-Android/wiki/Database-Structure. Memory
stands as JSON in `cards.data`: stability, difficulty and desired retention as Anki writes them.

Notes have an id that follows from the card's, so that a second import finds them again: it updates
the texts and adds what is new; how a card stands in Anki is then Anki's matter.
"""

import hashlib
import html
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from studyplan.domain.scheduling import Phase
from studyplan.exchange.shown import Asked, Given

DECK, NOTETYPE = 1_700_000_000_001, 1_700_000_000_002
"""Ids of the deck and of the form of the notes, for ever, so that each import finds them again."""
_OURS = "studyplan"
"""The first file in the zip, by which it is known to be ours."""
_BEFORE = 365
"""Days that the collection is older than today: no card is due before it was made."""
_FIELDS = ("Question", "Answer", "Follow-up", "Source")
_LONGEST_ANSWER = 60_000
_EASE = 2500
_TYPES = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_REVIEW_KINDS = {Phase.NEW: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}
_SUSPENDED, _IN_STEPS = -1, 1
_STEP = 1001
"""One step left, and that today."""
_DAY = timedelta(days=1)

_SCHEMA = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
  scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
  ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
  dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
  ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
  queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
  reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL,
  factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""

Report = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class When:
    """As of when a package is made."""

    now: datetime
    today: date
    begins: datetime
    """When today's study day begins (UTC)."""
    zone: tzinfo
    retention: float


def package(cards: Sequence[Asked], when: When, report: Report) -> bytes:
    """The file.

    Args:
        cards: in the order in which new ones are to be asked.
    """
    with tempfile.TemporaryDirectory(prefix="studyplan-") as folder:
        path = Path(folder, "collection.anki21")
        with closing(sqlite3.connect(path)) as collection:
            collection.executescript(_SCHEMA)
            _fill(collection, cards, when, report)
            collection.commit()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_OURS, "An export of studyplan.\n")
            archive.write(path, path.name)
            archive.writestr("media", "{}")
        return packed.getvalue()


def is_ours(start: bytes) -> bool:
    """Whether a file that begins like this was written by `package`."""
    return start.startswith(b"PK\x03\x04") and start[30:].startswith(_OURS.encode())


def _fill(
    collection: sqlite3.Connection, cards: Sequence[Asked], when: When, report: Report
) -> None:
    seconds = int(when.now.timestamp())
    collection.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
        (
            int((when.begins - _BEFORE * _DAY).timestamp()),
            *(seconds * 1000, seconds * 1000),
            *(json.dumps(one) for one in (_conf(when), _models(), _decks(seconds), _options(when))),
        ),
    )
    taken: set[int] = set()
    answered: list[tuple[int, Given, Given | None]] = []
    for position, one in enumerate(cards):
        if position % 200 == 0:
            report("writing", position, len(cards))
        id = _free(_number(one.card.id), taken)
        collection.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
            (id, guid(one.card.id), NOTETYPE, seconds, f" {' '.join(tags(one))} ", *_texts(one)),
        )
        collection.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)",
            (id, id, DECK, seconds, *_schedule(one, position, when)),
        )
        before: Given | None = None
        for given in one.grades:
            answered.append((id, given, before))
            before = given
    collection.executemany("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)", _log(answered))


def guid(card: str) -> str:
    """By what Anki knows the note of a card again."""
    return hashlib.sha256(f"studyplan/{card}".encode()).hexdigest()[:20]


def _number(card: str) -> int:
    """An id as Anki's are, milliseconds of a time, long ago so that none of a person's is taken."""
    digest = hashlib.sha256(card.encode()).digest()
    return 1_000_000_000_000 + int.from_bytes(digest[:8], "big") % 300_000_000_000


def _free(id: int, taken: set[int]) -> int:
    while id in taken:
        id += 1
    taken.add(id)
    return id


# ------------------------------------------------------------------------------ texts


def _texts(one: Asked) -> tuple[str, str, int]:
    """The fields, the one that notes are sorted by, and its checksum."""
    points = "".join(f"<li>{_html(point)}</li>" for point in one.points)
    answer = f"<ul>{points}</ul>" if points else _html(one.note)
    title = _html(one.title)
    if one.url and one.url.startswith(("https://", "http://")):
        title = f'<a href="{html.escape(one.url)}">{title}</a>'
    fields = (_html(one.question), answer, _html(one.follow_up), title)
    digest = hashlib.sha1(fields[0].encode(), usedforsecurity=False).hexdigest()
    return "\x1f".join(fields), fields[0], int(digest[:8], 16)


def _html(text: str) -> str:
    """A text in which nothing is HTML or a field of Anki's, with its line breaks."""
    shown = html.escape(text.strip()).replace("{{", "{&#123;").replace("\x1f", " ")
    return shown.replace("\n", "<br>")


def tags(one: Asked) -> list[str]:
    """Competency, company and kind of a card, below a tag of ours."""
    found = [one.competency, one.company and f"company::{one.company}", f"kind::{one.kind}"]
    return [f"studyplan::{'-'.join(tag.split())}" for tag in found if tag]


# ------------------------------------------------------------------------------ schedule


def _schedule(one: Asked, position: int, when: When) -> tuple[Any, ...]:
    """Type, queue, due, interval, ease, repetitions, lapses, steps left, and memory as JSON."""
    card = one.card
    kind = _TYPES[card.phase]
    memory: dict[str, float] = {}
    if card.memory is not None:
        memory = {
            "s": round(card.memory.stability, 4),
            "d": round(card.memory.difficulty, 3),
            "dr": when.retention,
        }
        if card.last_at is not None:
            memory["lrt"] = int(card.last_at.timestamp())
    queue, due, interval, left = kind, position, 0, 0
    if card.phase is Phase.REVIEW and card.due_day is not None and card.last_day is not None:
        due = max(0, _BEFORE + (card.due_day - when.today).days)
        interval = max(1, (card.due_day - card.last_day).days)
    elif card.due_at is not None:
        queue, due, left = _IN_STEPS, int(card.due_at.timestamp()), _STEP
        interval = 1 if card.phase is Phase.RELEARNING else 0
    if one.rests:
        queue = _SUSPENDED
    ease = 0 if card.phase is Phase.NEW else _EASE
    data = json.dumps(memory, separators=(",", ":")) if memory else "{}"
    return (kind, queue, due, interval, ease, card.reps, card.lapses, left, data)


def _log(answered: Iterable[tuple[int, Given, Given | None]]) -> Iterator[tuple[int, ...]]:
    """The rows of the review log, whose ids are the instants, each but once."""
    last = 0
    for card, given, before in sorted(answered, key=lambda one: one[1].review.at):
        review = given.review
        last = max(last + 1, round(review.at.timestamp() * 1000))
        lasted = 0 if before is None else _interval(before)
        taken = min(_LONGEST_ANSWER, round((review.seconds or 0) * 1000))
        # Where FSRS schedules, Anki writes difficulty here: 1 to 10 as 100 to 1100.
        factor = round((review.difficulty - 1) / 9 * 1000) + 100
        kind = _REVIEW_KINDS[review.phase]
        yield last, card, int(review.grade), _interval(given), lasted, factor, taken, kind


def _interval(given: Given) -> int:
    """Days, or less than nothing: seconds."""
    if given.is_step:
        return -max(1, round(given.interval.total_seconds()))
    return max(1, given.interval.days)


# ------------------------------------------------------------------------------ the collection


def _conf(when: When) -> dict[str, Any]:
    offset = when.now.astimezone(when.zone).utcoffset() or timedelta(0)
    return {
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": -round(offset.total_seconds() / 60),
        "rollover": when.begins.astimezone(when.zone).hour,
        "curDeck": DECK,
        "activeDecks": [DECK],
        "curModel": NOTETYPE,
        "nextPos": 1,
        "collapseTime": 1200,
    }


def _models() -> dict[str, Any]:
    answer = "{{FrontSide}}<hr id=answer>{{Answer}}"
    answer += (
        "{{#Follow-up}}<p><i>{{Follow-up}}</i></p>{{/Follow-up}}<p><small>{{Source}}</small></p>"
    )
    template = {"name": "Card 1", "ord": 0, "qfmt": "{{Question}}", "afmt": answer,
                "bqfmt": "", "bafmt": "", "did": None, "bfont": "", "bsize": 0}  # fmt: skip
    fields = [
        {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20}
        for place, name in enumerate(_FIELDS)
    ]
    form = {
        "id": NOTETYPE,
        "name": "studyplan",
        "type": 0,
        "mod": 0,
        "usn": 0,
        "sortf": 0,
        "did": None,
        "tmpls": [template],
        "flds": fields,
        "css": ".card { font-family: sans-serif; font-size: 20px; max-width: 40em; margin: auto; }",
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "any", [0]]],
    }
    return {str(NOTETYPE): form}


def _decks(seconds: int) -> dict[str, Any]:
    nothing = {"newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]}
    look = {"collapsed": False, "browserCollapsed": False, "desc": "", "dyn": 0, "conf": 1}
    common = nothing | look | {"mod": seconds, "usn": -1, "extendNew": 0, "extendRev": 0}
    return {
        "1": common | {"id": 1, "name": "Default"},
        str(DECK): common | {"id": DECK, "name": "studyplan"},
    }


def _options(when: When) -> dict[str, Any]:
    return {
        "1": {
            "id": 1,
            "name": "Default",
            "mod": 0,
            "usn": 0,
            "maxTaken": 60,
            "autoplay": True,
            "timer": 0,
            "replayq": True,
            "new": {"bury": False, "delays": [1.0, 10.0], "initialFactor": 2500,
                    "ints": [1, 4, 0], "order": 1, "perDay": 20},
            "rev": {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
                    "hardFactor": 1.2},
            "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1,
                      "mult": 0.0},
            "dyn": False,
            "desiredRetention": when.retention,
        }
    }  # fmt: skip
