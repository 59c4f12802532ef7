"""Dana sends one mask after another, and what comes back does not get in her way."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.models import Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import as_mask, drag, on_screen, open_editor, shown_mask, wait_until
from tests.browser.test_switching import wait_saved_blank
from tests.making import make_order, make_revision, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (601, 403)


@pytest.fixture
def three(dana: User) -> list[Order]:
    return [make_order(dana, name=name, size=SIZE) for name in ("a.jpg", "b.jpg", "c.jpg")]


@pytest.fixture
def editor(dana_page: Page, three: list[Order]) -> Page:
    return open_editor(dana_page, three[0])


def send(page: Page) -> None:
    page.get_by_role("button", name="Remove items", exact=True).click()


def is_shown(page: Page, name: str) -> None:
    expect(page.locator(".bar-name")).to_have_text(name)


def mark_of(page: Page, order: Order) -> str:
    return page.locator(f"[data-order='{order.pk}'] .mark .visually-hidden").inner_text()


def finish(order: Order) -> None:
    """The worker's part."""
    submission = order.submissions.get()
    result = make_revision(order, parent=submission.parent)
    order.submissions.update(state=Submission.State.SUCCEEDED, result=result, ended_at=submission.created_at)


def test_remove_items_sends_and_the_next_photo_comes(editor: Page, three: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    is_shown(editor, "b.jpg")
    expect(editor.locator(".notice", has_text="Sent. The next photo came by itself: b.jpg.")).to_be_visible()
    assert three[0].submissions.count() == 1
    expect(editor.locator(f"[data-order='{three[0].pk}']")).to_have_attribute("data-mark", "removing")
    wait_saved_blank(editor, three[0])
    editor.get_by_role("button", name="Good", exact=True).click()
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    is_shown(editor, "c.jpg")
    expect(editor.locator(".news.is-loud")).to_have_text("b.jpg is being worked on. Photo 3 of 3, c.jpg.")
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    expect(editor.locator(".news.is-loud")).to_have_text("Sent. You can go on painting meanwhile.")
    is_shown(editor, "c.jpg")


def test_dana_can_stay_on_the_photo_and_that_is_remembered(editor: Page, three: list[Order]) -> None:
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    editor.get_by_role("button", name="Stay on a.jpg").click()
    is_shown(editor, "a.jpg")
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    toggle = editor.get_by_role("button", name="Go on after sending")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    open_editor(editor, three[1])
    expect(toggle).to_have_attribute("aria-pressed", "false")
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    is_shown(editor, "b.jpg")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")


def test_the_next_photo_waits_for_no_answer_and_a_second_mask_can_be_sent_meanwhile(
    editor: Page, three: list[Order]
) -> None:
    held: list[Route] = []
    editor.route("**/submissions/", lambda route: held.append(route))
    for name in ("b.jpg", "c.jpg"):
        drag(editor, [(100, 100), (500, 300)])
        editor.get_by_role("button", name="Remove items", exact=True).dblclick()
        is_shown(editor, name)
    while len(held) < 2:
        editor.wait_for_timeout(50)
    drag(editor, [(50, 50), (90, 90)])
    strokes = shown_mask(editor)
    for route in held:
        route.continue_()
    for order in three[:2]:
        expect(editor.locator(f"[data-order='{order.pk}']")).to_have_attribute("data-mark", "removing")
        assert order.submissions.count() == 1
        wait_saved_blank(editor, order)
    assert np.array_equal(shown_mask(editor), strokes)
    editor.unroute("**/submissions/")
    editor.keyboard.press("PageUp")
    is_shown(editor, "b.jpg")
    assert not shown_mask(editor).any()
    editor.keyboard.press("Control+z")
    assert shown_mask(editor)[100:300].any()


def test_what_was_not_taken_is_told_on_every_photo_until_dana_has_gone_back(editor: Page, three: list[Order]) -> None:
    editor.route("**/submissions/", lambda route: route.abort())
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    send(editor)
    is_shown(editor, "b.jpg")
    told = editor.locator(".notice", has_text="a.jpg was not sent. The server cannot be reached. Its mask is kept.")
    expect(told).to_be_visible()
    editor.keyboard.press("PageDown")
    is_shown(editor, "c.jpg")
    expect(told).to_be_visible()
    editor.unroute("**/submissions/")
    editor.get_by_role("button", name="Go to a.jpg").click()
    is_shown(editor, "a.jpg")
    expect(told).to_be_hidden()
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), painted)
    send(editor)
    expect(editor.locator(f"[data-order='{three[0].pk}']")).to_have_attribute("data-mark", "removing")
    assert three[0].submissions.count() == 1


