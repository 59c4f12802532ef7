"""Dana paints in Firefox, and gets the same mask."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from editor.models import Draft, Order, Submission, User
from tests.browser.firefox import FirefoxPage
from tests.browser.painting import (
    Window,
    as_mask,
    brute_force,
    download,
    drag,
    on_screen,
    open_editor,
    shown_mask,
    strokes,
    wait_saved,
    wait_until,
)
from tests.imaging.things import overlap
from tests.making import make_order, photo_bytes
from tests.views.test_selecting import ROOM, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (901, 603)
ROOM_SIZE = (900, 600)

#: Strokes in whole image pixels, every sample of them, and the button they are made with; the right one erases.
SCRIPT = [
    ([(120 + 9 * step, 60 + 7 * step - step * step // 9) for step in range(45)], "left"),
    ([(450, 350)], "left"),
    ([(200 + 11 * step, 300 + (step * 37) % 23) for step in range(38)], "left"),
    ([(618 - 7 * step, 303 + 3 * step) for step in range(32)], "left"),
    ([(250 + 31 * step, 250 + 8 * step) for step in range(11)], "right"),
]


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


def paint(page: Window, order: Order) -> None:
    """The script at 1:1 with the photo on whole pixels, so that a pixel of the window is a pixel of the photo."""
    open_editor(page, order)
    # Firefox that resists says of any screen that it has two pixels to one of the page: its 100 % is another size.
    page.evaluate(
        """() => {
            const { camera } = document.querySelector('mask-editor').studio;
            camera.zoomTo(devicePixelRatio);
            camera.panBy(Math.round(camera.view.x) - camera.view.x, Math.round(camera.view.y) - camera.view.y);
        }"""
    )
    wait_until(page, f"document.querySelector('.photo').getBoundingClientRect().width === {SIZE[0]}")
    for samples, button in SCRIPT:
        page.mouse.move(*on_screen(page, *samples[0]))
        page.mouse.down(button=button)
        for sample in samples[1:]:
            page.mouse.move(*on_screen(page, *sample))
        page.mouse.up(button=button)


def test_firefox_that_resists_fingerprinting_gives_the_identical_mask(
    resisting_page: FirefoxPage, dana_page: Page, kitchen: Order
) -> None:
    # It does resist: the canvas it would let us read is noise.
    paint(resisting_page, kitchen)
    assert resisting_page.evaluate(NOISE) is True
    resisting_page.click_at(".mask-menu > summary")
    theirs = resisting_page.download("button", "Download mask")
    Draft.objects.all().delete()
    paint(dana_page, kitchen)
    ours = download(dana_page)
    points = [[(point["x"], point["y"]) for point in stroke["points"]] for stroke in strokes(resisting_page)]
    assert points == [samples for samples, _ in SCRIPT]
    assert strokes(resisting_page) == strokes(dana_page)
    assert scanlines(theirs) == scanlines(ours)
    assert np.array_equal(as_mask(theirs), brute_force(SIZE, strokes(resisting_page)))
    # Both pack with zlib; should one ever pack otherwise, what counts has been compared above.
    assert theirs == ours


NOISE = """() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    const context = canvas.getContext('2d');
    context.fillStyle = '#7878cd';
    context.fillRect(0, 0, 64, 64);
    const { data } = context.getImageData(0, 0, 64, 64);
    return data.some((value, at) => value !== [0x78, 0x78, 0xcd, 0xff][at % 4]);
}"""


def scanlines(png: bytes) -> tuple[tuple[int, int], list[int] | None, bytes]:
    """Size, palette and every pixel's index as the file holds them."""
    picture = Image.open(io.BytesIO(png))
    assert picture.mode in ("P", "1")
    return picture.size, picture.getpalette(), picture.tobytes()


def test_dana_does_an_order_in_firefox(firefox_page: FirefoxPage, tmp_path: Path) -> None:
    photo = tmp_path / "hall.jpg"
    photo.write_bytes(photo_bytes(SIZE))
    firefox_page.goto("/")
    firefox_page.choose_files("input[type=file]", photo)
    wait_until(firefox_page, "document.querySelectorAll('.card').length === 1")
    order = Order.objects.get()
    open_editor(firefox_page, order)
    drag(firefox_page, [(100, 200), (500, 200)])
    line = shown_mask(firefox_page)
    drag(firefox_page, [(300, 50), (300, 350)])
    firefox_page.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(firefox_page), line)
    firefox_page.keyboard.press("e")
    drag(firefox_page, [(300, 100), (300, 300)])
    rest = shown_mask(firefox_page)
    assert rest.sum() < line.sum()
    wait_saved(firefox_page)
    open_editor(firefox_page, order)
    wait_until(firefox_page, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(firefox_page), rest)
    firefox_page.click("button", "Remove items")
    wait_until(firefox_page, "document.querySelector('mask-editor').studio.painting.empty")
    submission = Submission.objects.get()
    assert submission.order == order
    assert np.array_equal(as_mask(submission.mask.read()), rest)


