"""Whether a value is of the type that is declared for it: for what other programs wrote."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def is_of(value: object, declared: Any) -> bool:
    """Whether `value` is of a declared type, to the innermost: a dataclass by its fields.

    Known are classes, unions, sequences of one type, and mappings; `float` takes an int.
    """
    if declared in (int, str):
        return type(value) is declared
    origin, arguments = _parts(declared)
    if origin in (Union, UnionType):
        return any(is_of(value, one) for one in arguments)
    if origin is not None and issubclass(origin, Mapping):
        key, of = arguments
        return isinstance(value, Mapping) and all(
            is_of(name, key) and is_of(one, of) for name, one in value.items()
        )
    if origin in (tuple, list):
        return isinstance(value, origin) and all(is_of(one, arguments[0]) for one in value)
    if declared in (None, NoneType):
        return value is None
    if declared is float:
        return type(value) in (int, float)
    if not isinstance(value, declared):
        return False
    return all(is_of(getattr(value, name), hint) for name, hint in _fields(declared).items())


@lru_cache(maxsize=256)
def _parts(declared: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(declared), get_args(declared)


@lru_cache(maxsize=64)
def _fields(declared: type) -> Mapping[str, Any]:
    """The types of the fields of a dataclass; of another class there are none."""
    return get_type_hints(declared) if is_dataclass(declared) else {}
