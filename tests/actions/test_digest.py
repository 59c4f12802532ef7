"""What somebody has not read for a while is mailed, all of it at once, exactly once, and nothing is lost on the way."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from editor.actions.news.digest import people_to_mail, send_digest
from editor.actions.news.telling import tell
from editor.models import Digest, Notification, Order, Role, User
from editor.tasks import mail_digest, mail_digests
from tests.making import make_listing, make_order, make_person

Kind = Notification.Kind
HERE = "tests.actions.test_digest"


class Killed(BaseException):
    """The worker dies here."""


class DiesBeforeSending(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise Killed


class DiesAfterSending(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise Killed


class WhileAnotherWorkerTries(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        for person in User.objects.exclude(email=""):
            assert people_to_mail() == []
            send_digest(person.pk)
        return super().send_messages(messages)


@pytest.fixture
def dana(dana: User) -> User:
    """Dana with an address."""
    dana.email = "dana@office.example"
    dana.save()
    return dana


@pytest.fixture
def listed(dana: User, agnes: User) -> Order:
    return make_order(dana, listing=make_listing(agnes, agent=agnes, address="12 Elm Street"))


def told(person: User, actor: User, order: Order | None = None, words: str = "", minutes: int = 20) -> Notification:
    tell([person], Kind.CHANGES_ASKED, actor=actor, order=order, words=words)
    each = Notification.objects.latest("pk")
    Notification.objects.filter(pk=each.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    return each


def run() -> list[str]:
    """What a run of the task each minute does, as a worker takes its messages; the subjects of what went out."""
    before = len(mail.outbox)
    for pk in people_to_mail():
        send_digest(pk)
    return [str(each.subject) for each in mail.outbox[before:]]


def later(minutes: float) -> None:
    """So much time goes by."""
    by = timedelta(minutes=minutes)
    for digest in Digest.objects.all():
        Digest.objects.filter(pk=digest.pk).update(next_at=digest.next_at - by)
    for each in Notification.objects.all():
        Notification.objects.filter(pk=each.pk).update(created_at=each.created_at - by)


def unmailed() -> int:
    return Notification.objects.to_mail().count()


def test_one_mail_holds_everything_by_listing_and_photo(dana: User, agnes: User, listed: Order) -> None:
    hall = make_order(dana, name="hall.jpg", listing=listed.listing)
    alone = make_order(dana, name="alone.jpg")
    told(dana, agnes, listed, "The lamp.")
    told(dana, agnes, hall, "The cable.")
    told(dana, agnes, listed, "The <b>rug</b>.")
    tell([dana], Kind.BUDGET, actor=None, words="BRIA: 80 of 100 USD.")
    tell([dana], Kind.COMMENTED, actor=make_person("rex", Role.REVIEWER), order=alone)
    assert run() == ["5 pieces of news for you"]
    letter = mail.outbox[0]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    text = str(letter.body)
    assert letter.to == ["dana@office.example"]
    said = ["Hello Dana", "12 Elm Street", "kitchen.jpg", "The lamp.", "The <b>rug</b>.", "hall.jpg", "The cable."]
    assert [text.index(words) for words in said] == sorted(text.index(words) for words in said)
    assert text.count("12 Elm Street") == text.count("kitchen.jpg") == 1
    assert "- Rex commented" in text
    assert "- Spending came near its budget: BRIA: 80 of 100 USD." in text
    html = str(letter.alternatives[0][0])
    assert "The &lt;b&gt;rug&lt;/b&gt;." in html
    for each in Notification.objects.all():
        address = f"http://127.0.0.1:8000{reverse('open_notification', args=[each.pk])}"
        assert address in text
        assert f'href="{address}"' in html
    assert unmailed() == 0
    assert run() == []


def test_of_a_single_one_the_subject_says_all(dana: User, agnes: User, listed: Order) -> None:
    told(dana, agnes, listed)
    assert run() == ["Agnes asked for changes: kitchen.jpg"]


def test_links_begin_with_the_public_address(dana: User, agnes: User, listed: Order, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://eraser.example/"
    told(dana, agnes, listed)
    run()
    links = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    assert links
    assert all(link.startswith("https://eraser.example/") for link in links)


def test_what_is_new_waits_but_goes_along_with_what_is_not(
    dana: User, agnes: User, listed: Order, settings: Any
) -> None:
    told(dana, agnes, listed, minutes=14)
    assert run() == []
    told(dana, agnes, listed, minutes=16)
    assert run() == ["2 pieces of news for you"]
    settings.DIGEST_MINUTES = 60
    told(dana, agnes, listed, minutes=16)
    later(16)
    assert run() == []


def test_there_is_a_pause_between_two_digests(dana: User, agnes: User, listed: Order) -> None:
    told(dana, agnes, listed)
    assert len(run()) == 1
    told(dana, agnes, listed)
    assert run() == []
    later(16)
    assert len(run()) == 1


def test_zero_minutes_mails_nothing(dana: User, agnes: User, listed: Order, settings: Any) -> None:
    settings.DIGEST_MINUTES = 0
    told(dana, agnes, listed, minutes=1000)
    assert run() == []


@pytest.mark.parametrize("fact", [{"is_active": False}, {"wants_digest": False}, {"email": ""}])
def test_who_gets_none(fact: dict[str, Any], dana: User, agnes: User, listed: Order) -> None:
    told(dana, agnes, listed)
    User.objects.filter(pk=dana.pk).update(**fact)
    assert people_to_mail() == []
    send_digest(dana.pk)
    assert mail.outbox == []


def test_what_was_read_meanwhile_is_not_mailed(dana: User, agnes: User, listed: Order, dana_client: Client) -> None:
    each = told(dana, agnes, listed, "The lamp.")
    told(dana, agnes, listed, "The cable.")
    people = people_to_mail()
    dana_client.get(reverse("open_notification", args=[each.pk]))
    send_digest(people[0])
    assert "The lamp." not in mail.outbox[0].body
    assert "The cable." in mail.outbox[0].body


def test_all_read_meanwhile_sends_nothing(dana: User, agnes: User, listed: Order) -> None:
    told(dana, agnes, listed)
    people = people_to_mail()
    Notification.objects.update(read_at=timezone.now())
    send_digest(people[0])
    assert mail.outbox == []


def test_what_one_does_not_see_any_more_is_not_mailed(dana: User, agnes: User, rhea: User, listed: Order) -> None:
    agnes.email = "agnes@office.example"
    agnes.save()
    told(agnes, dana, listed, "the safe")
    assert listed.listing is not None
    listed.listing.owner, listed.listing.agent = rhea, rhea
    listed.listing.save()
    assert run() == []


def test_in_the_persons_language(dana: User, agnes: User, listed: Order) -> None:
    User.objects.filter(pk=dana.pk).update(language="es")
    told(dana, agnes, listed)
    assert run() == ["Agnes pidió cambios: kitchen.jpg"]
    assert "Hola" in mail.outbox[0].body


def test_the_language_is_the_one_pages_were_read_in_last(dana: User, client: Client) -> None:
    dana.set_password("eraser-eraser")
    dana.save()
    client.post(
        reverse("sign_in"), {"username": "dana", "password": "eraser-eraser"}, headers={"Accept-Language": "es"}
    )
    dana.refresh_from_db()
    assert dana.language == "es"
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    dana.refresh_from_db()
    assert dana.language == "en"
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    dana.refresh_from_db()
    assert dana.language == "en"


def test_two_workers_never_both_send(dana: User, agnes: User, listed: Order, settings: Any) -> None:
    told(dana, agnes, listed)
    people = people_to_mail()
    settings.EMAIL_BACKEND = f"{HERE}.WhileAnotherWorkerTries"
    send_digest(people[0])
    # One that was woken before and comes late.
    send_digest(people[0])
    assert len(mail.outbox) == 1


def test_killed_before_sending_it_goes_out_once_the_lease_is_over(
    dana: User, agnes: User, listed: Order, settings: Any
) -> None:
    told(dana, agnes, listed)
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{HERE}.DiesBeforeSending"
    with pytest.raises(Killed):
        run()
    settings.EMAIL_BACKEND = usual
    assert run() == []
    assert unmailed() == 1
    later(6)
    assert len(run()) == 1
    later(1000)
    assert run() == []


def test_killed_between_sending_and_marking_it_goes_out_again_as_the_same_mail(
    dana: User, agnes: User, listed: Order, settings: Any
) -> None:
    told(dana, agnes, listed)
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{HERE}.DiesAfterSending"
    with pytest.raises(Killed):
        run()
    settings.EMAIL_BACKEND = usual
    assert run() == []
    later(6)
    assert len(run()) == 1
    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert first == second
    later(1000)
    assert run() == []


def test_killed_there_each_time_it_ends(dana: User, agnes: User, listed: Order, settings: Any) -> None:
    told(dana, agnes, listed)
    settings.EMAIL_BACKEND = f"{HERE}.DiesAfterSending"
    for _ in range(5 * 24 * 60 // 5):
        later(5)
        for pk in people_to_mail():
            with pytest.raises(Killed):
                send_digest(pk)
    assert 5 < len(mail.outbox) < 20


def test_while_the_mail_server_is_down_nothing_is_lost(dana: User, agnes: User, listed: Order, settings: Any) -> None:
    told(dana, agnes, listed)
    usual = settings.EMAIL_BACKEND
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
        for minutes in (0, 1.1, 4.1):
            later(minutes)
            assert people_to_mail() == [dana.pk]
            send_digest(dana.pk)
            assert people_to_mail() == []
    settings.EMAIL_BACKEND = usual
    later(17)
    assert len(run()) == 1
    assert unmailed() == 0


def test_the_task_of_each_minute_wakes_a_message_for_each_person(dana: User, agnes: User, listed: Order) -> None:
    told(dana, agnes, listed)
    mail_digests.call_local()
    assert [(task.name, task.args) for task in HUEY.pending()] == [("mail_digest", (dana.pk,))]
    mail_digest.call_local(dana.pk)
    assert len(mail.outbox) == 1


def test_a_long_absence_is_one_mail_that_says_how_much_more_there_is(dana: User, agnes: User) -> None:
    for number in range(45):
        tell([dana], Kind.BUDGET, actor=agnes, words=f"word {number:02}")
    later(20)
    assert run() == ["45 pieces of news for you"]
    assert mail.outbox[0].body.count("- Spending") == 40
    assert "And 5 more." in mail.outbox[0].body
    assert unmailed() == 0


def off_address(dana: User, agnes: User, listed: Order) -> str:
    told(dana, agnes, listed)
    run()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000"))


def test_a_mail_program_turns_them_off_with_one_click_and_no_session(dana: User, agnes: User, listed: Order) -> None:
    stranger = Client(enforce_csrf_checks=True)
    address = off_address(dana, agnes, listed)
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    dana.refresh_from_db()
    assert not dana.wants_digest


def test_looking_at_the_address_turns_nothing_off(dana: User, agnes: User, listed: Order) -> None:
    stranger, address = Client(), off_address(dana, agnes, listed)
    assert address in mail.outbox[0].body
    page = stranger.get(address).content.decode()
    stranger.head(address)
    assert "Turn them off" in page
    dana.refresh_from_db()
    assert dana.wants_digest


def test_nobody_makes_such_an_address_up(dana: User, agnes: User, listed: Order) -> None:
    address = off_address(dana, agnes, listed)
    for other in (
        address[:-2] + "/",
        address.replace(f"/{dana.pk}:", f"/{agnes.pk}:"),
        reverse("digest_off", args=["x"]),
    ):
        assert Client().post(other).status_code == 404
