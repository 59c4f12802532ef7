"""Keys on keyboards other than American ones, keys that are held, and no keys where somebody wants none."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, open_editor, wait_until
from tests.making import make_listing, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kitchen(dana: User) -> Order:
    make_order(dana, name="hall.jpg")
    return make_order(dana)


@pytest.fixture
def editor(dana_page: Page, kitchen: Order) -> Page:
    return open_editor(dana_page, kitchen)


def key(page: Page, kind: str, key: str, code: str, **more: Any) -> None:
    """A key as a keyboard of another country sends it."""
    page.evaluate(
        """({ kind, more }) => document.activeElement.dispatchEvent(
            new KeyboardEvent(kind, { bubbles: true, cancelable: true, ...more }))""",
        {"kind": kind, "more": {"key": key, "code": code, **more}},
    )


def size(page: Page) -> int:
    return int(page.get_by_role("slider", name="Brush size", exact=True).input_value())


def test_a_german_keyboard_sizes_the_brush_and_peeks_with_altgr(editor: Page) -> None:
    before = size(editor)
    key(editor, "keydown", "[", "Digit8", ctrlKey=True, altKey=True, modifierAltGraph=True)
    assert size(editor) < before
    key(editor, "keydown", "\\", "Minus", modifierAltGraph=True)
    expect(editor.locator(".stage.is-peeking")).to_have_count(1)
    # AltGr goes up first: by then the key writes another sign.
    key(editor, "keyup", "ß", "Minus")
    expect(editor.locator(".stage.is-peeking")).to_have_count(0)


def test_a_russian_keyboard_takes_tools_and_sizes_the_brush(editor: Page) -> None:
    before = size(editor)
    key(editor, "keydown", "у", "KeyE")
    expect(editor.get_by_role("button", name="Eraser", exact=True)).to_have_attribute("aria-pressed", "true")
    key(editor, "keydown", "ъ", "BracketRight")
    assert size(editor) > before


def test_the_review_screen_knows_other_alphabets_and_lets_go_of_what_is_held(page_of: OpensPages, dana: User) -> None:
    order = make_order(dana, listing=make_listing(dana))
    page = page_of(dana)
    page.goto(reverse("review", args=[order.pk]))
    expect(page.locator(".review.is-live")).to_be_visible()
    key(page, "keydown", "к", "KeyR")
    expect(page.get_by_role("button", name="Result", exact=True)).to_have_attribute("aria-pressed", "true")
    held = page.locator(".look[data-flicker]")
    key(page, "keydown", "f", "KeyF")
    expect(held).to_have_count(1)
    # The alphabet may be changed in the meantime.
    key(page, "keyup", "а", "KeyF")
    expect(held).to_have_count(0)


def test_a_key_that_is_held_turns_things_over_once_and_steps_on(editor: Page) -> None:
    takes = editor.get_by_role("button", name="Take away from the mask", exact=True)
    editor.keyboard.down("x")
    for _ in range(2):
        editor.keyboard.down("x")
    expect(takes).to_have_attribute("aria-pressed", "true")
    editor.keyboard.up("x")
    before = size(editor)
    editor.keyboard.down("]")
    once = size(editor)
    editor.keyboard.down("]")
    assert before < once < size(editor)


def test_keys_rest_while_a_dialog_is_open_wherever_the_focus_is(editor: Page) -> None:
    drag(editor, [(20, 20), (60, 40)])
    editor.keyboard.press("m")
    editor.get_by_role("button", name="Same mask on more photos…").click()
    heading = editor.get_by_role("heading", name="Same mask on more photos")
    heading.click()
    editor.evaluate("document.activeElement.blur()")
    editor.keyboard.press("Delete")
    editor.keyboard.press("Control+z")
    assert not editor.evaluate("document.querySelector('mask-editor').studio.painting.empty")
    editor.keyboard.press("Escape")
    expect(heading).to_be_hidden()


def test_escape_closes_the_menu_and_leaves_an_open_polygon(editor: Page) -> None:
    draft = "document.querySelector('mask-editor').studio.hand.draft !== null"
    for press in ("p", "k", "Enter", "Shift+ArrowRight", "Enter"):
        editor.keyboard.press(press)
    assert editor.evaluate(draft)
    editor.keyboard.press("m")
    expect(editor.locator(".mask-menu[open]")).to_have_count(1)
    editor.keyboard.press("Escape")
    expect(editor.locator(".mask-menu[open]")).to_have_count(0)
    assert editor.evaluate(draft)
    editor.keyboard.press("Escape")
    assert not editor.evaluate(draft)


def test_who_dictates_turns_single_keys_off_everywhere(editor: Page) -> None:
    editor.keyboard.press("?")
    sheet = editor.get_by_role("dialog", name="Keys and gestures")
    sheet.get_by_label("Letters and signs work as keys").uncheck()
    editor.keyboard.press("Escape")
    for letter in ("e", "x", "i", "[", "?"):
        editor.keyboard.press(letter)
    brush = editor.get_by_role("button", name="Brush", exact=True)
    expect(brush).to_have_attribute("aria-pressed", "true")
    expect(brush).not_to_have_attribute("aria-keyshortcuts", "B")
    expect(brush).to_have_attribute("title", "Brush")
    expect(sheet).to_be_hidden()
    assert editor.evaluate("document.querySelector('mask-editor').studio.painting.empty")
    drag(editor, [(20, 20), (60, 40)])
    editor.keyboard.press("Control+z")
    wait_until(editor, "document.querySelector('mask-editor').studio.painting.empty")
    editor.goto("/")
    editor.keyboard.press("/")
    expect(editor.locator("#q")).not_to_be_focused()
    editor.get_by_role("button", name="Keys (?)").click()
    editor.get_by_label("Letters and signs work as keys").check()
    editor.keyboard.press("Escape")
    editor.keyboard.press("/")
    expect(editor.locator("#q")).to_be_focused()
