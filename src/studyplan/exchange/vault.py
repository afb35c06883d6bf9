"""A folder of Markdown notes, one a work or attempt, as Obsidian and its like read them.

Ours in a file are the part between two comments and some keys of the front matter. All else is the
person's and is never changed, nor is a file ever removed. A file is known again by the id in its
front matter, so it may be renamed and moved inside the folder; a title that changes keeps it.
Nothing is written through a link: neither a file nor a folder inside the vault may be one.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studyplan.domain.attempt import HIGHEST
from studyplan.domain.curriculum import Competency
from studyplan.domain.resource import Kind
from studyplan.exchange import files, transcript
from studyplan.exchange.markdown import escaped, questions, target
from studyplan.exchange.shown import Curriculum, Practised, Work

BEGIN = "<!-- studyplan: written anew at each export -->"
END = "<!-- studyplan: what follows is yours -->"
WORKS, COMPETENCIES, INTERVIEWS = "works", "competencies", "interviews"
"""The folders that new files are put into."""
TAG = "studyplan"
"""Our tags stand below this one, so that a person's own are told from them."""
_ID = "studyplan-id"
_LARGEST = 4_000_000
"""Bytes; a larger file in the vault is nobody's of ours."""
_MOST_FILES = 50_000
_NAME_LENGTH = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_KEY = re.compile(r"""["']?([^\s"':#][^"':]*?)["']?\s*:(?:\s|$)""")
_TAG_ITEM = re.compile(r"[^\s,\[\]\"'#]+")

Report = Callable[[str, int, int], object]


@dataclass
class Written:
    """What became of the files."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left: list[Path] = field(default_factory=list)
    """Files whose marks are gone or doubled, or that cannot be read: left as they are."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A note as it should be."""

    id: str
    title: str
    facts: Mapping[str, object]
    """Of the front matter; None for what it has not."""
    tags: Sequence[str]
    body: str


def write(folder: Path, found: Curriculum, report: Report) -> Written:
    """Write a vault, or bring one up to date.

    Raises:
        NotWritten: the folder is no folder, or holds a link where a file of ours belongs.
    """
    try:
        root = folder.expanduser().resolve()
        places = [WORKS, COMPETENCIES, *([INTERVIEWS] if found.practised else [])]
        for one in (root, *(root / place for place in places)):
            if one.is_symlink() or (one.exists() and not one.is_dir()):
                raise files.NotWritten(f"{one} is no folder of its own; nothing was written.")
            one.mkdir(parents=True, exist_ok=True)
        return _write(root, found, report)
    except OSError as error:
        where = error.filename or folder
        raise files.NotWritten(f"{where} cannot be written: {error.strerror}.") from error


def _write(root: Path, found: Curriculum, report: Report) -> Written:
    done, there = Written(), _known(root)
    names: dict[str, Path] = {}
    ids = [(one.id, WORKS) for one in _whole(found)]
    ids += [(_of(one), COMPETENCIES) for one in found.competencies] + [("studyplan", "")]
    ids += [(_of_attempt(one), INTERVIEWS) for one in found.practised]
    for id, place in ids:
        names[id] = there.get(id) or _free(root / place, id, set(names.values()))
    pages = list(_pages(found, {id: path.stem for id, path in names.items()}))
    for number, page in enumerate(pages):
        report("writing", number, len(pages))
        _put(names[page.id], page, done)
    return done


def _of(competency: Competency) -> str:
    """The id of the index of a competency."""
    return f"competency-{competency.id}"


def _of_attempt(one: Practised) -> str:
    """The id of the note of an attempt."""
    return f"attempt-{one.attempt.id}"


def _whole(found: Curriculum) -> Iterator[Work]:
    return (one for one in found.works if one.parent is None)


# ------------------------------------------------------------------------------ names


def file_name(id: str) -> str:
    """A name that any system takes, from an id; two ids may give one."""
    name = re.sub(r"[^a-z0-9.-]", "-", id.lower()).strip(".-")[:_NAME_LENGTH].rstrip(".-")
    return f"note-{name}".rstrip("-") if not name or _RESERVED.fullmatch(name) else name


def _free(folder: Path, id: str, taken: set[Path]) -> Path:
    """Where the file of an id belongs, beside what is there and is a person's own."""
    name = file_name(id)
    for end in ("", *(f"-{number}" for number in range(2, 1_000))):
        path = folder / f"{name}{end}.md"
        if path not in taken and not os.path.lexists(path):
            return path
    raise files.NotWritten(f"{folder / name}.md is taken; nothing was written.")


