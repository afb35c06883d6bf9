"""A YAML file of entries, decoded into dataclasses, with the line of everything.

The dataclass is the schema: its fields are the keys, their types what may stand there, and those
without a default must be there. PyYAML's loaders forget where a value stood, so this reads the
node tree, which knows.
"""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import yaml

from studyplan import limited_yaml
from studyplan.library.errors import CatalogError

T = TypeVar("T")

_STR = "tag:yaml.org,2002:str"
_INT = "tag:yaml.org,2002:int"
_DIGITS = 9
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One entry of a file, decoded, and where it stands."""

    value: T
    node: yaml.MappingNode

    def line_of(self, field: str) -> int:
        """Return the line of a field, or of the entry where the field is left out."""
        for key, _ in self.node.value:
            if key.value == field:
                return _line(key)
        return _line(self.node)

    def line_naming(self, text: str) -> int:
        """Return the line of the first value that is this text, or of the entry if none is."""
        return next(
            (_line(scalar) for scalar in _scalars(self.node) if scalar.value == text),
            _line(self.node),
        )


def read_entries(path: Path, entry_type: type[T]) -> list[Entry[T]]:
    """Return the entries of a YAML file that holds a list of them, in file order.

    Raises:
        CatalogError: the file cannot be read, is no YAML, or has an entry that does not fit.
    """
    try:
        root = limited_yaml.read(path)
    except OSError as error:
        raise CatalogError(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CatalogError(path, "is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise CatalogError(path, f"is not YAML: {error.problem}", line) from None
    except yaml.YAMLError as error:
        raise CatalogError(path, f"is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(root, yaml.SequenceNode):
        raise CatalogError(path, "must be a list of entries", _line(root) if root else None)
    decode = _Decoder(path)
    return [Entry(decode(node, entry_type, "an entry"), node) for node in root.value]


class _Decoder:
    """Turns nodes into values of a type, or says what does not fit, and where."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, node: yaml.Node, wanted: Any, name: str) -> Any:
        """Return the node as a value of the type `wanted`; `name` is what messages call it."""
        if isinstance(wanted, UnionType):
            if node.tag == _NULL:
                return None
            wanted = next(kind for kind in get_args(wanted) if kind is not type(None))
        if get_origin(wanted) is tuple:
            return self._tuple(node, get_args(wanted)[0], name)
        if is_dataclass(wanted):
            return self._dataclass(node, wanted, name)
        if wanted is int:
            return self._int(node, name)
        text = self._text(node, name)
        if issubclass(wanted, StrEnum):
            if text not in list(wanted):
                raise self._error(node, f"{name} must be one of {', '.join(wanted)}, not {text!r}")
            return wanted(text)
        return text

    def _text(self, node: yaml.Node, name: str) -> str:
        if node.tag != _STR or not node.value:
            raise self._error(node, f"{name} must be text (in quotes if it looks like a number)")
        return str(node.value)

    def _int(self, node: yaml.Node, name: str) -> int:
        if node.tag != _INT or not node.value.isdecimal() or len(node.value) > _DIGITS:
            raise self._error(node, f"{name} must be a whole number")
        return int(node.value)

    def _tuple(self, node: yaml.Node, wanted: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{name} must be a list")
        return tuple(self(item, wanted, f"each of {name}") for item in node.value)

    def _dataclass(self, node: yaml.Node, wanted: Any, name: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{name} must have the fields {', '.join(_schema(wanted))}")
        schema = _schema(wanted)
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(key, f"a field of {name} must have a name")
            if key.value not in schema:
                raise self._error(key, f"{key.value!r} is not a field of {name}")
            if key.value in values:
                raise self._error(key, f"{key.value} is given twice")
            values[key.value] = self(value, schema[key.value], key.value)
        for field in fields(wanted):
            optional = field.default is not MISSING or field.default_factory is not MISSING
            if field.name not in values and not optional:
                raise self._error(node, f"{name} lacks the field {field.name}")
        return wanted(**values)

    def _error(self, node: yaml.Node, what: str) -> CatalogError:
        return CatalogError(self._path, what, _line(node))


@cache
def _schema(entry_type: type) -> dict[str, Any]:
    """Return the types of the fields of a dataclass, by name."""
    return get_type_hints(entry_type)


def _line(node: yaml.Node) -> int:
    """Return the line a node begins at, from 1."""
    return int(node.start_mark.line) + 1


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the values (not the keys) below a node, in file order."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
