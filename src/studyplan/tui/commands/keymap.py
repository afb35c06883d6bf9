"""A person's own keys: each name under `keys` in config.yaml is a command's, each key is free."""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from textual.keys import Keys
from textual_enhanced.commands import Command

from studyplan.config import Config, ConfigError, nearest
from studyplan.tui.commands import (
    curriculum,
    everywhere,
    history,
    interview,
    plan,
    questions,
    reader,
    review,
    today,
)

_SHARED: tuple[ModuleType, ...] = (everywhere, questions)
_ROOMS: tuple[ModuleType, ...] = (
    *(today, curriculum, review, plan),
    *(reader, interview, history),
)
_MOVES = frozenset(("j", "k", "g", "G", "up", "down", "home", "end", "pageup", "pagedown", "tab"))
_MODIFIERS = frozenset(("ctrl", "shift", "alt", "super", "meta", "hyper"))
_NAMED = frozenset(key.value for key in Keys)


def names() -> list[str]:
    """The names of all commands that have a key."""
    return sorted({name for room in (*_SHARED, *_ROOMS) for name in _commands(room)})


def check(config: Config, path: Path) -> None:
    """Look through a person's keys.

    Raises:
        ConfigError: with the line, for a name that is no command's, or a key that is none, moves
            the cursor, or belongs to another command of the same screen.
    """
    known = names()
    for name, keys in config.keys.items():
        place = f"{path}:{config.lines[f'keys.{name}']}"
        if name not in known:
            raise ConfigError(f"{place}: there is no command `{name}`{nearest(name, known)}.")
        for key in _split(keys):
            if not _is_key(key):
                raise ConfigError(f"{place}: `{key}` is no key.")
            if key in _MOVES:
                raise ConfigError(f"{place}: `{key}` moves the cursor.")
            if (other := _holder(name, key, config.keys)) is not None:
                raise ConfigError(f"{place}: `{key}` is the key of {other} already.")


def _commands(room: ModuleType) -> dict[str, type[Command]]:
    """The commands of a module that have a key, by name."""
    return {
        value.__name__: value
        for value in vars(room).values()
        if isinstance(value, type) and issubclass(value, Command) and value.BINDING_KEY
    }


def _holder(name: str, key: str, own: Mapping[str, str]) -> str | None:
    """The other command that takes this key where `name` can be used; None where none does.

    Two commands that share a key from the start never can be used at once.
    """
    for others in _together(name):
        shipped = set(_split(others[name].binding().key))
        for other, command in others.items():
            now = _split(own.get(other, command.binding().key))
            if other != name and key in now and shipped.isdisjoint(_split(command.binding().key)):
                return other
    return None


def _together(name: str) -> Iterator[dict[str, type[Command]]]:
    """The commands that are at hand together with `name`, a screen at a time."""
    common = {name: one for room in _SHARED for name, one in _commands(room).items()}
    for room in _ROOMS:
        found = common | _commands(room)
        if name in found:
            yield found


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _is_key(key: str) -> bool:
    """Whether a terminal can send it: a character, a named key, either with modifiers."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers):
        return False
    if len(last) == 1 or last in _NAMED:
        return True
    try:
        unicodedata.lookup(last.replace("_", " ").upper())
    except KeyError:
        return last == "slash"  # Textual's word for what Unicode calls a solidus
    return True
