"""Lines of CSV, made one by one, that a spreadsheet may open: no cell of theirs is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What begins a file: Excel would otherwise read it in the letters of the machine's country."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet computes what begins so, and a photo's name comes from anyone."""


class _Line:
    """What `csv` writes to: it keeps the line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def line(cells: Iterable[object]) -> str:
    """One line with its end; None is an empty cell, and an apostrophe guards what would be computed."""
    kept = _Line()
    csv.writer(kept).writerow([guarded(cell) for cell in cells])
    return kept.text


def guarded(cell: object) -> object:
    """Numbers stay numbers: only texts come from people."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
