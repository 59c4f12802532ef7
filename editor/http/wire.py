"""One connection for one request: resolved once, vetted, pinned, and cut off at a deadline.

Timeouts of HTTP libraries are per read, so a service that drips a byte now and then is waited for without end; the
same holds for a slow upload, a slow handshake and slow headers. Here every operation on the socket gets what is
left of one deadline.

Connections are not kept for the next request: one that went stale fails in a way that cannot be told from a request
that was received, and then nobody knows what was billed.
"""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from queue import Empty, SimpleQueue

import httpcore
import httpx

from . import addresses
from .errors import NotSent

_CONNECT_SECONDS = 10.0

# At DEBUG it logs what services answer, headers and all, whatever they echo.
logging.getLogger("httpcore").setLevel(logging.INFO)


def resolve(host: str, port: int) -> list[str]:
    """Every address the system knows for a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connected socket. Raises OSError."""
    return socket.create_connection((address, port), seconds)


@lru_cache(maxsize=1)
def verified_tls() -> ssl.SSLContext:
    """Certificates are checked against the bundle of the HTTP library, or SSL_CERT_FILE where it is set."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Net:
    """The three things that touch the network; tests put their own in."""

    resolve: Callable[[str, int], list[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: Callable[[], ssl.SSLContext] = verified_tls


class Deadline:
    """A moment on the monotonic clock, `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then; TimeoutError once none are left."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline passed")
        return left


class Wire(httpcore.NetworkBackend):
    """Connects where `trusted` or vetting allows. `sent` is True from the moment a byte of the request may be out."""

    def __init__(self, net: Net, deadline: Deadline, *, trusted: bool) -> None:
        self.sent = False
        self.deadline = deadline
        self._net = net
        self._trusted = trusted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = self._resolved(host, port)
        if not self._trusted:
            addresses.vet(host, found)
        return _Stream(self, self._first_to_answer(host, port, found))

    def _resolved(self, host: str, port: int) -> list[str]:
        """Looked up in a thread of its own: the system's resolver knows no deadline."""
        answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self._net.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=look_up, name="resolve", daemon=True).start()
        try:
            found = answers.get(timeout=self.deadline.left())
        except (Empty, TimeoutError) as error:
            raise NotSent(f"The name {host} was not resolved in time.") from error
        if isinstance(found, Exception):
            raise NotSent(f"The name {host} could not be resolved.") from found
        if not found:
            raise NotSent(f"The name {host} stands for no address.")
        return found

    def _first_to_answer(self, host: str, port: int, found: list[str]) -> socket.socket:
        last: OSError | None = None
        for address in found:
            try:
                connection = self._net.connect(address, port, min(_CONNECT_SECONDS, self.deadline.left()))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                last = error
            else:
                return connection
        raise NotSent(f"No connection to {host}: {last}.") from last

    def secured(self, connection: socket.socket, context: ssl.SSLContext, name: str | None) -> "_Stream":
        try:
            connection.settimeout(self.deadline.left())
            return _Stream(self, context.wrap_socket(connection, server_hostname=name))
        except OSError as error:
            connection.close()
            raise NotSent(f"No secure connection to {name}: {error}.") from error


class _Stream(httpcore.NetworkStream):
    def __init__(self, wire: Wire, connection: socket.socket) -> None:
        self._wire = wire
        self._socket = connection

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._socket.settimeout(self._wire.deadline.left())
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("the deadline passed while waiting for the answer") from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        unsent = memoryview(buffer)
        self._wire.sent = True
        try:
            while unsent:
                self._socket.settimeout(self._wire.deadline.left())
                unsent = unsent[self._socket.send(unsent) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout("the deadline passed while sending") from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return self._wire.secured(self._socket, ssl_context, server_hostname)


@contextmanager
def exchange(net: Net, wire: Wire, request: httpx.Request) -> Iterator[httpcore.Response]:
    """Open a connection for one request and make it. The URL's host stays in Host, in SNI and in what is verified."""
    url = request.url
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    message = httpcore.Request(request.method, target, headers=request.headers.raw, content=request.read())
    tls = net.tls() if url.scheme == "https" else None
    with httpcore.HTTPConnection(target.origin, ssl_context=tls, network_backend=wire) as connection:
        yield connection.handle_request(message)
