"""Dana paints with a finger, pinches with two, and draws with a pen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    as_mask,
    brute_force,
    download,
    on_screen,
    open_editor,
    shown_mask,
    strokes,
    touch,
    wait_until,
)
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (380, 260)


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


@pytest.fixture
def phone(page_of: OpensPages, dana: User, kitchen: Order) -> Page:
    page = page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
    return open_editor(page, kitchen)


@pytest.fixture
def fingers(phone: Page) -> CDPSession:
    return phone.context.new_cdp_session(phone)


def scale_of(page: Page) -> float:
    scale: float = page.evaluate("document.querySelector('mask-editor').studio.camera.view.scale")
    return scale


def test_a_finger_paints(phone: Page, fingers: CDPSession) -> None:
    touch(fingers, "touchStart", [(1, *on_screen(phone, 100, 100))])
    for x in range(110, 280, 20):
        touch(fingers, "touchMove", [(1, *on_screen(phone, x, 100 + x / 4))])
    touch(fingers, "touchEnd", [])
    wait_until(phone, "window.strokes.length === 1")
    mask = as_mask(download(phone))
    assert mask[140, 200]
    assert np.array_equal(mask, brute_force(SIZE, strokes(phone)))


def test_a_second_finger_takes_the_stroke_back_and_pinches(phone: Page, fingers: CDPSession) -> None:
    before = scale_of(phone)
    x, y = on_screen(phone, 190, 130)
    touch(fingers, "touchStart", [(1, x - 40, y)])
    touch(fingers, "touchMove", [(1, x - 30, y)])
    wait_until(phone, "document.querySelector('mask-editor').studio.painting.busy")
    touch(fingers, "touchStart", [(1, x - 30, y), (2, x + 30, y)])
    for spread in (40, 50, 60):
        touch(fingers, "touchMove", [(1, x - spread, y), (2, x + spread, y)])
    touch(fingers, "touchEnd", [(1, x - 60, y)])
    touch(fingers, "touchMove", [(1, x - 90, y)])
    touch(fingers, "touchEnd", [])
    wait_until(phone, "document.querySelector('.photo').offsetWidth > 0")
    assert scale_of(phone) == pytest.approx(before * 2, rel=0.02)
    assert on_screen(phone, 190, 130) == pytest.approx((x, y), abs=2)
    assert not shown_mask(phone).any()
    assert strokes(phone) == []


def test_a_gesture_of_the_system_takes_the_stroke_back(phone: Page, fingers: CDPSession) -> None:
    touch(fingers, "touchStart", [(1, *on_screen(phone, 100, 100))])
    touch(fingers, "touchMove", [(1, *on_screen(phone, 200, 150))])
    wait_until(phone, "document.querySelector('mask-editor').studio.painting.busy")
    touch(fingers, "touchCancel", [])
    wait_until(phone, "!document.querySelector('mask-editor').studio.painting.busy")
    assert not shown_mask(phone).any()


def pen(session: CDPSession, kind: str, at: tuple[float, float], buttons: int = 1) -> None:
    event: dict[str, Any] = {"type": kind, "x": at[0], "y": at[1], "pointerType": "pen", "force": 0.5}
    button = "left" if kind != "mouseMoved" else "none"
    session.send("Input.dispatchMouseEvent", {**event, "button": button, "buttons": buttons, "clickCount": 1})


def draw_with_pen(page: Page, session: CDPSession, points: list[tuple[float, float]]) -> None:
    pen(session, "mousePressed", on_screen(page, *points[0]))
    for point in points[1:]:
        pen(session, "mouseMoved", on_screen(page, *point))
    pen(session, "mouseReleased", on_screen(page, *points[-1]), buttons=0)


def test_a_pen_paints_and_from_then_on_fingers_only_move_the_photo(phone: Page, fingers: CDPSession) -> None:
    draw_with_pen(phone, fingers, [(80, 80), (200, 120), (300, 200)])
    wait_until(phone, "window.strokes.length === 1")
    painted = shown_mask(phone)
    assert np.array_equal(painted, brute_force(SIZE, strokes(phone)))
    start = on_screen(phone, 0, 0)
    x, y = on_screen(phone, 100, 200)
    touch(fingers, "touchStart", [(1, x, y)])
    for step in (10, 20, 30):
        touch(fingers, "touchMove", [(1, x + step, y - step)])
    touch(fingers, "touchEnd", [])
    phone.wait_for_timeout(100)
    assert np.array_equal(shown_mask(phone), painted)
    assert on_screen(phone, 0, 0) == pytest.approx((start[0] + 30, start[1] - 30), abs=1.5)


def test_everything_is_within_reach_of_a_thumb(phone: Page) -> None:
    for button in phone.locator("mask-editor button:visible, .rail summary, .options input:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, button.get_attribute("aria-label")
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390, button.get_attribute("aria-label")
        assert box["y"] + box["height"] <= 844, button.get_attribute("aria-label")
