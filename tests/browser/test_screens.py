"""Screens of every density, photos of every shape: what dana points at is what she paints."""

from __future__ import annotations

import io
import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import Floats, drag, on_screen, open_editor, shown_mask, strokes
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (301, 203)
RATIOS = [1.25, 1.5, 3]


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


def look(page: Page, zoom: float, x: float, y: float) -> None:
    """From near at a place of the photo, off the grid of whole pixels."""
    page.evaluate(
        """([zoom, x, y]) => {
            const { camera } = document.querySelector('mask-editor').studio;
            camera.zoomTo(zoom);
            camera.centreOn({ x, y });
        }""",
        [zoom, x, y],
    )


def seen(page: Page) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The window as it is on the screen."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(np.int16)


@pytest.mark.parametrize("ratio", RATIOS)
def test_what_lies_under_the_ring_is_painted_at_any_zoom_and_density(
    page_of: OpensPages, dana: User, kitchen: Order, ratio: float
) -> None:
    page = open_editor(page_of(dana, device_scale_factor=ratio), kitchen)
    page.get_by_role("slider", name="Brush size", exact=True).fill("37")
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]] + 0.5
    chance = random.Random(str(ratio))
    for _ in range(4):
        look(page, chance.uniform(0.9, 9) * ratio, chance.uniform(60, 240), chance.uniform(60, 140))
        page.evaluate("document.querySelector('mask-editor').studio.painting.clear()")
        stage = page.locator(".stage").bounding_box()
        assert stage is not None
        ends = [(stage["x"] + chance.uniform(150, 600), stage["y"] + chance.uniform(100, 400)) for _ in range(3)]
        page.mouse.move(*ends[0])
        page.mouse.down()
        for end in ends[1:]:
            page.mouse.move(*end)
        page.mouse.up()
        left, top = on_screen(page, 0, 0)
        scale = on_screen(page, 1, 0)[0] - left
        wanted = np.zeros(rows.shape, dtype=np.bool_)
        hair = np.zeros(rows.shape, dtype=np.bool_)
        for one, other in pairwise(ends):
            away = _away(columns * scale + left, rows * scale + top, one, other) - 18.5
            wanted |= away <= 0
            hair |= np.abs(away) < 0.02
        # Where the pixel's centre is on the ring itself, rounding may have its way.
        assert wanted.any()
        assert np.array_equal(shown_mask(page) | hair, wanted | hair)


def _away(x: Floats, y: Floats, one: tuple[float, float], other: tuple[float, float]) -> Floats:
    """How far places of the window are from the way between two others, in CSS pixels."""
    along = (other[0] - one[0], other[1] - one[1])
    length = along[0] ** 2 + along[1] ** 2
    part = np.clip(((x - one[0]) * along[0] + (y - one[1]) * along[1]) / length, 0, 1)
    return np.asarray(np.hypot(x - one[0] - part * along[0], y - one[1] - part * along[1]), dtype=np.float64)


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_mask_lies_on_the_very_pixels_it_covers(
    page_of: OpensPages, dana: User, kitchen: Order, ratio: float
) -> None:
    page = open_editor(page_of(dana, device_scale_factor=ratio), kitchen)
    page.get_by_role("slider", name="Mask opacity", exact=True).fill("100")
    for zoom in (3.3, 7.7, 13.37):
        look(page, zoom * ratio, 150.3, 100.7)
        page.evaluate(
            """() => {
                const { painting } = document.querySelector('mask-editor').studio;
                painting.clear();
                painting.fill([{ x: 148, y: 99 }, { x: 153, y: 99 }, { x: 153, y: 103 }, { x: 148, y: 103 }], true);
                painting.commit('rectangle');
            }"""
        )
        page.wait_for_timeout(300)
        violet = np.abs(seen(page) - (120, 120, 205)).sum(axis=2) < 60
        (left, top), (right, bottom) = (on_screen(page, *corner) for corner in ((148, 99), (153, 103)))
        edges = [edge * ratio for edge in (left, top, right, bottom)]
        near = (slice(int(edges[1]) - 9, int(edges[3]) + 9), slice(int(edges[0]) - 9, int(edges[2]) + 9))
        found_rows, found_columns = (np.nonzero(violet[near].any(axis=axis))[0] for axis in (1, 0))
        found = [
            found_columns[0] + near[1].start,
            found_rows[0] + near[0].start,
            found_columns[-1] + 1 + near[1].start,
            found_rows[-1] + 1 + near[0].start,
        ]
        # A line of the pixel grid may lie over the outermost one.
        assert found == pytest.approx(edges, abs=2)


