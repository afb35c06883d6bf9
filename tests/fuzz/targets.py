"""What is fuzzed. A new target is a function of bytes with its seeds; it raises what is a bug.

@target(b"a good example", b"another")
def reader(data: bytes, folder: Path) -> None:
    read(written(data, folder))        # may raise any of `failures()`
"""

import contextlib
import io
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from studyplan.__main__ import main
from studyplan.clock import FixedClock
from studyplan.config import load_config
from studyplan.domain.action import (
    Action,
    Answered,
    Begun,
    Configured,
    Edited,
    Finished,
    Imported,
    Judged,
    Marked,
    Noted,
    Opened,
    Provided,
    ReadFor,
    Repaired,
    Suspended,
    Worded,
    Written,
    subjects,
)
from studyplan.domain.articles import not_an_article
from studyplan.domain.attempt import split, step_attempt
from studyplan.domain.fold import fold_card, fold_progress, step_setting
from studyplan.domain.interview import Dimension, StageName
from studyplan.domain.links import LinkState
from studyplan.domain.memory import DEFAULT_PARAMETERS, Grade
from studyplan.domain.payload import decode, encode
from studyplan.domain.resource import Status
from studyplan.domain.scheduling import Card, decide
from studyplan.domain.settings import PARAMETERS, PIN, Settings
from studyplan.domain.text import is_clean
from studyplan.domain.wording import Wording
from studyplan.exchange import full_json
from studyplan.library.catalog import load_catalog, load_competencies
from studyplan.library.importing import compare, examine
from studyplan.library.interviews import load_interviews, load_own_interviews
from studyplan.library.prompts import load_prompts
from studyplan.library.readers import read
from studyplan.locations import Locations, locate
from studyplan.store import (
    articles,
    attempts,
    event_rows,
    forms,
    rebuilding,
    segments,
    shared_folder,
)
from studyplan.store import content as stored_content
from studyplan.store.articles import Kept
from studyplan.study import (
    Study,
    agenda,
    asking,
    complete,
    doctor,
    exporting,
    failures,
    history,
    noting,
    open_study,
    planning,
    practising,
    primers,
    progress,
    questions,
    reading,
    reviewing,
    syncing,
    taking_back,
    why_unreadable,
)
from studyplan.study.history import AHEAD
from studyplan.web.extracting import extract
from tests import small
from tests.web.server import page

Run = Callable[[bytes, Path], None]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """Something that reads bytes, and bytes that it reads well."""

    run: Run
    good: Callable[[], Sequence[bytes]]

    @property
    def seeds(self) -> Sequence[bytes]:
        """Made when they are first asked for."""
        return self.good()


TARGETS: dict[str, Target] = {}


def target(*seeds: bytes) -> Callable[[Run], Run]:
    """Let a function be fuzzed; errors whose text is a sentence for a person are none."""

    def register(run: Run) -> Run:
        TARGETS[run.__name__] = Target(run, lambda: seeds)
        return run

    return register


def run(name: str, data: bytes, folder: Path) -> None:
    """Feed a target once.

    Raises:
        Exception: whatever a person would have seen as a traceback.
    """
    try:
        TARGETS[name].run(data, folder)
    except failures() as error:
        if not str(error).strip():
            raise AssertionError("a sentence without words") from error


def written(data: bytes, folder: Path, name: str = "input") -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------------------------------ files

_LIST = b"""Reading
=======

- Design

  1. `A Work <https://example.org/a>`_ [video] in ten minutes
  2. [Paper] `Another <https://arxiv.org/abs/1706.03762v5>`_

     - `Part one`_

.. _Part one: https://example.org/part?utm_source=x

.. csv-table:: Companies
   :header: "Company", "Year", "Title"

   "Meta", "2023", "`Towers, in pairs <https://example.org/t>`_"
   Netflix, 2021, `Rows <https://www.youtube.com/watch?v=abc&list=PL1>`_

+-----+----------------------------------+
| No  | `Grid <http://example.org:80/>`_ |
+-----+----------------------------------+

term
    `Definition <https://example.org/d>`_
"""


@cache
def _shipped() -> Any:
    return load_catalog(locate().assets / "catalog.yaml")


@target(
    _LIST, b"- `One <https://example.org>`_\n", b".. csv-table::\n\n   a, `b <https://c.de>`_\n"
)
def lists(data: bytes, folder: Path) -> None:
    report = examine(written(data, folder, "list.rst"), _shipped())
    assert is_clean(json.dumps(report.as_dict(), ensure_ascii=False))
    assert all(is_clean(work.title) for work in report.new_works)


