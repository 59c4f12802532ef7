"""Names of the files in a zip, by a pattern such as "{number} {address}".

A name works on every file system: no sign that one of them forbids, no name that one keeps for itself, short enough,
and different from the others also where capitals do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from django.utils.translation import gettext

from editor.actions.errors import Refused

PLACEHOLDERS = ("number", "address", "reference", "name", "state", "revision")
PATTERN = "{number} {name}"
PATTERN_LENGTH = 200
LONGEST = 180
"""Bytes of a name without its ending: file systems end at 255, and a folder's path counts on some."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*{}]+')
_SPACES = re.compile(r"\s+")
_KEPT_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def check_pattern(pattern: str) -> None:
    """Raises Refused, naming what the pattern may hold."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for word in _FIELD.findall(pattern):
        if word not in PLACEHOLDERS:
            raise Refused(
                gettext("There is no {%(word)s} for file names: use %(known)s.") % {"word": word, "known": known}
            )
    if "{" in (rest := _FIELD.sub("", pattern)) or "}" in rest:
        raise Refused(gettext("A brace of this pattern has no partner: write placeholders as {number}."))


def names(pattern: str, photos: Sequence[Mapping[str, str]]) -> list[str]:
    """A name without ending for each photo, given what its placeholders stand for. `number` is made here."""
    digits = max(2, len(str(len(photos))))
    taken: set[str] = set()
    found = []
    for at, facts in enumerate(photos, start=1):
        number = str(at).zfill(digits)
        name = _cleaned(_filled(pattern, {**facts, "number": number})) or number
        found.append(_unique(name, taken))
    return found


def ending(name: str) -> str:
    """A file's own ending, as ".jpg"; empty where it has none that is one."""
    suffix = PurePath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _filled(pattern: str, facts: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: facts.get(found[1], ""), pattern)


def _cleaned(name: str) -> str:
    name = unicodedata.normalize("NFC", _SPACES.sub(" ", name))
    name = "".join(sign for sign in name if sign.isprintable())
    name = _short(_FORBIDDEN.sub("-", name).strip(" .-"), LONGEST)
    return f"_{name}" if _KEPT_BY_WINDOWS.fullmatch(name) else name


def _short(name: str, most: int) -> str:
    return name.encode()[:most].decode(errors="ignore").rstrip(" .")


def _unique(name: str, taken: set[str]) -> str:
    """The name, or with the first free number behind it; noted in `taken`."""
    tried, count = name, 1
    while _compared(tried) in taken:
        count += 1
        end = f" ({count})"
        tried = _short(name, LONGEST - len(end)) + end
    taken.add(_compared(tried))
    return tried


def _compared(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
