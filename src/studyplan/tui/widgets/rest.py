"""What the Review screen shows when no card is left: what was done, what comes, where to go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from textual.content import Content
from textual.widgets import Static

from studyplan import words
from studyplan.study.asking import Upcoming
from studyplan.study.sitting import Tally

_LABEL = 15


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands when nothing is left to ask."""

    now: datetime
    zone: tzinfo
    today: date
    tally: Tally
    next_at: datetime | None
    """When the next learning step of today ends."""
    ask_ahead: str
    """The key that asks it, or more cards, now; empty where there is nothing to ask."""
    more: int
    """Cards beyond those of today's plan that half an hour more is enough for."""
    postponed: int
    """Cards that are due or new, and that the plan leaves for another day."""
    kept: int
    """How many cards there are."""
    archived: bool
    """Whether nothing is asked any more, for the person is done."""
    upcoming: Upcoming | None = None
    """None until the days to come are planned."""


class Rest(Static):
    """The empty state of the Review screen."""

    DEFAULT_CSS = """
    Rest { padding: 1 2; height: 1fr; }
    """

    def show(self, standing: Standing) -> None:
        """Show where the person stands."""
        self.update(_describe(standing))


def _describe(standing: Standing) -> Content:
    if not standing.kept:
        return _lines(
            Content("No cards yet.").stylize("bold"),
            Content("Mark a reading read and its card comes here."),
            Content(""),
            _ways("c", "choose a reading"),
        )
    if standing.archived:
        return _lines(
            Content(words.over("archive")).stylize("bold"), Content(""), _ways("p", "plan")
        )
    tally = standing.tally
    done = "That was all for now." if tally.answers else "Nothing is due now."
    if standing.postponed:
        done = "That was all that is planned." if tally.answers else "Nothing is planned for now."
    lines = [Content.assemble(("✓ ", "$success"), (done, "bold")), Content("")]
    if tally.answers:
        parts = (
            words.count(tally.cards, "card"),
            words.minutes(tally.seconds / 60),
            f"{tally.again} again",
        )
        lines.append(_fact("This sitting", " · ".join(parts)))
    if standing.postponed:
        lines += [
            _fact("Waiting", f"{words.count(standing.postponed, 'card')}; {words.BUY_MORE}"),
            *([_fact("", _anyway(standing))] if standing.more else []),
        ]
    lines += [_fact("" if n else "Next", text) for n, text in enumerate(_next(standing))]
    return _lines(*lines, Content(""), _ways("c", "choose a reading"))


def _next(standing: Standing) -> list[str]:
    found = []
    if standing.next_at is not None:
        minutes = max(1, -(-(standing.next_at - standing.now) // timedelta(minutes=1)))
        text = (
            f"in {minutes} min"
            if minutes < 60
            else f"at {words.clock_time(standing.next_at, standing.zone)}"
        )
        ahead = standing.ask_ahead if not standing.more else ""
        found.append(text + (f" · {ahead} asks it now" if ahead else ""))
    if standing.more and not standing.postponed:
        more = words.count(standing.more, "more card")
        found.append(f"half an hour more: {more} · {standing.ask_ahead} asks now")
    if standing.upcoming is None:
        found.append("…")
    elif standing.upcoming.day is not None:
        day = words.relative_day(standing.upcoming.day, standing.today)
        kinds = ((standing.upcoming.cards, "card"), (standing.upcoming.new, "new card"))
        found.append(f"{day}: {', '.join(words.count(n, noun) for n, noun in kinds if n)}")
    return found or ["no card is planned: all are suspended, or their readings no longer read"]


def _anyway(standing: Standing) -> str:
    more = f"{standing.more} of them" if standing.more < standing.postponed else "them"
    return f"{standing.ask_ahead} asks {more} all the same"


def _fact(label: str, text: str) -> Content:
    return Content.assemble((label.ljust(_LABEL), "dim"), text)


def _ways(key: str, text: str) -> Content:
    return Content.assemble((key, "bold $accent"), f" {text}   ", ("t", "bold $accent"), " today")


def _lines(*lines: Content) -> Content:
    return Content("\n").join(lines)