_LISTS: dict[str, Sequence[bytes]] = {
    "markdown": [
        b"# A [b](https://a.org)\n\n- [One](https://a.org/1) - words [Code](https://b.org)\n"
        b'  - [x] [Two](https://a.org/2 "t")\n- [Three][r] <https://c.org> https://d.org\n\n'
        b"| Name | Link | Year |\n|---|:--|---|\n| A | [link](https://e.org) | 2023 |\n\n"
        b"<p><a href='https://f.org/?a=1&amp;b=2'>F</a></p>\n\n[r]: https://r.org\n",
        b"- One\n- [ ] Two\n  1. [Three](javascript:x)\n",
    ],
    "bookmarks": [
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1><DL><p>\n<DT><H3>F</H3>\n<DL><p>\n"
        b'<DT><A HREF="https://a.org" ADD_DATE="1700000000" TAGS="a,b" TOREAD="0">A &amp; B</A>\n'
        b"<DD>A note\n</DL><p>\n<DT><A HREF='place:x'>P</A>\n</DL>\n",
        b"<html><h1>Read Archive</h1><ul><li><a href=https://a.org time_added=1>A</a></ul>",
    ],
    "csv": [
        b"title,url,time_added,cursor,tags,status\nA,https://a.org,1700000000,,x|y,archive\n",
        b'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.org,A,s,Archive,1,"[""x""]"\n',
        b'Highlight,Book Title,Note,Reading progress\n"a\nb",Book,mine,0.5\n"c",Book,,\n',
    ],
    "opml": [
        b'<?xml version="1.0"?>\n<opml version="2.0"><body><outline text="F">\n<outline text="A" '
        b'xmlUrl="https://a.org/f" htmlUrl="https://a.org" category="/a/b" _note="n" '
        b'created="Tue, 14 Nov 2023 22:13:20 GMT"/></outline></body></opml>',
    ],
    "bibtex": [
        b'@article{a,\n title = {The {X} of M{\\"u}ller},\n url={https://a.org}, doi={10.1000/x},\n'
        b' year = 2023, keywords = "a, b", readstatus={read}, timestamp={2023-11-14}\n}\n'
        b"@string{x = {y}}\n@misc(b, title=x # {z}, eprint={2301.1}, archiveprefix={arXiv})\n",
    ],
}
"""A good list or two of each format."""


def _reader(format: str) -> Run:
    def read_list(data: bytes, folder: Path) -> None:
        found = read(written(data, folder), format)
        assert all(row.title and row.line > 0 for row in found.rows)
        report = compare(found, (), source="list")
        assert is_clean(json.dumps(report.as_dict(), ensure_ascii=False))
        taken = Imported(report.source, report.new_works, report.known, report.progress)
        assert decode("import", NOW, json.loads(json.dumps(encode(taken)))) == taken

    return read_list


for _name, _seeds in _LISTS.items():
    TARGETS[_name] = Target(_reader(_name), partial(tuple, _seeds))


@target(
    b'theme: studyplan-light\neditor: "code --wait"\nkeys:\n  MarkRead: "x,ctrl+r"\n  Undo: z\n',
    b"# nothing\n",
)
def config(data: bytes, folder: Path) -> None:
    load_config(written(data, folder, "config.yaml"))


def _yaml(folder: str, file: str) -> bytes:
    return (locate().assets / folder / file).read_bytes()


_INTERVIEW = sorted((locate().assets / "interviews").glob("*.yaml"))[0]


@target(_INTERVIEW.read_bytes())
def own_interviews(data: bytes, folder: Path) -> None:
    competencies = load_competencies(locate().assets / "competencies.yaml")
    load_own_interviews(written(data, folder, "mine.yaml"), _shipped(), competencies)


@target(_INTERVIEW.read_bytes()[:4000], _yaml("prompts", "K01.yaml")[:4000],
        _yaml(".", "competencies.yaml")[:4000], _yaml(".", "catalog.yaml")[:4000])  # fmt: skip
def content(data: bytes, folder: Path) -> None:
    path = written(data, folder, f"{_INTERVIEW.name}")
    for load in (
        lambda: load_catalog(path),
        lambda: load_competencies(path),
        lambda: load_interviews(folder, small.WORKS, small.COMPETENCIES),
        lambda: load_prompts(folder, small.WORKS),
    ):
        with contextlib.suppress(*failures()):
            load()


