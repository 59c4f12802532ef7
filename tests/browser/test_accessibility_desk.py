"""The desk can be used by every reviewer: axe-core finds nothing, at desk and phone width, in light and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editor.actions.desk import clearing
from editor.models import (
    Budget,
    Call,
    Clearing,
    Event,
    Order,
    ProviderState,
    RemoteOrder,
    Submission,
    User,
)
from tests.browser.axe import assert_usable
from tests.browser.conftest import OpensPages
from tests.making import make_listing, make_order, make_revision, make_submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_reviewers_page_of_services(page_of: OpensPages, rhea: User) -> None:
    until = timezone.now() + timedelta(minutes=5)
    ProviderState.objects.create(
        slug="local", failures=5, open_until=until, last_fault="It broke.", last_fault_at=until
    )
    page = page_of(rhea)
    page.goto(reverse("admin:services"))
    page.get_by_label("Why Built-in is switched off").fill("budget is used up")
    assert_usable(page)
    page.get_by_role("button", name="Switch off Built-in").click()
    expect(page.get_by_text("Built-in is switched off. What runs there goes on.")).to_be_visible()
    expect(page.get_by_text("Switched off by Rhea just now: budget is used up")).to_be_visible()
    assert_usable(page)
    page.get_by_role("button", name="End the pause of Built-in").click()
    expect(page.get_by_text("The pause of Built-in is over.")).to_be_visible()
    page.get_by_role("button", name="Switch on Built-in").click()
    expect(page.get_by_text("Built-in is switched on.")).to_be_visible()


def test_the_reviewers_page_of_old_files(page_of: OpensPages, rhea: User, dana: User) -> None:
    order = make_order(dana)
    make_submission(order, state="succeeded")
    Order.objects.update(state="canceled", updated_at=timezone.now() - timedelta(days=40))
    page = page_of(rhea)
    page.goto(reverse("admin:retention"))
    assert_usable(page)
    page.get_by_label("Originals older than, days").fill("30")
    page.get_by_role("button", name="Show what would go").click()
    expect(page.get_by_role("heading", name="What would go")).to_be_visible()
    assert_usable(page)
    page.get_by_role("button", name="Delete 1 file").click()
    expect(page.get_by_text("1 file is being deleted.")).to_be_visible()
    assert_usable(page)
    clearing.step(Clearing.objects.get().pk)
    clearing.step(Clearing.objects.get().pk)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert_usable(page)
    page.goto(reverse("original", args=[order.photo_id]))
    expect(page.get_by_role("heading", name="This file was deleted")).to_be_visible()
    assert_usable(page)


def test_taking_the_timeline_as_a_file(page_of: OpensPages, rhea: User, lost_order: Order) -> None:
    Event.objects.create(order=lost_order, actor=rhea, kind=Event.Kind.REOPENED)
    page = page_of(rhea)
    page.goto(reverse("admin:audit"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    page.reload()
    expect(page.get_by_text("Exported the timeline as csv: all of it.")).to_be_visible()
    assert_usable(page)
    page.get_by_label("Person").fill("nobody")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("Nobody is called nobody here.")).to_be_visible()
    assert_usable(page)


@pytest.fixture
def lost_order(dana: User, agnes: User) -> Order:
    """An order with a removal of unknown outcome, one that failed and one that gave a result, all with calls."""
    listing = make_listing(agnes, agent=agnes)
    order = make_order(dana, listing=listing, designer=dana)
    for state in ("succeeded", "canceled", "failed", "outcome_unknown"):
        submission = make_submission(order, state=state, error_sentence="The line broke.")
        Call.objects.create(submission=submission, method="POST", url="https://service.example/v2/erase", ms=812)
    make_revision(order)
    Event.objects.create(order=order, actor=dana, kind=Event.Kind.UPLOADED)
    return order


def test_the_desk_when_nothing_needs_a_person(page_of: OpensPages, rhea: User) -> None:
    page = page_of(rhea)
    page.goto(reverse("admin:index"))
    assert_usable(page)


LISTS = ["index", "editor_order_changelist", "editor_submission_changelist", "editor_remoteorder_changelist", "people"]


@pytest.mark.parametrize("name", LISTS)
def test_the_desks_queue_and_lists(name: str, page_of: OpensPages, rhea: User, lost_order: Order) -> None:
    RemoteOrder.objects.create(order=lost_order, provider="aihomedesign", state="failed")
    Budget.objects.create(provider="", amount=0)
    page = page_of(rhea)
    page.goto(reverse(f"admin:{name}"))
    assert_usable(page)
    for menu in page.locator("main details[data-menu]").all():
        menu.evaluate("menu => { menu.open = true }")
    assert_usable(page)


def test_an_order_at_the_desk(page_of: OpensPages, rhea: User, lost_order: Order) -> None:
    page = page_of(rhea)
    page.goto(reverse("admin:editor_order_change", args=[lost_order.pk]))
    assert_usable(page)
    page.get_by_text("Submit anew…").last.click()
    page.get_by_role("button", name="Yes, submit anew").last.click()
    expect(page.get_by_text("It was submitted anew.")).to_be_visible()
    page.goto(reverse("admin:editor_submission_change", args=[lost_order.submissions.latest("pk").pk]))
    assert_usable(page)


def test_the_desks_budgets(page_of: OpensPages, rhea: User) -> None:
    Budget.objects.create(provider="", amount=0)
    Budget.objects.create(provider="bria", amount=50)
    page = page_of(rhea)
    page.goto(reverse("admin:editor_budget_changelist"))
    assert_usable(page)
    page.goto(reverse("admin:editor_budget_add"))
    assert_usable(page)


@pytest.mark.usefixtures("lost_order")
def test_the_desks_money(page_of: OpensPages, rhea: User) -> None:
    Submission.objects.update(provider="bria", price=2, currency="USD", may_be_billed=True, credits=1)
    page = page_of(rhea)
    page.goto(reverse("admin:money"))
    for details in page.locator("main details").all():
        details.evaluate("details => { details.open = true }")
    assert_usable(page)
    page.goto(reverse("admin:money_of", args=["bria"]) + "?span=own&first=x")
    assert_usable(page)
