"""Links of a person's list: checked when they ask for it, mended and judged as actions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.links import Fault, LinkState
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.store import content
from studyplan.store.engine import Store, open_store
from studyplan.study import Refused, Study, doctor, history, links, noting, reading
from studyplan.study.links import Link
from studyplan.study.network import Stop, open_network
from studyplan.web.answers import Answer, Unanswered
from tests.small import COMPETENCIES, INTERVIEWS, PRIMERS, PROMPTS, WORKS
from tests.web.server import Server, serving

NEW, BOOK = "https://example.org/new", "https://www.book.example/second-edition"
pytestmark = pytest.mark.usefixtures("impatient")


class Told:
    """A network that answers as it was told to, and counts."""

    def __init__(self, answers: Mapping[str, int | str | Fault], stop: Stop | None = None) -> None:
        self.answers, self.stop, self.asked = answers, stop, list[str]()

    def ask(self, method: str, address: str, most: int) -> Answer:
        del method, most
        self.asked.append(address)
        if self.stop is not None and len(self.asked) == 2:
            self.stop.set()
        match self.answers.get(address, 200):
            case Fault() as fault:
                raise Unanswered(fault)
            case str() as moved:
                return Answer(address, 301, moved, "application/pdf")
            case status:
                return Answer(address, status, kind="application/pdf")


@pytest.fixture
def small(tmp_path: Path, clock: FixedClock) -> Iterator[Study]:
    store = open_store(tmp_path / "studyplan.db")
    works = [replace(one, url=one.url or f"https://{one.id}.example/{one.id}") for one in WORKS]
    shipped = content.Shipped(COMPETENCIES, works, PRIMERS, PROMPTS, INTERVIEWS)
    content.load(store, shipped, "small")
    study = Study(store, clock, Locations(tmp_path, tmp_path, tmp_path))
    yield study
    study.close()


def rows(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.rows("SELECT * FROM resource ORDER BY id")]


def check(study: Study, asks: Told, days: int = links.HOLDS) -> links.Checked:
    return links.check(study, asks, links.states(study), days=days)


def state(study: Study, resource: str) -> LinkState:
    return links.of_work(study, resource).state


def test_nothing_is_known_before_anybody_asks(small: Study) -> None:
    assert {one.state for one in links.states(small)} == {LinkState.UNCHECKED}
    assert small.store.value("SELECT count(*) FROM event") == 0


def test_a_check_is_kept_beside_the_log(small: Study) -> None:
    asks = Told({"https://example.org/1": 404, "https://example.org/2": NEW})
    done = check(small, asks)
    assert (done.checked, done.skipped, done.stopped) == (6, 0, False)
    assert state(small, "towers-1") is LinkState.BROKEN
    assert links.of_work(small, "towers-1").why == "the page is gone (404)"
    assert links.of_work(small, "towers-1").archived == (
        "https://web.archive.org/web/https://example.org/1"
    )
    assert state(small, "towers-2") is LinkState.MOVED
    assert state(small, "rank") is LinkState.OK
    assert state(small, "book/2") is LinkState.OK  # a chapter has the link of its book
    assert small.store.value("SELECT count(*) FROM event") == 0


def test_it_goes_on_where_it_was_called_off(small: Study) -> None:
    stop = Stop()
    asks = Told({}, stop)
    done = links.check(small, asks, links.states(small)[:2], stop=stop)
    assert done.stopped
    again = Told({})
    after = check(small, again)
    assert (after.checked, after.skipped) == (6 - done.checked, done.checked)
    assert {one.state for one in links.states(small)} == {LinkState.OK}


def test_what_was_checked_lately_is_not_asked_again(small: Study, clock: FixedClock) -> None:
    check(small, Told({}))
    clock.set(clock.now() + timedelta(days=links.HOLDS - 1))
    assert check(small, asks := Told({})).checked == 0
    assert asks.asked == []
    assert check(small, Told({}), days=3).checked == 6
    assert check(small, Told({}), days=0).checked == 6


ALL = [one.url or f"https://{one.id}.example/{one.id}" for one in WORKS]


@pytest.mark.parametrize("fault", [Fault.NO_HOST, Fault.NO_NETWORK])
def test_without_a_network_no_link_is_called_broken(small: Study, fault: Fault) -> None:
    with pytest.raises(Refused, match="is there a network"):
        check(small, Told(dict.fromkeys(ALL, fault)))
    assert {one.checked_at for one in links.states(small)} == {None}


def test_with_one_the_hosts_that_are_gone_are(small: Study) -> None:
    check(small, Told({**dict.fromkeys(ALL[:-1], Fault.NO_HOST)}))
    states = [one.state for one in links.states(small)]
    assert states.count(LinkState.BROKEN) == len(ALL) - 1
    (one,) = links.states(small, "rank naive")
    done = links.check(small, Told({str(one.url): Fault.NO_HOST}), [one], days=0)
    assert done.links[0].state is LinkState.BROKEN  # one link alone: the resolver is believed


def test_what_was_not_found_out_is_asked_again_the_next_day(
    small: Study, clock: FixedClock
) -> None:
    check(small, Told({"https://example.org/1": 403}))
    assert check(small, Told({})).checked == 0
    clock.set(clock.now() + timedelta(days=1))
    assert check(small, asks := Told({})).checked == 1
    assert set(asks.asked) == {"https://example.org/1"}


def test_an_error_in_a_thread_is_for_the_one_who_asked(small: Study) -> None:
    class Broken:
        def ask(self, method: str, address: str, most: int) -> Answer:
            raise RuntimeError(f"ours: {method} {address} {most}")

    with pytest.raises(RuntimeError, match="ours"):
        links.check(small, Broken(), links.states(small))


def test_a_repair_is_one_action_and_undo_brings_back_every_row(small: Study) -> None:
    check(small, Told({"https://example.org/2": NEW, "https://book.example/book": BOOK}))
    before = rows(small.store)
    found = links.proposals(small)
    assert {one.id: one.moved_to for one in found} == {
        "towers-2": NEW,
        "book": BOOK,
    }
    links.repair(small, found)
    assert small.store.value("SELECT count(*) FROM event") == 1
    assert reading.link(small, "towers-2") == NEW
    assert reading.detail(small, "towers-2").work.url == NEW
    assert reading.link(small, "book/1") == BOOK
    assert state(small, "towers-2") is LinkState.UNCHECKED  # the new address was not asked yet
    assert links.proposals(small) == []
    assert history.of_resource(small, "towers-2")[-1].brief == "mended the link"
    assert history.undo(small) == "mended the link of “A Book of Design” and 1 more"
    assert rows(small.store) == before
    assert state(small, "towers-2") is LinkState.MOVED
    history.redo(small)
    assert reading.link(small, "towers-2") == NEW


def test_it_holds_when_the_content_is_loaded_anew(small: Study) -> None:
    links.set_address(small, "towers-2", NEW)
    content.arrange(small.store)
    assert reading.link(small, "towers-2") == NEW
    links.set_address(small, "towers-2", None)
    assert reading.link(small, "towers-2") == "https://example.org/2"


def test_a_person_judges_and_checks_do_not(small: Study) -> None:
    check(small, Told({"https://example.org/1": 404}))
    links.set_state(small, "towers-1", LinkState.OK)
    link = links.of_work(small, "towers-1")
    assert (link.state, link.why) == (LinkState.OK, "you said so; a check found it broken")
    check(small, Told({"https://example.org/1": 404}), days=0)
    assert state(small, "towers-1") is LinkState.OK
    links.set_address(small, "towers-1", NEW)  # what was said was of another address
    assert state(small, "towers-1") is LinkState.UNCHECKED
    history.undo(small)
    assert state(small, "towers-1") is LinkState.OK
    links.set_state(small, "towers-1", None)
    assert state(small, "towers-1") is LinkState.BROKEN


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "nonsense", ""])
def test_only_a_page_may_be_given(small: Study, address: str) -> None:
    with pytest.raises(Refused, match="no address of a page"):
        links.set_address(small, "towers-1", address)


def test_nothing_is_mended_that_has_not_moved(small: Study) -> None:
    with pytest.raises(Refused, match="No other address is known"):
        links.repair(small, [links.of_work(small, "towers-1")])
    with pytest.raises(Refused, match="no link"):
        links.set_state(small, "K01", LinkState.OK)
    with pytest.raises(Refused, match="no link"):
        links.archived_copy(small, "K01")


def test_what_a_stranger_put_into_the_table_says_nothing(small: Study) -> None:
    for values in (
        ("https://example.org/1", "fine", "", None, 0),
        ("https://example.org/1", "broken", 3, None, "x"),
        ("https://example.org/1", "broken", "", None, 1 << 60),
    ):
        small.store.run("INSERT OR REPLACE INTO link_check VALUES (?, ?, ?, ?, ?)", *values)
        if values[2] != 3:  # a number becomes text in a column of text
            assert state(small, "towers-1") is LinkState.UNCHECKED


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_with_a_real_network(study: Study, server: Server) -> None:
    study.locations.config_file.write_text("private_addresses: allowed\n")
    links.set_address(study, "focal-loss", server.url("/to/301/ok"))
    links.set_address(study, "information-leakage", server.url("/status/410"))
    asks = open_network(study)
    reported: list[tuple[int, int]] = []
    works = [links.of_work(study, one) for one in ("focal-loss", "information-leakage")]
    done = links.check(study, asks, works, report=lambda done, of, _: reported.append((done, of)))
    assert [one.state for one in done.links] == [LinkState.MOVED, LinkState.BROKEN]
    assert reported == [(1, 2), (2, 2)]
    links.repair(study, [done.links[0]])
    assert reading.link(study, "focal-loss") == server.url("/ok")
    checks = doctor.examine(study.locations, study.clock)
    assert [one for one in checks if not one.ok] == []


def test_private_addresses_are_refused_by_default(study: Study, server: Server) -> None:
    links.set_address(study, "focal-loss", server.url("/ok"))
    done = links.check(study, open_network(study), [links.of_work(study, "focal-loss")])
    (link,) = done.links
    assert (link.state, link.why) == (LinkState.UNCHECKED, "it leads into a private network")
    assert server.asked == []


def test_progress_and_notes_stay_with_the_id(small: Study) -> None:
    reading.mark(small, "towers-2", Status.READ)
    noting.write_note(small, "towers-2", "mine")
    links.set_address(small, "towers-2", NEW)
    whole = reading.detail(small, "towers-2")
    assert (whole.listed.status, whole.progress.note) == (Status.READ, "mine")


def test_the_record_of_a_work_keeps_the_address_of_the_list(small: Study) -> None:
    links.set_address(small, "towers-2", NEW)
    record = small.store.value("SELECT record FROM resource WHERE id = 'towers-2'")
    assert json.loads(record)["url"] == "https://example.org/2"
    found: list[Link] = links.states(small, "towers")
    assert [one.url for one in found] == ["https://example.org/1", NEW]