# ------------------------------------------------------------------------------------ command line


_RELATIONS = ("needs", "contains", "series", "corrections")
"""Fields that name other works."""


@cache
def _template() -> Path:
    """A data folder with something done in it, from content that is quickly loaded."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    assets = folder / "assets"
    assets.mkdir()
    shutil.copy2(locate().assets / "competencies.yaml", assets)
    few = {
        "focal-loss",
        "information-leakage",
        *yaml.safe_load(_INTERVIEW.read_bytes())[0]["works"],
    }
    works = yaml.safe_load((locate().assets / "catalog.yaml").read_bytes())
    kept = [
        {name: value for name, value in one.items() if name not in _RELATIONS}
        for one in works
        if one["id"] in few
    ]
    (assets / "catalog.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")
    (assets / "interviews").mkdir()
    shutil.copy2(_INTERVIEW, assets / "interviews")
    places = replace(locate(folder / "data"), assets=assets)
    with closing(open_study(places, FixedClock(NOW))) as study:
        study.introduce()
        for action in _actions(study):
            study.do(action)
        history.undo(study)
        history.redo(study)
    return folder


def _actions(study: Study) -> list[Action]:
    """One action of each kind."""
    one = practising.find(study, _INTERVIEW.stem).interview
    graded = decide(
        Card("focal-loss:recall"), Grade.GOOD, NOW, study.days, study.settings.scheduling
    )
    by_days = replace(study.settings.scheduling, learning_steps=(), relearning_steps=())
    scored = decide(Card(f"interview:{one.id}"), Grade.HARD, NOW, study.days, by_days)
    (work, *_) = examine(_own_list(), ()).new_works
    scope = StageName.SCOPE
    mine = replace(one, id="my.feed", title="Mine")
    return [
        Marked({"focal-loss": Status.READ, "information-leakage": Status.READING}),
        Noted("focal-loss", "A note."),
        Opened("focal-loss"),
        ReadFor("focal-loss", 10),
        ReadFor("focal-loss/1", 25, "focal-loss"),
        Answered("focal-loss:recall", graded, 12.5, "an attempt"),
        Suspended({"focal-loss:recall": True}),
        Configured({"retention": 0.85, "learning_steps": ["1m", "10m"], "minutes.mon": 30}),
        Configured({"interview_date": "2027-01-05", "days_off": ["2026-12-24"]}),
        Configured({"day_start": "03:00"}),
        Configured({PARAMETERS: list(DEFAULT_PARAMETERS), f"{PIN}focal-loss": "2026-12-01"}),
        Imported("mine.rst", (work,)),
        Edited({"my.own": {"competency": "K07", "minutes": 30, "year": None}}),
        Worded("focal-loss:my.0011", Wording("Why?", ("Because.",), "And?")),
        Provided({"my.feed": mine}),
        Repaired({"focal-loss": "https://example.org/loss", "dropout": None}),
        Judged("focal-loss", LinkState.OK),
        Begun("feed.ab12", one.id, split(one, 45)),
        Written("feed.ab12", StageName.TASK, {scope: "x"}, {scope: 61.5}, ("a",)),
        Finished("feed.ab12", one.id, dict.fromkeys(Dimension, 3), scored),
    ]  # fmt: skip


def _own_list() -> Path:
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "mine.rst"
    path.write_bytes(_LIST)
    return path


_COMMANDS = """
list focal --chapters --json
show focal-loss:recall
mark focal-loss read
grade focal-loss:recall again
note focal-loss --text words
set minutes.mon 45
set days_off 2026-12-24,2026-12-25
set learning_steps 1m,10m
plan --date 2027-02-03 --minutes 30 --retention 0.8
history --limit 5
pin focal --until 2026-12-01
question add K01 --text Why? --points a b --follow-up c
interview show ranking
interview history
stats --json
export ics x.ics --at 19:00 --remind 10
import list.rst --dry-run
restore 2026-11-24
resume focal-loss
undo
redo
"""


@target(*_COMMANDS.strip().encode().splitlines())
def arguments(data: bytes, folder: Path) -> None:
    words = [part.decode("utf-8", "surrogateescape") for part in data.split(b" ")]
    words = [one.replace("\0", "").replace("/", "_") for one in words]
    if not words[0] or "--edit" in words:  # the app, or an editor, would wait for a person
        return
    places = _places(folder)
    said, failed = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(failed),
    ):
        try:
            status = main(["--data-dir", str(places.data), *words])
        except SystemExit as left:
            status = int(left.code or 0)
    assert status in (0, 1, 2), status
    assert "of studyplan's own" not in failed.getvalue(), failed.getvalue()
    assert is_clean(said.getvalue()), said.getvalue()
    assert is_clean(failed.getvalue()), failed.getvalue()


@target(b"focal loss", b"ranking two-tower 2023", b"%_ '\"", b"Meta read")
def queries(data: bytes, folder: Path) -> None:
    with closing(_study(folder)) as study:
        reading.works(study, data.decode("utf-8", "replace"), chapters=True)


# --------------------------------------------------------------------------------------- database


def _places(folder: Path) -> Locations:
    template = _template()
    places = replace(locate(folder / "data"), assets=template / "assets")
    if not places.database.exists():
        shutil.copytree(template / "data", places.data)
    return places


def _study(folder: Path) -> Study:
    return open_study(_places(folder), FixedClock(NOW))


@cache
def _kept_open() -> Study:
    """One study for many runs, each of which takes back what it did."""
    return _study(Path(tempfile.mkdtemp(prefix="fuzz-")))


@cache
def _rows() -> list[bytes]:
    """The rows of the log, a line each: time, kind, payload."""
    database = _template() / "data" / "studyplan.db"
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT at, kind, payload FROM event ORDER BY id").fetchall()
    return [f"{at}\t{kind}\t{payload}".encode() for at, kind, payload in rows]


def _parts(data: bytes) -> tuple[bytes, str, bytes]:
    """Time, kind and payload of a row that is written as a line."""
    at, _, rest = data.partition(b"\t")
    kind, _, payload = rest.partition(b"\t")
    return at, kind.decode("utf-8", "replace"), payload


def payloads(data: bytes, folder: Path) -> None:
    """A row of the log is refused, or is an action that folds and says the same when written."""
    del folder
    at, kind, payload = _parts(data)
    ((id, time, text),) = _variants(at, payload)
    row = {"id": id, "device": "stranger", "at": time, "kind": kind, "payload": text}
    event = event_rows.from_row(row)  # type: ignore[arg-type]
    action = event.action
    assert decode(kind, event.at, json.loads(json.dumps(encode(action)))) == action
    for subject in subjects(action):
        table, _, key = subject.partition(":")
        match table:
            case "progress":
                fold_progress(key, [event, event])
            case "card":
                fold_card(key, [event, event], DEFAULT_PARAMETERS)
            case "setting":
                found = Settings({key: step_setting(None, key, event)})
                assert found.scheduling
                found.minutes_on(NOW.date())
                assert found.pins is not None
            case "attempt":
                step_attempt(None, event)


def events(data: bytes, folder: Path) -> None:
    """A row of the log as a stranger might have written it: everything goes on, or says why."""
    at, kind, payload = _parts(data)
    del folder
    study = _kept_open()
    store, kept = study.store, _rows()
    with contextlib.suppress(_Taken), store.transaction():
        for id, time, text in _variants(at, payload):
            store.run(
                "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?)",
                *(id, "stranger", time, kind, text),
            )
        _use(study)
        raise _Taken
    assert store.value("SELECT count(*) FROM event") == len(kept)


class _Taken(Exception):
    """Everything was tried; take it back."""


def _variants(at: bytes, payload: bytes) -> list[tuple[bytes, object, object]]:
    """The row as text, and now and then as what SQLite lets stand in its place."""
    time: object = int(at) if at.isdigit() and len(at) < 19 else at.decode("utf-8", "replace")
    text: object = payload.decode("utf-8", "replace")
    if len(payload) % 7 == 3:
        text = payload
    id = b"\x02" * 16 if len(payload) % 5 else payload[:20] or b"\x00"
    return [(id, time, text)]


def _use(study: Study) -> None:
    """Rebuild from the log, and look at everything that a person may look at."""
    rebuilding.rebuild(study.store)
    stored_content.arrange(study.store)
    study._turn += 1
    study.settings.scheduling  # noqa: B018 - computed
    for done in taking_back.page(study):
        with contextlib.suppress(*failures()):
            taking_back.depending(study, done.id)
    for look in (
        lambda: history.still_to_come(study),
        lambda: planning.today(study),
        lambda: asking.due(study),
        lambda: agenda.agenda(study, {}),
        lambda: progress.progress(study),
        lambda: reading.detail(study, "focal-loss"),
        lambda: history.of_resource(study, "focal-loss"),
        lambda: practising.interviews_of(study),
        lambda: practising.history(study),
        lambda: reviewing.grade(study, "focal-loss:recall", Grade.GOOD),
        lambda: history.undo(study),
        lambda: history.undo(study),
        lambda: history.redo(study),
    ):
        with contextlib.suppress(*failures()):
            look()


_DEVICE = "0badcafe"


def _lines_of_tables() -> list[bytes]:
    """Values of the tables beside the log, a line each: table, column, value."""
    found = []
    with closing(_with_all_kept(Path(tempfile.mkdtemp(prefix="fuzz-")))) as study:
        for table in _TABLES:
            for row in study.store.rows(f"SELECT * FROM {table} LIMIT 12"):
                found += [f"{table}\t{name}\t{value}".encode() for name, value in dict(row).items()]
    return found


_TABLES = (
    *(*rebuilding.FOLDED, "draft", "running", "meta"),
    *("inbox", "shared", "sync_file", "sync_device"),
)


def _with_all_kept(folder: Path) -> Study:
    """A study in which something is unfinished of each kind."""
    study = _study(folder)
    gone = 1 << 30  # no process has this number
    wording = '{"question":"Why?","points":["a"],"follow_up":"And?"}'
    for of, text in (
        ("focal-loss", "typed"),
        ("wording:focal-loss", wording),
        ("attempt:focal-loss:recall", "an answer"),
    ):
        study.store.run(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)", f"{of}@{gone}", text, gone, 1
        )
    study.store.run(
        "INSERT OR REPLACE INTO running SELECT id, stage, notes, seconds, revealed, ?, 1 "
        "FROM attempt LIMIT 1",
        gone,
    )
    for key, value in (
        ("place:K01", "0.5"),
        ("exported", '{"a":"2026-12-01"}'),
        ("offsets", "[[1, 3600]]"),
        ("sync.last", "1"),
        ("sync.refused", '{"schema":4,"events":["00"]}'),
        ("sync.folded", "4"),
        ("sync.folder", str(folder / "shared")),
        ("device.former", '{"0badcafe":"00"}'),
    ):
        study.store.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)
    (folder / "shared" / "studyplan").mkdir(parents=True, exist_ok=True)
    for table, values in (
        ("inbox", (b"\x02" * 16, _DEVICE, 1, "mystery", "{}")),
        ("shared", (b"\x02" * 16, _DEVICE)),
        ("sync_file", (_DEVICE, "000001.jsonl", 0, 9, 1, "0123456789abcdef")),
        ("sync_device", (_DEVICE, "laptop", 4, 1)),
    ):
        marks = ", ".join("?" * len(values))
        study.store.run(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *values)
    return study


def rows(data: bytes, folder: Path) -> None:
    """A value of a table as a stranger might have written it: everything goes on, or says why."""
    table, column, value = _parts(data)
    name = table.decode("utf-8", "replace")
    with closing(_with_all_kept(folder)) as study:
        if name not in _TABLES:
            return
        if column not in {row[1] for row in study.store.rows(f"PRAGMA table_info({name})")}:
            return
        ((_, number, text),) = _variants(value, value)
        for one in (text, number):
            with contextlib.suppress(sqlite3.IntegrityError):
                study.store.run(f"UPDATE OR IGNORE {name} SET {column} = ?", one)
    places, clock = _places(folder), FixedClock(NOW)
    try:
        with closing(open_study(places, clock)) as study:
            with study.store.transaction():
                _look_at_what_is_kept(study)
                _use(study)
            syncing.sync(study)
    except Exception:
        # What `cli/failing.py` says of it must not be that it is an error of ours.
        if why_unreadable(places) is None:
            raise
        doctor.rebuild(places, clock)
        forms.check(open_study(places, clock).store)


def _look_at_what_is_kept(study: Study) -> None:
    """What stands in the database beside the log, as the app and the command line look at it."""
    noting.recover_drafts(study)
    questions.begun(study, "focal-loss")
    questions.recover_drafts(study)
    for attempt, _ in attempts.unfinished(study.store):
        attempts.kept(study.store, attempt.id)
    primers.place(study, "K01")
    exporting._exported(study)
    syncing.state(study)


@cache
def _segments() -> list[bytes]:
    """A file of events as another device shares them."""
    with closing(_study(Path(tempfile.mkdtemp(prefix="fuzz-")))) as study:
        rows = list(segments.rows_of(study.store.rows("SELECT * FROM event ORDER BY id")))
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / shared_folder.numbered(1)
    theirs = [(id, _DEVICE, at, kind, payload) for id, _, at, kind, payload in rows]
    segments.append(path, segments.Header(_DEVICE, "laptop", 3), theirs, None)
    return [path.read_bytes()]


_LINE = re.compile(rb'\{"check":"[^"]*","([a-z]+)":(.*)\}', re.DOTALL)


def _shared(data: bytes, folder: Path) -> Path:
    """The file in its folder; of every other one with checks that are right, as an attacker's."""
    if len(data) % 2:
        lines = []
        for line in data.split(b"\n"):
            match = _LINE.fullmatch(line)
            if match is not None:
                what, text = match[1].decode(), match[2].decode("utf-8", "replace")
                line = segments._line(what, text)[:-1]
            lines.append(line)
        data = b"\n".join(lines)
    path = shared_folder.path_of(folder, _DEVICE, shared_folder.numbered(1))
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def shared_files(data: bytes, folder: Path) -> None:
    """A file of another device: its lines are read, wait or are named."""
    found = segments.read(_shared(data, folder), _DEVICE, None, 2**42)
    assert all(is_clean(str(problem)) for problem in found.problems)
    if found.header is not None:
        assert is_clean(found.header.name)
    assert all(is_clean(row[4]) for row in found.events)


