"""What is known of a link, and of the copy that lies here, in words."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from textual.content import Content

from studyplan import words
from studyplan.domain.day import StudyDays
from studyplan.domain.links import LinkState
from studyplan.study.fetching import Kept
from studyplan.study.links import Link

_INKS = {
    LinkState.OK: "$success",
    LinkState.MOVED: "$warning",
    LinkState.BROKEN: "$error",
    LinkState.SUSPICIOUS: "$warning",
}


def of_link(link: Link, kept: Kept | None, days: StudyDays, now: date) -> Content:
    """A few lines: the state of the link and since when, what can be done, the copy here."""
    lines: list[Content] = []
    if link.url is not None:
        checked = ""
        if link.checked_at is not None:
            checked = f", checked {words.relative_day(days.of(link.checked_at), now)}"
        lines.append(
            Content.assemble(
                (f"{link.state.glyph} link {link.state}", _INKS.get(link.state, "dim")),
                (checked or ", x checks it" * (link.own.state is None), "dim"),
            )
        )
        if link.why:
            lines.append(Content(f"  {link.why}").stylize("dim"))
        if link.state in (LinkState.BROKEN, LinkState.SUSPICIOUS):
            lines.append(Content("  O opens an archived copy."))
        if link.state is LinkState.MOVED and link.moved_to:
            lines.append(Content("  A takes over the new address; undo takes it back."))
        if link.own.address is not None:
            lines.append(Content("  The address is yours, not the list's.").stylize("dim"))
    if kept is not None:
        when = words.relative_day(days.of(kept.at), now)
        lines.append(
            Content.assemble(
                (f"≡ {kept.words:,} words are here", "$success"),
                (f", fetched {when}; enter reads", "dim"),
            )
        )
    return Content("\n").join(lines)


def counts(found: Iterable[Link]) -> str:
    """How many links are in each state."""
    states = Counter(one.state for one in found)
    return ", ".join(f"{states[state]} {state}" for state in LinkState if states[state])
