"""What there is to say of a work or a competency, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from textual.content import Content

from studyplan import words
from studyplan.domain.day import StudyDays
from studyplan.domain.resource import Correction, Kind, Status
from studyplan.study.history import Happened
from studyplan.study.reading import Detail, Listed, Standing
from studyplan.study.reviewing import Question
from studyplan.tui.widgets.outline import HUBS, Curriculum, Heading, Line, is_counted

DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}
_HISTORY = 8
"""How many of the last things that happened are told."""
CARDS_IN_FULL = 4
"""With more cards than this, as a book has, each takes one line, without its question."""
_ABOUT_HUBS = (
    "Places to look around in: blogs, repositories, collections of links. They are never read to "
    "an end, so they count in no number."
)
_ABOUT_PRIMERS = (
    "What to know before the readings, written to be read here. It is not counted; marked read, it "
    "makes the cards of its competency."
)
_ABOUT_UNPLACED = (
    "Works of your own lists that have no competency. Read them in any order; they count in the "
    "total, but open no competency."
)


def of_work(
    whole: Detail,
    titles: Mapping[str, str],
    needed: Sequence[Listed],
    days: StudyDays,
    now: date,
    about_link: Content,
) -> Content:
    """What a work is and how far one is with it.

    Args:
        titles: of the competencies, by id.
        needed: the works to be read before it.
        about_link: what is known of its link, and of the copy here.
    """
    one, work = whole.listed, whole.work
    lines: list[Content | str] = [Content(one.title).stylize("bold"), ""]
    if one.parent:
        lines.append(f"chapter of {work.title}")
    kind = f"{one.kind} (a hub)" if one.kind.is_hub else str(one.kind)
    known = (one.company, one.year, kind, _level(one))
    lines.append(" · ".join(str(fact) for fact in known if fact))
    if one.minutes:
        source = "estimate" if one.parent else work.minutes_source
        lines.append(_dim(f"~{one.minutes} min ({source})"))
    if one.minutes_read:
        lines.append(words.part_read(one.minutes_read, one.minutes))
    if work.competency:
        lines.append(f"{work.competency} {titles.get(work.competency, '')}")
    lines += [_dim(f"also {other} {titles.get(other, '')}") for other in work.secondary]
    lines.append("")
    if one.kind.is_hub:
        lines.append("A place to look around in; it is not counted.")
    if not (one.kind.is_hub and one.status is Status.UNREAD):
        lines.append(_standing(one, days, now))
    if work.contains:
        lines.append(_dim(f"Leads to {words.count(len(work.contains), 'work')} of this list."))
    if work.series and whole.series_length > 1:
        lines.append(f"Part {work.series.position} of {whole.series_length} of a series")
    lines += [f"Read first: {other.status.glyph} {other.title}" for other in needed]
    if one.kind is Kind.PRIMER:
        lines += ["", _ABOUT_PRIMERS]
    else:
        lines += ["", Content(one.url) if one.url else _dim("There is no link in the list.")]
        lines += [about_link] if about_link else []
    if work.remark:
        lines += ["", work.remark]
    if work.corrections:
        lines += ["", *map(_correction, work.corrections)]
    return _lines(lines)


def glance(line: Line, note: str = "") -> str:
    """The most telling things about a line, for a place that is one line high."""
    if line.heading is not None:
        standing = line.heading.standing
        about = _ABOUT_HUBS if line.key == HUBS else _ABOUT_UNPLACED
        return standing.competency.summary if standing else about
    if line.work is None:
        return ""
    one = line.work
    first = next((text.strip("# ") for text in note.splitlines() if text.strip("# ")), "")
    kind = "what to know before the readings" if one.kind is Kind.PRIMER else one.kind
    known = (one.company, one.year, kind, _level(one))
    quoted = f"“{first}”" if first else ""
    return " · ".join(str(fact) for fact in (quoted, *known) if fact)


def of_heading(heading: Heading, key: str, shown: Curriculum) -> Content:
    """What a group is, and for a competency what it needs."""
    lines: list[Content | str] = [Content(heading.title).stylize("bold"), ""]
    if heading.standing is None:
        lines.append(_ABOUT_HUBS if key == HUBS else _ABOUT_UNPLACED)
    else:
        by_id = {one.competency.id: one for one in shown.standings}
        lines += [heading.standing.competency.summary, ""]
        lines += _needs([by_id[id] for id in heading.standing.competency.needs if id in by_id])
        lines += _leads_to(heading.standing, shown.standings)
    works = shown.group(key)
    if key != HUBS:
        works = [one for one in works if is_counted(one)]
        left = sum(one.minutes for one in works if not one.status.is_done)
        states = _states(works)
        lines += ["", f"{states}, ~{words.minutes(left)} left" if left else states]
    return _lines(lines)


def parts(title: str, works: Iterable[Listed]) -> Content:
    """Chapters of a book or readings of a group, a line each."""
    lines = [
        Content.assemble(
            one.status.glyph,
            (f" {one.minutes:>4} min  " if one.minutes else "  ", "dim"),
            Content(one.title).stylize("dim" if one.status.is_done else ""),
        )
        for one in works
    ]
    return _section(title, lines)


def whose(one: Question) -> str:
    """Whether the person's own words are asked; empty where what ships is."""
    if one.own:
        return "✎ yours"
    return "✎ edited" if one.shipped is not None else ""


