"""Light, dark, or as the system has it: kept in a cookie of this browser, so that a page comes in the right colours."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from editor.templatetags.theme import COOKIE, THEMES
from editor.views.asking import Request, by_script, refusal

YEAR = 60 * 60 * 24 * 365


@require_POST
def choose(request: Request) -> HttpResponse:
    """Keeps the choice and goes back to where it was made; a script, which has changed the colours, stays there."""
    chosen = request.POST.get("theme")
    if chosen not in THEMES:
        return refusal(gettext("Choose light, dark or as the system has it."))
    answer = HttpResponse(status=204) if by_script(request) else redirect(_before(request))
    # Scripts read it when a page comes back out of the browser's cache in its old colours.
    answer.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=False)
    return answer


def _before(request: Request) -> str:
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else "orders"
