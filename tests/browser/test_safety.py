"""Nothing dana paints is lost: however the page ends, wherever she goes on."""

from __future__ import annotations

import numpy as np
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from editor.models import Draft, Order, User
from tests.browser.conftest import OpensPages, session_of
from tests.browser.losing import can_undo, crash, not_empty, painted, saved_mask
from tests.browser.painting import (
    as_mask,
    drag,
    on_screen,
    open_editor,
    shown_mask,
    wait_saved,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = [(100.0, 200.0), (500.0, 200.0)]
POST = [(300.0, 50.0), (300.0, 350.0)]

CLOSE = "document.querySelector('mask-editor').studio.saving.close()"


def test_letting_go_of_a_photo_saves_its_last_stroke_first_and_nothing_after(editor: Page) -> None:
    drag(editor, LINE)
    before = shown_mask(editor)
    assert editor.evaluate(CLOSE) is True
    draft = Draft.objects.get()
    assert np.array_equal(as_mask(bytes(draft.mask)), before)
    drag(editor, POST)
    editor.wait_for_timeout(1_500)
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_photo_let_go_of_while_the_server_is_away_is_kept_on_this_device(editor: Page, kitchen: Order) -> None:
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, LINE)
    before = shown_mask(editor)
    assert editor.evaluate(CLOSE) is False
    editor.unroute("**/draft/")
    open_editor(editor, kitchen)
    wait_until(editor, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(editor), before)


def test_undo_reaches_back_over_a_reload_and_redo_forward_again(editor: Page, kitchen: Order) -> None:
    states = [shown_mask(editor)]
    for points in (LINE, POST, [(100.0, 300.0), (101.0, 300.0)]):
        drag(editor, points)
        states.append(shown_mask(editor))
    editor.keyboard.press("Control+z")
    wait_saved(editor)
    open_editor(editor, kitchen)
    can_undo(editor)
    assert np.array_equal(shown_mask(editor), states[2])
    for state in (states[1], states[0]):
        editor.keyboard.press("Control+z")
        assert np.array_equal(shown_mask(editor), state)
    for state in states[1:]:
        editor.keyboard.press("Control+y")
        assert np.array_equal(shown_mask(editor), state)
    # It goes on from there, over one more reload.
    drag(editor, [(500.0, 350.0), (550.0, 350.0)])
    wait_saved(editor)
    open_editor(editor, kitchen)
    can_undo(editor)
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), states[3])


def test_undo_history_is_not_applied_to_a_mask_it_does_not_belong_to(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User
) -> None:
    drag(editor, LINE)
    wait_saved(editor)
    editor.goto("about:blank")
    elsewhere = open_editor(page_of(dana), kitchen)
    not_empty(elsewhere)
    drag(elsewhere, POST)
    wait_saved(elsewhere)
    both = shown_mask(elsewhere)
    open_editor(editor, kitchen)
    not_empty(editor)
    editor.wait_for_timeout(500)
    editor.keyboard.press("Control+z")
    expect(editor.get_by_text("There is nothing to undo.")).to_be_visible()
    assert np.array_equal(shown_mask(editor), both)


def test_a_crash_loses_neither_the_mask_nor_its_undo_history(editor: Page, kitchen: Order) -> None:
    editor.route("**/draft/", lambda route: route.abort())
    drag(editor, LINE)
    line = shown_mask(editor)
    drag(editor, POST)
    both = shown_mask(editor)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    can_undo(again)
    assert np.array_equal(shown_mask(again), both)
    wait_saved(again)
    assert np.array_equal(saved_mask(), both)
    again.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(again), line)


def test_a_tab_closed_without_a_word_loses_nothing(editor: Page, kitchen: Order) -> None:
    drag(editor, LINE)
    before = shown_mask(editor)
    wait_until(editor, "!document.querySelector('mask-editor').studio.saving.onlyHere")
    context = editor.context
    editor.close(run_before_unload=False)
    again = open_editor(context.new_page(), kitchen)
    not_empty(again)
    assert np.array_equal(shown_mask(again), before)


def test_a_page_that_is_hidden_by_a_closed_lid_saves_at_once(editor: Page) -> None:
    editor.clock.install()
    editor.clock.pause_at(editor.evaluate("Date.now()") / 1000 + 60)
    drag(editor, LINE)
    before = shown_mask(editor)
    assert not Draft.objects.exists()
    editor.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    wait_saved(editor)
    assert np.array_equal(saved_mask(), before)


def test_a_second_tab_has_what_the_first_paints_and_can_undo_it(editor: Page, kitchen: Order) -> None:
    second = open_editor(editor.context.new_page(), kitchen)
    drag(editor, LINE)
    line = shown_mask(editor)
    not_empty(second)
    assert np.array_equal(shown_mask(second), line)
    drag(second, POST)
    both = shown_mask(second)
    wait_saved(second)
    painted(editor, both)
    assert np.array_equal(shown_mask(editor), both)
    for state in (line, np.zeros_like(line)):
        editor.keyboard.press("Control+z")
        assert np.array_equal(shown_mask(editor), state)
    # Nobody had to be asked.
    assert editor.locator(".notice", has_text="A newer mask was saved elsewhere.").count() == 0


