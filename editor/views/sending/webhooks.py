"""Services tell that a job has ended. They are believed only so far that the job is asked about now, not later.

What a webhook says is never used: sent again, forged or old, it costs one free question at most.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from editor.actions.removals.waking import wake_by_remote
from editor.providers.aihomedesign import read_webhook
from editor.providers.bria_webhook import signed_request_id

HEARD = 204


@csrf_exempt
@login_not_required
@require_POST
def bria(request: HttpRequest) -> HttpResponse:
    """Signed with the API token; 403 where it is not."""
    token = settings.PROVIDER_CONFIG.get("BRIA_API_TOKEN", "")
    request_id = signed_request_id(request.headers, _body(request), token)
    if request_id is None:
        return HttpResponse(status=403)
    wake_by_remote("bria", request_id=request_id)
    return HttpResponse(status=HEARD)


@csrf_exempt
@login_not_required
@require_POST
def aihomedesign(request: HttpRequest, secret: str) -> HttpResponse:
    """It signs nothing, so the secret is in the path; 404 where it is another, or none is set."""
    expected = settings.AIHOMEDESIGN_WEBHOOK_SECRET
    if not expected or not constant_time_compare(secret, expected):
        raise Http404
    found = read_webhook(_body(request))
    if found is None:
        return HttpResponse(status=400)
    wake_by_remote("aihomedesign", **found)
    return HttpResponse(status=HEARD)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        return b""
