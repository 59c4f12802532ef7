"""Agnes brings the folder of a property, and finds her photos again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from editor.models import Listing, Order, User
from tests.browser.conftest import OpensPages
from tests.making import make_listing, photo_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agnes_page(page_of: OpensPages, agnes: User) -> Page:
    return page_of(agnes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A property's folder: three photos of which two have numbers, a photo of a photo, and a note."""
    found = tmp_path / "12 Elm Street"
    (found / "more").mkdir(parents=True)
    for at, name in enumerate(["room 10.jpg", "room 2.jpg", "more/garden.jpg"]):
        (found / name).write_bytes(photo_bytes(colour=(90 * at, 200, 90)))
    (found / "notes.txt").write_text("nothing to see")
    return found


def names_in(listing: Listing) -> list[str]:
    orders = listing.orders.order_by("position").select_related("photo")
    return [order.photo.name for order in orders]


def test_a_folder_becomes_a_listing_with_its_photos_in_order(agnes_page: Page, agnes: User, folder: Path) -> None:
    agnes_page.goto(reverse("listings"))
    agnes_page.locator("#folder").set_input_files(folder)
    dialog = agnes_page.get_by_role("dialog", name="New listing")
    expect(dialog.get_by_label("Address")).to_have_value("12 Elm Street")
    expect(dialog).to_contain_text("3 photos will be put into it.")
    dialog.get_by_role("button", name="Make the listing").click()
    agnes_page.wait_for_url(re.compile(r"/listings/\d+/$"))
    listing = Listing.objects.get()
    assert (listing.address, listing.agent) == ("12 Elm Street", agnes)
    assert names_in(listing) == ["garden.jpg", "room 2.jpg", "room 10.jpg"]
    expect(agnes_page.locator(".card-name")).to_have_text(["garden.jpg", "room 2.jpg", "room 10.jpg"])


def test_the_question_can_be_closed_and_says_what_is_missing(agnes_page: Page, folder: Path) -> None:
    agnes_page.goto(reverse("listings"))
    agnes_page.locator("#folder").set_input_files(folder)
    dialog = agnes_page.get_by_role("dialog", name="New listing")
    dialog.get_by_label("Address").fill("  ")
    dialog.get_by_role("button", name="Make the listing").click()
    expect(dialog.get_by_role("alert")).to_have_text("Enter the address of the property.")
    agnes_page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert not Listing.objects.exists()


def test_what_is_no_photo_or_there_already_is_passed_over_calmly(agnes_page: Page, agnes: User, folder: Path) -> None:
    listing = make_listing(agnes, agent=agnes)
    agnes_page.goto(reverse("listing", args=[listing.pk]))
    agnes_page.locator("#folder").set_input_files(folder)
    told = agnes_page.locator("#uploads-sum")
    expect(told).to_contain_text("3 photos are here.")
    expect(told).to_contain_text("1 file that is no photo was passed over.")
    agnes_page.locator("#folder").set_input_files(folder)
    expect(told).to_contain_text("3 photos were in the listing already.")
    expect(agnes_page.locator(".upload-row")).to_have_count(0)
    expect(agnes_page.locator(".card-name")).to_have_text(["garden.jpg", "room 2.jpg", "room 10.jpg"])
    assert listing.orders.count() == 3


def test_all_that_wait_are_canceled_at_once_and_a_lost_one_is_tried_again(
    agnes_page: Page, agnes: User, folder: Path
) -> None:
    listing = make_listing(agnes, agent=agnes)
    held: list[Route] = []
    agnes_page.goto(reverse("listing", args=[listing.pk]))
    agnes_page.route("**/photos/", lambda route: held.append(route))
    agnes_page.locator("#folder").set_input_files(folder)
    expect(agnes_page.locator("#uploads-sum")).to_contain_text("3 photos are on their way.")
    agnes_page.get_by_role("button", name="Cancel all").click()
    expect(agnes_page.locator(".upload-row")).to_have_count(0)
    agnes_page.unroute("**/photos/")
    agnes_page.route("**/photos/", lambda route: route.abort())
    agnes_page.get_by_label("Add photos").set_input_files(folder / "room 2.jpg")
    row = agnes_page.locator(".upload-row.failed")
    expect(row).to_contain_text("The photo did not arrive.")
    agnes_page.unroute("**/photos/")
    row.get_by_role("button", name="Try again").click()
    expect(agnes_page.locator(".card")).to_have_count(1)
    assert [order.photo.name for order in Order.objects.all()] == ["room 2.jpg"]


def test_photos_are_found_while_one_types(agnes_page: Page, agnes: User, folder: Path) -> None:
    listing = make_listing(agnes, agent=agnes, address="9 Oak Road")
    agnes_page.goto(reverse("listing", args=[listing.pk]))
    agnes_page.locator("#folder").set_input_files(folder)
    expect(agnes_page.locator(".card")).to_have_count(3)
    agnes_page.goto(reverse("orders"))
    agnes_page.get_by_placeholder("Name, address or reference").fill("gard")
    expect(agnes_page.locator(".card")).to_have_count(1)
    expect(agnes_page).to_have_url(re.compile("q=gard"))
    agnes_page.get_by_label("State").select_option("Approved")
    expect(agnes_page.get_by_text("No photo matches")).to_be_visible()
    agnes_page.get_by_role("link", name="Remove the filter Approved").click()
    expect(agnes_page.locator(".card-name")).to_have_text(["garden.jpg"])
