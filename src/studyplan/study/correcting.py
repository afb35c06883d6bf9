"""Correcting by hand what was guessed, or misread, of a person's own works."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyplan.domain.action import MOST_MINUTES, Edited
from studyplan.domain.resource import Kind, Resource
from studyplan.domain.settings import Json
from studyplan.domain.text import clean
from studyplan.library.guessing import ESTIMATE, MINUTES, NO_END
from studyplan.store import content, works
from studyplan.study.session import Refused, Study

KINDS = tuple(str(kind) for kind in Kind if kind is not Kind.PRIMER)
"""The kinds that a work may be given."""
BY_HAND = "yours"
"""The source of minutes that a person gave."""
_LAST_YEAR = 2100
_MOST = 100 * MOST_MINUTES


@dataclass(frozen=True, slots=True)
class Facts:
    """New facts of works, as they are typed; None leaves one as it is, empty text or `none` takes a
    competency, company or year away."""

    title: str | None = None
    kind: str | None = None
    company: str | None = None
    year: str | None = None
    competency: str | None = None
    difficulty: str | None = None
    minutes: str | None = None


def correct(study: Study, ids: Iterable[str], facts: Facts) -> dict[str, dict[str, Json]]:
    """Give own works new facts, in one action that can be undone; what changed, by id and field.

    Raises:
        Refused: a work is not there or ships, or a fact cannot be; nothing was changed.
    """
    with study.store.transaction():
        changes = {id: _changes(study, _own(study, id), facts) for id in dict.fromkeys(ids)}
        changes = {id: fields for id, fields in changes.items() if fields}
        if changes:
            study.do(Edited(changes))
    return changes


def _own(study: Study, id: str) -> Resource:
    work = content.work(study.store, id.partition("/")[0])
    if work is None:
        raise Refused(f"There is no work `{id}`.")
    if not content.is_own(study.store, work.id):
        raise Refused(f"“{work.title}” ships with studyplan; only works of your own are edited.")
    if work.id != id:
        raise Refused(f"`{id}` is a part of “{work.title}”; edit the whole.")
    return works.find(study.store, id) or work


def _changes(study: Study, work: Resource, facts: Facts) -> dict[str, Json]:
    """The fields that become another, with what follows from them."""
    new: dict[str, Json] = {}
    if facts.title is not None:
        new["title"] = _title(facts.title)
    if facts.kind is not None:
        new["kind"] = _kind(facts.kind)
    if facts.company is not None:
        new["company"] = _or_none(facts.company)
    if facts.year is not None:
        new["year"] = (
            _number("year", facts.year, 1900, _LAST_YEAR) if _or_none(facts.year) else None
        )
    if facts.competency is not None:
        new["competency"] = _competency(study, facts.competency)
    if facts.difficulty is not None:
        new["difficulty"] = _number("difficulty", facts.difficulty, 1, 3)
    new |= _minutes(work, Kind(str(new.get("kind", work.kind))), facts.minutes)
    return {name: value for name, value in new.items() if getattr(work, name) != value}


def _minutes(work: Resource, kind: Kind, given: str | None) -> Mapping[str, Json]:
    """The minutes that were given; else those usual for a kind, where the kind is new and the
    minutes were estimated, or cannot stay. A hub has none."""
    if kind.is_hub:
        if given is not None and given.strip() != "0":
            raise Refused(f"Of kind {kind} it has no end, so it takes no minutes.")
        return {"minutes": 0, "minutes_source": NO_END}
    if given is not None:
        return {"minutes": _number("minutes", given, 1, _MOST), "minutes_source": BY_HAND}
    if kind is work.kind or (work.minutes and not work.minutes_source.startswith(ESTIMATE)):
        return {}
    return {"minutes": MINUTES[kind], "minutes_source": f"{ESTIMATE}: {kind}"}


def _title(text: str) -> str:
    title = " ".join(clean(text).split())
    if not title:
        raise Refused("A title has at least one character.")
    return title


def _kind(text: str) -> str:
    if text not in KINDS:
        raise Refused(f"`{clean(text)}` is no kind; there are {', '.join(KINDS)}.")
    return text


def _or_none(text: str) -> str | None:
    """The text; None where it says that there is none."""
    text = " ".join(clean(text).split())
    return None if text.lower() in ("", "none") else text


def _competency(study: Study, text: str) -> str | None:
    wanted = _or_none(text)
    known = {one.id: one.title for one in content.competencies(study.store)}
    found = next((id for id in known if wanted is not None and id.lower() == wanted.lower()), None)
    if wanted is not None and found is None:
        raise Refused(f"There is no competency `{wanted}`; see `studyplan competencies`.")
    return found


def _number(what: str, text: str, least: int, most: int) -> int:
    digits = text.strip()
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else -1
    if not least <= number <= most:
        raise Refused(f"`{clean(text)}` is no {what}: a whole number, {least} to {most}.")
    return number
