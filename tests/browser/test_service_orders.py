"""Orders that services keep, in a real browser; and the admin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor import jobs
from editor.models import Call, Opening, Order, RemoteOrder, User
from tests.browser.conftest import OpensPages
from tests.browser.paying import SIZE, State, kitchen, paid, services
from tests.fakes.aihomedesign import AIHomeDesign
from tests.making import make_submission, photo_bytes

__all__ = ["kitchen", "paid", "services"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Orders of a service --------------------------------------------------------------------------------------------------


@pytest.fixture
def agency(settings: Any) -> Iterator[AIHomeDesign]:
    with AIHomeDesign() as fake:
        keys = {"AIHOMEDESIGN_API_KEY": fake.key, "AIHOMEDESIGN_BASE_URL": fake.url}
        settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, **keys}
        yield fake


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_dana_opens_a_services_order_and_paints_on_it(
    options: dict[str, Any], page_of: OpensPages, dana: User, agency: AIHomeDesign
) -> None:
    page = page_of(dana, **options)
    page.goto("/")
    page.get_by_label("Open an AI HomeDesign order").fill(agency.add_order(photo_bytes(SIZE)))
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    jobs.bring(Opening.objects.get().pk)
    if options:
        page.get_by_role("link", name="See how far it is").click()
    expect(page).to_have_url(re.compile(r"/orders/\d+/paint/"), timeout=20_000)
    assert Order.objects.get().photo.size == SIZE


def test_an_order_that_is_not_there_is_told_and_another_tried(dana_page: Page, agency: AIHomeDesign) -> None:
    dana_page.goto("/")
    dana_page.get_by_label("Open an AI HomeDesign order").fill("ord-77")
    dana_page.get_by_role("button", name="Open", exact=True).dblclick()
    expect(dana_page.get_by_role("button", name="Cancel")).to_be_visible()
    (opening,) = Opening.objects.all()
    jobs.bring(opening.pk)
    expect(dana_page.get_by_text("AI HomeDesign does not know this order.")).to_be_visible(timeout=20_000)
    agency.orders["ord-77"] = agency.orders.pop(agency.add_order(photo_bytes(SIZE)))
    dana_page.get_by_role("button", name="Try again").click()
    dana_page.get_by_role("button", name="Cancel").click()
    expect(dana_page.get_by_text("Canceled. Nothing was opened.")).to_be_visible()


def test_dana_has_a_service_told_again_that_its_order_is_done(
    dana_page: Page, kitchen: Order, agency: AIHomeDesign
) -> None:
    Order.objects.filter(pk=kitchen.pk).update(state=Order.State.FINALISED)
    name = agency.add_order(photo_bytes(SIZE))
    account = {"order_id": name, "image_id": f"img-{name}-0"}
    remote = RemoteOrder.objects.create(
        order=kitchen, provider="aihomedesign", account=account, closing=account, state="unknown", sentence="Not known."
    )
    dana_page.goto(reverse("order", args=[kitchen.pk]))
    dana_page.get_by_role("button", name="Look again").click()
    jobs.close(remote.pk)
    expect(dana_page.get_by_text("its order is not closed yet")).to_be_visible(timeout=20_000)
    expect(dana_page.get_by_role("button", name="Look again")).to_have_count(0)
    dana_page.get_by_role("button", name="Try again").click()
    jobs.close(remote.pk)
    expect(dana_page.get_by_text("It was told that the order is done.")).to_be_visible(timeout=20_000)
    assert agency.orders[name].done == f"img-{name}-0"


# The admin ------------------------------------------------------------------------------------------------------------


def test_rhea_walks_through_the_admin_under_the_content_policy(page_of: OpensPages, rhea: User, kitchen: Order) -> None:
    submission = make_submission(kitchen, state=State.FAILED)
    Call.objects.create(submission=submission, method="GET", url="https://service.example/", ms=1)
    page = page_of(rhea)
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Orders", exact=True).first.click()
    expect(page.locator(".desk-thumb")).not_to_have_js_property("naturalWidth", 0)
    page.get_by_role("link", name="kitchen.jpg").click()
    page.get_by_role("link", name="All that is known of it").first.click()
    page.get_by_text("service.example").first.click()
    expect(page.get_by_text("https://service.example/").first).to_be_visible()
    page.goto(reverse("admin:services"))
    expect(page.get_by_text("BRIA_API_TOKEN is missing")).to_be_visible()
    page.locator(".menu.person > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
