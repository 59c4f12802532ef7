"""Dana goes from photo to photo in the editor, and nothing she painted is left behind."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.actions.removals.drafts import save_draft
from editor.models import Draft, Order, User
from tests.browser.painting import as_mask, drag, open_editor, shown_mask, wait_saved, wait_until
from tests.making import make_order, mask_png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (601, 403)
NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")


@pytest.fixture
def four(dana: User) -> list[Order]:
    return [make_order(dana, name=name, size=SIZE if name != "c.jpg" else (403, 601)) for name in NAMES]


@pytest.fixture
def editor(dana_page: Page, four: list[Order]) -> Page:
    page = open_editor(dana_page, four[0])
    page.evaluate("window.sameVisit = true")
    return page


def shows(page: Page, order: Order) -> None:
    """The photo is there, with what was kept of its mask, ready to be painted on."""
    expect(page.locator(".bar-name")).to_have_text(order.photo.name)
    wait_until(page, "document.querySelector('.photo-proxy').complete")
    assert page.evaluate("document.querySelector('mask-editor').studio.page.order.id") == order.pk
    assert page.evaluate("window.sameVisit")


def saved(order: Order) -> bool:
    """Whether the server's draft of the order has something painted."""
    draft = Draft.objects.filter(order=order).first()
    return draft is not None and bool(as_mask(bytes(draft.mask)).any())


def wait_for_draft(page: Page, order: Order) -> None:
    for _ in range(100):
        if saved(order):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"The mask of {order.photo.name} never came to the server.")


def test_the_next_photo_is_fetched_before_it_is_asked_for(editor: Page, four: list[Order]) -> None:
    page_data, picture = f"/orders/{four[1].pk}/paint.json", f"/revisions/{four[1].head_id}/proxy.jpg"
    fetched = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('{}')).length"
    for address in (page_data, picture):
        wait_until(editor, fetched.replace("{}", address) + " === 1")
    editor.keyboard.press("PageDown")
    shows(editor, four[1])
    assert editor.evaluate(fetched.replace("{}", page_data)) == 1
    assert editor.evaluate(fetched.replace("{}", picture)) == 1


def test_until_the_next_photo_has_come_its_thumbnail_fills_its_place_once(editor: Page, four: list[Order]) -> None:
    wait_until(editor, "[...document.querySelectorAll('.frame img')].every(({ complete }) => complete)")
    editor.route("**/proxy.jpg*", lambda _route: None)
    editor.locator(".frame-link", has_text="d.jpg").click()
    expect(editor.locator(".bar-name")).to_have_text("d.jpg")
    picture, size = editor.locator(".photo").evaluate(
        "(photo) => [getComputedStyle(photo).backgroundImage, getComputedStyle(photo).backgroundSize]"
    )
    assert f"/revisions/{four[3].head_id}/thumb.jpg" in picture
    assert size == "100% 100%"
    editor.unroute_all(behavior="ignoreErrors")


def test_the_next_photo_comes_without_a_reload_and_the_page_is_about_it(editor: Page, four: list[Order]) -> None:
    expect(editor.locator("[data-place]")).to_have_text("1 of 4")
    editor.keyboard.press("PageDown")
    shows(editor, four[1])
    assert editor.url.endswith(f"/orders/{four[1].pk}/paint/")
    assert "b.jpg" in editor.title()
    expect(editor.locator("[data-place]")).to_have_text("2 of 4")
    expect(editor.get_by_role("link", name="Back to the order")).to_have_attribute("href", f"/orders/{four[1].pk}/")
    expect(editor.locator(".frame-link[aria-current=page] .frame-name")).to_have_text("b.jpg")
    expect(editor.locator(".news")).to_have_text("Photo 2 of 4, b.jpg.")
    expect(editor.locator("#history")).to_have_attribute("hx-get", re.compile(f"/orders/{four[1].pk}/"))
    editor.keyboard.press("ArrowRight")
    shows(editor, four[2])
    assert shown_mask(editor).shape == (601, 403)
    editor.keyboard.press("ArrowLeft")
    shows(editor, four[1])


def test_back_and_forward_and_a_reload_show_the_photo_in_the_address(editor: Page, four: list[Order]) -> None:
    for order in four[1:3]:
        editor.keyboard.press("PageDown")
        shows(editor, order)
    editor.go_back()
    shows(editor, four[1])
    editor.go_back()
    shows(editor, four[0])
    editor.go_forward()
    shows(editor, four[1])
    editor.reload()
    expect(editor.locator(".bar-name")).to_have_text("b.jpg")


def test_a_stroke_is_with_its_photo_when_dana_comes_back(editor: Page, four: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    editor.keyboard.press("PageDown")
    shows(editor, four[1])
    assert not shown_mask(editor).any()
    drag(editor, [(300, 50), (300, 350)])
    second = shown_mask(editor)
    editor.keyboard.press("PageUp")
    shows(editor, four[0])
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), painted)
    wait_for_draft(editor, four[1])
    assert np.array_equal(as_mask(bytes(Draft.objects.get(order=four[1]).mask)), second)
    assert np.array_equal(as_mask(bytes(Draft.objects.get(order=four[0]).mask)), painted)