def test_several_masks_that_were_not_taken_are_told_together(editor: Page) -> None:
    editor.route("**/submissions/", lambda route: route.abort())
    for name in ("b.jpg", "c.jpg"):
        drag(editor, [(100, 100), (500, 300)])
        send(editor)
        is_shown(editor, name)
    expect(editor.locator(".notice", has_text="2 photos were not sent. The server cannot be reached.")).to_be_visible()
    expect(editor.get_by_role("button", name="Go to a.jpg")).to_be_visible()


@pytest.mark.parametrize("slow", [0, 1500], ids=["after the next photo", "before the next photo"])
def test_a_refusal_leads_dana_back_to_the_photo(editor: Page, three: list[Order], slow: int) -> None:
    drag(editor, [(100, 100), (500, 300)])
    studio, late = "document.querySelector('mask-editor').studio", "(frame) => setTimeout(() => want(frame), slow)"
    editor.evaluate(
        f"(slow) => {{ const {{ strip }} = {studio}, want = strip.want.bind(strip); strip.want = {late}; }}", slow
    )
    Order.objects.filter(pk=three[0].pk).update(state=Order.State.FINALISED)
    send(editor)
    is_shown(editor, "b.jpg")
    expect(editor.locator(".notice", has_text="a.jpg was not sent. This order is closed.")).to_be_visible()
    editor.get_by_role("button", name="Go to a.jpg").click()
    is_shown(editor, "a.jpg")
    assert not three[0].submissions.exists()


def test_a_closed_photo_says_so_before_anything_is_painted_in_vain(editor: Page, three: list[Order]) -> None:
    Order.objects.filter(pk=three[1].pk).update(state=Order.State.FINALISED)
    closed = editor.locator(".notice", has_text="This order is closed. Its agent can reopen it")
    expect(closed).to_have_count(0)
    editor.locator(".frame-link", has_text="b.jpg").click()
    is_shown(editor, "b.jpg")
    expect(closed).to_be_visible()
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    expect(editor.locator(".news.is-loud")).to_contain_text("This order is closed.")
    is_shown(editor, "b.jpg")
    Order.objects.filter(pk=three[1].pk).update(state=Order.State.OPEN)
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(editor.locator(".notice")).to_have_count(0)
    Order.objects.filter(pk=three[1].pk).update(state=Order.State.FINALISED)
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(editor.locator(".notice")).to_contain_text("This order is closed.")


def test_a_photo_that_was_given_away_is_told_as_such(editor: Page, three: list[Order], mallory: User) -> None:
    editor.get_by_role("button", name="Go on after sending").click()
    drag(editor, [(100, 100), (500, 300)])
    Order.objects.filter(pk=three[0].pk).update(owner=mallory)
    send(editor)
    words = "This is not there for you any more: it was deleted, or given to somebody else. Your mask is kept."
    expect(editor.locator(".news.is-loud")).to_have_text(words)


def test_where_the_photo_stays_a_refusal_is_told_there(editor: Page, three: list[Order]) -> None:
    editor.get_by_role("button", name="Go on after sending").click()
    drag(editor, [(100, 100), (500, 300)])
    Order.objects.filter(pk=three[0].pk).update(state=Order.State.CANCELED)
    send(editor)
    expect(editor.locator(".news.is-loud")).to_contain_text("This order is closed.")
    is_shown(editor, "a.jpg")
    expect(editor.locator(".notice")).to_have_count(0)


def test_a_result_of_another_photo_lands_beside_the_stroke(editor: Page, three: list[Order]) -> None:
    """Focus, the stroke in progress, the mask and the picture stay as they are; the mark and a quiet word tell."""
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    is_shown(editor, "b.jpg")
    editor.get_by_role("button", name="Good", exact=True).click()
    editor.get_by_role("application", name="Mask").focus()
    picture = editor.locator(".photo-proxy").get_attribute("src")
    editor.mouse.move(*on_screen(editor, 100, 200))
    editor.mouse.down()
    editor.mouse.move(*on_screen(editor, 300, 200), steps=4)
    scrolled = editor.locator("#frames").evaluate("(frames) => frames.scrollLeft")
    finish(three[0])
    expect(editor.locator(f"[data-order='{three[0].pk}']")).to_have_attribute("data-mark", "ready")
    expect(editor.locator(".news")).to_have_text("a.jpg: the result is ready.")
    assert mark_of(editor, three[0]) == "Result ready"
    assert editor.evaluate("document.querySelector('mask-editor').studio.painting.busy")
    assert editor.evaluate("document.activeElement.matches('.stage')")
    assert editor.locator("#frames").evaluate("(frames) => frames.scrollLeft") == scrolled
    editor.mouse.move(*on_screen(editor, 500, 200), steps=4)
    editor.mouse.up()
    mask = shown_mask(editor)
    assert mask[200, 110:490].all()
    assert editor.locator(".photo-proxy").get_attribute("src") == picture
    editor.locator(f"[data-order='{three[0].pk}'] a").click()
    is_shown(editor, "a.jpg")
    expect(editor.locator("[data-revision]").first).to_have_text("Revision 1")
    editor.keyboard.press("PageDown")
    is_shown(editor, "b.jpg")
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), mask)


