"""The page one paints on, and its data.

The template gets `page` (for the scripts, see `paint_data`), `order`, `revision`, `history` and `submissions`
(the partial `_panel.html` shows them) and what the filmstrip shows (see `filmstrip`).
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editor.actions.orders import EDITABLE
from editor.actions.photos.pictures import picture_file
from editor.actions.removals.submit import CLOSED
from editor.addresses import picture_address, picture_parts
from editor.models import Act, Order, Revision
from editor.templatetags.texts import translated
from editor.views.asking import Request, order_for, revision_numbered
from editor.views.painting.day import filmstrip
from editor.views.painting.offers import offers
from editor.views.painting.selecting import objects_offer
from editor.views.parts import asked_for, history, noteworthy


@never_cache
@require_safe
def paint(request: Request, pk: int) -> HttpResponse:
    """The editor on the head or the revision numbered `?on=`; `?again=` names a submission whose mask to begin with."""
    order = order_for(request, pk, Act.PAINT)
    revision = _painted_on(request, order)
    context = {
        "order": order,
        "revision": revision,
        "page": paint_data(request, order, revision),
        "history": history(order),
        "submissions": noteworthy(order),
        "requests": asked_for(order),
        "in_editor": True,
        **filmstrip(request.user, order),
    }
    return render(request, "editor/paint.html", context)


@never_cache
@require_safe
def paint_json(request: Request, pk: int) -> HttpResponse:
    """The same data for a page that is open already."""
    order = order_for(request, pk, Act.PAINT)
    return JsonResponse(paint_data(request, order, _painted_on(request, order)))


def _painted_on(request: Request, order: Order) -> Revision:
    """Raises Dropped where its picture was deleted: nothing can be removed from it."""
    revision = revision_numbered(order, request.GET.get("on"), order.head)
    picture_file(revision)
    return revision


def paint_data(request: Request, order: Order, revision: Revision) -> dict[str, Any]:
    """What the editor's scripts know: sizes in upright pixels, where the pictures and the draft are, who may erase."""
    photo = order.photo
    return {
        "order": {"id": order.pk, "name": photo.name, **_addresses(order)},
        "person": request.user.pk,
        "revision": {"id": revision.pk, "number": revision.number},
        "width": photo.width,
        "height": photo.height,
        "thumb": picture_address("thumb", revision),
        **picture_parts(revision, photo.size),
        "original": None if revision.is_original else {"url": picture_address("proxy", order.revisions.get(number=0))},
        "closed": "" if order.state in EDITABLE else translated(CLOSED),
        "draft": reverse("draft", args=[order.pk]),
        "submit": reverse("submit", args=[order.pk]),
        "importMask": reverse("import_mask", args=[order.pk]),
        "recentMasks": reverse("recent_masks", args=[order.pk]),
        "again": _again(request, order),
        "preview": reverse("preview", args=[order.pk]),
        "select": reverse("select", args=[order.pk]),
        "objects": objects_offer(order),
        "providers": offers(request.user),
        "pageUrl": f"{reverse('paint', args=[order.pk])}?on={{number}}",
        "maskName": f"{PurePath(photo.name).stem[:100]}-mask.png",
        "csrf": get_token(request),
    }


def _addresses(order: Order) -> dict[str, str]:
    names = {"url": "order", "paint": "paint", "panel": "panel", "sameMask": "same_mask"}
    return {key: reverse(name, args=[order.pk]) for key, name in names.items()}


def _again(request: Request, order: Order) -> str | None:
    word = request.GET.get("again", "")
    found = order.submissions.filter(pk=int(word)).first() if word.isdecimal() and len(word) < 19 else None
    return reverse("submission_mask", args=[found.pk]) if found else None
