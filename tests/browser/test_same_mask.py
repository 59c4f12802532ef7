"""One mask over several photos, chosen in the editor: a watermark that lies at the same place in each."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from editor.models import Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import as_mask, drag, open_editor, shown_mask
from tests.making import make_order, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (601, 403)


@pytest.fixture
def photos(dana: User) -> list[Order]:
    sizes = {"a.jpg": SIZE, "b.jpg": SIZE, "tall.jpg": (403, 601), "c.jpg": SIZE}
    return [make_order(dana, name=name, size=size) for name, size in sizes.items()]


@pytest.fixture
def editor(dana_page: Page, photos: list[Order]) -> Page:
    return open_editor(dana_page, photos[0])


def open_dialog(page: Page) -> Locator:
    page.locator("[data-mask-menu] > summary").click()
    page.get_by_role("button", name="Same mask on more photos…").click()
    dialog = page.get_by_role("dialog", name="Same mask on more photos")
    expect(dialog).to_be_visible()
    return dialog


def test_photos_of_the_same_size_are_chosen_and_others_say_why_not(editor: Page) -> None:
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        expect(dialog.get_by_role("checkbox", name=re.compile(name))).to_be_checked()
    tall = dialog.get_by_role("checkbox", name=re.compile("tall.jpg"))
    expect(tall).to_be_disabled()
    expect(dialog.get_by_text("Another size: 403 × 601")).to_be_visible()
    expect(dialog.get_by_role("button", name="Remove from 3 photos")).to_be_enabled()


def test_sixty_photos_scroll_above_the_buttons_and_never_over_them(editor: Page, dana: User) -> None:
    for number in range(56):
        make_order(dana, name=f"{number}.jpg", size=SIZE)
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    button = dialog.get_by_role("button", name="Remove from 20 photos")
    dialog.get_by_text("55.jpg").scroll_into_view_if_needed()
    button.click(trial=True, timeout=2_000)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_what_is_being_worked_on_is_left_for_dana_to_choose(editor: Page, photos: list[Order]) -> None:
    make_submission(photos[1])
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    expect(dialog.get_by_role("checkbox", name=re.compile("b.jpg Removing"))).not_to_be_checked()
    expect(dialog.get_by_role("button", name="Remove from 2 photos")).to_be_enabled()
    dialog.get_by_role("checkbox", name=re.compile("b.jpg")).check()
    expect(dialog.get_by_role("button", name="Remove from 3 photos")).to_be_enabled()


def test_one_submission_each_for_one_press_and_the_strip_and_the_panel_tell(editor: Page, photos: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    dialog = open_dialog(editor)
    dialog.get_by_role("checkbox", name=re.compile("c.jpg")).uncheck()
    dialog.get_by_role("button", name="Remove from 2 photos").dblclick()
    expect(editor.get_by_text("The mask was sent for 2 photos.").first).to_be_visible()
    expect(dialog).to_be_hidden()
    assert sorted(Submission.objects.values_list("order__photo__name", flat=True)) == ["a.jpg", "b.jpg"]
    with photos[1].submissions.get().mask.open() as file:
        assert np.array_equal(as_mask(file.read()), painted)
    assert not shown_mask(editor).any()
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    expect(editor.locator(f"[data-order='{photos[1].pk}']")).to_have_attribute("data-mark", "removing")
    editor.get_by_role("button", name="See all of them").click()
    expect(editor.get_by_role("heading", name="One mask over 2 photos")).to_be_visible()


def test_an_answer_that_was_lost_makes_no_second_batch(editor: Page) -> None:
    lost: list[Route] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.fallback()
            return
        lost.append(route)
        route.fetch()
        route.abort()

    editor.route("**/batches/", lose_the_first_answer)
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    button = dialog.get_by_role("button", name="Remove from 3 photos")
    button.click()
    expect(dialog.get_by_text("The server cannot be reached. Your mask is kept.")).to_be_visible()
    button.click()
    expect(editor.get_by_text("The mask was sent for 3 photos.").first).to_be_visible()
    assert Submission.objects.count() == 3


def test_a_refusal_is_told_in_the_dialog_and_nothing_is_sent(editor: Page, photos: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    Order.objects.filter(pk=photos[1].pk).update(state=Order.State.FINALISED)
    dialog.get_by_role("button", name="Remove from 3 photos").click()
    expect(dialog.get_by_text("b.jpg is closed; leave it out.")).to_be_visible()
    assert not Submission.objects.exists()
    assert shown_mask(editor).any()
    editor.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_nothing_painted_is_said_at_once_and_nothing_chosen_cannot_be_sent(editor: Page) -> None:
    editor.locator("[data-mask-menu] > summary").click()
    editor.get_by_role("button", name="Same mask on more photos…").click()
    expect(editor.locator(".news.is-loud")).to_have_text("Paint over what should go first.")
    drag(editor, [(100, 100), (500, 300)])
    dialog = open_dialog(editor)
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        dialog.get_by_role("checkbox", name=re.compile(name)).uncheck()
    expect(dialog.get_by_role("button", name="Choose photos")).to_be_disabled()


def test_on_a_phone_everything_of_it_is_in_reach(page_of: OpensPages, dana: User, photos: list[Order]) -> None:
    page = page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True)
    open_editor(page, photos[0])
    drag(page, [(100, 100), (500, 300)])
    dialog = open_dialog(page)
    box = dialog.get_by_role("button", name="Remove from 3 photos").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
