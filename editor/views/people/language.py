"""The language of the pages, and that of what is written to a person: the one they read last."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import check_for_language, get_language
from django.views.i18n import set_language

from editor.actions.people.changing import speak
from editor.models import User


@login_not_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keeps the choice in a cookie, for the browser, and with the person."""
    wanted = request.POST.get("language", "")
    if request.method == "POST" and isinstance(request.user, User) and check_for_language(wanted):
        speak(actor=request.user, language=wanted)
    return set_language(request)


@receiver(user_logged_in)
def came_in(user: User, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Most never choose: their browser has asked for their language since they came."""
    if request is not None and hasattr(request, "LANGUAGE_CODE"):
        speak(actor=user, language=get_language() or "")
