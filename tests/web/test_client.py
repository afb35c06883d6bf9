"""What the client answers to every way a server can, and where it does not go."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from studyplan.domain.links import Fault
from studyplan.web import addresses
from studyplan.web.answers import Unanswered
from studyplan.web.client import Client
from tests.web.server import Server, bomb, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(private=True, step=0.2, whole=0.4)
    yield made
    made.close()


def test_an_answer_is_the_servers(server: Server, client: Client) -> None:
    answer = client.ask("GET", server.url("/ok"), 100_000)
    assert (answer.status, answer.kind, answer.is_cut) == (200, "text/html", False)
    assert b"<title>Focal Loss" in answer.body
    assert client.ask("HEAD", server.url("/ok"), 0).body == b""


def test_a_redirect_is_not_followed(server: Server, client: Client) -> None:
    answer = client.ask("GET", server.url("/to/302/ok"), 1000)
    assert (answer.status, answer.location) == (302, server.url("/ok"))
    assert server.asked == [("GET", "/to/302/ok")]


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_no_more_is_read_or_unpacked_than_asked_for(
    server: Server, client: Client, path: str
) -> None:
    bomb()
    answer = client.ask("GET", server.url(path), 50_000)
    assert answer.is_cut
    assert len(answer.body) == 50_000


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/slow", Fault.NO_ANSWER),
        ("/drip", Fault.NO_ANSWER),  # a byte now and then: the whole has a limit too
        ("/closed", Fault.CUT_OFF),
        ("/cut", Fault.CUT_OFF),
        ("/nonsense", Fault.NONSENSE),
    ],
)
def test_what_is_no_answer_is_a_fault(
    server: Server, client: Client, path: str, fault: Fault
) -> None:
    with pytest.raises(Unanswered) as caught:
        client.ask("GET", server.url(path), 1_000_000)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "",
    ],
)
def test_only_pages_are_asked_for(client: Client, address: str) -> None:
    with pytest.raises(Unanswered) as caught:
        client.ask("GET", address, 10)
    assert caught.value.fault is Fault.NOT_A_PAGE


def test_nobody_takes_the_connection(client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(Unanswered) as caught:
        client.ask("GET", address, 10)
    assert caught.value.fault is Fault.NO_CONNECTION


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1"])
def test_this_machine_is_refused_unless_it_is_allowed(server: Server, host: str) -> None:
    with pytest.raises(Unanswered) as caught:
        Client().ask("GET", server.url("/ok", host), 10)
    assert caught.value.fault is Fault.PRIVATE
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "nonsense"),
    ],
)
def test_private_addresses_are_known_however_they_are_written(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_public_ones_too(address: str) -> None:
    assert addresses.is_public(address)


def found(*answers: str) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in answers]


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = found("93.184.216.34", "10.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(Unanswered) as caught:
        addresses.resolve("rebinding.example", 80, private=False)
    assert caught.value.fault is Fault.PRIVATE


def test_the_connection_goes_to_the_address_that_was_looked_at(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise the second time (DNS rebinding) is asked once only."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host: str, *rest: Any, **more: Any) -> Any:
        if host == "rebinding.example":
            asked.append(host)
            return found("127.0.0.1" if len(asked) == 1 else "10.0.0.1")
        assert host == "127.0.0.1", host  # an address, which needs nobody's answer
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    monkeypatch.setattr(addresses, "is_public", lambda one: one == "127.0.0.1")
    answer = Client().ask("GET", server.url("/ok", "rebinding.example"), 10)
    assert answer.status == 200
    assert asked == ["rebinding.example"]


def test_no_proxy_of_the_environment_is_asked(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert client.ask("GET", server.url("/ok"), 10).status == 200
