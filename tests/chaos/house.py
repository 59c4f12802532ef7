"""A web server and a worker as processes of their own, on a data folder, a database and a queue made for one storm."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent


class Program:
    """A command that is killed with all it has started, and started again."""

    def __init__(self, name: str, *arguments: str, log: Path) -> None:
        self.name, self._arguments, self._log = name, arguments, log
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._arguments], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Kill -9, without a word of warning, and up again."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self.start()

    def end(self) -> int:
        """SIGTERM, and its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=20)
        finally:
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder of its own, and a database and queue name of its own on the servers that the environment names.

    Sets the environment for Django here and in every process started from here.
    """
    name = f"eraser_chaos_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="eraser-chaos-", ignore_cleanup_errors=True) as folder, _database(name):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "ERASER_DATA": folder,
            "CHAOS_NAME": name,
            "CHAOS_BILLS": str(Path(folder) / "bills"),
        }
        try:
            yield Path(folder)
        finally:
            _forget_queue(name)


@contextlib.contextmanager
def _database(name: str) -> Iterator[None]:
    """On PostgreSQL a database of that name, dropped at the end; SQLite's lies in the data folder anyway."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not url.scheme.startswith("postgres"):
        os.environ.pop("DATABASE_URL", None)
        yield
        return
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        os.environ["DATABASE_URL"] = url._replace(path=f"/{name}").geturl()
        try:
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _forget_queue(name: str) -> None:
    if url := os.environ.get("QUEUE_URL"):
        with redis.Redis.from_url(url) as server:
            for key in server.scan_iter(f"*{name}*"):
                server.delete(key)


def eventually(happens: Callable[[], object], patience: float, look: float = 0.05) -> bool:
    """Whether it happens within `patience` seconds."""
    last = time.monotonic() + patience
    while not happens():
        if time.monotonic() > last:
            return False
        time.sleep(look)
    return True
