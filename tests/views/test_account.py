"""One page for what is one's own: name, address, password, codes, and where one is signed in."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from editor.models import SignInLink, User

PASSWORD, ANOTHER = "long-enough-to-remember", "quite-another-one"


@pytest.fixture
def dana_with_password(dana: User) -> User:
    User.objects.filter(pk=dana.pk).update(password=make_password(PASSWORD), email="dana@example.com")
    dana.refresh_from_db()
    return dana


def signed_in(username: str = "dana", password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("sign_in"), {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("orders")).status_code == 200


def save(client: Client, **data: str) -> str:
    answer = client.post(reverse("account"), {"name": "Dana Doe", "email": "dana@example.com", **data}, follow=True)
    return answer.content.decode()


def test_dana_changes_her_name_and_does_without_e_mails(dana_with_password: User) -> None:
    client = signed_in()
    assert "Saved." in save(client)
    dana_with_password.refresh_from_db()
    assert (dana_with_password.called, dana_with_password.wants_digest) == ("Dana Doe", False)
    save(client, wants_digest="on")
    dana_with_password.refresh_from_db()
    assert dana_with_password.wants_digest


def test_a_new_address_takes_the_password(dana_with_password: User) -> None:
    client = signed_in()
    assert "Enter your password to change the e-mail address." in save(client, email="mallory@example.com")
    assert "Enter your password" in save(client, email="mallory@example.com", password="guess")
    dana_with_password.refresh_from_db()
    assert dana_with_password.email == "dana@example.com"
    assert "Saved." in save(client, email="new@example.com", password=PASSWORD)
    dana_with_password.refresh_from_db()
    assert dana_with_password.email == "new@example.com"


def test_nobody_takes_anothers_address(agnes: User, dana_with_password: User) -> None:
    User.objects.filter(pk=agnes.pk).update(email="Agnes@example.com")
    page = save(signed_in(), email="agnes@EXAMPLE.com", password=PASSWORD)
    assert "belongs to Agnes already." in page
    dana_with_password.refresh_from_db()
    assert dana_with_password.called == "Dana", "nothing of the form is saved"


@pytest.mark.parametrize("data", [{"name": ""}, {"name": "x" * 151}, {"email": "no address"}])
def test_what_is_no_name_and_no_address_is_told(data: dict[str, str], dana_with_password: User) -> None:
    page = save(signed_in(), **data)
    assert "Saved." not in page
    assert 'class="errorlist"' in page
    dana_with_password.refresh_from_db()
    assert dana_with_password.called == "Dana"


@pytest.mark.usefixtures("dana_with_password")
def test_dana_signs_in_with_her_address_too() -> None:
    assert is_in(signed_in("DANA@example.com"))
    assert not is_in(signed_in("dana@example.com", "guess"))
    assert not is_in(signed_in("nobody@example.com"))


@pytest.mark.usefixtures("dana_with_password")
def test_wrong_passwords_for_name_and_address_are_counted_together() -> None:
    for _ in range(3):
        signed_in("dana", "guess")
    for _ in range(2):
        signed_in("Dana@example.com", "guess")
    assert not is_in(signed_in())
    assert not is_in(signed_in("dana@example.com"))


@pytest.mark.usefixtures("dana_with_password")
def test_dana_signs_out_everywhere_and_stays_in_here() -> None:
    here, there = signed_in(), signed_in()
    assert is_in(there)
    page = here.post(reverse("sign_out_everywhere"), follow=True).content.decode()
    assert "You are signed out everywhere but here." in page
    assert is_in(here)
    assert not is_in(there)
    assert is_in(signed_in()), "nobody is kept out"


def test_links_that_wait_are_worth_nothing_then(dana_with_password: User) -> None:
    link = reverse("open", args=[SignInLink.objects.issue(dana_with_password)])
    signed_in().post(reverse("sign_out_everywhere"))
    assert Client().get(link).status_code == 410


@pytest.mark.usefixtures("dana_with_password")
def test_a_new_password_signs_out_everywhere_else(agnes: User) -> None:
    here, there = signed_in(), signed_in()
    here.post(reverse("password"), {"old_password": PASSWORD, "new_password1": ANOTHER, "new_password2": ANOTHER})
    assert is_in(here)
    assert not is_in(there)
    assert not is_in(signed_in())
    assert is_in(signed_in(password=ANOTHER))
    assert agnes.session_epoch == 0


def test_a_session_outlives_a_change_of_the_servers_key_but_not_of_the_epoch(
    dana_with_password: User, settings: pytest.FixtureRequest
) -> None:
    """Keys of before are named in SECRET_KEY_FALLBACKS; Django then asks for the session's hash by each of them."""
    User.objects.update(session_epoch=3)
    outlives, ends = signed_in(), signed_in()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another-key-of-the-server"  # type: ignore[attr-defined]
    assert is_in(outlives)
    User.objects.update(session_epoch=4)
    assert not is_in(ends)
    assert dana_with_password.is_active


def test_a_closed_account_is_signed_out_and_stays_out_of_that_session(dana_with_password: User) -> None:
    client = signed_in()
    User.objects.filter(pk=dana_with_password.pk).update(is_active=False)
    assert not is_in(client)
    assert not is_in(signed_in())


def test_somebody_without_a_password_is_shown_where_to_set_one(dana_client: Client) -> None:
    page = dana_client.get(reverse("account")).content.decode()
    assert "Set a password" in page
    assert "Only to change the e-mail address." not in page
