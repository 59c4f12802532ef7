"""What servers and networks do to a save: nothing dana painted is lost, and nobody asks her needlessly."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.browser.losing import DRAFT, STUDIO, crash, hold, kept, met, painted, saved_mask, switch
from tests.browser.painting import KITCHEN, drag, open_editor, shown_mask, wait_saved, wait_until
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINE = [(100.0, 200.0), (500.0, 200.0)]
POST = [(300.0, 50.0), (300.0, 350.0)]


@pytest.fixture
def editor(editor: Page) -> Page:
    """Dana's kitchen, and it is known what the server has of it."""
    return met(editor)


def test_strokes_are_kept_on_the_device_while_a_save_hangs(editor: Page, kitchen: Order) -> None:
    hold(editor, "PUT")
    drag(editor, LINE)
    editor.wait_for_timeout(1_000)
    drag(editor, POST)
    both = shown_mask(editor)
    kept(editor)
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, both)
    wait_saved(again)
    assert np.array_equal(saved_mask(), both)


def test_strokes_are_kept_on_the_device_while_the_saved_mask_does_not_come(editor: Page, kitchen: Order) -> None:
    drag(editor, POST)
    wait_saved(editor)
    hold(editor, "GET")
    open_editor(editor, kitchen)
    drag(editor, LINE)
    line = shown_mask(editor)
    kept(editor)
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, line)
    expect(again.locator(".notice", has_text="A newer mask was saved elsewhere.")).to_be_visible()


def test_a_save_whose_answer_was_lost_is_not_taken_for_somebody_else_s(editor: Page) -> None:
    answers_lost = iter([True, True])

    def lose(route: Route) -> None:
        if route.request.method == "PUT" and next(answers_lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    editor.route(DRAFT, lose)
    drag(editor, LINE)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    drag(editor, POST)
    both = shown_mask(editor)
    wait_saved(editor)
    assert editor.locator(".notice", has_text="A newer mask was saved elsewhere.").count() == 0
    assert np.array_equal(saved_mask(), both)


def test_a_save_whose_answer_was_lost_is_known_again_after_a_crash(editor: Page, kitchen: Order) -> None:
    sent: list[object] = []

    def lose(route: Route) -> None:
        if route.request.method != "PUT":
            route.continue_()
            return
        if not sent:
            sent.append(route.fetch())
        route.abort()

    editor.route(DRAFT, lose)
    drag(editor, LINE)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    drag(editor, POST)
    both = shown_mask(editor)
    kept(editor)
    crash(editor)
    again = open_editor(editor.context.new_page(), kitchen)
    painted(again, both)
    wait_saved(again)
    assert again.locator(".notice", has_text="A newer mask was saved elsewhere.").count() == 0
    assert np.array_equal(saved_mask(), both)


NONSENSE = [(200, '{"vers'), (200, "<html>Welcome to our wifi"), (429, ""), (408, "")]


@pytest.mark.parametrize(("status", "body"), NONSENSE)
def test_an_answer_that_makes_no_sense_is_asked_for_again(editor: Page, status: int, body: str) -> None:
    first = iter([True])
    editor.route(
        DRAFT,
        lambda route: (
            route.fulfill(status=status, body=body)
            if route.request.method == "PUT" and next(first, False)
            else route.continue_()
        ),
    )
    drag(editor, LINE)
    expect(editor.get_by_text("Not saved yet, will retry")).to_be_visible()
    wait_saved(editor)
    assert np.array_equal(saved_mask(), shown_mask(editor))


def test_a_worker_that_did_not_start_is_started_again(dana_page: Page, kitchen: Order) -> None:
    first = iter([True])
    dana_page.route(
        "**/editor/packing/worker*.js", lambda route: route.abort() if next(first, False) else route.continue_()
    )
    editor = open_editor(dana_page, kitchen)
    editor.wait_for_timeout(500)
    drag(editor, LINE)
    wait_saved(editor)
    assert np.array_equal(saved_mask(), shown_mask(editor))


def test_a_mask_kept_here_never_writes_over_a_newer_one_that_could_not_be_fetched(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User
) -> None:
    drag(editor, LINE)
    wait_saved(editor)
    editor.route(DRAFT, lambda route: route.abort())
    drag(editor, POST)
    mine = shown_mask(editor)
    kept(editor)
    crash(editor)
    elsewhere = open_editor(page_of(dana), kitchen)
    wait_until(elsewhere, f"!{STUDIO}.painting.empty")
    drag(elsewhere, [(100.0, 300.0), (500.0, 300.0)])
    wait_saved(elsewhere)
    theirs = shown_mask(elsewhere)
    again = editor.context.new_page()
    again.route(DRAFT, lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    open_editor(again, kitchen)
    painted(again, mine)
    drag(again, [(50.0, 60.0), (60.0, 60.0)])
    again.wait_for_timeout(1_500)
    assert np.array_equal(saved_mask(), theirs)
    again.unroute(DRAFT)
    expect(again.locator(".notice", has_text="A newer mask was saved elsewhere.")).to_be_visible()


def test_the_answer_to_which_mask_can_be_undone_after_a_reload(
    editor: Page, kitchen: Order, page_of: OpensPages, dana: User
) -> None:
    elsewhere = open_editor(page_of(dana), kitchen)
    elsewhere.wait_for_timeout(300)
    drag(elsewhere, LINE)
    wait_saved(elsewhere)
    line = shown_mask(elsewhere)
    drag(editor, POST)
    post = shown_mask(editor)
    editor.get_by_role("button", name="Use that one", exact=True).click()
    wait_saved(editor)
    open_editor(editor, kitchen)
    painted(editor, line)
    wait_until(editor, f"{STUDIO}.painting.history.undoLabel !== null")
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), post)


def test_a_photo_fetched_ahead_has_what_was_painted_elsewhere_since(
    editor: Page, dana: User, page_of: OpensPages, kitchen: Order
) -> None:
    bath = make_order(dana, name="bath.jpg", size=KITCHEN)
    open_editor(editor, kitchen)
    with editor.expect_response(f"**/orders/{bath.pk}/paint.json*"):
        pass
    elsewhere = open_editor(page_of(dana), bath)
    elsewhere.wait_for_timeout(300)
    drag(elsewhere, LINE)
    wait_saved(elsewhere)
    line = shown_mask(elsewhere)
    switch(editor)
    painted(editor, line)


def test_undo_says_of_every_photo_when_it_forgets(editor: Page, dana: User, kitchen: Order) -> None:
    make_order(dana, name="bath.jpg", size=KITCHEN)
    open_editor(editor, kitchen)
    told = editor.get_by_role("status").filter(has_text="Undo no longer reaches back to the beginning")
    for _ in range(2):
        editor.evaluate(f"{STUDIO}.painting.history.cap = 1_000")
        drag(editor, LINE)
        drag(editor, POST)
        expect(told).to_be_visible()
        switch(editor)
        expect(told).to_have_count(0)