@pytest.mark.parametrize("ratio", [1.25, 2])
def test_at_100_per_cent_a_pixel_of_the_photo_is_one_of_the_screen(
    page_of: OpensPages, dana: User, kitchen: Order, ratio: float
) -> None:
    page = open_editor(page_of(dana, device_scale_factor=ratio), kitchen)
    page.keyboard.press("1")
    expect(page.locator("[data-zoom]")).to_have_text("100 %")
    page.locator(".zoom-menu summary").click()
    page.get_by_role("button", name="200 %", exact=True).click()
    expect(page.locator("[data-zoom]")).to_have_text("200 %")
    left, top = on_screen(page, 0, 0)
    right, _ = on_screen(page, SIZE[0], 0)
    assert (right - left) * ratio == pytest.approx(2 * SIZE[0])
    assert left * ratio == pytest.approx(round(left * ratio), abs=0.01)
    assert top * ratio == pytest.approx(round(top * ratio), abs=0.01)


def test_lines_between_pixels_are_seen_on_a_mid_grey_too(dana: User, dana_page: Page) -> None:
    grey = io.BytesIO()
    Image.new("RGB", (60, 40), (128, 128, 128)).save(grey, "PNG")
    page = open_editor(dana_page, make_order(dana, size=(60, 40), data=grey.getvalue()))
    look(page, 16, 30, 20)
    page.wait_for_timeout(400)
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    row = seen(page)[int(stage["y"]) + 203, 300:600]
    lines = np.nonzero(np.abs(row - 128).max(axis=1) >= 24)[0]
    assert 17 <= len(set(lines // 16)) <= 20


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (20_000, 50)])
def test_photos_of_any_shape_are_painted_and_their_map_can_be_grasped(
    dana: User, dana_page: Page, size: tuple[int, int]
) -> None:
    page = open_editor(dana_page, make_order(dana, size=size))
    look(page, 32, size[0] / 2, size[1] / 2)
    x, y = on_screen(page, size[0] // 2 + 0.5, size[1] // 2 + 0.5)
    page.mouse.click(x, y)
    assert shown_mask(page)[size[1] // 2, size[0] // 2]
    if max(size) == 1:
        return
    small = page.locator(".minimap")
    expect(small).to_be_visible()
    box = small.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 20
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9)
    middle = page.evaluate(
        """() => {
            const { view, middle } = document.querySelector('mask-editor').studio.camera;
            return [(middle.x - view.x) / view.scale, (middle.y - view.y) / view.scale];
        }"""
    )
    long = 0 if size[0] > size[1] else 1
    assert middle[long] == pytest.approx(0.9 * size[long], rel=0.05)


def test_the_small_map_shows_the_mask_in_the_colour_of_the_screen(dana_page: Page, kitchen: Order) -> None:
    page = open_editor(dana_page, kitchen)
    drag(page, [(100, 100), (200, 100)])
    look(page, 16, 30, 20)
    shown = """() => {
        const { width, height } = document.querySelector('.minimap canvas');
        const context = document.querySelector('.minimap canvas').getContext('2d');
        const { data } = context.getImageData(0, 0, width, height);
        const at = data.findIndex((value, place) => place % 4 === 3 && value > 0) - 3;
        return [...data.slice(at, at + 3)];
    }"""
    assert page.evaluate(shown) == [120, 120, 205]
    page.locator(".mask-menu > summary").click()
    page.get_by_title("Orange").click()
    assert page.evaluate(shown) == [230, 159, 0]
    assert len(strokes(page)) == 1
