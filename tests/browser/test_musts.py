"""What every editor must do and no other test here says: docs/editor-musts.md lists where each is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import brute_force, drag, on_screen, open_editor, shown_mask, strokes, wait_until
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (600, 400)
CONTROLS = "a[href], button, summary, input, [tabindex]"
"""What of a page may take the focus."""


@pytest.fixture
def kitchen(dana: User) -> Order:
    make_order(dana, name="hall.jpg", size=SIZE)
    return make_order(dana, size=SIZE)


# Keys --------------------------------------------------------------------------------------------------------------


def test_each_tool_has_its_letter(editor: Page) -> None:
    for key, name in {
        "e": "Eraser",
        "r": "Rectangle",
        "p": "Polygon",
        "l": "Lasso",
        "s": "Smart select",
        "b": "Brush",
    }.items():
        editor.keyboard.press(key)
        pressed = editor.locator(".rail [aria-pressed=true]")
        expect(pressed).to_have_count(1)
        expect(pressed).to_have_attribute("aria-label", name)


def test_letters_typed_into_a_field_are_the_fields(editor: Page) -> None:
    editor.keyboard.press("m")
    editor.get_by_label("Pixels to grow or shrink by").focus()
    for key in ("e", "[", "Delete", "1", "\\", "Space"):
        editor.keyboard.press(key)
    expect(editor.get_by_role("button", name="Brush", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(editor.get_by_role("slider", name="Brush size", exact=True)).to_have_value("48")
    assert editor.locator(".is-peeking").count() == 0


def test_a_key_held_while_the_window_loses_the_focus_is_let_go(editor: Page) -> None:
    editor.keyboard.down("Space")
    editor.evaluate("dispatchEvent(new Event('blur'))")
    drag(editor, [(100, 100), (300, 150)])
    editor.keyboard.up("Space")
    assert np.array_equal(shown_mask(editor), brute_force(SIZE, strokes(editor)))
    assert len(strokes(editor)) == 1


def test_fit_and_one_to_one_have_their_keys_and_shift_wheel_goes_sideways(editor: Page) -> None:
    scale = "document.querySelector('mask-editor').studio.camera.view.scale"
    before = editor.evaluate(scale)
    editor.set_viewport_size({"width": 700, "height": 500})
    wait_until(editor, f"{scale} !== {before}")
    fitted = editor.evaluate(scale)
    editor.keyboard.press("1")
    assert editor.evaluate(scale) == 1
    for _ in range(3):
        editor.keyboard.press("+")
    left, top = on_screen(editor, 300, 200)
    editor.mouse.move(350, 250)
    editor.keyboard.down("Shift")
    editor.mouse.wheel(0, 60)
    editor.keyboard.up("Shift")
    wait_until(
        editor, f"document.querySelector('.photo').getBoundingClientRect().left < {left - 300 * editor.evaluate(scale)}"
    )
    assert on_screen(editor, 300, 200)[1] == pytest.approx(top, abs=1)
    editor.keyboard.press("0")
    assert editor.evaluate(scale) == pytest.approx(fitted)


# What is told ------------------------------------------------------------------------------------------------------


def test_the_bar_says_how_much_is_painted(editor: Page) -> None:
    coverage = editor.locator("[data-coverage]")
    expect(coverage).to_have_text("Nothing painted yet")
    editor.keyboard.press("r")
    drag(editor, [(300, 200), (-30, -30)])
    expect(coverage).to_have_text("25 % painted")
    editor.keyboard.press("i")
    expect(coverage).to_have_text("75 % painted")
    editor.keyboard.press("Control+z")
    editor.keyboard.press("Control+z")
    expect(coverage).to_have_text("Nothing painted yet")


def test_every_sample_of_a_fast_hand_is_painted(editor: Page) -> None:
    """Browsers join the samples of one frame into one event."""
    places = [on_screen(editor, x, y) for x, y in ((100, 100), (200, 300), (300, 100), (400, 300))]
    editor.evaluate(
        """(places) => {
            const stage = document.querySelector('.stage');
            const told = (type, [clientX, clientY], more) => new PointerEvent(type, {
              pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true, cancelable: true,
              button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1, clientX, clientY, ...more,
            });
            stage.setPointerCapture = () => {};
            stage.dispatchEvent(told('pointerdown', places[0]));
            const coalescedEvents = places.slice(1).map((place) => told('pointermove', place));
            stage.dispatchEvent(told('pointermove', places.at(-1), { coalescedEvents }));
            stage.dispatchEvent(told('pointerup', places.at(-1)));
        }""",
        places,
    )
    (drawn,) = strokes(editor)
    at = [(point["x"], point["y"]) for point in drawn["points"]]
    assert at[:4] == [pytest.approx(place, abs=1) for place in ((100, 100), (200, 300), (300, 100), (400, 300))]
    assert shown_mask(editor)[299, 200]


# Without a mouse ---------------------------------------------------------------------------------------------------


def test_a_toolbar_is_one_stop_of_tab_and_arrows_go_on_inside(editor: Page) -> None:
    bar = editor.get_by_role("toolbar", name="Painting")
    assert bar.locator("[tabindex='0']").count() == 1
    bar.get_by_role("button", name="Brush", exact=True).focus()
    for key, name in (
        ("ArrowRight", "Eraser"),
        ("End", "Smart select"),
        ("ArrowDown", "Brush"),
        ("ArrowUp", "Smart select"),
    ):
        editor.keyboard.press(key)
        expect(bar.get_by_role("button", name=name, exact=True)).to_be_focused()
    editor.keyboard.press("Tab")
    assert bar.locator(":focus").count() == 0
    editor.keyboard.press("Shift+Tab")
    expect(bar.get_by_role("button", name="Smart select", exact=True)).to_be_focused()
    for toolbar in editor.get_by_role("toolbar").all():
        expect(toolbar.locator("[tabindex='0']:visible")).to_have_count(1)


def reached_by_tab(page: Page) -> tuple[list[str], list[str]]:
    """Goes round the page once: controls no Tab and no arrow of a group reaches, and those whose focus is not seen."""
    page.evaluate(
        """(CONTROLS) => {
            const shown = (element) =>
                element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
            window.waiting = new Set([...document.querySelectorAll(CONTROLS)].filter((element) =>
                shown(element) && element.tabIndex >= -1 && !element.disabled && element.tagName !== 'MAIN'));
            window.unseen = [];
            document.activeElement.blur();
        }""",
        CONTROLS,
    )
    for _ in range(80):
        page.keyboard.press("Tab")
        left = page.evaluate(
            """() => {
                const here = document.activeElement;
                const seen = getComputedStyle(here);
                const ring = seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 2;
                const name = (element) => element.getAttribute('aria-label') ?? element.outerHTML.slice(0, 90);
                if (here !== document.body && !ring && seen.boxShadow === 'none') window.unseen.push(name(here));
                window.waiting.delete(here);
                const group = here.closest('[role=toolbar], [role=tablist]');
                const radios = here.type === 'radio' ? document.getElementsByName(here.name) : [];
                for (const each of [...(group?.querySelectorAll('*') ?? []), ...radios]) window.waiting.delete(each);
                return window.waiting.size;
            }"""
        )
        if left == 0:
            break
    missed: list[str] = page.evaluate(
        "[...window.waiting].map((it) => it.getAttribute('aria-label') ?? it.outerHTML.slice(0, 120))"
    )
    unseen: list[str] = page.evaluate("window.unseen")
    return missed, unseen


@pytest.mark.parametrize("width", [390, 1440])
def test_tab_reaches_every_control_and_shows_where_it_is(editor: Page, width: int) -> None:
    editor.set_viewport_size({"width": width, "height": 844})
    drag(editor, [(100, 100), (300, 150)])
    assert reached_by_tab(editor) == ([], [])
    editor.keyboard.press("m")
    assert reached_by_tab(editor) == ([], [])


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_nothing_moves_by_itself_for_who_wants_no_motion(
    page_of: OpensPages, dana: User, kitchen: Order, wish: Any
) -> None:
    page = open_editor(page_of(dana, reduced_motion=wish), kitchen)
    held: list[Route] = []  # it looks for ever
    page.route("**/select/", lambda route: held.append(route))
    page.keyboard.press("s")
    page.mouse.click(*on_screen(page, 100, 100))
    expect(page.locator(".seeking")).to_be_visible()
    moving = page.evaluate(
        """() => {
            const long = (times) => times.split(',').some((time) => parseFloat(time) > 0.001);
            return [...document.querySelectorAll('*')].filter((element) => {
                const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
                return (animationName !== 'none' && long(animationDuration)) || long(transitionDuration);
            }).length;
        }"""
    )
    assert (moving > 0) is (wish == "no-preference")
