"""What a hand on a mouse, with the other one on the keys, does without thinking of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.painting import drag, on_screen, shown_mask, strokes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MIDDLE = (300, 200)
"""Of the kitchen, about."""


def view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate("document.querySelector('mask-editor').studio.camera.view")
    return found


def press(page: Page, kind: str, button: str, buttons: int, at: tuple[float, float]) -> None:
    """A mouse event of the browser's own making, for buttons that Playwright does not know."""
    session = page.context.new_cdp_session(page)
    where = {"x": at[0], "y": at[1], "button": button, "buttons": buttons, "clickCount": 1}
    session.send("Input.dispatchMouseEvent", {"type": kind, **where})
    session.detach()


def pushed(page: Page, by: float = 60) -> float:
    """How far the photo goes along when it is dragged to the right with Space held."""
    before = view(page)["x"]
    x, y = on_screen(page, *MIDDLE)
    page.mouse.move(x, y)
    page.keyboard.down("Space")
    page.mouse.down()
    page.mouse.move(x + by, y, steps=3)
    page.mouse.up()
    page.keyboard.up("Space")
    return view(page)["x"] - before


def press_a_tool(page: Page) -> None:
    page.get_by_role("button", name="Lasso", exact=True).click()


def set_the_size(page: Page) -> None:
    box = page.get_by_role("slider", name="Brush size", exact=True).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 50, box["y"] + box["height"] / 2)


def choose_from_the_menu(page: Page) -> None:
    page.locator(".mask-menu > summary").click()
    page.get_by_role("button", name="Import mask…").click()


def leave_a_menu(page: Page) -> None:
    page.locator(".zoom-menu > summary").click()
    page.keyboard.press("Escape")


def choose_a_colour(page: Page) -> None:
    page.locator(".mask-menu > summary").click()
    page.get_by_title("Orange").click()


def type_a_number(page: Page) -> None:
    page.locator(".mask-menu > summary").click()
    page.get_by_label("Pixels to grow or shrink by").fill("12")
    page.get_by_role("button", name="Brush", exact=True).click()


@pytest.mark.parametrize(
    "first", [press_a_tool, set_the_size, choose_from_the_menu, leave_a_menu, choose_a_colour, type_a_number]
)
def test_space_moves_the_photo_whatever_was_pressed_before(editor: Page, first: Any) -> None:
    first(editor)
    assert pushed(editor) == pytest.approx(60)
    assert strokes(editor) == []
    expect(editor.locator("details[open] .zoom-panel, .zoom-menu[open]")).to_have_count(0)
    editor.keyboard.press("e")
    expect(editor.get_by_role("button", name="Eraser", exact=True)).to_have_attribute("aria-pressed", "true")


def test_space_and_enter_still_press_the_button_one_has_come_to_by_tab(editor: Page) -> None:
    editor.get_by_role("button", name="Brush", exact=True).focus()
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Space")
    expect(editor.get_by_role("button", name="Eraser", exact=True)).to_have_attribute("aria-pressed", "true")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Rectangle", exact=True)).to_have_attribute("aria-pressed", "true")


def test_space_in_the_middle_of_a_stroke_waits_for_its_end(editor: Page) -> None:
    before = view(editor)
    editor.mouse.move(*on_screen(editor, 100, 100))
    editor.mouse.down()
    editor.mouse.move(*on_screen(editor, 200, 100), steps=3)
    editor.keyboard.down("Space")
    panning = editor.locator(".stage.is-panning")
    expect(panning).to_have_count(0)
    editor.mouse.move(*on_screen(editor, 300, 100), steps=3)
    editor.mouse.up()
    expect(panning).to_have_count(1)
    editor.keyboard.up("Space")
    expect(panning).to_have_count(0)
    assert view(editor) == before
    assert strokes(editor)[0]["points"][-1]["x"] == pytest.approx(300, abs=2)


def test_the_buttons_at_the_thumb_paint_nothing(editor: Page) -> None:
    x, y = on_screen(editor, *MIDDLE)
    press(editor, "mouseMoved", "none", 0, (x, y))
    press(editor, "mousePressed", "forward", 16, (x, y))
    press(editor, "mouseMoved", "forward", 16, (x + 50, y))
    press(editor, "mouseReleased", "forward", 0, (x + 50, y))
    assert not shown_mask(editor).any()


def test_a_stroke_ends_with_the_button_that_began_it(editor: Page) -> None:
    x, y = on_screen(editor, 100, 200)
    press(editor, "mouseMoved", "none", 0, (x, y))
    press(editor, "mousePressed", "left", 1, (x, y))
    press(editor, "mouseMoved", "left", 1, (x + 40, y))
    press(editor, "mousePressed", "right", 3, (x + 40, y))
    press(editor, "mouseMoved", "left", 3, (x + 80, y))
    press(editor, "mouseReleased", "left", 2, (x + 80, y))
    painted = shown_mask(editor)
    press(editor, "mouseMoved", "right", 2, (x + 300, y))
    press(editor, "mouseReleased", "right", 0, (x + 300, y))
    assert len(strokes(editor)) == 1
    assert painted.any()
    assert (shown_mask(editor) == painted).all()


