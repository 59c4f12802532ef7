"""Dana paints on a phone, upright and on its side: all of it is at hand, nothing is covered, and nothing traps her."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    brute_force,
    on_screen,
    open_editor,
    shown_mask,
    strokes,
    touch,
    wait_saved,
    wait_until,
)
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (600, 400)


@pytest.fixture
def hall(dana: User) -> Order:
    make_order(dana, name="bath.jpg", size=SIZE)
    return make_order(dana, name="hall.jpg", size=SIZE)


def phone(page_of: OpensPages, person: User, shape: tuple[int, int], **more: Any) -> Page:
    size = {"width": shape[0], "height": shape[1]}
    return page_of(person, viewport=size, has_touch=True, is_mobile=True, device_scale_factor=2, **more)


@pytest.fixture
def upright(page_of: OpensPages, dana: User, hall: Order) -> Page:
    return open_editor(phone(page_of, dana, (390, 844)), hall)


@pytest.fixture
def fingers(upright: Page) -> CDPSession:
    return upright.context.new_cdp_session(upright)


HARD_TO_HIT = """() => [...document.querySelectorAll('mask-editor :is(a, button, summary, input)')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('.frame'))
    .flatMap((each) => {
        const { left, top, right, bottom, width, height } = each.getBoundingClientRect();
        const name = each.getAttribute('aria-label') ?? each.textContent.trim();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const troubles = [
            (width < 44 && each.type !== 'range') || height < 44 ? `is ${width} by ${height}` : '',
            left < 0 || top < 0 || right > innerWidth || bottom > innerHeight ? `lies at ${left}, ${top}` : '',
            each.contains(hit) ? '' : `lies under ${hit?.outerHTML.slice(0, 60)}`,
        ].filter(Boolean);
        return troubles.map((trouble) => `${name} ${trouble}`);
    })"""


@pytest.mark.parametrize(
    ("shape", "language"),
    [
        ((390, 844), "en-GB"),
        ((360, 640), "es-ES"),
        ((844, 390), "en-GB"),
        ((640, 320), "es-ES"),
        ((820, 1180), "es-ES"),
    ],
)
def test_whichever_way_it_is_held_every_control_is_at_hand_and_uncovered(
    page_of: OpensPages, dana: User, hall: Order, shape: tuple[int, int], language: str
) -> None:
    page = open_editor(phone(page_of, dana, shape, locale=language), hall)
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    assert page.evaluate(HARD_TO_HIT) == []
    # No word runs into the next thing, and a slider is long enough to be set.
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll('.options, .zoom, .rail, .send, .strip-place')]
            .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.className)"""
        )
        == []
    )
    size = page.locator("[data-size]").bounding_box()
    assert size is not None
    assert size["width"] >= 60
    photo = page.locator(".photo").bounding_box()
    assert photo is not None
    assert photo["width"] * photo["height"] > shape[0] * shape[1] / 5


def whole_and_uncovered(control: Locator, shape: tuple[int, int]) -> bool:
    control.scroll_into_view_if_needed()
    found: bool = control.evaluate(
        """(it, [right, bottom]) => {
            const box = it.getBoundingClientRect();
            const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            const inside = box.left >= 0 && box.top >= 0 && box.right <= right && box.bottom <= bottom;
            return inside && hit !== null && (it.closest('label') ?? it).contains(hit);
        }""",
        list(shape),
    )
    return found


@pytest.mark.parametrize("shape", [(844, 390), (640, 320), (360, 640)])
def test_each_menu_can_be_scrolled_to_its_end(
    page_of: OpensPages, dana: User, hall: Order, shape: tuple[int, int]
) -> None:
    page = open_editor(phone(page_of, dana, shape), hall)
    for menu in (".picker", ".zoom-menu", ".mask-menu"):
        page.locator(f"{menu} > summary").tap()
        controls = page.locator(f"{menu} .menu-panel :is(button, input):visible")
        assert whole_and_uncovered(controls.first, shape), menu
        assert whole_and_uncovered(controls.last, shape), menu
        page.keyboard.press("Escape")
    page.get_by_role("button", name="History and removals").tap()
    assert whole_and_uncovered(page.locator(".side button:visible").last, shape)


