"""The one who sits at the pictures' Eraser: signed in once, with photos to work on."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

from tests.start.installation import ROOT

SAMPLE = ROOT / "editor" / "sample" / "living-room.jpg"
SAMPLE_NAME = "living-room.jpg"
CORNERS = {
    "reading-corner.jpg": (0, 900, 2000, 2400),
    "sofa.jpg": (1200, 1000, 3200, 2500),
    "kitchen.jpg": (2900, 900, 4600, 2250),
}
"""Further photos are parts of the sample: their names and boxes."""
PATIENCE = 60_000


class Desk:
    def __init__(self, browser: Browser, link: str) -> None:
        self.browser = browser
        page = self._page({"viewport": {"width": 1440, "height": 900}})
        page.goto(link)
        self.home = page.url
        self.cookies = page.context.storage_state()
        page.context.close()

    def sit(self, **options: Any) -> Page:
        """A new window, signed in, with the photos before it."""
        page = self._page({"viewport": {"width": 1440, "height": 900}, "storage_state": self.cookies, **options})
        page.goto(self.home)
        return page

    def _page(self, options: dict[str, Any]) -> Page:
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(PATIENCE)
        return page


def bring_photos(page: Page) -> None:
    """Adds the further photos to the sample that is there."""
    cards = page.locator(".card").count()
    with Image.open(SAMPLE) as room:
        payloads = [_part(room, name, box) for name, box in CORNERS.items()]
    for at, payload in enumerate(payloads):
        page.locator("input[type=file]").first.set_input_files(payload)
        page.locator(".card").nth(cards + at).wait_for()


def _part(room: Image.Image, name: str, box: tuple[int, int, int, int]) -> FilePayload:
    out = io.BytesIO()
    room.crop(box).save(out, "JPEG", quality=90)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def open_photo(page: Page, name: str = SAMPLE_NAME) -> None:
    """The photo of that name in the editor, ready to paint on."""
    card = page.locator(".card", has_text=name)
    address = card.locator("a[href*='/paint/']").first.get_attribute("href")
    assert address, name
    page.goto(f"{page.url.split('//')[0]}//{page.url.split('/')[2]}{address}")
    page.get_by_role("application").wait_for()
    page.wait_for_load_state("networkidle")