def test_dana_uses_the_other_tools_in_firefox(firefox_page: FirefoxPage, dana: User) -> None:
    room = make_order(dana, name="room.jpg", size=ROOM_SIZE, data=png(ROOM))
    make_order(dana, name="hall.jpg", size=SIZE)
    page = open_editor(firefox_page, room)
    page.keyboard.press("r")
    drag(page, [(100, 100), (200, 180)])
    page.keyboard.press("l")
    drag(page, [(300, 100), (420, 120), (380, 260), (290, 220)])
    page.keyboard.press("p")
    for corner in ((500, 100), (620, 130), (560, 260)):
        drag(page, [corner])
    page.keyboard.press("Enter")
    shapes = brute_force(ROOM_SIZE, strokes(page))
    assert [each["tool"] for each in strokes(page)] == ["rectangle", "lasso", "polygon"]
    assert np.array_equal(shown_mask(page), shapes)
    page.keyboard.press("i")
    assert np.array_equal(shown_mask(page), ~shapes)
    page.keyboard.press("i")
    page.keyboard.press(">")
    wait_until(page, "document.querySelector('.news').textContent.startsWith('Grown by 8 px')")
    grown = shown_mask(page)
    assert grown[shapes].all()
    assert grown.sum() > shapes.sum()
    page.keyboard.press("Delete")
    assert not shown_mask(page).any()
    page.keyboard.press("s")
    drag(page, [ROOM.click])
    wait_until(page, "!document.querySelector('mask-editor').studio.painting.empty")
    mug = shown_mask(page)
    assert overlap(mug, ROOM.truth) > 0.95
    wait_saved(page)
    page.click("button", "Next photo")
    wait_until(page, "document.querySelector('.bar-name').textContent === 'hall.jpg'")
    page.click("button", "Previous photo")
    wait_until(page, "document.querySelector('.bar-name').textContent === 'room.jpg'")
    wait_until(page, "!document.querySelector('mask-editor').studio.painting.empty")
    assert np.array_equal(shown_mask(page), mug)
    page.keyboard.press("?")
    wait_until(page, "document.querySelector('dialog.help').open")
    page.keyboard.press("Escape")
    wait_until(page, "!document.querySelector('dialog.help').open")
    page.click_at(".zoom-menu > summary")
    page.click("button", "Dark")
    wait_until(page, "document.documentElement.dataset.theme === 'dark'")


#: Nothing about drafts reaches the server.
CUT_OFF = """() => {
    const usual = window.fetch;
    window.fetch = (url, options) =>
        String(url).endsWith('/draft/') ? Promise.reject(new TypeError('network error')) : usual(url, options);
}"""
STUDIO = "document.querySelector('mask-editor').studio"


def test_nothing_is_lost_in_firefox(firefox_page: FirefoxPage, kitchen: Order) -> None:
    page = open_editor(firefox_page, kitchen)
    drag(page, [(100, 200), (500, 200)])
    wait_saved(page)
    line = shown_mask(page)
    page.evaluate(CUT_OFF)
    drag(page, [(300, 50), (300, 350)])
    both = shown_mask(page)
    wait_until(page, f"!{STUDIO}.saving.onlyHere")
    # The device has it, and the next visit sends it, with its steps.
    open_editor(page, kitchen)
    wait_until(page, f"{STUDIO}.painting.history.steps.undo.length === 2")
    assert np.array_equal(shown_mask(page), both)
    wait_saved(page)
    assert np.array_equal(as_mask(bytes(Draft.objects.get().mask)), both)
    page.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(page), line)
    page.keyboard.press("Control+y")
    assert np.array_equal(shown_mask(page), both)
    # Storage is cleared while the page is open, and goes on.
    page.evaluate("() => new Promise((done) => { indexedDB.deleteDatabase('eraser').onsuccess = () => done(); })")
    page.evaluate(CUT_OFF)
    drag(page, [(500, 100), (500, 300)])
    more = shown_mask(page)
    wait_until(page, f"!{STUDIO}.saving.onlyHere")
    open_editor(page, kitchen)
    wait_until(page, f"{STUDIO}.painting.history.steps.undo.length === 3")
    assert np.array_equal(shown_mask(page), more)
