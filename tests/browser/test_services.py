"""Services that cost something, in a real browser: what is said before sending, what can be done after, comparing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from editor import jobs
from editor.models import Call, Opening, Order, RemoteOrder, Revision, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import drag, open_editor, touch
from tests.fakes.aihomedesign import AIHomeDesign
from tests.making import make_order, make_revision, make_submission, photo_bytes
from tests.services import Services, services

__all__ = ["services"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIZE = (601, 403)
State = Submission.State


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana, size=SIZE)


@pytest.fixture
def paid(services: Services, settings: Any) -> Services:
    """`quick` costs $0.02 and can be asked again; `slow` counts credits and takes seeds."""
    outside: dict[str, Any] = {"image_source": "bytes", "formats": ("png",), "bills": True}
    services.add("quick", can_look_again=True, delivery="poll", **{**outside, "seed": False})
    services.add("slow", credits_per_result=6.0, **outside)
    settings.PROVIDER_PRICES = {"quick": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    return services


def choose(page: Page, *labels: str) -> None:
    page.locator(".picker > summary").click()
    if len(labels) > 1:
        page.get_by_label("Compare services…").check()
        page.get_by_label("Built-in", exact=True).uncheck()
    for label in labels:
        page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def to(submission: Submission, provider: str) -> Submission:
    submission.provider = provider
    submission.save()
    return submission


def zoom_of(pane: Locator) -> float:
    """How much larger than its pane the picture in it is."""
    return measured(pane, "image.width / frame.width")


def left_of(pane: Locator) -> float:
    """Where in its pane the picture begins, in CSS pixels."""
    return measured(pane, "image.x - frame.x")


def measured(pane: Locator, what: str) -> float:
    """Two frames later: with reduced motion a change is a transition of no length, which ends with the next frame."""
    found: float = pane.evaluate(
        f"""async (pane) => {{
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const [image, frame] = [pane.querySelector('img'), pane].map((each) => each.getBoundingClientRect());
            return {what};
        }}"""
    )
    return found


# Before sending ----------------------------------------------------------------------------------------------------


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


# In parts ----------------------------------------------------------------------------------------------------------


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


# An unknown outcome ------------------------------------------------------------------------------------------------


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


# The order's page --------------------------------------------------------------------------------------------------


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


# Orders of a service -----------------------------------------------------------------------------------------------


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


# Side by side ------------------------------------------------------------------------------------------------------


@pytest.fixture
def group(paid: Services, kitchen: Order) -> uuid.UUID:  # noqa: ARG001
    """Two results, the second the head, and one that still runs."""
    group, parent = uuid.uuid4(), kitchen.head
    for slug in ("quick", "slow"):
        submission = to(make_submission(kitchen, state=State.SUCCEEDED, parent=parent, group=group), slug)
        submission.result = make_revision(
            kitchen, parent=parent, colour=(90, 140, 90) if slug == "quick" else (20, 20, 160)
        )
        submission.save()
    make_submission(kitchen, state=State.PROCESSING, parent=parent, group=group)
    return group


def open_group(page: Page, order: Order, group: uuid.UUID) -> Page:
    page.goto(reverse("group", args=[order.pk, group]))
    return page


def test_all_pictures_zoom_and_move_together(dana_page: Page, kitchen: Order, group: uuid.UUID) -> None:
    panes = open_group(dana_page, kitchen, group).locator(".pane")
    dana_page.get_by_role("button", name="What was removed").click()
    shown = zoom_of(panes.nth(0))
    assert shown > 3
    assert all(abs(zoom_of(pane) - shown) < 0.01 for pane in panes.all())
    before = left_of(panes.nth(1))
    panes.nth(0).hover()
    dana_page.mouse.down()
    box = panes.nth(0).bounding_box()
    assert box
    dana_page.mouse.move(box["x"] + box["width"] / 2 - 40, box["y"] + box["height"] / 2, steps=4)
    dana_page.mouse.up()
    assert abs(left_of(panes.nth(1)) - (before - 40)) < 1.5
    panes.nth(0).focus()
    dana_page.keyboard.press("0")
    assert abs(zoom_of(panes.nth(1)) - 1) < 0.01


@pytest.fixture
def hall(paid: Services, dana: User) -> tuple[Order, uuid.UUID]:  # noqa: ARG001
    """A photo larger than its proxy, compared."""
    order, group = make_order(dana, size=(2800, 1900)), uuid.uuid4()
    for slug in ("quick", "slow"):
        submission = to(make_submission(order, state=State.SUCCEEDED, parent=order.head, group=group), slug)
        submission.result = make_revision(order, parent=order.revisions.get(number=0))
        submission.save()
    return order, group


def loaded(pane: Locator, layer: str) -> Locator:
    return pane.locator(f"{layer} .photo-tile.is-loaded")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_past_the_proxys_pixels_all_panes_show_the_photos_own(
    options: dict[str, Any], page_of: OpensPages, dana: User, hall: tuple[Order, uuid.UUID]
) -> None:
    page = page_of(dana, **options)
    panes = open_group(page, *hall).locator(".pane")
    expect(panes.nth(0).locator(".pane-after .photo-proxy")).not_to_have_js_property("naturalWidth", 0)
    expect(page.locator(".photo-tile")).to_have_count(0)
    panes.nth(0).focus()
    for _ in range(8):
        page.keyboard.press("+")
    for pane in panes.all():
        for layer in (".pane-before", ".pane-after"):
            expect(loaded(pane, layer).first).to_be_attached(timeout=30_000)
            expect(pane.locator(f"{layer} .photo-tile[data-level='0']").first).to_be_attached()
    page.keyboard.press("0")
    expect(page.locator(".photo-tile")).to_have_count(0)


def test_two_fingers_zoom_all_panes(page_of: OpensPages, dana: User, kitchen: Order, group: uuid.UUID) -> None:
    page = page_of(dana, **PHONE)
    panes = open_group(page, kitchen, group).locator(".pane")
    expect(panes.nth(0)).to_have_class(re.compile("is-linked"))
    box = panes.nth(0).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    touch(session, "touchStart", [(1, x - 20, y), (2, x + 20, y)])
    for apart in range(30, 90, 10):
        touch(session, "touchMove", [(1, x - apart, y), (2, x + apart, y)])
    touch(session, "touchEnd", [])
    assert zoom_of(panes.nth(1)) > 2
    assert abs(zoom_of(panes.nth(0)) - zoom_of(panes.nth(1))) < 0.01


def test_each_shows_its_before_while_the_button_is_held(dana_page: Page, kitchen: Order, group: uuid.UUID) -> None:
    cells = open_group(dana_page, kitchen, group).locator(".cell")
    cells.nth(0).get_by_role("button", name="Before").hover()
    dana_page.mouse.down()
    expect(cells.nth(0).locator(".pane-after")).to_be_hidden()
    expect(cells.nth(1).locator(".pane-after")).to_be_visible()
    dana_page.mouse.up()
    expect(cells.nth(0).locator(".pane-after")).to_be_visible()


def test_one_that_waits_comes_in_its_place_at_the_same_zoom(dana_page: Page, kitchen: Order, group: uuid.UUID) -> None:
    cell = open_group(dana_page, kitchen, group).locator(".cell").nth(2)
    dana_page.get_by_role("button", name="Zoom in").click()
    submission = kitchen.submissions.get(state=State.PROCESSING)
    result: Revision = make_revision(kitchen, parent=submission.parent)
    Submission.objects.filter(pk=submission.pk).update(state=State.SUCCEEDED, result=result)
    expect(cell.get_by_alt_text("The result of Built-in")).to_be_visible()
    assert abs(zoom_of(cell.locator(".pane")) - 1.5) < 0.01
    cell.get_by_role("button", name="Before").hover()
    dana_page.mouse.down()
    expect(cell.locator(".pane-after")).to_be_hidden()


def test_the_one_that_is_used_becomes_the_head_and_the_others_stay(
    dana_page: Page, kitchen: Order, group: uuid.UUID
) -> None:
    open_group(dana_page, kitchen, group).locator(".cell").nth(0).get_by_role("button", name="Use this one").click()
    expect(dana_page.locator(".revision.current")).to_contain_text("Revision 1")
    expect(dana_page.locator(".revision")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(
    scheme: str, page_of: OpensPages, dana: User, kitchen: Order, group: uuid.UUID, settings: Any
) -> None:
    settings.PROVIDER_CONFIG = {**settings.PROVIDER_CONFIG, "AIHOMEDESIGN_API_KEY": "key"}
    for state in (State.OUTCOME_UNKNOWN, State.FAILED):
        make_submission(kitchen, state=state, reference="x" * 120, error_sentence="Nobody answered. " * 8)
    page = page_of(dana, color_scheme=scheme, **PHONE)
    urls = ["/", reverse("order", args=[kitchen.pk]), reverse("group", args=[kitchen.pk, group])]
    for url in urls:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, url
    open_editor(page, kitchen)
    page.locator(".picker > summary").click()
    box = page.locator(".picker-panel").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844


# The admin ---------------------------------------------------------------------------------------------------------


def test_rhea_walks_through_the_admin_under_the_content_policy(page_of: OpensPages, rhea: User, kitchen: Order) -> None:
    submission = make_submission(kitchen, state=State.FAILED)
    Call.objects.create(submission=submission, method="GET", url="https://service.example/", ms=1)
    page = page_of(rhea)
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Orders", exact=True).first.click()
    expect(page.locator(".desk-thumb")).not_to_have_js_property("naturalWidth", 0)
    page.get_by_role("link", name="kitchen.jpg").click()
    page.locator("a.inlineviewlink").first.click()
    expect(page.get_by_text("https://service.example/").first).to_be_visible()
    page.goto(reverse("admin:services"))
    expect(page.get_by_text("BRIA_API_TOKEN is missing")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
