"""`studyplan links` and `studyplan fetch`, against a server of the tests."""

import json
from collections.abc import Iterator

import pytest

from studyplan.__main__ import main
from studyplan.locations import Locations
from tests.web.server import Server, serving

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def server(places: Locations) -> Iterator[Server]:
    places.config_file.write_text("private_addresses: allowed\n")
    with serving() as running:
        yield running


class Run:
    """Commands of one person."""

    def __init__(self, places: Locations, capsys: pytest.CaptureFixture[str]) -> None:
        self.places, self.capsys = places, capsys

    def __call__(self, *arguments: str, status: int = 0) -> tuple[str, str]:
        assert main([*arguments, "--data-dir", str(self.places.data)]) == status
        captured = self.capsys.readouterr()
        return captured.out, captured.err


@pytest.fixture
def run(places: Locations, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(places, capsys)


def test_links_are_checked_mended_judged_and_undone(run: Run, server: Server) -> None:
    run("links", "repair", "focal-loss", "--to", server.url("/to/301/ok"))
    out, err = run("links", "check", "focal", "loss")
    assert "→ " in out
    assert "1 link checked. 1 moved." in err
    assert "links repair --all" in err
    out, err = run("links", "check", "focal", "loss", "--json")
    found = json.loads(out)
    assert (found["checked"], found["skipped"]) == (0, 1)
    assert found["states"]["moved"] == 1
    (link,) = found["links"]
    assert (link["state"], link["moved_to"]) == ("moved", server.url("/ok"))
    _, err = run("links", "repair", "--all")
    assert "1 link mended; undo takes it back." in err
    assert json.loads(run("list", "focal", "loss", "--json")[0])[0]["url"] == server.url("/ok")
    run("undo")
    run("links", "set", "focal-loss", "broken")
    states = {one["id"]: one for one in json.loads(run("links", "--json")[0])}
    assert states["focal-loss"]["state"] == states["focal-loss"]["set"] == "broken"
    assert states["focal-loss"]["archived"].startswith("https://web.archive.org/web/http")
    assert "broken" in run("links")[0]
    run("links", "set", "focal-loss", "checked")
    run("links", "repair", "focal-loss", "--to", "list")
    states = {one["id"]: one for one in json.loads(run("links", "--json")[0])}
    assert (states["focal-loss"]["repaired"], states["focal-loss"]["set"]) == (False, None)


def test_articles_are_fetched_and_the_rest_is_said(run: Run, server: Server) -> None:
    run("links", "repair", "focal-loss", "--to", server.url("/ok"))
    out, err = run("fetch", "focal", "loss")
    assert "✓ fetched" in out
    assert err == "1 article fetched.\n"
    (row,) = json.loads(run("fetch", "focal", "loss", "--json")[0])
    assert row["outcome"] == "kept"
    work = json.loads(run("show", "focal-loss", "--json")[0])
    assert work["minutes_source"].endswith("words at 220 a minute, an estimate")
    assert (work["link"]["state"], work["article"]["words"]) == ("unchecked", row["words"])
    run("links", "repair", "focal-loss", "--to", server.url("/short"))
    out, err = run("fetch", "focal", "loss", "--again", status=1)
    assert "✗ not kept" in out
    assert "only the beginning is free" in out
    assert "None of them could be kept." in err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["links", "check", "nothing-like-it"], "No work with a link matches"),
        (["fetch", "nothing-like-it"], "Nothing that may be an article"),
        (["links", "repair", "focal-loss"], "No other address is known"),
        (["links", "repair", "--all"], "No link is known to have moved"),
        (["links", "repair", "focal-loss", "--to", "file:///x"], "no address of a page"),
        (["links", "set", "K01", "ok"], "no link"),
    ],
)
def test_what_cannot_be_is_one_sentence(run: Run, command: list[str], sentence: str) -> None:
    out, err = run(*command, status=1)
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


def test_private_addresses_stay_private_unless_allowed(
    run: Run, server: Server, places: Locations
) -> None:
    places.config_file.write_text("private_addresses: refused\n")
    run("links", "repair", "focal-loss", "--to", server.url("/ok"))
    out, _ = run("fetch", "focal", "loss", status=1)
    assert "it leads into a private network" in out
    assert server.asked == []
    places.config_file.write_text("private_addresses: perhaps\n")
    _, err = run("fetch", "focal", "loss", status=1)
    assert "config.yaml:1: `private_addresses` is `allowed` or `refused`." in err


def test_ctrl_c_keeps_what_is_done(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studyplan.cli import network

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    run("links", "repair", "focal-loss", "--to", server.url("/ok"))
    with monkeypatch.context() as patched:
        patched.setattr(network._Progress, "__call__", interrupted)
        _, err = run("links", "check", "focal", "loss", status=130)
    assert "what was checked is kept" in err
    assert json.loads(run("links", "check", "focal", "loss", "--json")[0])["skipped"] == 1
