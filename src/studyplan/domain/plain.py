"""Values as plain JSON values and back, by the types that are declared: for another process."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_plain(value: object) -> Any:
    """A value as JSON can write it; a dataclass as its fields in their order.

    Known are numbers, texts, dates, enumerations, and dataclasses, sequences and mappings of them.
    """
    if is_dataclass(value):
        return [to_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(one)] for key, one in value.items()]
    if isinstance(value, (tuple, list)):
        return [to_plain(one) for one in value]
    return value


def of_plain(declared: Any, plain: Any) -> Any:
    """The value of a declared type that `to_plain` has made `plain`."""
    origin, arguments = _parts(declared)
    if origin in (Union, UnionType):
        if plain is None:
            return None
        return of_plain(next(one for one in arguments if one is not NoneType), plain)
    if origin is not None and issubclass(origin, Mapping):
        key, of = arguments
        return {of_plain(key, name): of_plain(of, one) for name, one in plain}
    if origin is tuple and arguments[-1] is not ...:
        return tuple(of_plain(of, one) for of, one in zip(arguments, plain, strict=True))
    if origin is not None and issubclass(origin, Sequence):
        return tuple(of_plain(arguments[0], one) for one in plain)
    if hints := _hints(declared):
        return declared(*(of_plain(of, one) for of, one in zip(hints, plain, strict=True)))
    if issubclass(declared, date):
        return declared.fromisoformat(plain)
    return declared(plain) if issubclass(declared, Enum) else plain


@lru_cache(maxsize=256)
def _parts(declared: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(declared), get_args(declared)


@lru_cache(maxsize=64)
def _hints(declared: Any) -> tuple[Any, ...]:
    """The types of the fields of a dataclass in their order; of another class there are none."""
    if not is_dataclass(declared):
        return ()
    hints = get_type_hints(declared)
    return tuple(hints[one.name] for one in fields(declared))
