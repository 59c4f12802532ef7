"""Every page can be used by everybody: axe-core finds nothing, at desk and phone width, in light and dark."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from editor.actions.news.digest import digest_token
from editor.actions.review.commenting import comment, resolve
from editor.actions.review.finalise import finalise
from editor.actions.review.reviewing import approve, ask_changes
from editor.models import (
    Event,
    Notification,
    Opening,
    Order,
    Submission,
    User,
)
from tests.browser.axe import DESK, PHONE, SCHEMES, assert_usable, faults
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, from_mask_menu, open_editor
from tests.making import make_listing, make_order, make_revision, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy_order(dana: User) -> Order:
    """An order with everything its page can show: a revision, and a submission in each state."""
    order = make_order(dana, name="kitchen.jpg")
    make_revision(order)
    for state in Submission.State.values:
        make_submission(order, state=state)
    return order


@pytest.fixture
def anonymous_page(page_of: OpensPages) -> Page:
    return page_of(None)


def test_signing_in(anonymous_page: Page) -> None:
    anonymous_page.goto(reverse("sign_in"))
    assert_usable(anonymous_page)


def test_the_orders_before_there_are_any(dana_page: Page) -> None:
    dana_page.goto("/")
    assert_usable(dana_page)


def test_the_orders(dana_page: Page, dana: User) -> None:
    make_revision(make_order(dana, name="kitchen.jpg"))
    make_order(dana, name="garden.jpg")
    dana_page.goto("/")
    assert_usable(dana_page)


def test_the_orders_chosen_searched_and_with_the_sheet_of_keys(dana_page: Page, dana: User) -> None:
    listing = make_listing(dana, agent=dana, due=timezone.localdate() - timedelta(days=1))
    for state in Order.State.values:
        order = make_order(dana, name=f"{state}.jpg", listing=listing, designer=dana)
        Order.objects.filter(pk=order.pk).update(state=state)
    dana_page.goto("/?designer=me&sort=due")
    dana_page.get_by_label("Choose open.jpg").check()
    assert_usable(dana_page)
    dana_page.get_by_role("button", name="Hand over").click()
    expect(dana_page.locator("#bulk-sheet")).to_be_visible()
    assert_usable(dana_page)
    dana_page.goto("/?q=nothing")
    assert_usable(dana_page)
    dana_page.keyboard.press("?")
    expect(dana_page.locator("#list-help")).to_be_visible()
    assert_usable(dana_page)


def test_the_listings_and_one_of_them(dana_page: Page, dana: User) -> None:
    dana_page.goto(reverse("listings"))
    assert_usable(dana_page)
    listing = make_listing(dana, agent=dana, due=timezone.localdate() - timedelta(days=1))
    dana_page.goto(reverse("listing", args=[listing.pk]))
    assert_usable(dana_page)
    for state in Order.State.values:
        order = make_order(dana, name=f"{state}.jpg", listing=listing)
        Order.objects.filter(pk=order.pk).update(state=state)
    for address in (reverse("listings"), reverse("listing", args=[listing.pk])):
        dana_page.goto(address)
        assert_usable(dana_page)


def test_making_a_listing(dana_page: Page) -> None:
    dana_page.goto(reverse("new_listing"))
    assert_usable(dana_page)
    dana_page.goto(reverse("listings"))
    dana_page.evaluate("document.getElementById('new-listing').showModal()")
    assert_usable(dana_page)


def test_an_order(dana_page: Page, busy_order: Order) -> None:
    dana_page.goto(reverse("order", args=[busy_order.pk]))
    assert_usable(dana_page)


def test_the_activity_of_an_order_and_of_a_listing(dana_page: Page, dana: User) -> None:
    order = make_order(dana, listing=make_listing(dana))
    for kind in Event.Kind.values:
        Event.objects.create(order=order, actor=dana, kind=kind, data={"revision": 0, "reason": "The lamp."})
    dana_page.goto(reverse("order", args=[order.pk]))
    dana_page.locator(".timeline-box").evaluate("box => { box.open = true }")
    assert_usable(dana_page)
    dana_page.goto(reverse("listing_activity", args=[order.listing_id]))
    dana_page.get_by_role("link", name="Show earlier").click()
    expect(dana_page.get_by_text("Dana added the photo.")).to_be_visible()
    assert_usable(dana_page)


def test_the_notifications(dana_page: Page, dana: User, agnes: User) -> None:
    dana_page.goto(reverse("notifications"))
    assert_usable(dana_page)
    order = make_order(dana)
    for kind in Notification.Kind.values:
        for read_at in (None, timezone.now()):
            facts = {"actor": agnes, "order": order, "words": "The lamp.", "read_at": read_at}
            Notification.objects.create(person=dana, kind=kind, **facts)
    Notification.objects.create(person=dana, kind=Notification.Kind.BUDGET, words="BRIA: 80 of 100 USD.")
    dana_page.goto(reverse("notifications"))
    assert_usable(dana_page)


def test_the_list_of_whom_to_mention(dana_page: Page, dana: User, agnes: User) -> None:
    order = make_order(dana, listing=make_listing(agnes, agent=agnes))
    for size in (DESK, PHONE):
        dana_page.set_viewport_size(size)
        dana_page.goto(reverse("review", args=[order.pk]))
        expect(dana_page.locator(".review.is-live")).to_be_visible()
        if size == PHONE:
            dana_page.get_by_role("link", name="0 comments").click()
        dana_page.get_by_label("What do you want to say?").press_sequentially("@")
        expect(dana_page.get_by_role("option", name="Agnes")).to_be_visible()
        for scheme in SCHEMES:
            dana_page.emulate_media(color_scheme=scheme)
            assert faults(dana_page) == []


def test_turning_digests_off(anonymous_page: Page, dana: User) -> None:
    anonymous_page.goto(reverse("digest_off", args=[digest_token(dana)]))
    assert_usable(anonymous_page)
    anonymous_page.get_by_role("button", name="Turn them off").click()
    expect(anonymous_page.get_by_role("heading", name="You get no more e-mails with news")).to_be_visible()
    assert_usable(anonymous_page)


def test_the_editor_before_and_while_painting(dana_page: Page, busy_order: Order) -> None:
    open_editor(dana_page, busy_order)
    assert_usable(dana_page)
    drag(dana_page, [(20, 20), (60, 60)])
    assert_usable(dana_page)


def test_the_menus_of_the_editor(dana_page: Page, busy_order: Order) -> None:
    open_editor(dana_page, busy_order)
    menus = dana_page.locator("details[data-menu]")
    for at in range(menus.count()):
        menus.nth(at).evaluate("menu => { menu.open = true }")
        assert_usable(dana_page)
        menus.nth(at).evaluate("menu => { menu.open = false }")


def test_several_services_side_by_side(dana_page: Page, dana: User) -> None:
    order = make_order(dana)
    group = uuid.uuid4()
    parent = order.head
    for state in ("succeeded", "failed", "processing"):
        submission = make_submission(order, state=state, parent=parent, group=group)
        if state == "succeeded":
            submission.result = make_revision(order, parent=parent)
            submission.save(update_fields=["result"])
    dana_page.goto(reverse("group", args=[order.pk, group]))
    assert_usable(dana_page)


def test_the_day_and_a_mask_over_several_photos(dana_page: Page, dana: User) -> None:
    batch = uuid.uuid4()
    for state in ("queued", "processing", "succeeded", "failed", "outcome_unknown"):
        make_submission(make_order(dana, name=f"{state}.jpg"), state=state, batch=batch)
    dana_page.goto(reverse("today"))
    assert_usable(dana_page)
    dana_page.goto(reverse("batch", args=[batch]))
    assert_usable(dana_page)


def test_taking_a_listing_as_a_zip(page_of: OpensPages, dana: User, agnes: User) -> None:
    listing = make_listing(agnes, agent=agnes, reference="A-7")
    for name in ("kitchen.jpg", "hall.jpg"):
        order = make_order(dana, name=name, listing=listing)
    assert order.head
    finalise(actor=agnes, order=order, revision=order.head)
    page = page_of(agnes)
    page.goto(reverse("listing_download", args=[listing.pk]))
    assert_usable(page)
    page.get_by_label("Own values").check()
    page.get_by_label("File names").fill("{price}")
    expect(page.get_by_text("There is no {price} for file names")).to_be_visible()
    assert_usable(page)
    page.get_by_label("File names").fill("{number} {name}")
    page.get_by_label("All photos").check()
    expect(page.get_by_text("finals/01 kitchen.jpg")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the zip").click()
    assert download.value.suggested_filename == "12 Elm Street.zip"


def test_the_calls_of_a_removal(dana_page: Page, busy_order: Order) -> None:
    submission = busy_order.submissions.first()
    assert submission is not None
    dana_page.goto(reverse("calls", args=[submission.pk]))
    assert_usable(dana_page)


@pytest.mark.parametrize("state", [Opening.State.ASKED, Opening.State.FAILED, Opening.State.CANCELED])
def test_opening_an_order_of_a_service(dana_page: Page, dana: User, state: str) -> None:
    opening = Opening.objects.create(asked_by=dana, provider="aihomedesign", remote_id="ord-7", state=state)
    dana_page.goto(reverse("opening", args=[opening.pk]))
    assert_usable(dana_page)


def test_the_sheet_of_keys_and_the_choice_of_more_photos(dana_page: Page, busy_order: Order, dana: User) -> None:
    make_order(dana, name="hall.jpg")
    make_order(dana, name="small.jpg", size=(60, 40))
    open_editor(dana_page, busy_order)
    dana_page.keyboard.press("?")
    expect(dana_page.locator("dialog.help")).to_be_visible()
    assert_usable(dana_page)
    dana_page.keyboard.press("Escape")
    dana_page.set_viewport_size(DESK)
    drag(dana_page, [(20, 20), (60, 60)])
    from_mask_menu(dana_page, "Same mask on more photos…")
    expect(dana_page.locator("dialog.same-dialog")).to_be_visible()
    assert_usable(dana_page)


@pytest.mark.parametrize("address", ["/nowhere/", "/open/no-such-link/"])
def test_a_page_that_is_not_there(anonymous_page: Page, address: str) -> None:
    anonymous_page.goto(address)
    assert_usable(anonymous_page)


def test_the_password(dana_page: Page) -> None:
    dana_page.goto(reverse("password"))
    assert_usable(dana_page)


@pytest.fixture
def reviewed(dana: User) -> Order:
    """A photo of a listing of dana's, with everything its review can show."""
    listing = make_listing(dana)
    make_order(dana, name="hall.jpg", listing=listing)
    order = make_order(dana, listing=listing, size=(600, 400))
    revision = make_revision(order)
    ask_changes(actor=dana, order=order, revision=revision, text="The cable, too.", point=(300, 100))
    resolve(actor=dana, comment=comment(actor=dana, order=order, revision=revision, text="Nice.", point=(90, 90)))
    return order


