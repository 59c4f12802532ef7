"""A whole order without a mouse: on a phone with a finger, and with nothing but the keyboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page, expect

from editor import jobs
from editor.models import Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import as_mask, on_screen, touch, wait_until
from tests.making import make_order, photo_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (600, 400)
WORD = "a long word for dana 7"
READY = "document.querySelector('mask-editor')?.studio?.camera.stage.width > 1"


def begin(page: Page) -> None:
    """When the editor has come."""
    page.wait_for_url("**/paint/")
    expect(page.get_by_role("application", name="Mask")).to_be_visible()
    wait_until(page, READY)


def sent() -> Submission:
    submission = Submission.objects.get()
    mask = as_mask(submission.mask.read())
    assert mask.shape == SIZE[::-1]
    assert mask.any()
    return submission


def finger(page: Page, session: CDPSession, points: list[tuple[float, float]]) -> None:
    touch(session, "touchStart", [(1, *on_screen(page, *points[0]))])
    for point in points[1:]:
        touch(session, "touchMove", [(1, *on_screen(page, *point))])
    touch(session, "touchEnd", [])


def test_on_a_phone_with_a_finger_from_the_photo_to_the_finalised_result(
    page_of: OpensPages, dana: User, tmp_path: Path
) -> None:
    photo = tmp_path / "hall.jpg"
    photo.write_bytes(photo_bytes(SIZE))
    page = page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
    session = page.context.new_cdp_session(page)
    page.goto("/")
    with page.expect_file_chooser() as choosing:
        page.locator(".upload-zone").tap()
    choosing.value.set_files(photo)
    page.get_by_role("link", name="Paint on hall.jpg").tap()
    begin(page)
    finger(page, session, [(100, 200), (200, 210), (300, 200)])
    page.get_by_role("button", name="Lasso", exact=True).tap()
    finger(page, session, [(400, 100), (500, 110), (480, 250), (390, 240)])
    page.get_by_role("button", name="Undo", exact=True).tap()
    page.get_by_role("button", name="Redo", exact=True).tap()
    expect(page.locator(".news")).to_have_text("Redone: lasso.")
    page.get_by_role("button", name="Remove items", exact=True).tap()
    wait_until(page, "document.querySelector('mask-editor').studio.painting.empty")
    submission = sent()
    mask = as_mask(submission.mask.open().read())
    assert mask[200, 200]
    assert mask[150, 450]
    jobs.advance(submission.pk)
    page.get_by_role("link", name="Back to the order").tap()
    expect(page.get_by_role("slider", name="Before and after")).to_be_visible()
    page.get_by_text("Finalise…").tap()
    page.get_by_role("button", name="Finalise with Revision 1").tap()
    expect(page.get_by_text("Finalised with Revision 1")).to_be_visible()
    assert Order.objects.get().state == Order.State.FINALISED


def tab_to(page: Page, what: str) -> None:
    for _ in range(60):
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {what}.")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_with_the_keyboard_alone_from_signing_in_to_remove_items(page_of: OpensPages, dana: User) -> None:
    dana.set_password(WORD)
    dana.save()
    make_order(dana, size=SIZE)
    page = page_of(None)
    page.goto("/")
    tab_to(page, "[name=username]")
    page.keyboard.type("dana")
    tab_to(page, "[name=password]")
    page.keyboard.type(WORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Photos")).to_be_visible()
    tab_to(page, ".card-paint")
    press(page, "Enter")
    begin(page)
    tab_to(page, "[data-action=brush]")
    press(page, "ArrowRight", "ArrowRight", "Enter")
    expect(page.get_by_role("button", name="Rectangle", exact=True)).to_have_attribute("aria-pressed", "true")
    tab_to_stage_backwards(page)
    press(page, "Enter", "Enter", "Shift+ArrowRight", "Shift+ArrowDown", "Enter")
    wait_until(page, "!document.querySelector('mask-editor').studio.painting.empty")
    press(page, "Escape")
    tab_to(page, "[data-action=send]")
    press(page, "Enter")
    wait_until(page, "document.querySelector('mask-editor').studio.painting.empty")
    mask = as_mask(sent().mask.open().read())
    rows, columns = np.nonzero(mask)
    assert mask.sum() == (np.ptp(rows) + 1) * (np.ptp(columns) + 1)


def tab_to_stage_backwards(page: Page) -> None:
    for _ in range(10):
        if page.evaluate("document.activeElement.matches('.stage')"):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError("Shift+Tab never reaches the stage.")
