"""Dana paints with a finger, pinches with two, and draws with a pen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page, expect

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


def draw_with_finger(page: Page, session: CDPSession, points: list[tuple[float, float]]) -> None:
    touch(session, "touchStart", [(1, *on_screen(page, *points[0]))])
    for point in points[1:]:
        touch(session, "touchMove", [(1, *on_screen(page, *point))])
    touch(session, "touchEnd", [])


def pen(session: CDPSession, kind: str, at: tuple[float, float], buttons: int = 1, force: float = 0.5) -> None:
    event: dict[str, Any] = {"type": kind, "x": at[0], "y": at[1], "pointerType": "pen", "force": force}
    button = "left" if kind != "mouseMoved" else "none"
    session.send("Input.dispatchMouseEvent", {**event, "button": button, "buttons": buttons, "clickCount": 1})


def draw_with_pen(page: Page, session: CDPSession, points: list[tuple[float, float]], force: float = 0.5) -> None:
    pen(session, "mousePressed", on_screen(page, *points[0]), force=force)
    for point in points[1:]:
        pen(session, "mouseMoved", on_screen(page, *point), force=force)
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


def tap(page: Page, session: CDPSession, fingers: int, *, moved: float = 0) -> None:
    """Fingers that come down one after the other and go up again, all within a fifth of a second."""
    x, y = on_screen(page, 150, 130)
    now = page.evaluate("(performance.timeOrigin + performance.now()) / 1000")
    down: list[tuple[int, float, float]] = []
    for finger in range(fingers):
        down.append((finger + 1, x + 40 * finger, y))
        touch(session, "touchStart", down, now + 0.03 * finger)
    if moved:
        down[0] = (1, x - moved, y)
        touch(session, "touchMove", down, now + 0.12)
    touch(session, "touchEnd", down[1:], now + 0.15)
    touch(session, "touchEnd", [], now + 0.2)


def undo_label(page: Page) -> str | None:
    label: str | None = page.evaluate("document.querySelector('mask-editor').studio.painting.history.undoLabel")
    return label


def test_two_fingers_tap_to_undo_and_three_to_redo(phone: Page, fingers: CDPSession) -> None:
    draw_with_finger(phone, fingers, [(60, 60), (200, 90)])
    draw_with_finger(phone, fingers, [(60, 160), (200, 190)])
    both = shown_mask(phone)
    scale = scale_of(phone)
    tap(phone, fingers, 2)
    expect(phone.locator(".news")).to_have_text("Undone: stroke.")
    one = shown_mask(phone)
    assert one.any()
    assert one.sum() < both.sum()
    tap(phone, fingers, 2, moved=40)
    assert np.array_equal(shown_mask(phone), one)
    phone.evaluate("document.querySelector('mask-editor').studio.camera.fit()")
    tap(phone, fingers, 3)
    expect(phone.locator(".news")).to_have_text("Redone: stroke.")
    assert np.array_equal(shown_mask(phone), both)
    assert scale_of(phone) == scale
    assert len(strokes(phone)) == 2


def test_a_finger_that_comes_late_is_a_palm_and_the_stroke_goes_on(phone: Page, fingers: CDPSession) -> None:
    now = phone.evaluate("(performance.timeOrigin + performance.now()) / 1000")
    way = [on_screen(phone, x, 100) for x in (60, 120, 200, 300)]
    touch(fingers, "touchStart", [(1, *way[0])], now)
    touch(fingers, "touchMove", [(1, *way[1])], now + 0.4)
    palm = (2, way[0][0], way[0][1] + 120)
    touch(fingers, "touchStart", [(1, *way[1]), palm], now + 0.7)
    touch(fingers, "touchMove", [(1, *way[2]), palm], now + 0.8)
    touch(fingers, "touchEnd", [palm], now + 0.9)
    touch(fingers, "touchMove", [(1, *way[3])], now + 1)
    touch(fingers, "touchEnd", [], now + 1.1)
    wait_until(phone, "window.strokes.length === 1")
    (drawn,) = strokes(phone)
    assert drawn["points"][-1]["x"] == pytest.approx(300, abs=1)
    assert np.array_equal(shown_mask(phone), brute_force(SIZE, [drawn]))


def test_fingers_close_a_polygon_and_take_its_corners_back(phone: Page, fingers: CDPSession) -> None:
    phone.get_by_role("button", name="Polygon", exact=True).tap()
    for corner in [(60, 60), (300, 80), (280, 220)]:
        draw_with_finger(phone, fingers, [corner])
    draw_with_finger(phone, fingers, [(20, 250)])
    tap(phone, fingers, 2)
    draw_with_finger(phone, fingers, [(70, 200), (80, 210)])
    draw_with_finger(phone, fingers, [(62, 63)])
    wait_until(phone, "window.strokes.length === 1")
    (drawn,) = strokes(phone)
    corners = [(round(point["x"]), round(point["y"])) for point in drawn["points"]]
    assert corners == [(60, 60), (300, 80), (280, 220), (80, 210)]
    assert np.array_equal(shown_mask(phone), brute_force(SIZE, [drawn]))


def test_the_palm_of_the_hand_that_holds_the_pen_does_nothing(phone: Page, fingers: CDPSession) -> None:
    palm = on_screen(phone, 200, 240)
    # The palm comes first and seems to paint, until the pen is seen.
    touch(fingers, "touchStart", [(1, *palm)])
    pen(fingers, "mousePressed", on_screen(phone, 80, 80))
    touch(fingers, "touchMove", [(1, palm[0] + 30, palm[1])])
    pen(fingers, "mouseMoved", on_screen(phone, 200, 90))
    touch(fingers, "touchEnd", [])
    # And another one comes while it is down.
    touch(fingers, "touchStart", [(2, *palm)])
    pen(fingers, "mouseMoved", on_screen(phone, 300, 120))
    touch(fingers, "touchMove", [(2, palm[0] - 40, palm[1] - 40)])
    touch(fingers, "touchEnd", [])
    start = on_screen(phone, 0, 0)
    pen(fingers, "mouseReleased", on_screen(phone, 300, 120), buttons=0)
    wait_until(phone, "window.strokes.length === 1")
    assert on_screen(phone, 0, 0) == start
    (drawn,) = strokes(phone)
    assert len(drawn["points"]) == 3
    assert np.array_equal(shown_mask(phone), brute_force(SIZE, [drawn]))


def test_the_eraser_end_and_the_button_of_a_pen_take_away(phone: Page) -> None:
    for button, buttons in ((0, 1), (5, 32), (2, 2)):
        phone.evaluate(
            """([button, buttons, from, to]) => {
                const stage = document.querySelector('.stage');
                // A made-up pointer cannot be captured.
                stage.setPointerCapture = () => {};
                const tell = (type, [clientX, clientY], pointerId, more) => stage.dispatchEvent(new PointerEvent(type, {
                    pointerId, pointerType: 'pen', clientX, clientY, bubbles: true, ...more,
                }));
                // Firefox with a Wacom tablet numbers one pen anew at every event.
                tell('pointerdown', from, 21, { button, buttons });
                tell('pointermove', to, 45, { button: -1, buttons });
                tell('pointerup', to, 46, { button, buttons: 0 });
            }""",
            [button, buttons, on_screen(phone, 100, 60 + button * 20), on_screen(phone, 250, 60 + button * 20)],
        )
    drawn = strokes(phone)
    assert [(each["adds"], len(each["points"])) for each in drawn] == [(True, 2), (False, 2), (False, 2)]
    assert np.array_equal(shown_mask(phone), brute_force(SIZE, drawn))


def test_a_pen_that_is_interrupted_keeps_its_stroke(phone: Page, fingers: CDPSession) -> None:
    pen(fingers, "mousePressed", on_screen(phone, 80, 80))
    pen(fingers, "mouseMoved", on_screen(phone, 200, 90))
    phone.evaluate(
        """() => document.querySelector('.stage').dispatchEvent(
            new PointerEvent('pointercancel', { pointerId: 9, pointerType: 'pen', bubbles: true }))"""
    )
    pen(fingers, "mouseReleased", on_screen(phone, 300, 120), buttons=0)
    (drawn,) = strokes(phone)
    assert len(drawn["points"]) == 2
    assert shown_mask(phone).any()


def test_pressure_is_each_persons_choice_and_is_remembered(phone: Page, fingers: CDPSession, kitchen: Order) -> None:
    choice = phone.get_by_role("checkbox", name="Pressure")
    expect(choice).to_be_hidden()
    draw_with_pen(phone, fingers, [(60, 60), (160, 60)], force=0.2)
    choice.check()
    draw_with_pen(phone, fingers, [(60, 160), (160, 160), (200, 160)], force=0.2)
    even, light = strokes(phone)
    assert light["points"][1]["radius"] == pytest.approx(even["points"][1]["radius"] * 0.32, rel=0.02)
    assert np.array_equal(shown_mask(phone), brute_force(SIZE, [even, light]))
    open_editor(phone, kitchen)
    expect(choice).to_be_checked()
    draw_with_pen(phone, fingers, [(60, 220), (160, 220)], force=1)
    assert strokes(phone)[0]["points"][1]["radius"] == pytest.approx(even["points"][1]["radius"], rel=0.02)
