"""A forgotten password is replaced by whoever reads the mails of a known address, and nobody learns which are known."""

from __future__ import annotations

import re
import socket
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from huey.contrib.djhuey import HUEY

from editor import tasks
from editor.models import User
from tests.codes import code_of, with_codes

PASSWORD, ANOTHER = "long-enough-to-remember", "quite-another-one"


@pytest.fixture
def dana(dana: User) -> User:
    dana.email = "dana@example.com"
    dana.set_password(PASSWORD)
    dana.save()
    return dana


def ask(email: str = "dana@example.com", **headers: str) -> str:
    """What the page says; the worker does its part."""
    page = Client().post(reverse("forgotten"), {"email": email}, headers=headers).content.decode()
    while task := HUEY.dequeue():
        # Without closing the connection, in whose transaction the test lives.
        tasks.mail_new_password.call_local(*task.args, **task.kwargs)
    return page


def link() -> str:
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found
    return found.group()


def choose(client: Client, address: str, password: str = ANOTHER) -> str:
    form = client.get(address, follow=True)
    page = form.redirect_chain[-1][0] if form.redirect_chain else address
    answer = client.post(page, {"new_password1": password, "new_password2": password}, follow=True)
    return answer.content.decode()


def signs_in(password: str) -> bool:
    client = Client()
    client.post(reverse("sign_in"), {"username": "dana", "password": password})
    return client.get(reverse("orders")).status_code == 200


@pytest.mark.usefixtures("dana")
def test_dana_chooses_a_new_password_by_the_link_in_her_mail() -> None:
    assert reverse("forgotten") in Client().get(reverse("sign_in")).content.decode()
    ask("Dana@EXAMPLE.com")
    assert mail.outbox[0].to == ["dana@example.com"]
    assert "http://testserver/forgotten/" in link()
    assert "Your password is saved. Sign in with it." in choose(Client(), link())
    assert signs_in(ANOTHER)
    assert not signs_in(PASSWORD)


@pytest.mark.usefixtures("dana")
def test_the_page_says_the_same_of_an_address_nobody_has() -> None:
    known, unknown = ask("dana@example.com"), ask("nobody@example.com")
    assert known.replace("dana@", "nobody@") == unknown
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("dana")
def test_the_page_says_the_same_while_the_mail_server_is_down(settings: Any) -> None:
    usual = settings.EMAIL_BACKEND
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
        assert ask("dana@example.com").replace("dana@", "nobody@") == ask("nobody@example.com")
    settings.EMAIL_BACKEND = usual
    ask()
    assert len(mail.outbox) == 1, "the next press is not held back by one that came to nothing"


@pytest.mark.usefixtures("dana")
def test_a_mailbox_is_not_filled_by_pressing_again_and_again() -> None:
    ask()
    ask()
    assert len(mail.outbox) == 1
    cache.clear()
    ask()
    assert len(mail.outbox) == 2


def test_a_closed_account_gets_no_mail(dana: User) -> None:
    dana.is_active = False
    dana.save()
    ask()
    assert mail.outbox == []


def test_somebody_invited_who_never_set_a_password_gets_a_mail(dana: User) -> None:
    dana.set_unusable_password()
    dana.save()
    ask()
    choose(Client(), link())
    assert signs_in(ANOTHER)


@pytest.mark.usefixtures("dana")
def test_a_link_works_once() -> None:
    ask()
    choose(Client(), link())
    assert "This link no longer works" in Client().get(link(), follow=True).content.decode()
    assert "This link no longer works" in Client().get(reverse("new_password", args=["x", "y"])).content.decode()


@pytest.mark.usefixtures("dana")
def test_other_sessions_are_over_then() -> None:
    mallory = Client()
    mallory.post(reverse("sign_in"), {"username": "dana", "password": PASSWORD})
    ask()
    choose(Client(), link())
    assert mallory.get(reverse("orders")).status_code == 302


@pytest.mark.usefixtures("dana")
def test_whoever_was_locked_out_comes_in_with_the_new_password() -> None:
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("sign_in"), {"username": "dana", "password": "guess"})
    locked = Client().post(reverse("sign_in"), {"username": "dana", "password": PASSWORD})
    assert locked.status_code == 429
    assert reverse("forgotten") in locked.content.decode()
    ask()
    choose(Client(), link())
    assert signs_in(ANOTHER)


def test_a_new_password_does_not_replace_the_code(dana: User) -> None:
    app = with_codes(dana)
    ask()
    client = Client()
    choose(client, link())
    assert client.get(reverse("orders")).headers["Location"].startswith(reverse("sign_in"))
    client.post(reverse("sign_in"), {"username": "dana", "password": ANOTHER})
    assert client.get(reverse("orders")).headers["Location"].startswith(reverse("second_step"))
    client.post(reverse("second_step"), {"code": code_of(app)})
    assert client.get(reverse("orders")).status_code == 200


@pytest.mark.usefixtures("dana")
def test_the_mail_is_in_the_language_of_whoever_asked() -> None:
    ask("dana@example.com", **{"Accept-Language": "es"})
    assert mail.outbox[0].subject == "Una contraseña nueva para Eraser"


def test_what_is_no_address_is_told() -> None:
    assert "Enter an e-mail address" in ask("nonsense")


def test_links_begin_with_the_public_address(dana: User, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://eraser.example.com"
    ask(dana.email)
    assert link().startswith("https://eraser.example.com/forgotten/")
