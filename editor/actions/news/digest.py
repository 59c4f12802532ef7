"""One e-mail with all that somebody was told and has not read for a while.

A digest is claimed before it is sent and its notifications are marked after, so none is lost: a worker that dies in
between leaves them to the next try. Whoever dies each time between sending and marking makes the same mail go out
again, with the same Message-ID, but later each time and never after LATEST.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from editor.actions.errors import Refused
from editor.actions.news.mailing import send_mail
from editor.actions.news.site import site_address
from editor.models import Digest, Notification, Order, User

LATEST = timedelta(days=3)
"""What could not be mailed by then is not mailed any more; it stays in the app."""
LEASE = timedelta(minutes=5)
"""Longer than a mail server takes: nobody else tries meanwhile."""
LONGEST_WAIT = timedelta(hours=6)
MOST_MAILED, MOST_SHOWN = 500, 40

log = logging.getLogger(__name__)


def people_to_mail() -> list[int]:
    """Who has waited long enough for a digest. Nobody while DIGEST_MINUTES is 0."""
    if not settings.DIGEST_MINUTES:
        return []
    now = timezone.now()
    waiting = Notification.objects.to_mail().filter(created_at__lte=now - _minutes(), created_at__gt=now - LATEST)
    wanted = waiting.filter(person__is_active=True, person__wants_digest=True).exclude(person__email="")
    people = wanted.exclude(person__digest__next_at__gt=now)
    return list(people.order_by("person").values_list("person", flat=True).distinct())


def send_digest(pk: int) -> None:
    """Mails this person all they have not read, unless somebody else does so or nothing is left to say."""
    now = timezone.now()
    person = User.objects.filter(pk=pk, is_active=True, wants_digest=True).exclude(email="").first()
    if person is None or (tries := _claim(person, now)) is None:
        return
    told = list(_pending(person, now))
    if told:
        try:
            _mail(person, told)
        except Refused:
            # Why stands in the log of mails.
            log.warning("A digest waits for its next try, after %s.", _wait(tries))
            Digest.objects.filter(person=person, tries=tries).update(next_at=timezone.now() + _wait(tries))
            return
    _sent(person, told)


def digest_token(person: User) -> str:
    """What lets somebody turn their digests off without signing in; it holds as long as SECRET_KEY does."""
    return _signer().sign(str(person.pk))


def person_of(token: str) -> User | None:
    try:
        return User.objects.filter(pk=int(_signer().unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def turn_off(*, actor: User) -> None:
    User.objects.filter(pk=actor.pk).update(wants_digest=False)


def _claim(person: User, now: datetime) -> int | None:
    """The number of this try, from 1 on; None where it is not time, or another worker was faster."""
    row, _ = Digest.objects.get_or_create(person=person, defaults={"next_at": now})
    tries = row.tries + 1
    until = now + max(LEASE, _wait(tries))
    claimed = Digest.objects.filter(person=person, tries=row.tries, next_at__lte=now)
    return tries if claimed.update(tries=tries, next_at=until) else None


def _pending(person: User, now: datetime) -> Iterable[Notification]:
    recent = Notification.objects.shown_to(person).to_mail().filter(created_at__gt=now - LATEST)
    return recent.select_related("actor", "order__photo", "order__listing").order_by("pk")[:MOST_MAILED]


def _sent(person: User, told: list[Notification]) -> None:
    now = timezone.now()
    with transaction.atomic():
        Notification.objects.filter(pk__in=[each.pk for each in told]).update(mailed_at=now)
        Digest.objects.filter(person=person).update(tries=0, next_at=now + _minutes())


def _mail(person: User, told: list[Notification]) -> None:
    """Raises Refused."""
    off = site_address() + reverse("digest_off", args=[digest_token(person)])
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {
            "person": person,
            "count": len(told),
            "only": told[0] if len(told) == 1 else None,
            "listings": _by_listing(told[:MOST_SHOWN]),
            "more": max(0, len(told) - MOST_SHOWN),
            "site": site_address(),
            "off": off,
        }
        send_mail(
            to=person,
            subject=render_to_string("mail/digest_subject.txt", context),
            text=render_to_string("mail/digest.txt", context).strip() + "\n",
            html=render_to_string("mail/digest.html", context),
            headers={
                "Message-ID": _message_id(told),
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )


def _by_listing(told: list[Notification]) -> list[tuple[str, list[tuple[Order | None, list[Notification]]]]]:
    """By the listing's address, empty where there is none, and within it by photo; what began first stands first."""

    def address(each: Notification) -> str:
        return each.order.listing.address if each.order and each.order.listing else ""

    first = {each.order_id: each.pk for each in reversed(told)}
    first_there = {address(each): each.pk for each in reversed(told)}
    ordered = sorted(told, key=lambda each: (first_there[address(each)], first[each.order_id], each.pk))
    return [
        (
            place,
            [
                (group[0].order, group)
                for _, of in groupby(there, key=lambda each: each.order_id)
                if (group := list(of))
            ],
        )
        for place, there in groupby(ordered, key=address)
    ]


def _message_id(told: list[Notification]) -> str:
    """The same when the same is sent again, so that it can be told from something new."""
    keys = " ".join(str(each.pk) for each in told)
    return f"<digest.{sha256(keys.encode()).hexdigest()[:32]}@{DNS_NAME}>"


def _wait(tries: int) -> timedelta:
    return min(timedelta(minutes=4 ** min(tries - 1, 8)), LONGEST_WAIT)


def _minutes() -> timedelta:
    return timedelta(minutes=settings.DIGEST_MINUTES)


def _signer() -> Signer:
    return Signer(salt="editor.digest")
