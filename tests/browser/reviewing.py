"""What the tests of the review screen share: photos that were handed over, and the screen with its scripts at work."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from editor.actions.review.reviewing import hand_over
from editor.models import Listing, Order, User
from tests.making import make_order, make_revision, make_submission

SIZE = (600, 400)


def make_photo(listing: Listing, dana: User, name: str, size: tuple[int, int] = SIZE) -> Order:
    """Handed over by Dana, who had one thing removed."""
    order = make_order(listing.owner, name=name, listing=listing, designer=dana, size=size)
    Order.objects.filter(pk=order.pk).update(position=listing.orders.count())
    parent = order.head
    submission = make_submission(order, state="succeeded", parent=parent)
    submission.result = make_revision(order, parent=parent)
    submission.save(update_fields=["result"])
    hand_over(actor=dana, order=order)
    return order


def open_review(page: Page, order: Order) -> Page:
    page.goto(reverse("review", args=[order.pk]))
    expect(page.locator(".review.is-live")).to_be_visible()
    expect(page.locator("[data-zoom-value]")).not_to_have_text("0 %")
    return page


def middle_of(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).state
