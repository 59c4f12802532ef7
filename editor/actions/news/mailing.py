"""E-mails to people: the only way out for them. Without EMAIL_HOST they are printed where Eraser runs."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext

from editor.actions.errors import Refused
from editor.models import User

PRINTING = "django.core.mail.backends.console.EmailBackend"

log = logging.getLogger(__name__)


def send_mail(*, to: User, subject: str, text: str, html: str = "", headers: Mapping[str, str] | None = None) -> None:
    """Sends it now, as plain text and, where there is `html`, as a page beside it.

    Raises Refused with a sentence where there is no address or the mail server did not take it.

    Within a transaction, send last: what is refused then leaves nothing behind.
    """
    if not to.email:
        raise Refused(gettext("There is no e-mail address of %(person)s.") % {"person": to.called})
    # A line break in a subject would begin a header of its own.
    line = " ".join(subject.split())
    letter = EmailMultiAlternatives(line, text, settings.DEFAULT_FROM_EMAIL, [to.email], headers=dict(headers or {}))
    if html:
        letter.attach_alternative(html, "text/html")
    try:
        letter.send()
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # Neither the text nor a password: mails carry links that sign in.
        log.error("An e-mail could not be sent: %s: %s", type(error).__name__, error)
        raise Refused(
            gettext(
                "The e-mail to %(address)s could not be sent: the mail server did not take it. "
                "Try again in a while; if it stays so, tell whoever runs Eraser."
            )
            % {"address": to.email}
        ) from error


def mails_are_printed() -> bool:
    """Whether nobody receives mails: they are printed where Eraser runs, so pages show the links that are in them."""
    return bool(settings.EMAIL_BACKEND == PRINTING)
