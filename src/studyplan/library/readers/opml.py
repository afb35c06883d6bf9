"""The reader for OPML: outlines of an outliner, and the subscriptions of a feed reader.

An outline with a link is an entry; one with outlines below it is a section as well. Of a feed the
site is the entry, and the feed goes along with it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from studyplan.domain.resource import Status
from studyplan.library.errors import ListError
from studyplan.library.readers.collecting import Collection, one_line, tags_of
from studyplan.library.row import Reading

_LINKS = ("url", "htmlurl", "xmlurl", "href")
"""Attributes that lead somewhere; the first that is there is the entry."""


def parse(text: str, path: Path) -> Reading:
    """Return the outlines that have a link, or are the end of a branch.

    Raises:
        ListError: it is no XML, is cut off, or declares entities, which may unfold to gigabytes.
    """
    walk = _Walk(path, expat.ParserCreate())
    walk.parser.buffer_text = True
    walk.parser.StartElementHandler = walk.begin
    walk.parser.EndElementHandler = walk.end
    walk.parser.EntityDeclHandler = walk.refuse
    try:
        walk.parser.Parse(text, True)
    except expat.ExpatError as error:
        what = f"is not XML: {expat.errors.messages[error.code]}"
        raise ListError(path, what, error.lineno) from None
    return walk.found.reading()


@dataclass(slots=True)
class _Walk:
    """One pass over the elements of a file."""

    path: Path
    parser: expat.XMLParserType
    found: Collection = field(default_factory=Collection)
    outlines: list[tuple[str, ...]] = field(default_factory=list)
    """Paths of the outlines that are open."""
    waiting: tuple[int, dict[str, str]] | None = None
    """An outline that was begun, with its line: whether anything stands in it is not known yet."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if tag.lower() != "outline":
            return
        path = self._take_waiting(is_section=True)
        self.outlines.append(path)
        said = {name.lower(): value for name, value in attributes.items()}
        self.waiting = (self.parser.CurrentLineNumber, said)

    def end(self, tag: str) -> None:
        """End an element."""
        if tag.lower() == "outline" and self.outlines:
            self._take_waiting(is_section=False)
            self.outlines.pop()

    def refuse(self, *_: object) -> NoReturn:
        """No list needs entities of its own."""
        line = self.parser.CurrentLineNumber
        raise ListError(self.path, "declares an entity of its own, and none is read", line)

    def _take_waiting(self, *, is_section: bool) -> tuple[str, ...]:
        """Take in the outline that was begun last; the path of what stands in it."""
        path = self.outlines[-1] if self.outlines else ()
        if self.waiting is None:
            return path
        (line, said), self.waiting = self.waiting, None
        title = one_line(said.get("title") or said.get("text") or "")
        links = dict.fromkeys(said[name] for name in _LINKS if said.get(name, "").strip())
        # What only groups others is no entry; nor is a line of an outline that leads nowhere.
        if links:
            target, *others = (link.strip() for link in links)
            self.found.add(
                line,
                title,
                target,
                path=path,
                also=tuple(("feed", link) for link in others),
                tags=tags_of(said.get("category", "").replace("/", ","), ","),
                added=self.found.date(said.get("created") or said.get("dateadded"), line),
                status=_status(said),
                note=(said.get("_note") or said.get("description") or "").strip(),
            )
        elif not is_section and title and _is_task(said):
            note = said.get("_note", "").strip()
            self.found.add(line, title, None, path=path, status=_status(said), note=note)
        if not is_section:
            return path
        path = self.found.enter(line, title, path)
        self.outlines[-1] = path
        return path


def _is_task(said: dict[str, str]) -> bool:
    return "_status" in said or "_complete" in said or "complete" in said


def _status(said: dict[str, str]) -> Status | None:
    """What outliners say of a task that is done; nothing else is said."""
    complete = said.get("_complete", said.get("complete", "")).lower() == "true"
    return Status.READ if complete or said.get("_status") == "checked" else None
