"""Undo, redo, and what was done: every action in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyplan.domain.action import (
    Action,
    Answered,
    Begun,
    Configured,
    Edited,
    Event,
    Finished,
    Imported,
    Judged,
    Marked,
    Noted,
    Opened,
    Provided,
    ReadFor,
    Redone,
    Repaired,
    Suspended,
    Undone,
    Worded,
    Written,
)
from studyplan.domain.dependence import dependants, subjects_of, touch
from studyplan.domain.links import LinkState
from studyplan.domain.settings import PARAMETERS, PIN, SETTINGS, WEEKDAYS, Json, Settings
from studyplan.domain.wording import is_own, source_of
from studyplan.store import recorded
from studyplan.study.session import Refused, Study
from studyplan.study.settings import minutes_in_words

AHEAD = timedelta(minutes=5)
"""How far the clock of another machine may be ahead of ours without a word."""
_NAMED = {PARAMETERS: "the parameters of memory"}
_EVERY_DAY = frozenset(f"minutes.{day}" for day in WEEKDAYS)
_MOST_VALUES = 4
_FIRST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Happened:
    """One action that counts, in words."""

    at: datetime
    kind: str
    what: str
    brief: str
    """The same where it is clear which work is meant: `marked read`."""


def undo(study: Study) -> str:
    """Take back the newest action of this device that still counts; what it was, in words.

    Raises:
        Refused: there is none, or something that was done on another device depends on it.
    """
    with study.store.transaction():
        event = recorded.last_done(study.store)
        if event is None:
            elsewhere = study.store.value("SELECT 1 FROM event LIMIT 1") is not None
            more = " on this device; History takes any action back." if elsewhere else "."
            raise Refused(f"There is nothing to undo{more}")
        is_followed = recorded.is_followed_elsewhere(study.store, event.id)
        if is_followed and (found := depending(study, event)):
            raise Refused(
                f"A later action depends on it: you {describe(study, found[0].action)}. "
                "History takes both back."
            )
        study.do(Undone(event.id))
    return describe(study, event.action)


def redo(study: Study) -> str:
    """Bring back what was undone last; what it was, in words.

    Raises:
        Refused: nothing was undone since the newest action.
    """
    with study.store.transaction():
        event = recorded.last_undone(study.store)
        if event is None:
            raise Refused("There is nothing to redo.")
        study.do(Redone(event.id))
    return describe(study, event.action)


def depending(study: Study, event: Event) -> list[Event]:
    """The later actions that count and rest on `event`, in order: looked for from what it changed,
    then from what those changed, to the end."""
    changed = set(touch(event.action).changes)
    while True:
        found = dependants(event, recorded.later(study.store, event.id, subjects_of(changed)))
        reached = changed.union(*(touch(one.action).changes for one in found))
        if reached == changed:
            return found
        changed = reached


def still_to_come(study: Study) -> datetime | None:
    """When the newest action was, where the clock says that this is still to come; else None."""
    at = recorded.newest_at(study.store)
    return at if at is not None and at > study.clock.now() + AHEAD else None


def recomputes(study: Study, *, redo: bool = False) -> bool:
    """Whether undo, or redo, would change the parameters of FSRS: every card's memory is then
    computed anew, which takes seconds where there are many reviews."""
    event = recorded.last_undone(study.store) if redo else recorded.last_done(study.store)
    action = None if event is None else event.action
    return isinstance(action, Configured) and PARAMETERS in action.values


def _pinned(study: Study, values: Mapping[str, Json]) -> str | None:
    """The pin that these settings are, in words; None where they are none."""
    key, value = next(iter(values.items()), ("", None))
    if not key.startswith(PIN):
        return None
    title = _title(study, key.removeprefix(PIN))
    return f"pinned {title} until {value}" if value else f"took the pin off {title}"


def of_resource(study: Study, resource: str) -> list[Happened]:
    """What happened to a work and its cards, oldest first; what was undone is left out."""
    cards = study.store.rows("SELECT id FROM prompt WHERE resource = ?", resource)
    worded = study.store.rows(  # a range, which the index serves; `;` comes after `:`
        "SELECT DISTINCT subject FROM subject WHERE subject >= ? AND subject < ?",
        f"wording:{resource}:",
        f"wording:{resource};",
    )
    subjects = [f"progress:{resource}", f"link:{resource}", *(f"card:{row[0]}" for row in cards)]
    events: dict[bytes, Event] = {}
    for subject in (*subjects, *(row[0] for row in worded)):
        found = recorded.counting(study.store, subject, study.imports)
        events |= {event.id.bytes: event for event in found}
    edits = recorded.counting(study.store, f"work:{resource}", kind="edit")
    events |= {event.id.bytes: event for event in edits}
    return [
        Happened(
            event.at, event.kind, describe(study, event.action), _brief(event.action, resource)
        )
        for _, event in sorted(events.items())
    ]


def describe(study: Study, action: Action) -> str:
    """An action in words, such as `marked “What is an A/B Test?” read`."""
    match action:
        case Marked(changes):
            resource, *others = changes
            return f"marked {_title(study, resource)} {changes[resource]}{_more(others)}"
        case Noted(resource, text):
            verb = "wrote a note on" if text else "removed the note on"
            return f"{verb} {_title(study, resource)}"
        case Opened(resource):
            return f"opened {_title(study, resource)}"
        case ReadFor(resource, minutes):
            return f"read {minutes} min of {_title(study, resource)}"
        case Answered(card, graded):
            return f"graded {_card_title(study, card)} {graded.grade.label}"
        case Suspended(changes):
            card, *others = changes
            verb = "suspended" if changes[card] else "resumed"
            return f"{verb} the card {_card_title(study, card)}{_more(others)}"
        case Configured(values):
            if (pinned := _pinned(study, values)) is not None:
                return pinned
            return f"set {', '.join(_settings_in_words(values))}"
        case Imported(source, works):
            noun = "work" if len(works) == 1 else "works"
            return f"imported {len(works)} {noun} from {source}"
        case Edited(changes):
            work, *others = changes
            return f"corrected {_title(study, work)}{_more(others)}"
        case Worded(card, wording):
            said = f"{_worded(card, wording is None)} on {_title(study, source_of(card))}"
            return f"{said}: “{_beginning(wording.question)}”" if wording else said
        case Provided(changes):
            interview, *others = changes
            one = changes[interview]
            what = f"“{one.title}”" if one else interview
            return f"{'added' if one else 'removed'} the interview {what}{_more(others)}"
        case Repaired(addresses):
            resource, *others = addresses
            return f"{_repaired(addresses[resource])} of {_title(study, resource)}{_more(others)}"
        case Judged(resource, state):
            return f"{_judged(state)} of {_title(study, resource)}"
        case Begun(_, interview):
            return f"began to practise {_interview_title(study, interview)}"
        case Written(attempt):
            return f"wrote in {_interview_title(study, _interview_of(study, attempt))}"
        case Finished(_, interview):
            return f"finished {_interview_title(study, interview)}"
        case Undone() | Redone():
            return "undid or redid an action"


def question_of(study: Study, action: Action) -> str:
    """What was asked when a card was graded or suspended, as it is asked now; else nothing."""
    match action:
        case Answered(card):
            pass
        case Suspended(changes):
            card = next(iter(changes), "")
        case _:
            return ""
    found: str | None = study.store.value(
        "SELECT coalesce(w.question, q.question) FROM prompt q "
        "LEFT JOIN wording w ON w.card = q.id WHERE q.id = ?",
        card,
    )
    return " ".join((found or "").split())


def _settings_in_words(values: Mapping[str, Json]) -> Iterator[str]:
    """`retention to 0.92`; keys of one value together."""
    together: dict[str, list[str]] = {}
    if set(values) >= _EVERY_DAY:
        yield f"minutes to {minutes_in_words(Settings(values))}"
        values = {key: value for key, value in values.items() if key not in _EVERY_DAY}
    for key, given in values.items():
        default = SETTINGS[key].default if key in SETTINGS else None
        value = default if given is None else given
        to = "" if key == PARAMETERS else f" to {_value_in_words(value)}"
        together.setdefault(to, []).append(_NAMED.get(key, key))
    for to, keys in together.items():
        yield f"{', '.join(keys)}{to}"


def _value_in_words(value: Json) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            more = f" and {len(value) - _MOST_VALUES} more" if len(value) > _MOST_VALUES else ""
            return f"{' '.join(map(str, value[:_MOST_VALUES])) or 'none'}{more}"
    return str(value)


def _beginning(text: str) -> str:
    """The first words of a text, on one line."""
    words = text.split()
    more = " …" if len(words) > _FIRST_WORDS else ""
    return f"{' '.join(words[:_FIRST_WORDS])}{more}"


def _brief(action: Action, resource: str) -> str:
    """What an action did to `resource`, which it is known to be about."""
    match action:
        case Marked(changes):
            return f"marked {changes[resource]}"
        case Noted(_, text):
            return "note written" if text else "note removed"
        case Opened():
            return "link opened"
        case ReadFor(_, minutes):
            return f"{minutes} min read"
        case Answered(_, graded):
            return f"card graded {graded.grade.label}"
        case Suspended(changes):
            return "card suspended" if any(changes.values()) else "card resumed"
        case Edited(changes):
            return f"corrected: {', '.join(_facts(changes[resource]))}"
        case Worded(card, wording):
            return _worded(card, wording is None)
        case Repaired(addresses):
            return _repaired(addresses[resource])
        case Judged(_, state):
            return _judged(state)
        case Imported():
            return "imported with its progress"
        case (Configured() | Provided() | Begun() | Written() | Finished()) | (Undone() | Redone()):
            return "something else"  # never about one work


def _facts(fields: Mapping[str, Json]) -> Iterator[str]:
    """`competency K07`, `year none`."""
    for name, value in fields.items():
        if name != "minutes_source":
            yield f"{name} {'none' if value is None else value}"


def _repaired(address: str | None) -> str:
    return "mended the link" if address else "put back the link"


def _judged(state: LinkState | None) -> str:
    return f"called {state} the link" if state else "let checks judge the link"


def _worded(card: str, taken_back: bool) -> str:
    """What became of the words of a card; an edited one that no longer ships counts as shipped."""
    if is_own(card):
        return "removed a question" if taken_back else "wrote a question"
    return "restored a question" if taken_back else "reworded a question"


def _more(others: list[str]) -> str:
    return f" and {len(others)} more" if others else ""


def _title(study: Study, resource: str) -> str:
    title = study.store.value("SELECT title FROM resource WHERE id = ?", resource)
    return f"“{title or resource}”"


def _interview_title(study: Study, interview: str | None) -> str:
    title = study.store.value("SELECT title FROM interview WHERE id = ?", interview)
    return f"“{title or interview}”" if interview else "an interview"


def _interview_of(study: Study, attempt: str) -> str | None:
    found: str | None = study.store.value("SELECT interview FROM attempt WHERE id = ?", attempt)
    return found


def _card_title(study: Study, card: str) -> str:
    resource = study.store.value("SELECT resource FROM prompt WHERE id = ?", card)
    return _title(study, resource or card)