def test_the_ring_says_whether_the_brush_takes_away_before_and_while_it_does(editor: Page) -> None:
    ring = editor.locator(".is-taking .ring")
    editor.mouse.move(*on_screen(editor, *MIDDLE))
    expect(ring).to_have_count(0)
    editor.keyboard.down("Alt")
    expect(ring).to_have_count(1)
    editor.keyboard.up("Alt")
    expect(ring).to_have_count(0)
    editor.mouse.down(button="right")
    expect(ring).to_have_count(1)
    editor.keyboard.down("Alt")
    editor.keyboard.up("Alt")
    expect(ring).to_have_count(1)
    editor.mouse.up(button="right")
    expect(ring).to_have_count(0)
    editor.keyboard.down("Alt")
    editor.evaluate("dispatchEvent(new Event('blur'))")
    expect(ring).to_have_count(0)
    editor.keyboard.up("Alt")


def test_alt_alone_does_not_lead_into_the_menu_of_the_browser(editor: Page) -> None:
    editor.evaluate(
        """() => {
            window.refused = [];
            for (const name of ['keydown', 'keyup']) {
                addEventListener(name, (event) => event.key === 'Alt' && window.refused.push(event.defaultPrevented));
            }
        }"""
    )
    editor.mouse.move(*on_screen(editor, *MIDDLE))
    editor.keyboard.press("Alt")
    editor.locator(".bar").hover()
    editor.keyboard.press("Alt")
    assert editor.evaluate("window.refused") == [True, True, False, False]


def test_undo_and_clear_wait_while_the_mouse_paints(editor: Page) -> None:
    drag(editor, [(50, 50), (150, 60)])
    editor.mouse.move(*on_screen(editor, 100, 200))
    editor.mouse.down()
    editor.mouse.move(*on_screen(editor, 200, 200), steps=3)
    before = editor.locator(".news").inner_text()
    for key in ("Control+z", "Control+y", "Delete"):
        editor.keyboard.press(key)
    assert editor.locator(".news").inner_text() == before
    editor.mouse.move(*on_screen(editor, 300, 200), steps=3)
    editor.mouse.up()
    assert len(strokes(editor)) == 2
    mask = shown_mask(editor)
    assert mask[50, 50]
    assert mask[200, 100]
    assert mask[200, 300]


@pytest.mark.parametrize("over", [".rail", ".options", ".zoom"])
def test_a_pinch_over_a_bar_zooms_the_photo_and_not_the_page(editor: Page, over: str) -> None:
    box = editor.locator(over).bounding_box()
    assert box is not None
    before = view(editor)["scale"]
    refused = editor.evaluate(
        """([selector, x, y]) => {
            const turn = { deltaY: -10, ctrlKey: true, clientX: x, clientY: y, bubbles: true, cancelable: true };
            return !document.querySelector(selector).dispatchEvent(new WheelEvent('wheel', turn));
        }""",
        [over, box["x"] + 5, box["y"] + 5],
    )
    assert refused
    assert view(editor)["scale"] > before


def test_a_stroke_of_the_right_button_that_ends_over_a_bar_opens_no_menu(editor: Page) -> None:
    menu = """() => document.querySelector('.rail').dispatchEvent(
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))"""
    assert editor.evaluate(menu)
    rail = editor.locator(".rail").bounding_box()
    assert rail is not None
    editor.mouse.move(*on_screen(editor, *MIDDLE))
    editor.mouse.down(button="right")
    editor.mouse.move(rail["x"] + 10, rail["y"] + 10)
    editor.mouse.up(button="right")
    assert not editor.evaluate(menu)
    editor.mouse.click(rail["x"] + 2, rail["y"] + 2)
    assert editor.evaluate(menu)


def test_a_held_key_is_let_go_though_its_sign_has_changed(editor: Page) -> None:
    """With Shift the key of the backslash says `|`; where AltGr makes the backslash, it says something else without."""
    peeking = editor.locator(".is-peeking")
    editor.locator(".stage").focus()
    editor.keyboard.down("Backslash")
    expect(peeking).to_have_count(1)
    editor.keyboard.down("Shift")
    editor.keyboard.up("Backslash")
    expect(peeking).to_have_count(0)
    editor.keyboard.up("Shift")


def test_a_press_that_closes_a_menu_paints_nothing(editor: Page) -> None:
    for menu in (".mask-menu", ".zoom-menu", ".picker"):
        editor.locator(f"{menu} > summary").click()
        editor.mouse.move(*on_screen(editor, 250, 100))
        editor.mouse.down()
        editor.mouse.move(*on_screen(editor, 300, 120), steps=3)
        editor.mouse.up()
        expect(editor.locator(f"{menu}[open]")).to_have_count(0)
        assert not shown_mask(editor).any()
    drag(editor, [(250, 100), (300, 120)])
    assert shown_mask(editor).any()


def test_escape_closes_the_menu_first_and_leaves_the_polygon_open(editor: Page) -> None:
    editor.keyboard.press("p")
    for corner in ((100, 100), (300, 120), (200, 300)):
        editor.mouse.click(*on_screen(editor, *corner))
    editor.locator(".zoom-menu > summary").click()
    editor.keyboard.press("Escape")
    expect(editor.locator(".zoom-menu[open]")).to_have_count(0)
    editor.keyboard.press("Enter")
    assert [each["tool"] for each in strokes(editor)] == ["polygon"]
