"""Inviting people by e-mail: an account in its groups that waits for whoever opens the link.

The mail goes out before anything is saved, so that one that cannot be sent leaves nothing behind; and outside every
transaction, so that a slow mail server keeps nobody waiting for the database.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.contrib.admin.models import ADDITION
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext

from editor.actions.desk.noting import note
from editor.actions.errors import Refused
from editor.actions.news.mailing import send_mail
from editor.actions.people.changing import check_free, check_manages, lock_people
from editor.models import Role, SignInLink, User
from editor.models.user import new_token

LIFETIME = timedelta(days=7)


def invite(*, actor: User, name: str, email: str, roles: Collection[Role], site: str) -> tuple[User, str]:
    """The new account, and the link that was mailed. `site` is the address it begins with. Raises Refused."""
    check_manages(actor)
    check_free(email)
    person = User(username=_free_name(email), first_name=name, email=email)
    token, link = _new_link(site)
    _mail(actor, person, link)
    with transaction.atomic():
        lock_people()
        check_free(email)
        person.username = _free_name(email)
        person.set_unusable_password()
        person.save()
        person.put_in(*roles)
        SignInLink.objects.issue(person, token=token, lifetime=LIFETIME)
        note(actor=actor, about=person, called=person.called, what="Invited them.", kind=ADDITION)
    return person, link


def invite_again(*, actor: User, person: User, site: str) -> str:
    """A new link; the one before stops working once this one is sent. Raises Refused."""
    check_manages(actor)
    if not person.is_expected or not person.is_active:
        raise Refused(gettext("%(person)s is not invited any more.") % {"person": person.called})
    token, link = _new_link(site)
    _mail(actor, person, link)
    with transaction.atomic():
        SignInLink.objects.issue(person, token=token, lifetime=LIFETIME)
        note(actor=actor, about=person, called=person.called, what="Sent the invitation again.")
    return link


def _new_link(site: str) -> tuple[str, str]:
    token = new_token()
    return token, site + reverse("invited", args=[token])


def _mail(actor: User, person: User, link: str) -> None:
    filled = {
        "name": person.called,
        "actor": actor.called,
        "link": link,
        "day": date_format(timezone.localtime(timezone.now() + LIFETIME), "DATE_FORMAT"),
    }
    text = gettext(
        "Hello %(name)s,\n\n"
        "%(actor)s invites you to Eraser, where things are removed from photos. Open this link to come in and set a "
        "password. It works once, until %(day)s:\n\n"
        "%(link)s\n\n"
        "If you do not know %(actor)s, you need not do anything."
    )
    send_mail(to=person, subject=gettext("%(actor)s invites you to Eraser") % filled, text=text % filled)


def _free_name(email: str) -> str:
    """A name to sign in with, made of the address: people can sign in with either."""
    name = slugify(email.partition("@")[0])[:30] or "person"
    taken = set(User.objects.filter(username__startswith=name).values_list("username", flat=True))
    numbered = (f"{name}{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)
