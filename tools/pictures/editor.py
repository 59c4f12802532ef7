"""Those of docs/editor.md: the tools in use, the sheet of keys, the filmstrip, a phone."""

from __future__ import annotations

from playwright.sync_api import Page

from tools.pictures.camera import photograph
from tools.pictures.desk import Desk, bring_photos, open_photo
from tools.pictures.hand import begin_loop, box_of, brush_over, on_screen

WIDTH = 960
MAGAZINES = [480, 1215, 886, 1395]
BIN = [808, 902, 1009, 1239]
BALL = [959, 1280, 1166, 1483]
"""Things in the further photos."""


def take(desk: Desk) -> None:
    page = desk.sit()
    bring_photos(page)
    _filmstrip(page, desk.home)
    _lasso(page, desk.home)
    _smart_select(page)
    _mask_menu(page)
    page.context.close()
    _keys(desk)
    _phone(desk)


def _filmstrip(page: Page, home: str) -> None:
    """One photo is done, one has a mask, two wait to be painted."""
    open_photo(page, "sofa.jpg")
    brush_over(page, MAGAZINES)
    page.get_by_role("button", name="Remove items").click()
    page.locator(".frame[data-mark=ready]", has_text="sofa.jpg").wait_for()
    page.goto(home)
    open_photo(page, "kitchen.jpg")
    brush_over(page, BIN)
    page.get_by_text("Saved").wait_for()
    page.mouse.move(*on_screen(page, (400, 700))[0])
    photograph(page, "filmstrip", width=WIDTH)


def _lasso(page: Page, home: str) -> None:
    page.goto(home)
    open_photo(page)
    page.keyboard.press("l")
    begin_loop(page, box_of("cardboard box"), wide=0.62)
    photograph(page, "lasso", width=WIDTH)
    page.keyboard.press("Escape")
    page.mouse.up()


def _smart_select(page: Page) -> None:
    page.keyboard.press("s")
    left, top, right, bottom = box_of("mug")
    with page.expect_response("**/select/"):
        page.mouse.click(*on_screen(page, ((left + right) / 2, (top + bottom) / 2))[0])
    page.locator(".seeking").wait_for(state="hidden")
    page.get_by_text("Saved").wait_for()
    for key in "2---":
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    photograph(page, "smart-select", width=WIDTH)


def _mask_menu(page: Page) -> None:
    page.keyboard.press("0")
    page.keyboard.press("m")
    page.get_by_role("button", name="Import mask…").wait_for()
    page.wait_for_load_state("networkidle")
    photograph(page, "mask-menu", width=600, clip={"x": 0, "y": 60, "width": 720, "height": 840})


def _keys(desk: Desk) -> None:
    page = desk.sit(color_scheme="dark")
    open_photo(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    photograph(page, "keys", width=WIDTH)
    page.context.close()


def _phone(desk: Desk) -> None:
    size = {"width": 390, "height": 844}
    page = desk.sit(viewport=size, has_touch=True, is_mobile=True, device_scale_factor=2, locale="es-ES")
    open_photo(page, "reading-corner.jpg")
    brush_over(page, BALL)
    photograph(page, "phone", width=440)
    page.context.close()
