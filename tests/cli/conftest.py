"""Running commands in this process, each as if it were one of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from studyplan.__main__ import main
from studyplan.locations import Locations


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(places: Locations, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command on the data of a person who has just started."""

    def command(*arguments: str) -> Ran:
        try:
            status = main(["--data-dir", str(places.data), *arguments])
        except SystemExit as left:
            status = int(left.code or 0)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return command
