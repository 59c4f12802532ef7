"""The second step of signing in: a code from an app on somebody's phone, or one of the recovery codes they wrote down.

The tables, the arithmetic and the waiting after wrong codes (1, 2, 4, 8 … seconds) are django-otp's.
"""

from __future__ import annotations

from base64 import b32encode
from math import ceil

import segno
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.actions.errors import Refused
from editor.models import User

RECOVERY_CODES = 10
WRONG = _("This code does not fit. Codes change every 30 seconds: enter the one the app shows now.")
NAME = "app"


def app_of(user: User) -> TOTPDevice | None:
    """The app whose codes this person needs to sign in; None while one step is enough."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()
    return found


def app_to_confirm(user: User) -> TOTPDevice:
    """An app that does not count yet. The same until it is confirmed: its QR code may have been read already."""
    app, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})
    return app


def qr_code(app: TOTPDevice) -> str:
    """What the app reads, as the address of an SVG picture: dark on white in either theme, as cameras expect."""
    return segno.make(app.config_url, error="m").svg_data_uri(scale=5, light="white", border=3)


def secret(app: TOTPDevice) -> str:
    """The same to be typed, in fours."""
    word = b32encode(app.bin_key).decode()
    return " ".join(word[at : at + 4] for at in range(0, len(word), 4))


def turn_on(*, actor: User, code: str) -> list[str]:
    """From now on signing in takes two steps. The recovery codes, told this once. Raises Refused."""
    app = app_to_confirm(actor)
    _check(app, code)
    with transaction.atomic():
        app.confirmed = True
        app.save(update_fields=["confirmed"])
        TOTPDevice.objects.filter(user=actor).exclude(pk=app.pk).delete()
        return _new_recovery_codes(actor)


def check_code(user: User, code: str) -> TOTPDevice:
    """The app that stands for the second step, when the code is its own or a recovery code. Raises Refused.

    A recovery code is used up by this.
    """
    app = app_of(user)
    if app is None:
        raise Refused(_("Two-step codes are off."))
    code = _plain(code)
    if len(code) == app.digits and code.isdecimal():
        _check(app, code)
    else:
        _check(StaticDevice.objects.filter(user=user).first() or app, code)
    return app


def new_recovery_codes(*, actor: User, code: str) -> list[str]:
    """Instead of those there were. Raises Refused."""
    check_code(actor, code)
    with transaction.atomic():
        return _new_recovery_codes(actor)


def turn_off(*, actor: User, code: str) -> None:
    """One step is enough again. Raises Refused."""
    check_code(actor, code)
    forget_app(actor)


@transaction.atomic
def forget_app(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def codes_left(user: User) -> int:
    left: int = StaticToken.objects.filter(device__user=user).count()
    return left


def _check(device: TOTPDevice | StaticDevice, code: str) -> None:
    """Raises Refused for a wrong code, and for any code while one has to wait.

    Outside a transaction of ours: that a code was wrong must be kept although it is refused.
    """
    with transaction.atomic():
        # Two tries at once are two tries.
        locked = type(device).objects.select_for_update().get(pk=device.pk)
        allowed, why = locked.verify_is_allowed()
        fits = allowed and locked.verify_token(_plain(code))
    if not allowed:
        raise Refused(_wait(ceil((why["locked_until"] - timezone.now()).total_seconds())))
    if not fits:
        raise Refused(WRONG)


def _wait(seconds: int) -> str:
    if seconds < 60:
        return ngettext(
            "Too many wrong codes. Try again in %(number)s second.",
            "Too many wrong codes. Try again in %(number)s seconds.",
            seconds,
        ) % {"number": max(seconds, 1)}
    minutes = ceil(seconds / 60)
    return ngettext(
        "Too many wrong codes. Try again in %(number)s minute.",
        "Too many wrong codes. Try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}


def _plain(code: str) -> str:
    """As people type it, and as it is kept."""
    return "".join(code.split()).replace("-", "").lower()


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [StaticToken.random_token() for _each in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]
