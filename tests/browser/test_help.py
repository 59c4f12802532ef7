"""The sheet of keys and gestures: whatever the table knows, it shows; whatever it shows, works."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import open_editor
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana)


def table(page: Page) -> list[dict[str, Any]]:
    """The shortcut table of the page, each row with its keys as they are announced."""
    found: list[dict[str, Any]] = page.evaluate(
        """async () => {
            const { SHORTCUTS, keysOf } = await import('/static/editor/controls/keys.js');
            return SHORTCUTS.map((shortcut) => ({ ...shortcut, keys: keysOf([shortcut]).announced }));
        }"""
    )
    return found


def test_every_shortcut_has_a_handler_and_stands_in_the_sheet(editor: Page) -> None:
    names = set(editor.evaluate("document.querySelector('mask-editor').studio.actions.names"))
    shortcuts = table(editor)
    assert {shortcut["action"] for shortcut in shortcuts} <= names
    editor.keyboard.press("?")
    for shortcut in shortcuts:
        row = editor.locator(f".help [data-for='{shortcut['action']}']")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(shortcut["hint"])
        assert row.locator("kbd").count() >= len(shortcut["chords"])


def test_every_button_of_an_action_that_has_keys_names_them(editor: Page) -> None:
    keys = {shortcut["action"]: shortcut["keys"] for shortcut in table(editor)}
    buttons = editor.locator("button[data-action]")
    with_keys = 0
    for at in range(buttons.count()):
        button = buttons.nth(at)
        action = button.get_attribute("data-action") or ""
        assert action in editor.evaluate("document.querySelector('mask-editor').studio.actions.names")
        if action in keys:
            expect(button).to_have_attribute("aria-keyshortcuts", keys[action])
            assert "(" in (button.get_attribute("title") or "")
            with_keys += 1
    assert with_keys >= 9


@pytest.mark.parametrize("way", ["key", "button"])
def test_the_sheet_opens_closes_by_escape_and_gives_the_focus_back(editor: Page, way: str) -> None:
    button = editor.get_by_role("button", name="Keys and gestures", exact=True)
    before = button if way == "button" else editor.get_by_role("application", name="Mask", exact=True)
    before.focus()
    editor.keyboard.press("Enter" if way == "button" else "?")
    sheet = editor.get_by_role("dialog", name="Keys and gestures")
    expect(sheet).to_be_visible()
    editor.keyboard.press("e")
    editor.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(before).to_be_focused()
    expect(editor.get_by_role("button", name="Brush", exact=True)).to_have_attribute("aria-pressed", "true")


def test_the_sheet_closes_by_its_button_and_by_a_click_beside_it(editor: Page) -> None:
    sheet = editor.get_by_role("dialog", name="Keys and gestures")
    editor.keyboard.press("?")
    sheet.get_by_role("button", name="Close", exact=True).click()
    expect(sheet).to_be_hidden()
    editor.keyboard.press("?")
    expect(sheet).to_be_visible()
    editor.mouse.click(4, 4)
    expect(sheet).to_be_hidden()


def test_on_a_phone_the_sheet_is_read_by_scrolling_down_only(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana, **PHONE), kitchen)
    page.get_by_role("button", name="Keys and gestures", exact=True).tap()
    sheet = page.get_by_role("dialog", name="Keys and gestures")
    expect(sheet).to_be_visible()
    width, scroll, left, right = page.evaluate(
        """() => {
            const body = document.querySelector('.help-body');
            const { left, right } = document.querySelector('.help').getBoundingClientRect();
            return [body.clientWidth, body.scrollWidth, left, right];
        }"""
    )
    assert scroll <= width
    assert left >= 0
    assert right <= 390
    expect(sheet.locator("h3").first).to_be_visible()
    last = sheet.locator(".help-row").nth(-8)
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
