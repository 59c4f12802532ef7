"""Dana's tools, each by mouse: what she downloads is what an independent count of the pixels says."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.painting import (
    KITCHEN,
    Points,
    as_mask,
    brute_force,
    download,
    drag,
    on_screen,
    shown_mask,
    strokes,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def take(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def click(page: Page, points: Points) -> None:
    for point in points:
        page.mouse.click(*on_screen(page, *point))


def assert_exact(page: Page) -> None:
    mask = as_mask(download(page))
    assert mask.shape == KITCHEN[::-1]
    assert np.array_equal(mask, brute_force(KITCHEN, strokes(page)))


def test_every_tool_adds_and_takes_away_to_the_pixel(editor: Page) -> None:
    drag(editor, [(60, 60), (300, 90)])
    take(editor, "Rectangle")
    drag(editor, [(100, 120), (480.4, 330.7)])
    take(editor, "Lasso")
    drag(editor, [(320, 40), (560, 60), (400, 390), (350, 200), (590, 380), (300, 300)])
    take(editor, "Take away from the mask")
    drag(editor, [(150, 150), (250, 140), (260, 220), (160, 230)])
    take(editor, "Polygon")
    click(editor, [(430, 100), (590, 180), (420, 250), (430, 100)])
    take(editor, "Add to the mask")
    click(editor, [(20, 380), (90, 300), (120, 390), (40, 320)])
    editor.keyboard.press("Enter")
    take(editor, "Eraser")
    drag(editor, [(40, 360), (580, 340)])
    drawn = strokes(editor)
    names = ["brush", "rectangle", "lasso", "lasso", "polygon", "polygon", "eraser"]
    assert [(each["tool"], each["adds"]) for each in drawn] == list(
        zip(names, [True, True, True, False, False, True, False], strict=True)
    )
    assert_exact(editor)
    for step in ("erasing", "polygon", "polygon", "lasso", "lasso", "rectangle", "stroke"):
        editor.keyboard.press("Control+z")
        expect(editor.locator(".news")).to_have_text(f"Undone: {step}.")
    assert not shown_mask(editor).any()


def test_alt_and_the_right_button_turn_a_shape_over_for_once(editor: Page) -> None:
    for key, name in (("r", "rectangle"), ("l", "lasso")):
        editor.keyboard.press(key)
        drag(editor, [(50, 50), (550, 60), (540, 350), (60, 340)])
        drag(editor, [(100, 100), (200, 110), (190, 200)], button="right")
        editor.keyboard.down("Alt")
        drag(editor, [(300, 100), (400, 110), (390, 200)])
        editor.keyboard.up("Alt")
        assert [each["adds"] for each in strokes(editor)[-3:]] == [True, False, False]
        assert strokes(editor)[-1]["tool"] == name
    editor.keyboard.press("x")
    editor.keyboard.press("r")
    drag(editor, [(20, 20), (40, 390)])
    drag(editor, [(25, 30), (35, 300)], button="right")
    assert [each["adds"] for each in strokes(editor)[-2:]] == [False, True]
    assert_exact(editor)


def test_shapes_and_strokes_leave_the_photo_and_come_back(editor: Page) -> None:
    drag(editor, [(300, 200), (620, 100), (700, 300), (400, 300)])
    editor.keyboard.press("r")
    drag(editor, [(100, 150), (-40, 500)])
    editor.keyboard.press("l")
    drag(editor, [(500, 350), (500, 480), (650, 480), (650, 20), (560, 20)])
    assert_exact(editor)


def test_a_polygon_can_be_mended_dropped_and_looked_at_from_nearer(editor: Page) -> None:
    editor.keyboard.press("p")
    click(editor, [(100, 100), (400, 120), (500, 30), (590, 390)])
    editor.keyboard.press("Backspace")
    editor.mouse.click(*on_screen(editor, 250, 250))
    editor.get_by_role("button", name="Undo").click()
    editor.mouse.click(*on_screen(editor, 200, 200), button="right")
    editor.mouse.move(*on_screen(editor, 300, 200))
    editor.mouse.wheel(0, -200)
    click(editor, [(380, 320), (120, 300)])
    outline = editor.locator(".outline").evaluate(
        "svg => [...svg.querySelectorAll('.dark')].map((line) => line.getBoundingClientRect().left)"
    )
    assert min(left for left in outline if left) == pytest.approx(on_screen(editor, 100, 0)[0], abs=8)
    editor.mouse.dblclick(*on_screen(editor, 110, 200))
    (drawn,) = strokes(editor)
    corners = [(round(point["x"]), round(point["y"])) for point in drawn["points"]]
    assert corners == [(100, 100), (400, 120), (380, 320), (120, 300), (110, 200)]
    assert_exact(editor)
    click(editor, [(300, 100), (350, 100), (350, 150)])
    editor.keyboard.press("Escape")
    click(editor, [(150, 150), (180, 150)])
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("A polygon needs three corners.")).to_be_visible()
    editor.keyboard.press("b")
    expect(editor.get_by_text("The open polygon was dropped.")).to_be_visible()
    assert len(strokes(editor)) == 1


def test_shift_draws_straight_lines_keeps_to_an_axis_and_makes_squares(editor: Page) -> None:
    editor.mouse.click(*on_screen(editor, 60, 60))
    editor.keyboard.down("Shift")
    editor.mouse.click(*on_screen(editor, 400, 160))
    drag(editor, [(100, 300), (200, 310), (400, 330)])
    editor.keyboard.press("r")
    drag(editor, [(450, 200), (550, 230)])
    editor.keyboard.up("Shift")
    dot, line, axis, square = strokes(editor)
    assert len(dot["points"]) == 1
    assert len(line["points"]) == 2
    assert {round(point["y"]) for point in axis["points"]} == {300}
    (left, top), (right, bottom) = ((square["points"][at]["x"], square["points"][at]["y"]) for at in (0, 2))
    assert right - left == pytest.approx(bottom - top) == pytest.approx(100, abs=2)
    assert_exact(editor)


def test_escape_takes_back_what_the_mouse_is_doing(editor: Page) -> None:
    for key in "brl":
        editor.keyboard.press(key)
        editor.mouse.move(*on_screen(editor, 100, 100))
        editor.mouse.down()
        editor.mouse.move(*on_screen(editor, 300, 250), steps=5)
        editor.keyboard.press("Escape")
        editor.mouse.move(*on_screen(editor, 400, 100), steps=5)
        editor.mouse.up()
    assert strokes(editor) == []
    assert not shown_mask(editor).any()
    assert editor.locator(".outline .dark[points]:not([points=''])").count() == 0


def test_dragging_with_alt_and_the_right_button_sizes_the_brush(editor: Page) -> None:
    size = editor.get_by_role("slider", name="Brush size", exact=True)
    x, y = on_screen(editor, 300, 200)
    editor.mouse.move(x, y)
    editor.keyboard.down("Alt")
    editor.mouse.down(button="right")
    editor.mouse.move(x + 60, y + 30, steps=4)
    expect(size).to_have_value("108")
    expect(editor.locator(".size-tag")).to_have_text("108 px")
    ring = editor.locator(".ring circle").first.bounding_box()
    assert ring is not None
    assert ring["x"] + ring["width"] / 2 == pytest.approx(x, abs=1)
    editor.mouse.up(button="right")
    expect(editor.locator(".size-tag")).to_be_hidden()
    editor.mouse.down(button="right")
    editor.mouse.move(x - 50, y, steps=4)
    editor.keyboard.up("Alt")
    editor.keyboard.press("Escape")
    editor.mouse.up(button="right")
    expect(size).to_have_value("108")
    editor.keyboard.press("Shift+BracketLeft")
    expect(size).to_have_value("54")
    editor.keyboard.press("]")
    expect(size).to_have_value("65")
    assert strokes(editor) == []


def test_the_pointer_says_whether_a_shape_adds(editor: Page) -> None:
    editor.keyboard.press("l")
    editor.mouse.move(*on_screen(editor, 300, 200))
    sign = editor.locator(".sign path").first
    plus = sign.get_attribute("d")
    editor.keyboard.down("Alt")
    minus = sign.get_attribute("d")
    editor.keyboard.up("Alt")
    editor.keyboard.press("x")
    assert plus != minus == sign.get_attribute("d")
    expect(editor.get_by_role("button", name="Take away from the mask")).to_have_attribute("aria-pressed", "true")
    editor.keyboard.press("e")
    editor.keyboard.press("x")
    expect(editor.get_by_role("button", name="Add to the mask")).to_have_attribute("aria-pressed", "true")
    expect(editor.get_by_role("button", name="Brush", exact=True)).to_have_attribute("aria-pressed", "true")
