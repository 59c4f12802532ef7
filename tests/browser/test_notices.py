"""The bell learns of what is new while a page lies open, and leads to what it is about."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor.actions.news.telling import tell
from editor.models import Notification, Order, User
from tests.browser.conftest import OpensPages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KIND = Notification.Kind.CHANGES_ASKED
HIDE = "value => Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })"


def asked_of(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/bell/" in request.url else None)
    return asked


def test_the_bell_asks_each_minute_and_when_the_page_is_looked_at_but_not_while_it_is_hidden(
    dana_page: Page, dana: User, agnes: User, order: Order
) -> None:
    dana_page.clock.install()
    asked = asked_of(dana_page)
    dana_page.goto(reverse("orders"))
    bell = dana_page.locator("#bell")
    expect(bell).to_have_accessible_name("Notifications")
    tell([dana], KIND, actor=agnes, order=order)
    dana_page.clock.run_for(61_000)
    expect(bell).to_have_accessible_name("Notifications, 1 unread")
    dana_page.evaluate(HIDE, True)
    dana_page.clock.run_for(600_000)
    assert len(asked) == 1
    tell([dana], KIND, actor=agnes, order=order)
    dana_page.evaluate(HIDE, False)
    dana_page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(bell).to_have_accessible_name("Notifications, 2 unread")
    assert len(asked) == 2


def test_from_the_bell_to_the_photo_and_all_read(dana_page: Page, dana: User, agnes: User, order: Order) -> None:
    for words in ("The lamp.", "The cable."):
        tell([dana], KIND, actor=agnes, order=order, words=words)
    dana_page.goto(reverse("orders"))
    dana_page.get_by_role("link", name="Notifications, 2 unread").click()
    dana_page.get_by_role("link", name="Agnes asked for changes").filter(has_text="The lamp.").click()
    expect(dana_page.get_by_role("heading", name="kitchen.jpg")).to_be_visible()
    dana_page.get_by_role("link", name="Notifications, 1 unread").click()
    dana_page.get_by_role("button", name="Mark all as read").click()
    expect(dana_page.locator("#bell")).to_have_accessible_name("Notifications")
    dana_page.get_by_role("link", name="Unread").click()
    expect(dana_page.get_by_text("You have read everything.")).to_be_visible()


def test_a_long_name_leaves_the_header_of_a_phone_in_place(page_of: OpensPages, dana: User, order: Order) -> None:
    dana.first_name = "Dana Margarethe von und zu Duarte-Hohenstein"
    dana.save()
    tell([dana], KIND, actor=None, order=order)
    page = page_of(dana, viewport={"width": 390, "height": 844})
    for address in (reverse("orders"), reverse("notifications"), reverse("order", args=[order.pk])):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        bell, places = page.locator("#bell").bounding_box(), page.locator(".places a").last.bounding_box()
        assert bell is not None
        assert places is not None
        assert places["x"] + places["width"] <= bell["x"]
