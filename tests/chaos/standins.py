"""Stand-ins of the real services for a storm: each on loopback, each bill noted by the picture it was for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections import Counter
from collections.abc import Iterator

from PIL import Image

from tests.fakes.aihomedesign import AIHomeDesign
from tests.fakes.erasing import Eraser
from tests.providers.table import ENTRIES, Entry

SLUGS = tuple(dict.fromkeys(entry.provider.slug for entry in ENTRIES))

_QUICK = {
    "BRIA_REQUESTS_PER_MINUTE": "1000",
    "AIHOMEDESIGN_POLL_SECONDS": "1",
    "AIHOMEDESIGN_ORDERS_PER_TEN_MINUTES": "1000",
}
"""The storm does not wait ten minutes for ten orders, so that every service gets its share of it."""


class Bills:
    """How often each picture was erased; every order has a picture of its own, so no count may pass one."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {slug: Counter() for slug in SLUGS}
        self._turn = threading.Lock()

    def of(self, slug: str) -> int:
        return sum(self._counts[slug].values())

    def twice(self) -> list[str]:
        """The services that erased a picture more than once, where that costs something."""
        paid = {entry.provider.slug for entry in ENTRIES if not entry.free}
        return [slug for slug in SLUGS if slug in paid and any(count > 1 for count in self._counts[slug].values())]

    def note(self, slug: str, picture: bytes) -> None:
        with self._turn:
            self._counts[slug][hashlib.sha256(picture).hexdigest()] += 1


@contextlib.contextmanager
def standing_in(public_address: str) -> Iterator[Bills]:
    """All of them, running and named in the environment of every process started from here."""
    bills = Bills()
    with contextlib.ExitStack() as stack:
        for slug in SLUGS:
            entry = next(entry for entry in ENTRIES if entry.provider.slug == slug)
            fake = stack.enter_context(entry.fake())
            _count(fake, entry, bills)
            os.environ |= entry.config(fake)
        os.environ |= {**_QUICK, "PUBLIC_BASE_URL": public_address}
        yield bills


def _count(fake: Eraser, entry: Entry, bills: Bills) -> None:
    if isinstance(fake, AIHomeDesign):
        fake.eta = 1
    erase = fake.erased

    def counted(picture: bytes, mask: Image.Image) -> bytes:
        bills.note(entry.provider.slug, picture)
        return erase(picture, mask)

    fake.erased = counted  # type: ignore[method-assign]
