"""Links are followed by hand: HEAD, then GET, hop by hop, with patience that has an end."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest

from studyplan.domain.links import Fault, LinkState, judge
from studyplan.web import addresses
from studyplan.web.answers import Answer, Unanswered
from studyplan.web.client import Client
from studyplan.web.following import MOST_HOPS, SPACING, TRIES, Astray, Follower
from tests.web.server import Server, serving

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TITLE = "Focal Loss for Dense Object Detection"
Script = Mapping[str, list[Answer | Fault]]


class Waiter:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.time, self.waits = 0.0, list[float]()

    def wait(self, seconds: float) -> None:
        self.time += seconds
        self.waits.append(seconds)

    def follower(self, asks: "Client | Told") -> Follower:
        return Follower(asks, self.wait, lambda: self.time, lambda: NOW)


class Told:
    """Answers what it was told to, in turn, and the last of it for ever."""

    def __init__(self, script: Script) -> None:
        self.script, self.asked = script, list[tuple[str, str]]()

    def ask(self, method: str, address: str, most: int) -> Answer:
        del most
        answers = self.script[address]
        number = sum(asked == (method, address) for asked in self.asked)
        self.asked.append((method, address))
        answer = answers[min(number, len(answers) - 1)]
        if isinstance(answer, Fault):
            raise Unanswered(answer)
        return answer


def answer(status: int, location: str | None = None, retry_after: str | None = None) -> Answer:
    return Answer("", status, location, "application/pdf", retry_after=retry_after)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def observed(server: Server) -> Callable[[str], LinkState]:
    follower = Waiter().follower(Client(private=True, step=0.1, whole=0.2))
    return lambda path: judge(follower.observe(server.url(path)), TITLE).state


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/ok", LinkState.OK),
        ("/pdf", LinkState.OK),
        ("/nohead/405", LinkState.OK),
        ("/nohead/403", LinkState.OK),
        ("/nohead/404", LinkState.OK),
        ("/status/404", LinkState.BROKEN),
        ("/status/410", LinkState.BROKEN),
        ("/status/500", LinkState.BROKEN),
        ("/status/403", LinkState.UNCHECKED),
        ("/status/429", LinkState.UNCHECKED),
        ("/later/1/5", LinkState.OK),
        ("/later/9/86400", LinkState.UNCHECKED),
        ("/to/301/ok", LinkState.MOVED),
        ("/to/308/to/301/ok", LinkState.MOVED),
        ("/to/302/ok", LinkState.OK),
        ("/to/307/to/303/ok", LinkState.OK),
        ("/loop/a", LinkState.BROKEN),
        ("/endless-hops/0", LinkState.BROKEN),
        ("/slow", LinkState.BROKEN),
        ("/closed", LinkState.BROKEN),
        ("/nonsense", LinkState.BROKEN),
        ("/endless", LinkState.OK),
        ("/cut", LinkState.OK),
        ("/away/file", LinkState.SUSPICIOUS),
        ("/away/script", LinkState.SUSPICIOUS),
        ("/away/other", LinkState.SUSPICIOUS),
        ("/away/same", LinkState.MOVED),
        ("/parked", LinkState.SUSPICIOUS),
    ],
)
def test_every_way_a_server_can_answer(
    observed: Callable[[str], LinkState], path: str, state: LinkState
) -> None:
    assert observed(path) is state


def test_a_hop_into_a_private_network_is_not_taken(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda one: one == "127.0.0.1")
    seen = Waiter().follower(Client()).observe(server.url("/away/private"))
    assert (seen.fault, seen.final) == (Fault.PRIVATE, "http://10.0.0.1/")
    assert judge(seen, TITLE).state is LinkState.SUSPICIOUS


def test_hops_have_an_end() -> None:
    script: Script = {
        f"http://a/{n}": [answer(302, location=f"http://a/{n + 1}")] for n in range(99)
    }
    told = Told(script)
    with pytest.raises(Astray) as caught:
        Waiter().follower(told).follow("GET", "http://a/0", 1)
    assert caught.value.fault is Fault.TOO_MANY
    assert len(told.asked) == MOST_HOPS + 1


@pytest.mark.parametrize("fault", [Fault.NO_ANSWER, Fault.CUT_OFF])
def test_what_may_pass_is_tried_again_with_longer_pauses(fault: Fault) -> None:
    waiter, told = Waiter(), Told({"http://a/": [fault]})
    with pytest.raises(Astray):
        waiter.follower(told).follow("GET", "http://a/", 1)
    assert len(told.asked) == TRIES
    assert [wait for wait in waiter.waits if wait >= 1] == [1, 2]


def test_what_does_not_pass_is_asked_once() -> None:
    told = Told({"http://a/": [Fault.NO_HOST]})
    assert Waiter().follower(told).observe("http://a/").fault is Fault.NO_HOST
    assert told.asked == [("HEAD", "http://a/")]


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("7", [7]),
        ("Tue, 24 Nov 2026 09:00:09 GMT", [9]),
        ("Tue, 24 Nov 2026 08:00:00 GMT", [1]),  # past: our own pause
        ("soon", [1]),
        ("90", []),  # longer than anybody waits
        ("9" * 5000, []),
    ],
)
def test_a_server_may_ask_for_a_pause(asked: str, waits: list[float]) -> None:
    waiter = Waiter()
    told = Told({"http://a/": [answer(503, retry_after=asked), answer(200)]})
    found = waiter.follower(told).follow("GET", "http://a/", 1)
    assert found.answer.status == (200 if waits else 503)
    assert [wait for wait in waiter.waits if wait >= 1] == waits


def test_a_host_has_its_turns_and_another_does_not_wait() -> None:
    waiter = Waiter()
    told = Told({f"http://{host}/": [answer(200)] for host in ("a", "b")})
    follower = waiter.follower(told)
    follower.follow("GET", "http://a/", 1)
    follower.follow("GET", "http://b/", 1)
    assert waiter.waits == []
    follower.follow("GET", "http://a/", 1)
    assert waiter.waits == [SPACING]
