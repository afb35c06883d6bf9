"""Articles: fetched once, cleaned, read here, and timed at a person's own pace."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from studyplan.domain.resource import Status
from studyplan.domain.text import is_clean
from studyplan.store import articles
from studyplan.study import (
    Refused,
    Study,
    doctor,
    fetching,
    links,
    open_study,
    pages,
    planning,
    reading,
    reading_parts,
)
from studyplan.study.fetching import Fetched, Outcome
from studyplan.study.network import MISSING, Stop, open_network
from studyplan.study.situation import state
from tests.web.server import Server, serving

WORK = "focal-loss"
pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def reader(study: Study) -> Study:
    study.locations.config_file.write_text("private_addresses: allowed\n")
    return study


def fetch(
    study: Study, server: Server, path: str, work: str = WORK, again: bool = False
) -> Fetched:
    links.set_address(study, work, server.url(path))
    one = reading.detail(study, work).listed
    (done,) = fetching.fetch(study, open_network(study), [one], again=again)
    return done


def test_an_article_is_kept_as_markdown(reader: Study, server: Server) -> None:
    done = fetch(reader, server, "/to/302/ok")
    assert (done.outcome, done.minutes) == (Outcome.FETCHED, 3)
    text = pages.text(reader, WORK)
    assert text.startswith("# Focal Loss\n\nStep 0. The loss is **scaled** by a ")
    assert f"[factor]({server.url('/factor')})" in text
    assert "```\ndef loss(p):\n    return -(1 - p) ** 2 * log(p)\n```" in text
    assert "| gamma | AP |" in text
    assert f"[image: The curve]({server.url('/figure.png')})" in text
    assert "alert" not in text
    assert "Home" not in text


def test_its_file_is_private_and_says_where_it_came_from(reader: Study, server: Server) -> None:
    done = fetch(reader, server, "/ok")
    file = reader.locations.articles / f"{WORK}.md"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 or sys.platform == "win32"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
    assert front == {
        "id": WORK,
        "url": server.url("/ok"),
        "fetched": reader.clock.now().isoformat(),
        "title": "Focal Loss for Dense Object Detection",
        "words": done.words,
    }


def test_nothing_of_a_page_commands_the_terminal(reader: Study, server: Server) -> None:
    assert fetch(reader, server, "/attack").outcome is Outcome.FETCHED
    file = articles.file_of(reader.locations.articles, WORK)
    assert is_clean(file.read_text(encoding="utf-8"))
    file.write_text("---\nid: x\n---\n# A\x1b[31m title\u202e\n", encoding="utf-8")
    assert pages.text(reader, WORK) == "# A[31m title\n"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/short", "only the beginning is free"),
        ("/scripted", "may be made by scripts"),
        ("/pdf", "a PDF, which is not read here"),
        ("/status/404", "not there (404)"),
        ("/status/402", "wants a login"),
        ("/endless", "too large"),
        ("/bomb", "too large"),
        ("/away/file", "something else than a page"),
        ("/loop/a", "round in a circle"),
    ],
)
def test_what_is_no_article_is_said_and_not_kept(
    reader: Study, server: Server, path: str, why: str
) -> None:
    done = fetch(reader, server, path)
    assert done.outcome is Outcome.REFUSED
    assert why in done.why
    assert not reader.locations.articles.exists()
    assert fetching.kept(reader) == {}
    with pytest.raises(Refused, match="not fetched"):
        pages.text(reader, WORK)


def test_one_that_is_here_is_not_asked_for_again(reader: Study, server: Server) -> None:
    fetch(reader, server, "/ok")
    asked = len(server.asked)
    assert fetch(reader, server, "/ok").outcome is Outcome.KEPT
    assert len(server.asked) == asked
    assert fetch(reader, server, "/ok", again=True).outcome is Outcome.FETCHED
    assert fetching.choice(reader, "focal loss")[0].id == WORK
    assert WORK not in [one.id for one in fetching.choice(reader)]


def test_its_words_replace_the_estimate_for_the_plan_too(reader: Study, server: Server) -> None:
    before = reading.detail(reader, WORK)
    assert before.listed.minutes == 10
    done = fetch(reader, server, "/ok")
    after = reading.detail(reader, WORK)
    assert after.listed.minutes == after.work.minutes == done.minutes == 3
    assert after.work.minutes_source == f"{done.words:,} words at 220 a minute, an estimate"
    (planned,) = [one for one in state(reader).situation.unread if one.id == WORK]
    assert planned.minutes == 3
    planning.today(reader)
    assert [one for one in doctor.examine(reader.locations, reader.clock) if not one.ok] == []


def test_the_pace_is_measured_by_what_was_recorded(reader: Study, server: Server) -> None:
    works = [one.id for one in fetching.choice(reader) if one.id != WORK][:3]
    for work in works:
        words = fetch(reader, server, "/ok", work).words
        reading_parts.read_for(reader, work, 7)
        reading.mark(reader, work, Status.READ)
    done = fetch(reader, server, "/ok")
    assert done.minutes == 7  # as long as the others, and as slow
    source = reading.detail(reader, WORK).work.minutes_source
    assert source == f"{words:,} words at your {round(words / 7)} a minute"
    assert [one for one in doctor.examine(reader.locations, reader.clock) if not one.ok] == []


def test_it_is_measured_anew_at_each_start(reader: Study, server: Server) -> None:
    works = [one.id for one in fetching.choice(reader)][:4]
    for work in works:
        fetch(reader, server, "/ok", work)
    for work in works[:3]:
        reading_parts.read_for(reader, work, 14)
        reading.mark(reader, work, Status.READ)
    assert reading.detail(reader, works[3]).listed.minutes == 3
    again = open_study(reader.locations, reader.clock)
    assert reading.detail(again, works[3]).listed.minutes == 14
    again.close()


def test_a_copy_that_is_gone_is_said_and_forgotten(reader: Study, server: Server) -> None:
    fetch(reader, server, "/ok")
    articles.file_of(reader.locations.articles, WORK).unlink()
    with pytest.raises(Refused, match="copy is gone"):
        pages.text(reader, WORK)
    assert fetching.kept(reader) == {}
    assert reading.detail(reader, WORK).listed.minutes == 10


def test_what_is_fetched_stays_when_it_is_called_off(reader: Study, server: Server) -> None:
    works = [one for one in fetching.choice(reader) if one.url][:3]
    for one in works:
        links.set_address(reader, one.id, server.url("/ok"))
    works = list(reading.some(reader, [one.id for one in works]).values())
    stop = Stop()
    done = fetching.fetch(
        reader, open_network(reader), works, report=lambda *_: stop.set(), stop=stop
    )
    assert [one.outcome for one in done] == [Outcome.FETCHED]
    assert len(fetching.kept(reader)) == 1


@pytest.mark.parametrize(
    "id", ["../../etc/passwd", "a/b", "..", "con", "nul.txt", "x" * 300, "Ä", "a b", ".hidden", ""]
)
def test_no_id_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    file = articles.file_of(tmp_path, id)
    assert file.parent == tmp_path
    assert file.resolve().parent == tmp_path.resolve()
    assert len(file.name) < 90
    assert file.name.startswith(tuple("abcdefghijklmnopqrstuvwxyz~"))
    assert file != articles.file_of(tmp_path, f"{id}x")


def test_a_link_in_the_folder_is_not_followed(
    reader: Study, server: Server, tmp_path: Path
) -> None:
    fetch(reader, server, "/ok")
    secret = tmp_path / "secret.md"
    secret.write_text("precious")
    file = articles.file_of(reader.locations.articles, WORK)
    file.unlink()
    file.symlink_to(secret)
    with pytest.raises(Refused):
        pages.text(reader, WORK)
    fetch(reader, server, "/ok", again=True)
    assert secret.read_text() == "precious"
    assert not file.is_symlink()


def test_without_the_extra_a_sentence_says_how_to_get_it(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "studyplan.web.client", raising=False)
    with pytest.raises(Refused, match="studyplan\\[reader\\]"):
        open_network(study)
    assert "pip install" in MISSING