def test_a_result_of_what_another_tab_sent_is_offered_where_dana_has_painted_on(
    editor: Page, three: list[Order]
) -> None:
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    make_submission(three[0])
    finish(three[0])
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(editor.get_by_text("The result is ready.", exact=True).last).to_be_visible()
    expect(editor.locator("[data-revision]").first).to_have_text("Original")
    editor.get_by_role("button", name="Show it").click()
    expect(editor.locator("[data-revision]").first).to_have_text("Revision 1")
    expect(editor.get_by_role("button", name="Show it")).to_have_count(0)
    expect(editor.locator("#history [data-revision='1']")).to_have_count(1)
    assert np.array_equal(shown_mask(editor), painted)


def test_what_another_tab_sends_of_this_photo_gets_its_card_here(editor: Page, three: list[Order]) -> None:
    make_submission(three[0])
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    finish(three[0])
    expect(editor.locator("[data-revision]").first).to_have_text("Revision 1")


def test_the_focus_in_the_strip_survives_its_update(editor: Page, three: list[Order]) -> None:
    make_submission(three[2])
    editor.reload()
    link = editor.locator(f"[data-order='{three[2].pk}'] a")
    link.focus()
    picture = editor.locator(f"[data-order='{three[2].pk}'] img").element_handle()
    three[2].submissions.update(state=Submission.State.FAILED)
    expect(editor.locator(f"[data-order='{three[2].pk}']")).to_have_attribute("data-mark", "failed")
    assert mark_of(editor, three[2]) == "Nothing was removed"
    assert link.evaluate("(link) => document.activeElement === link")
    assert picture is not None
    assert picture.evaluate("(picture) => picture.isConnected")


def test_a_photo_that_came_in_meanwhile_joins_the_strip(editor: Page, dana: User) -> None:
    make_order(dana, name="late.jpg", size=SIZE)
    editor.keyboard.press("PageDown")
    is_shown(editor, "b.jpg")
    expect(editor.locator(".frame-name").last).to_have_text("late.jpg")
    expect(editor.locator("[data-place]")).to_have_text("2 of 4")


