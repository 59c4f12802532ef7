"""Dana turns the light off."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from editor.models import Order, User
from tests.browser.conftest import OpensPages
from tests.making import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIGHT = "rgb(255, 255, 255)"
DARK = "rgb(27, 27, 34)"


@pytest.fixture
def kitchen(dana: User) -> Order:
    return make_order(dana)


def surface(page: Page) -> str:
    """The colour that buttons lie on."""
    colour: str = page.evaluate(
        """() => {
            const probe = document.body.appendChild(document.createElement('i'));
            probe.style.color = 'var(--surface)';
            const { color } = getComputedStyle(probe);
            probe.remove();
            return color;
        }"""
    )
    return colour


def choose(page: Page, name: str) -> None:
    page.locator("summary", has=page.get_by_text("Dana")).click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("system", "before"), [("light", LIGHT), ("dark", DARK)])
def test_the_colours_follow_the_system_until_dana_chooses(
    page_of: OpensPages, dana: User, system: Any, before: str
) -> None:
    page = page_of(dana, color_scheme=system)
    page.goto("/")
    assert surface(page) == before
    choose(page, "Dark" if system == "light" else "Light")
    chosen = DARK if system == "light" else LIGHT
    assert surface(page) == chosen
    page.reload()
    assert surface(page) == chosen
    choose(page, "System")
    assert surface(page) == before


@pytest.mark.usefixtures("kitchen")
def test_the_page_comes_in_the_chosen_colours_before_any_script_has_run(page_of: OpensPages, dana: User) -> None:
    page = page_of(dana, color_scheme="light")
    page.goto("/")
    choose(page, "Dark")
    page.route("**/*.js", lambda route: route.abort())
    for address in ("/", "/password/"):
        page.goto(address)
        assert surface(page) == DARK


def test_the_other_open_pages_and_the_admin_follow(page_of: OpensPages, rhea: User) -> None:
    page = page_of(rhea, color_scheme="light")
    page.goto("/")
    other = page.context.new_page()
    other.goto("/password/")
    page.locator("summary", has=page.get_by_text("Rhea")).click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark", exact=True).click()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    assert surface(other) == DARK
    desk = page.context.new_page()
    desk.goto("/admin/")
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")


def test_without_javascript_the_choice_is_a_form(page_of: OpensPages, dana: User) -> None:
    page = page_of(dana, color_scheme="light", java_script_enabled=False)
    page.goto("/password/")
    page.locator("summary", has=page.get_by_text("Dana")).click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page).to_have_url(re.compile("/password/$"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
