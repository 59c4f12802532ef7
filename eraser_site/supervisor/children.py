"""The two programs of one installation."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from eraser_site.supervisor.child import Child

STOP_SECONDS = 7
"""How long the web server finishes answers that are under way; below the supervisor's own patience."""

HANG_SECONDS = 60
"""After so long without a sign of life from its event loop, the serving process is replaced."""


@contextlib.contextmanager
def tether() -> Iterator[int]:
    """The reading end of a pipe; its writing end is closed when this process ends, however it ends."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def web_server(door: socket.socket, *, threads: int, code: Path, tether: int, log: Callable[[str], None]) -> Child:
    """Gunicorn: one process with `threads` threads. The code is loaded before it forks: a fault shows at once."""
    options = {
        "bind": f"fd://{door.fileno()}",
        "workers": 1,
        "worker-class": "gthread",
        "threads": threads,
        "timeout": HANG_SECONDS,
        "graceful-timeout": STOP_SECONDS,
        "log-level": "error",
        # Who may say that a request came over https or from elsewhere: only a proxy on this machine.
        "forwarded-allow-ips": "127.0.0.1,::1",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    arguments += ["--preload", "--no-control-socket", "eraser_site.wsgi"]
    return Child(
        "web server",
        "gunicorn",
        arguments,
        folder=code,
        tether=tether,
        log=log,
        kept_open=(door.fileno(),),
    )


def worker(*, code: Path, tether: int, log: Callable[[str], None]) -> Child:
    """The same consumer command that runs on every other host."""
    return Child("worker", "manage", ["run_huey", "--skip-checks"], folder=code, tether=tether, log=log)
