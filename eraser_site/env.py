"""Reading the environment: plain values, switches, lists, and secrets that may lie in a file."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to (for secrets), stripped."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, default).strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read ({error.strerror}).") from error


def switch(name: str, *, default: bool) -> bool:
    """A yes/no setting. Raises ImproperlyConfigured for any other word."""
    if name not in os.environ and f"{name}_FILE" not in os.environ:
        return default
    word = text(name)
    if word.lower() in TRUE:
        return True
    if word.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 0 or 1, not {word!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number not below `least`. Raises ImproperlyConfigured."""
    word = text(name, str(default))
    if not word.isdecimal() or int(word) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {word!r}.")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
