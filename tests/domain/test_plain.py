"""Values as plain JSON values: what comes back is what was given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.plain import of_plain, to_plain
from studyplan.domain.resource import Status


@dataclass(frozen=True, slots=True)
class Part:
    day: date | None
    status: Status
    share: float


@dataclass(frozen=True, slots=True)
class Whole:
    at: datetime
    parts: tuple[Part, ...]
    pair: tuple[date, int]
    of: Mapping[str | None, Part]
    name: str | None = None


PARTS = st.builds(
    Part, st.none() | st.dates(), st.sampled_from(Status), st.floats(0, 1, allow_nan=False)
)
WHOLES = st.builds(
    Whole,
    st.datetimes(timezones=st.just(UTC)),
    st.lists(PARTS).map(tuple),
    st.tuples(st.dates(), st.integers()),
    st.dictionaries(st.none() | st.text(), PARTS),
    st.none() | st.text(),
)


@given(WHOLES)
def test_what_comes_back_is_what_was_given(one: Whole) -> None:
    assert of_plain(Whole, json.loads(json.dumps(to_plain(one)))) == one