def test_photos_for_the_same_mask_scroll_above_what_one_presses(page_of: OpensPages, dana: User, hall: Order) -> None:
    for number in range(4):
        make_order(dana, name=f"room {number}.jpg", size=SIZE)
    page = open_editor(phone(page_of, dana, (360, 640)), hall)
    page.touchscreen.tap(*on_screen(page, 300, 200))
    page.locator(".mask-menu > summary").tap()
    page.get_by_role("button", name="Same mask on more photos…").tap()
    dialog = page.get_by_role("dialog", name="Same mask on more photos")
    controls = dialog.locator("button, select, input:enabled")
    expect(controls).to_have_count(10)
    for control in controls.all():
        assert whole_and_uncovered(control, (360, 640))
        box = control.bounding_box()
        assert box
        assert box["width"] >= 44 or control.get_attribute("type") == "checkbox"


@pytest.mark.parametrize("shape", [(844, 390), (390, 844)])
def test_controls_keep_clear_of_the_notch_and_of_the_bar_below(
    page_of: OpensPages, dana: User, hall: Order, shape: tuple[int, int]
) -> None:
    page = phone(page_of, dana, shape)
    lies = shape[0] > shape[1]
    insets = {"left": 47, "right": 47, "bottom": 21} if lies else {"bottom": 34}
    page.context.new_cdp_session(page).send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    open_editor(page, hall)
    boxes = [each.bounding_box() for each in page.locator("mask-editor :is(a, button, summary, input):visible").all()]
    assert len(boxes) > 20
    for box in boxes:
        assert box is not None
        assert box["x"] >= insets.get("left", 0)
        assert box["x"] + box["width"] <= shape[0] - insets.get("right", 0)
        assert box["y"] + box["height"] <= shape[1] - insets["bottom"]
    page.goto("/")
    title = page.get_by_role("heading", name="Photos").bounding_box()
    assert title is not None
    assert title["x"] >= insets.get("left", 0)


@pytest.mark.parametrize("shape", [(390, 844), (844, 390)])
def test_the_news_are_at_hand_while_painting_and_reviewing(
    page_of: OpensPages, dana: User, hall: Order, shape: tuple[int, int]
) -> None:
    page = open_editor(phone(page_of, dana, shape), hall)
    for address in (f"/orders/{hall.pk}/paint/", f"/orders/{hall.pk}/review/"):
        page.goto(address)
        page.locator("#bell").tap()
        expect(page.get_by_role("heading", name="Notifications")).to_be_visible()


@pytest.mark.parametrize("shape", [(360, 640), (640, 320), (820, 1180)])
def test_that_the_mask_is_saved_is_seen_however_narrow_the_bar(
    page_of: OpensPages, dana: User, hall: Order, shape: tuple[int, int]
) -> None:
    page = open_editor(phone(page_of, dana, shape, locale="es-ES"), hall)
    page.touchscreen.tap(*on_screen(page, 300, 200))
    wait_saved(page)
    facts, cloud = page.locator(".bar-facts").bounding_box(), page.locator(".saved .icon:visible").bounding_box()
    assert facts
    assert cloud
    assert facts["x"] <= cloud["x"]
    assert cloud["x"] + cloud["width"] <= facts["x"] + facts["width"]


@pytest.mark.parametrize("menu", [".mask-menu", ".zoom-menu"])
def test_a_tap_on_the_photo_closes_a_menu_and_paints_nothing(upright: Page, fingers: CDPSession, menu: str) -> None:
    upright.locator(f"{menu} > summary").tap()
    expect(upright.locator(f"{menu}[open]")).to_have_count(1)
    at = on_screen(upright, 100, 20)
    touch(fingers, "touchStart", [(1, *at)])
    # Nor does a second finger that comes to pinch while the first is still down.
    touch(fingers, "touchStart", [(1, *at), (2, at[0] + 80, at[1])])
    touch(fingers, "touchMove", [(1, *at), (2, at[0] + 90, at[1] + 20)])
    touch(fingers, "touchEnd", [])
    expect(upright.locator(f"{menu}[open]")).to_have_count(0)
    assert not shown_mask(upright).any()
    touch(fingers, "touchStart", [(1, *at)])
    touch(fingers, "touchEnd", [])
    wait_until(upright, "window.strokes.length === 1")


def test_two_fingers_on_a_bar_do_not_zoom_the_page(upright: Page, fingers: CDPSession) -> None:
    for bar in (".bar", ".options", ".rail", ".strip"):
        box = upright.locator(bar).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch(fingers, "touchStart", [(1, x - 20, y), (2, x + 20, y)])
        for spread in (50, 80, 110, 150):
            touch(fingers, "touchMove", [(1, x - spread, y), (2, x + spread, y)])
        touch(fingers, "touchEnd", [])
        upright.wait_for_timeout(150)
        assert upright.evaluate("visualViewport.scale") == 1, bar


