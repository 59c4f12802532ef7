"""What disks and second tabs do to what dana's device keeps."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from editor.models import Draft, Order, User
from tests.browser.losing import DRAFT, STUDIO, crash, kept, met, not_empty, painted, saved_mask, switch, wait_for_draft
from tests.browser.painting import KITCHEN, as_mask, drag, open_editor, shown_mask, wait_saved, wait_until
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = [(100.0, 200.0), (500.0, 200.0)]
POST = [(300.0, 50.0), (300.0, 350.0)]


@pytest.fixture
def editor(editor: Page) -> Page:
    """Dana's kitchen, and it is known what the server has of it."""
    return met(editor)


def test_of_two_tabs_that_painted_while_nothing_could_be_saved_neither_is_lost(editor: Page, kitchen: Order) -> None:
    second = open_editor(editor.context.new_page(), kitchen)
    for page in (editor, second):
        page.route(DRAFT, lambda route: route.abort())
    masks = []
    for page, stroke in ((editor, LINE), (second, POST)):
        drag(page, stroke)
        masks.append(shown_mask(page))
        kept(page)
    crash(editor)
    crash(second)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, masks[1])
    expect(
        again.locator(".notice", has_text="Another mask for this photo was painted on this device and not saved.")
    ).to_be_visible()
    assert np.array_equal(shown_mask(again), masks[1])
    again.get_by_role("button", name="Use that one", exact=True).click()
    wait_saved(again)
    assert np.array_equal(saved_mask(), masks[0])
    again.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(again), masks[1])
    wait_saved(again)
    # It was asked once and for all.
    open_editor(again, kitchen)
    painted(again, masks[1])
    again.wait_for_timeout(500)
    assert again.get_by_role("button", name="Use that one", exact=True).count() == 0


def test_what_one_tab_saves_takes_nothing_from_the_other(editor: Page, kitchen: Order) -> None:
    second = open_editor(editor.context.new_page(), kitchen)
    second.wait_for_timeout(300)
    second.route(DRAFT, lambda route: route.abort())
    drag(second, POST)
    post = shown_mask(second)
    kept(second)
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    crash(second)
    again = open_editor(editor.context.new_page(), kitchen)
    expect(again.locator(".notice", has_text="A newer mask was saved elsewhere.")).to_be_visible()
    assert np.array_equal(shown_mask(again), post)
    assert np.array_equal(saved_mask(), line)


#: What this device keeps of drafts becomes noise, as a damaged disk gives it back.
DAMAGE = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('eraser');
    opening.onsuccess = () => {
        const transaction = opening.result.transaction('drafts', 'readwrite');
        transaction.objectStore('drafts').openCursor().onsuccess = ({ target: { result } }) => {
            if (!result) return;
            result.update({ ...result.value, png: new Blob(['not a picture']) });
            result.continue();
        };
        transaction.oncomplete = () => (opening.result.close(), resolve());
    };
    opening.onerror = reject;
})"""


def test_a_mask_damaged_on_the_disk_keeps_nobody_from_painting(editor: Page, kitchen: Order) -> None:
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    editor.route(DRAFT, lambda route: route.abort())
    drag(editor, POST)
    kept(editor)
    editor.evaluate(DAMAGE)
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, line)
    drag(again, POST)
    wait_saved(again)
    assert np.array_equal(saved_mask(), shown_mask(again))


def test_storage_that_was_cleared_while_the_page_is_open_is_begun_anew(editor: Page, kitchen: Order) -> None:
    drag(editor, POST)
    wait_saved(editor)
    cleared = "() => new Promise((r) => { indexedDB.deleteDatabase('eraser').onsuccess = () => r(); })"
    editor.evaluate(cleared)
    editor.route(DRAFT, lambda route: route.abort())
    drag(editor, LINE)
    both = shown_mask(editor)
    kept(editor)
    assert editor.get_by_text("This browser cannot keep your mask on this device").count() == 0
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, both)
    # The steps are there, too.
    wait_until(again, f"{STUDIO}.painting.history.steps.undo.length === 2")


REFUSING = "indexedDB.open = () => { throw new DOMException('no room', 'QuotaExceededError'); };"
FULL = """
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) {
        if (this.name !== 'drafts') throw new DOMException('no room', 'QuotaExceededError');
        return put.apply(this, what);
    };
