"""The office's whole day: a folder of twenty photos becomes a listing, is painted, judged on a phone and taken home."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor import jobs
from editor.models import Listing, Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, open_editor
from tests.making import photo_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1440, "height": 900}}
PHOTOS = 20
SIZE = (600, 400)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty photos as a camera names them, no two alike, and what else lies in a camera's folder."""
    place = tmp_path / "12 Elm Street"
    place.mkdir()
    for number in range(1, PHOTOS + 1):
        (place / f"IMG_{number}.jpg").write_bytes(photo_bytes(SIZE, colour=(60 + 9 * number, 250 - 9 * number, 140)))
    (place / "readme.txt").write_text("Shot on Tuesday.")
    return place


def test_a_listing_of_twenty_photos_from_the_folder_to_the_zip(
    page_of: OpensPages, rhea: User, dana: User, agnes: User, folder: Path
) -> None:
    listing = bring_in(page_of(rhea, **DESK), folder, dana, agnes)
    paint(page_of(dana, **DESK), listing)
    phone = page_of(agnes, **PHONE)
    asked = review(phone, listing)
    mend(page_of(dana, **DESK), asked)
    finish(phone)
    take_home(phone, listing)


def bring_in(page: Page, folder: Path, dana: User, agnes: User) -> Listing:
    """Rhea makes the listing out of the folder and gives its photos to Dana."""
    page.goto(reverse("new_listing"))
    page.get_by_label("Address").fill("12 Elm Street")
    page.get_by_label("Agent").select_option(label=agnes.called)
    page.get_by_role("button", name="Make the listing").click()
    page.wait_for_load_state("networkidle")
    page.locator("#folder").set_input_files(folder)
    expect(page.locator("#gallery .card")).to_have_count(PHOTOS, timeout=60_000)
    expect(page.get_by_text(re.compile("1 file .*passed over|readme.txt")).first).to_be_visible()
    listing = Listing.objects.get()
    names = list(listing.orders.order_by("position").values_list("photo__name", flat=True))
    assert names == [f"IMG_{number}.jpg" for number in range(1, PHOTOS + 1)]
    choose_all(page, listing)
    page.get_by_label("Give to").select_option(label=dana.called)
    page.get_by_role("button", name="Give", exact=True).click()
    page.get_by_role("dialog").locator("button.primary").click()
    expect(page.get_by_text("for Dana")).to_have_count(PHOTOS)
    return listing


def choose_all(page: Page, listing: Listing) -> None:
    page.goto(f"{reverse('orders')}?listing={listing.pk}")
    boxes = page.locator(".choose input")
    expect(boxes).to_have_count(PHOTOS)
    boxes.first.click()
    boxes.last.click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text(str(PHOTOS))


def paint(page: Page, listing: Listing) -> None:
    """Dana paints over one thing, has it removed from all twenty, and hands them over."""
    first = listing.orders.order_by("position").first()
    assert first is not None
    open_editor(page, first)
    drag(page, [(100, 100), (260, 180)])
    page.locator("[data-mask-menu] > summary").click()
    page.get_by_role("button", name="Same mask on more photos…").click()
    page.get_by_role("button", name=f"Remove from {PHOTOS} photos").click()
    expect(page.get_by_text(f"The mask was sent for {PHOTOS} photos.").first).to_be_visible()
    for submission in Submission.objects.all():
        jobs.advance(submission.pk)
    assert set(Submission.objects.values_list("state", flat=True)) == {Submission.State.SUCCEEDED}
    choose_all(page, listing)
    page.get_by_role("button", name="Hand over", exact=True).click()
    page.get_by_role("dialog").locator("button.primary").click()
    expect(page.locator("#gallery").get_by_text("To review")).to_have_count(PHOTOS)


def review(page: Page, listing: Listing) -> Order:
    """Agnes, with her thumb: one photo is sent back, the others are approved."""
    page.goto(reverse("listings"))
    page.get_by_role("link", name=re.compile(listing.address)).first.tap()
    page.get_by_role("link", name="Review", exact=True).first.tap()
    for number in range(1, PHOTOS + 1):
        expect(page.get_by_text(f"{number} of {PHOTOS}", exact=True)).to_be_visible()
        if number == 3:
            page.get_by_role("link", name="Ask for changes").tap()
            page.get_by_label("What should be changed, or said?").fill("The towel, too, @dana.")
            page.get_by_role("button", name="Ask for this change").tap()
            expect(page.locator(".review-head")).to_contain_text("Changes asked")
            page.get_by_role("button", name="Close").tap()
            page.get_by_role("link", name="Next").tap()
        else:
            page.get_by_role("button", name="Approve").tap()
    page.wait_for_url("**/review/end/")
    assert listing.orders.filter(state=Order.State.APPROVED).count() == PHOTOS - 1
    return listing.orders.get(state=Order.State.CHANGES_ASKED)


def mend(page: Page, asked: Order) -> None:
    """Dana is told, removes the towel, ticks it off and hands the photo over again."""
    page.goto(reverse("notifications"))
    page.get_by_role("link", name=re.compile("asked for changes")).first.click()
    open_editor(page, asked)
    expect(page.locator("#requests")).to_contain_text("The towel, too")
    drag(page, [(300, 250), (380, 300)])
    page.get_by_role("button", name="Remove items").click()
    expect(page.locator("#submissions .submission")).to_have_count(1)
    submission = asked.submissions.order_by("-pk")[0]
    jobs.advance(submission.pk)
    expect(page.locator("span[data-revision]")).to_have_text("Revision 2")
    page.get_by_role("button", name="Tick off 1").click()
    page.get_by_role("button", name="Hand over for review").click()
    expect(page.get_by_text("Handed over for review.")).to_be_visible()


def finish(page: Page) -> None:
    """Agnes approves the last one and finalises the listing with one confirmation."""
    page.goto(reverse("notifications"))
    page.get_by_role("link", name=re.compile("handed this photo over")).first.tap()
    expect(page.get_by_text(f"3 of {PHOTOS}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Approve").tap()
    page.wait_for_url("**/review/end/")
    page.get_by_text("Finalise the listing…").tap()
    page.get_by_role("button", name=f"Yes, finalise {PHOTOS} photos").tap()
    expect(page.get_by_text("Every photo of this listing is finalised.")).to_be_visible()


def take_home(page: Page, listing: Listing) -> None:
    """The zip holds every original as it came and every final, and the manifest tells their sums."""
    page.get_by_role("link", name="Download").tap()
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download the zip").or_(page.get_by_role("link", name="Download the zip")).tap()
    with zipfile.ZipFile(loading.value.path()) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        sums = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    originals = [name for name in names if name.startswith("originals/")]
    finals = [name for name in names if name.startswith("finals/")]
    assert (len(originals), len(finals), len(rows)) == (PHOTOS, PHOTOS, PHOTOS)
    stored = dict(listing.orders.values_list("photo__sha256", "photo__name"))
    assert {sums[name] for name in originals} == set(stored)
    for row in rows:
        told = [value for value in row.values() if len(value) == 64]
        assert set(told) <= set(sums.values())
        assert len(told) == 2
