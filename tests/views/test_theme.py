"""Light or dark: the page comes in the colours this browser chose."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def choose(client: Client, theme: str, **headers: str) -> int:
    return client.post(reverse("theme"), {"theme": theme}, headers=headers).status_code


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dana_gets_every_page_in_the_colours_she_chose(dana_client: Client, theme: str) -> None:
    assert choose(dana_client, theme) == 302
    for name in ("orders", "password"):
        html = dana_client.get(reverse(name)).content.decode()
        assert f'<html lang="en" data-theme="{theme}">' in html
        assert f'<meta name="color-scheme" content="{theme}">' in html


def test_the_system_decides_until_somebody_chooses_and_once_more_afterwards(dana_client: Client) -> None:
    for _ in range(2):
        html = dana_client.get(reverse("orders")).content.decode()
        assert 'data-theme="auto"' in html
        assert '<meta name="color-scheme" content="light dark">' in html
        choose(dana_client, "auto")


def test_choosing_leads_back_to_the_page_it_was_done_on_and_nowhere_else(dana_client: Client) -> None:
    page = f"http://testserver{reverse('password')}"
    for before, after in ((page, page), ("https://elsewhere.example/", reverse("orders")), ("", reverse("orders"))):
        answer = dana_client.post(reverse("theme"), {"theme": "dark"}, headers={"referer": before})
        assert answer.headers["Location"] == after


def test_a_script_that_has_changed_the_colours_already_stays_where_it_is(dana_client: Client) -> None:
    assert choose(dana_client, "dark", **{"X-Requested-With": "XMLHttpRequest"}) == 204
    assert dana_client.cookies["theme"].value == "dark"


def test_colours_that_do_not_exist_are_refused_and_a_forged_cookie_does_nothing(dana_client: Client) -> None:
    assert choose(dana_client, "purple") == 400
    dana_client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in dana_client.get(reverse("orders")).content.decode()


def test_the_sign_in_page_remembers_the_colours(anonymous_client: Client) -> None:
    anonymous_client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in anonymous_client.get(reverse("sign_in")).content.decode()
