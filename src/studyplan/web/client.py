"""The client: one request, one answer, within limits of time and size.

The name of a host is resolved once, its addresses are looked at, and the connection goes to one of
those: who answers otherwise to a second question (DNS rebinding) is never asked it. No cookie is
kept, no proxy of the environment is taken, no redirect followed, and each request has a connection
of its own, so that its time can be limited as a whole.
"""

import ssl
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import httpcore
import httpx

from studyplan import __version__
from studyplan.clock import monotonic_seconds
from studyplan.domain.links import REDIRECTS, Fault
from studyplan.web.addresses import resolve
from studyplan.web.answers import Answer, Unanswered

A_STEP = 10.0
"""Seconds that connecting, and each wait for more, may take."""
A_WHOLE = 30.0
"""Seconds that an answer may take from first to last."""
_HEADERS = {
    "User-Agent": f"studyplan/{__version__} (a reader's link checker)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
_PLAIN = frozenset({"", "identity"})


class Client:
    """Asks the network; threads may share one."""

    def __init__(
        self, *, private: bool = False, step: float = A_STEP, whole: float = A_WHOLE
    ) -> None:
        self._transport = _Transport(private=private, whole=whole)
        self._timeouts = httpx.Timeout(step).as_dict()

    def close(self) -> None:
        """Close what is open."""
        self._transport.close()

    def ask(self, method: str, address: str, most: int) -> Answer:
        """One answer, no redirect followed.

        Raises:
            Unanswered: there was none, or none that can be used.
        """
        try:
            url = httpx.URL(address)
            if url.scheme not in ("http", "https") or not url.host:
                raise Unanswered(Fault.NOT_A_PAGE)
            request = httpx.Request(
                method, url, headers=_HEADERS, extensions={"timeout": self._timeouts}
            )
            with closing(self._transport.handle_request(request)) as response:
                return _answer(address, request, response, most)
        except (httpx.InvalidURL, ValueError) as error:
            raise Unanswered(Fault.NOT_A_PAGE) from error
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise Unanswered(Fault.NO_ANSWER) from error
        except httpcore.ConnectError as error:
            trust = isinstance(error.__context__, ssl.SSLError)
            raise Unanswered(Fault.NO_TRUST if trust else Fault.NO_CONNECTION) from error
        except httpcore.NetworkError as error:
            raise Unanswered(Fault.CUT_OFF) from error
        except httpcore.RemoteProtocolError as error:
            # A server that closes without a word, and one that says something else than HTTP.
            cut = "disconnected" in str(error) or "peer closed" in str(error)
            raise Unanswered(Fault.CUT_OFF if cut else Fault.NONSENSE) from error
        except (httpcore.ProtocolError, zlib.error) as error:
            raise Unanswered(Fault.NONSENSE) from error


def _answer(address: str, request: httpx.Request, response: httpx.Response, most: int) -> Answer:
    status = response.status_code
    location = None
    if status in REDIRECTS and (given := response.headers.get("location")):
        try:
            location = str(request.url.join(given).copy_with(fragment=None))
        except (httpx.InvalidURL, ValueError) as error:
            raise Unanswered(Fault.NOT_A_PAGE) from error
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body, is_cut = b"", False
    if request.method == "GET" and location is None and most > 0:
        body, is_cut = _body(response, most)
    return Answer(
        address=address,
        status=status,
        location=location,
        kind=kind,
        charset=response.charset_encoding,
        retry_after=response.headers.get("retry-after"),
        body=body,
        is_cut=is_cut,
    )


def _body(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """The body, `most` bytes of it at most, and whether it goes on; never unpacked beyond that."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _COMPRESSED | _PLAIN:
        raise Unanswered(Fault.NONSENSE)
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding in _COMPRESSED else None
    body = bytearray()
    for chunk in response.iter_raw():
        body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        if len(body) > most:
            return bytes(body[:most]), True
    return bytes(body), False


class _Transport(httpx.BaseTransport):
    """httpx's requests over connections that go where they were checked to go."""

    def __init__(self, *, private: bool, whole: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_keepalive_connections=0,
            network_backend=_Backend(private=private, whole=whole),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request; its body is still to be read."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status, headers=answer.headers, stream=_Stream(answer)
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    """The body of an answer."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that were looked at, and to no name."""

    def __init__(self, *, private: bool, whole: float) -> None:
        self._private, self._whole = private, whole
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that takes one."""
        del local_address
        ends = monotonic_seconds() + self._whole
        failed: Exception | None = None
        for address in resolve(host, port, private=self._private):
            try:
                real = self._real.connect_tcp(address, port, timeout, None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                if monotonic_seconds() >= ends:
                    break
            else:
                return _Limited(real, ends)
        raise failed or httpcore.ConnectError(f"no address of {host}")

    def sleep(self, seconds: float) -> None:
        """Never: nothing here is tried again."""
        raise NotImplementedError(seconds)


class _Limited(httpcore.NetworkStream):
    """A connection that has an end: a server that sends a byte now and then holds nobody."""

    def __init__(self, real: httpcore.NetworkStream, ends: float) -> None:
        self._real, self._ends = real, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        return self._real.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._real.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        left = self._left(timeout, httpcore.ConnectTimeout)
        return _Limited(self._real.start_tls(ssl_context, server_hostname, left), self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._real.get_extra_info(info)

    def close(self) -> None:
        """Close it."""
        self._real.close()

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._ends - monotonic_seconds()
        if left <= 0:
            raise late("the time is up")
        return left if timeout is None else min(timeout, left)
