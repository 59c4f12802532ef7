"""What dana sees without looking for it: values, keys, a frame only where it helps, and nothing that jumps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, on_screen, open_editor, shown_mask

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_menus_show_the_keys_that_do_the_same_and_call_nothing_another_name(editor: Page) -> None:
    editor.locator(".mask-menu > summary").click()
    for name, key in (("Invert", "I"), ("Fill holes", "H"), ("Clear", "Del"), ("Use last mask", "U")):
        button = editor.get_by_role("button", name=name, exact=True)
        expect(button.locator("kbd")).to_have_text(key)
        edges = [
            box["x"] + box["width"] for box in (button.bounding_box(), button.locator("kbd").bounding_box()) if box
        ]
        assert 0 < edges[0] - edges[1] < 24


def test_the_brush_s_size_and_the_mask_s_opacity_are_as_dana_left_them(editor: Page, kitchen: Order) -> None:
    size = editor.get_by_role("slider", name="Brush size", exact=True)
    opacity = editor.get_by_role("slider", name="Mask opacity", exact=True)
    size.fill("97")
    opacity.fill("35")
    editor.keyboard.press("]")
    open_editor(editor, kitchen)
    expect(size).to_have_value("117")
    expect(opacity).to_have_value("35")
    expect(editor.locator("[data-opacity-value]")).to_have_text("35 %")
    expect(editor.locator(".overlay")).to_have_css("opacity", "0.35")
    editor.evaluate(
        "localStorage.setItem('eraser.brush-size', 'large'); localStorage.setItem('eraser.mask-opacity', '9e9')"
    )
    open_editor(editor, kitchen)
    expect(size).to_have_value("48")
    expect(opacity).to_have_value("100")


def test_a_slider_is_filled_up_to_its_knob(editor: Page) -> None:
    for name, value, part in (("Brush size", "152", 0.5), ("Mask opacity", "55", 0.5), ("Mask opacity", "100", 1)):
        slider = editor.get_by_role("slider", name=name, exact=True)
        slider.fill(value)
        assert slider.evaluate("(input) => Number(input.style.getPropertyValue('--part'))") == part


def test_a_frame_around_the_stage_helps_who_comes_by_tab_and_not_who_points(editor: Page) -> None:
    stage = editor.locator(".stage")
    editor.mouse.click(*on_screen(editor, 100, 100))
    editor.keyboard.press("x")
    expect(stage).to_be_focused()
    expect(stage).to_have_css("outline-style", "none")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Shift+Tab")
    expect(stage).to_be_focused()
    expect(stage).to_have_css("outline-style", "solid")


def test_the_bars_stand_still_whatever_they_say(editor: Page) -> None:
    def places() -> list[object]:
        return [editor.locator(bar).bounding_box() for bar in (".rail", ".options", ".zoom")]

    before = places()
    for zoom in (0.03, 0.5, 1, 32):
        editor.evaluate(f"document.querySelector('mask-editor').studio.camera.zoomTo({zoom})")
        assert places() == before
    editor.get_by_role("slider", name="Brush size", exact=True).fill("300")
    editor.get_by_role("slider", name="Mask opacity", exact=True).fill("100")
    assert places() == before


def test_what_will_happen_is_said_clearly_again_after_a_stroke_that_changed_nothing(editor: Page) -> None:
    plan = editor.locator("[data-plan]")
    drag(editor, [(100, 100), (300, 100)])
    drag(editor, [(150, 100), (250, 100)])
    expect(plan).to_have_css("opacity", "1")
    before = shown_mask(editor)
    editor.mouse.move(*on_screen(editor, 100, 300))
    editor.mouse.down()
    editor.mouse.move(*on_screen(editor, 200, 300), steps=3)
    expect(plan).to_have_css("opacity", "0.45")
    editor.keyboard.press("Escape")
    editor.mouse.up()
    expect(plan).to_have_css("opacity", "1")
    assert (shown_mask(editor) == before).all()


def test_every_tool_speaks_spanish(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana, locale="es-ES"), kitchen)
    names = page.locator(".rail [data-action]").evaluate_all("(tools) => tools.map(({ title }) => title)")
    assert "Goma (E)" in names
    assert not any("Eraser" in name for name in names)


@pytest.mark.parametrize("size", [(1100, 520), (960, 460), (844, 390)])
def test_in_a_low_window_every_tool_is_within_reach(
    page_of: OpensPages, dana: User, kitchen: Order, size: tuple[int, int]
) -> None:
    """As on a laptop whose browser has zoomed the page twofold, or on a phone that lies."""
    page = open_editor(page_of(dana, viewport={"width": size[0], "height": size[1]}), kitchen)
    workspace, rail, options, zoom = (
        page.locator(part).bounding_box() for part in (".workspace", ".rail", ".options", ".zoom")
    )
    assert workspace
    assert rail
    assert options
    assert zoom
    for bar in (rail, options, zoom):
        assert workspace["y"] <= bar["y"]
        assert bar["y"] + bar["height"] <= workspace["y"] + workspace["height"]
    assert rail["x"] + rail["width"] <= options["x"]
    page.get_by_role("button", name="Brush", exact=True).click(timeout=2_000)
    page.locator(".mask-menu > summary").click(timeout=2_000)
    page.get_by_title("Orange").click(timeout=2_000)
