"""Ways a service fails its clients; each handles one request. Those that take settings make the way to use."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.fakes.server import Exchange, Misbehaviour, Reply, head

_NEVER_DONE = 10**9


def drop_before_reading(exchange: Exchange) -> None:
    """Hang up without reading the body or answering."""


def drop_after_reading(exchange: Exchange) -> None:
    """Take the whole request, perhaps do the work, and hang up."""
    exchange.read()


def silence(exchange: Exchange) -> None:
    """Take the request and never answer."""
    exchange.read()
    while exchange.pause(0.1):
        pass


def drip_body(exchange: Exchange) -> None:
    """Answer one byte at a time without end: each read succeeds, the whole never does."""
    exchange.read()
    exchange.send(head(200, {"Content-Length": str(_NEVER_DONE)}))
    while exchange.pause(0.02):
        exchange.send(b" ")


def drip_headers(exchange: Exchange) -> None:
    exchange.read()
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while exchange.pause(0.02):
        exchange.send(b"a")


def endless(exchange: Exchange) -> None:
    """Send as fast as it is read, without a length and without end."""
    exchange.read()
    exchange.send(head(200, {"Connection": "close"}))
    while not exchange.service.closing.is_set():
        exchange.send(b"x" * 65_536)


def understate_length(exchange: Exchange) -> None:
    """Declare ten bytes, send endlessly many."""
    exchange.read()
    exchange.send(head(200, {"Content-Length": "10"}))
    while not exchange.service.closing.is_set():
        exchange.send(b"x" * 65_536)


def break_off(exchange: Exchange) -> None:
    """Declare more than is sent."""
    exchange.read()
    exchange.send(head(200, {"Content-Length": "1000"}) + b'{"half": ')


def zip_bomb(size: int) -> Misbehaviour:
    """A gzipped answer that is a thousand times larger unpacked: `size` bytes."""

    def way(exchange: Exchange) -> None:
        exchange.read()
        exchange.reply(Reply(content=gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"}))

    return way


def say(reply: Reply) -> Misbehaviour:
    """Answer so, whatever was asked."""

    def way(exchange: Exchange) -> None:
        exchange.read()
        exchange.reply(reply)

    return way


def redirect(url: Callable[[], str] | str, status: int = 302) -> Misbehaviour:
    def way(exchange: Exchange) -> None:
        exchange.read()
        exchange.reply(Reply(status, headers={"Location": url if isinstance(url, str) else url()}))

    return way
