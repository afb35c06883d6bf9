"""A server of the tests on this machine: it answers every way a server can."""

import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

PAGE = """<html><head><title>Focal Loss for Dense Object Detection</title></head><body>
<nav><a href="/home">Home</a></nav><article><h1>Focal Loss</h1>
{paragraphs}
<h2>Code</h2><pre><code>def loss(p):
    return -(1 - p) ** 2 * log(p)
</code></pre>
<table><tr><th>gamma</th><th>AP</th></tr><tr><td>0</td><td>31.1</td></tr></table>
<img src="/figure.png" alt="The curve">
<script>alert("never run")</script>
</article></body></html>"""
SENTENCE = "The loss is <b>scaled</b> by a <a href='/factor'>factor</a> that decays to zero. "


def page(sentences: int = 60, sentence: str = SENTENCE) -> str:
    """An article of so many sentences."""
    numbers = range(max(1, sentences // 5))  # each is another: what stands twice is left out
    parts = "".join(f"<p>Step {number * 7}. {sentence * 5}</p>" for number in numbers)
    return PAGE.replace("{paragraphs}", parts)


@cache
def bomb() -> bytes:
    """Twenty million letters in as many thousand bytes."""
    return gzip.compress(b"a" * 20_000_000)


class Server(ThreadingHTTPServer):
    """Counts what it is asked, and remembers the ways."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter()
        self.stopping = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.server_address[1]}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has seen enough is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append((self.command, path))
        self.server.counts[path] += 1
        name, _, rest = path.strip("/").partition("/")
        act = getattr(self, f"_{name.replace('-', '_')}", None)
        if act is None:
            self._send(404, "<title>Not here</title>", body)
        else:
            act(rest, body)

    def _send(
        self, status: int, text: str, body: bool, kind: str = "text/html", **headers: str
    ) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _ok(self, rest: str, body: bool) -> None:
        self._send(200, page(), body)

    def _titled(self, rest: str, body: bool) -> None:
        self._send(200, f"<title>{rest.replace('-', ' ')}</title>", body)

    def _parked(self, rest: str, body: bool) -> None:
        self._send(200, "<title>Buy Cheap Watches</title>", body)

    def _short(self, rest: str, body: bool) -> None:
        self._send(200, "<p>Sign in to continue reading.</p>" + "<p>A teaser.</p>" * 30, body)

    def _scripted(self, rest: str, body: bool) -> None:
        self._send(200, "<html><body><div id=app></div><script>go()</script></body></html>", body)

    def _pdf(self, rest: str, body: bool) -> None:
        self._send(200, "%PDF-1.7", body, "application/pdf")

    def _status(self, rest: str, body: bool) -> None:
        self._send(int(rest), f"<title>{rest}</title>", body)

    def _nohead(self, rest: str, body: bool) -> None:
        self._send(200 if body else int(rest), page(), body)

    def _to(self, rest: str, body: bool) -> None:
        status, _, target = rest.partition("/")
        self._send(int(status), "", body, Location=f"/{target}")

    def _away(self, rest: str, body: bool) -> None:
        target = {
            "file": "file:///etc/passwd",
            "private": "http://10.0.0.1/",
            "garbage": "http://[/",
            "script": "javascript:alert(1)",
            "other": self.server.url("/titled/Buy-Cheap-Watches", "localhost"),
            "same": self.server.url("/ok", "localhost"),
        }[rest]
        self._send(301, "", body, Location=target)

    def _loop(self, rest: str, body: bool) -> None:
        self._send(302, "", body, Location="/loop/b" if rest == "a" else "/loop/a")

    def _endless_hops(self, rest: str, body: bool) -> None:
        self._send(302, "", body, Location=f"/endless-hops/{int(rest or 0) + 1}")

    def _later(self, rest: str, body: bool) -> None:
        """429 or the like at first, then well."""
        times, _, after = rest.partition("/")
        if self.server.counts[f"/later/{rest}"] <= int(times):
            self._send(429, "", body, Retry_After=after)
        else:
            self._send(200, page(), body)

    def _slow(self, rest: str, body: bool) -> None:
        self.server.stopping.wait(20)
        self.close_connection = True

    def _drip(self, rest: str, body: bool) -> None:
        """A byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while body and not self.server.stopping.wait(0.02):
            self.wfile.write(b" ")
            self.wfile.flush()
        self.close_connection = True

    def _endless(self, rest: str, body: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while body and not self.server.stopping.is_set():
            self.wfile.write(b"<p>more and more</p>" * 1000)
        self.close_connection = True

    def _closed(self, rest: str, body: bool) -> None:
        self.close_connection = True

    def _cut(self, rest: str, body: bool) -> None:
        self._send(200, page(), body, Content_Length="9000000")
        self.close_connection = True

    def _nonsense(self, rest: str, body: bool) -> None:
        self.wfile.write(b"\x00\xff SPEAK FRIEND\r\n\r\n")
        self.close_connection = True

    def _bomb(self, rest: str, body: bool) -> None:
        data = bomb()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _attack(self, rest: str, body: bool) -> None:
        said = "Words \x1b]0;owned\x07 and &#27;[2J and \u202e back \x9b31m again. "
        parts = "".join(f"<p>Step {number}: {said * 10}</p>" for number in range(8))
        text = f"<title>An \x1b[31mattack</title><article>{parts}</article>"
        self._send(200, text, body, "text/html; charset=utf-8")


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs meanwhile."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
