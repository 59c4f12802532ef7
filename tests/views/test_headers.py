"""What every page promises to the browser, and pages for when something is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from editor.models import Order, User

FOLDER = Path(__file__).parents[2] / "templates"
TEMPLATES = sorted(path for path in FOLDER.glob("**/*.html") if path.parent.name != "mail")
"""Of pages: a mail has no policy, and mail programs read no style sheets of ours."""
TAG = re.compile(r"{%.*?%}", re.DOTALL)


@pytest.mark.parametrize("name", ["orders", "password", "sign_in"])
def test_no_page_allows_anything_inline(name: str, dana_client: Client) -> None:
    policy = dana_client.get(reverse(name), follow=True).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_anything_inline(path: Path) -> None:
    html = TAG.sub("", path.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|javascript:", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/json" in tag


def test_pages_of_a_person_are_not_framed_or_sniffed(order: Order, dana_client: Client) -> None:
    headers = dana_client.get(reverse("order", args=[order.pk])).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_is_not_there_has_a_page_in_the_same_look(dana_client: Client) -> None:
    answer = dana_client.get("/orders/999999/")
    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()
    assert "css/tokens.css" in answer.content.decode()


def test_a_missing_token_has_a_page_that_says_what_to_do(dana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("upload"))
    assert answer.status_code == 403
    assert "Reload the page and try again." in answer.content.decode()


def test_our_own_mistake_has_a_page_that_says_so(
    order: Order, dana_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a cable was pulled")

    monkeypatch.setattr("editor.views.orders.history", broken)
    dana_client.raise_request_exception = False
    answer = dana_client.get(reverse("order", args=[order.pk]))
    assert answer.status_code == 500
    assert "This is our mistake, not yours." in answer.content.decode()
    assert "cable" not in answer.content.decode()


def test_an_unreadable_request_has_a_page_of_its_own(dana_client: Client) -> None:
    many = {f"field{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    answer = dana_client.post(reverse("password"), many)
    assert answer.status_code == 400
    assert "That did not come through" in answer.content.decode()


def test_a_script_that_is_signed_out_gets_a_sentence_not_a_page(order: Order, anonymous_client: Client) -> None:
    url = reverse("paint_json", args=[order.pk])
    for headers in ({"Sec-Fetch-Dest": "empty"}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}):
        answer = anonymous_client.get(url, headers=headers)
        assert answer.status_code == 401
        assert "You are signed out." in answer.json()["error"]
