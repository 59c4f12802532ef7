"""A new password for whoever can read the mails of an address that is known here."""

from __future__ import annotations

from axes.utils import reset as forget_wrong_tries
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, override

from editor.actions.errors import Refused
from editor.actions.news.mailing import send_mail
from editor.models import User

PAUSE = 120
"""Seconds until the same person gets another: nobody's mailbox is filled by pressing a button."""


def mail_new_password(email: str, *, site: str, language: str) -> None:
    """A link that works for a day, once. Nothing where nobody has this address.

    Somebody who never set a password gets one, too: they were invited at this address.
    """
    with override(language):
        for person in User.objects.filter(email__iexact=email, is_active=True):
            key = f"new-password-{person.pk}"
            if cache.add(key, True, PAUSE):  # noqa: FBT003  (any value does)
                try:
                    _mail(person, site)
                except Refused:
                    # Whoever asked is told the same in every case; the log says why nothing was sent.
                    cache.delete(key)


def password_was_set(person: User) -> None:
    """Wrong tries of before do not keep them out any longer."""
    forget_wrong_tries(username=person.username)


def _mail(person: User, site: str) -> None:
    number = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    filled = {
        "name": person.called,
        "username": person.username,
        "link": site + reverse("new_password", args=[number, token]),
    }
    text = gettext(
        "Hello %(name)s,\n\n"
        "somebody, we hope you, asked for a new password for Eraser. Open this link to choose one; it works once, "
        "within a day:\n\n"
        "%(link)s\n\n"
        "You sign in as %(username)s, or with this e-mail address. If it was not you, leave this e-mail alone: your "
        "password stays as it is."
    )
    send_mail(to=person, subject=gettext("A new password for Eraser"), text=text % filled)
