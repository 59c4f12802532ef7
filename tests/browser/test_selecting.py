"""Smart select as dana uses it: by mouse, by finger, by keyboard, and what she reads when there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.actions.photos import selecting
from editor.models import Draft, Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    as_mask,
    download,
    drag,
    on_screen,
    open_editor,
    shown_mask,
    touch,
    wait_saved,
    wait_until,
)
from tests.fakes import bria as fake
from tests.fakes.erasing import KEY
from tests.imaging.things import overlap
from tests.making import make_order
from tests.views.test_objects import mug
from tests.views.test_selecting import ROOM, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (900, 600)
BESIDE = (40.0, 560.0)
"""A place on the floor, far from everything."""


@pytest.fixture
def room(dana: User) -> Order:
    return make_order(dana, size=SIZE, data=png(ROOM))


@pytest.fixture
def editor(dana_page: Page, room: Order) -> Page:
    page = open_editor(dana_page, room)
    page.get_by_role("button", name="Smart select", exact=True).click()
    return page


def click(page: Page, point: tuple[float, float], **how: Any) -> None:
    page.mouse.click(*on_screen(page, *point), **how)


def news(page: Page, sentence: str) -> None:
    expect(page.locator(".news[role=status]").first).to_have_text(sentence, timeout=30_000)


def mug_in(page: Page) -> float:
    return overlap(shown_mask(page), ROOM.truth)


def made(page: Page) -> str:
    word: str = page.evaluate("document.querySelector('mask-editor').studio.painting.made")
    return word


def test_dana_clicks_a_thing_and_its_outline_becomes_mask_in_one_step(editor: Page) -> None:
    click(editor, ROOM.click)
    news(editor, "Object selected.")

    assert overlap(as_mask(download(editor)), ROOM.truth) > 0.95
    editor.keyboard.press("Control+z")
    news(editor, "Undone: smart select.")
    assert not shown_mask(editor).any()
    editor.keyboard.press("Control+Shift+z")
    assert mug_in(editor) > 0.95


def test_dana_boxes_a_thing(editor: Page) -> None:
    left, top, right, bottom = ROOM.box
    drag(editor, [(right + 8, bottom + 8), (left, top), (left - 8, top - 8)])
    news(editor, "Object selected.")

    assert mug_in(editor) > 0.95


def test_the_right_button_takes_a_thing_out_of_the_mask(editor: Page) -> None:
    editor.keyboard.press("i")
    expect(editor.locator("[data-action=undo]")).to_have_attribute("aria-disabled", "false")
    click(editor, ROOM.click, button="right")
    news(editor, "Object taken out of the mask.")

    assert overlap(~shown_mask(editor), ROOM.truth) > 0.95


def test_where_nothing_is_dana_reads_what_to_do_and_the_mask_stays(
    editor: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "find_at", lambda _pixels, _point, _until: None)
    click(editor, BESIDE)
    news(editor, selecting.NOTHING_THERE)

    expect(editor.locator(".seeking")).to_be_hidden()
    assert not shown_mask(editor).any()


def test_a_ring_turns_while_she_waits_and_escape_calls_it_off(editor: Page) -> None:
    held: list[Route] = []
    editor.route("**/select/", lambda route: held.append(route))
    click(editor, ROOM.click)
    ring = editor.locator(".seeking")
    expect(ring).to_be_visible()
    box = ring.bounding_box()
    x, y = on_screen(editor, *ROOM.click)
    assert box
    assert abs(box["x"] + box["width"] / 2 - x) < 8
    assert abs(box["y"] + box["height"] / 2 - y) < 8

    editor.keyboard.press("Escape")

    expect(ring).to_be_hidden()
    news(editor, "Stopped looking.")
    assert not shown_mask(editor).any()


def test_a_server_that_cannot_be_reached_is_told(editor: Page) -> None:
    editor.route("**/select/", lambda route: route.abort())
    click(editor, ROOM.click)

    news(editor, "The server cannot be reached.")


def test_the_mask_and_how_it_was_made_survive_a_reload_and_go_with_what_is_sent(editor: Page, room: Order) -> None:
    click(editor, ROOM.click)
    news(editor, "Object selected.")
    wait_saved(editor)
    assert Draft.objects.get().mask_kind == Submission.MaskKind.AUTOMATIC

    open_editor(editor, room)
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert mug_in(editor) > 0.95
    assert made(editor) == "automatic"

    editor.get_by_role("button", name="Remove items").click()
    news(editor, "Sent. You can go on painting meanwhile.")
    assert Submission.objects.get().mask_kind == Submission.MaskKind.AUTOMATIC


def test_a_stroke_beside_it_makes_the_mask_manual(editor: Page) -> None:
    click(editor, ROOM.click)
    news(editor, "Object selected.")
    assert made(editor) == "automatic"
    editor.keyboard.press("b")
    drag(editor, [BESIDE, (80, 560)])

    assert made(editor) == "manual"


def test_by_keyboard_alone(editor: Page) -> None:
    editor.keyboard.press("b")
    editor.keyboard.press("s")
    expect(editor.get_by_role("button", name="Smart select", exact=True)).to_have_attribute("aria-pressed", "true")
    editor.locator(".stage").focus()
    editor.keyboard.press("Enter")
    for key, over in (("Right", ROOM.click[0] - 450), ("Down", ROOM.click[1] - 300)):
        name = f"Arrow{key}" if over > 0 else {"Right": "ArrowLeft", "Down": "ArrowUp"}[key]
        for _ in range(round(abs(over))):
            editor.keyboard.press(f"Control+{name}")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Enter")

    news(editor, "Object selected.")
    assert mug_in(editor) > 0.95


def test_a_tap_is_a_click(page_of: OpensPages, dana: User, room: Order) -> None:
    page = open_editor(page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True), room)
    session = page.context.new_cdp_session(page)
    page.get_by_role("button", name="Smart select", exact=True).click()
    x, y = on_screen(page, *ROOM.click)
    touch(session, "touchStart", [(1, x, y)])
    touch(session, "touchEnd", [])

    news(page, "Object selected.")
    assert mug_in(page) > 0.95


@pytest.fixture
def bria(settings: Any) -> Iterator[fake.Bria]:
    with fake.Bria() as running:
        running.objects = [mug]
        running.polls = 0
        settings.PROVIDER_CONFIG = {
            "BRIA_BASE_URL": running.url,
            "BRIA_API_TOKEN": KEY,
            "TRUSTED_RESULT_HOSTS": running.host,
        }
        yield running


def test_brias_objects_are_asked_for_at_a_press_and_taken_by_a_click(
    bria: fake.Bria, dana_page: Page, room: Order
) -> None:
    page = open_editor(dana_page, room)
    expect(page.locator(".notice", has_text="BRIA can list every object")).to_have_count(0)
    page.get_by_role("button", name="Smart select", exact=True).click()
    button = page.get_by_role("button", name="Find objects with BRIA (may cost about $0.02)")
    expect(button).to_be_visible()
    assert bria.bills == 0

    button.click()
    news(page, "BRIA found 1 object. Click on one.")
    click(page, ROOM.click)
    news(page, "Object selected.")

    assert bria.bills == 1
    assert np.count_nonzero(shown_mask(page))
    assert mug_in(page) > 0.9
