"""Dana finds her way: zoom, the small map, the mask, lines between pixels, a phone that is turned."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, on_screen, open_editor, shown_mask, touch, wait_until
from tests.making import make_order, make_revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (1201, 803)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


def camera(page: Page, what: str) -> Any:
    return page.evaluate(f"document.querySelector('mask-editor').studio.camera.{what}")


def in_the_middle(page: Page) -> tuple[float, float]:
    """Which image pixel lies in the middle of what nothing floats over."""
    x, y = page.evaluate(
        """() => {
            const { view, middle } = document.querySelector('mask-editor').studio.camera;
            return [(middle.x - view.x) / view.scale, (middle.y - view.y) / view.scale];
        }"""
    )
    return x, y


def turn(page: Page, width: int, height: int) -> None:
    """Turns the phone; the editor has heard of it."""
    before = camera(page, "stage.height")
    page.set_viewport_size({"width": width, "height": height})
    wait_until(page, f"document.querySelector('mask-editor').studio.camera.stage.height !== {before}")


def pixels(page: Page) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


@pytest.mark.parametrize("key", ["2", "."])
def test_to_the_mask_shows_all_that_is_painted_and_is_near(editor: Page, key: str) -> None:
    drag(editor, [(900, 300), (1000, 340)])
    before = camera(editor, "view.scale")
    editor.keyboard.press(key)
    assert camera(editor, "view.scale") > before
    stage = editor.locator(".stage").bounding_box()
    assert stage is not None
    rows, columns = np.nonzero(shown_mask(editor))
    left, top = on_screen(editor, columns.min(), rows.min())
    right, bottom = on_screen(editor, columns.max() + 1, rows.max() + 1)
    assert stage["x"] < left < right < stage["x"] + stage["width"]
    assert stage["y"] < top < bottom < stage["y"] + stage["height"]


def test_to_the_mask_says_so_when_there_is_none(editor: Page) -> None:
    button = editor.get_by_role("button", name="To the mask", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    expect(editor.get_by_text("Nothing is painted yet.")).to_be_visible()
    drag(editor, [(900, 300), (1000, 340)])
    expect(button).to_have_attribute("aria-disabled", "false")


def test_the_zoom_menu_goes_to_round_steps(editor: Page) -> None:
    for name, scale in (("200 %", 2), ("50 %", 0.5), ("100 %", 1), ("400 %", 4)):
        editor.locator(".zoom-menu summary").click()
        editor.get_by_role("button", name=name, exact=True).click()
        assert camera(editor, "view.scale") == scale
        expect(editor.locator("[data-zoom]")).to_have_text(name)


def test_the_small_map_shows_only_while_something_lies_outside_and_its_frame_moves_the_photo(editor: Page) -> None:
    small = editor.locator(".minimap")
    expect(small).to_be_hidden()
    drag(editor, [(100, 100), (200, 140)])
    for key in "1++++":
        editor.keyboard.press(key)
    expect(small).to_be_visible()
    box = small.bounding_box()
    assert box is not None
    editor.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.3)
    editor.mouse.down()
    assert in_the_middle(editor) == pytest.approx((0.25 * SIZE[0], 0.3 * SIZE[1]), abs=20)
    editor.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6)
    editor.mouse.up()
    assert in_the_middle(editor) == pytest.approx((0.6 * SIZE[0], 0.6 * SIZE[1]), abs=20)
    editor.mouse.move(box["x"], box["y"])
    assert in_the_middle(editor) == pytest.approx((0.6 * SIZE[0], 0.6 * SIZE[1]), abs=20)
    editor.keyboard.press("0")
    expect(small).to_be_hidden()


def test_shift_and_arrows_move_the_photo_where_a_frame_cannot_be_dragged(editor: Page) -> None:
    for _ in range(4):
        editor.keyboard.press("+")
    for key, (right, down) in {"Right": (1, 0), "Down": (0, 1), "Left": (-1, 0), "Up": (0, -1)}.items():
        before = in_the_middle(editor)
        editor.keyboard.press(f"Shift+Arrow{key}")
        after = in_the_middle(editor)
        assert np.sign(np.round(after[0] - before[0])) == right
        assert np.sign(np.round(after[1] - before[1])) == down


@pytest.mark.parametrize("ratio", [1, 2])
def test_past_eight_times_thin_lines_stand_between_the_pixels(
    page_of: OpensPages, dana: User, kitchen: Order, ratio: int
) -> None:
    page = open_editor(page_of(dana, device_scale_factor=ratio), kitchen)
    grid = page.locator(".pixel-grid")
    page.evaluate("document.querySelector('mask-editor').studio.camera.zoomTo(7.9)")
    expect(grid).to_be_hidden()
    page.evaluate("document.querySelector('mask-editor').studio.camera.zoomTo(11)")
    expect(grid).to_be_visible()
    wait_until(page, "document.querySelector('.pixel-grid').width > 300")
    page.wait_for_load_state("networkidle")
    view = camera(page, "view")
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    row = pixels(page)[int((stage["y"] + 300) * ratio) + 4, : int(700 * ratio)].astype(int)
    differs = np.nonzero(np.abs(row[1:-1] - row[:-2]).sum(1) * np.abs(row[1:-1] - row[2:]).sum(1))[0] + 1
    edges = {round((view["x"] + column * view["scale"]) * ratio) for column in range(SIZE[0])}
    inside = [at for at in differs if 120 * ratio < at < 680 * ratio]
    assert len(inside) > 30
    assert all(min(abs(at - edge) for edge in edges) <= 1 for at in inside)
    page.keyboard.press("0")
    expect(grid).to_be_hidden()
    wait_until(page, "document.querySelector('.pixel-grid').width === 0")


def test_a_phone_that_is_turned_keeps_what_was_in_the_middle(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana, **PHONE), kitchen)
    page.evaluate("document.querySelector('mask-editor').studio.camera.zoomTo(1.5)")
    page.evaluate("document.querySelector('mask-editor').studio.camera.centreOn({ x: 400, y: 500 })")
    for turned in ((844, 390), (390, 844)):
        turn(page, *turned)
        assert in_the_middle(page) == pytest.approx((400, 500), abs=1)
        assert camera(page, "view.scale") == 1.5


def test_a_fitted_photo_stays_fitted_when_the_phone_is_turned(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana, **PHONE), kitchen)
    for turned in ((844, 390), (390, 844)):
        turn(page, *turned)
        before = camera(page, "view")
        page.keyboard.press("0")
        assert camera(page, "view") == before
        assert not camera(page, "beyond")


@pytest.mark.parametrize(
    ("viewport", "ratio", "most"),
    [((1280, 800), 1, 1), ((1280, 800), 3, 2), ((5200, 3600), 2, 2)],
)
def test_the_overlay_is_sharp_and_never_larger_than_a_phone_allows(
    page_of: OpensPages, dana: User, kitchen: Order, viewport: tuple[int, int], ratio: int, most: int
) -> None:
    size = {"width": viewport[0], "height": viewport[1]}
    page = open_editor(page_of(dana, viewport=size, device_scale_factor=ratio), kitchen)
    width, height, stage = page.evaluate(
        """() => {
            const { width, height } = document.querySelector('.overlay');
            return [width, height, document.querySelector('mask-editor').studio.camera.stage];
        }"""
    )
    assert width * height <= 16_777_216
    wanted = min(most * stage["width"], (16_777_216 * stage["width"] / stage["height"]) ** 0.5)
    assert width == pytest.approx(wanted, abs=1)


def test_peeking_at_a_revision_shows_the_photo_as_it_came_by_key_and_by_finger(
    page_of: OpensPages, dana: User, kitchen: Order
) -> None:
    make_revision(kitchen, colour=(20, 160, 20))
    page = open_editor(page_of(dana, **PHONE), kitchen)
    page.wait_for_load_state("networkidle")
    at = [round(part) for part in on_screen(page, 600, 300)]
    green = pixels(page)[at[1], at[0]].astype(int)
    assert green[1] > green[0] + 80
    page.keyboard.down("\\")
    wait_until(page, "document.querySelector('.photo-before').complete")
    came = pixels(page)[at[1], at[0]].astype(int)
    assert came[0] > came[2]
    page.keyboard.up("\\")
    assert np.array_equal(pixels(page)[at[1], at[0]], green)
    button = page.get_by_role("button", name="Peek", exact=True)
    box = button.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    touch(session, "touchStart", [(0, box["x"] + 20, box["y"] + 20)])
    expect(button).to_have_attribute("aria-pressed", "true")
    assert np.array_equal(pixels(page)[at[1], at[0]], came)
    touch(session, "touchEnd", [])
    expect(button).to_have_attribute("aria-pressed", "false")
    assert np.array_equal(pixels(page)[at[1], at[0]], green)


def test_the_opacity_slider_changes_what_is_seen_of_the_mask_and_nothing_else(editor: Page) -> None:
    drag(editor, [(500, 400), (700, 400)])
    mask = shown_mask(editor)
    slider = editor.get_by_role("slider", name="Mask opacity", exact=True)
    for value in ("10", "100"):
        slider.fill(value)
        expect(editor.locator(".overlay")).to_have_css("opacity", f"{int(value) / 100:g}")
    assert np.array_equal(shown_mask(editor), mask)


def test_the_cursor_is_a_ring_of_the_brush_s_true_size_at_every_zoom(editor: Page) -> None:
    editor.mouse.move(*on_screen(editor, 600, 400))
    for keys in ("", "++", "++++", "-"):
        for key in keys:
            editor.keyboard.press(key)
        shown, radius = editor.evaluate(
            """() => {
                const { easel, camera } = document.querySelector('mask-editor').studio;
                const circle = document.querySelector('.ring circle');
                return [Number(circle.getAttribute('r')), easel.radius * camera.view.scale];
            }"""
        )
        assert shown == pytest.approx(radius)
    ring = editor.locator(".ring")
    expect(ring).to_have_css("display", "block")
    editor.keyboard.press("0")
    editor.get_by_role("slider", name="Brush size", exact=True).fill("4")
    editor.mouse.move(*on_screen(editor, 610, 400))
    expect(ring).to_have_css("display", "none")
    expect(editor.locator(".stage")).to_have_css("cursor", "crosshair")
    fill = editor.evaluate("getComputedStyle(document.querySelector('.ring circle')).fill")
    assert fill == "none"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_photo_lies_on_a_neutral_grey(page_of: OpensPages, dana: User, kitchen: Order, theme: Any) -> None:
    page = open_editor(page_of(dana, color_scheme=theme), kitchen)
    red, green, blue = (int(part) for part in pixels(page)[90, 30])
    assert red == green == blue
    assert (red > 127) == (theme == "light")


def test_every_module_the_editor_needs_is_asked_for_at_once_and_no_other(editor: Page) -> None:
    editor.wait_for_load_state("networkidle")
    asked, came = editor.evaluate(
        """() => {
            const path = (url) => new URL(url, document.baseURI).pathname;
            const links = [...document.querySelectorAll('link[rel=modulepreload]')].map(({ href }) => path(href));
            const entries = performance.getEntriesByType('resource').map(({ name }) => path(name));
            const worker = document.querySelector('mask-editor').dataset.worker;
            const own = /^\\/static\\/(editor\\/.*|texts)\\.js$/;
            const modules = entries.filter((name) => (own.test(name) || links.includes(name)) && name !== worker);
            return [links, modules];
        }"""
    )
    assert len(asked) == len(set(asked)) > 20
    assert set(came) == set(asked)
    entry = editor.locator("script[src$='/editor/editor.js']").get_attribute("src")
    assert asked[0] == entry


@pytest.mark.parametrize("width", [820, 1024, 1280, 1440, 1920])
def test_the_floating_bars_never_lie_over_each_other(
    page_of: OpensPages, dana: User, kitchen: Order, width: int
) -> None:
    page = open_editor(page_of(dana, viewport={"width": width, "height": 800}), kitchen)
    for _ in ("open", "closed"):
        boxes = [page.locator(bar).bounding_box() for bar in (".rail", ".options", ".zoom")]
        rail, options, zoom = [box for box in boxes if box]
        for one, other in ((rail, options), (options, zoom), (rail, zoom)):
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert beside or above
        assert options["x"] + options["width"] <= page.evaluate("document.querySelector('.workspace').clientWidth")
        page.get_by_role("button", name="History and removals", exact=True).click()