"""


def test_a_browser_that_keeps_nothing_says_so_and_the_server_has_the_mask(dana_page: Page, kitchen: Order) -> None:
    dana_page.add_init_script(REFUSING)
    editor = open_editor(dana_page, kitchen)
    drag(editor, LINE)
    before = shown_mask(editor)
    expect(editor.get_by_text("This browser cannot keep your mask on this device")).to_be_visible()
    wait_saved(editor)
    open_editor(editor, kitchen)
    not_empty(editor)
    assert np.array_equal(shown_mask(editor), before)
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, POST)
    expect(editor.get_by_text("Not saved: keep this page open")).to_be_visible()
    editor.unroute("**/draft/")
    wait_saved(editor)


def test_where_room_is_short_the_mask_is_kept_and_undo_history_goes(dana_page: Page, kitchen: Order) -> None:
    dana_page.add_init_script(FULL)
    editor = open_editor(dana_page, kitchen)
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, LINE)
    before = shown_mask(editor)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    not_empty(again)
    assert np.array_equal(shown_mask(again), before)


def test_the_browser_is_asked_to_keep_the_storage_at_the_first_stroke(dana_page: Page, kitchen: Order) -> None:
    spy = "window.asked = 0; navigator.storage.persist = () => Promise.resolve(Boolean(window.asked += 1));"
    dana_page.add_init_script(spy)
    editor = open_editor(dana_page, kitchen)
    assert editor.evaluate("window.asked") == 0
    for points in (LINE, POST):
        drag(editor, points)
    assert editor.evaluate("window.asked") == 1


SILENT = "indexedDB.open = () => ({});"


def test_storage_that_never_answers_does_not_keep_the_server_from_having_the_mask(
    dana_page: Page, kitchen: Order
) -> None:
    dana_page.add_init_script(SILENT)
    editor = open_editor(dana_page, kitchen)
    drag(editor, LINE)
    before = shown_mask(editor)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), before)


def test_where_the_device_keeps_nothing_a_photo_left_unsaved_comes_back_as_it_was(
    dana_page: Page, kitchen: Order, dana: User
) -> None:
    make_order(dana, name="bath.jpg", size=KITCHEN)
    dana_page.add_init_script(REFUSING)
    editor = open_editor(dana_page, kitchen)
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    editor.route(DRAFT, lambda route: route.abort())
    drag(editor, [(250.0, 200.0), (350.0, 200.0)], button="right")
    holed = shown_mask(editor)
    assert (line & ~holed).any()
    switch(editor)
    switch(editor, back=True)
    painted(editor, holed)
    assert np.array_equal(shown_mask(editor), holed)
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), line)
    editor.keyboard.press("Control+y")
    editor.unroute(DRAFT)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), holed)


def test_masks_left_on_this_device_are_sent_from_whatever_photo_is_opened_next(
    editor: Page, kitchen: Order, dana: User
) -> None:
    editor.route(DRAFT, lambda route: route.abort())
    drag(editor, LINE)
    before = shown_mask(editor)
    kept(editor)
    crash(editor)
    open_editor(editor.context.new_page(), make_order(dana, name="bath.jpg", size=KITCHEN))
    wait_for_draft(editor, kitchen)
    assert np.array_equal(as_mask(bytes(Draft.objects.get(order=kitchen).mask)), before)


DRAFTS_HERE = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('eraser');
    opening.onsuccess = () => {
        const counting = opening.result.transaction('drafts').objectStore('drafts').count();
        counting.onsuccess = () => (opening.result.close(), resolve(counting.result));
    };
    opening.onerror = reject;
})"""


def test_a_photo_left_with_all_saved_leaves_no_draft_on_the_device(editor: Page, dana: User, kitchen: Order) -> None:
    make_order(dana, name="bath.jpg", size=KITCHEN)
    open_editor(editor, kitchen)
    drag(editor, LINE)
    wait_saved(editor)
    switch(editor)
    switch(editor, back=True)
    switch(editor)
    editor.wait_for_timeout(1_500)
    assert editor.evaluate(DRAFTS_HERE) == 0
