"""Photos of the list are chosen and gone through, by hand and by keys."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.making import make_listing, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photos(agnes: User) -> list[Order]:
    listing = make_listing(agnes, agent=agnes)
    return [make_order(agnes, name=name, listing=listing) for name in ("c.jpg", "b.jpg", "a.jpg")]


@pytest.fixture
def agnes_page(page_of: OpensPages, agnes: User, photos: list[Order]) -> Page:
    page = page_of(agnes)
    page.goto(reverse("orders"))
    expect(page.locator(".card")).to_have_count(len(photos))
    return page


def test_chosen_photos_are_given_to_dana_after_one_question(agnes_page: Page, dana: User) -> None:
    bar = agnes_page.locator("#bulk")
    expect(bar).to_be_hidden()
    agnes_page.reload()
    agnes_page.get_by_label("Choose a.jpg").check()
    agnes_page.get_by_label("Choose c.jpg").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 chosen")
    bar.get_by_label("Give to").select_option("Dana")
    bar.get_by_role("button", name="Give").click()
    question = agnes_page.get_by_role("dialog", name="Give 3 photos to Dana?")
    question.get_by_text("Not now").click()
    expect(question).to_be_hidden()
    bar.get_by_role("button", name="Give").click()
    question.get_by_role("button", name="Give").click()
    expect(agnes_page.get_by_text("3 photos are Dana's now.")).to_be_visible()
    assert Order.objects.filter(designer=dana).count() == 3


def test_the_list_is_gone_through_by_keys(agnes_page: Page, photos: list[Order]) -> None:
    agnes_page.keyboard.press("j")
    agnes_page.keyboard.press("x")
    agnes_page.keyboard.press("ArrowRight")
    agnes_page.keyboard.press("x")
    expect(agnes_page.locator("#bulk")).to_contain_text("2 chosen")
    agnes_page.keyboard.press("k")
    agnes_page.keyboard.press("x")
    expect(agnes_page.get_by_label("Choose b.jpg")).to_be_checked()
    expect(agnes_page.get_by_label("Choose a.jpg")).not_to_be_checked()
    agnes_page.keyboard.press("?")
    expect(agnes_page.get_by_role("dialog", name="Keys")).to_be_visible()
    agnes_page.keyboard.press("Escape")
    agnes_page.keyboard.press("/")
    expect(agnes_page.locator("#q")).to_be_focused()
    agnes_page.keyboard.type("j?x")
    expect(agnes_page.locator("#q")).to_have_value("j?x")
    agnes_page.goto(reverse("orders"))
    agnes_page.keyboard.press("j")
    agnes_page.keyboard.press("Enter")
    expect(agnes_page).to_have_url(re.compile(f"/orders/{photos[-1].pk}/$"))


def test_without_javascript_the_question_is_a_page(
    page_of: OpensPages, agnes: User, photos: list[Order], dana: User
) -> None:
    page = page_of(agnes, java_script_enabled=False)
    page.goto(reverse("orders"))
    page.get_by_label("Choose a.jpg").check()
    page.get_by_role("button", name="Give").click()
    page.get_by_role("button", name="Give").click()
    expect(page.get_by_text("1 photo is Dana's now.")).to_be_visible()
    assert Order.objects.get(designer=dana) == photos[-1]
