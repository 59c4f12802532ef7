"""Signing in and out, single-use links, passwords, too many tries."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.models import SignInLink, User

PASSWORD = "long-enough-to-remember"


@pytest.fixture
def dana_with_password(dana: User) -> User:
    dana.set_password(PASSWORD)
    dana.save()
    return dana


def sign_in(client: Client, password: str, **extra: str) -> int:
    return client.post(reverse("sign_in"), {"username": "dana", "password": password, **extra}).status_code


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.usefixtures("dana_with_password")
def test_dana_signs_in_with_her_password_and_lands_where_she_wanted() -> None:
    client = Client()
    asked = client.get(reverse("password"))
    assert asked.headers["Location"] == f"{reverse('sign_in')}?next={reverse('password')}"
    answer = client.post(
        asked.headers["Location"], {"username": "dana", "password": PASSWORD, "next": reverse("password")}
    )
    assert answer.headers["Location"] == reverse("password")


@pytest.mark.usefixtures("dana_with_password")
def test_nobody_is_sent_to_another_site_after_signing_in() -> None:
    answer = Client().post(
        reverse("sign_in"), {"username": "dana", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == reverse("orders")


@pytest.mark.usefixtures("dana_with_password")
def test_a_wrong_password_gets_one_clear_sentence() -> None:
    answer = Client().post(reverse("sign_in"), {"username": "dana", "password": "nope"})
    assert "This name and password do not belong together." in answer.content.decode()


@pytest.mark.usefixtures("dana_with_password")
def test_mallory_is_locked_out_after_five_wrong_passwords_and_told_for_how_long() -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "guess") == 200
    answer = client.post(reverse("sign_in"), {"username": "dana", "password": "guess"})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in re.sub(r"\s+", " ", answer.content.decode())
    assert sign_in(client, PASSWORD) == 429, "even the right password has to wait"
    assert who(client) is None


def test_a_link_signs_dana_in_once_and_only_once(dana: User) -> None:
    url = reverse("open", args=[SignInLink.objects.issue(dana)])
    first, second = Client(), Client()
    assert first.get(url).headers["Location"] == reverse("orders")
    assert who(first) == str(dana.pk)
    answer = second.get(url)
    assert answer.status_code == 410
    assert "This link no longer works" in answer.content.decode()
    assert who(second) is None


def test_a_link_is_not_used_up_by_looking_at_its_headers(dana: User) -> None:
    url = reverse("open", args=[SignInLink.objects.issue(dana)])
    assert Client().head(url).status_code == 405
    assert Client().get(url).status_code == 302


def test_a_link_stops_working_after_a_day(dana: User) -> None:
    url = reverse("open", args=[SignInLink.objects.issue(dana)])
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(url).status_code == 410


def test_signing_in_by_link_gives_the_session_a_new_key(dana: User) -> None:
    client = Client()
    session = client.session
    session["before"] = "signing in"
    session.save()
    planted = session.session_key or ""
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.get(reverse("open", args=[SignInLink.objects.issue(dana)]))
    assert client.session.session_key != planted


def test_a_link_for_dana_ends_the_session_of_mallory(dana: User, mallory_client: Client) -> None:
    mallory_client.get(reverse("open", args=[SignInLink.objects.issue(dana)]))
    assert who(mallory_client) == str(dana.pk)


def test_the_owner_who_came_by_link_sets_a_first_password_and_stays_signed_in(dana: User, dana_client: Client) -> None:
    dana.set_unusable_password()
    dana.save()
    dana_client.force_login(dana, backend="django.contrib.auth.backends.ModelBackend")
    assert "old_password" not in dana_client.get(reverse("password")).content.decode()
    dana_client.post(reverse("password"), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    dana.refresh_from_db()
    assert dana.check_password(PASSWORD)
    assert dana_client.get(reverse("orders")).status_code == 200


@pytest.mark.usefixtures("dana_with_password")
def test_changing_a_password_needs_the_old_one() -> None:
    client = Client()
    sign_in(client, PASSWORD)
    new = {"new_password1": "quite-another-one", "new_password2": "quite-another-one"}
    assert client.post(reverse("password"), {"old_password": "nope", **new}).status_code == 200
    assert client.post(reverse("password"), {"old_password": PASSWORD, **new}).status_code == 302


def test_signing_out_needs_a_post_and_ends_the_session(dana_client: Client) -> None:
    assert dana_client.get(reverse("sign_out")).status_code == 405
    dana_client.post(reverse("sign_out"))
    assert who(dana_client) is None


def test_the_health_page_answers_without_signing_in(anonymous_client: Client) -> None:
    answer = anonymous_client.get(reverse("health"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")
