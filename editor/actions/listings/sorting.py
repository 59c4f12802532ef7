"""Names of files as people read them."""

from __future__ import annotations

import re

NUMBERS = re.compile(r"(\d+)")


def natural_key(name: str) -> list[tuple[int, str]]:
    """Sorts 2 before 10, capital letters like small ones."""
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in NUMBERS.split(name) if part]
