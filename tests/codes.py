"""What the app on somebody's phone shows."""

from __future__ import annotations

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.models import User


def code_of(app: TOTPDevice) -> str:
    """The code that fits next: a person would wait until the last one is over."""
    shown = TOTP(app.bin_key, app.step, app.t0, app.digits, app.drift)
    shown.time = time.time()
    if shown.t() <= app.last_t:
        shown.time += app.step
    return f"{shown.token():06d}"


def with_codes(person: User) -> TOTPDevice:
    """Signing in takes them two steps from now on."""
    return TOTPDevice.objects.create(user=person, name="app", confirmed=True)
