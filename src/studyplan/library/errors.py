"""What is wrong with a file that was to be read, in one sentence."""

from pathlib import Path


class LibraryError(ValueError):
    """A file that cannot be used; `str()` is one sentence with the file and, if known, the line."""

    def __init__(self, path: Path, what: str, line: int | None = None) -> None:
        self.path = path
        self.what = what
        self.line = line
        """Line of the file, from 1."""
        place = str(path) if line is None else f"{path}, line {line}"
        super().__init__(f"{place}: {what}")


class ListError(LibraryError):
    """A list that cannot be read at all."""


class CatalogError(LibraryError):
    """A catalogue, or its competencies, that breaks a rule."""