def cards(found: Sequence[Question], days: StudyDays, now: date) -> Content:
    """The cards of a work: what is asked, and when."""
    if len(found) > CARDS_IN_FULL:
        of_parts = len({one.resource for one in found}) > 1

        def name(one: Question) -> str:
            own = f"{whose(one)}  ".lstrip()
            return f"{own}{one.title if of_parts and not one.own else one.question}"

        lines = [
            Content.assemble((_card_state(one, days, now).ljust(16), "dim"), name(one))
            for one in found
        ]
    else:
        lines = [
            Content.assemble(one.question, (f"\n{_state_and_whose(one, days, now)}", "dim"))
            for one in found
        ]
    return _section("Cards", lines)


def history(happened: Sequence[Happened], days: StudyDays, now: date) -> Content:
    """The last things that happened to a work, newest first."""
    lines = []
    for it in reversed(happened[-_HISTORY:]):
        when = words.relative_day(days.of(it.at), now).ljust(12)
        lines.append(Content.assemble((when, "dim"), it.brief))
    if len(happened) > _HISTORY:
        lines.append(_dim(f"and {len(happened) - _HISTORY} more before"))
    return _section("History", lines)


def marked(one: Listed, changes: Mapping[str, Status], new_cards: int, cards: int) -> str:
    """What marking a work did, in a sentence or two."""
    if not changes:
        return f"It was {one.status} already."
    status = changes.get(one.id, one.status)
    said = {
        Status.READ: "Read.",
        Status.READING: "Reading; Today goes on with it.",
        Status.SKIPPED: "Skipped; it counts as done.",
        Status.UNREAD: "Unread again.",
    }[status]
    if one.parent is not None and one.parent in changes:
        said += f" The book is now {changes[one.parent]}."
    elif len(changes) > 1:
        said += f" {words.count(len(changes) - 1, 'chapter')} with it."
    if status is Status.READ and new_cards:
        said += f" {words.count(new_cards, 'card')} to recall it, from today on."
    elif status is Status.READ and cards:
        said += " Its cards go on where they were."
    return said


def _level(one: Listed) -> str:
    """How hard a work is; primers are all written for the same reader."""
    return "" if one.kind is Kind.PRIMER else DIFFICULTY[one.difficulty]


def _standing(one: Listed, days: StudyDays, now: date) -> Content:
    glyph = one.status.glyph
    when = "" if one.status_at is None else words.relative_day(days.of(one.status_at), now)
    if when and one.status is Status.READING:
        when = f"since {when}"
    said = f"{glyph} {one.status} {when}" if one.status is not Status.UNREAD else f"{glyph} unread"
    style = "$accent" if one.status is Status.READING else ""
    return Content(said.rstrip()).stylize(style)


def _correction(fix: Correction) -> Content:
    was = f"“{fix.was}”" if fix.was else "nothing"
    if fix.field == "target":  # what it is here stands above
        return _dim(f"The list says {was} where the link belongs: {fix.why}.")
    now = f"“{fix.now}”" if fix.now else "left out"
    return _dim(f"The list says {was} for the {fix.field}; here it is {now}: {fix.why}.")


def _state_and_whose(one: Question, days: StudyDays, now: date) -> str:
    return " · ".join(part for part in (_card_state(one, days, now), whose(one)) if part)


def _card_state(one: Question, days: StudyDays, now: date) -> str:
    card = one.card
    if card.suspended:
        when = "suspended"
    elif one.rests:
        when = "rests until the work is read again"
    elif isinstance(one.due, datetime):
        when = f"due at {words.clock_time(one.due, days.zone)}"
    elif card.due_day is None:
        when = "new, due today"
    elif card.due_day < now:
        when = f"due since {words.relative_day(card.due_day, now)}"
    else:
        when = f"due {words.relative_day(card.due_day, now)}"
    return f"{when} · keeps being forgotten (a leech)" if one.leech else when


def _needs(needed: Sequence[Standing]) -> list[Content | str]:
    if not needed:
        return ["Needs nothing; begin here."]
    missing = [one.competency.id for one in needed if not one.is_begun]
    lines: list[Content | str] = [
        f"Needs  {'○' if one.competency.id in missing else '●'} "
        f"{one.competency.id} {one.competency.title}"
        for one in needed
    ]
    if missing:
        first = " and ".join(missing)
        waits = f"The plan waits for one reading of {first}, or the primer; you need not."
        lines.append(_dim(waits))
    else:
        lines.append("Open.")
    return lines


def _leads_to(one: Standing, all_of_them: Sequence[Standing]) -> list[Content | str]:
    id = one.competency.id
    later = [other.competency.id for other in all_of_them if id in other.competency.needs]
    return [_dim(f"Leads to {', '.join(later)}.")] if later else []


def _states(works: Sequence[Listed]) -> str:
    states = [one.status for one in works]
    counts = [f"{states.count(state)} {state}" for state in Status if state in states]
    return ", ".join(counts) or "No readings yet"


def _section(title: str, lines: Sequence[Content]) -> Content:
    """Lines under a title; nothing at all where there are none."""
    return _lines([Content(title).stylize("bold"), *lines]) if lines else Content("")


def _lines(lines: Iterable[Content | str]) -> Content:
    return Content("\n").join(lines)


def _dim(text: str) -> Content:
    return Content(text).stylize("dim")
