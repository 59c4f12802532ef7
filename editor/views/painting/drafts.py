"""Autosave: the unfinished mask of whoever asks, on one order."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from editor.actions.errors import Refused
from editor.actions.removals.drafts import Conflict, save_draft
from editor.imaging.errors import PictureError
from editor.models import Act, Draft, Order, Submission
from editor.views.asking import Request, order_for, refusal, somebody_else
from editor.views.files import guarded

NONE, NOT_MODIFIED, FORBIDDEN, CONFLICT, PRECONDITION_FAILED = 204, 304, 403, 409, 412

OTHER_PERSON = _(
    "Somebody else is signed in in this browser now. Your mask is kept on this device and sent when you are back."
)


@never_cache
@require_http_methods(["GET", "PUT"])
def draft(request: Request, pk: int) -> HttpResponse:
    if somebody_else(request):
        return refusal(OTHER_PERSON, status=FORBIDDEN)
    order = order_for(request, pk, Act.PAINT)
    return _save(request, order) if request.method == "PUT" else _load(request, order)


def _load(request: Request, order: Order) -> HttpResponse:
    """The mask with its version as the ETag, the revision it was painted on and how it was made; 204 where none is.

    304 where that version is the one of If-None-Match.
    """
    found = Draft.objects.filter(order=order, person=request.user).first()
    if found is None:
        return HttpResponse(status=NONE)
    if _version(request.headers.get("If-None-Match", "")) == found.version:
        return HttpResponse(status=NOT_MODIFIED)
    response = HttpResponse(bytes(found.mask), content_type="image/png")
    response["ETag"] = f'"{found.version}"'
    response["X-Revision"] = str(found.revision_id)
    response["X-Mask-Made"] = found.mask_kind
    return guarded(response)


def _save(request: Request, order: Order) -> HttpResponse:
    """Stores the mask over the version of If-Match; 412 with the newest version when another tab was faster."""
    based_on = _version(request.headers.get("If-Match", ""))
    word = request.headers.get("X-Revision", "")
    revision = order.revisions.filter(pk=int(word)).first() if word.isdecimal() and len(word) < 19 else None
    if based_on is None or revision is None:
        return refusal(gettext("The mask was not saved: reload the page and go on."))
    cleared = request.headers.get("X-Cleared") == "1"
    automatic = request.headers.get("X-Mask-Made") == Submission.MaskKind.AUTOMATIC
    try:
        version = save_draft(
            actor=request.user,
            order=order,
            revision=revision,
            mask_png=request.body,
            based_on=based_on,
            cleared=cleared,
            mask_kind=Submission.MaskKind.AUTOMATIC if automatic else Submission.MaskKind.MANUAL,
        )
    except PictureError as error:
        return refusal(error.sentence)
    except Refused as refused:
        return refusal(refused.sentence, status=CONFLICT)
    except Conflict as conflict:
        return JsonResponse({"version": conflict.version}, status=PRECONDITION_FAILED)
    return JsonResponse({"version": version})


def _version(tag: str) -> int | None:
    """The number in an entity tag; a proxy that compresses may have made it a weak one."""
    word = tag.removeprefix("W/").strip('"')
    return int(word) if word.isdecimal() and len(word) < 19 else None