def test_a_phone_turned_in_the_middle_of_a_stroke_keeps_what_was_painted(upright: Page, fingers: CDPSession) -> None:
    touch(fingers, "touchStart", [(1, *on_screen(upright, 100, 100))])
    touch(fingers, "touchMove", [(1, *on_screen(upright, 200, 110))])
    wait_until(upright, "document.querySelector('mask-editor').studio.painting.busy")
    upright.set_viewport_size({"width": 844, "height": 390})
    wait_until(upright, "window.strokes.length === 1")
    touch(fingers, "touchMove", [(1, *on_screen(upright, 500, 350))])
    touch(fingers, "touchEnd", [])
    (drawn,) = strokes(upright)
    assert drawn["points"][-1]["x"] == pytest.approx(200, abs=2)
    assert np.array_equal(shown_mask(upright), brute_force(SIZE, [drawn]))


def test_half_a_shape_goes_when_the_phone_is_turned_and_a_pinch_ends(upright: Page, fingers: CDPSession) -> None:
    upright.get_by_role("button", name="Rectangle", exact=True).tap()
    touch(fingers, "touchStart", [(1, *on_screen(upright, 100, 100))])
    touch(fingers, "touchMove", [(1, *on_screen(upright, 200, 200))])
    upright.set_viewport_size({"width": 844, "height": 390})
    wait_until(upright, "!document.querySelector('mask-editor').studio.painting.busy")
    touch(fingers, "touchEnd", [])
    assert not shown_mask(upright).any()
    touch(fingers, "touchStart", [(1, 300, 150), (2, 340, 150)])
    touch(fingers, "touchMove", [(1, 290, 150), (2, 360, 150)])
    upright.set_viewport_size({"width": 390, "height": 844})
    wait_until(upright, "document.querySelector('mask-editor').studio.camera.stage.width === 390")
    before = upright.evaluate("document.querySelector('mask-editor').studio.camera.view")
    touch(fingers, "touchMove", [(1, 100, 300), (2, 300, 500)])
    assert upright.evaluate("document.querySelector('mask-editor').studio.camera.view") == before
    touch(fingers, "touchEnd", [])
    assert not shown_mask(upright).any()


def test_an_address_bar_that_goes_leaves_the_stroke_alone(upright: Page, fingers: CDPSession) -> None:
    touch(fingers, "touchStart", [(1, *on_screen(upright, 100, 100))])
    touch(fingers, "touchMove", [(1, *on_screen(upright, 200, 110))])
    upright.set_viewport_size({"width": 390, "height": 788})
    wait_until(upright, "document.querySelector('mask-editor').studio.camera.stage.height < 640")
    touch(fingers, "touchMove", [(1, *on_screen(upright, 300, 120))])
    touch(fingers, "touchEnd", [])
    (drawn,) = strokes(upright)
    assert drawn["points"][-1]["x"] == pytest.approx(300, abs=2)


def test_the_brush_says_its_size_where_the_thumb_does_not_hide_it(upright: Page, fingers: CDPSession) -> None:
    box = upright.locator("[data-size]").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    touch(fingers, "touchStart", [(1, box["x"] + 15, y)])
    touch(fingers, "touchMove", [(1, box["x"] + 60, y)])
    expect(upright.locator(".size-tag")).to_be_visible()
    radius = upright.evaluate("document.querySelector('mask-editor').studio.easel.radius")
    expect(upright.locator(".size-tag")).to_have_text(f"{round(radius * 2)} px")
    # On into the photo: it goes on sizing and paints nothing.
    touch(fingers, "touchMove", [(1, box["x"] + 80, y - 300)])
    touch(fingers, "touchEnd", [])
    expect(upright.locator(".size-tag")).to_be_hidden()
    expect(upright.locator(".ring[data-on]")).to_have_count(0)
    assert not shown_mask(upright).any()


def test_no_field_is_so_small_that_a_phone_zooms_in_on_it(upright: Page) -> None:
    small: list[str] = upright.evaluate(
        """() => [...document.querySelectorAll('input, select, textarea')]
            .filter((each) => !['hidden', 'checkbox', 'radio', 'range', 'file'].includes(each.type))
            .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16)
            .map((each) => each.outerHTML)"""
    )
    assert small == []