def test_the_review_screen(dana_page: Page, reviewed: Order) -> None:
    dana_page.goto(reverse("review", args=[reviewed.pk]))
    expect(dana_page.locator(".pin")).to_have_count(1)
    assert_usable(dana_page)
    dana_page.keyboard.press("c")
    dana_page.get_by_text("Pin it to a point").click()
    dana_page.keyboard.press("Escape")
    assert_usable(dana_page)
    dana_page.locator("#look").focus()
    dana_page.keyboard.press("d")
    expect(dana_page.locator("[data-difference] canvas")).to_be_visible()
    dana_page.keyboard.press("?")
    expect(dana_page.locator("#review-keys")).to_be_visible()
    assert_usable(dana_page)


def test_approved_finalised_and_the_end_of_a_review(dana_page: Page, reviewed: Order, dana: User) -> None:
    assert reviewed.head is not None
    approve(actor=dana, order=reviewed, revision=reviewed.head)
    dana_page.goto(reverse("review", args=[reviewed.pk]))
    assert_usable(dana_page)
    assert reviewed.listing is not None
    dana_page.goto(reverse("review_end", args=[reviewed.listing.pk]))
    dana_page.get_by_text("Finalise the listing…").click()
    assert_usable(dana_page)
    dana_page.get_by_role("button", name="Yes, finalise 1 photo").click()
    expect(dana_page.get_by_text("1 photo is finalised.")).to_be_visible()
    dana_page.goto(reverse("review", args=[reviewed.pk]))
    dana_page.get_by_text("Reopen…").click()
    assert_usable(dana_page)


def test_changes_that_are_asked_for_on_the_orders_page_and_in_the_editor(dana_page: Page, reviewed: Order) -> None:
    dana_page.goto(reverse("order", args=[reviewed.pk]))
    assert_usable(dana_page)
    open_editor(dana_page, reviewed)
    expect(dana_page.locator(".pin")).to_have_count(1)
    assert_usable(dana_page)


def test_changing_a_listing(dana_page: Page, dana: User) -> None:
    dana_page.goto(reverse("change_listing", args=[make_listing(dana).pk]))
    assert_usable(dana_page)


def test_what_somebody_sees_but_may_not_do(page_of: OpensPages, dana: User, agnes: User) -> None:
    page = page_of(agnes)
    page.goto(reverse("paint", args=[make_order(dana, listing=make_listing(agnes, agent=agnes)).pk]))
    expect(page.get_by_role("heading", name="Not allowed")).to_be_visible()
    assert_usable(page)
