"""Whatever three devices do and however their files are carried, all end the same, nothing lost."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyplan.store.engine import Store
from studyplan.study import noting, reading, syncing
from tests.sync.machines import Run, blank, load_small


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(blank(tmp_path_factory.mktemp("blank"))) as store:
        yield store


@pytest.fixture(scope="module", autouse=True)
def little_ships() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "take_in_content", load_small)
        yield


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_all_devices_end_the_same(
    origin: Store, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    run = Run(tmp_path_factory.mktemp("run"), origin, seed)
    try:
        run.go(40)
        run.settle()
        assert run.differences() == []
    finally:
        run.close()


def test_what_went_wrong_would_be_seen(origin: Store, tmp_path: Path) -> None:
    """The looking itself: a row that is another, an event that is gone."""
    with closing(Run(tmp_path, origin, 7)) as run:
        noting.write_note(run.devices[0].study, "scope", "x")
        reading.open_link(run.devices[0].study, "towers-1")
        run.recorded = run.devices[0].ids()
        run.settle()
        assert run.differences() == []
        run.devices[1].store.run("UPDATE progress SET opened = 2 WHERE resource = 'towers-1'")
        assert run.differences() == [
            "progress of device 1 differs",
            "progress of device 1 is not the fold of its log",
        ]
        run.devices[2].store.run("DELETE FROM subject")
        run.devices[2].store.run("DELETE FROM event WHERE kind = 'open'")
        assert "device 2 lost 1 events" in run.differences()
        assert "the log of device 2 differs" in run.differences()
