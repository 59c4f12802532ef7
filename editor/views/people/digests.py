"""Turning one's digests off from within one, without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from editor.actions.news.digest import person_of, turn_off


# Mail programs post here by themselves (RFC 8058), with no cookie to check a token of ours against. The address is
# signed, which is more than such a token says, and looking at it changes nothing: scanners of mails do that.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def digest_off(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        turn_off(actor=person)
    shown = {"is_off": request.method == "POST" or not person.wants_digest}
    return render(request, "registration/digest_off.html", shown)
