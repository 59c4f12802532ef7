"""Smart select goes on: dana says what the thing just found lacks, or has too much, by mouse, by keys and by finger."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.models import User
from tests.browser.conftest import OpensPages
from tests.browser.painting import Mask, drag, on_screen, open_editor, shown_mask, touch
from tests.browser.test_selecting import click, made, news
from tests.imaging.busy import busy
from tests.imaging.things import overlap
from tests.making import make_order
from tests.views.test_selecting import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOWER = busy("tower", "shelf")


@pytest.fixture
def tower_page(dana_page: Page, dana: User) -> Page:
    """Four bricks of different colours among books; smart select is in hand, and has found the lower two."""
    page = open_editor(dana_page, make_order(dana, size=(1200, 800), data=png(TOWER)))
    page.keyboard.press("s")
    click(page, TOWER.click)
    news(page, "Object selected.")
    assert 0.4 < tower_in(page) < 0.8
    return page


def tower_in(page: Page) -> float:
    return overlap(shown_mask(page), TOWER.truth)


def brick(which: int) -> tuple[float, float]:
    """The middle of a brick, the topmost is 0."""
    left, top, right, bottom = TOWER.box
    return (left + right) / 2, top + (bottom - top) * (which + 0.5) / 4


def shift_click(page: Page, point: tuple[float, float]) -> None:
    page.keyboard.down("Shift")
    click(page, point)
    page.keyboard.up("Shift")


def found_is(page: Page, least: float) -> None:
    """Waits until so much of the tower is mask: a sentence may be the one of the click before."""
    for _ in range(600):
        if not page.locator(".seeking").count() and tower_in(page) > least:
            return
        page.wait_for_timeout(50)
    raise AssertionError(tower_in(page))


def test_shift_click_adds_what_is_missing_and_undo_goes_back_a_click(tower_page: Page) -> None:
    first = shown_mask(tower_page)
    shift_click(tower_page, brick(1))
    news(tower_page, "The object has more now.")
    second = shown_mask(tower_page)
    shift_click(tower_page, brick(0))
    found_is(tower_page, 0.95)
    assert made(tower_page) == "automatic"

    tower_page.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(tower_page), second)
    tower_page.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(tower_page), first)
    tower_page.keyboard.press("Control+z")
    assert not shown_mask(tower_page).any()


def test_alt_click_on_the_thing_takes_that_part_away_from_it_and_nothing_else(tower_page: Page) -> None:
    first = shown_mask(tower_page)
    tower_page.keyboard.down("Alt")
    click(tower_page, brick(3))
    tower_page.keyboard.up("Alt")
    news(tower_page, "The object has less now.")

    now = shown_mask(tower_page)
    assert at_brick(first, 3)
    assert not at_brick(now, 3)
    assert at_brick(now, 2)
    assert np.count_nonzero(now & TOWER.truth) < 0.6 * np.count_nonzero(first & TOWER.truth)


def at_brick(mask: Mask, which: int) -> bool:
    x, y = brick(which)
    return bool(mask[round(y), round(x)])


def test_a_stroke_ends_what_can_be_bettered_and_its_undoing_brings_it_back(tower_page: Page) -> None:
    more = tower_page.get_by_role("button", name="More of the thing just found")
    expect(more).to_have_attribute("aria-disabled", "false")
    tower_page.keyboard.press("b")
    expect(more).to_be_hidden()
    drag(tower_page, [(40, 560), (80, 560)])
    tower_page.keyboard.press("s")
    expect(more).to_have_attribute("aria-disabled", "true")
    tower_page.keyboard.press("Control+z")
    expect(more).to_have_attribute("aria-disabled", "false")


def test_clicks_in_a_row_all_arrive_in_their_order(tower_page: Page) -> None:
    tower_page.keyboard.press("Control+z")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    tower_page.route("**/select/", hold_the_first)
    click(tower_page, TOWER.click)
    shift_click(tower_page, brick(1))
    shift_click(tower_page, brick(0))
    expect(tower_page.locator(".seeking")).to_have_count(3)
    assert len(held) == 1
    held[0].continue_()

    found_is(tower_page, 0.95)
    for _ in range(3):
        tower_page.keyboard.press("Control+z")
    assert not shown_mask(tower_page).any()


def test_the_switch_betters_it_by_keys(tower_page: Page) -> None:
    more = tower_page.get_by_role("button", name="More of the thing just found")
    tower_page.keyboard.press("a")
    news(tower_page, "Click on what is missing of the thing.")
    expect(more).to_have_attribute("aria-pressed", "true")
    click(tower_page, brick(1))
    news(tower_page, "The object has more now.")
    expect(more).to_have_attribute("aria-pressed", "true")
    click(tower_page, brick(0))
    found_is(tower_page, 0.95)
    tower_page.keyboard.press("d")
    click(tower_page, brick(3))
    news(tower_page, "The object has less now.")
    assert not at_brick(shown_mask(tower_page), 3)
    tower_page.keyboard.press("d")
    news(tower_page, "A click finds a new thing.")


def test_a_finger_betters_it_by_the_switch(page_of: OpensPages, dana: User) -> None:
    order = make_order(dana, size=(1200, 800), data=png(TOWER))
    page = open_editor(page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True), order)
    session = page.context.new_cdp_session(page)

    def tap(point: tuple[float, float]) -> None:
        touch(session, "touchStart", [(1, *on_screen(page, *point))])
        touch(session, "touchEnd", [])

    page.get_by_role("button", name="Smart select", exact=True).click()
    more = page.get_by_role("button", name="More of the thing just found")
    more.click(force=True)
    news(page, "Click on a thing first. Then say what it lacks, or has too much.")
    tap(TOWER.click)
    news(page, "Object selected.")
    before = tower_in(page)
    more.click()
    tap(brick(1))
    news(page, "The object has more now.")

    assert tower_in(page) > before + 0.15
