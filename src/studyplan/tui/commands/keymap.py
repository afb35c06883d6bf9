"""A person's own keys: every name under `keys` in config.yaml must be that of a command."""

from pathlib import Path

from textual_enhanced.commands import Command

from studyplan.config import Config, ConfigError, nearest
from studyplan.tui.commands import curriculum, everywhere, review, today


def names() -> list[str]:
    """The names of all commands that have a key."""
    modules = (everywhere, today, curriculum, review)
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Command) and value.BINDING_KEY
    ]
    return sorted({command.__name__ for command in found})


def check(config: Config, path: Path) -> None:
    """Raise ConfigError, with the line, for a key that is given to no command."""
    known = names()
    for name in config.keys:
        if name not in known:
            line = config.lines[f"keys.{name}"]
            raise ConfigError(f"{path}:{line}: there is no command `{name}`{nearest(name, known)}.")
