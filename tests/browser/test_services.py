"""Services that cost something, in a real browser: what is said before sending, what can be done after."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor.models import Call, Order, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, open_editor
from tests.browser.paying import PHONE, State, choose, kitchen, paid, services, to
from tests.making import make_order, make_revision, make_submission
from tests.services import Services

__all__ = ["kitchen", "paid", "services"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Before sending -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_dana_reads_what_will_happen_and_nothing_on_the_page_moves(dana_page: Page, kitchen: Order) -> None:
    open_editor(dana_page, kitchen)
    plan = dana_page.locator("#plan")
    expect(plan).to_have_text("This is done here; the photo does not leave this server.")
    choose(dana_page, "Quick")
    expect(plan).to_have_text("About $0.02 a result, by the price set here.")
    before = dana_page.get_by_role("button", name="Remove items", exact=True).bounding_box()
    drag(dana_page, [(100, 200), (300, 200)])
    expect(plan).to_have_text(re.compile(r"px around the mask goes to Quick; about \$0\.02\.$"))
    assert dana_page.get_by_role("button", name="Remove items", exact=True).bounding_box() == before
    assert not kitchen.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_nothing_is_asked_while_a_stroke_is_on_or_for_the_built_in_engine(dana_page: Page, kitchen: Order) -> None:
    asked: list[str] = []
    dana_page.on("request", lambda request: asked.append(request.url) if "/preview/" in request.url else None)
    open_editor(dana_page, kitchen)
    drag(dana_page, [(100, 100), (200, 100)])
    dana_page.wait_for_timeout(1_000)
    assert asked == []
    choose(dana_page, "Quick")
    expect(dana_page.locator("#plan")).to_contain_text("goes to Quick")
    count = len(asked)
    dana_page.mouse.down()
    dana_page.wait_for_timeout(1_000)
    assert len(asked) == count
    dana_page.mouse.up()


def test_a_service_that_cannot_take_the_mask_says_why_and_nothing_is_sent(
    paid: Services, dana_page: Page, kitchen: Order
) -> None:
    paid.add("linked", image_source="link", formats=("png",), bills=True)
    open_editor(dana_page, kitchen)
    choose(dana_page, "Linked")
    drag(dana_page, [(100, 200), (300, 200)])
    expect(dana_page.locator("#plan.refused")).to_contain_text("needs PUBLIC_BASE_URL")
    dana_page.get_by_role("button", name="Remove items", exact=True).click()
    expect(dana_page.locator(".news.is-loud")).to_contain_text("needs PUBLIC_BASE_URL")
    assert not kitchen.submissions.exists()


@pytest.mark.usefixtures("paid")
def test_a_seed_goes_with_the_mask_where_the_service_takes_one(dana_page: Page, kitchen: Order) -> None:
    open_editor(dana_page, kitchen)
    dana_page.locator(".picker > summary").click()
    dana_page.get_by_label("Quick", exact=True).check()
    expect(dana_page.get_by_label("Seed")).to_be_hidden()
    dana_page.get_by_label("Slow", exact=True).check()
    dana_page.get_by_label("Seed").fill("4711")
    dana_page.keyboard.press("Escape")
    drag(dana_page, [(100, 200), (300, 200)])
    dana_page.get_by_role("button", name="Remove items", exact=True).click()
    expect(dana_page.locator("#submissions .submission")).to_have_count(1)
    submission = kitchen.submissions.get()
    assert (submission.provider, submission.seed) == ("slow", 4711)
    dana_page.reload()
    expect(dana_page.locator("[data-picked]")).to_have_text("Slow")


@pytest.mark.usefixtures("paid")
def test_one_press_sends_the_mask_to_several_services(dana_page: Page, kitchen: Order) -> None:
    open_editor(dana_page, kitchen)
    choose(dana_page, "Quick", "Slow")
    expect(dana_page.locator("[data-picked]")).to_have_text("2 services")
    drag(dana_page, [(100, 200), (300, 200)])
    expect(dana_page.locator("#plan")).to_have_text(
        "2 services; about $0.02 together, by the prices set here, plus Slow."
    )
    dana_page.get_by_role("button", name="Remove items", exact=True).dblclick()
    expect(dana_page.locator("#submissions .submission")).to_have_count(2)
    assert kitchen.submissions.count() == 2
    dana_page.get_by_role("link", name="Compare the services side by side").first.click()
    expect(dana_page.locator(".cell")).to_have_count(2)


@pytest.mark.usefixtures("paid")
def test_ticking_off_the_comparison_leaves_one_service(dana_page: Page, kitchen: Order) -> None:
    open_editor(dana_page, kitchen)
    choose(dana_page, "Quick", "Slow")
    dana_page.locator(".picker > summary").click()
    dana_page.get_by_label("Compare services…").uncheck()
    expect(dana_page.locator("[data-picked]")).to_have_text("Quick")
    expect(dana_page.get_by_role("radio", checked=True)).to_have_count(1)


# In parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_dana_chooses_to_send_far_apart_parts_one_by_one(dana_page: Page, dana: User) -> None:
    hall = make_order(dana, size=(3000, 2000))
    open_editor(dana_page, hall)
    choose(dana_page, "Quick")
    drag(dana_page, [(100, 400), (300, 400)])
    plan, box = dana_page.locator("#plan"), dana_page.get_by_label("Send the 2 parts one by one")
    expect(plan).to_have_text(re.compile(r"px around the mask goes to Quick; about \$0\.02\.$"))
    drag(dana_page, [(2700, 1700), (2850, 1700)])
    expect(plan).to_contain_text("Or closer up, in 2 parts: see the services.")
    dana_page.locator(".picker > summary").click()
    expect(box).not_to_be_checked()
    expect(dana_page.locator("[data-crops-words]")).to_contain_text("about $0.04, instead of")
    box.check()
    dana_page.keyboard.press("Escape")
    expect(plan).to_have_text(re.compile(r"^2 parts, .* go to Quick one by one; about \$0\.04\.$"))
    dana_page.get_by_role("button", name="Remove items", exact=True).dblclick()
    expect(dana_page.locator("#submissions .submission")).to_have_count(2)
    expect(dana_page.locator("#submissions").get_by_text("Part 2 of 2")).to_be_visible()
    assert hall.submissions.count() == 2
    drag(dana_page, [(100, 400), (300, 400)])
    drag(dana_page, [(2700, 1700), (2850, 1700)])
    dana_page.locator(".picker > summary").click()
    expect(box).to_be_visible()
    expect(box).not_to_be_checked()
    dana_page.get_by_label("Compare services…").check()
    dana_page.get_by_label("Slow", exact=True).check()
    expect(box).to_be_hidden()


@pytest.mark.usefixtures("paid")
def test_what_the_parts_bring_is_shown_one_upon_the_other(dana_page: Page, dana: User) -> None:
    hall = make_order(dana, size=(3000, 2000))
    open_editor(dana_page, hall)
    choose(dana_page, "Quick")
    drag(dana_page, [(100, 400), (300, 400)])
    drag(dana_page, [(2700, 1700), (2850, 1700)])
    dana_page.locator(".picker > summary").click()
    dana_page.get_by_label("Send the 2 parts one by one").check()
    dana_page.keyboard.press("Escape")
    dana_page.get_by_role("button", name="Remove items", exact=True).click()
    expect(dana_page.locator("#submissions .submission")).to_have_count(2)
    for number, submission in enumerate(hall.submissions.order_by("part"), start=1):
        result = make_revision(hall)
        Submission.objects.filter(pk=submission.pk).update(state=State.SUCCEEDED, result=result)
        expect(dana_page.locator(".bar [data-revision]")).to_have_text(f"Revision {number}", timeout=20_000)


# An unknown outcome ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lost(paid: Services, kitchen: Order) -> Submission:  # noqa: ARG001
    submission = make_submission(kitchen, state=State.OUTCOME_UNKNOWN, remote={"id": "job-7"})
    return to(submission, "quick")


def test_dana_looks_again_without_a_reload(dana_page: Page, lost: Submission) -> None:
    dana_page.goto(reverse("order", args=[lost.order_id]))
    card = dana_page.locator(f"#submission-{lost.pk}")
    card.get_by_role("button", name="Look again").click()
    expect(card).to_have_attribute("data-state", "processing")
    expect(card.get_by_role("progressbar")).to_be_visible()


def test_submitting_anew_takes_a_second_press_that_says_what_it_may_cost(dana_page: Page, lost: Submission) -> None:
    dana_page.goto(reverse("order", args=[lost.order_id]))
    card = dana_page.locator(f"#submission-{lost.pk}")
    yes = card.get_by_role("button", name="Yes, submit anew")
    expect(yes).to_be_hidden()
    card.get_by_text("Submit anew…").click()
    expect(card.get_by_text("this is billed again (about $0.02, by the price set here)")).to_be_visible()
    assert lost.order.submissions.count() == 1
    yes.dblclick()
    expect(dana_page.locator("#submissions .submission")).to_have_count(2)
    expect(card).to_contain_text("The mask was submitted anew.")
    assert lost.order.submissions.count() == 2


# The order's page -----------------------------------------------------------------------------------------------------


def test_the_calls_come_when_they_are_asked_for(dana_page: Page, kitchen: Order) -> None:
    submission = make_submission(kitchen, state=State.FAILED)
    Call.objects.create(
        submission=submission, method="GET", url="https://service.example/status/7", status=200, ms=31, response="done"
    )
    dana_page.goto(reverse("order", args=[kitchen.pk]))
    dana_page.get_by_text("1 call to Built-in").click()
    expect(dana_page.get_by_text("GET /status/7")).to_be_visible()
    dana_page.get_by_text("What was said").click()
    expect(dana_page.get_by_text("done", exact=True)).to_be_visible()
    expect(dana_page.locator("#ledger")).to_have_count(1)


def test_a_failure_comes_into_the_ledger_without_a_reload(dana_page: Page, kitchen: Order) -> None:
    submission = make_submission(kitchen)
    dana_page.goto(reverse("order", args=[kitchen.pk]))
    expect(dana_page.locator(".entry")).to_have_count(0)
    Submission.objects.filter(pk=submission.pk).update(state=State.FAILED, error_sentence="It is asleep.")
    expect(dana_page.locator(".entry")).to_contain_text("It is asleep.")


def test_a_reference_is_copied(page_of: OpensPages, dana: User, kitchen: Order) -> None:
    make_submission(kitchen, state=State.SUCCEEDED, reference="job-7")
    page = page_of(dana, permissions=["clipboard-read", "clipboard-write"])
    page.goto(reverse("order", args=[kitchen.pk]))
    page.get_by_role("button", name="Copy the reference").click()
    expect(page.locator("[data-copy][data-done]")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "job-7"


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}], ids=["desk", "phone", "no script"])
def test_finalising_shows_the_revision_and_asks_once_more(
    options: dict[str, Any], page_of: OpensPages, dana: User, kitchen: Order
) -> None:
    make_revision(kitchen)
    page = page_of(dana, **options)
    page.goto(reverse("order", args=[kitchen.pk]))
    page.get_by_text("Finalise…").click()
    panel = page.locator(".finalise-panel")
    expect(panel.get_by_alt_text("Revision 1")).to_be_visible()
    box = panel.bounding_box()
    assert box
    size = page.viewport_size
    assert size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    panel.get_by_role("button", name="Finalise with Revision 1").click()
    expect(page.get_by_text("Finalised with Revision 1")).to_be_visible()
    expect(page.get_by_role("link", name="Paint")).to_have_count(0)
