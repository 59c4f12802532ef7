"""Masks that come from elsewhere: from a file, from another photo, from the last sending."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from editor.models import Submission, User
from tests.browser.painting import (
    KITCHEN,
    VIOLET,
    Mask,
    as_mask,
    download,
    drag,
    open_editor,
    said,
    shown_mask,
    wait_until,
)
from tests.making import make_order, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def png(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def drawn(size: tuple[int, int] = KITCHEN, box: tuple[int, int, int, int] = (40, 50, 161, 133)) -> Image.Image:
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


@pytest.mark.parametrize(
    "way",
    [
        lambda mask: Image.composite(Image.new("RGBA", KITCHEN, VIOLET), Image.new("RGBA", KITCHEN), mask),
        lambda mask: mask,
        lambda mask: Image.merge("LA", [Image.new("L", KITCHEN), mask]),
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
        (png(drawn(KITCHEN[::-1], (1, 1, 50, 50))), "lies on its side"),
        (whole[: len(whole) // 2], "cut short"),
        (b"%PDF-1.7", "PDF"),
        (png(Image.new("L", KITCHEN)), "Nothing is marked"),
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
    make_submission(make_order(mallory, size=KITCHEN, name="secret.jpg"))
    editor.keyboard.press("u")
    said(editor, "You have sent no mask of a photo of this size yet.")
    make_submission(make_order(dana, size=(300, 200), name="small.jpg"))
    last = make_submission(make_order(dana, size=KITCHEN, name="hall.jpg"))
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
