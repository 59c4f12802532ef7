"""Dana at her browser: uploads, paints, presses the button, and presses again when no answer came."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from tests.making import mask_png, photo_bytes

TOKEN = "c" * 32
PATIENCE = 90.0


class Person(threading.Thread):
    """Gets `count` orders through, one after the other; `pressed` holds the key of each press that was answered."""

    def __init__(self, address: str, session: str, count: int, provider_of: Callable[[int], str]) -> None:
        super().__init__(name="dana", daemon=True)
        self.pressed: list[uuid.UUID] = []
        self.refused: list[str] = []
        self._photos = 0
        self._count, self._provider_of = count, provider_of
        self._browser = httpx.Client(
            base_url=address,
            cookies={"sessionid": session, "csrftoken": TOKEN},
            headers={"X-CSRFToken": TOKEN, "X-Requested-With": "XMLHttpRequest"},
            timeout=20,
        )

    def run(self) -> None:
        with self._browser:
            for number in range(self._count):
                self._order(self._provider_of(number))

    def _order(self, provider: str) -> None:
        card = self._ask("POST", "/photos/", files={"photo": ("kitchen.png", self._photo())})
        order = re.search(r"/orders/(\d+)/", card.text)
        if order is None:
            self.refused.append(card.text)
            return
        page = self._ask("GET", f"/orders/{order[1]}/paint.json").json()
        key = uuid.uuid4()
        asked = {"provider": provider, "revision": str(page["revision"]["id"]), "key": str(key)}
        self._ask("POST", page["submit"], data=asked, files={"mask": ("mask.png", mask_png())})
        self.pressed.append(key)

    def _photo(self) -> bytes:
        """One of its own for each order, by which a stand-in's bill is told from the next."""
        self._photos += 1
        colour = (self._photos % 256, self._photos // 256, 150)
        return photo_bytes(kind="PNG", colour=colour)

    def _ask(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Until somebody answers: the web server may be dead at the moment."""
        last = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._browser.request(method, path, **what)
                if answer.is_success:
                    return answer
                self.refused.append(f"{answer.status_code} {path} {answer.text[:300]}")
            except httpx.TransportError:
                if time.monotonic() > last:
                    raise
            if len(self.refused) > 20 or time.monotonic() > last:
                raise RuntimeError(f"{path} never worked: {self.refused[-1:]}")
            time.sleep(0.1)