def test_a_hammered_key_loses_no_stroke_and_ends_where_it_was_led(editor: Page, four: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    for key in ["PageDown"] * 3 + ["PageUp"] * 2 + ["PageDown"] * 5:
        editor.keyboard.press(key)
    shows(editor, four[3])
    for _ in range(3):
        editor.keyboard.press("PageUp")
    shows(editor, four[0])
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), painted)
    wait_for_draft(editor, four[0])
    assert [saved(order) for order in four] == [True, False, False, False]


def test_a_key_in_the_middle_of_a_stroke_does_not_change_the_photo(editor: Page, four: list[Order]) -> None:
    box = editor.locator(".photo").bounding_box()
    assert box is not None
    editor.mouse.move(box["x"] + 50, box["y"] + 50)
    editor.mouse.down()
    editor.mouse.move(box["x"] + 90, box["y"] + 90)
    editor.keyboard.press("PageDown")
    editor.mouse.move(box["x"] + 150, box["y"] + 90)
    editor.mouse.up()
    shows(editor, four[0])
    assert shown_mask(editor).any()


def test_back_in_the_middle_of_a_stroke_keeps_what_was_painted_and_touches_no_other_photo(
    editor: Page, four: list[Order]
) -> None:
    editor.keyboard.press("PageDown")
    shows(editor, four[1])
    box = editor.locator(".photo").bounding_box()
    assert box is not None
    editor.mouse.move(box["x"] + 50, box["y"] + 50)
    editor.mouse.down()
    editor.mouse.move(box["x"] + 90, box["y"] + 90)
    editor.evaluate("history.back()")
    shows(editor, four[0])
    editor.mouse.move(box["x"] + 150, box["y"] + 90)
    editor.mouse.up()
    assert not shown_mask(editor).any()
    wait_for_draft(editor, four[1])
    assert not saved(four[0])


def test_offline_dana_is_told_and_the_mask_goes_to_the_server_later(editor: Page, four: list[Order]) -> None:
    wait_until(editor, "performance.getEntriesByType('resource').some(({name}) => name.includes('paint.json'))")
    editor.wait_for_load_state("networkidle")

    def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            route.abort()
        else:
            route.fallback()

    editor.route("**/draft/", refuse)
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    editor.keyboard.press("PageDown")
    expect(editor.get_by_text("a.jpg is not saved on the server yet")).to_be_visible()
    shows(editor, four[1])
    assert not saved(four[0])
    editor.keyboard.press("PageUp")
    shows(editor, four[0])
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), painted)
    editor.keyboard.press("PageDown")
    shows(editor, four[1])
    editor.unroute("**/draft/")
    editor.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_draft(editor, four[0])
    assert np.array_equal(as_mask(bytes(Draft.objects.get(order=four[0]).mask)), painted)


def test_a_photo_that_cannot_be_had_leaves_dana_where_she_is(editor: Page, four: list[Order]) -> None:
    editor.route("**/paint.json*", lambda route: route.abort())
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    editor.locator(".frame-link", has_text="d.jpg").click()
    expect(editor.get_by_text("d.jpg could not be opened. You are still on a.jpg")).to_be_visible()
    expect(editor.locator(".frame-link[aria-current=page] .frame-name")).to_have_text("a.jpg")
    assert np.array_equal(shown_mask(editor), painted)
    assert editor.url.endswith(f"/orders/{four[0].pk}/paint/")


def test_a_mask_sent_once_cannot_be_cleared_from_another_photo(editor: Page, four: list[Order]) -> None:
    held: list[Route] = []
    editor.route("**/submissions/", lambda route: held.append(route))
    drag(editor, [(100, 100), (500, 300)])
    editor.get_by_role("button", name="Remove items", exact=True).click()
    shows(editor, four[1])
    wait_for_draft(editor, four[0])
    assert not Draft.objects.get(order=four[0]).blank
    held[0].continue_()
    wait_saved_blank(editor, four[0])
    assert four[0].submissions.count() == 1


def wait_saved_blank(page: Page, order: Order) -> None:
    for _ in range(100):
        if Draft.objects.filter(order=order, blank=True).exists() or not Draft.objects.filter(order=order).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError("The mask that was sent is still a draft.")


def test_a_draft_of_another_visit_is_there_when_its_photo_comes(dana: User, dana_page: Page, four: list[Order]) -> None:
    assert four[1].head is not None
    mask = mask_png(SIZE, (20, 20, 200, 90))
    save_draft(actor=dana, order=four[1], revision=four[1].head, mask_png=mask, based_on=0, cleared=False)
    page = open_editor(dana_page, four[0])
    page.evaluate("window.sameVisit = true")
    page.keyboard.press("PageDown")
    shows(page, four[1])
    wait_until(page, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(page), as_mask(mask))
    wait_saved(page)


def test_the_size_keeps_its_arrows(editor: Page) -> None:
    size = editor.get_by_role("slider", name="Brush size")
    before = size.input_value()
    size.press("ArrowUp")
    assert size.input_value() != before
    expect(editor.get_by_role("heading", name="a.jpg")).to_be_visible()
