"""The address people come to.

The supervisor opens the port and hands it to the web server, so that a port in use is known before anything
else is done, and a request that comes while the web server is replaced waits instead of being refused.
"""

from __future__ import annotations

import errno
import http.client
import socket

from eraser_site.supervisor import CannotStart

BACKLOG = 128


def open_door(bind: str, port: int) -> socket.socket:
    """A socket bound to `bind`:`port`, not yet listening. Raises CannotStart."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    # Without this, a restart would have to wait a minute for the last visitors' connections to be forgotten.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((bind, port))
    except (OSError, OverflowError) as error:
        door.close()
        raise CannotStart(_refusal(bind, port, error)) from error
    return door


def _refusal(bind: str, port: int, error: OSError | OverflowError) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another one with PORT, for example PORT={port + 1}."
    if code == errno.EACCES:
        return f"Port {port} needs administrator's rights. Choose one above 1023 with PORT."
    if isinstance(error, OverflowError):
        return f"PORT must be between 1 and 65535, not {port}."
    return f"Eraser cannot answer at {bind}, port {port} ({error.strerror}). Choose another address with BIND."


def answers(door: socket.socket, host: str, path: str, *, patience: float) -> bool:
    """Whether the web server behind `door` answers a GET of `path` in `patience` seconds, without an error of its own.

    `host` is the name the site goes by. The request says that it came over https, as a proxy in front would.
    """
    address, port = door.getsockname()[:2]
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(here, port, timeout=patience)
    try:
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https", "Connection": "close"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
