"""Masks that do not come from the hand: of files made elsewhere, and of what was sent before."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editor.actions.photos.pictures import decoding, photo_limits
from editor.actions.removals.result import open_mask
from editor.imaging.errors import PictureError
from editor.imaging.foreign import import_mask
from editor.imaging.mask import mask_thumbnail, write_mask
from editor.models import Act, Order, Submission
from editor.templatetags.eraser import ago
from editor.templatetags.texts import translated
from editor.views.asking import Request, order_for, refusal, submission_for
from editor.views.files import FOREVER, guarded

LOOKED_AT = 60
LISTED = 8


@require_POST
def imported(request: Request, pk: int) -> HttpResponse:
    """The mask of an uploaded file in the editor's own encoding; else a sentence why not and its code.

    `scale` asks for a mask of another size but the same shape to be scaled.
    """
    order = order_for(request, pk, Act.PAINT)
    file = request.FILES.get("mask")
    if file is None:
        return refusal(gettext("Choose a file first."))
    try:
        with decoding:
            mask = import_mask(
                cast("BinaryIO", file.file), order.photo.size, photo_limits(), scale=request.POST.get("scale") == "1"
            )
            data = write_mask(mask)
    except PictureError as error:
        return JsonResponse({"error": translated(error.sentence), "code": error.code}, status=400)
    return guarded(HttpResponse(data, content_type="image/png"))


@never_cache
@require_safe
def recent(request: Request, pk: int) -> HttpResponse:
    """What this person last sent, here or on other photos of the same size; each mask once."""
    order = order_for(request, pk, Act.PAINT)
    found: dict[tuple[object, ...], Submission] = {}
    for submission in Submission.objects.reusable_by(request.user, order.photo)[:LOOKED_AT]:
        found.setdefault(_same_mask(submission), submission)
    return JsonResponse({"masks": [_told(each, order) for each in list(found.values())[:LISTED]]})


def _same_mask(submission: Submission) -> tuple[object, ...]:
    """Equal for submissions of one mask: to several services, on several photos, or sent once more."""
    several = submission.batch or submission.group
    return (several,) if several else (submission.order_id, submission.mask_pixels)


def _told(submission: Submission, order: Order) -> dict[str, Any]:
    photo = submission.order.photo
    return {
        "url": reverse("submission_mask", args=[submission.pk]),
        "thumb": reverse("submission_mask_thumb", args=[submission.pk]),
        "picture": reverse("thumb", args=[submission.parent_id]),
        "name": gettext("This photo") if submission.order_id == order.pk else photo.name,
        "sent": ago(submission.created_at),
        "part": submission.mask_pixels / (photo.width * photo.height),
    }


@require_safe
def sent(request: Request, pk: int) -> HttpResponse:
    """What was painted for a submission, in the editor's own encoding, so that it can be sent again."""
    return _kept(write_mask(open_mask(submission_for(request, pk))))


@require_safe
def sent_thumb(request: Request, pk: int) -> HttpResponse:
    """The same, small, to lay over the photo's thumbnail."""
    return _kept(mask_thumbnail(open_mask(submission_for(request, pk))))


def _kept(png: bytes) -> HttpResponse:
    return guarded(HttpResponse(png, content_type="image/png", headers={"Cache-Control": FOREVER}))
