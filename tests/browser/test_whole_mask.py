"""What dana does to the whole mask: reshape it, import one, use one again, see it in other colours."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from editor.models import Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import (
    Mask,
    as_mask,
    brute_force,
    download,
    drag,
    from_mask_menu,
    open_editor,
    shown_mask,
    strokes,
    wait_until,
)
from tests.making import make_order, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (601, 403)


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


@pytest.fixture
def editor(dana_page: Page, kitchen: Order) -> Page:
    return open_editor(dana_page, kitchen)


def ring(page: Page) -> None:
    """A stroke with a hole in it, one end of it on the photo's edge."""
    drag(page, [(150, 100), (400, 100), (400, 300), (150, 300), (150, 100)])
    drag(page, [(500, 200), (640, 200)])


def spread(mask: Mask, n: int) -> Mask:
    """Every pixel whose centre is within n of a painted one's, by trying every way there."""
    height, width = mask.shape
    wide = np.zeros((height + 2 * n, width + 2 * n), np.bool_)
    out = np.zeros_like(mask)
    wide[n : n + height, n : n + width] = mask
    for dy in range(-n, n + 1):
        for dx in range(-n, n + 1):
            if dx * dx + dy * dy <= n * n:
                out |= wide[n + dy : n + dy + height, n + dx : n + dx + width]
    return out


def filled(mask: Mask) -> Mask:
    """By flooding from a rim around the picture."""
    rim = np.pad(mask, 1).astype(np.uint8)
    cv2.floodFill(rim, None, (0, 0), 2)
    closed: Mask = rim[1:-1, 1:-1] != 2
    return closed


def said(page: Page, words: str) -> None:
    expect(page.locator(".news")).to_contain_text(words)


def margin(page: Page, n: int) -> None:
    page.locator(".mask-menu > summary").click()
    page.get_by_label("Pixels to grow or shrink by").fill(str(n))
    page.keyboard.press("Escape")
    page.locator(".stage").focus()