def test_two_tabs_that_both_painted_ask_at_once(editor: Page, kitchen: Order) -> None:
    second = open_editor(editor.context.new_page(), kitchen)
    # Its own save is not due yet.
    second.evaluate("() => void (window.setTimeout = () => 0)")
    drag(second, POST)
    mine = shown_mask(second)
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    expect(second.locator(".notice", has_text="A newer mask was saved elsewhere.")).to_be_visible()
    assert np.array_equal(shown_mask(second), mine)
    assert np.array_equal(saved_mask(), line)
    second.get_by_role("button", name="Keep mine", exact=True).click()
    wait_saved(second)
    assert np.array_equal(saved_mask(), mine)


def test_a_page_left_open_has_what_another_device_painted_when_dana_comes_back_to_it(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User
) -> None:
    drag(editor, POST)
    post = shown_mask(editor)
    wait_saved(editor)
    elsewhere = open_editor(page_of(dana), kitchen)
    not_empty(elsewhere)
    drag(elsewhere, LINE)
    wait_saved(elsewhere)
    both = shown_mask(elsewhere)
    comes_back(editor)
    painted(editor, both)
    assert np.array_equal(shown_mask(editor), both)
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), post)


def test_strokes_painted_offline_are_kept_and_sent_later(editor: Page) -> None:
    editor.context.set_offline(True)
    drag(editor, LINE)
    drag(editor, POST)
    before = shown_mask(editor)
    expect(editor.get_by_text("Offline: kept here, sent later")).to_be_visible()
    assert not Draft.objects.exists()
    editor.context.set_offline(False)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), before)


def test_a_mask_that_could_not_be_fetched_is_not_written_over(editor: Page, kitchen: Order) -> None:
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    editor.route("**/draft/", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    open_editor(editor, kitchen)
    expect(editor.get_by_text("The saved mask cannot be fetched yet, will retry")).to_be_visible()
    assert not shown_mask(editor).any()
    drag(editor, POST)
    post = shown_mask(editor)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    assert np.array_equal(saved_mask(), line)
    editor.unroute("**/draft/")
    painted(editor, line | post)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), line | post)


#: What is fetched of drafts waits for `letGo`.
SLOW = """
    const usual = window.fetch;
    const waited = new Promise((resolve) => { window.letGo = () => resolve(undefined); });
    window.fetch = async (url, options) => {
        if (String(url).endsWith('/draft/') && !options.method) await waited;
        return usual(url, options);
    };
"""


def test_a_stroke_faster_than_the_saved_mask_joins_it(editor: Page, kitchen: Order) -> None:
    drag(editor, LINE)
    wait_saved(editor)
    line = shown_mask(editor)
    editor.add_init_script(SLOW)
    open_editor(editor, kitchen)
    drag(editor, POST)
    post = shown_mask(editor)
    assert (line & ~post).any()
    editor.evaluate("window.letGo()")
    painted(editor, line | post)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), line | post)


def test_nothing_is_saved_in_the_middle_of_a_stroke(editor: Page) -> None:
    sent: list[Request] = []
    editor.on("request", lambda request: sent.append(request) if request.method == "PUT" else None)
    drag(editor, LINE)
    editor.mouse.move(*on_screen(editor, *POST[0]))
    editor.mouse.down()
    editor.mouse.move(*on_screen(editor, *POST[1]), steps=5)
    editor.wait_for_timeout(1_500)
    assert sent == []
    editor.mouse.up()
    wait_saved(editor)
    assert len(sent) == 1
    assert np.array_equal(saved_mask(), shown_mask(editor))


def test_signed_out_meanwhile_the_mask_is_kept_and_sent_after_signing_in_in_another_tab(
    editor: Page, dana: User
) -> None:
    dana.set_password("a long enough secret")
    dana.save()
    Session.objects.all().delete()
    drag(editor, LINE)
    before = shown_mask(editor)
    expect(editor.get_by_role("status").filter(has_text="You are signed out.")).to_be_visible()
    assert not Draft.objects.exists()
    other = editor.context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("User").or_(other.get_by_label("Name")).fill(dana.username)
    other.get_by_label("Password").fill("a long enough secret")
    other.get_by_role("button", name="Sign in").click()
    other.locator(".card, .empty").first.wait_for()
    comes_back(editor)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), before)


def test_danas_mask_does_not_become_that_of_whoever_signs_in_next(
    editor: Page, live_server: LiveServer, rhea: User
) -> None:
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(rhea), "url": live_server.url}
    editor.context.add_cookies([cookie])  # type: ignore[list-item]
    drag(editor, LINE)
    expect(editor.get_by_text("Somebody else is signed in in this browser now.")).to_be_visible()
    assert not Draft.objects.exists()


def test_dana_is_told_once_when_undo_no_longer_reaches_back_to_the_beginning(editor: Page) -> None:
    editor.evaluate("document.querySelector('mask-editor').studio.painting.history.cap = 40_000")
    for x in range(60, 540, 60):
        drag(editor, [(x, 100.0), (x + 30, 300.0)])
    told = editor.get_by_role("status").filter(has_text="Undo no longer reaches back to the beginning")
    expect(told).to_be_visible()
    editor.keyboard.press("Control+z")
    drag(editor, LINE)
    expect(told).to_have_count(0)


def comes_back(page: Page) -> None:
    """Dana looks at the page again."""
    page.evaluate("() => void document.dispatchEvent(new Event('visibilitychange'))")
