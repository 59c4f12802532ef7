"""The second step of signing in, where somebody wants one.

The session of somebody who has shown no code yet is nobody's: however it began (password, link, new password), every
view, page and middleware after `BothSteps` sees an anonymous person, and only the page that asks for the code knows
whose it would be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.actions.people.changing import note_seen
from editor.actions.people.two_steps import app_of
from editor.models import User

PASSED = "second_step"
"""In the session: the number of the app whose code was shown. Another app means another code."""
HALFWAY = "halfway"


class BothSteps:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # As late as Django's own: a page that asks for nobody asks the database nothing.
        request.user = cast("User", SimpleLazyObject(lambda: _signed_in(request)))
        return self.get_response(request)


def _signed_in(request: HttpRequest) -> User | AnonymousUser:
    person = get_user(request)
    if not isinstance(person, User):
        return AnonymousUser()
    app = app_of(person)
    if app is None or request.session.get(PASSED) == app.pk:
        note_seen(person)
        return person
    setattr(request, HALFWAY, person)
    return AnonymousUser()


def halfway(request: HttpRequest) -> User | None:
    """Whoever took the first step and has the second one before them."""
    if request.user.is_authenticated:
        return None
    return cast("User | None", getattr(request, HALFWAY, None))


def pass_second_step(request: HttpRequest, app: TOTPDevice) -> None:
    """In a session with a new key: what was known of the old one signs nobody in."""
    request.session.cycle_key()
    request.session[PASSED] = app.pk