def png(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def drawn(size: tuple[int, int] = SIZE, box: tuple[int, int, int, int] = (40, 50, 161, 133)) -> Image.Image:
    picture = Image.new("L", size)
    picture.paste(255, box)
    return picture


def as_bits(picture: Image.Image) -> Mask:
    return np.asarray(picture) >= 128


def choose(page: Page, data: bytes, name: str = "mask.png") -> None:
    file: FilePayload = {"name": name, "mimeType": "image/png", "buffer": data}
    page.locator("[data-mask-file]").set_input_files(file)


def drop(page: Page, data: bytes, name: str = "mask.png", kind: str = "drop") -> None:
    """A file dropped on the stage or pasted, as the browser tells a page of it."""
    page.evaluate(
        """([coded, name, kind]) => {
            const bytes = Uint8Array.from(atob(coded), (sign) => sign.charCodeAt(0));
            const files = new DataTransfer();
            files.items.add(new File([bytes], name, { type: 'image/png' }));
            const stage = document.querySelector('.stage');
            const common = { bubbles: true, cancelable: true };
            if (kind === 'paste') {
                stage.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: files }));
                return;
            }
            for (const name of ['dragenter', 'dragover', 'drop']) {
                stage.dispatchEvent(new DragEvent(name, { ...common, dataTransfer: files }));
            }
        }""",
        [base64.b64encode(data).decode(), name, kind],
    )


def wait_painted(page: Page) -> None:
    wait_until(page, "!document.querySelector('mask-editor').studio.painting.empty")


def test_growing_and_shrinking_are_exact_and_one_step_each(editor: Page) -> None:
    ring(editor)
    before = brute_force(SIZE, strokes(editor))
    margin(editor, 9)
    editor.keyboard.press(">")
    said(editor, "Grown by 9 px.")
    assert np.array_equal(as_mask(download(editor)), spread(before, 9))
    editor.keyboard.press("Control+z")
    said(editor, "Undone: grow by 9 px.")
    assert np.array_equal(as_mask(download(editor)), before)
    editor.keyboard.press("<")
    said(editor, "Shrunk by 9 px.")
    shrunk = as_mask(download(editor))
    assert np.array_equal(shrunk, before & ~spread(~before, 9))
    assert shrunk[200, -1], "a mask that reaches the photo's edge stays there"


def test_holes_are_filled_and_only_holes(editor: Page) -> None:
    ring(editor)
    before = brute_force(SIZE, strokes(editor))
    from_mask_menu(editor, "Fill holes")
    said(editor, "Holes filled.")
    after = as_mask(download(editor))
    assert np.array_equal(after, filled(before))
    assert after.sum() > before.sum()
    editor.keyboard.press("h")
    said(editor, "There are no holes to fill.")


def test_inverting_turns_every_pixel_and_back(editor: Page) -> None:
    ring(editor)
    before = brute_force(SIZE, strokes(editor))
    from_mask_menu(editor, "Invert")
    said(editor, "Inverted.")
    assert np.array_equal(as_mask(download(editor)), ~before)
    editor.locator(".stage").focus()
    editor.keyboard.press("i")
    assert np.array_equal(as_mask(download(editor)), before)


def test_the_menu_opens_by_its_key_and_leads_the_focus(editor: Page) -> None:
    editor.locator(".stage").focus()
    editor.keyboard.press("m")
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_focused()
    editor.keyboard.press("Escape")
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_hidden()
    expect(editor.locator(".mask-menu > summary")).to_be_focused()
    editor.keyboard.press("m")
    editor.mouse.click(700, 500)
    expect(editor.get_by_role("button", name="Invert", exact=True)).to_be_hidden()


def test_nothing_painted_can_be_neither_grown_nor_filled_and_the_person_is_told(editor: Page) -> None:
    for key in (">", "<", "h"):
        editor.keyboard.press(key)
        said(editor, "Paint something first.")
        editor.evaluate("document.querySelector('.news').textContent = ''")
    editor.locator(".mask-menu > summary").click()
    editor.get_by_role("button", name="Grow", exact=True).press("Enter")
    said(editor, "Paint something first.")


@pytest.fixture
def slow_worker(editor: Page) -> Iterator[Page]:
    """The worker that reshapes gets no code until the page says so."""
    waiting: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: waiting.append(route))
    yield editor
    for route in waiting:
        route.abort()


def test_escape_cancels_what_takes_long_and_nobody_paints_meanwhile(slow_worker: Page) -> None:
    editor = slow_worker
    ring(editor)
    before = shown_mask(editor)
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    drag(editor, [(60, 350), (200, 360)])
    assert len(strokes(editor)) == 2
    editor.keyboard.press("Escape")
    said(editor, "Canceled. The mask is as it was.")
    expect(editor.locator(".notice")).to_have_count(0)
    assert np.array_equal(shown_mask(editor), before)
    drag(editor, [(60, 350), (200, 360)])
    assert len(strokes(editor)) == 3


def test_what_was_reshaped_is_dropped_when_the_mask_changed_meanwhile(editor: Page) -> None:
    ring(editor)
    held: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: held.append(route))
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    editor.keyboard.press("Control+z")
    after = shown_mask(editor)
    held[0].continue_()
    said(editor, "The mask was changed meanwhile")
    assert np.array_equal(shown_mask(editor), after)


def test_what_was_reshaped_stays_with_its_own_photo(editor: Page, dana: User) -> None:
    make_order(dana, size=SIZE, name="hall.jpg")
    editor.reload()
    wait_until(editor, "document.querySelector('mask-editor')?.studio?.camera.stage.width > 1")
    ring(editor)
    held: list[Route] = []
    editor.route("**/whole/worker.js", lambda route: held.append(route))
    editor.keyboard.press(">")
    expect(editor.locator(".notice")).to_contain_text("Growing the mask…")
    editor.keyboard.press("PageDown")
    expect(editor.locator(".bar-name")).to_have_text("hall.jpg")
    expect(editor.locator(".notice")).to_have_count(0)
    assert not shown_mask(editor).any()
    drag(editor, [(60, 350), (200, 360)])
    assert shown_mask(editor).any()


