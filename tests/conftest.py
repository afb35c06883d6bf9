"""What every test may need: how hypothesis runs, and the real list where it is at hand."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
