"""What dana does to the whole mask: grow and shrink it, fill its holes, turn it round."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.models import User
from tests.browser.painting import (
    KITCHEN,
    Mask,
    as_mask,
    brute_force,
    download,
    drag,
    from_mask_menu,
    said,
    shown_mask,
    strokes,
    wait_until,
)
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ring(page: Page) -> None:
    """A stroke with a hole in it, one end of it on the photo's edge."""
    drag(page, [(150, 100), (400, 100), (400, 300), (150, 300), (150, 100)])
    drag(page, [(500, 200), (640, 200)])


def spread(mask: Mask, n: int) -> Mask:
    """Every pixel whose centre is within n of a painted one's, by trying every way there."""
    height, width = mask.shape
    wide = np.zeros((height + 2 * n, width + 2 * n), np.bool_)
    out = np.zeros_like(mask)
    wide[n : n + height, n : n + width] = mask
    for dy in range(-n, n + 1):
        for dx in range(-n, n + 1):
            if dx * dx + dy * dy <= n * n:
                out |= wide[n + dy : n + dy + height, n + dx : n + dx + width]
    return out


def filled(mask: Mask) -> Mask:
    """By flooding from a rim around the picture."""
    rim = np.pad(mask, 1).astype(np.uint8)
    cv2.floodFill(rim, None, (0, 0), 2)
    closed: Mask = rim[1:-1, 1:-1] != 2
    return closed


def margin(page: Page, n: int) -> None:
    page.locator(".mask-menu > summary").click()
    page.get_by_label("Pixels to grow or shrink by").fill(str(n))
    page.keyboard.press("Escape")
    page.locator(".stage").focus()


def test_growing_and_shrinking_are_exact_and_one_step_each(editor: Page) -> None:
    ring(editor)
    before = brute_force(KITCHEN, strokes(editor))
    margin(editor, 9)
    editor.keyboard.press(">")
    said(editor, "Grown by 9 px.")
    assert np.array_equal(as_mask(download(editor)), spread(before, 9))
    editor.keyboard.press("Control+z")
    said(editor, "Undone: grow by 9 px.")
    assert np.array_equal(as_mask(download(editor)), before)
    editor.keyboard.press("<")
    said(editor, "Shrunk by 9 px.")
    shrunk = as_mask(download(editor))
    assert np.array_equal(shrunk, before & ~spread(~before, 9))
    assert shrunk[200, -1], "a mask that reaches the photo's edge stays there"


def test_holes_are_filled_and_only_holes(editor: Page) -> None:
    ring(editor)
    before = brute_force(KITCHEN, strokes(editor))
    from_mask_menu(editor, "Fill holes")
    said(editor, "Holes filled.")
    after = as_mask(download(editor))
    assert np.array_equal(after, filled(before))
    assert after.sum() > before.sum()
    editor.keyboard.press("h")
    said(editor, "There are no holes to fill.")


def test_inverting_turns_every_pixel_and_back(editor: Page) -> None:
    ring(editor)
    before = brute_force(KITCHEN, strokes(editor))
    from_mask_menu(editor, "Invert")
    said(editor, "Inverted.")
    assert np.array_equal(as_mask(download(editor)), ~before)
    editor.locator(".stage").focus()
    editor.keyboard.press("i")
    assert np.array_equal(as_mask(download(editor)), before)


def test_the_menu_opens_by_its_key_and_leads_the_focus(editor: Page) -> None:
    editor.locator(".stage").focus()
    editor.keyboard.press("m")
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_focused()
    editor.keyboard.press("Escape")
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_hidden()
    expect(editor.locator(".mask-menu > summary")).to_be_focused()
    editor.keyboard.press("m")
    editor.mouse.click(700, 500)
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_hidden()


def test_nothing_painted_can_be_neither_grown_nor_filled_and_the_person_is_told(editor: Page) -> None:
    for key in (">", "<", "h"):
        editor.keyboard.press(key)
        said(editor, "Paint something first.")
        editor.evaluate("document.querySelector('.news').textContent = ''")
    editor.locator(".mask-menu > summary").click()
    editor.get_by_role("button", name="Grow", exact=True).press("Enter")
    said(editor, "Paint something first.")


@pytest.fixture
def slow_worker(editor: Page) -> Iterator[Page]:
    """The worker that reshapes gets no code until the page says so."""
    waiting: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: waiting.append(route))
    yield editor
    for route in waiting:
        route.abort()


def test_escape_cancels_what_takes_long_and_nobody_paints_meanwhile(slow_worker: Page) -> None:
    editor = slow_worker
    ring(editor)
    before = shown_mask(editor)
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    drag(editor, [(60, 350), (200, 360)])
    assert len(strokes(editor)) == 2
    editor.keyboard.press("Escape")
    said(editor, "Canceled. The mask is as it was.")
    expect(editor.locator(".notice")).to_have_count(0)
    assert np.array_equal(shown_mask(editor), before)
    drag(editor, [(60, 350), (200, 360)])
    assert len(strokes(editor)) == 3


def test_what_was_reshaped_is_dropped_when_the_mask_changed_meanwhile(editor: Page) -> None:
    ring(editor)
    held: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: held.append(route))
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    editor.keyboard.press("Control+z")
    after = shown_mask(editor)
    held[0].continue_()
    said(editor, "The mask was changed meanwhile")
    assert np.array_equal(shown_mask(editor), after)


def test_what_was_reshaped_stays_with_its_own_photo(editor: Page, dana: User) -> None:
    make_order(dana, size=KITCHEN, name="hall.jpg")
    editor.reload()
    wait_until(editor, "document.querySelector('mask-editor')?.studio?.camera.stage.width > 1")
    ring(editor)
    held: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: held.append(route))
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    editor.keyboard.press("PageDown")
    expect(editor.locator(".bar-name")).to_have_text("hall.jpg")
    expect(editor.locator(".notice")).to_have_count(0)
    assert not shown_mask(editor).any()
    drag(editor, [(60, 350), (200, 360)])
    assert shown_mask(editor).any()