@pytest.mark.parametrize(
    "way",
    [
        lambda mask: Image.composite(Image.new("RGBA", SIZE, (120, 120, 205, 255)), Image.new("RGBA", SIZE), mask),
        lambda mask: mask,
        lambda mask: Image.merge("LA", [Image.new("L", SIZE), mask]),
        lambda mask: Image.fromarray(np.asarray(mask).astype(np.uint16) * 257),
    ],
    ids=["violet", "white on black", "black on transparent", "16 bits"],
)
def test_a_mask_is_imported_however_it_was_drawn(editor: Page, way: Any) -> None:
    drop(editor, png(way(drawn())))
    said(editor, "Mask imported. Undo takes it back.")
    assert np.array_equal(as_mask(download(editor)), as_bits(drawn()))
    editor.locator(".stage").focus()
    editor.keyboard.press("Control+z")
    assert not shown_mask(editor).any()


def test_a_mask_is_chosen_from_the_menu_or_pasted(editor: Page) -> None:
    editor.locator(".mask-menu > summary").click()
    with editor.expect_file_chooser() as chooser:
        editor.get_by_role("button", name="Import mask…").click()
    file: FilePayload = {"name": "m.png", "mimeType": "image/png", "buffer": png(drawn())}
    chooser.value.set_files(file)
    wait_painted(editor)
    editor.keyboard.press("Delete")
    said(editor, "Cleared.")
    drop(editor, png(drawn()), kind="paste")
    wait_painted(editor)
    assert np.array_equal(shown_mask(editor), as_bits(drawn()))


def test_an_imported_mask_meets_one_that_is_there(editor: Page) -> None:
    drag(editor, [(300, 300), (500, 320)])
    mine = shown_mask(editor)
    drop(editor, png(drawn()))
    editor.get_by_role("button", name="Add it").click()
    assert np.array_equal(shown_mask(editor), mine | as_bits(drawn()))
    editor.locator(".stage").focus()
    editor.keyboard.press("Control+z")
    drop(editor, png(drawn()))
    editor.get_by_role("button", name="Replace mine").click()
    assert np.array_equal(shown_mask(editor), as_bits(drawn()))
    editor.keyboard.press("Control+z")
    assert np.array_equal(shown_mask(editor), mine)


def test_a_mask_of_nearly_everything_is_offered_the_other_way_round(editor: Page) -> None:
    turned = Image.fromarray(255 - np.asarray(drawn()))
    drop(editor, png(turned))
    expect(editor.locator(".notice")).to_contain_text("covers 96 % of the photo")
    editor.get_by_role("button", name="Invert it").click()
    said(editor, "Mask imported.")
    assert np.array_equal(shown_mask(editor), as_bits(drawn()))


def test_a_mask_of_half_the_size_is_scaled_when_dana_says_so(dana: User, dana_page: Page) -> None:
    editor = open_editor(dana_page, make_order(dana, size=(600, 400)))
    small = drawn((300, 200), (21, 30, 77, 91))
    drop(editor, png(small))
    expect(editor.locator(".notice")).to_contain_text("300 × 200")
    editor.get_by_role("button", name="Scale it").click()
    wait_painted(editor)
    assert np.array_equal(shown_mask(editor), as_bits(small).repeat(2, axis=0).repeat(2, axis=1))


