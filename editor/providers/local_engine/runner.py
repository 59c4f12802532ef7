"""Running the engine in a process of its own, which can be stopped at any moment and cannot hurt the worker.

A fresh interpreter is started, not a fork: the worker has threads. Pictures travel through pipes, so nothing is
left on disk, and a child whose stdin closes ends itself, so nothing is left running.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from editor.marking import gettext_noop as _
from editor.providers.base import Canceled, Control, Unavailable, Unsupported

from .arrays import Hole, Picture

COMMAND = (sys.executable, "-m", "editor.providers.local_engine")
ROOT = Path(__file__).parents[3]
"""Where `editor` lies, for the interpreter to find it."""

POLL_SECONDS = 0.2
ROWS_AT_ONCE = 256

NOTHING_TO_COPY = (
    "The mask covers so much of the photo that nothing is left to fill it from. Leave more of the photo unpainted."
)
TOO_LONG = "Erasing took longer than {limit:g} seconds and was stopped. Erase fewer or smaller things at a time."
DIED = _("The built-in engine stopped unexpectedly; the computer may be short of memory. Try again in a moment.")


def run(picture: Picture, hole: Hole, seed: int, *, limit: float, control: Control) -> tuple[Picture, bool]:
    """`picture` with the hole filled, and whether the simple engine had to be used.

    `limit` is in seconds. Raises Unsupported, Canceled when `control` says so, Unavailable when the process died or
    took longer than `limit`; the process has ended when this returns or raises.
    """
    talk = _Talk(picture, hole, seed, control)
    try:
        end = time.monotonic() + limit
        while not talk.over.wait(POLL_SECONDS):
            if control.stopped():
                raise Canceled(_("Erasing was stopped."))
            talk.report()
            if time.monotonic() > end:
                raise Unavailable(TOO_LONG.format(limit=limit), detail=f"over {limit:g} s")
        return talk.answer()
    finally:
        talk.end()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no input in the arguments
        COMMAND,
        cwd=ROOT,
        # Its linear algebra is tiny; a thread for each core would only wait, busily.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Ctrl-C in a terminal is for the worker, which then stops this in its own order.
        start_new_session=True,
    )


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("a process of ours was started without its pipes")
    return pipe


class _Talk:
    """Both directions of the pipes at once, so that neither side waits for the other forever."""

    def __init__(self, picture: Picture, hole: Hole, seed: int, control: Control) -> None:
        self.picture, self.hole, self.seed, self.control = picture, hole, seed, control
        self.over = threading.Event()
        self.last: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.filled = b""
        self.complaints: deque[bytes] = deque(maxlen=20)
        self.process = _start()
        self.pipes = [_open(pipe) for pipe in (self.process.stdin, self.process.stdout, self.process.stderr)]
        work = zip((self._ask, self._listen, self.complaints.extend), self.pipes, strict=True)
        self.threads = [threading.Thread(target=do, args=(pipe,), daemon=True) for do, pipe in work]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """End the process, whatever it does, and everything that served it."""
        self.process.kill()
        self.process.wait()
        for thread, pipe in zip(self.threads, self.pipes, strict=True):
            thread.join()
            # What could not be written to the dead process is not missed.
            with suppress(OSError):
                pipe.close()

    def report(self) -> None:
        """Pass on what the process said last, if that is news."""
        if self.last is not self.told and "doing" in self.last:
            self.told = self.last
            self.control.report(self.told["doing"], self.told["fraction"])

    def answer(self) -> tuple[Picture, bool]:
        """The filled picture, once `over` is set. Raises Unsupported, Unavailable."""
        if "refused" in self.last:
            raise Unsupported(NOTHING_TO_COPY)
        if "filled" not in self.last or len(self.filled) != self.last["filled"]:
            raise Unavailable(DIED, detail=self._last_words(), retry_after=10)
        result = self.picture.copy()
        result[self.hole] = np.frombuffer(self.filled, np.uint8).reshape(-1, 3)
        return result, bool(self.last["simple"])

    def _ask(self, stdin: IO[bytes]) -> None:
        height, width = self.hole.shape
        job = {"height": height, "width": width, "seed": self.seed}
        # A process that died does not read on; `answer` then says so.
        with suppress(OSError):
            stdin.write(json.dumps(job).encode() + b"\n")
            for top in range(0, height, ROWS_AT_ONCE):
                stdin.write(self.picture[top : top + ROWS_AT_ONCE].tobytes())
            stdin.write(np.packbits(self.hole).tobytes())
            stdin.flush()

    def _listen(self, stdout: IO[bytes]) -> None:
        try:
            for line in stdout:
                self.last = json.loads(line)
                if "doing" not in self.last:
                    self.filled = stdout.read(self.last.get("filled", 0))
                    break
        finally:
            self.over.set()

    def _last_words(self) -> str:
        # A moment to end by itself, so that the status is its own.
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=1)
        said = b"".join(self.complaints).decode(errors="replace").strip()
        return f"exit status {self.process.returncode}. {said}"[-2000:]
