"""Where things are: what a person owns, what they configure, what ships."""

import os
from dataclasses import dataclass
from pathlib import Path

DATA_DIR_VARIABLE = "STUDYPLAN_DATA_DIR"


@dataclass(frozen=True, slots=True)
class Locations:
    """The folders of one run."""

    data: Path
    """Everything a person owns: the database, its backups, their lists."""
    config: Path
    """The folder of config.yaml. With a data directory of one's own, the same folder."""
    assets: Path
    """What ships: catalogue, competencies, prompts."""

    @property
    def database(self) -> Path:
        """The one file that holds progress, notes and reviews."""
        return self.data / "studyplan.db"

    @property
    def backups(self) -> Path:
        """The folder of copies of the database, made while it is in use."""
        return self.data / "backups"

    @property
    def articles(self) -> Path:
        """The folder of the articles that were fetched, a file of Markdown each."""
        return self.data / "articles"

    @property
    def config_file(self) -> Path:
        """Looks, keys and paths; only ever read."""
        return self.config / "config.yaml"


class LocationError(Exception):
    """The folder asked for cannot be; the text is a sentence for a person."""


def locate(data_dir: str | Path | None = None) -> Locations:
    """The folders to use: `data_dir` if given, else the environment's, else the platform's.

    Raises:
        LocationError: the folder that was given is no folder that can be named.
    """
    own = os.environ.get(DATA_DIR_VARIABLE) or None if data_dir is None else data_dir
    if own is not None:
        folder = _absolute(own)
        return Locations(data=folder, config=folder, assets=_assets())
    import platformdirs

    return Locations(
        data=platformdirs.user_data_path("studyplan", appauthor=False),
        config=platformdirs.user_config_path("studyplan", appauthor=False),
        assets=_assets(),
    )


def _absolute(folder: str | Path) -> Path:
    if not str(folder):
        raise LocationError("The data directory is given as an empty name.")
    try:
        return Path(folder).expanduser().absolute()
    except (RuntimeError, OSError) as error:  # no such user; the current folder is gone
        raise LocationError(f"The data directory {folder} cannot be found: {error}.") from error


def _assets() -> Path:
    """The shipped content: inside the package when installed, at the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "assets"
    return installed if installed.is_dir() else package.parents[1] / "assets"
