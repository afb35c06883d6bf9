"""What a row of the log is like: its id, its time and its payload, and the event that it holds.

A row may come from another device, from an older version or from a stranger.
"""

import json
import math
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from studyplan.domain.action import Event
from studyplan.domain.payload import PayloadError, decode
from studyplan.store.engine import Row, from_ms, to_ms

_NO_CLOCK = to_ms(datetime(2500, 1, 1, tzinfo=UTC))
"""Later than any event can be, however far ids count on."""
_CENTURY = 36_525 * 24 * 60 * 60 * 1000
_NO_ID = (_NO_CLOCK << 80).to_bytes(16, "big")
FORM = (
    f"typeof(event.id) = 'blob' AND length(event.id) = 16 AND event.id < x'{_NO_ID.hex()}' "
    f"AND typeof(event.at) = 'integer' AND event.at BETWEEN 0 AND {_NO_CLOCK - 1}"
)
"""What id and time of an event are like; a row that a stranger made may be of another form."""
_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
_ODD = re.compile(r"\d{17}|[eE]\+?\d{3}|NaN|Infinity|\\u[dD]")
"""What may stand for a number or a character that the database cannot hold."""
_DIGITS = 18
"""Of a whole number, the most that the database can hold."""


def latest(now: datetime) -> int:
    """The last millisecond that an event may be of, by its time or its id, to be taken from another
    device: a century ahead, which no id of ours is for long, so that all are taken in the end."""
    return to_ms(now) + _CENTURY


def from_row(row: Row) -> Event:
    """The event in a row of the log.

    Raises:
        PayloadError: it is not of a form that is known.
    """
    try:
        id, at = UUID(bytes=row["id"]), instant(row)
        if row["id"] >= _NO_ID:
            raise ValueError(f"the id {id}")
        payload = _payload(row["payload"])
    except _UNREADABLE as error:
        raise PayloadError(f"an event that cannot be read ({error!r})") from error
    return Event(id, str(row["device"]), at, decode(row["kind"], at, payload))


def _payload(text: str) -> Any:
    if not _ODD.search(text):
        return json.loads(text)
    found = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates is no text
    return found


def _whole(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError("a number that is too large")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number that is none")
    return number


def instant(row: Row) -> datetime:
    """When the event in a row of the log was.

    Raises:
        TypeError, ValueError: at no time that can be.
    """
    at: int = row["at"]
    if not 0 <= at < _NO_CLOCK:
        raise ValueError(f"the time {at}")
    return from_ms(at)
