"""The mask in other colours, on the screen only; and its menu on a phone."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    KITCHEN,
    as_mask,
    brute_force,
    download,
    drag,
    open_editor,
    strokes,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_another_colour_is_seen_on_the_screen_only(editor: Page) -> None:
    drag(editor, [(100, 100), (300, 200)])
    bits = brute_force(KITCHEN, strokes(editor))
    seen = set()
    for name in ("Violet", "Orange", "Yellow", "Blue", "Black and white stripes"):
        editor.locator(".mask-menu > summary").click()
        editor.get_by_role("radio", name=name, exact=True).check(force=True)
        editor.keyboard.press("Escape")
        # as_mask() accepts #7878CD and transparent only.
        assert np.array_equal(as_mask(download(editor)), bits)
        seen.add(inked(editor))
    assert seen == {"120,120,205", "230,159,0", "240,228,66", "86,180,233", "0,0,0 255,255,255"}


def test_the_colour_is_remembered(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana), kitchen)
    page.locator(".mask-menu > summary").click()
    page.get_by_role("radio", name="Orange", exact=True).check(force=True)
    open_editor(page, kitchen)
    drag(page, [(100, 100), (300, 200)])
    assert inked(page) == "230,159,0"


def inked(page: Page) -> str:
    """The colours on the overlay."""
    found: str = page.evaluate(
        """async () => {
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            const canvas = document.querySelector('.overlay');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const words = new Set();
            for (let at = 0; at < data.length; at += 4) if (data[at + 3]) words.add(data.slice(at, at + 3).join(','));
            return [...words].sort().join(' ');
        }"""
    )
    return found


def test_on_a_phone_every_entry_of_the_menu_is_in_reach(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    phone = open_editor(page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True), kitchen)
    phone.locator(".mask-menu > summary").tap()
    for name in ("Invert", "Grow", "Shrink", "Fill holes", "Clear", "Import mask…", "Download mask", "Use last mask"):
        button = phone.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 44
    stripes = phone.get_by_role("radio", name="Black and white stripes")
    stripes.scroll_into_view_if_needed()
    expect(stripes).to_be_in_viewport()
