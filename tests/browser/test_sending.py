"""Dana presses Remove items, goes on painting, and the result comes to her."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from editor.models import Order, Submission, User
from tests.browser.conftest import session_of
from tests.browser.painting import as_mask, drag, open_editor, said, shown_mask, wait_saved, wait_until
from tests.making import make_revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def send(page: Page) -> None:
    page.get_by_role("button", name="Remove items", exact=True).click()


def finish(order: Order, colour: tuple[int, int, int] = (90, 140, 90)) -> None:
    """The worker's part: the submission succeeded and its result is the order's newest revision."""
    submission = order.submissions.get()
    result = make_revision(order, parent=submission.parent, colour=colour)
    order.submissions.update(state=Submission.State.SUCCEEDED, result=result)


def shown_proxy(page: Page) -> str:
    return page.locator(".photo-proxy").get_attribute("src") or ""


def test_what_arrives_is_what_was_painted_and_the_mask_is_cleared_undoably(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    painted = shown_mask(editor)
    send(editor)
    card = editor.locator("#submissions .submission")
    expect(card).to_have_count(1)
    submission = kitchen.submissions.get()
    with submission.mask.open() as file:
        assert np.array_equal(as_mask(file.read()), painted)
    assert submission.parent == kitchen.head
    assert not shown_mask(editor).any()
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), painted)


def test_a_double_click_is_one_submission(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    editor.get_by_role("button", name="Remove items", exact=True).dblclick()
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    assert kitchen.submissions.count() == 1


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(editor: Page, kitchen: Order) -> None:
    lost: list[Route] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.fallback()
            return
        lost.append(route)
        route.fetch()
        route.abort()

    editor.route("**/submissions/", lose_the_first_answer)
    drag(editor, [(100, 200), (500, 200)])
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    assert kitchen.submissions.count() == 1
    assert len(lost) == 1


def test_an_answer_cut_off_on_its_way_is_asked_for_again(editor: Page, kitchen: Order) -> None:
    """The browser itself meets the end of the answer too early."""
    editor.evaluate(
        """() => {
            const usual = Response.prototype.text;
            Response.prototype.text = function () {
                Response.prototype.text = usual;
                return Promise.reject(new TypeError('network error'));
            };
        }"""
    )
    drag(editor, [(100, 200), (500, 200)])
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    assert kitchen.submissions.count() == 1
    assert not shown_mask(editor).any()


def test_pressed_again_after_a_crash_it_is_one_submission(editor: Page, kitchen: Order) -> None:
    """The browser went down before it heard that the mask had arrived, and dana cannot know that it had."""
    drag(editor, [(100, 200), (500, 200)])
    painted = shown_mask(editor)
    wait_saved(editor)

    def crash_before_the_answer(route: Route) -> None:
        route.fetch()
        gone.append(route)

    gone: list[Route] = []
    editor.route("**/submissions/", crash_before_the_answer)
    send(editor)
    wait_for(editor, lambda: gone and kitchen.submissions.exists())
    with editor.expect_event("crash"), suppress(Error):
        editor.goto("chrome://crash")
    again = open_editor(editor.context.new_page(), kitchen)
    wait_until(again, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(again), painted)
    send(again)
    expect(again.get_by_text("Sent. You can go on painting meanwhile.")).to_be_visible()
    assert kitchen.submissions.count() == 1
    assert not shown_mask(again).any()
    # The same mask sent once more, knowingly, is another one.
    wait_saved(again)
    again.keyboard.press("Control+z")
    send(again)
    wait_for(again, lambda: kitchen.submissions.count() == 2)


def test_signed_in_again_in_another_tab_dana_sends_from_here(editor: Page, kitchen: Order, dana: User) -> None:
    dana.set_password("a long enough secret")
    dana.save()
    Session.objects.all().delete()
    drag(editor, [(100, 200), (500, 200)])
    send(editor)
    said(editor, "You are signed out. Sign in again in another tab, then go on here. Your mask is kept.")
    other = editor.context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("User").or_(other.get_by_label("Name")).fill(dana.username)
    other.get_by_label("Password").fill("a long enough secret")
    other.get_by_role("button", name="Sign in").click()
    other.locator(".card, .empty").first.wait_for()
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    assert kitchen.submissions.get().created_by == dana


def test_nothing_is_sent_in_the_name_of_whoever_signs_in_next(
    editor: Page, kitchen: Order, live_server: LiveServer, rhea: User
) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(rhea), "url": live_server.url}
    editor.context.add_cookies([cookie])  # type: ignore[list-item]
    drag(editor, [(100, 200), (500, 200)])
    send(editor)
    said(editor, "Somebody else is signed in in this browser now.")
    assert not kitchen.submissions.exists()
    assert shown_mask(editor).any()


def wait_for(page: Page, happens: Callable[[], object]) -> None:
    for _ in range(200):
        if happens():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It never happened.")


def test_a_refusal_is_shown_and_the_mask_is_kept(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    painted = shown_mask(editor)
    Order.objects.update(state=Order.State.CANCELED)
    send(editor)
    expect(editor.get_by_text("This order is closed.")).to_be_visible()
    assert np.array_equal(shown_mask(editor), painted)
    assert not kitchen.submissions.exists()


def test_what_is_painted_while_the_mask_is_on_its_way_stays(editor: Page) -> None:
    held: list[Route] = []
    editor.route("**/submissions/", lambda route: held.append(route))
    drag(editor, [(100, 100), (500, 100)])
    send(editor)
    drag(editor, [(100, 300), (500, 300)])
    wait_until(editor, "document.querySelector('mask-editor').studio.painting.changes === 2")
    held[0].continue_()
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    mask = shown_mask(editor)
    assert mask[300, 300]
    assert not mask[100, 300]


def test_the_result_comes_without_a_reload_and_can_be_held_against_before(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    before = shown_proxy(editor)
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    editor.evaluate("window.sameVisit = true")
    finish(kitchen)
    expect(editor.get_by_text("This is the result.")).to_be_visible()
    assert shown_proxy(editor) != before
    expect(editor).to_have_url(re.compile(r"\?on=1$"))
    assert editor.evaluate("window.sameVisit")
    hold = editor.get_by_role("button", name="Before", exact=True)
    box = hold.bounding_box()
    assert box is not None
    editor.mouse.move(box["x"] + 5, box["y"] + 5)
    editor.mouse.down()
    expect(editor.locator(".photo-before")).to_be_visible()
    assert editor.locator(".photo-before").get_attribute("src") == before
    editor.mouse.up()
    expect(editor.locator(".photo-before")).to_be_hidden()
    drag(editor, [(100, 100), (500, 100)])
    wait_saved(editor)
    kitchen.refresh_from_db()
    assert kitchen.drafts.get().revision == kitchen.head


def test_a_result_does_not_disturb_what_dana_paints_meanwhile(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    drag(editor, [(100, 100), (500, 100)])
    painted, before = shown_mask(editor), shown_proxy(editor)
    finish(kitchen)
    expect(editor.get_by_text("The result is ready.").first).to_be_visible()
    assert shown_proxy(editor) == before
    editor.get_by_role("button", name="Show it", exact=True).click()
    expect(editor.get_by_text("This is the result.")).to_be_visible()
    assert shown_proxy(editor) != before
    assert np.array_equal(shown_mask(editor), painted)


def test_after_a_failure_dana_gets_her_mask_back_with_one_press(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    painted = shown_mask(editor)
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    kitchen.submissions.update(state=Submission.State.FAILED, error_sentence="The engine stopped.")
    editor.get_by_role("button", name="Bring the mask back", exact=True).click()
    assert np.array_equal(shown_mask(editor), painted)


def test_from_the_order_page_dana_tries_a_failed_removal_again_with_its_mask(editor: Page, kitchen: Order) -> None:
    drag(editor, [(100, 200), (500, 200)])
    painted = shown_mask(editor)
    send(editor)
    expect(editor.locator("#submissions .submission")).to_have_count(1)
    kitchen.submissions.update(state=Submission.State.FAILED, error_sentence="The engine stopped.")
    editor.goto(editor.url.partition("/paint/")[0] + "/")
    editor.get_by_role("link", name="Try again").click()
    expect(editor.get_by_text("Your mask is back.").first).to_be_visible()
    assert np.array_equal(shown_mask(editor), painted)
    expect(editor).to_have_url(re.compile(r"\?on=0$"))


def test_peeking_hides_the_mask_and_shows_the_original_while_the_key_is_held(dana_page: Page, kitchen: Order) -> None:
    make_revision(kitchen)
    page = open_editor(dana_page, kitchen)
    drag(page, [(100, 200), (500, 200)])
    page.keyboard.down("\\")
    expect(page.locator(".overlay")).to_be_hidden()
    expect(page.locator(".photo-before")).to_be_visible()
    page.keyboard.up("\\")
    expect(page.locator(".overlay")).to_be_visible()
    expect(page.locator(".photo-before")).to_be_hidden()
