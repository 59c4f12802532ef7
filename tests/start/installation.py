"""A real installation for a test: a data folder, a free port, and `manage.py start` as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
OWN = {
    "DATABASE_URL",
    "QUEUE_URL",
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "BIND",
    "LOG_LEVEL",
    "DJANGO_SETTINGS_MODULE",
    # The browser tests set it for their own process; Django's deployment check rightly frowns at it.
    "DJANGO_ALLOW_ASYNC_UNSAFE",
}
"""What of the tests' own environment an installation does not see."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def eventually(happens: Callable[[], object], what: str) -> None:
    """Waits until it happens, and fails when it does not within a minute."""
    last = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < last, f"never happened: {what}"
        time.sleep(0.05)


@dataclass
class Installation:
    """The settings of one installation, whether it runs or not."""

    data: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OWN}
        return {**inherited, "ERASER_DATA": str(self.data), "PORT": str(self.port), **self.settings}

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command, to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def launch(self) -> subprocess.Popen[str]:
        """Starts it and does not wait."""
        return subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self) -> Running:
        """Starts it and waits for the link."""
        process = self.launch()
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first and process.stderr is not None:
            process.kill()
            raise AssertionError(f"did not start: {process.stderr.read()}")
        return Running(self, process, first)


@dataclass
class Running:
    """A started installation. `first` is the first line it printed."""

    installation: Installation
    process: subprocess.Popen[str]
    first: str

    @property
    def link(self) -> str:
        found = re.fullmatch(r"Open (\S+)\n", self.first)
        assert found, self.first
        return found[1]

    def visit(self, path: str = "") -> httpx.Response:
        """What an owner sees who comes by this start's link and goes on to `path`."""
        with httpx.Client(base_url=self.installation.address, follow_redirects=True, trust_env=False) as owner:
            came = owner.get(self.link)
            return owner.get(path) if path else came

    def child(self, doing: str) -> psutil.Process:
        """The web server ("gunicorn") or the worker ("run_huey")."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if doing in child.cmdline())

    def tell(self, number: signal.Signals) -> tuple[int, str, str]:
        """Sends a signal and waits for the end: exit status, what else it printed, what it complained about."""
        self.process.send_signal(number)
        rest, complaints = self.process.communicate(timeout=10)
        return self.process.returncode, rest, complaints

    def end(self) -> None:
        """Whatever happened in the test, nothing of it stays."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=15)
