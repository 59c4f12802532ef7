"""The whole way through every service, by hand: dana uploads, paints, presses the button, and the result comes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from editor.actions.photos.pictures import open_picture
from editor.actions.removals.result import open_mask
from editor.models import Order, Submission
from editor.providers.registry import PROVIDERS
from tests.asking import advance_until_ended
from tests.browser.painting import Points, drag, open_editor, wait_until
from tests.fakes.erasing import Eraser
from tests.providers.table import ENTRIES
from tests.providers.test_lama import make_model

__all__ = ["make_model"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAIN = (900, 600)
ACROSS: Points = [(300, 200), (420, 300)]


class Office:
    """A server on which one service is set up beside the built-in engine; `fake` stands in for it."""

    def __init__(self, slug: str, fake: Eraser | None) -> None:
        self.slug, self.fake = slug, fake

    @property
    def label(self) -> str:
        return PROVIDERS[self.slug].label


@pytest.fixture
def office(request: pytest.FixtureRequest, settings: Any, live_server: Any) -> Iterator[Office]:
    """By the name of a row in the table of providers, or the slug of an engine of this computer's."""
    entry = next((entry for entry in ENTRIES if entry.name == request.param), None)
    settings.PUBLIC_BASE_URL = live_server.url
    with ExitStack() as stack:
        fake = stack.enter_context(entry.fake()) if entry else None
        if entry and fake:
            settings.PROVIDER_CONFIG = entry.config(fake)
        elif request.param == "lama":
            settings.PROVIDER_CONFIG = {"LAMA_MODEL": str(request.getfixturevalue("make_model")())}
        yield Office(entry.provider.slug if entry else request.param, fake)


def through(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("office", names, indirect=True)


every = through("local", "lama", *(entry.name for entry in ENTRIES))


def photo(folder: Path, size: tuple[int, int], orientation: int = 1) -> Path:
    """A JPEG with something in every pixel, as a camera names and marks it."""
    across = np.linspace(0, 255, size[0], dtype=np.uint8)
    down = np.linspace(255, 0, size[1], dtype=np.uint8)
    red, green = np.broadcast_to(across, size[::-1]), np.broadcast_to(down[:, None], size[::-1])
    exif, path, out = Image.Exif(), folder / "kitchen.jpg", io.BytesIO()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    Image.fromarray(np.dstack([red, green, red ^ green])).save(out, "JPEG", quality=90, exif=exif)
    path.write_bytes(out.getvalue())
    return path


def uploaded(page: Page, file: Path) -> Order:
    page.goto("/")
    page.get_by_label("Add photos").set_input_files(str(file))
    expect(page.locator(".card")).to_have_count(1, timeout=60_000)
    return Order.objects.get()


def pick(page: Page, label: str) -> None:
    page.locator(".picker > summary").click()
    page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def dot(page: Page, at: tuple[float, float]) -> None:
    """One pixel: zoomed in, with the thinnest brush."""
    for _ in range(8):
        page.keyboard.press("+")
    wait_until(page, "document.querySelector('mask-editor').studio.camera.view.scale > 3")
    page.get_by_role("slider", name="Brush size", exact=True).fill("4")
    drag(page, [at])


def removed(page: Page, order: Order, office: Office) -> Submission:
    """Dana presses the button, a worker does what there is to do, and the result is shown without a reload."""
    page.evaluate("window.sameVisit = true")
    page.get_by_role("button", name="Remove items", exact=True).click()
    expect(page.locator("#submissions .submission")).to_have_count(1)
    submission = advance_until_ended(order.submissions.get())
    assert submission.state == Submission.State.SUCCEEDED, (submission.error_sentence, submission.error_detail)
    expect(page.get_by_text("This is the result.")).to_be_visible(timeout=60_000)
    expect(page).to_have_url(re.compile(r"\?on=1$"))
    assert page.evaluate("window.sameVisit")
    assert submission.provider == office.slug
    if office.fake:
        assert office.fake.refusals == []
    return submission


def only_the_mask_changed(submission: Submission) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Outside of what was painted every byte is as it was; what was painted, as booleans."""
    assert submission.result is not None
    before, after = (np.asarray(open_picture(each)) for each in (submission.parent, submission.result))
    inside = np.asarray(open_mask(submission)) > 0
    assert before.shape == after.shape
    assert np.array_equal(before[~inside], after[~inside])
    assert (before[inside] != after[inside]).any()
    return inside


def erased(page: Page, file: Path, office: Office, stroke: Points) -> np.ndarray[Any, np.dtype[np.bool_]]:
    order = uploaded(page, file)
    open_editor(page, order)
    pick(page, office.label)
    drag(page, stroke)
    return only_the_mask_changed(removed(page, order, office))


@every
def test_the_same_photo_and_stroke_through_every_service(office: Office, dana_page: Page, tmp_path: Path) -> None:
    inside = erased(dana_page, photo(tmp_path, PLAIN), office, ACROSS)
    assert inside[250, 360]


@through("bria", "aihomedesign")
def test_a_photo_held_on_its_side_is_painted_upright(office: Office, dana_page: Page, tmp_path: Path) -> None:
    inside = erased(dana_page, photo(tmp_path, PLAIN, orientation=6), office, [(200, 500), (300, 700)])
    assert inside.shape == (900, 600)
    assert inside[600, 250]


@through("ailabtools")
def test_a_photo_of_48_megapixels_comes_back_at_48_megapixels(
    office: Office, dana_page: Page, tmp_path: Path, settings: Any
) -> None:
    settings.PROVIDER_CONFIG |= {"AILABTOOLS_ENDPOINT": "image-erase"}
    inside = erased(dana_page, photo(tmp_path, (8000, 6000)), office, [(3000, 2000), (3400, 2300)])
    assert inside.shape == (6000, 8000)


@through("wondershare")
def test_a_strip_five_times_as_wide_as_high_is_padded(office: Office, dana_page: Page, tmp_path: Path) -> None:
    inside = erased(dana_page, photo(tmp_path, (2000, 400)), office, [(100, 200), (1900, 200)])
    submission = Submission.objects.get()
    assert inside.shape == (400, 2000)
    assert submission.plan is not None
    assert any(submission.plan["pad"])


@through("aithriving")
def test_a_stroke_over_the_border(office: Office, dana_page: Page, tmp_path: Path) -> None:
    inside = erased(dana_page, photo(tmp_path, PLAIN), office, [(-10, 300), (40, 300)])
    assert inside[300, 0]


@through("iopaint")
def test_a_single_pixel(office: Office, dana_page: Page, tmp_path: Path) -> None:
    order = uploaded(dana_page, photo(tmp_path, PLAIN))
    open_editor(dana_page, order)
    pick(dana_page, office.label)
    dot(dana_page, (450.5, 300.5))
    inside = only_the_mask_changed(removed(dana_page, order, office))
    assert inside.sum() == 1
