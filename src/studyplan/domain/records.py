"""Works and interviews as plain records of JSON values: for the log, the store and exports."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from studyplan.domain.interview import Dimension, Fact, Interview, RubricLine, Stage, StageName
from studyplan.domain.resource import Chapter, Correction, Kind, Provenance, Resource, Series

_DEFAULTS = {f.name: f.default for f in fields(Resource)}


def to_record(work: Resource) -> dict[str, Any]:
    """`work` as JSON values; fields that have their default are left out."""
    said = ((name, getattr(work, name)) for name in _DEFAULTS)
    return {name: _plain(value) for name, value in said if value != _DEFAULTS[name]}


def _plain(value: Any) -> Any:
    """A value of a field as JSON has it; `asdict` copies each text and takes ten times as long."""
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case datetime():
            return value.isoformat()
        case Kind():
            return str(value)
        case Series() | Chapter() | Provenance() | Correction():
            return {name: getattr(value, name) for name in value.__slots__}
        case _:
            return value


def from_record(record: Mapping[str, Any]) -> Resource:
    """The work that a record describes; unknown fields are passed over.

    Raises:
        KeyError, TypeError, ValueError: for a record without id, title or kind, or a field that
            is of the wrong form.
    """
    known = {name: value for name, value in record.items() if name in _DEFAULTS}
    series = known.get("series")
    return Resource(
        **known
        | {
            "id": str(known["id"]),
            "title": str(known["title"]),
            "kind": Kind(known["kind"]),
            "series": Series(**series) if series else None,
            "topics": tuple(known.get("topics", ())),
            "secondary": tuple(known.get("secondary", ())),
            "needs": tuple(known.get("needs", ())),
            "contains": tuple(known.get("contains", ())),
            "chapters": tuple(Chapter(**part) for part in known.get("chapters", ())),
            "provenance": tuple(Provenance(**row) for row in known.get("provenance", ())),
            "added": None if (added := known.get("added")) is None else _instant(added),
            "corrections": tuple(Correction(**fix) for fix in known.get("corrections", ())),
        }
    )


def edited(work: Resource, changes: Mapping[str, Any]) -> Resource:
    """`work` with some fields changed, each given as its record holds it.

    Raises:
        KeyError, TypeError, ValueError: for a field that is unknown or of the wrong form.
    """
    return from_record({**to_record(work), **changes})


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    return found


def to_interview(record: Mapping[str, Any]) -> Interview:
    """The interview that a record (its `asdict`) describes.

    Raises:
        KeyError, TypeError, ValueError: for a field that is missing, unknown or of a wrong form.
    """
    return Interview(
        **{
            **record,
            "competencies": tuple(record["competencies"]),
            "works": tuple(record["works"]),
            "facts": tuple(Fact(**fact) for fact in record["facts"]),
            "stages": tuple(_to_stage(one) for one in record["stages"]),
            "rubric": tuple(
                RubricLine(**{**line, "dimension": Dimension(line["dimension"])})
                for line in record["rubric"]
            ),
        }
    )


def _to_stage(record: Mapping[str, Any]) -> Stage:
    lists = ("strong", "probes", "red_flags")
    return Stage(
        stage=StageName(record["stage"]),
        minutes=int(record["minutes"]),
        **{name: tuple(record[name]) for name in lists},
    )
