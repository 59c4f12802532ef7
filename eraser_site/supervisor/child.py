"""One process the supervisor keeps alive."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

QUICK = 5.0
"""A child that ends within this many seconds never got to work."""

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
QUICK_DEATHS = 5
"""After so many in a row, starting it once more would not help."""


class Child:
    """Starts `module` with `arguments` in `folder`, hands each line it writes to `log`, and counts its deaths.

    `tether` and `kept_open` are descriptors it inherits; see the module of that name for the first.
    """

    def __init__(
        self,
        name: str,
        module: str,
        arguments: list[str],
        *,
        folder: Path,
        tether: int,
        log: Callable[[str], None],
        kept_open: tuple[int, ...] = (),
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "eraser_site.supervisor.tether", str(tether), module, *arguments]
        self._folder = folder
        self._descriptors = (tether, *kept_open)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._began = 0.0
        self._quick_deaths = 0
        self._not_before = 0.0

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def hopeless(self) -> bool:
        return self._quick_deaths >= QUICK_DEATHS

    def pause_left(self) -> float:
        """Seconds until it may be started again."""
        return max(0.0, self._not_before - time.monotonic())

    def start(self) -> None:
        """In a session of its own: Ctrl-C in the terminal reaches the supervisor only, which then stops it in order."""
        self._began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 (the command is ours)
            self._command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=self._descriptors,
            start_new_session=True,
        )
        self._process = process
        self._reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._reader.start()

    def collect(self) -> int | None:
        """Its exit status once, when it has ended since the last look; a negative one is the signal that ended it."""
        process, reader = self._process, self._reader
        status = process.poll() if process else None
        if process is None or reader is None or status is None:
            return None
        self._sweep(process.pid)
        reader.join(1)
        self._process = None
        self._quick_deaths = self._quick_deaths + 1 if time.monotonic() - self._began < QUICK else 0
        pause = min(FIRST_PAUSE * 2 ** max(0, self._quick_deaths - 1), LONGEST_PAUSE)
        self._not_before = time.monotonic() + pause
        return status

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        if self._process is not None:
            self._sweep(self._process.pid)
            self._process.wait()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is not None:
            with process.stdout as lines:
                for line in lines:
                    self._log(line.decode(errors="replace").rstrip())

    @staticmethod
    def _sweep(group: int) -> None:
        """Ends what the child started and left behind: nothing of it may go on beside its successor."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
