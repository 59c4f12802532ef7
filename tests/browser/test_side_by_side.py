"""Results of several services side by side, in a real browser."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from editor.models import Order, Revision, Submission, User
from tests.browser.conftest import OpensPages
from tests.browser.painting import open_editor, touch
from tests.browser.paying import PHONE, State, kitchen, paid, services, to
from tests.making import make_order, make_revision, make_submission
from tests.services import Services

__all__ = ["kitchen", "paid", "services"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
