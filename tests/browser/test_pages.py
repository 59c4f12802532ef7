"""The pages in a real browser: photos come in, pictures are compared, a removal is watched, without a reload."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from editor import jobs
from editor.models import Order, Submission, User
from editor.views.lists.photolist import PAGE
from tests.browser.conftest import OpensPages
from tests.making import make_order, make_revision, make_submission, photo_bytes

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

CARRY = """([files]) => {
  const carried = new DataTransfer();
  for (const { name, data } of files) {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: 'image/jpeg' }));
  }
  return carried;
}"""
DROP = """(carried) => {
  for (const name of ['dragenter', 'dragover', 'drop']) {
    document.querySelector('h1').dispatchEvent(
      new DragEvent(name, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""
DRAG = """(carried) => document.body.dispatchEvent(
  new DragEvent('dragover', { dataTransfer: carried, bubbles: true, cancelable: true }))"""
PASTE = """(carried) => document.body.dispatchEvent(
  new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))"""


def carried(page: Page, *names: str) -> Any:
    """What a drag or the clipboard carries: photos of these names."""
    data = base64.b64encode(photo_bytes()).decode()
    return page.evaluate_handle(CARRY, [[{"name": name, "data": data} for name in names]])


def picked(*names: str, data: bytes | None = None) -> Any:
    """Files for the picker."""
    buffer = photo_bytes() if data is None else data
    return [{"name": name, "mimeType": "image/jpeg", "buffer": buffer} for name in names]


def mark(page: Page) -> None:
    """Leaves a mark on the document that a reload would lose."""
    page.evaluate("document.documentElement.dataset.mark = 'here'")


def was_not_reloaded(page: Page) -> bool:
    return page.locator("html[data-mark=here]").count() == 1


def exposure(page: Page) -> int:
    return int(page.get_by_role("slider").get_attribute("aria-valuenow") or -1)


def open_order(page: Page, order: Order) -> Page:
    page.goto(reverse("order", args=[order.pk]))
    return page


# Photos in ---------------------------------------------------------------------------------------------------------


def test_photos_dropped_anywhere_become_cards(dana_page: Page) -> None:
    dana_page.goto("/")
    mark(dana_page)
    files = carried(dana_page, "one.jpg", "two.jpg", "three.jpg")
    dana_page.evaluate(DRAG, files)
    expect(dana_page.get_by_text("Drop to add")).to_be_visible()
    dana_page.evaluate(DROP, files)
    expect(dana_page.get_by_text("Drop to add")).to_be_hidden()
    expect(dana_page.locator(".card")).to_have_count(3)
    expect(dana_page.locator(".upload-row")).to_have_count(0)
    expect(dana_page.get_by_text("Nothing to erase yet")).to_be_hidden()
    assert was_not_reloaded(dana_page)


def test_a_pasted_photo_becomes_a_card(dana_page: Page) -> None:
    dana_page.goto("/")
    dana_page.evaluate(PASTE, carried(dana_page, "image.png"))
    expect(dana_page.locator(".card")).to_have_count(1)
    expect(dana_page.get_by_role("status")).to_have_text("image.png is here.")


def test_two_photos_travel_at_a_time_and_one_that_waits_can_be_taken_back(dana_page: Page) -> None:
    held: list[Route] = []
    dana_page.goto("/")
    dana_page.route("**/photos/", lambda route: held.append(route))
    dana_page.get_by_label("Add photos").set_input_files(picked("one.jpg", "two.jpg", "three.jpg"))
    rows = dana_page.locator(".upload-row")
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_contain_text("Waiting")
    expect(dana_page.get_by_role("progressbar", name="Upload of one.jpg")).to_be_visible()
    dana_page.wait_for_timeout(200)
    assert len(held) == 2
    dana_page.get_by_role("button", name="Cancel three.jpg").click()
    dana_page.get_by_role("button", name="Cancel two.jpg").click()
    expect(rows).to_have_count(1)
    held[0].continue_()
    expect(dana_page.locator(".card")).to_have_count(1)
    assert [order.photo.name for order in Order.objects.all()] == ["one.jpg"]


def test_a_refused_photo_shows_its_sentence_and_a_lost_one_can_be_tried_again(dana_page: Page) -> None:
    dana_page.goto("/")
    dana_page.get_by_label("Add photos").set_input_files(picked("text.jpg", data=b"text"))
    row = dana_page.locator(".upload-row.failed")
    expect(row).to_be_visible()
    sentence = row.locator(".upload-state").inner_text()
    assert sentence.endswith(".")
    expect(dana_page.get_by_role("status")).to_have_text(f"text.jpg: {sentence}")
    expect(row.get_by_role("button", name="Try again")).to_have_count(0)
    row.get_by_role("button", name="Dismiss").click()
    expect(row).to_have_count(0)

    dana_page.route("**/photos/", lambda route: route.abort())
    dana_page.get_by_label("Add photos").set_input_files(picked("kitchen.jpg"))
    expect(row).to_contain_text("The photo did not arrive.")
    dana_page.unroute("**/photos/")
    row.get_by_role("button", name="Try again").click()
    expect(dana_page.locator(".card")).to_have_count(1)


def test_a_file_over_the_limit_is_refused_before_it_travels(dana_page: Page, settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 2**20
    dana_page.goto("/")
    dana_page.get_by_label("Add photos").set_input_files(picked("huge.jpg", data=bytes(2**20 + 1)))
    expect(dana_page.locator(".upload-row.failed")).to_contain_text("larger than 1 MB")


def test_scrolling_or_show_more_adds_the_next_cards_to_the_page(dana_page: Page, dana: User) -> None:
    for number in range(2 * PAGE + 2):
        make_order(dana, name=f"{number}.jpg")
    dana_page.goto("/")
    mark(dana_page)
    expect(dana_page.locator(".card")).to_have_count(PAGE)
    dana_page.get_by_role("link", name="Show more").scroll_into_view_if_needed()
    expect(dana_page.locator(".card")).to_have_count(2 * PAGE)
    dana_page.get_by_role("link", name="Show more").press("Enter")
    expect(dana_page.locator(".card")).to_have_count(2 * PAGE + 2)
    expect(dana_page.get_by_role("link", name="Show more")).to_have_count(0)
    assert was_not_reloaded(dana_page)


# Compare -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def compared(order: Order) -> Order:
    make_revision(order)
    make_revision(order, colour=(20, 20, 160))
    return order


def test_before_and_after_are_compared_by_keyboard(dana_page: Page, compared: Order) -> None:
    slider = open_order(dana_page, compared).get_by_role("slider", name="Before and after")
    slider.focus()
    dana_page.keyboard.press("Home")
    assert exposure(dana_page) == 0
    dana_page.keyboard.down("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuenow", "0")
    dana_page.keyboard.up("ArrowRight")
    dana_page.keyboard.press("End")
    assert exposure(dana_page) == 100


def test_before_and_after_are_compared_by_mouse(dana_page: Page, compared: Order) -> None:
    box = open_order(dana_page, compared).get_by_role("slider").bounding_box()
    assert box
    dana_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    dana_page.mouse.down()
    dana_page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 20, steps=4)
    dana_page.mouse.up()
    assert abs(exposure(dana_page) - 25) <= 1


def test_before_and_after_are_compared_by_touch(page_of: OpensPages, dana: User, compared: Order) -> None:
    page = open_order(page_of(dana, **PHONE), compared)
    slider = page.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *part: float) -> None:
        points = [{"x": box["x"] + box["width"] * x, "y": box["y"] + 30} for x in part]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.5)
    for part in (0.6, 0.7, 0.8):
        touch("touchMove", part)
    touch("touchEnd")
    assert abs(exposure(page) - 80) <= 2


def test_holding_the_button_shows_the_picture_before(dana_page: Page, compared: Order) -> None:
    button = open_order(dana_page, compared).get_by_role("button", name="Hold to see before")
    expect(button).to_be_visible()
    dana_page.get_by_role("slider").wait_for()
    button.hover()
    dana_page.mouse.down()
    assert exposure(dana_page) == 100
    dana_page.mouse.up()
    assert exposure(dana_page) == 50
    button.focus()
    dana_page.keyboard.down(" ")
    assert exposure(dana_page) == 100
    dana_page.keyboard.up(" ")
    assert exposure(dana_page) == 50


def test_other_revisions_are_compared_without_a_reload(dana_page: Page, compared: Order) -> None:
    open_order(dana_page, compared)
    mark(dana_page)
    dana_page.get_by_label("After", exact=True).select_option("Revision 1")
    expect(dana_page.get_by_alt_text("After: Revision 1")).to_be_visible()
    dana_page.wait_for_url("**?before=0&after=1")
    expect(dana_page.locator("#download")).to_contain_text("Revision 1 at 120")
    assert exposure(dana_page) == 50
    assert was_not_reloaded(dana_page)


# Watching a removal ------------------------------------------------------------------------------------------------


def test_a_removal_is_watched_to_its_end_without_a_reload(dana_page: Page, order: Order) -> None:
    submission = make_submission(order)
    open_order(dana_page, order)
    mark(dana_page)
    card = dana_page.locator(f"#submission-{submission.pk}")
    expect(card).to_contain_text("Waiting for its turn")
    Submission.objects.filter(pk=submission.pk).update(doing="Filling part 2 of 5", fraction=0.4)
    expect(card).to_contain_text("Filling part 2 of 5")
    expect(card.get_by_role("progressbar")).to_have_js_property("value", 0.4)
    jobs.advance(submission.pk)
    expect(card).to_contain_text("Done")
    expect(dana_page.locator("#history")).to_contain_text("Revision 1")
    expect(dana_page.get_by_role("slider", name="Before and after")).to_be_visible()
    expect(dana_page.locator("#download")).to_contain_text("Revision 1 at 120")
    assert was_not_reloaded(dana_page)
    asked: list[str] = []
    dana_page.on("request", lambda request: asked.append(request.url))
    dana_page.wait_for_timeout(1500)
    assert asked == [], "a card that has ended asks no more"


def test_a_session_that_ends_is_told_and_the_page_goes_on_after_signing_in(dana_page: Page, order: Order) -> None:
    submission = make_submission(order)
    open_order(dana_page, order)
    mark(dana_page)
    cookies = dana_page.context.cookies()
    dana_page.context.clear_cookies()
    notice = dana_page.get_by_text("You are signed out.")
    expect(notice).to_be_visible()
    dana_page.context.add_cookies(cookies)  # type: ignore[arg-type]  # the same shape, under two names
    expect(notice).to_be_hidden()
    Submission.objects.filter(pk=submission.pk).update(doing="Filling part 2 of 5")
    expect(dana_page.locator(f"#submission-{submission.pk}")).to_contain_text("Filling part 2 of 5")
    assert was_not_reloaded(dana_page)


def test_a_removal_is_canceled_on_its_card(dana_page: Page, order: Order) -> None:
    submission = make_submission(order)
    open_order(dana_page, order)
    mark(dana_page)
    card = dana_page.locator(f"#submission-{submission.pk}")
    card.get_by_role("button", name="Cancel").click()
    expect(card).to_contain_text("Canceled. Nothing was changed.")
    assert was_not_reloaded(dana_page)


# Everywhere --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(scheme: str, page_of: OpensPages, dana: User) -> None:
    order = make_order(dana, name=f"{'Very' * 30} long name of a photo {'x' * 80}.jpg")
    make_revision(order)
    make_submission(order)
    make_submission(order, state=Submission.State.FAILED, error_sentence="Nobody answered. " * 8)
    page = page_of(dana, color_scheme=scheme, **PHONE)
    urls = ["/", reverse("order", args=[order.pk]), reverse("password"), "/orders/999999/"]
    for url in urls:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, url
    visitor = page_of(None, **PHONE)
    visitor.goto(reverse("sign_in"))
    assert visitor.evaluate("document.documentElement.scrollWidth") == 390


def test_targets_are_large_enough_for_a_finger(page_of: OpensPages, dana: User, compared: Order) -> None:
    page = page_of(dana, **PHONE)
    for url in ("/", reverse("order", args=[compared.pk])):
        page.goto(url)
        for target in page.locator(".button:visible, select:visible, .wordmark").all():
            box = target.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44, target.inner_text()


def test_escape_closes_a_menu_and_gives_the_focus_back(dana_page: Page, order: Order) -> None:
    open_order(dana_page, order)
    summary = dana_page.locator("#download summary")
    summary.click()
    expect(dana_page.get_by_label("Remove location (GPS)")).to_be_visible()
    dana_page.keyboard.press("Escape")
    expect(dana_page.get_by_label("Remove location (GPS)")).to_be_hidden()
    expect(summary).to_be_focused()


def test_without_javascript_photos_come_in_and_one_steps_back(page_of: OpensPages, dana: User, compared: Order) -> None:
    page = page_of(dana, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Add photos").set_input_files(picked("one.jpg", "two.jpg"))
    page.get_by_role("button", name="Upload the chosen photos").click()
    expect(page.get_by_text("one.jpg is here.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(3)
    open_order(page, compared)
    expect(page.get_by_alt_text("Before: Original")).to_be_visible()
    expect(page.get_by_alt_text("After: Revision 2")).to_be_visible()
    page.get_by_role("button", name="Go back to this: Revision 1").click()
    expect(page.locator(".revision.current")).to_contain_text("Revision 1")
