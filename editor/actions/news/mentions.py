"""Whom a text addresses: `@` and a handle, among the people who may see the order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from editor.models import Act, Order, User, can

BEFORE, AFTER = r"(?<![\w@+-])@", r"(?!\w|[-.+@]\w)"
"""An `@` within a word begins no handle, since e-mail addresses are written so; a handle ends with its word."""


class Mention(NamedTuple):
    """Somebody's handle, and where it stands in the text, with its `@`."""

    person: User
    begin: int
    end: int


def people_who_see(order: Order) -> list[User]:
    """Those who can be mentioned, by name."""
    everybody = User.objects.filter(is_active=True).prefetch_related("groups").order_by("first_name", "username")
    return [person for person in everybody if can(person, Act.SEE, order)]


def mentioned(text: str, order: Order) -> list[User]:
    """Each once. Nobody is mentioned who may not see the order: what looks like their handle stays plain text."""
    if "@" not in text:
        return []
    return list({each.person.pk: each.person for each in mentions(text, people_who_see(order))}.values())


def mentions(text: str, people: Iterable[User]) -> Iterator[Mention]:
    """Where the text addresses these people."""
    known = handles(people)
    if not known:
        return
    longest_first = sorted(known, key=len, reverse=True)
    words = "|".join(r"\s+".join(re.escape(word) for word in handle.split()) for handle in longest_first)
    for found in re.finditer(f"{BEFORE}({words}){AFTER}", text, re.IGNORECASE):
        # Signs that only fold to the same letter, such as the long s, are another handle.
        if (person := known.get(_plain(found[1]))) is not None:
            yield Mention(person, found.start(), found.end())


def handles(people: Iterable[User]) -> dict[str, User]:
    """What stands for whom: a username, a full name, the first word of it, in this order of weight.

    A name that several people share stands for nobody: who is meant would be a guess.
    """
    known: dict[str, User] = {}
    everybody = list(people)
    for names in (
        [person.username for person in everybody],
        [person.get_full_name() for person in everybody],
        [_plain(person.get_full_name()).partition(" ")[0] for person in everybody],
    ):
        plain = [_plain(name) for name in names]
        for name, person in zip(plain, everybody, strict=True):
            if name and plain.count(name) == 1:
                known.setdefault(name, person)
    return known


def handle_of(person: User, known: dict[str, User]) -> str:
    """What to write behind an `@`: the full name where it stands for this person alone, else the username."""
    name = person.get_full_name()
    return name if known.get(_plain(name)) == person else person.username


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
