"""The `interview` table: the mock interviews that ship."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from studyplan.domain.interview import Dimension, Fact, Interview, RubricLine, Stage, StageName
from studyplan.store.engine import Store


def write(store: Store, interviews: Iterable[Interview]) -> None:
    """Put these interviews in place of those before, inside the caller's transaction."""
    store.run("DELETE FROM interview")
    store.run_many(
        "INSERT INTO interview VALUES (?, ?, ?, ?)",
        (
            (one.id, position, one.title, json.dumps(asdict(one), ensure_ascii=False))
            for position, one in enumerate(interviews)
        ),
    )


def read(store: Store, interview: str) -> Interview | None:
    """One interview, or None."""
    record = store.value("SELECT record FROM interview WHERE id = ?", interview)
    return None if record is None else _from_record(json.loads(record))


def everything(store: Store) -> list[Interview]:
    """Every interview, in the order in which they ship."""
    rows = store.rows("SELECT record FROM interview ORDER BY position")
    return [_from_record(json.loads(row["record"])) for row in rows]


def _from_record(record: Mapping[str, Any]) -> Interview:
    lists = ("strong", "probes", "red_flags")
    return Interview(
        **{
            **record,
            "competencies": tuple(record["competencies"]),
            "works": tuple(record["works"]),
            "facts": tuple(Fact(**fact) for fact in record["facts"]),
            "stages": tuple(
                Stage(
                    stage=StageName(one["stage"]),
                    minutes=one["minutes"],
                    **{name: tuple(one[name]) for name in lists},
                )
                for one in record["stages"]
            ),
            "rubric": tuple(
                RubricLine(**{**line, "dimension": Dimension(line["dimension"])})
                for line in record["rubric"]
            ),
        }
    )
