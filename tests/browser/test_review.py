"""Agnes looks closely at what Dana made: by mouse, by keys, with a thumb; and says what is to be changed, and where."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Locator, Page, expect

from editor.actions.commenting import resolve
from editor.actions.reviewing import ask_changes, hand_over
from editor.models import Listing, Order, User
from tests.browser.conftest import OpensPages
from tests.browser.firefox import FirefoxPage
from tests.browser.painting import open_editor, touch, wait_until
from tests.making import make_listing, make_order, make_revision, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SIZE = (600, 400)
State = Order.State


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes)


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


@pytest.fixture
def photo(listing: Listing, dana: User) -> Order:
    return make_photo(listing, dana, "kitchen.jpg")


@pytest.fixture
def desk(page_of: OpensPages, agnes: User) -> Page:
    return page_of(agnes, viewport={"width": 1440, "height": 900})


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


# Looking ---------------------------------------------------------------------------------------------------------


def test_the_line_between_the_pictures_moves_by_mouse_and_by_keys(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    line = desk.get_by_role("slider", name="Before and after")
    expect(line).to_have_attribute("aria-valuetext", "50 % before")
    x, y = middle_of(desk.locator("#look"))
    desk.mouse.move(x - 80, y)
    desk.mouse.down()
    desk.mouse.move(x - 200, y, steps=4)
    desk.mouse.up()
    expect(line).not_to_have_attribute("aria-valuenow", "50")
    line.focus()
    desk.keyboard.press("End")
    expect(line).to_have_attribute("aria-valuenow", "100")
    desk.keyboard.press("ArrowLeft")
    expect(line).to_have_attribute("aria-valuenow", "98")


def test_both_pictures_are_zoomed_together_to_the_photos_own_pixels(desk: Page, listing: Listing, dana: User) -> None:
    open_review(desk, make_photo(listing, dana, "large.jpg", (3200, 2400)))
    x, y = middle_of(desk.locator("#look"))
    desk.mouse.dblclick(x - 100, y - 50)
    expect(desk.locator("[data-zoom-value]")).to_have_text("100 %")
    layers = desk.locator(".look-layer .photo")
    first, second = (layers.nth(at).get_attribute("style") for at in range(2))
    assert first == second
    for name in ("before", "after"):
        expect(desk.locator(f".look-{name} .photo-tile.is-loaded[data-level='0']").first).to_be_attached()
    desk.mouse.move(x, y)
    desk.mouse.wheel(0, -300)
    expect(desk.locator("[data-zoom-value]")).not_to_have_text("100 %")
    desk.keyboard.press("0")
    desk.keyboard.press("1")
    expect(desk.locator("[data-zoom-value]")).to_have_text("100 %")


def test_a_held_key_shows_what_was_before(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    desk.keyboard.down("f")
    expect(desk.locator(".look-after")).to_have_css("visibility", "hidden")
    desk.keyboard.up("f")
    expect(desk.locator(".look-after")).to_have_css("visibility", "visible")


def test_what_changed_is_shown_with_the_line_around_what_was_painted(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    desk.keyboard.press("d")
    expect(desk.get_by_text("Violet changed. The line is what was painted.")).to_be_visible()
    expect(desk.locator("[data-difference] canvas")).to_be_visible()
    assert int(desk.locator("[data-difference]").get_attribute("data-changed") or "0") > 0
    desk.get_by_label("Compared with").select_option("1")
    expect(desk.get_by_text("Nothing differs between these two.")).to_be_visible()
    desk.keyboard.press("d")
    expect(desk.locator("[data-difference]")).to_be_hidden()


def test_keys_go_from_photo_to_photo_and_are_told_in_a_sheet(
    desk: Page, photo: Order, listing: Listing, dana: User
) -> None:
    other = make_photo(listing, dana, "bath.jpg")
    open_review(desk, photo)
    expect(desk.get_by_text("1 of 2")).to_be_visible()
    desk.keyboard.press("ArrowRight")
    desk.wait_for_url(f"**{reverse('review', args=[other.pk])}")
    desk.keyboard.press("ArrowLeft")
    desk.wait_for_url(f"**{reverse('review', args=[photo.pk])}")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Ask for changes")
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")
    desk.wait_for_url(f"**{reverse('review', args=[other.pk])}")
    assert state_of(photo) == State.APPROVED


def test_another_revision_is_picked_without_losing_the_place(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    desk.keyboard.press("+")
    zoom = desk.locator("[data-zoom-value]").inner_text()
    desk.locator("[data-version='0']").click()
    expect(desk.locator("[data-zoom-value]")).to_have_text(zoom)
    desk.get_by_role("button", name="Approve the original").click()
    desk.wait_for_url("**/review/end/")
    photo.refresh_from_db()
    assert photo.head is not None
    assert (photo.state, photo.head.number) == (State.APPROVED, 0)


def test_firefox_shows_the_difference_and_the_pins(firefox_page: FirefoxPage, dana: User) -> None:
    order = make_order(dana, size=SIZE)
    revision = make_revision(order)
    ask_changes(actor=dana, order=order, revision=revision, text="The cable, too.", point=(300, 200))
    firefox_page.goto(reverse("review", args=[order.pk]))
    wait_until(firefox_page, "document.querySelector('.pin.change')?.textContent === '1'")
    firefox_page.keyboard.press("d")
    wait_until(firefox_page, "Number(document.querySelector('[data-difference]').dataset.changed) > 0")


# Saying ----------------------------------------------------------------------------------------------------------


def test_a_click_pins_a_change_and_the_pin_stays_at_its_point(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    x, y = middle_of(desk.locator("#look"))
    desk.mouse.click(x + 60, y + 40)
    expect(desk.get_by_label("What should be changed, or said?")).to_be_focused()
    desk.keyboard.type("The cable, too.")
    desk.get_by_role("button", name="Ask for this change").click()
    pin = desk.get_by_role("button", name="Comment 1: The cable, too.")
    expect(pin).to_be_visible()
    expect(desk.locator(".review-head")).to_contain_text("Changes asked")
    asked = photo.comments.get()
    assert asked.x is not None
    assert asked.y is not None
    assert abs(asked.x - 360) <= 2
    assert abs(asked.y - 240) <= 2
    px, py = middle_of(pin)
    assert abs(px - (x + 60)) < 4
    desk.mouse.move(x + 60, y + 40)
    desk.mouse.wheel(0, -400)
    expect(desk.locator("[data-zoom-value]")).not_to_have_text("100 %")
    qx, qy = middle_of(pin)
    assert (abs(qx - px), abs(qy - py)) < (5, 5)
    desk.get_by_role("button", name="Tick off 1").click()
    expect(pin).to_have_count(0)
    expect(desk.locator(".comment.is-done")).to_contain_text("Ticked off by Agnes")


def test_a_change_is_pinned_without_a_pointer(desk: Page, photo: Order) -> None:
    open_review(desk, photo)
    desk.keyboard.press("c")
    desk.keyboard.type("A little darker here.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Middle of what is in sight").press("Enter")
    pin = desk.get_by_role("button", name="Your pin: move it with the arrow keys")
    expect(pin).to_be_focused()
    desk.keyboard.press("Shift+ArrowRight")
    expect(desk.get_by_label("Pixels from the left")).to_have_value("301")
    desk.get_by_role("button", name="Ask for this change").press("Enter")
    expect(desk.get_by_role("button", name="Comment 1: A little darker here.")).to_be_visible()
    assert photo.comments.get().x == 301


def test_without_javascript_one_looks_says_and_approves(page_of: OpensPages, agnes: User, photo: Order) -> None:
    page = page_of(agnes, java_script_enabled=False)
    page.goto(reverse("review", args=[photo.pk]))
    expect(page.get_by_alt_text("Before: Original")).to_be_visible()
    expect(page.get_by_alt_text("After: Revision 1")).to_be_visible()
    page.get_by_label("What should be changed, or said?").fill("The cable, too.")
    page.get_by_text("Pin it to a point").click()
    page.get_by_label("Pixels from the left").fill("30")
    page.get_by_label("Pixels from the top").fill("20")
    page.get_by_role("button", name="Ask for this change").click()
    expect(page.locator(".mark.change")).to_be_visible()
    page.get_by_role("button", name="Approve", exact=True).click()
    assert state_of(photo) == State.APPROVED


# In the editor ---------------------------------------------------------------------------------------------------


def test_dana_sees_what_is_asked_for_while_she_paints_ticks_it_off_and_hands_over(
    page_of: OpensPages, dana: User, agnes: User, photo: Order
) -> None:
    assert photo.head is not None
    ask_changes(actor=agnes, order=photo, revision=photo.head, text="The cable, too.", point=(300, 200))
    page = open_editor(page_of(dana, viewport={"width": 1440, "height": 900}), photo)
    expect(page.locator(".pin.change")).to_have_text("1")
    expect(page.locator("#requests")).to_contain_text("The cable, too.")
    page.get_by_role("button", name="Show point 1 in the photo").click()
    x, y = middle_of(page.locator(".stage"))
    px, py = middle_of(page.locator(".pin.change"))
    assert abs(px - x) < 60
    assert abs(py - y) < 60
    page.get_by_role("button", name="Tick off 1").click()
    expect(page.locator(".pin")).to_have_count(0)
    page.get_by_role("button", name="Hand over for review").click()
    expect(page.get_by_text("Handed over for review.")).to_be_visible()
    assert state_of(photo) == State.IN_REVIEW


# The agent's whole part, on a phone ------------------------------------------------------------------------------


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
