"""The primers that ship: one Markdown file a competency, named after it."""

from collections.abc import Iterable
from pathlib import Path

from studyplan.domain.curriculum import Competency
from studyplan.domain.prompt import Primer
from studyplan.library.errors import CatalogError


def load_primers(folder: Path, competencies: Iterable[Competency]) -> tuple[Primer, ...]:
    """Return the primers that there are, in the order of the competencies.

    Raises:
        CatalogError: a file cannot be read, belongs to no competency, or does not begin with the
            title of its own.
    """
    titles = {competency.id: competency.title for competency in competencies}
    for path in sorted(folder.glob("*.md")):
        if path.stem not in titles:
            raise CatalogError(path, f"there is no competency {path.stem}")
    return tuple(
        _read(path, id_, title)
        for id_, title in titles.items()
        if (path := folder / f"{id_}.md").is_file()
    )


def _read(path: Path, competency: str, title: str) -> Primer:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogError(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CatalogError(path, "is not UTF-8 text") from None
    if text.splitlines()[:1] != [f"# {title}"]:
        raise CatalogError(path, f"must begin with the title: # {title}", 1)
    return Primer(competency, title, text)
