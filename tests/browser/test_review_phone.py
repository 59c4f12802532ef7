"""The agent's whole part on a phone: from the listing through its photos to the one word that finalises it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from editor.actions.review.commenting import resolve
from editor.actions.review.reviewing import hand_over
from editor.models import Listing, Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import touch
from tests.browser.reviewing import make_photo, middle_of, open_review
from tests.making import make_listing, make_revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
State = Order.State


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes)


@pytest.fixture
def photo(listing: Listing, dana: User) -> Order:
    return make_photo(listing, dana, "kitchen.jpg")


def long_press(page: Page, fingers: CDPSession, x: float, y: float) -> None:
    touch(fingers, "touchStart", [(1, x, y)])
    expect(page.locator(".pin.is-draft")).to_be_visible()
    touch(fingers, "touchEnd", [])


def test_agnes_reviews_and_finalises_a_listing_with_her_thumb(
    page_of: OpensPages, agnes: User, dana: User, listing: Listing
) -> None:
    photos = [make_photo(listing, dana, name) for name in ("kitchen.jpg", "bath.jpg", "hall.jpg")]
    page = page_of(agnes, **PHONE)
    page.goto(reverse("listing", args=[listing.pk]))
    page.get_by_role("link", name="Review").first.tap()
    page.wait_for_url(f"**{reverse('review', args=[photos[0].pk])}")
    expect(page.get_by_text("1 of 3")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.get_by_role("button", name="Approve").tap()
    expect(page.get_by_text("2 of 3")).to_be_visible()

    fingers = page.context.new_cdp_session(page)
    x, y = middle_of(page.locator("#look"))
    long_press(page, fingers, x + 50, y + 20)
    page.get_by_label("What should be changed, or said?").fill("The towel, please.")
    page.get_by_role("button", name="Ask for this change").tap()
    expect(page.get_by_role("button", name="Comment 1: The towel, please.")).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    touch(fingers, "touchStart", [(1, 300, 30)])
    touch(fingers, "touchMove", [(1, 120, 32)])
    touch(fingers, "touchEnd", [])
    expect(page.get_by_text("3 of 3")).to_be_visible()
    page.get_by_role("button", name="Approve").tap()
    page.wait_for_url("**/review/end/")
    expect(page.get_by_text("Nothing waits for your review now.")).to_be_visible()

    resolve(actor=dana, comment=photos[1].comments.get())
    make_revision(photos[1])
    hand_over(actor=dana, order=photos[1])
    page.reload()
    page.get_by_role("link", name="Review what waits").tap()
    expect(page.get_by_text("2 of 3")).to_be_visible()
    page.get_by_role("button", name="Approve").tap()
    page.wait_for_url("**/review/end/")

    page.get_by_text("Finalise the listing…").tap()
    page.get_by_role("button", name="Yes, finalise 3 photos").tap()
    expect(page.get_by_text("Every photo of this listing is finalised.")).to_be_visible()
    assert set(listing.orders.values_list("state", flat=True)) == {State.FINALISED}
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_two_fingers_zoom_both_pictures(page_of: OpensPages, agnes: User, photo: Order) -> None:
    page = open_review(page_of(agnes, **PHONE), photo)
    fingers = page.context.new_cdp_session(page)
    before = page.locator(".look-after .photo").get_attribute("style")
    touch(fingers, "touchStart", [(1, 150, 400), (2, 240, 400)])
    touch(fingers, "touchMove", [(1, 100, 400), (2, 290, 400)])
    touch(fingers, "touchMove", [(1, 60, 400), (2, 330, 400)])
    touch(fingers, "touchEnd", [])
    layers = page.locator(".look-layer .photo")
    expect(layers.first).not_to_have_attribute("style", before or "")
    assert layers.nth(0).get_attribute("style") == layers.nth(1).get_attribute("style")


def test_what_one_presses_is_large_enough_for_a_thumb(page_of: OpensPages, agnes: User, photo: Order) -> None:
    page = open_review(page_of(agnes, **PHONE), photo)
    for target in page.locator(".button:visible, .look-tool:visible, .look-modes").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44, target.inner_text()
    # Below the middle, where a thumb is.
    box = page.get_by_role("button", name=re.compile("Approve")).bounding_box()
    assert box
    assert box["y"] > 700
