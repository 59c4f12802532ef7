"""Those of docs/listings.md and docs/review.md: a listing; its photo on the review screen, on a desk and on a phone."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tools.pictures.camera import photograph
from tools.pictures.desk import SAMPLE, SAMPLE_NAME, Desk, bring_photos, open_photo
from tools.pictures.editor import BIN, MAGAZINES
from tools.pictures.hand import box_of, brush_over, on_screen

WIDTH = 1080
CHANGED = {
    SAMPLE_NAME: [box_of("shoes"), box_of("wall clock")],
    "sofa.jpg": [MAGAZINES],
    "kitchen.jpg": [BIN],
}


def take(desk: Desk) -> None:
    page = desk.sit()
    listing = _listing(page, desk.home)
    for name, things in CHANGED.items():
        page.goto(listing)
        _erase(page, name, things)
        page.get_by_role("link", name="Back to the order").click()
        page.get_by_role("button", name="Hand over for review").click()
        page.get_by_text("To review").first.wait_for()
    page.goto(f"{listing}review/")
    _ask_for_a_change(page)
    photograph(page, "review", width=WIDTH)
    page.goto(listing)
    page.wait_for_load_state("networkidle")
    photograph(page, "listing", width=WIDTH)
    page.goto(f"{listing}review/")
    address = page.url
    page.context.close()
    _phone(desk, address)


def _listing(page: Page, home: str) -> str:
    """The address of a new listing with all photos in it."""
    page.goto(f"{home}listings/new/")
    page.get_by_label("Address").fill("12 Elm Street")
    page.get_by_role("button", name="Make the listing").click()
    page.get_by_role("heading", name="12 Elm Street").wait_for()
    page.locator("input[type=file]").first.set_input_files(SAMPLE)
    page.locator(".card").first.wait_for()
    bring_photos(page)
    return page.url


def _erase(page: Page, name: str, things: list[list[int]]) -> None:
    open_photo(page, name)
    for thing in things:
        brush_over(page, thing)
    # The sample may be on the strip twice: this is its frame.
    frame = f".frame[data-order='{urlsplit(page.url).path.split('/')[2]}']"
    page.get_by_role("button", name="Remove items").click()
    page.locator(f"{frame}[data-mark=ready]").wait_for()
    # Another photo may have come by itself after the sending.
    page.locator(f"{frame} .frame-link").click()
    page.get_by_role("heading", name=name).wait_for()


def _ask_for_a_change(page: Page) -> None:
    page.locator(".review.is-live").wait_for()
    page.wait_for_load_state("networkidle")
    left, top, right, bottom = box_of("cardboard box")
    page.mouse.click(*on_screen(page, ((left + right) / 2, top + (bottom - top) * 0.4))[0])
    page.locator(".pin.is-draft").wait_for()
    page.get_by_label("What should be changed, or said?").fill("The cardboard box has to go, too, please.")
    page.get_by_role("button", name="Ask for this change").click()
    page.locator(".pin.change").wait_for()
    page.get_by_role("slider").focus()
    page.wait_for_load_state("networkidle")


def _phone(desk: Desk, address: str) -> None:
    size = {"width": 390, "height": 844}
    page = desk.sit(viewport=size, has_touch=True, is_mobile=True, device_scale_factor=2, color_scheme="dark")
    page.goto(address)
    page.locator(".review.is-live").wait_for()
    page.wait_for_load_state("networkidle")
    photograph(page, "review-phone", width=440)
    page.context.close()
