"""A real HTTP server on loopback to stand in for a service: strict about what it is asked, and able to misbehave.

    with Service(lambda seen: Reply(json={"ok": True})) as service:
        ...  # ask service.url
        service.misbehave(drop_after_reading)  # the next request only

A stand-in of a service subclasses Service and overrides `answer`. What breaks the service's rules is refused by it
with `raise Refusal(400, {...})` and remembered in `service.refusals`. Everything asked is in `service.seen`.
"""

from __future__ import annotations

import json as json_module
import ssl
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qs, urlsplit

MAX_BODY = 128 * 2**20


@dataclass(frozen=True)
class Part:
    """A field or file of a multipart form."""

    name: str
    content: bytes
    filename: str | None
    media_type: str

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Seen:
    """A request as it arrived. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        if self.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise Refusal(415, {"error": "the body must be application/json"})
        return json_module.loads(self.body)

    def form(self) -> list[Part]:
        """The parts of a multipart form, in order."""
        kind = self.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            raise Refusal(415, {"error": "the body must be multipart/form-data"})
        message = BytesParser(policy=policy.HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
        return [
            Part(
                str(part.get_param("name", header="content-disposition")),
                cast("bytes", part.get_payload(decode=True)),
                part.get_filename(),
                part.get_content_type(),
            )
            for part in message.iter_parts()
        ]

    def fields(self) -> dict[str, str]:
        """The fields of an urlencoded form; each may come once."""
        return {name: value for name, (value,) in parse_qs(self.body.decode(), strict_parsing=True).items()}


@dataclass(frozen=True)
class Reply:
    status: int = 200
    json: Any = None
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        return self.content if self.json is None else json_module.dumps(self.json).encode()

    def all_headers(self) -> dict[str, str]:
        kind = "application/octet-stream" if self.json is None else "application/json"
        return {"Content-Type": kind, "Content-Length": str(len(self.body())), **self.headers}


class Refusal(Exception):
    """Raised by a stand-in for a request that the service's documents forbid."""

    def __init__(self, status: int, json: Any) -> None:
        super().__init__(f"{status}: {json}")
        self.status = status
        self.json = json


class Exchange:
    """What a misbehaviour has in its hands: the open connection, and the request where it lets it be read."""

    def __init__(self, handler: BaseHTTPRequestHandler, service: Service) -> None:
        self.service = service
        self._handler = handler

    def read(self) -> Seen:
        return self.service.take(self._handler)

    def send(self, data: bytes) -> None:
        """Raw bytes onto the connection, at once."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def reply(self, reply: Reply) -> None:
        self.send(head(reply.status, reply.all_headers()) + reply.body())

    def pause(self, seconds: float) -> bool:
        """Wait; False when the server is being closed."""
        return not self.service.closing.wait(seconds)


Misbehaviour = Callable[[Exchange], None]


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1")


class Service:
    """The server, on a free port of 127.0.0.1, from `with` to its end. `answer` gets each request that is read."""

    def __init__(self, answer: Callable[[Seen], Reply] | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Seen] = []
        self.refusals: list[Refusal] = []
        self.closing = threading.Event()
        self._answer = answer
        self._misbehaviours: deque[Misbehaviour] = deque()
        self._tls = tls

    def answer(self, seen: Seen) -> Reply:
        """Overridden by a stand-in of a service."""
        return self._answer(seen) if self._answer else Reply(404)

    def misbehave(self, *ways: Misbehaviour) -> None:
        """Let the next requests, one each, be handled so."""
        self._misbehaviours.extend(ways)

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return self._server.server_port

    def take(self, handler: BaseHTTPRequestHandler) -> Seen:
        """Read the request's body and remember the request."""
        length = int(handler.headers.get("Content-Length", 0))
        assert length <= MAX_BODY
        url = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(length)
        assert handler.command
        seen = Seen(handler.command, url.path, parse_qs(url.query, keep_blank_values=True), headers, body)
        self.seen.append(seen)
        return seen

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        exchange = Exchange(handler, self)
        if self._misbehaviours:
            self._misbehaviours.popleft()(exchange)
            return
        seen = exchange.read()
        try:
            reply = self.answer(seen)
        except Refusal as refusal:
            self.refusals.append(refusal)
            reply = Reply(refusal.status, json=refusal.json)
        exchange.reply(reply)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        if self._tls:
            # The handshake belongs to the connection's own thread, or a client that refuses us would end the server.
            self._server.socket = self._tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def __init__(self, service: Service, *args: Any) -> None:
        self._service = service
        super().__init__(*args)

    def handle_one_request(self) -> None:
        self.close_connection = True
        try:
            self.raw_requestline = self.rfile.readline(65_537)
            if self.raw_requestline and self.parse_request():
                self.close_connection = True
                self._service.handle(self)
        except (OSError, ssl.SSLError):
            return  # the client is gone, which is what some tests are about

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return
