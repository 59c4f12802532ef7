"""What the tests of saving share: ways to lose a page or a save, and what is there afterwards."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Page

from editor.models import Draft, Order
from tests.browser.painting import Mask, as_mask, wait_until

DRAFT = "**/draft/"
STUDIO = "document.querySelector('mask-editor').studio"


def hold(page: Page, method: str) -> None:
    """The server takes such requests and never answers."""
    page.route(DRAFT, lambda route: None if route.request.method == method else route.continue_())


def crash(page: Page) -> None:
    """The renderer is gone, and nobody was asked."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


def met(page: Page) -> Page:
    """Until it is known what the server has."""
    wait_until(page, f"{STUDIO}.saving.meeting.met")
    return page


def kept(page: Page) -> None:
    """Until this device has all that is painted."""
    wait_until(page, f"!{STUDIO}.saving.onlyHere")


def painted(page: Page, mask: Mask) -> None:
    """Until as much is painted as there."""
    wait_until(page, f"{STUDIO}.painting.history.painted === {mask.sum()}")


def not_empty(page: Page) -> None:
    wait_until(page, f"!{STUDIO}.painting.empty")


def can_undo(page: Page) -> None:
    wait_until(page, f"{STUDIO}.painting.history.undoLabel !== null")


def saved_mask() -> Mask:
    return as_mask(bytes(Draft.objects.get().mask))


def wait_for_draft(page: Page, order: Order) -> None:
    other = page.context.pages[-1]
    for _ in range(300):
        if Draft.objects.filter(order=order).exists():
            return
        other.wait_for_timeout(50)
    raise AssertionError("It was never sent.")


def switch(page: Page, back: bool = False) -> None:
    """To the photo beside this one, whichever there is."""
    before = page.evaluate(f"{STUDIO}.page.order.id")
    step = -1 if back else 1
    page.evaluate(f"() => {STUDIO}.strip.want({STUDIO}.strip.beside({step}) ?? {STUDIO}.strip.beside({-step}))")
    wait_until(page, f"{STUDIO}.page.order.id !== {before}")