def test_of_very_many_photos_one_link_leads_to_the_rest_however_often_the_strip_is_asked_for(
    editor: Page, three: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.actions.listings.day.MOST_FRAMES", 2)
    monkeypatch.setattr("editor.views.painting.day.MOST_FRAMES", 2)
    make_submission(three[2])
    editor.reload()
    editor.locator(f"[data-order='{three[2].pk}'][data-mark=removing]").wait_for()
    three[2].submissions.update(state=Submission.State.PROCESSING, fraction=0.5)
    expect(editor.locator(f"[data-order='{three[2].pk}'] progress")).to_have_attribute("value", "0.500")
    three[2].submissions.update(state=Submission.State.FAILED)
    editor.locator(f"[data-order='{three[2].pk}'][data-mark=failed]").wait_for()
    expect(editor.get_by_role("link", name="All photos")).to_have_count(1)


def test_coming_back_to_the_page_dana_finds_the_photos_as_they_stand(editor: Page, three: list[Order]) -> None:
    Order.objects.filter(pk=three[1].pk).update(state=Order.State.FINALISED)
    editor.wait_for_timeout(500)
    assert mark_of(editor, three[1]) == "To paint"
    editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(editor.locator(f"[data-order='{three[1].pk}']")).to_have_attribute("data-mark", "finalised")


def test_what_was_sent_today_stands_beside_the_photo_and_can_be_canceled_there(
    editor: Page, three: list[Order]
) -> None:
    make_submission(three[1])
    open_editor(editor, three[0])
    drag(editor, [(100, 100), (500, 300)])
    send(editor)
    is_shown(editor, "c.jpg")
    editor.get_by_role("tab", name="Sent today").click()
    rows = editor.locator(".queued")
    expect(rows.locator(".name")).to_have_text(["a.jpg", "b.jpg"])
    rows.last.get_by_role("button", name="Cancel: b.jpg").click()
    expect(rows.last).to_contain_text("Canceled. Nothing was changed.")
    finish(three[0])
    expect(rows.first).to_contain_text("Done")
    rows.first.get_by_role("link", name=re.compile("a.jpg")).click()
    is_shown(editor, "a.jpg")
    editor.get_by_role("tab", name="Sent today").press("ArrowLeft")
    expect(editor.get_by_role("tab", name="This photo")).to_be_focused()
    expect(editor.locator("#history")).to_be_visible()


def test_the_queue_asks_once_for_all_rows_keeps_the_focus_and_cancels_all(editor: Page, three: list[Order]) -> None:
    asked: list[str] = []
    for order in three:
        make_submission(order)
    editor.on("request", lambda request: asked.append(request.url))
    editor.get_by_role("tab", name="Sent today").click()
    rows = editor.locator(".queued")
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_role("button", name="Cancel: b.jpg").focus()
    asked.clear()
    three[2].submissions.update(state=Submission.State.FAILED)
    expect(rows.first).to_contain_text("Nothing was removed")
    expect(rows.nth(1).get_by_role("button", name="Cancel: b.jpg")).to_be_focused()
    assert len([url for url in asked if "/today/" in url]) <= 2
    assert not [url for url in asked if "in=day" in url]
    editor.get_by_text("Cancel all…").click()
    editor.get_by_role("button", name="Yes, cancel all").click()
    for at, name in ((1, "b.jpg"), (2, "a.jpg")):
        expect(rows.nth(at)).to_contain_text("Canceled. Nothing was changed.")
        expect(rows.nth(at).get_by_role("link", name=f"Bring the mask back: {name}")).to_be_visible()
    assert not Submission.objects.active().exists()


def test_a_mask_is_brought_back_from_the_queue_without_a_reload(editor: Page, three: list[Order]) -> None:
    failed = make_submission(three[1], state=Submission.State.FAILED)
    with failed.mask.open() as file:
        sent = as_mask(file.read())
    editor.evaluate("window.sameVisit = true")
    drag(editor, [(100, 100), (500, 300)])
    painted = shown_mask(editor)
    editor.get_by_role("tab", name="Sent today").click()
    for _ in range(2):
        editor.get_by_role("link", name="Try again: b.jpg").click()
        is_shown(editor, "b.jpg")
        expect(editor.locator(".news.is-loud")).to_have_text("Your mask is back. Press Remove items to try again.")
        assert np.array_equal(shown_mask(editor), sent)
        expect(editor).to_have_url(re.compile(r"/paint/\?on=0$"))
        editor.keyboard.press("Control+z")
        assert not shown_mask(editor).any()
    editor.go_back()
    is_shown(editor, "a.jpg")
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), painted)
    assert editor.evaluate("window.sameVisit")


def test_a_single_photo_has_no_strip_and_no_next(dana: User, dana_page: Page) -> None:
    open_editor(dana_page, make_order(dana, size=SIZE))
    expect(dana_page.get_by_role("navigation", name="Photos at hand")).to_be_hidden()
    expect(dana_page.get_by_role("button", name="Go on after sending")).to_be_hidden()


def test_without_javascript_the_strip_is_a_list_of_links(page_of: OpensPages, dana: User, three: list[Order]) -> None:
    page = page_of(dana, java_script_enabled=False)
    page.goto(f"/orders/{three[0].pk}/paint/")
    page.get_by_role("navigation", name="Photos at hand").get_by_role("link", name="c.jpg").click()
    expect(page).to_have_url(re.compile(f"/orders/{three[2].pk}/paint/$"))


def test_on_a_phone_the_strip_is_one_line_that_unfolds(page_of: OpensPages, dana: User, three: list[Order]) -> None:
    page = page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True)
    open_editor(page, three[0])
    expect(page.locator("#frames")).to_be_hidden()
    page.get_by_role("button", name="Next photo").tap()
    is_shown(page, "b.jpg")
    page.get_by_role("button", name="Photos").tap()
    page.locator(f"[data-order='{three[2].pk}'] a").tap()
    is_shown(page, "c.jpg")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
