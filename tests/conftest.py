"""What every test may need: how hypothesis runs, and the real list where it is at hand."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from studyplan.clock import FixedClock
from studyplan.locations import Locations, locate
from studyplan.study import Study, open_study

SHARED_LIST = Path(__file__).parents[2] / "shared" / "seed" / "practical-resources.rst"

# A busy machine is no failure. CI runs the same examples every time: a red run is a red change.
settings.register_profile(
    "studyplan",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("studyplan")


@pytest.fixture(scope="session")
def shared_list() -> Path:
    """The real reading list, which lies beside the checkout; the test skips where it does not."""
    if not SHARED_LIST.is_file():
        pytest.skip("the real reading list does not lie beside this checkout")
    return SHARED_LIST


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped catalogue and nothing done in it, to be copied."""
    places = locate(tmp_path_factory.mktemp("fresh"))
    open_study(places).close()
    return places.database


@pytest.fixture
def places(tmp_path: Path, fresh_database: Path) -> Locations:
    """The folders of a person who has just started, the database in its place."""
    places = locate(tmp_path / "data")
    places.data.mkdir(mode=0o700)
    shutil.copy2(fresh_database, places.database)
    return places


@pytest.fixture
def clock() -> FixedClock:
    """A Tuesday morning that lasts until a test moves it."""
    return FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def study(places: Locations, clock: FixedClock) -> Iterator[Study]:
    """The open study of a person who has just started."""
    opened = open_study(places, clock)
    yield opened
    opened.close()
