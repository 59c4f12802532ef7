"""What the children write goes to the terminal and to a file that does not grow for ever."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path

BYTES = 2 * 2**20
OLD_FILES = 3


def open_log(path: Path) -> Callable[[str], None]:
    """A function that writes a line to stderr and to the file at `path`. One process only may write there."""
    path.parent.mkdir(exist_ok=True)
    log = logging.Logger("eraser.children")
    to_file = logging.handlers.RotatingFileHandler(path, maxBytes=BYTES, backupCount=OLD_FILES, encoding="utf-8")
    for handler in (to_file, logging.StreamHandler(sys.stderr)):
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)

    def write(line: str) -> None:
        log.error("%s", line)

    return write
