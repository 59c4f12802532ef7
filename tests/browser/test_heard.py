"""What a screen reader hears in the editor, each thing once, and that the focus is never lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor import jobs
from editor.models import Order, Submission, User
from tests.browser.painting import drag, open_editor, wait_saved, wait_until
from tests.making import make_order, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (600, 400)
LISTEN = """() => {
    const LIVE = '[role=status], [role=alert], [aria-live], output';
    const quiet = (element) => element.getAttribute('aria-live') === 'off';
    const told = (element) => element.textContent.replace(/\\s+/g, ' ').trim();
    window.heard = [];
    new MutationObserver((changes) => {
        const regions = new Set();
        for (const { target, addedNodes } of changes) {
            const live = (target.nodeType === 1 ? target : target.parentElement)?.closest(LIVE);
            // Words that are the same as before are no news to a screen reader.
            if (live && live.raw !== live.textContent && !quiet(live)) regions.add(live);
            if (live) live.raw = live.textContent;
            for (const node of addedNodes) if (node.nodeType === 1 && node.matches(LIVE)) regions.add(node);
        }
        window.heard.push(...[...regions].map(told).filter(Boolean));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def kitchen(dana: User) -> Order:
    make_order(dana, name="hall.jpg", size=SIZE)
    return make_order(dana, name="kitchen.jpg", size=SIZE)


@pytest.fixture
def editor(dana_page: Page, kitchen: Order) -> Page:
    open_editor(dana_page, kitchen)
    wait_until(dana_page, "document.querySelector('mask-editor').studio.saving !== null")
    dana_page.evaluate(LISTEN)
    return dana_page


def heard(page: Page) -> list[str]:
    """Since it was asked last."""
    page.wait_for_timeout(50)
    found: list[str] = page.evaluate("window.heard.splice(0)")
    return found


def paint(page: Page, y: int = 200) -> None:
    drag(page, [(300, y), (360, y + 40)])
    wait_saved(page)
    page.wait_for_timeout(100)


def send(page: Page) -> None:
    """By keyboard."""
    page.locator("[data-action=send]").focus()
    page.keyboard.press("Enter")
    wait_until(page, "document.querySelector('mask-editor').studio.painting.empty")


def card_of_the_latest(page: Page) -> Submission:
    """Of the photo on the stage, once it has been sent."""
    expect(page.locator(".submission")).to_have_count(1)
    return Submission.objects.latest("pk")


def stay(page: Page) -> None:
    page.get_by_role("button", name="Go on after sending").click()


def test_strokes_and_steps_are_heard_once_each_and_saving_only_when_it_is_done(editor: Page) -> None:
    paint(editor)
    assert heard(editor) == ["Saved"]
    paint(editor, 300)
    for _ in range(2):
        heard(editor)
        editor.keyboard.press("Control+z")
        wait_saved(editor)
        assert heard(editor) == ["Undone: stroke.", "Saved"]
    for _ in range(2):
        editor.keyboard.press("Control+z")
        assert heard(editor) == ["There is nothing to undo."]


def test_what_a_key_changes_is_heard(editor: Page) -> None:
    scale = "document.querySelector('mask-editor').studio.camera.view.scale"
    for key, words in {"e": "Eraser.", "x": "Adds to the mask.", "1": "Zoom 100 %."}.items():
        editor.keyboard.press(key)
        assert heard(editor) == [words]
    editor.keyboard.press("]")
    assert heard(editor) == ["Brush 58 px."]
    editor.keyboard.press("+")
    assert heard(editor) == [f"Zoom {round(editor.evaluate(scale) * 100)} %."]


def test_a_bar_that_asks_is_heard_and_gives_the_focus_to_the_stage(editor: Page) -> None:
    stay(editor)
    paint(editor)
    send(editor)
    submission = card_of_the_latest(editor)
    heard(editor)
    cancel = editor.locator(".submission button", has_text="Cancel")
    cancel.focus()
    # The card is asked for each second.
    editor.wait_for_timeout(2_500)
    expect(cancel).to_be_focused()
    editor.keyboard.press("Enter")
    bring = editor.get_by_role("button", name="Bring the mask back")
    expect(bring).to_be_visible()
    assert heard(editor)[-1] == "The removal was canceled."
    expect(editor.locator(f"#submission-{submission.pk}")).to_be_focused()
    bring.focus()
    editor.keyboard.press("Enter")
    expect(editor.locator(".stage")).to_be_focused()
    assert not editor.evaluate("document.querySelector('mask-editor').studio.painting.empty")


def test_a_result_is_heard_and_takes_the_focus_to_its_card_from_the_button_that_is_gone(editor: Page) -> None:
    stay(editor)
    paint(editor)
    send(editor)
    submission = card_of_the_latest(editor)
    editor.locator(".submission button", has_text="Cancel").focus()
    heard(editor)
    jobs.advance(submission.pk)
    expect(editor.get_by_text("This is the result.")).to_be_visible()
    assert "The result is here. Hold Before to compare, or go on painting." in heard(editor)
    expect(editor.locator(f"#submission-{submission.pk}")).to_be_focused()


def test_after_sending_the_next_photo_is_heard_of_together_with_what_was_sent(editor: Page) -> None:
    paint(editor)
    send(editor)
    expect(editor.get_by_role("group", name="Sent. The next photo came by itself: hall.jpg.")).to_be_visible()
    assert heard(editor)[-1] == "Sent. The next photo came by itself: hall.jpg."
    expect(editor.locator("[data-action=send]")).to_be_focused()
    good = editor.get_by_role("button", name="Good")
    good.focus()
    editor.keyboard.press("PageDown")
    expect(editor.get_by_role("heading", name="kitchen.jpg")).to_be_visible()
    expect(editor.locator(".stage")).to_be_focused()


def test_a_photo_that_goes_takes_its_panel_but_not_the_focus(editor: Page) -> None:
    editor.locator("[data-photo-panel] :is(a, button, summary):visible").first.focus()
    editor.keyboard.press("PageUp")
    expect(editor.get_by_role("heading", name="hall.jpg")).to_be_visible()
    wait_until(editor, "document.querySelector('#panel').contains(document.activeElement)")


def test_the_days_queue_keeps_the_focus_where_it_is(dana_page: Page, kitchen: Order) -> None:
    make_submission(kitchen, state="processing")
    dana_page.goto(reverse("today"))
    cancel = dana_page.get_by_role("button", name="Cancel: kitchen.jpg")
    cancel.focus()
    # It is asked for every two seconds.
    dana_page.wait_for_timeout(4_500)
    expect(cancel).to_be_focused()
