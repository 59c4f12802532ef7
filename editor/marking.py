"""Marks texts that are shown in the reader's language though they are made where no Django is known."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The text as it is: `make messages` finds it by this function's name, the page translates it when it is shown."""
    return text
