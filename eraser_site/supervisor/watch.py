"""Keeps the children running until it is told to stop."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from eraser_site.supervisor import CannotStart
from eraser_site.supervisor.child import Child

PATIENCE = 9.0
"""Seconds the children have to finish the step in hand."""

LOOK = 1.0
"""Seconds between two looks at the children when no signal tells of a change."""


def stopping_signals() -> list[signal.Signals]:
    """What ends Eraser in order. A closed terminal does too, unless it was started with nohup to outlive one."""
    hang_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hang_up]


class Supervisor:
    """Runs `children`; once they have been started, `announce` is called in a thread of its own and given `stopped`."""

    def __init__(self, children: list[Child], log: Callable[[str], None]) -> None:
        self._children = children
        self._log = log
        self._told_to_stop = False
        self.stopped = threading.Event()

    def run(self, announce: Callable[[threading.Event], None]) -> None:
        """Returns after an orderly stop. Raises CannotStart when a child cannot be kept alive."""
        bell = self._listen()
        try:
            self._start_those_due()
            threading.Thread(target=announce, args=(self.stopped,), daemon=True).start()
            while not self._told_to_stop:
                self._wait(bell, min([LOOK, *(child.pause_left() for child in self._children if not child.running)]))
                self._collect()
                self._start_those_due()
        finally:
            self.stopped.set()
            self._stop(bell)

    def _listen(self) -> int:
        """Signals ring a bell: a pipe that becomes readable, so that one wait covers them all."""
        bell, rung = os.pipe()
        os.set_blocking(bell, False)
        os.set_blocking(rung, False)
        signal.set_wakeup_fd(rung, warn_on_full_buffer=False)
        for number in stopping_signals():
            signal.signal(number, self._note)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return bell

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    @staticmethod
    def _wait(bell: int, seconds: float) -> None:
        if select.select([bell], [], [], seconds)[0]:
            os.read(bell, 1000)

    def _start_those_due(self) -> None:
        for child in self._children:
            if not child.running and not child.pause_left() and not self._told_to_stop:
                child.start()

    def _collect(self) -> None:
        for child in self._children:
            status = child.collect()
            if status is None or self._told_to_stop:
                continue
            if child.hopeless:
                raise CannotStart(f"Eraser stopped: the {child.name} ended again and again as soon as it was started.")
            how = f"signal {-status}" if status < 0 else f"status {status}"
            self._log(f"The {child.name} ended ({how}) and is started again.")

    def _stop(self, bell: int) -> None:
        for child in self._children:
            child.ask_to_stop()
        last = time.monotonic() + PATIENCE
        while any(child.running for child in self._children) and time.monotonic() < last:
            self._wait(bell, min(LOOK, max(0.0, last - time.monotonic())))
            for child in self._children:
                child.collect()
        for child in self._children:
            child.kill()
