"""Rhea invites people by e-mail; the link in it lets each in once, to set a password."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editor.actions.errors import Refused
from editor.actions.people.inviting import invite
from editor.models import Role, SignInLink, User

PASSWORD = "long-enough-to-remember"
BEA = {"name": "Bea Brown", "email": "bea.brown@example.com", "roles": ["designer", "agent"]}


def send(client: Client, **more: Any) -> str:
    return client.post(reverse("admin:people"), BEA | more).content.decode()


def act(client: Client, person: User, what: str) -> str:
    return client.post(reverse("admin:act_on_person", args=[person.pk]), {"act": what}, follow=True).content.decode()


def mailed_link() -> str:
    found = re.search(r"http://testserver(/invited/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def bea() -> User:
    return User.objects.get(email="bea.brown@example.com")


def come_in(link: str) -> Client:
    client = Client()
    client.post(link)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_bea_comes_in_by_the_link_in_her_mail_and_sets_a_password(rhea_client: Client) -> None:
    assert "Bea Brown is invited." in send(rhea_client)
    assert bea().roles == {Role.DESIGNER, Role.AGENT}
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["bea.brown@example.com"], "Rhea invites you to Eraser")
    client = Client()
    assert "Welcome, Bea Brown" in client.get(mailed_link()).content.decode()
    assert client.post(mailed_link()).headers["Location"] == reverse("password")
    client.post(reverse("password"), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    later = Client()
    later.post(reverse("sign_in"), {"username": "bea.brown@example.com", "password": PASSWORD})
    assert is_in(later)


def test_a_mail_program_that_looks_at_the_link_does_not_use_it_up(rhea_client: Client) -> None:
    send(rhea_client)
    for _ in range(3):
        assert Client().get(mailed_link()).status_code == 200
    assert is_in(come_in(mailed_link()))
    assert Client().get(mailed_link()).status_code == 410
    assert not is_in(come_in(mailed_link()))


def test_the_link_works_for_seven_days(rhea_client: Client) -> None:
    send(rhea_client)
    link = SignInLink.objects.get()
    assert timedelta(days=6.9) < link.expires_at - timezone.now() <= timedelta(days=7)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not is_in(come_in(mailed_link()))
    assert "Invitation expired" in rhea_client.get(reverse("admin:people")).content.decode()


def test_who_is_invited_and_not_here_yet_is_seen(rhea_client: Client) -> None:
    assert "Invited until " in send(rhea_client)
    page = rhea_client.get(reverse("admin:people"), {"which": "invited"}).content.decode()
    assert "Bea Brown" in page
    assert "Rhea</bdi>" not in page.split("people-table")[1]
    come_in(mailed_link())
    assert "Bea Brown" not in rhea_client.get(reverse("admin:people"), {"which": "invited"}).content.decode()


def test_the_same_address_twice_is_told(rhea_client: Client) -> None:
    send(rhea_client)
    page = send(rhea_client, name="Somebody", email="BEA.brown@example.com")
    assert "BEA.brown@example.com belongs to Bea Brown already." in page
    assert 'value="Somebody"' in page, "what was typed is still there"
    assert len(mail.outbox) == 1
    assert User.objects.filter(email__iexact="bea.brown@example.com").count() == 1


def test_people_with_the_same_begin_of_their_address_get_names_of_their_own(rhea_client: Client) -> None:
    for domain in ("one.example", "two.example", "three.example"):
        send(rhea_client, email=f"bea.brown@{domain}")
    names = User.objects.filter(email__startswith="bea").order_by("pk").values_list("username", flat=True)
    assert list(names) == ["beabrown", "beabrown2", "beabrown3"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "nonsense"}, "Enter an e-mail address"),
        ({"name": " "}, "Enter a name."),
        ({"roles": []}, "Choose at least one group"),
        ({"roles": ["emperor"]}, "Reload the page and try again."),
    ],
)
def test_half_an_invitation_is_none(wrong: dict[str, Any], sentence: str, rhea_client: Client) -> None:
    assert sentence in send(rhea_client, **wrong)
    assert not User.objects.filter(first_name="Bea Brown").exists()
    assert mail.outbox == []


@pytest.fixture
def mail_server_is_down(settings: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.usefixtures("mail_server_is_down")
def test_a_mail_that_cannot_be_sent_leaves_nobody_half_invited(rhea_client: Client) -> None:
    assert "The e-mail to bea.brown@example.com could not be sent" in send(rhea_client)
    assert not User.objects.filter(email="bea.brown@example.com").exists()
    assert not SignInLink.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_second_mail_that_cannot_be_sent_leaves_the_first_link_as_it_is(
    rhea_client: Client, request: pytest.FixtureRequest
) -> None:
    send(rhea_client)
    request.getfixturevalue("mail_server_is_down")
    assert "could not be sent" in act(rhea_client, bea(), "invite_again")
    assert is_in(come_in(mailed_link()))


def test_a_second_invitation_replaces_the_first(rhea_client: Client) -> None:
    send(rhea_client)
    first = mailed_link()
    assert "Bea Brown is invited again." in act(rhea_client, bea(), "invite_again")
    assert len(mail.outbox) == 2
    assert not is_in(come_in(first))
    assert is_in(come_in(mailed_link()))
    assert "Bea Brown is not invited any more." in act(rhea_client, bea(), "invite_again")


def test_a_withdrawn_invitation_lets_nobody_in(rhea_client: Client) -> None:
    send(rhea_client)
    act(rhea_client, bea(), "close")
    assert Client().get(mailed_link()).status_code == 410
    assert not is_in(come_in(mailed_link()))
    assert "whose account is closed. Open it again instead." in send(rhea_client)
    act(rhea_client, bea(), "open")
    act(rhea_client, bea(), "invite_again")
    assert is_in(come_in(mailed_link()))


def test_where_mails_are_printed_the_link_is_shown_once_to_be_handed_over(rhea_client: Client, settings: Any) -> None:
    assert "data-copied" not in send(rhea_client, email="other@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    shown = re.search(r"http://testserver(/invited/[^<]+)<", send(rhea_client))
    assert shown
    assert "/invited/" not in rhea_client.get(reverse("admin:people")).content.decode()
    again = re.search(r"http://testserver(/invited/[^<]+)<", act(rhea_client, bea(), "invite_again"))
    assert again
    assert not is_in(come_in(shown.group(1)))
    assert is_in(come_in(again.group(1)))


def test_links_begin_with_the_public_address(rhea_client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://eraser.example.com/"
    send(rhea_client)
    assert "https://eraser.example.com/invited/" in str(mail.outbox[0].body)


def test_only_reviewers_invite(dana: User, rhea: User) -> None:
    facts: dict[str, Any] = {"name": "Bea", "email": "bea@example.com", "roles": [Role.REVIEWER], "site": ""}
    with pytest.raises(Refused, match="Only a reviewer"):
        invite(actor=dana, **facts)
    rhea.put_in(Role.AGENT)
    with pytest.raises(Refused, match="Only a reviewer"):
        invite(actor=rhea, **facts)
    assert mail.outbox == []


def test_the_log_knows_who_invited_whom(rhea_client: Client, rhea: User) -> None:
    send(rhea_client)
    act(rhea_client, bea(), "invite_again")
    told = LogEntry.objects.order_by("pk").values_list("user", "object_repr", "change_message")
    assert list(told) == [
        (rhea.pk, "Bea Brown", "Invited them."),
        (rhea.pk, "Bea Brown", "Sent the invitation again."),
    ]