def test_files_that_are_no_masks_for_this_photo_change_nothing(editor: Page) -> None:
    whole = png(drawn())
    for data, words in (
        (png(drawn((100, 100), (1, 1, 50, 50))), "100 × 100 pixels"),
        (png(drawn(SIZE[::-1], (1, 1, 50, 50))), "lies on its side"),
        (whole[: len(whole) // 2], "cut short"),
        (b"%PDF-1.7", "PDF"),
        (png(Image.new("L", SIZE)), "Nothing is marked"),
        (b"", "empty"),
    ):
        choose(editor, data)
        said(editor, words)
    assert not shown_mask(editor).any()


def test_a_photo_dropped_on_the_editor_leads_to_where_photos_are_added(editor: Page) -> None:
    noise = np.random.default_rng(4).integers(0, 255, (90, 120, 3), np.uint8)
    drop(editor, png(Image.fromarray(noise), "JPEG"), "kitchen.jpg")
    expect(editor.locator(".notice")).to_contain_text("That is a photo, not a mask.")
    assert not shown_mask(editor).any()
    editor.locator(".notice").get_by_role("link", name="Go there").click()
    editor.wait_for_url("**/")
    expect(editor.get_by_role("heading", name="Photos")).to_be_visible()


def test_the_last_mask_comes_from_another_photo_of_this_size(editor: Page, dana: User, mallory: User) -> None:
    make_submission(make_order(mallory, size=SIZE, name="secret.jpg"))
    editor.keyboard.press("u")
    said(editor, "You have sent no mask of a photo of this size yet.")
    make_submission(make_order(dana, size=(300, 200), name="small.jpg"))
    last = make_submission(make_order(dana, size=SIZE, name="hall.jpg"))
    editor.locator(".mask-menu > summary").click()
    listed = editor.get_by_role("group", name="Masks sent before").get_by_role("button")
    expect(listed).to_have_count(1)
    expect(listed).to_have_accessible_name("Mask of hall.jpg, sent just now, under 1 % of it")
    listed.click()
    said(editor, "Mask added: hall.jpg.")
    with last.mask.open("rb") as file:
        assert np.array_equal(as_mask(download(editor)), as_mask(file.read()))
    editor.locator(".stage").focus()
    editor.keyboard.press("Control+z")
    editor.keyboard.press("u")
    wait_painted(editor)


def test_a_mask_stays_after_sending_where_dana_wants_it_to(editor: Page) -> None:
    editor.locator(".mask-menu > summary").click()
    editor.get_by_label("Keep mask after sending").check()
    editor.keyboard.press("Escape")
    drag(editor, [(100, 100), (200, 150)])
    before = shown_mask(editor)
    editor.get_by_role("button", name="Remove items").click()
    said(editor, "Sent.")
    assert Submission.objects.count() == 1
    assert np.array_equal(shown_mask(editor), before)


def test_another_colour_is_seen_on_the_screen_only(editor: Page) -> None:
    drag(editor, [(100, 100), (300, 200)])
    bits = brute_force(SIZE, strokes(editor))
    seen = set()
    for name in ("Violet", "Orange", "Yellow", "Blue", "Black and white stripes"):
        editor.locator(".mask-menu > summary").click()
        editor.get_by_role("radio", name=name, exact=True).check(force=True)
        editor.keyboard.press("Escape")
        # as_mask() accepts #7878CD and transparent only.
        assert np.array_equal(as_mask(download(editor)), bits)
        seen.add(inked(editor))
    assert seen == {"120,120,205", "230,159,0", "240,228,66", "86,180,233", "0,0,0 255,255,255"}


def test_the_colour_is_remembered(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    page = open_editor(page_of(dana), kitchen)
    page.locator(".mask-menu > summary").click()
    page.get_by_role("radio", name="Orange", exact=True).check(force=True)
    open_editor(page, kitchen)
    drag(page, [(100, 100), (300, 200)])
    assert inked(page) == "230,159,0"


def inked(page: Page) -> str:
    """The colours on the overlay."""
    found: str = page.evaluate(
        """async () => {
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            const canvas = document.querySelector('.overlay');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const words = new Set();
            for (let at = 0; at < data.length; at += 4) if (data[at + 3]) words.add(data.slice(at, at + 3).join(','));
            return [...words].sort().join(' ');
        }"""
    )
    return found


def test_on_a_phone_every_entry_of_the_menu_is_in_reach(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    phone = open_editor(page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True), kitchen)
    phone.locator(".mask-menu > summary").tap()
    for name in ("Invert", "Grow", "Shrink", "Fill holes", "Clear", "Import mask…", "Download mask", "Use last mask"):
        button = phone.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 44
    stripes = phone.get_by_role("radio", name="Black and white stripes")
    stripes.scroll_into_view_if_needed()
    expect(stripes).to_be_in_viewport()
