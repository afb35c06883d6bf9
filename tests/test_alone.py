"""A day with studyplan: it asks nobody, tells nobody, and writes nowhere else."""

import os
import socket
import stat
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studyplan.__main__ import main
from studyplan.cli import failing
from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.locations import Locations
from studyplan.study import Study, doctor, open_study
from studyplan.tui.app import StudyplanApp
from tests.attacks import EVERY

if sys.platform == "win32":
    pytest.skip("modes and sockets of POSIX", allow_module_level=True)


class Reached(AssertionError):
    """Something asked for the network."""


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network: any socket but those within this machine's kernel is an error."""
    real = socket.socket

    class Local(real):  # type: ignore[valid-type, misc]
        def __init__(self, family: int = -1, *rest: Any, **more: Any) -> None:
            if family != socket.AF_UNIX and not more.get("fileno") and not any(rest[2:]):
                raise Reached(f"a socket of family {family}")
            super().__init__(family, *rest, **more)

    def reached(*asked: object, **more: object) -> None:
        raise Reached(str(asked))

    monkeypatch.setattr(socket, "socket", Local)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, reached)


@pytest.fixture
def loose() -> Iterator[None]:
    """A umask that closes nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [
        str(path.relative_to(folder.parent))
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]


A_DAY = [
    "today",
    "list focal",
    "mark focal-loss read",
    "note focal-loss --text Down-weights.",
    "due",
    "grade focal-loss:recall good",
    "question add focal-loss --text Why?",
    "plan",
    "stats",
    "set interview_date 2030-01-05",
    "history",
    "undo",
    "redo",
    "backup",
    "backup list",
    "fit",
    "doctor",
    "doctor --rebuild",
    "show nothing-like-it",
    "interview list",
]


def test_a_day_on_the_command_line(
    alone: None, loose: None, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in A_DAY:
        status = main(["--data-dir", str(places.data), *command.split()])
        assert status == (command == "show nothing-like-it"), capsys.readouterr().err
        assert open_to_others(places.data) == [], command
    for export in (["export", "ics", str(places.data / "plan.ics")],):
        assert main(["--data-dir", str(places.data), *export]) == 0
    assert open_to_others(places.data) == []


async def test_a_day_in_the_app(alone: None, loose: None, study: Study) -> None:
    study.introduce()
    async with StudyplanApp(study, Config()).run_test(size=(100, 30)) as pilot:
        for keys in ("c/focal", "", "mr", "r 3", "p", "h", "H", "i", "t"):
            await pilot.press(*keys)
            await pilot.press("enter" if not keys else "escape")
            await pilot.pause()
    assert open_to_others(study.locations.data) == []


def test_the_guard_itself_sees_a_call(alone: None) -> None:
    with pytest.raises(Reached):
        socket.create_connection(("example.org", 80))
    with pytest.raises(Reached):
        socket.socket(socket.AF_INET)


def test_a_crash_report_is_private_clean_and_follows_no_link(
    loose: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    report = tmp_path / "crash.txt"
    report.symlink_to(victim)
    failing._say(failing._bug(RuntimeError(EVERY), report))
    assert victim.read_text() == "precious"
    assert "RuntimeError" in report.read_text()
    assert "\x1b" not in report.read_text()
    assert stat.S_IMODE(report.lstat().st_mode) == 0o600
    assert "\x1b" not in capsys.readouterr().err


def test_rights_are_taken_from_no_file_that_a_link_leads_to(
    places: Locations, clock: FixedClock, tmp_path: Path
) -> None:
    shared = tmp_path / "shared.db"
    shared.write_text("of others too")
    shared.chmod(0o644)
    places.backups.mkdir(mode=0o700)
    (places.backups / "x.db").symlink_to(shared)
    open_study(places, clock).close()
    doctor.examine(places, clock)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o644


@pytest.mark.parametrize("browser", [webbrowser.GenericBrowser, webbrowser.BackgroundBrowser])
async def test_a_link_is_one_argument_of_a_program_and_no_shell_is_asked(
    study: Study, browser: type[webbrowser.GenericBrowser], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[object, dict[str, object]]] = []

    class Program:
        def __init__(self, arguments: object, **how: object) -> None:
            started.append((arguments, how))

        def poll(self) -> None:
            return None

        def wait(self) -> int:
            return 0

    study.introduce()
    opener = browser("xdg-open")
    monkeypatch.setattr(webbrowser, "get", lambda: opener)
    monkeypatch.setattr(webbrowser, "open", opener.open)
    app = StudyplanApp(study)
    async with app.run_test():
        monkeypatch.setattr("subprocess.Popen", Program)
        link = "https://example.org/;touch$IFS/tmp/x?`id`&$(id)|x"
        app.open_url(link)
        app.open_url("file:///etc/passwd")
        app.open_url("--help")
        monkeypatch.undo()
    ((arguments, how),) = started
    assert arguments == ["xdg-open", "https://example.org/;touch$IFS/tmp/x?%60id%60&$(id)%7Cx"]
    assert not how.get("shell")
