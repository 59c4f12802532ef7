"""Behind an `@` the people open who may be meant, for keys and for fingers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.making import make_listing, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listed(dana: User, agnes: User, rhea: User) -> Order:  # noqa: ARG001
    agnes.last_name = "Moreau"
    agnes.save()
    return make_order(dana, listing=make_listing(agnes, agent=agnes))


def writing(page: Page, order: Order) -> Locator:
    page.goto(reverse("review", args=[order.pk]))
    expect(page.locator(".review.is-live")).to_be_visible()
    return page.get_by_label("What do you want to say?")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def marked(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


def test_with_keys(dana_page: Page, listed: Order) -> None:
    text = writing(dana_page, listed)
    text.press_sequentially("Ask @")
    expect(options(dana_page)).to_have_count(2)
    expect(marked(dana_page)).to_contain_text("Agnes Moreau")
    expect(text).to_have_attribute("aria-activedescendant", "mention-0")
    expect(dana_page.get_by_role("status").filter(has_text="2 people to mention")).to_have_count(1)
    text.press("ArrowDown")
    expect(marked(dana_page)).to_contain_text("Rhea")
    text.press("ArrowDown")
    expect(marked(dana_page)).to_contain_text("Agnes Moreau")
    text.press("Enter")
    expect(text).to_have_value("Ask @Agnes Moreau ")
    expect(text).to_be_focused()
    expect(options(dana_page)).to_have_count(0)
    text.press_sequentially("and @rh")
    expect(options(dana_page)).to_have_count(1)
    text.press("Tab")
    expect(text).to_have_value("Ask @Agnes Moreau and @Rhea ")


def test_escape_closes_it_for_this_name_and_enter_is_a_line_again(dana_page: Page, listed: Order) -> None:
    text = writing(dana_page, listed)
    text.press_sequentially("@")
    expect(options(dana_page)).to_have_count(2)
    text.press("Escape")
    expect(options(dana_page)).to_have_count(0)
    text.press_sequentially("ag")
    text.press("Enter")
    expect(text).to_have_value("@ag\n")
    expect(options(dana_page)).to_have_count(0)
    text.press_sequentially("@")
    expect(options(dana_page)).to_have_count(2)


def test_an_address_and_a_stranger_open_nothing(dana_page: Page, listed: Order) -> None:
    text = writing(dana_page, listed)
    for said in ("me@ag", "@nobody"):
        text.fill(said)
        expect(options(dana_page)).to_have_count(0)
    text.fill("@ag")
    expect(options(dana_page)).to_have_count(1)
    dana_page.get_by_role("heading", level=1).click()
    expect(options(dana_page)).to_have_count(0)


def test_with_a_finger_on_a_phone(page_of: OpensPages, dana: User, listed: Order) -> None:
    page = page_of(dana, viewport={"width": 390, "height": 844}, has_touch=True)
    text = writing(page, listed)
    page.get_by_role("link", name="0 comments").tap()
    text.tap()
    text.press_sequentially("@ag")
    each = options(page).first
    box, around = each.bounding_box(), text.bounding_box()
    assert box is not None
    assert around is not None
    assert box["height"] >= 44
    assert around["x"] <= box["x"] <= box["x"] + box["width"] <= around["x"] + around["width"]
    each.tap()
    expect(text).to_have_value("@Agnes Moreau ")
    expect(text).to_be_focused()


def test_it_is_above_the_text_where_there_is_no_room_below(dana_page: Page, listed: Order) -> None:
    dana_page.set_viewport_size({"width": 1440, "height": 480})
    text = writing(dana_page, listed)
    text.evaluate("text => text.scrollIntoView({ block: 'end' })")
    text.press_sequentially("@")
    box, around = options(dana_page).last.bounding_box(), text.bounding_box()
    assert box is not None
    assert around is not None
    assert box["y"] + box["height"] <= around["y"]


def test_who_was_meant_stands_out_in_the_comment_and_is_told(
    dana_page: Page, page_of: OpensPages, listed: Order, agnes: User
) -> None:
    text = writing(dana_page, listed)
    text.press_sequentially("@ag")
    expect(options(dana_page)).to_have_count(1)
    text.press("Enter")
    text.press_sequentially("<b>look</b>")
    dana_page.get_by_role("button", name="Comment", exact=True).click()
    expect(dana_page.locator(".comment-text .mention")).to_have_text("@Agnes Moreau")
    expect(dana_page.locator(".comment-text")).to_have_text("@Agnes Moreau <b>look</b>")
    page = page_of(agnes)
    page.goto(reverse("notifications"))
    page.get_by_role("link", name="Dana mentioned you").click()
    page.wait_for_url(f"**{reverse('review', args=[listed.pk])}#comment-*")
    expect(page.locator(".comment-text .mention")).to_have_text("@Agnes Moreau")
