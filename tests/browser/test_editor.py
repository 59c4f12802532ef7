"""Dana paints in a real browser."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from editor.models import Draft, Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    KITCHEN,
    as_mask,
    brute_force,
    download,
    drag,
    from_mask_menu,
    on_screen,
    open_editor,
    shown_mask,
    strokes,
    wait_saved,
    wait_until,
)
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


CONTROLS = {
    "button": [
        "Brush",
        "Eraser",
        "Undo",
        "Redo",
        "Clear",
        "Zoom in",
        "Zoom out",
        "Fit",
        "Download mask",
        "Remove items",
    ],
    "slider": ["Brush size", "Mask opacity"],
}


def test_every_control_has_its_name_and_the_surface_is_called_mask(editor: Page) -> None:
    editor.locator(".mask-menu > summary").click()
    for role, names in CONTROLS.items():
        for name in names:
            expect(editor.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
    expect(editor.get_by_role("application", name="Mask", exact=True)).to_be_visible()


def test_the_mask_dana_downloads_is_exactly_what_the_brush_rule_says(editor: Page) -> None:
    drag(editor, [(80, 60), (300, 200), (520, 90)])
    drag(editor, [(100, 300), (101, 300)])
    drag(editor, [(540, 350), (700, 380), (560, 300)])
    painted = strokes(editor)
    first = painted[0]["points"][0]
    assert (first["x"], first["y"]) == pytest.approx((80, 60), abs=0.6)
    mask = as_mask(download(editor))
    assert mask.shape == KITCHEN[::-1]
    assert np.array_equal(mask, brute_force(KITCHEN, painted))
    assert mask.any()


def test_one_click_is_a_dot_and_shift_click_a_straight_line(editor: Page) -> None:
    editor.mouse.click(*on_screen(editor, 100, 100))
    editor.keyboard.down("Shift")
    editor.mouse.click(*on_screen(editor, 500, 300))
    editor.keyboard.up("Shift")
    mask = as_mask(download(editor))
    assert mask[100, 100]
    assert mask[200, 300]
    assert np.array_equal(mask, brute_force(KITCHEN, strokes(editor)))


def test_undo_and_redo_work_by_button_and_by_key(editor: Page) -> None:
    drag(editor, [(80, 60), (300, 200)])
    first = shown_mask(editor)
    drag(editor, [(300, 300), (400, 300)])
    second = shown_mask(editor)
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), first)
    editor.get_by_role("button", name="Undo", exact=True).click()
    assert not shown_mask(editor).any()
    editor.keyboard.press("Control+Shift+Z")
    editor.get_by_role("button", name="Redo", exact=True).click()
    assert np.array_equal(shown_mask(editor), second)
    editor.keyboard.press("Control+z")
    editor.keyboard.press("Control+y")
    assert np.array_equal(shown_mask(editor), second)


@pytest.mark.parametrize("way", ["tool", "alt", "right button", "key"])
def test_dana_erases(editor: Page, way: str) -> None:
    drag(editor, [(100, 200), (500, 200)])
    if way == "tool":
        editor.get_by_role("button", name="Eraser", exact=True).click()
    if way == "key":
        editor.keyboard.press("x")
    if way == "alt":
        editor.keyboard.down("Alt")
    drag(editor, [(300, 100), (300, 300)], button="right" if way == "right button" else "left")
    if way == "alt":
        editor.keyboard.up("Alt")
    mask = as_mask(download(editor))
    assert mask[200, 150]
    assert not mask[200, 300]
    assert np.array_equal(mask, brute_force(KITCHEN, strokes(editor)))


def test_clear_can_be_undone(editor: Page) -> None:
    drag(editor, [(100, 200), (500, 200)])
    before = shown_mask(editor)
    from_mask_menu(editor, "Clear")
    assert not shown_mask(editor).any()
    editor.get_by_role("button", name="Undo", exact=True).click()
    assert np.array_equal(shown_mask(editor), before)


def test_an_empty_mask_is_not_sent_and_dana_is_told_why(editor: Page, kitchen: Order) -> None:
    send = editor.get_by_role("button", name="Remove items", exact=True)
    expect(send).to_have_attribute("aria-disabled", "true")
    send.click(force=True)
    expect(editor.get_by_text("Paint over what should go first.")).to_be_visible()
    assert not kitchen.submissions.exists()


def test_a_reload_brings_the_mask_back(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    before = shown_mask(editor)
    wait_saved(editor)
    open_editor(editor, kitchen)
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), before)


def test_a_crash_before_the_server_heard_of_it_loses_nothing(editor: Page, kitchen: Order) -> None:
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, [(100, 200), (500, 200)])
    before = shown_mask(editor)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    assert not Draft.objects.exists()
    editor.unroute("**/draft/")
    open_editor(editor, kitchen)
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), before)
    wait_saved(editor)
    assert np.array_equal(as_mask(bytes(Draft.objects.get().mask)), before)


def test_the_mask_follows_dana_to_another_browser(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User
) -> None:
    drag(editor, [(100, 200), (500, 200)])
    before = shown_mask(editor)
    wait_saved(editor)
    elsewhere = open_editor(page_of(dana), kitchen)
    wait_until(elsewhere, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(elsewhere), before)


@pytest.mark.parametrize("choice", ["Use that one", "Keep mine"])
def test_two_browsers_that_painted_at_once_ask_dana_which_mask_to_keep(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User, choice: str
) -> None:
    elsewhere = open_editor(page_of(dana), kitchen)
    drag(elsewhere, [(300, 50), (300, 350)])
    theirs = shown_mask(elsewhere)
    wait_saved(elsewhere)
    drag(editor, [(100, 200), (500, 200)])
    mine = shown_mask(editor)
    expect(editor.locator(".notice", has_text="A newer mask was saved elsewhere.")).to_be_visible()
    editor.get_by_role("button", name=choice, exact=True).click()
    wait_saved(editor)
    wanted = theirs if choice == "Use that one" else mine
    assert np.array_equal(shown_mask(editor), wanted)
    assert np.array_equal(as_mask(bytes(Draft.objects.get().mask)), wanted)
    if choice == "Use that one":
        editor.keyboard.press("Control+z")
        assert np.array_equal(shown_mask(editor), mine)


def test_what_dana_clears_herself_stays_cleared(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    wait_saved(editor)
    version = Draft.objects.get().version
    from_mask_menu(editor, "Clear")
    wait_saved(editor)
    assert Draft.objects.get().version > version
    open_editor(editor, kitchen)
    assert not shown_mask(editor).any()


def test_zooming_keeps_the_pixel_under_the_pointer(editor: Page) -> None:
    at = on_screen(editor, 420, 130)
    editor.mouse.move(*at)
    for travel in (-300, -400, 250):
        editor.mouse.wheel(0, travel)
        editor.wait_for_timeout(50)
        assert on_screen(editor, 420, 130) == pytest.approx(at, abs=1)
    editor.mouse.click(*at)
    assert np.array_equal(as_mask(download(editor)), brute_force(KITCHEN, strokes(editor)))
    assert strokes(editor)[0]["points"][0]["x"] == pytest.approx(420, abs=1)


def test_space_and_the_middle_button_move_the_photo_and_paint_nothing(editor: Page) -> None:
    start = on_screen(editor, 0, 0)
    editor.keyboard.down("Space")
    editor.mouse.move(600, 400)
    editor.mouse.down()
    editor.mouse.move(660, 430)
    editor.mouse.up()
    editor.keyboard.up("Space")
    assert on_screen(editor, 0, 0) == pytest.approx((start[0] + 60, start[1] + 30), abs=1)
    editor.mouse.down(button="middle")
    editor.mouse.move(600, 400)
    editor.mouse.up(button="middle")
    assert on_screen(editor, 0, 0) == pytest.approx(start, abs=1)
    assert not shown_mask(editor).any()
    editor.keyboard.press("0")


def test_the_brush_keeps_its_size_on_the_screen_and_its_keys_change_it(editor: Page) -> None:
    slider = editor.get_by_role("slider", name="Brush size", exact=True)
    before = float(slider.input_value())
    editor.keyboard.press("]")
    larger = float(slider.input_value())
    assert larger > before
    editor.keyboard.press("[")
    editor.keyboard.press("[")
    assert float(slider.input_value()) < before
    expect(slider).to_have_attribute("aria-keyshortcuts", "[ ]")
    size = float(slider.input_value())
    for _ in range(4):
        editor.keyboard.press("+")
    drag(editor, [(300, 200), (310, 200)])
    assert float(slider.input_value()) == size
    scale = editor.evaluate("document.querySelector('mask-editor').studio.camera.view.scale")
    assert strokes(editor)[0]["points"][0]["radius"] == pytest.approx(size / 2 / scale)


def test_a_colleague_of_dana_has_a_mask_of_her_own(
    editor: Page, kitchen: Order, page_of: OpensPages, rhea: User
) -> None:
    drag(editor, [(100, 200), (500, 200)])
    wait_saved(editor)
    hers = open_editor(page_of(rhea), kitchen)
    hers.wait_for_timeout(300)
    assert not shown_mask(hers).any()


def test_past_the_proxy_finer_pixels_are_shown_and_let_go_again(dana_page: Page, dana: User) -> None:
    hall = make_order(dana, size=(4200, 2800))
    page = open_editor(dana_page, hall)
    assert page.locator(".photo-tile").count() == 0
    page.keyboard.press("1")
    page.locator(".photo-tile.is-loaded").first.wait_for()
    seen = page.locator(".photo-tile").count()
    assert 1 <= seen <= 9
    page.keyboard.press("0")
    expect(page.locator(".photo-tile")).to_have_count(0)
