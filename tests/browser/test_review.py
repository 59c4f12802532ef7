"""Agnes looks closely at what Dana made, by mouse and by keys, and says what is to be changed, and where."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor.actions.review.reviewing import ask_changes
from editor.models import Listing, Order, User
from tests.browser.conftest import OpensPages
from tests.browser.firefox import FirefoxPage
from tests.browser.painting import open_editor, wait_until
from tests.browser.reviewing import SIZE, make_photo, middle_of, open_review, state_of
from tests.making import make_listing, make_order, make_revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

State = Order.State


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes)


@pytest.fixture
def photo(listing: Listing, dana: User) -> Order:
    return make_photo(listing, dana, "kitchen.jpg")


@pytest.fixture
def desk(page_of: OpensPages, agnes: User) -> Page:
    return page_of(agnes, viewport={"width": 1440, "height": 900})


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
