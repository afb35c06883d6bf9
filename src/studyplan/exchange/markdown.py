"""The whole curriculum as one Markdown text, with notes, own questions and mock interviews."""

import re
from collections.abc import Iterable

from studyplan.domain.resource import Kind, Status
from studyplan.domain.wording import Wording
from studyplan.exchange import transcript
from studyplan.exchange.shown import Curriculum, Work

_FIRST = "<!-- written by studyplan -->\n"
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_MARKER = re.compile(r"^(\d*)([-+.)])")
"""How a text begins that would open a list within the list."""


def curriculum(found: Curriculum) -> bytes:
    """The file, a section a competency; then works that have none, then mock interviews."""
    lines = ["# Curriculum", ""]
    parts = found.parts()
    sections = [(f"{one.id} {one.title}", one.id) for one in found.competencies]
    for title, id in (*sections, ("Elsewhere", None)):
        works = found.of_competency(id)
        if not works:
            continue
        read = sum(one.status.is_done for one in works if not one.kind.is_hub)
        of = sum(not one.kind.is_hub for one in works)
        lines += [f"## {escaped(title)}", "", f"{read} of {of} done.", ""]
        for work in works:
            lines += entry(work)
            for part in parts.get(work.id, ()):
                lines += [f"  {line}" if line else "" for line in entry(part)]
        lines.append("")
    if found.practised:
        lines += ["## Mock interviews", ""]
        lines += [transcript.as_markdown(one, level=3) for one in found.practised]
    return (_FIRST + "\n".join(lines).rstrip() + "\n").encode()


def entry(work: Work) -> list[str]:
    """The lines of one work: a check box with its title and facts; note and questions below."""
    mark = "x" if work.status is Status.READ else " "
    title = escaped(work.title)
    shown = title if work.url is None else f"[{title}]({target(work.url)})"
    if work.status is Status.SKIPPED:
        shown = f"~~{shown}~~"
    lines = [f"- [{mark}] {shown}{''.join(f' · {fact}' for fact in facts(work))}"]
    note = work.note.strip()
    below = [*note.splitlines(), ""] if note else []
    below += questions(work.questions)
    return lines + (["", *(f"  {line}".rstrip() for line in below)] if below else [])


def facts(work: Work) -> list[str]:
    """What is to be known of a work in a few words each."""
    is_plain = work.kind is Kind.ARTICLE or work.parent is not None
    found = [] if is_plain else [str(work.kind)]
    found += [escaped(work.company)] if work.company else []
    found += [str(work.year)] if work.year else []
    found += [f"{work.minutes} min"] if work.minutes else []
    if work.status is not Status.UNREAD:
        day = f" {work.status_day}" if work.status_day else ""
        found.append(f"{work.status}{day}")
    return found


def questions(found: Iterable[Wording]) -> list[str]:
    """Questions, each with the points of its answer as a list, and what is asked next."""
    lines: list[str] = []
    for one in found:
        points = (_MARKER.sub(r"\1\\\2", escaped(point)) for point in one.points)
        lines += [f"**Question:** {escaped(one.question)}", ""]
        lines += [*(f"- {point}" for point in points), ""]
        if one.follow_up:
            lines += [f"**Then:** {escaped(one.follow_up)}", ""]
    return lines


def escaped(text: str) -> str:
    """A text of one line, in which nothing is Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def target(url: str) -> str:
    """A link as the target of one in Markdown; spaces and brackets would end it."""
    spelt = {" ": "%20", "<": "%3C", ">": "%3E", "(": "%28", ")": "%29", "\n": "", "\t": ""}
    return "".join(spelt.get(char, char) for char in url)


def is_ours(start: bytes) -> bool:
    """Whether a file that begins like this was written by `curriculum`."""
    return start.startswith(_FIRST.encode())
