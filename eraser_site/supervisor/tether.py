"""Runs a Python program that must not outlive the supervisor.

    python -m eraser_site.supervisor.tether FD MODULE [ARGUMENT …]

FD is the reading end of a pipe whose writing end only the supervisor holds. However the supervisor dies,
kill -9 included, the system closes that end; the program then gets the same SIGTERM as in an orderly stop.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 9.0
"""Seconds a child has for the step in hand."""


def main() -> None:
    watched, module = int(sys.argv[1]), sys.argv[2]
    sys.argv = sys.argv[2:]
    threading.Thread(target=_watch, args=(watched,), name="tether", daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _watch(pipe: int) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    # The supervisor made this process the leader of a group of its own: this ends its helpers too.
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
