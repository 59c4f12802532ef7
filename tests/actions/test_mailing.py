"""Mails leave with an address people can follow, and one that cannot leave ends in a sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import Any

import pytest
from django.core import mail

from editor.actions.errors import Refused
from editor.actions.news.mailing import mails_are_printed, send_mail
from editor.actions.news.site import site_address
from editor.models import User


def test_dana_gets_a_mail_with_one_line_as_its_subject(dana: User) -> None:
    dana.email = "dana@example.com"
    send_mail(to=dana, subject="A word\nBcc: mallory@example.com", text="Hello.")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["dana@example.com"], "A word Bcc: mallory@example.com", "Hello.")


def test_somebody_without_an_address_is_named(dana: User) -> None:
    with pytest.raises(Refused, match=r"There is no e-mail address of Dana\."):
        send_mail(to=dana, subject="A word", text="Hello.")


def test_a_mail_server_that_is_down_is_told_in_a_sentence(dana: User, settings: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
        dana.email = "dana@example.com"
        with pytest.raises(Refused, match=r"The e-mail to dana@example\.com could not be sent"):
            send_mail(to=dana, subject="A word", text="Hello.")


def test_links_begin_with_the_public_address_else_with_the_one_that_was_asked(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.PORT = ["127.0.0.1"], 8123
    assert site_address("http://office.example/") == "http://office.example"
    assert site_address() == "http://127.0.0.1:8123"
    settings.PUBLIC_BASE_URL = "https://eraser.example.com/"
    assert site_address("http://office.example/") == "https://eraser.example.com"


def mail_settings(**given: str) -> list[str]:
    names = ["EMAIL_BACKEND", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "DEFAULT_FROM_EMAIL"]
    show = f"from eraser_site import settings as s; print(*(getattr(s, n) for n in {names}), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", show], env={**os.environ, **given}, capture_output=True, text=True)
    return done.stdout.splitlines() or done.stderr.splitlines()[-1:]


def test_mails_are_printed_until_a_server_is_named(settings: Any) -> None:
    assert mail_settings() == [
        "django.core.mail.backends.console.EmailBackend",
        "587",
        "True",
        "False",
        "eraser@localhost",
    ]
    settings.EMAIL_BACKEND = mail_settings()[0]
    assert mails_are_printed()
    smtp = mail_settings(EMAIL_HOST="smtp.example.com", EMAIL_PORT="465", EMAIL_HOST_USER="office@example.com")
    assert smtp == ["django.core.mail.backends.smtp.EmailBackend", "465", "False", "True", "office@example.com"]


def test_two_kinds_of_encryption_at_once_are_refused() -> None:
    (line,) = mail_settings(EMAIL_USE_SSL="1", EMAIL_USE_TLS="1")
    assert "give one of them" in line
