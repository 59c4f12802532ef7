"""Dana paints without a pointer: a crosshair that the arrow keys move and Enter presses."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.painting import KITCHEN, as_mask, brute_force, download, strokes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, what: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"Tab never reaches {what}.")


def place(page: Page) -> tuple[float, float]:
    at = page.evaluate("document.querySelector('mask-editor').studio.crosshair.at")
    return at["x"], at["y"]


def test_a_rectangle_by_tab_arrows_and_enter(editor: Page) -> None:
    tab_to(editor, ".stage")
    press(editor, "r", "Enter")
    expect(editor.get_by_text("Rectangle: arrow keys move the cursor, Enter uses it")).to_be_visible()
    x, y = place(editor)
    press(editor, "ArrowLeft", "ArrowUp", "Shift+ArrowUp", "Control+ArrowUp", "Enter", "Shift+ArrowRight", "ArrowDown")
    assert place(editor) == pytest.approx((x + 56, y - 65))
    expect(editor.locator(".news")).to_contain_text("% across, ")
    press(editor, "Enter")
    expect(editor.locator(".news")).to_have_text("Rectangle: painted.")
    (drawn,) = strokes(editor)
    assert (drawn["points"][0]["x"], drawn["points"][0]["y"]) == pytest.approx((x - 8, y - 73))
    mask = as_mask(download(editor))
    assert np.array_equal(mask, brute_force(KITCHEN, [drawn]))
    assert mask.sum() == 64 * 8


def test_dots_lines_polygons_and_escape(editor: Page) -> None:
    press(editor, "k", "Enter", "Shift+ArrowRight", "Shift+Enter", "l", "Enter", "ArrowDown", "ArrowRight", "Escape")
    press(editor, "p", "Enter", "Shift+ArrowDown", "Enter", "Shift+ArrowLeft", "Enter", "Enter")
    dot, line, area = strokes(editor)
    assert len(dot["points"]) == 1
    assert len(line["points"]) == 2
    assert len(area["points"]) == 3
    before = place(editor)
    press(editor, "Escape", "ArrowLeft")
    assert editor.evaluate("document.querySelector('mask-editor').studio.crosshair.at") is None
    press(editor, "Enter")
    assert place(editor) != before
    assert np.array_equal(as_mask(download(editor)), brute_force(KITCHEN, strokes(editor)))


def test_arrows_are_the_crosshairs_only_while_it_is_on_and_the_stage_has_the_focus(editor: Page) -> None:
    editor.evaluate(
        """() => {
            window.left = [];
            addEventListener('keydown', (event) => window.left.push(event.defaultPrevented));
        }"""
    )
    editor.locator(".stage").focus()
    press(editor, "ArrowUp", "Enter", "ArrowUp", "Escape", "ArrowUp")
    assert editor.evaluate("window.left") == [False, True, True, True, False]


def test_the_crosshair_stays_on_the_photo_and_in_sight(editor: Page) -> None:
    press(editor, "k")
    for _ in range(6):
        press(editor, "+")
    for _ in range(80):
        press(editor, "Shift+ArrowRight", "Shift+ArrowDown")
    assert place(editor) == KITCHEN
    box = editor.locator(".crosshair path").first.bounding_box()
    stage = editor.locator(".stage").bounding_box()
    assert box is not None
    assert stage is not None
    assert stage["x"] < box["x"] < stage["x"] + stage["width"]
    assert stage["y"] < box["y"] < stage["y"] + stage["height"]