def syncs(data: bytes, folder: Path) -> None:
    """A whole sync with such a file, and one of any name beside it: what is understood is taken
    in, everything goes on."""
    shared = folder / "shared"
    file = _shared(data, shared)
    name = os.fsdecode(bytes(one for one in data[-24:] if one not in b"/\0"))
    with contextlib.suppress(OSError):  # there is such a file already, or its name is too long
        shutil.copyfile(file, file.with_name(f"{name}.jsonl"))
    with closing(_study(folder)) as study:
        syncing.sync(study, shared)
        _use(study)


def _an_export() -> tuple[bytes, ...]:
    """An export of everything that there are rows of, whose checks are mended after each change."""
    with tempfile.TemporaryDirectory() as name, closing(_study(Path(name))) as study:
        reading.mark(study, "focal-loss", Status.READ)
        path = Path(name, "all.json")
        complete.export(study, path)
        return (path.read_bytes(),)


def exports(data: bytes, folder: Path) -> None:
    """An export of everything: all of it is taken in, or nothing."""
    path = folder / "all.json"
    with contextlib.suppress(Exception):  # as somebody forges it; what is no JSON stays damaged
        found = json.loads(data)
        for event in found["events"]:
            event.pop("check", None)
        forged = full_json.Export(found["schema"], (), found["events"], found["waiting"])
        data = b"".join(full_json.write(forged, {}))
    path.write_bytes(data)
    with closing(_study(folder)) as study:
        before = study.store.value("SELECT count(*) FROM event")
        try:
            complete.take_in(study, path)
        except failures():
            assert study.store.value("SELECT count(*) FROM event") == before
        _use(study)


