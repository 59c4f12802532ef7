"""A line on the terminal that tells what is happening."""

from __future__ import annotations

import shutil

from django.core.management.base import OutputWrapper

REWRITE = "\r\x1b[2K"
BAR = 24


class Progress:
    """On a terminal one line is written again and again; elsewhere each news is a line of its own."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out, self._last = out, ""
        self._live = out.isatty()

    def show(self, text: str, fraction: float | None = None) -> None:
        """`fraction` (0..1) is for terminals only: a log does not need a line for each percent."""
        if self._live:
            percent = "" if fraction is None else f" {fraction:.0%}"
            width = shutil.get_terminal_size().columns - 1
            self._write(f"{REWRITE}{(text + percent)[:width]}")
        elif text != self._last:
            self._write(f"{text}\n")
        self._last = text

    def say(self, line: str) -> None:
        """A line that stays."""
        self._write(f"{REWRITE if self._live and self._last else ''}{line}\n")
        self._last = ""

    def clear(self) -> None:
        if self._live and self._last:
            self._write(REWRITE)
        self._last = ""

    def _write(self, text: str) -> None:
        self._out.write(text, style_func=str, ending="")
        self._out.flush()


def bar(done: int, of: int) -> str:
    """`[######..................] 3/12`"""
    filled = BAR * done // of
    return f"[{'#' * filled}{'.' * (BAR - filled)}] {done}/{of}"