def _known(root: Path) -> dict[str, Path]:
    """The files of the vault that are ours, by the ids in their front matter."""
    found: dict[str, Path] = {}
    number = 0
    for folder, inner, names in os.walk(root, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if not name.endswith(".md"):
                continue
            if (number := number + 1) > _MOST_FILES:
                raise files.NotWritten(f"{root} holds more than {_MOST_FILES} notes.")
            path = Path(folder, name)
            text = None if path.is_symlink() else _read(path)
            id = None if text is None else _keys(_split(text)[0]).get(_ID)
            if id is not None:
                found.setdefault(id.strip(" \"'\r\n"), path)
    return found


def _read(path: Path) -> str | None:
    """The text of a file as it stands there; None for what is no text."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


# ------------------------------------------------------------------------------ one file


def _put(path: Path, page: _Page, done: Written) -> None:
    """Write a file anew, or our parts of it; one that is as it should be is not touched."""
    if not os.path.lexists(path):
        _to_disk(path, new_text(page))
        done.new += 1
        return
    before = None if path.is_symlink() else _read(path)
    after = None if before is None else updated(before, page)
    if after is None:
        done.left.append(path)
    elif after == before:
        done.same += 1
    else:
        _to_disk(path, after)
        done.changed += 1


def _to_disk(path: Path, text: str) -> None:
    files.write(path, text.encode(), may_replace=lambda _: True)


def new_text(page: _Page) -> str:
    """The text of a file that is not there yet."""
    front = "".join(_block(key, value) for key, value in page.facts.items() if value is not None)
    front += _block("aliases", [page.title])  # from then on they are the person's
    return f"---\n{front}{_tags(page.tags, ())}---\n\n{BEGIN}\n{page.body}{END}\n"


def updated(text: str, page: _Page) -> str | None:
    """The text of a file with our parts brought up to date; None where their place is not known."""
    ends = "\r\n" if "\r\n" in text else "\n"
    front, rest = _split(text)
    at, to = rest.find(BEGIN), rest.find(END)
    if rest.count(BEGIN) != 1 or rest.count(END) != 1 or to < at:
        return None
    ours = f"{BEGIN}\n{page.body}".replace("\n", ends)
    return _front(front, page, ends) + rest[:at] + ours + rest[to:]


def _split(text: str) -> tuple[str, str]:
    """The front matter with the lines around it, and all behind; empty where there is none."""
    match = re.match("\ufeff?---[ \\t]*\r?\n(?:.*\n)*?---[ \\t]*(?:\r?\n|$)", text)
    return (text[: match.end()], text[match.end() :]) if match else ("", text)


def _blocks(front: str) -> list[tuple[str, str]]:
    """The keys of front matter, each with its lines as they stand there; "" before the first."""
    found: list[tuple[str, str]] = [("", "")]
    for line in _lines(front)[1:-1]:
        match = None if line[:1] in " \t-#" else _KEY.match(line)
        if match:
            found.append((match[1], line))
        else:
            key, lines = found[-1]
            found[-1] = (key, lines + line)
    return found


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as in YAML."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _keys(front: str) -> dict[str, str]:
    return {key: lines.partition(":")[2] for key, lines in _blocks(front)}


def _front(front: str, page: _Page, ends: str) -> str:
    """Front matter with our keys brought up to date; the person's lines stay as they are."""
    lines = _lines(front) or [f"---{ends}", f"---{ends}"]
    blocks = _blocks(front)
    theirs = next((_tag_items(text) for key, text in blocks if key == "tags"), [])
    ours = {key: None if value is None else _block(key, value) for key, value in page.facts.items()}
    ours["tags"] = _tags(page.tags, theirs)
    kept, seen = [], set()
    for key, text in blocks:
        if key not in ours:
            kept.append(text)
        elif key not in seen:
            seen.add(key)
            kept.append((ours[key] or "").replace("\n", ends) + _remarks(text))
    kept += [text.replace("\n", ends) for key, text in ours.items() if key not in seen and text]
    return lines[0] + "".join(kept) + lines[-1]


def _remarks(block: str) -> str:
    """The comments of a person below one of our keys."""
    return "".join(line for line in _lines(block) if line.startswith("#"))


def _tag_items(block: str) -> list[str]:
    given = re.sub(r"(?m)^\s*- |(^|\s)#.*$", " ", block.partition(":")[2])
    return _TAG_ITEM.findall(given)


def _tags(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """The tags: ours, then those of the person."""
    own = [tag for tag in theirs if tag != TAG and not tag.startswith(f"{TAG}/")]
    return _block("tags", [TAG, *ours, *own])


def _block(key: str, value: object) -> str:
    """A key with its value as lines of YAML."""
    if isinstance(value, list):
        return f"{key}:\n" + "".join(f"  - {_scalar(one)}\n" for one in value)
    return f"{key}: {_scalar(value)}\n"


def _scalar(value: object) -> str:
    """A value of YAML on one line; a text in quotes unless it is plain."""
    text = " ".join(str(value).split())
    if not isinstance(value, str) or re.fullmatch(r"[a-z][a-z0-9/-]*", text):
        return text if text not in _WORDS else f'"{text}"'
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


# ------------------------------------------------------------------------------ what stands in it


def _pages(found: Curriculum, names: Mapping[str, str]) -> Iterator[_Page]:
    titles = {one.id: one.title for one in found.works}
    links = {id: _link(names[id], titles[id]) for id in names if id in titles}
    parts = found.parts()
    homes = {one.id: _link(names[_of(one)], one.title) for one in found.competencies}
    for work in _whole(found):
        yield _work_page(work, parts.get(work.id, ()), links, homes)
    for one in found.competencies:
        works = found.of_competency(one.id)
        lines = [f"# {escaped(one.title)}", "", escaped(one.summary), ""]
        if one.needs:
            lines += [f"Needs {', '.join(homes[id] for id in one.needs if id in homes)}.", ""]
        lines += _entries(works, links)
        facts = {_ID: _of(one), "title": one.title}
        yield _Page(_of(one), one.title, facts, [f"{TAG}/index"], _body(lines))
    lines = ["# studyplan", "", *(f"- {homes[one.id]}" for one in found.competencies)]
    if rest := found.of_competency(None):
        lines += ["", "## Elsewhere", "", *_entries(rest, links)]
    if found.practised:
        lines += ["", "## Mock interviews", ""]
    for made in found.practised:
        yield _attempt_page(made, links, homes)
        mean = "" if made.attempt.mean is None else f", {made.attempt.mean:.1f} of {HIGHEST}"
        link = _link(names[_of_attempt(made)], made.title)
        lines.append(f"- {link} ({made.begun:%Y-%m-%d}{mean})")
    yield _Page("studyplan", "studyplan", {_ID: "studyplan"}, [f"{TAG}/index"], _body(lines))


def _work_page(
    work: Work,
    parts: Sequence[Work],
    links: Mapping[str, str],
    homes: Mapping[str, str],
) -> _Page:
    facts: dict[str, object] = {
        _ID: work.id,
        "title": work.title,
        "url": work.url,
        "status": str(work.status),
        "status-date": work.status_day,
        "due": work.due,
        "kind": str(work.kind),
        "company": work.company,
        "year": work.year,
        "competency": work.competency,
        "difficulty": work.difficulty,
        "minutes": work.minutes or None,
    }
    tags = [f"{TAG}/{_tag(text)}" for text in (str(work.kind), work.competency, work.company)
            if text]  # fmt: skip
    lines = [f"# {escaped(work.title)}", ""]
    if work.url:
        lines += [f"[{escaped(work.url)}]({target(work.url)})", ""]
    if work.competency is not None and work.competency in homes:
        lines.append(f"- Competency: {homes[work.competency]}")
    if needs := [links[id] for id in work.needs if id in links]:
        lines.append(f"- Read before: {', '.join(needs)}")
    if series := [links[id] for id in work.series if id in links and id != work.id]:
        lines.append(f"- Series: {', '.join(series)}")
    lines.append("")
    if parts:
        lines += ["## Chapters", ""]
        for part in parts:
            mark = "x" if part.status.is_done else " "
            lines.append(f"- [{mark}] {escaped(part.title)} ({part.status})")
        lines.append("")
    for one in (work, *parts):
        if one.note.strip():
            where = "" if one is work else f": {escaped(one.title)}"
            lines += [f"## Note{where}", "", *one.note.strip().splitlines(), ""]
        if one.questions:
            where = "" if one is work else f": {escaped(one.title)}"
            lines += [f"## Questions{where}", "", *questions(one.questions)]
    return _Page(work.id, work.title, facts, tags, _body(lines))


def _attempt_page(one: Practised, links: Mapping[str, str], homes: Mapping[str, str]) -> _Page:
    attempt, interview = one.attempt, one.interview
    title = f"{one.title}, {one.begun:%Y-%m-%d}"
    facts: dict[str, object] = {
        _ID: _of_attempt(one),
        "title": title,
        "practised": one.begun.date(),
        "minutes": attempt.minutes,
        "score": None if attempt.mean is None else round(attempt.mean, 1),
    }
    lines = [f"# {escaped(title)}", ""]
    if interview is not None:
        competencies = [homes[id] for id in interview.competencies if id in homes]
        works = [links[id] for id in interview.works if id in links]
        lines += [f"- Competencies: {', '.join(competencies)}"] if competencies else []
        lines += [f"- Prepared by: {', '.join(works)}"] if works else []
    lines += ["", transcript.body(one, level=2)]
    return _Page(_of_attempt(one), title, facts, [f"{TAG}/interview"], _body(lines))


def _entries(works: Iterable[Work], links: Mapping[str, str]) -> list[str]:
    return [
        f"- [{'x' if one.status.is_done else ' '}] {links[one.id]} ({one.status})"
        if not one.kind.is_hub and one.kind is not Kind.PRIMER
        else f"- {links[one.id]} ({one.kind}, {one.status})"
        for one in works
    ]


def _link(name: str, title: str) -> str:
    """A wiki link; what would end it is left out of its text."""
    shown = " ".join(re.sub(r"[\[\]|#^<>]", " ", title).split())
    return f"[[{name}|{shown or name}]]"


def _tag(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_") or "other"


def _body(lines: Iterable[str]) -> str:
    """Our part; nothing in it reads like one of its ends."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return text.replace("<!-- studyplan", "&lt;!-- studyplan") + "\n"