TARGETS["exports"] = Target(exports, cache(_an_export))


@target(page(10).encode(), b"<!doctype html><title>&#27;[2J</title><p>a\x9b31m<table><tr><td>b")
def pages(data: bytes, folder: Path) -> None:
    """A page of the web: its article is clean Markdown whose links lead to pages, or there is none;
    what is kept of it is read back as it was."""
    found = extract(data, "https://example.org/a", data[:9].decode("ascii", "ignore"))
    assert is_clean(found.title)
    assert is_clean(found.text)
    not_an_article(found.text)
    with closing(_study(folder)) as study:
        at = study.clock.now()
        kept = Kept(data[:40].decode("latin-1"), "https://example.org/a", 7, at)
        articles.write(study.store, folder / "articles", kept, found.title, found.text)
        assert articles.read(folder / "articles", kept.resource) == found.text.strip("\n") + "\n"
        assert [one.parent for one in (folder / "articles").iterdir()] == [folder / "articles"]


TARGETS["shared_files"] = Target(shared_files, _segments)
TARGETS["syncs"] = Target(syncs, _segments)
TARGETS["payloads"] = Target(payloads, _rows)
TARGETS["events"] = Target(events, _rows)
TARGETS["rows"] = Target(rows, cache(_lines_of_tables))


def looked_at(folder: Path) -> Mapping[str, bool]:
    """What doctor says of a folder: each check, and whether all is well with it."""
    checks = doctor.examine(_places(folder), FixedClock(NOW + AHEAD + timedelta(hours=1)))
    return {one.name: one.ok for one in checks}
