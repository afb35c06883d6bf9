"""What every test may need: how hypothesis runs, and the real list where it is at hand."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from studyplan.clock import FixedClock
from studyplan.locations import Locations, locate
from studyplan.study import Study, open_study
from studyplan.web import following

SHARED_LIST = Path(__file__).parents[2] / "shared" / "seed" / "practical-resources.rst"

# A busy machine is no failure. CI runs the same examples every time: a red run is a red change.
settings.register_profile(
    "studyplan",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("studyplan"), max_examples=2_000)
settings.load_profile("studyplan")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores, for the tests of the screens wait half their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def shared_list() -> Path:
    """The real reading list, which lies beside the checkout; the test skips where it does not."""
    if not SHARED_LIST.is_file():
        pytest.skip("the real reading list does not lie beside this checkout")
    return SHARED_LIST


@pytest.fixture(scope="session")
def without_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ships, but for prompts and primers: every reading has the one card of free recall."""
    folder = tmp_path_factory.mktemp("shipped")
    for file in locate().assets.glob("*.yaml"):
        shutil.copy2(file, folder)
    return folder


@pytest.fixture(scope="session")
def abridged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ships, each primer with three of its sections: as it is for a screen, but soon drawn."""
    folder = tmp_path_factory.mktemp("abridged")
    shutil.copytree(locate().assets, folder, dirs_exist_ok=True)
    for primer in (folder / "primers").glob("*.md"):
        parts = primer.read_text(encoding="utf-8").split("\n## ")
        primer.write_text("\n## ".join(parts[:4]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def shipped() -> Path:
    """The shipped content that a test runs on; modules that want less have one of their own."""
    return locate().assets


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Databases with nothing done in them, made once, by the shipped content in them."""
    folder = tmp_path_factory.mktemp("databases")
    return {Path(): folder}


@pytest.fixture
def fresh_database(shipped: Path, databases: dict[Path, Path]) -> Path:
    """A database with the shipped content and nothing done in it, to be copied."""
    if shipped not in databases:
        places = replace(locate(databases[Path()] / str(len(databases))), assets=shipped)
        open_study(places).close()
        databases[shipped] = places.database
    return databases[shipped]


@pytest.fixture
def places(tmp_path: Path, shipped: Path, fresh_database: Path) -> Locations:
    """The folders of a person who has just started, the database in its place."""
    places = replace(locate(tmp_path / "data"), assets=shipped)
    places.data.mkdir(mode=0o700)
    shutil.copy2(fresh_database, places.database)
    return places


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday morning that lasts until a test moves it."""
    return FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No host has turns and nobody waits: for tests whose network is a server of their own."""
    monkeypatch.setattr(following, "SPACING", 0.0)
    monkeypatch.setattr(following, "FIRST_PAUSE", 0.0)


@pytest.fixture
def study(places: Locations, clock: FixedClock) -> Iterator[Study]:
    """The open study of a person who has just started."""
    opened = open_study(places, clock)
    yield opened
    opened.close()
